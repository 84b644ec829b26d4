"""The trash for the grid."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from invest_crm.domain.clock import at_bureau
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.trash import jobs
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.trash import TrashLine
    from invest_crm.ui.context import Context

KIND: Final = "kind"
"""The filter by kind."""
_HEADS: Final = {
    "name": (N_("Name of the record"), 240),
    "kind": (N_("Kind"), 112),
    "at": (N_("Put away"), 140),
    "actor": (N_("Put away by"), 96),
    "what": (N_("In the action"), 220),
    "about": (N_("Belongs to"), 200),
}


class TrashSource(LinesSource["TrashLine"]):
    """A ``GridSource`` over what lies in the trash."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.kinds: dict[str, int] = {}
        """How many of each kind there are."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(
            Column(
                key,
                _(title),
                width=max(width, heading_width(_(title), "")),
                kind="chip" if key == "kind" else "text",
                frozen=key == "name",
            )
            for key, (title, width) in _HEADS.items()
        )

    def load(self) -> Mapping[str, TrashLine]:
        """The latest first."""
        found = jobs.lines(self._context.app)
        kinds: dict[str, int] = {}
        for line in found:
            kinds[line.kind] = kinds.get(line.kind, 0) + 1
        self.kinds = kinds
        return {line.id: line for line in found}

    def cells(self, line: TrashLine) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""
        kind = Cell(kind_word(line.kind), "talk")
        return (line.name, kind, moment(line.at), line.actor, line.what, line.about)

    def rank(self, line: TrashLine, key: str) -> Any:
        """What a column is ordered by."""
        return getattr(line, key)

    def keeps(self, line: TrashLine, filters: Mapping[str, object]) -> bool:
        """Of the kind that is asked for."""
        return filters.get(KIND) in (None, line.kind)


def kind_word(kind: str) -> str:
    """The word for a kind."""
    from invest_crm.services.trash import KINDS

    word = _(KINDS[kind])
    return word[:1].upper() + word[1:]


def moment(at: str) -> str:
    """A moment of the log as the clock at the bureau shows it."""
    return at_bureau(datetime.fromisoformat(at)).strftime("%Y-%m-%d %H:%M")
