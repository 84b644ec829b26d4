"""One question of a grid and its answer, made off the main thread."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.conditions import without_unknown
from invest_crm.ui.kit.grid.folded import shown_rows
from invest_crm.ui.kit.grid.model import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.grouping import Grouping
    from invest_crm.ui.kit.grid.source import (
        Askable,
        Cell,
        Column,
        GridQuery,
        GridSource,
        GroupedRows,
        GroupSource,
    )

_SCREEN = 64


class Question(Struct, frozen=True):
    """What is asked for, and what is known already.

    ``total``: how many records there are in all, -1 if that is to be counted; ``anchor``: the
    record that stays current; ``top``: the first row in sight.
    """

    query: GridQuery
    grouping: Grouping
    columns: Sequence[Column]
    total: int
    askable: Askable | None
    anchor: str
    top: int


class Answer(Struct, frozen=True):
    """What a question brought back: ids, how many there are in all, the first rows.

    ``query`` is what was asked, less the conditions (``lost`` of them) on fields that are gone;
    ``groups`` and the rows ``shown`` of them where the list is grouped.
    """

    query: GridQuery
    lost: int
    askable: Askable | None
    ids: Sequence[str]
    total: int
    rows: Mapping[str, Sequence[Cell | str]]
    groups: GroupedRows | None
    shown: Sequence[int] | None


def answer(source: GridSource, grouper: GroupSource | None, asked: Question) -> Answer:
    """Ask the source."""
    # Without conditions the rows come first; what can be asked for is learnt afterwards.
    askable = asked.askable or (source.askable() if asked.query.where.parts else None)
    fields = askable.fields if askable is not None else {}
    where, lost = without_unknown(asked.query.where, fields)
    query = replace(asked.query, where=where)
    groups = shown = None
    if grouper is not None and asked.grouping.levels:
        groups = grouper.grouped(query, asked.grouping, asked.columns)
    if groups is not None and groups.groups:
        shown = shown_rows(groups.groups, groups.grouping.folding)
    ids = source.ids(query) if groups is None else groups.ids
    known = asked.total
    if not query.narrowed:
        known = len(ids)
    elif known < 0:
        known = len(source.ids(query.everything()))
    rows = source.rows(first_rows(ids, asked.anchor, asked.top, shown))
    return Answer(query, len(lost), askable, ids, known, rows, groups, shown)


def first_rows(
    ids: Sequence[str], anchor: str, top: int, shown: Sequence[int] | None = None
) -> Sequence[str]:
    """The page at the top of the view, and the one with the record that stays current."""
    places = range(len(ids)) if shown is None else shown
    last = max(len(places) - 1, 0)
    top = min(top, last)
    seen = [0, *(place for place in places[top : top + _SCREEN + 1] if place >= 0)]
    starts = {place // PAGE * PAGE for place in seen}
    if anchor:
        with contextlib.suppress(ValueError):
            starts.add(ids.index(anchor) // PAGE * PAGE)
    return [record for start in sorted(starts) for record in ids[start : start + PAGE]]


def same_members(one: GroupedRows, other: GroupedRows) -> bool:
    """Whether the same records are in the same groups, in whatever order within."""
    return _members(one) == _members(other)


def _members(answer: GroupedRows) -> list[tuple[object, frozenset[str]]]:
    return [
        (node.path, frozenset(answer.ids[node.first : node.first + node.count]))
        for place, node in enumerate(group.node for group in answer.groups)
        if node.end == place + 1
    ]
