"""Exporting 100,000 firms as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.services.export import export_records
from invest_crm.services.opening import open_app
from tests.bench.baselines import bare_read, bare_write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.board import Race


def test_export_of_100_000_firms(race: Race, firm_database: Path, tmp_path: Path) -> None:
    app = open_app(str(firm_database), actor="bench")
    ours = tmp_path / "ours.xlsx"
    app.read(export_records, "firms", ours)
    rows = bare_read(ours)
    race.run(
        "export of 100,000 firms ÷ bare streaming writer",
        lambda: app.read(export_records, "firms", ours),
        lambda: bare_write(tmp_path / "bare.xlsx", rows),
        bar=1.5,
        rounds=3,
        warm=0,
    )
    app.database.close()
    assert len(rows) > 99_000
    assert bare_read(tmp_path / "bare.xlsx") == rows
