"""容缺受理: accepting with gaps, and the papers that come later (rule 4.4)."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.approvals import approval_paper
from invest_crm.domain.approvals.gaps import (
    Paper,
    latest_promise,
    missing_main,
    wrong_promises,
)
from invest_crm.domain.approvals.state import StepKind
from invest_crm.errors import UserError
from invest_crm.services.approvals.acts import (
    TakeStep,
    chosen,
    name_step,
    refuse_broken,
    refuse_day,
    refuse_step,
    write_step,
)
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.refusals import unsaved
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.work import View, Work


class AcceptGap(Struct, frozen=True):
    """An approval is accepted with gaps: every paper, received or promised."""

    id: str
    on: date
    papers: tuple[Paper, ...]
    note: str = ""


class ReceivePapers(Struct, frozen=True):
    """Papers of an approval that came on a day."""

    id: str
    papers: tuple[str, ...]
    on: date


def accept_gap(work: Work, command: AcceptGap) -> None:
    """Accept an approval although secondary papers are missing; its clock starts.

    UserErrors: ``main-missing`` (says which), ``gap-none`` (nothing is missing),
    ``gap-impossible`` (the limit leaves no time for promises), ``promise-wrong`` (a promised day
    is absent or too late), ``promise-excluded``; ``day-to-come``, ``approval-state`` and so on as
    ``take_step``.
    """
    (line,) = chosen(work, (command.id,))
    refuse_day(work, command.on)
    refuse_step(line, StepKind.GAP_ACCEPTED, command.on)
    latest = last_promise(work, line.item, command.on)
    _refuse_papers(command, latest)
    refuse_broken(work, line)
    name_step(work, [line], StepKind.GAP_ACCEPTED)
    step = TakeStep((command.id,), StepKind.GAP_ACCEPTED, command.on, note=command.note)
    write_step(work, command.id, step)
    former = select(approval_paper.c.id).where(approval_paper.c.approval_id == command.id)
    work.delete(approval_paper, *work.values(former))
    for paper in command.papers:
        work.insert(
            approval_paper,
            approval_id=command.id,
            name=paper.name,
            kind=paper.kind.value,
            received_on=_text(paper.received_on),
            promised_by=_text(paper.promised_by) if paper.missing else None,
        )


def last_promise(view: View, item: Item, accepted: date) -> date:
    """The last day that can be promised for a missing paper of an item."""
    return latest_promise(calendar_in_force(view), accepted, item.binding)


def receive_papers(work: Work, command: ReceivePapers) -> int:
    """Note that promised papers came; returns how many. UserErrors as ``accept_gap``."""
    (line,) = chosen(work, (command.id,))
    refuse_day(work, command.on)
    wanted = [paper for paper in line.papers if paper.missing and paper.id in command.papers]
    if not wanted or not line.state.running:
        raise UserError(
            "papers-there",
            _("None of these papers is awaited any more."),
            safe=_("Nothing was changed."),
            todo=_("Look at the approval as it stands now."),
        )
    if line.course.began is not None and command.on < line.course.began:
        raise UserError(
            "day-before",
            _("It was accepted on {day}; papers come later.").format(day=line.course.began),
            safe=_("Nothing was changed."),
            todo=_("Enter that day or a later one."),
        )
    work.name("approval.papers", count=len(wanted), item=line.name, name=line.project)
    change = {"received_on": command.on.isoformat()}
    return work.update_many(approval_paper, {paper.id: change for paper in wanted})


def _refuse_papers(command: AcceptGap, latest: date) -> None:
    between = pgettext("between words", ", ")
    main = missing_main(command.papers)
    if main:
        raise UserError(
            "main-missing",
            _("Main materials are missing: {papers}.").format(papers=between.join(main)),
            safe=_("Nothing was changed."),
            todo=_("Accept it once they are there; only secondary materials may come later."),
        )
    if not any(paper.missing for paper in command.papers):
        raise UserError(
            "gap-none",
            _("No paper is missing."),
            safe=_("Nothing was changed."),
            todo=_("Accept it in the ordinary way."),
        )
    if latest <= command.on:
        raise UserError(
            "gap-impossible",
            _("The limit of this item leaves no time to hand papers in later."),
            safe=_("Nothing was changed."),
            todo=_("Accept it once all papers are there."),
        )
    wrong = wrong_promises(command.papers, command.on, latest)
    if wrong:
        raise unsaved(
            "promise-wrong",
            _("No allowed day is promised for: {papers}.").format(papers=between.join(wrong)),
            _("Promise a day from {first} to {last}.").format(first=command.on, last=latest),
        )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
