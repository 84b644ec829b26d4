"""Monthly reports as records of a list: read and typed, one for each project and month.

The id of such a record is the project's and the month, because a month that nobody reported yet
is a line to be filled in. What is typed anew in an open month voids the row and replaces it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.domain.month_reports import Correction, Deadline, Subject, Sums
from invest_crm.domain.months import month_of
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.money.books import Owner, deadline, kept_since, owners
from invest_crm.services.month_locks import Closed, closed_months, month_words, refuse_closed
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row

    from invest_crm.domain.month_warnings import Warned
    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

WORDS = {
    "name": N_("Project"),
    "lead_unit": N_("Responsible unit"),
    "month": N_("Month"),
    "state": N_("State"),
    "completed_month": N_("Completed in the month"),
    "funds_month": N_("Funds in the month"),
    "progress_text": N_("Visible progress"),
    "problem_text": N_("Problems"),
    "plan_text": N_("Next steps"),
    "filled_by": N_("Filled in by"),
    "checked_by": N_("Checked by"),
    "completed_more": N_("Correction of completed"),
    "funds_more": N_("Correction of funds"),
    "completed_year": N_("Completed this year"),
    "completed_total": N_("Completed since the start"),
    "funds_year": N_("Funds this year"),
    "funds_total": N_("Funds since the start"),
    "warned": N_("Warnings"),
    "township": N_("Township"),
    "park": N_("Park"),
}
"""The fields by key."""

AMOUNTS = ("completed_month", "funds_month")
TEXTS = ("progress_text", "problem_text", "plan_text", "filled_by", "checked_by")
TYPED = (*AMOUNTS, *TEXTS)
"""What is typed; everything else follows."""

REPORTED, MISSING, NONE = "reported", "missing", "none"
STATES = {REPORTED: N_("Reported"), MISSING: N_("Not reported"), NONE: N_("Owes no report")}
"""已报、未报、无须填报."""

_STATED = ("completed_year", "completed_total", "funds_year", "funds_total")
_KEPT = (*TYPED, *_STATED, "stat_code", "extra")
_SEPARATOR = ":"


class MonthRecord(StoredRecord, frozen=True):
    """A project's month. ``values`` by key of ``WORDS`` plus project_id, amounts in 分.

    ``values["state"]`` is one of ``STATES``; ``late``: the days a missing report is overdue.
    """


class MonthFacts(Struct, frozen=True):
    """What the panel shows beside a record."""

    record: MonthRecord
    owner: Owner
    sums: Mapping[Subject, Sums]
    corrections: tuple[Correction, ...]
    warnings: tuple[Warned, ...]
    closed: Closed | None
    due: date


class _Ground(Struct, frozen=True):
    """What all records of one reading share."""

    since: str
    deadline: Deadline
    today: date
    closed: Mapping[str, Closed]


def record_id(project_id: str, month: str) -> str:
    """The id of a project's month."""
    return f"{project_id}{_SEPARATOR}{month}"


def parts_of(record: str) -> tuple[str, str]:
    """Project and month of such an id."""
    project_id, _colon, month = record.partition(_SEPARATOR)
    return project_id, month


def load(view: View, ids: Sequence[str]) -> dict[str, MonthRecord]:
    """Records by id; those whose project is gone are absent."""
    asked = [parts_of(one) for one in ids]
    found = _owners(view, {key for key, _month in asked})
    rows = _rows(view, asked)
    ground = _ground(view)
    return {
        record_id(key, month): _record(found[key], month, rows.get((key, month)), ground)
        for key, month in asked
        if key in found
    }


def facts_of(view: View, record: str) -> MonthFacts | None:
    """A record with everything around it; None if the project is gone."""
    key, month = parts_of(record)
    owner = _owners(view, {key}).get(key)
    if owner is None:
        return None
    ground = _ground(view)
    row = _rows(view, [(key, month)]).get((key, month))
    return MonthFacts(
        record=_record(owner, month, row, ground),
        owner=owner,
        sums={subject: owner.book.sums(subject, month) for subject in Subject},
        corrections=tuple(one for one in owner.book.corrections if one.month == month),
        warnings=owner.warnings(month),
        closed=ground.closed.get(month),
        due=ground.deadline.due(month),
    )


def save_report(work: Work, command: EditRecord) -> str:
    """Type the report of a month; returns the id of the record.

    UserErrors of ``edit_report_cells``; ``EditConflict``.
    """
    key = str(command.id)
    record = _existing(work, [key])[key]
    refuse_conflicts(
        record, command.values, command.seen, report_word, lambda name: _writer(work, key, name)
    )
    changed = {name: value for name, value in command.values.items() if record[name] != value}
    work.name("month.edit", name=record["name"], month=record["month"])
    _write(work, {key: changed} if changed else {})
    return key


def edit_report_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many months; returns the ids of the lines that were named by their project.

    ``command.new``: lines with the name of a project and a month, in whatever order a spreadsheet
    has them. UserErrors ``month-locked``, ``month-to-come``, ``amount-negative`` (a correction is
    wanted), ``name-differs`` (a line pasted beside that of another project), ``project-unknown``,
    ``project-several``, those of ``cells.really_changed``.
    """
    records = load(work, list(command.values))
    for record, values in command.values.items():
        _refuse_other_name(records.get(record), values)
    rules = Rules(report_word, lambda key, name: _writer(work, key, name))
    changed = really_changed(command, records, rules)
    named = _named(work, command.new)
    if len(command.values) == 1 and not named:
        (only,) = command.values
        work.name("month.edit", name=records[only]["name"], month=records[only]["month"])
    else:
        name_action(work, command, records, "month.edit")
    _write(work, {**changed, **named})
    return tuple(named)


def names(view: View) -> frozenset[str]:
    """The names of the projects a line may be of."""
    return frozenset(view.values(select(project.c.name).where(project.c.archived_at.is_(None))))


def report_word(key: str) -> str:
    """The word for a field."""
    return _(WORDS[key]) if key in WORDS else key


def every_row(view: View, project_id: str, month: str) -> list[str]:
    """The reports and corrections a month ever had, for its history."""
    return [
        one
        for table in (monthly_report, month_correction)
        for one in view.values(
            select(table.c.id).where(table.c.project_id == project_id, table.c.month == month)
        )
    ]


def _refuse_other_name(record: MonthRecord | None, values: Mapping[str, Any]) -> None:
    if record is not None and values.get("name") not in (None, record["name"]):
        raise UserError(
            "name-differs",
            _("This line is the report of {name}, not of {other}.").format(
                name=record["name"], other=values["name"]
            ),
            safe=_("Nothing was changed."),
            todo=_("Use “Paste as new records”: the lines are then found by their names."),
        )


def _named(work: Work, lines: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Lines by the record they are of."""
    wanted = {str(line["name"]) for line in lines}
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for part in chunks(sorted(wanted)):
        query = select(project.c.id, project.c.name).where(
            project.c.name.in_(part), project.c.archived_at.is_(None)
        )
        for row in work.rows(query):
            found[row.name].append(row.id)
    for name, ids in found.items():
        if len(ids) != 1:
            raise _no_single(name, len(ids))
    return {
        record_id(found[str(line["name"])][0], str(line["month"])): {
            key: line[key] for key in TYPED if key in line
        }
        for line in lines
    }


def _no_single(name: str, count: int) -> UserError:
    several, none = _("There are several projects “{name}”."), _("There is no project “{name}”.")
    what = several if count else none
    return UserError(
        "project-several" if count else "project-unknown",
        what.format(name=name),
        safe=_("Nothing was changed."),
        todo=_("Write the name as it stands in the list of projects, or leave the line out."),
    )


def _write(work: Work, changed: Mapping[str, Mapping[str, Any]]) -> None:
    asked = [parts_of(one) for one in changed]
    _refuse(work, changed.values(), {month for _key, month in asked})
    rows = _rows(work, asked)
    fact = work.fact(source="hand")
    void, new, texts = [], [], {}
    for (key, month), values in zip(asked, changed.values(), strict=True):
        row = rows.get((key, month))
        if row is None:
            blank = dict.fromkeys(_KEPT)
            new.append({**blank, **values, "project_id": key, "month": month, **fact})
        elif not set(values) & set(AMOUNTS):
            texts[row.id] = dict(values)
        else:
            void.append(row.id)
            kept = {name: getattr(row, name) for name in _KEPT}
            new.append({**kept, **values, "project_id": key, "month": month, **fact})
    if void:
        work.void(monthly_report, "replaced by hand", *void)
    work.insert_many(monthly_report, [row for row in new if _says(row)])
    work.update_many(monthly_report, texts)


def _says(row: Mapping[str, Any]) -> bool:
    """Whether anything is left of a report: one that was cleared was never made."""
    return any(row[name] is not None for name in (*TYPED, *_STATED))


def _refuse(work: Work, values: Iterable[Mapping[str, Any]], months: set[str]) -> None:
    refuse_closed(work, months)
    late = max(months, default="")
    if late > month_of(work.today):
        raise unsaved(
            "month-to-come",
            _("{month} is still to come.").format(month=month_words(late)),
            _("Choose the month that is being reported."),
        )
    if any((one.get(key) or 0) < 0 for one in values for key in AMOUNTS):
        raise unsaved(
            "amount-negative",
            _("A month is not reported with less than nothing."),
            _("Enter what is taken back as a correction, with its reason."),
        )


def _owners(view: View, keys: set[str]) -> dict[str, Owner]:
    found: dict[str, Owner] = {}
    for part in chunks(sorted(keys)):
        found.update((owner.id, owner) for owner in owners(view, part))
    return found


def _rows(view: View, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row[Any]]:
    keys, months = {key for key, _month in asked}, {month for _key, month in asked}
    found: dict[tuple[str, str], Row[Any]] = {}
    for part in chunks(sorted(keys)):
        query = (
            select(monthly_report, project.c.township, project.c.park)
            .join(project, project.c.id == monthly_report.c.project_id)
            .where(
                monthly_report.c.project_id.in_(part),
                monthly_report.c.month.in_(sorted(months)),
                monthly_report.c.voided_at.is_(None),
            )
        )
        found.update({(row.project_id, row.month): row for row in view.rows(query)})
    return found


def _ground(view: View) -> _Ground:
    return _Ground(kept_since(view), deadline(view), view.today, closed_months(view))


def _record(owner: Owner, month: str, row: Row[Any] | None, ground: _Ground) -> MonthRecord:
    sums = {subject: owner.book.sums(subject, month) for subject in Subject}
    more = [one for one in owner.book.corrections if one.month == month]
    values: dict[str, Any] = {
        "project_id": owner.id,
        "name": owner.name,
        "lead_unit": owner.unit or None,
        "month": month,
        **{key: None if row is None else getattr(row, key) for key in TYPED},
        **{
            f"{subject.value}_more": sum(one.amount(subject) for one in more) if more else None
            for subject in Subject
        },
        **{f"{subject.value}_year": sums[subject].year for subject in Subject},
        **{f"{subject.value}_total": sums[subject].total for subject in Subject},
        "state": _state(owner, month, ground),
        "late": _late(owner, month, ground),
        "warned": owner.warnings(month),
        "closed": month in ground.closed,
    }
    version = 0 if row is None else row.row_version
    return MonthRecord(record_id(owner.id, month), version, None, MappingProxyType(values))


def _state(owner: Owner, month: str, ground: _Ground) -> str:
    if month in owner.book.months:
        return REPORTED
    return MISSING if owner.owes(month, ground.since) else NONE


def _late(owner: Owner, month: str, ground: _Ground) -> int:
    late = owner.missing(ground.since, ground.deadline, ground.today)
    return next((one.late for one in late if one.month == month), 0)


def _existing(work: Work, ids: Sequence[str]) -> dict[str, MonthRecord]:
    found = load(work, ids)
    if len(found) < len(set(ids)):
        raise UserError(
            "record-gone",
            _("This project no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return found


def _writer(view: View, record: str, key: str) -> HistoryLine | None:
    return last_writer(view, Place(every_row(view, *parts_of(record)), key))
