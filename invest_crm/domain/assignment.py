"""The best assignment of rows to columns: exact, in whole numbers.

Shortest augmenting paths with potentials (the Hungarian method as Jonker and Volgenant order it):
O(rows² · columns). Each row may stay without a column where none is allowed or free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAR: Final = 1 << 62


def best_assignment(profits: Sequence[Sequence[int | None]]) -> list[int | None]:
    """The column of each row, None for none; no column twice.

    ``profits``: a profit of at least 0 for each pair, None where it is not allowed; all rows have
    as many columns. As many rows as possible get a column; of all such assignments the one of the
    greatest profit is returned.

    >>> best_assignment([[9, 8], [8, 1]]), best_assignment([[5], [None]])
    ([1, 0], [0, None])
    """
    rows = len(profits)
    columns = len(profits[0]) if rows else 0
    largest = max((one for row in profits for one in row if one is not None), default=0)
    placed = rows * (largest + 1)
    nowhere = [0] * rows  # a column of its own for each row that stays without
    costs = [[_FAR if one is None else -one - placed for one in row] + nowhere for row in profits]
    return [
        column if column is not None and column < columns else None
        for column in _cheapest(costs, rows, columns + rows)
    ]


def _cheapest(costs: Sequence[Sequence[int]], rows: int, columns: int) -> list[int | None]:
    """The assignment of least cost of every row; column and row 0 stand outside of the matrix."""
    row_prices, column_prices = [0] * (rows + 1), [0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0] = row
        column, before = _path(costs, row_prices, column_prices, taken)
        while column:
            earlier = before[column]
            taken[column] = taken[earlier]
            column = earlier
    found: list[int | None] = [None] * rows
    for column in range(1, columns + 1):
        if taken[column]:
            found[taken[column] - 1] = column - 1
    return found


def _path(
    costs: Sequence[Sequence[int]],
    row_prices: list[int],
    column_prices: list[int],
    taken: Sequence[int],
) -> tuple[int, list[int]]:
    """The free column nearest to the row in column 0, and the way there; prices are adjusted."""
    columns = len(column_prices)
    nearest, before = [_FAR] * columns, [0] * columns
    seen = [False] * columns
    column = 0
    while taken[column]:
        seen[column] = True
        row = taken[column]
        costs_of_row, price = costs[row - 1], row_prices[row]
        step, following = _FAR, 0
        for other in range(1, columns):
            if seen[other]:
                continue
            cost = costs_of_row[other - 1] - price - column_prices[other]
            if cost < nearest[other]:
                nearest[other], before[other] = cost, column
            if nearest[other] < step:
                step, following = nearest[other], other
        for other in range(columns):
            if seen[other]:
                row_prices[taken[other]] += step
                column_prices[other] -= step
            else:
                nearest[other] -= step
        column = following
    return column, before
