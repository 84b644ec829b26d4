"""An application as a record that is edited in its list: who holds it. Everything else follows.

Steps, papers and revenue are facts of their own and are entered where they happen.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from invest_crm.db.schema.statistics import stat_case
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.statistics.acts import case_id
from invest_crm.services.statistics.firms import firm_lines
from invest_crm.services.statistics.owned import ids_of_firm, ids_of_project
from invest_crm.services.statistics.projects import project_lines
from invest_crm.services.statistics.stored import PROJECT
from invest_crm.services.stored import EditRecord, StoredRecord
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.services.work import View, Work

WORDS: Final = {"holder": N_("Now with"), "person": N_("Person")}
"""The fields that are typed, by key."""
_COLUMNS: Final = {"holder": "unit", "person": "person"}


class StatRecord(StoredRecord, frozen=True):
    """One application. ``values``: ``name`` and those of ``WORDS``; ``holder``: a code or name."""


class EditStat(EditRecord, frozen=True, kw_only=True):
    """Changed values of an application of a ``project`` or ``firm``."""

    subject: str


def load(view: View, subject: str, ids: Sequence[str]) -> dict[str, StatRecord]:
    """Applications by the id of their project or firm; unknown ids are absent."""
    lines: Sequence[ProjectLine | FirmLine] = (
        project_lines(view, ids) if subject == PROJECT else firm_lines(view, ids)
    )
    found = {line.id: _record(line) for line in lines}
    return {one: found[one] for one in ids if one in found}


def save_holder(work: Work, command: EditStat) -> str:
    """Write who holds an application; returns its id. UserErrors ``stat-gone``, ``stat-new``."""
    if command.id is None:
        raise _only_by_record()
    key, subject = command.id, command.subject
    record = load(work, subject, [key]).get(key)
    if record is None:
        raise UserError(
            "stat-gone",
            _("This record is no longer there."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    writer = partial(_last_writer, work, subject, key)
    refuse_conflicts(record, command.values, command.seen, stat_word, writer)
    work.name("statistics.holder", count=1)
    _write(work, subject, {key: command.values})
    return key


def edit_holder_cells(work: Work, subject: str, command: EditCells) -> tuple[str, ...]:
    """Write who holds many applications. UserError ``stat-new`` for new ones."""
    if command.new:
        raise _only_by_record()
    records = load(work, subject, list(command.values))
    changed = really_changed(
        command, records, Rules(stat_word, partial(_last_writer, work, subject))
    )
    name_action(work, command, records, "statistics.case")
    _write(work, subject, changed)
    return ()


def refuse_archive(_work: Work, _ids: tuple[str, ...]) -> int:
    """An application goes to the trash with its project or firm. UserError ``stat-kept``."""
    raise UserError(
        "stat-kept",
        _("An application goes to the trash with its project or firm."),
        safe=_("Nothing was changed."),
        todo=_("Take back its latest step, or open the record itself."),
    )


def stat_word(key: str) -> str:
    """The word for a field of an application."""
    return _(WORDS[key]) if key in WORDS else key


def _write(work: Work, subject: str, values: Mapping[str, Mapping[str, Any]]) -> None:
    """The values by record; from today on these hold it."""
    since = work.today.isoformat()
    changes = {
        case_id(work, subject, key): {
            **{_COLUMNS[name]: str(value or "").strip() or None for name, value in said.items()},
            "held_since": since,
        }
        for key, said in values.items()
    }
    work.update_many(stat_case, changes)


def _record(line: ProjectLine | FirmLine) -> StatRecord:
    held = line.holder
    values = {
        "name": line.name,
        "holder": (held.unit or None) if held else None,
        "person": (held.person or None) if held else None,
    }
    return StatRecord(line.id, 0, None, MappingProxyType(values))


def _last_writer(view: View, subject: str, record: str, key: str) -> HistoryLine | None:
    ids = ids_of_project(view, record) if subject == PROJECT else ids_of_firm(view, record)
    return last_writer(view, Place(ids, _COLUMNS[key]))


def _only_by_record() -> UserError:
    return UserError(
        "stat-new",
        _("An application belongs to a project or firm that is stored."),
        safe=_("Nothing was changed."),
        todo=_("Enter the project or firm on its own page."),
    )
