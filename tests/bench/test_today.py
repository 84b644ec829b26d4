"""The first page of the day over 10,000 projects, with work of every kind around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.services.today import Today, today
from tests.bench import due_data
from tests.bench.bare_today import bare_today

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.board import Race

_SAME = ("not_started", "silent", "requests", "resume", "tasks", "opinions", "promises")
"""The lists whose rule a statement can hold whole."""


def test_today_over_10_000_projects(race: Race, folder: Path) -> None:
    path = folder / "county.db"
    if not path.exists():
        due_data.make_county(path)
    app = due_data.open_county(path)
    found: list[Today] = []
    theirs: list[dict[str, int]] = []
    race.run(
        "today over 10,000 projects ÷ bare SQL",
        lambda: found.append(app.read(today)),
        lambda: theirs.append(bare_today(path, due_data.DAY.isoformat())),
        bar=4,
        rounds=7,
    )
    app.database.close()
    for name in _SAME:
        assert len(getattr(found[-1], name)) == theirs[-1][name], name
    assert found[-1].approvals
    assert found[-1].months
    assert found[-1].schedule or theirs[-1]["schedule"]
