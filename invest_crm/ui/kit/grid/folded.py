"""Which rows a list in groups shows: groups that are open with what is in them, closed ones alone.

A row is the place of a record among all, or -1 - the place of a group among all groups.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.grouping import Folding
    from invest_crm.ui.kit.grid.source import GroupRow


def shown_rows(groups: Sequence[GroupRow], folding: Folding) -> list[int]:
    """All rows from the top."""
    return _between(groups, 0, len(groups), folding)


def rows_below(groups: Sequence[GroupRow], place: int, folding: Folding) -> list[int]:
    """The rows that an open group brings along."""
    node = groups[place].node
    if place + 1 < node.end:
        return _between(groups, place + 1, node.end, folding)
    return list(range(node.first, node.first + node.count))


def groups_of(groups: Sequence[GroupRow], record: int) -> list[GroupRow]:
    """The groups around a record, the outermost first."""
    last = bisect_right(groups, record, key=lambda group: group.node.first)
    found: list[GroupRow] = []
    for group in reversed(groups[:last]):
        deep = len(group.node.path)
        if not found or deep < len(found[0].node.path):
            found.insert(0, group)
        if deep == 1:
            break
    return found


def _between(groups: Sequence[GroupRow], place: int, end: int, folding: Folding) -> list[int]:
    rows: list[int] = []
    while place < end:
        rows.append(-1 - place)
        node = groups[place].node
        if folding.is_open(node.path):
            rows += rows_below(groups, place, folding)
        place = node.end
    return rows
