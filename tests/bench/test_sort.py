"""Sorting a list of 100,000 firms by a column without an index, to the painted first page."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from invest_crm.ui import theme
from invest_crm.ui.kit.grid.source import GridQuery, SortKey
from tests.bench.baselines import bare_sort
from tests.bench.windows import firms_page, repainted, settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.bench.board import Race

_PAGE = 128


def test_first_page_after_a_sort(race: Race, firm_database: Path, qtbot: QtBot) -> None:
    theme.install("light", text_scale=1.0)
    with firms_page(firm_database, qtbot) as page:
        keys = cycle(("region", "registered_capital"))

        def elsewhere() -> None:
            repainted(page, lambda: page.grid.set_query(GridQuery(sort=(SortKey("name"),))))
            settle()

        def sort() -> None:
            key = SortKey(next(keys))
            repainted(page, lambda: page.grid.set_query(GridQuery(sort=(key,))))

        race.run(
            "first page after a sort of 100,000 firms ÷ bare SQL",
            sort,
            lambda: bare_sort(firm_database, "region", _PAGE),
            bar=3,
            rounds=8,
            before=elsewhere,
        )
        elsewhere()
        repainted(page, lambda: page.grid.set_query(GridQuery(sort=(SortKey("region"),))))
        firsts = [row[0] for row in bare_sort(firm_database, "region", _PAGE)]
        assert sorted(page.grid.model.ids()[:_PAGE]) == sorted(firsts)
