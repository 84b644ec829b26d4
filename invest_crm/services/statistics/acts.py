"""What happens to applications: handed over, verified, returned, accepted, taken back, handed on.

An acceptance writes what follows from it in the same action: a project's milestone 入库 and its
code, a firm's being in the statistics and the milestone 入统 of its projects in production.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.statistics import stat_case, stat_step
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.statistics.materials import Work as ProjectWork
from invest_crm.domain.statistics.revenue import is_month
from invest_crm.domain.statistics.state import StepKind
from invest_crm.services.projects.records import load
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.services.refusals import unsaved
from invest_crm.services.statistics.firms import FirmLine, firm_lines
from invest_crm.services.statistics.projects import ProjectLine, project_lines
from invest_crm.services.statistics.stored import PROJECT
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.work import View, Work

Line = ProjectLine | FirmLine
_READY = frozenset({StepKind.PREPARED, StepKind.HANDED})
"""Steps that claim that the papers are complete."""


class TakeStep(Struct, frozen=True):
    """The same step for some projects or firms (``subject``) on a day.

    ``passed``: whether a visit found the site as described; ``month`` (YYYY-MM) and ``code`` of
    an acceptance; ``note``: why, in words.
    """

    subject: str
    ids: tuple[str, ...]
    kind: StepKind
    on: date
    note: str = ""
    month: str = ""
    code: str = ""
    passed: bool | None = None


class TakeBack(Struct, frozen=True):
    """The latest step of an application was a mistake; ``reason`` says why."""

    about: Subject
    reason: str = ""


class HandOn(Struct, frozen=True):
    """Who holds the ball from today on: a unit (empty: the usual one) and a person."""

    subject: str
    ids: tuple[str, ...]
    unit: str = ""
    person: str = ""


class EditCase(Struct, frozen=True):
    """What a project is to the statistics (a ``materials.Work``), or whether a builder has the
    qualification.
    """

    about: Subject
    kind: str | None = None
    qualified: bool | None = None


def take_step(work: Work, command: TakeStep) -> int:
    """Let something happen to applications; returns how many.

    UserErrors: ``stat-gone``, ``stat-state`` (it cannot happen now), ``day-to-come``,
    ``day-before`` (before the latest step), ``reason-missing``, ``stat-missing`` (required papers
    are not there and no note says why), ``stat-visit`` (no result), ``stat-month``,
    ``stat-code``, ``stat-never``, ``stat-not-started``, ``stat-one``.
    """
    lines = chosen(work, command.subject, command.ids)
    _refuse_command(work, command)
    for line in lines:
        _refuse_line(line, command)
    _name(work, lines, command.kind)
    for line in lines:
        _write(work, line, command)
        if command.kind is StepKind.ACCEPTED:
            _enter(work, line, command)
    return len(lines)


def take_back(work: Work, command: TakeBack) -> None:
    """Void the latest step, and what an acceptance wrote.

    UserErrors: ``stat-gone``, ``step-none``.
    """
    (line,) = chosen(work, command.about.kind, (command.about.id,))
    if not line.steps:
        refuse("step-none", _("Nothing has happened to this application yet."))
    last = line.steps[-1]
    work.name("statistics.withdraw", name=line.name, step=last.kind.label)
    work.void(stat_step, command.reason.strip() or _("entered by mistake"), last.id)
    if last.kind is StepKind.ACCEPTED:
        _leave(work, line, last.month)


def hand_on(work: Work, command: HandOn) -> int:
    """Say who holds the ball; returns how many changed."""
    lines = chosen(work, command.subject, command.ids)
    work.name("statistics.holder", count=len(lines))
    change = {
        "unit": command.unit.strip() or None,
        "person": command.person.strip() or None,
        "held_since": work.today.isoformat(),
    }
    cases = [case_id(work, command.subject, line.id) for line in lines]
    return work.update_many(stat_case, dict.fromkeys(cases, change))


def edit_case(work: Work, command: EditCase) -> None:
    """Say what kind a project is, or whether a builder is qualified. UserError ``stat-gone``."""
    (line,) = chosen(work, command.about.kind, (command.about.id,))
    work.name("statistics.case", name=line.name)
    changes: dict[str, Any] = {}
    if command.kind is not None:
        changes["kind"] = ProjectWork(command.kind).value if command.kind else None
    if command.qualified is not None:
        changes["qualified"] = "yes" if command.qualified else "no"
    work.update(stat_case, case_id(work, command.about.kind, line.id), **changes)


def chosen(view: View, subject: str, ids: Sequence[str]) -> list[Line]:
    """Projects or firms as they stand, in the order asked. UserError ``stat-gone``."""
    found: list[Line] = []
    found += project_lines(view, ids) if subject == PROJECT else firm_lines(view, ids)
    by_id = {line.id: line for line in found}
    if not ids or any(one not in by_id for one in ids):
        refuse("stat-gone", _("This record is no longer there."))
    return [by_id[one] for one in ids]


def refuse(code: str, what: str, todo: str = "") -> NoReturn:
    """A plain refusal."""
    raise unsaved(
        code,
        what,
        todo or _("Look at the application as it stands now."),
    )


def refuse_day(work: Work, on: date) -> None:
    """What happened cannot lie ahead."""
    if on > work.today:
        refuse(
            "day-to-come",
            _("This day is still to come."),
            _("Enter the day on which it happened."),
        )


def _refuse_command(work: Work, command: TakeStep) -> None:
    refuse_day(work, command.on)
    if command.kind is StepKind.RETURNED and not command.note.strip():
        refuse("reason-missing", _("Say why."), _("Write the reason as it was given."))
    if command.kind is StepKind.VISITED and command.passed is None:
        refuse("stat-visit", _("Say what the visit found."), _("Choose the result."))
    if command.kind is StepKind.ACCEPTED:
        if not is_month(command.month) or command.month > f"{work.today:%Y-%m}":
            refuse(
                "stat-month",
                _("The month of the acceptance is missing or still to come."),
                _("Enter the month, as 2026-01."),
            )
        if command.subject == PROJECT and not command.code.strip():
            refuse(
                "stat-code",
                _("The statistical code of the project is missing."),
                _("Enter the code that the statistics bureau gave."),
            )
        if command.subject == PROJECT and len(command.ids) > 1:
            refuse("stat-one", _("Each project has a code of its own."), _("Choose one project."))


def _refuse_line(line: Line, command: TakeStep) -> None:
    if command.kind not in line.course.allows():
        refuse(
            "stat-state",
            _("“{name}” is “{state}” now; “{step}” is not possible.").format(
                name=line.name, state=line.course.state.label, step=command.kind.label
            ),
            _("Take back its latest step first if that was a mistake."),
        )
    last = line.steps[-1].on if line.steps else None
    if last is not None and command.on < last:
        refuse(
            "day-before",
            _("The latest step of “{name}” was on {day}.").format(name=line.name, day=last),
            _("Enter that day or a later one."),
        )
    if isinstance(line, FirmLine) and line.standing == "never":
        refuse(
            "stat-never",
            _("“{name}” can never be a unit above size by its industry.").format(name=line.name),
            _("Check the industry code of the firm."),
        )
    if command.note.strip():
        return
    if command.kind in _READY and line.missing:
        names = pgettext("between words", ", ").join(one.label for one in line.missing)
        refuse(
            "stat-missing",
            _("“{name}” still lacks: {papers}.").format(name=line.name, papers=names),
            _("Add the papers, or write in the note why it goes out without them."),
        )
    if isinstance(line, ProjectLine) and command.kind is StepKind.ACCEPTED and line.days is None:
        refuse(
            "stat-not-started",
            _("No start of “{name}” is recorded; a project is entered only after it.").format(
                name=line.name
            ),
            _("Enter the start first, or write in the note why there is none."),
        )


def _name(work: Work, lines: Sequence[Line], kind: StepKind) -> None:
    if len(lines) == 1:
        work.name(f"statistics.{kind.value}", name=lines[0].name)
    else:
        work.name("statistics.steps", count=len(lines), step=kind.label)


def case_id(work: Work, subject: str, record: str) -> str:
    """The case of a record, made if there is none."""
    column = f"{subject}_id"
    found = work.values(select(stat_case.c.id).where(stat_case.c[column] == record))
    return str(found[0]) if found else work.insert(stat_case, **{column: record})


def _write(work: Work, line: Line, command: TakeStep) -> None:
    passed = None if command.passed is None else ("yes" if command.passed else "no")
    work.insert(
        stat_step,
        stat_case_id=case_id(work, command.subject, line.id),
        kind=command.kind.value,
        happened_on=command.on.isoformat(),
        month=command.month or None,
        code=command.code.strip() or None,
        passed=passed,
        note=command.note.strip() or None,
        **work.fact(source="hand"),
    )


def _enter(work: Work, line: Line, command: TakeStep) -> None:
    """What follows from an acceptance."""
    month = PartialDate(command.month, "month", command.month)
    if isinstance(line, ProjectLine):
        values = {"in_stats_on": month, "stat_code": command.code.strip()}
        _change(work, {line.id: values})
        return
    work.update(firm, line.id, in_size=True)
    records = load(work, _producing(work, line.id))
    _change(work, {key: {"in_size_on": month} for key in records if not records[key]["in_size_on"]})


def _leave(work: Work, line: Line, month: str) -> None:
    """What an acceptance wrote is taken back, where nobody changed it since."""
    field = "in_stats_on" if isinstance(line, ProjectLine) else "in_size_on"
    ids = [line.id] if isinstance(line, ProjectLine) else _of_firm(work, line.id)
    gone = {
        key: {field: None}
        for key, record in load(work, ids).items()
        if record[field] is not None and record[field].value == month
    }
    if isinstance(line, FirmLine):
        work.update(firm, line.id, in_size=False)
    _change(work, gone)


def _change(work: Work, changes: dict[str, dict[str, Any]]) -> None:
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    records = load(work, list(changes))
    for key, values in changes.items():
        record = records[key]
        differing = {name: value for name, value in values.items() if record[name] != value}
        if differing:
            writer.change(record, differing)
    writer.flush()


def _producing(work: Work, firm_id: str) -> list[str]:
    """The projects of a firm that are in production."""
    records = load(work, _of_firm(work, firm_id))
    fields = ("in_production_on", "at_capacity_on")
    return [
        key for key, record in records.items() if any(record.values.get(name) for name in fields)
    ]


def _of_firm(view: View, firm_id: str) -> list[str]:
    return view.values(
        select(project.c.id).where(
            project.c.investor_firm_id == firm_id, project.c.archived_at.is_(None)
        )
    )
