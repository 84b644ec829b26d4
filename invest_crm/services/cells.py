"""Many cells of a list changed at once: typed, pasted, filled, cleared; one action, one undo.

What is the same for every kind of record is here; each subject has its own use case
(``projects.edit.edit_project_cells``, ``firms.edit_firm_cells``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence  # noqa: TC003 - named in public fields
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from invest_crm.errors import UserError
from invest_crm.services.conflicts import EditConflict, refuse_conflicts
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.conflicts import Stored
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import Work

How = Literal["edit", "paste", "fill", "clear", "bulk"]
_NAMED = 3
"""So many records are named in a refusal; the others are counted."""


class EditCells(Struct, frozen=True):
    """Values by record and field, what their user saw there, and whole new records."""

    values: Mapping[str, Mapping[str, Any]]
    seen: Mapping[str, Mapping[str, Any]]
    new: Sequence[Mapping[str, Any]] = field(default=())
    how: How = "edit"

    @property
    def cells(self) -> int:
        """How many cells are written."""
        return sum(map(len, self.values.values())) + sum(map(len, self.new))


class Rules(Struct, frozen=True):
    """How a kind of record tells of itself: the word of a field, and who wrote it last."""

    word: Callable[[str], str]
    writer: Callable[[str, str], HistoryLine | None]


def name_action(work: Work, command: EditCells, records: Mapping[str, Stored], edit: str) -> None:
    """Name what is done: a single record by its name (``edit`` is that action's key)."""
    if len(command.values) == 1 and not command.new:
        (only,) = command.values
        work.name(edit, name=records[only].values["name"])
    else:
        rows = len(command.values) + len(command.new)
        work.name(f"cells.{command.how}", cells=command.cells, rows=rows)


def really_changed(
    command: EditCells, records: Mapping[str, Stored], rules: Rules
) -> dict[str, dict[str, Any]]:
    """The values that differ from what is stored, by record.

    One record: ``EditConflict``. Of several nothing is written if any was changed meanwhile, and
    they are named (UserError ``cells-conflict``); ``cells-gone`` if one is not there any more.
    """
    missing = len(command.values.keys() - records.keys())
    if missing:
        raise UserError(
            "cells-gone",
            _("{n} of the records no longer exist.").format(n=missing),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed them."),
        )
    changed: dict[str, dict[str, Any]] = {}
    disputed: list[str] = []
    for key, wanted in command.values.items():
        record = records[key]
        try:
            seen, writer = command.seen.get(key, {}), partial(rules.writer, key)
            refuse_conflicts(record, wanted, seen, rules.word, writer)
        except EditConflict:
            if len(command.values) == 1:
                raise
            disputed.append(str(record.values["name"]))
        stored = record.values
        changed[key] = {name: value for name, value in wanted.items() if stored[name] != value}
    if disputed:
        raise _disputed(disputed)
    return {key: values for key, values in changed.items() if values}


def _disputed(names: Sequence[str]) -> UserError:
    told = _(", ").join(names[:_NAMED])
    if len(names) > _NAMED:
        told += _(" and {n} more").format(n=len(names) - _NAMED)
    return UserError(
        "cells-conflict",
        _("Somebody else changed some of these cells meanwhile: {names}.").format(names=told),
        safe=_("Nothing was overwritten."),
        todo=_("The list now shows what they wrote; look at it and try again."),
    )
