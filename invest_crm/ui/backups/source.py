"""The list of backups for the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.backups import jobs
from invest_crm.ui.backups.words import moment_words, size_words, state_of
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.backups import BackupLine, Standing
    from invest_crm.ui.context import Context

_HEADS = {
    "made_at": (N_("Made"), 136),
    "reason": (N_("Reason"), 150),
    "mark": (N_("State"), 130),
    "size": (N_("File size"), 76),
    "records": (N_("Records"), 80),
    "place": (N_("Where it lies"), 150),
}
_RIGHT = frozenset({"size", "records"})


class BackupSource(LinesSource["BackupLine"]):
    """A ``GridSource`` over the backups of the open database; ids are their paths."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.standing: Standing | None = None

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(
            Column(
                key,
                _(title),
                unit="MB" if key == "size" else "",
                width=max(width, heading_width(_(title), "MB" if key == "size" else "")),
                kind="chip" if key == "mark" else "text",
                align="right" if key in _RIGHT else "",
                frozen=key == "made_at",
            )
            for key, (title, width) in _HEADS.items()
        )

    def load(self) -> Mapping[str, BackupLine]:
        """The newest first."""
        now = jobs.standing_of(self._context)
        self.standing = now
        return {str(line.path): line for line in now.lines}

    def cells(self, line: BackupLine) -> tuple[Cell | str, ...]:
        """A backup in the order of the columns."""
        from invest_crm.services.backups import REASONS

        return (
            moment_words(line.made_at),
            _(REASONS[line.reason]),
            Cell(*state_of(line)),
            size_words(line.size),
            f"{line.records:,}" if line.records else "",
            str(line.path.parent),
        )

    def rank(self, line: BackupLine, key: str) -> Any:
        """What a column is ordered by."""
        return str(line.path.parent) if key == "place" else getattr(line, key)
