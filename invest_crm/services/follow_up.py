"""The follow-up record of a firm or project: its stream as the brief of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.quick_entry import FIRM, PROJECT
from invest_crm.errors import UserError
from invest_crm.reports.follow_up import FollowUpBrief, FollowUpRow
from invest_crm.services.options import option
from invest_crm.services.timeline import AskTimeline, timeline, whole
from invest_crm.words import _, language

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.timeline import TimelineItem
    from invest_crm.services.work import View


def follow_up_brief(
    view: View, project: str | None, firm: str | None, as_of: date | None, fingerprint: str
) -> FollowUpBrief:
    """What the record of a project, or else a firm, prints, up to a day (None: today).

    Open tasks are those of today and stand in a record of today only. UserError for neither, or
    one gone.
    """
    day = as_of or view.today
    kind, record = (PROJECT, project) if project else (FIRM, firm)
    found = timeline(view, whole(AskTimeline(kind, record or "")))
    if not found.name:
        raise UserError(
            "record-missing",
            _("Say of which project or firm the record is to be written."),
            safe=_("Nothing was written."),
            todo=_("Add --project ID or --firm ID of a record that is there."),
        )
    return FollowUpBrief(
        name=found.name,
        as_of=day,
        unit=option(view, "county.bureau"),
        rows=tuple(event_row(item) for item in found.items if item.day <= day.isoformat()),
        tasks=tuple(_task(line) for line in found.open if day == view.today),
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def event_row(item: TimelineItem) -> FollowUpRow:
    """One thing that happened, in the office's words."""
    names = _(", ").join(file.name for file in item.files)
    files = _("[Attachments: {names}]").format(names=names) if names else ""
    text = " ".join(part for part in (item.about, item.text, files) if part)
    when = _whole(item.day) if item.when == item.day else item.when
    return FollowUpRow(when, item.title, text, _(", ").join(item.who))


def _task(line: TaskLine) -> FollowUpRow:
    due = _("no due day") if line.due is None else _whole(line.due.isoformat())
    return FollowUpRow(due, line.state.label, line.text, line.assignee)


def _whole(day: str) -> str:
    """An ISO day in the office's words."""
    return show(PartialDate(day, "day", day))
