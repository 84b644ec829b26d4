"""What happens to approvals: accepted, stopped, granted, taken back, handed on. All in the log."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.approvals import approval, approval_paper, approval_step
from invest_crm.db.schema.projects import project
from invest_crm.domain.approvals.state import BROKEN, DONE, StepKind, StopReason
from invest_crm.errors import UserError
from invest_crm.services.approvals.reading import (
    ApprovalLine,
    approval_lines,
    project_approvals,
)
from invest_crm.services.projects.following import follow_approval
from invest_crm.services.refusals import no_reason, unsaved
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work

_REASONED = frozenset({StepKind.NOT_NEEDED, StepKind.REFUSED, StepKind.ENDED})
"""Steps that say why."""


class TakeStep(Struct, frozen=True):
    """The same step for some approvals on a day.

    ``reason``: a ``StopReason`` for a stop, ``state.BROKEN`` for the end of a broken promise;
    ``due``: by when a grant on promise is checked; ``note``: why, in words.
    """

    ids: tuple[str, ...]
    kind: StepKind
    on: date
    reason: str = ""
    due: date | None = None
    note: str = ""


class TakeBack(Struct, frozen=True):
    """The latest step of an approval was a mistake; ``reason`` says why."""

    id: str
    reason: str = ""


class HandOn(Struct, frozen=True):
    """Who holds some approvals: a department (empty: that of the item) and a person."""

    ids: tuple[str, ...]
    department: str = ""
    person: str = ""


def take_step(work: Work, command: TakeStep) -> int:
    """Let something happen to approvals; returns how many. A grant may reach a milestone.

    UserErrors: ``approval-gone``, ``approval-state`` (it cannot happen now), ``day-to-come``,
    ``day-before`` (before the latest step), ``reason-missing``, ``gap-open`` (papers are missing),
    ``approval-waits`` (what it needs is not granted, and no note says why), ``promise-excluded``,
    ``promise-kept``, ``notice-first``, ``extension-none``, ``check-day``, ``stop-reason``.
    """
    lines = chosen(work, command.ids)
    _refuse_command(work, command)
    for line in lines:
        refuse_step(line, command.kind, command.on)
        _refuse_line(work, line, command)
    name_step(work, lines, command.kind)
    for line in lines:
        write_step(work, line.id, command)
        if command.kind in (StepKind.GRANTED, StepKind.PROMISED):
            follow_approval(work, line.project_id, line.item.code, command.on)
    return len(lines)


def take_back(work: Work, command: TakeBack) -> None:
    """Void the latest step of an approval. UserErrors ``approval-gone``, ``step-none``."""
    (line,) = chosen(work, (command.id,))
    if not line.steps:
        refuse("step-none", _("Nothing has happened to this approval yet."))
    last = line.steps[-1]
    work.name("approval.withdraw", item=line.name, name=line.project, step=last.kind.label)
    work.void(approval_step, command.reason.strip() or _("entered by mistake"), last.id)
    if last.kind is StepKind.GAP_ACCEPTED:
        work.delete(approval_paper, *(paper.id for paper in line.papers))


def hand_on(work: Work, command: HandOn) -> int:
    """Say who holds approvals; returns how many changed."""
    lines = chosen(work, command.ids)
    work.name("approval.holder", count=len(lines))
    change = {
        "department": command.department.strip() or None,
        "person": command.person.strip() or None,
    }
    return work.update_many(approval, dict.fromkeys(command.ids, change))


def chosen(view: View, ids: tuple[str, ...]) -> list[ApprovalLine]:
    """Approvals as they stand, in the order asked. UserError ``approval-gone``."""
    owners = view.values(
        select(approval.c.project_id).where(approval.c.id.in_(ids)).distinct().limit(2)
    )
    if len(owners) == 1:
        lines = project_approvals(view, owners[0])
    else:
        of_ids = select(approval.c.project_id).where(approval.c.id.in_(ids))
        lines = approval_lines(view, approval.c.project_id.in_(of_ids))
    by_id = {line.id: line for line in lines}
    if not ids or any(one not in by_id for one in ids):
        refuse("approval-gone", _("This approval is no longer there."))
    return [by_id[one] for one in ids]


def refuse_step(line: ApprovalLine, kind: StepKind, on: date) -> None:
    """Refuse what cannot happen to an approval as it stands, or not on that day."""
    if kind not in line.course.allows(at_once=line.item.at_once):
        raise UserError(
            "approval-state",
            _("“{item}” is “{state}” now; “{step}” is not possible.").format(
                item=line.name, state=line.state.label, step=kind.label
            ),
            safe=_("Nothing was changed."),
            todo=_("Take back its latest step first if that was a mistake."),
        )
    last = line.steps[-1].on if line.steps else None
    if last is not None and on < last:
        raise UserError(
            "day-before",
            _("The latest step of “{item}” was on {day}.").format(item=line.name, day=last),
            safe=_("Nothing was changed."),
            todo=_("Enter that day or a later one."),
        )


def refuse_day(work: Work, on: date) -> None:
    """What happened cannot lie ahead."""
    if on > work.today:
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Enter the day on which it happened."),
        )


def refuse_broken(view: View, line: ApprovalLine) -> None:
    """A firm that broke a promise gets nothing on promise until its credit is repaired."""
    broken = broken_promises(view, line.project_id)
    if broken:
        names = pgettext("between words", ", ").join(
            _("{item} of {project}").format(item=one.name, project=one.project) for one in broken
        )
        raise UserError(
            "promise-excluded",
            _("The firm did not keep a promise: {items}.").format(items=names),
            safe=_("Nothing was changed."),
            todo=_("Accept it with all papers, or note that the credit was repaired."),
        )


def broken_promises(view: View, project_id: str) -> list[ApprovalLine]:
    """The approvals of the investor of a project that ended with a broken promise."""
    own = view.first(
        select(project.c.investor_key, project.c.investor_firm_id).where(project.c.id == project_id)
    )
    same = [project.c.id == project_id]
    if own is not None and own.investor_key:
        same.append(project.c.investor_key == own.investor_key)
    if own is not None and own.investor_firm_id:
        same.append(project.c.investor_firm_id == own.investor_firm_id)
    marked = select(approval_step.c.approval_id).where(
        or_(
            approval_step.c.reason == BROKEN,
            approval_step.c.kind == StepKind.CHECK_FAILED.value,
        )
    )
    lines = approval_lines(view, or_(*same), approval.c.id.in_(marked))
    return [line for line in lines if line.course.broken]


def name_step(work: Work, lines: list[ApprovalLine], kind: StepKind) -> None:
    """Name the action after what happened to one approval or to many."""
    if len(lines) == 1:
        work.name(f"approval.{kind.value}", item=lines[0].name, name=lines[0].project)
    else:
        work.name("approvals.step", count=len(lines), step=kind.label)


def refuse(code: str, what: str) -> NoReturn:
    """A plain refusal."""
    raise UserError(
        code,
        what,
        safe=_("Nothing was changed."),
        todo=_("Look at the approval as it stands now."),
    )


def write_step(work: Work, approval_id: str, command: TakeStep) -> str:
    """The row of a step."""
    return work.insert(
        approval_step,
        approval_id=approval_id,
        kind=command.kind.value,
        happened_on=command.on.isoformat(),
        reason=command.reason or None,
        due_on=None if command.due is None else command.due.isoformat(),
        note=command.note.strip() or None,
        **work.fact(source="hand"),
    )


def _refuse_command(work: Work, command: TakeStep) -> None:
    refuse_day(work, command.on)
    if command.kind in _REASONED and not command.note.strip():
        raise no_reason()
    if command.kind is StepKind.STOPPED and command.reason not in set(StopReason):
        refuse("stop-reason", _("Say what the clock stands still for."))
    if command.kind is StepKind.PROMISED and (command.due is None or command.due <= command.on):
        raise unsaved(
            "check-day",
            _("Say by when the promise is checked: a day after the grant."),
            _("Enter the day of the check."),
        )


def _refuse_line(work: Work, line: ApprovalLine, command: TakeStep) -> None:
    kind = command.kind
    if kind is StepKind.PROMISED:
        refuse_broken(work, line)
    if kind is StepKind.GRANTED:
        _refuse_grant(work, line, command)
    if kind is StepKind.NOTICED or (kind is StepKind.ENDED and command.reason == BROKEN):
        _refuse_kept(line, command.on)
    if kind is StepKind.ENDED and command.reason == BROKEN:
        _refuse_unnoticed(line)
    if kind is StepKind.EXTENDED:
        rule = line.item.validity
        if rule is None or line.course.extensions >= rule.extensions:
            refuse("extension-none", _("It cannot be extended any further."))


def _refuse_grant(work: Work, line: ApprovalLine, command: TakeStep) -> None:
    missing = [paper.name for paper in line.papers if paper.missing]
    if missing:
        raise UserError(
            "gap-open",
            _("Papers are still missing: {papers}.").format(
                papers=pgettext("between words", ", ").join(missing)
            ),
            safe=_("Nothing was changed."),
            todo=_("Note what was handed in; only then it can be granted."),
        )
    waits = _waits(work, line)
    if waits and not command.note.strip():
        raise UserError(
            "approval-waits",
            _("It needs first: {items}.").format(items=pgettext("between words", ", ").join(waits)),
            safe=_("Nothing was changed."),
            todo=_("Grant those first, or write in the note why it is granted all the same."),
        )


def _waits(view: View, line: ApprovalLine) -> list[str]:
    others = {one.item.code: one for one in project_approvals(view, line.project_id)}
    return [
        others[code].name
        for code in line.item.needs
        if code in others and others[code].state not in DONE
    ]


def _refuse_kept(line: ApprovalLine, on: date) -> None:
    """Only a promise that was not kept is noticed, and ends the procedure."""
    if not any(paper.late(on) for paper in line.papers):
        refuse("promise-kept", _("No promise of this approval is overdue."))


def _refuse_unnoticed(line: ApprovalLine) -> None:
    if line.course.noticed is None:
        raise UserError(
            "notice-first",
            _("The firm was not told yet that its promise is broken."),
            safe=_("Nothing was changed."),
            todo=_("Send the notice and note its day; the procedure ends after that."),
        )
