"""Cross tables of exports: pandas does the grouping, money stays in whole 分 until it is shown.

pandas is heavy and loaded only when such a table is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.exchange.writing.ledger_cells import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from invest_crm.exchange.writing.cells import Value

TOTAL = "合计"
UNIT = "万元"


class Cross(Struct, frozen=True):
    """A cross table: headings and rows, the last row and columns being totals."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def project_months(items: Sequence[tuple[str, str, int]]) -> Cross:
    """项目×月份: what each project completed month by month; items are (project, month, 分)."""
    table = _pivot(items, ("项目名称", "月份", "fen"))
    return Cross(
        f"项目×月份（完成投资，{UNIT}）",
        ("项目名称", *map(str, table.columns), TOTAL),
        tuple(
            (name, *(money(_fen(value), UNIT) for value in values))
            for name, *values in _with_totals(table)
        ),
    )


def chain_stages(
    items: Sequence[tuple[str, str, int]], chains: Sequence[str], order: Sequence[str]
) -> Cross:
    """产业链×阶段: number and agreed total; items are (chain, stage, 分), both in their orders."""
    counted = _pivot([(chain, stage, 1) for chain, stage, _fen in items], ("链", "段", "n"))
    summed = _pivot(items, ("链", "段", "fen"))
    stages = [stage for stage in order if stage in counted.columns]
    rows_ = [chain for chain in chains if chain in counted.index]
    numbers = _with_totals(counted.loc[rows_, stages])
    amounts = _with_totals(summed.loc[rows_, stages])
    headings = [
        heading
        for stage in (*stages, TOTAL)
        for heading in (f"{stage}（个）", f"{stage}（{UNIT}）")
    ]
    rows = []
    for (name, *counts), (_name, *sums) in zip(numbers, amounts, strict=True):
        cells: list[Value] = [name]
        for count, fen in zip(counts, sums, strict=True):
            cells += [_fen(count), money(_fen(fen), UNIT)]
        rows.append(tuple(cells))
    return Cross("产业链×阶段", ("产业链", *headings), tuple(rows))


def _pivot(items: Sequence[tuple[str, str, int]], names: tuple[str, str, str]) -> DataFrame:
    import pandas as pd

    down, across, value = names
    frame = pd.DataFrame(items, columns=list(names)).astype({value: "Int64"})
    return frame.pivot_table(
        index=down, columns=across, values=value, aggfunc="sum", sort=True, observed=True
    )


def _with_totals(table: DataFrame) -> list[tuple[Value, ...]]:
    """The rows with a total behind each, then the row of totals."""
    rows = [
        (str(name), *values, sum(_fen(value) or 0 for value in values))
        for name, values in zip(table.index, table.to_numpy(), strict=True)
    ]
    sums = [
        sum(_fen(row[place]) or 0 for row in rows) for place in range(1, len(table.columns) + 2)
    ]
    return [*rows, (TOTAL, *sums)]


def _fen(value: object) -> int | None:
    import pandas as pd

    return None if value is None or value is pd.NA else int(value)  # type: ignore[call-overload]
