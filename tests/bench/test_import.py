"""Importing 100,000 rows: read, understand, plan, write with log, search index and initials."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from invest_crm.db.schema.derived import search_text
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.log import change_set
from invest_crm.db.schema.projects import project
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.opening import open_app
from tests.bench import data
from tests.bench.baselines import bare_insert, bare_read, libreoffice_convert
from tests.bench.conftest import new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Table

    from tests.bench.board import Race

_NUMBERS = count()


def test_import_of_100_000_firms(
    race: Race, firm_ledger: Path, project_ledger: Path, tmp_path: Path
) -> None:
    prepared: list[Path] = []

    def prepare() -> None:
        prepared.append(_empty(tmp_path))

    line = race.run(
        "import of 100,000 × 20 firms ÷ bare read + insert",
        lambda: _import(firm_ledger, prepared[-1]),
        lambda: _bare(firm_ledger, tmp_path),
        bar=4,
        rounds=2,
        warm=0,
        before=prepare,
    )
    _holds_everything(prepared[-1], firm)
    took = libreoffice_convert(firm_ledger, tmp_path)
    if took is None:
        race.say("!!! LibreOffice IS NOT INSTALLED: its time for the same file is unknown !!!")
    else:
        race.say(f"LibreOffice converts the ledger of firms to CSV in {took:.1f} s")
    where = _empty(tmp_path)
    second = _timed(lambda: _import(project_ledger, where))
    race.say(f"a ledger of 100,000 projects is imported in {second:.1f} s")
    assert line.baseline
    _holds_everything(where, project)


def _empty(folder: Path) -> Path:
    path = folder / f"import-{next(_NUMBERS)}.db"
    new_app(path).database.close()
    return path


def _import(ledger: Path, where: Path) -> None:
    app = open_app(str(where), actor="bench")
    apply_ledger(app, read_ledger(app, ImportLedger(ledger)))
    app.database.close()


def _bare(ledger: Path, folder: Path) -> None:
    assert bare_insert(folder / f"bare-{next(_NUMBERS)}.db", bare_read(ledger)) == data.FIRMS + 1


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _holds_everything(path: Path, table: Table) -> None:
    """Nearly every row was written (a few invented ones look like duplicates), and all of them
    are in the log and in the search index."""
    app = open_app(str(path), actor="bench")
    with app.database.reading() as connection:
        rows = connection.scalar(select(func.count()).select_from(table)) or 0
        indexed = connection.scalar(select(func.count()).select_from(search_text)) or 0
        logged = connection.scalar(select(func.max(change_set.c.records))) or 0
    app.database.close()
    assert rows > data.FIRMS * 0.99
    assert indexed == rows
    assert logged >= rows
