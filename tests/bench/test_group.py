"""Grouping 100,000 firms by three levels with subtotals, beside the bare SQL of the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from invest_crm.domain.grouping import Figure, Grouping, Level
from invest_crm.services.firm_grid import FIRMS
from invest_crm.services.grouping import grouped
from invest_crm.services.listing import ListQuery
from invest_crm.services.opening import open_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.board import Race

_KEYS = ("region", "business", "chain")
_COLUMNS = ("region", "business", "chain_id")


def test_groups_of_three_levels(race: Race, firm_database: Path) -> None:
    app = open_app(str(firm_database), actor="bench")
    grouping = Grouping(tuple(map(Level, _KEYS)))

    def group() -> Any:
        return app.read(grouped, FIRMS, ListQuery(), grouping)

    race.run(
        "100,000 firms in groups of three levels ÷ bare SQL",
        group,
        lambda: _bare(firm_database),
        bar=3,
    )
    answer = group()
    ids, rows = _bare(firm_database)
    lowest = [node for node in answer.nodes if len(node.path) == len(_KEYS)]
    assert sorted(answer.ids) == sorted(ids)
    assert sum(node.count for node in lowest) == len(ids)
    assert len(lowest) == len(rows)
    total = answer.whole["registered_capital"].value(Figure.SUM)
    assert total == sum(row[-1] or 0 for row in rows)
    app.database.close()


def _bare(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The groups with their count and sum, and all ids in the order of the groups."""
    keys = ", ".join(_COLUMNS)
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            f"SELECT {keys}, count(*), count(registered_capital), sum(registered_capital)"
            f" FROM firm WHERE archived_at IS NULL GROUP BY {keys} ORDER BY {keys}"
        ).fetchall()
        order = f"SELECT id FROM firm WHERE archived_at IS NULL ORDER BY {keys}, id DESC"
        return [row[0] for row in base.execute(order)], rows
