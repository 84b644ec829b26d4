"""A record on paper: all its facts, its path, months, people, requests and what happened.

The words are those of the record panel; telephone numbers are masked as there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from invest_crm.services.contacts import ContactLine
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.printing import Part, Sheet
    from invest_crm.services.request_panel import FirmRequest
    from invest_crm.services.work import App, View
    from invest_crm.ui.kit.path_view import Step
    from invest_crm.ui.kit.record_panel import Record
    from invest_crm.ui.operations import Progress

    Parts = tuple[Record, list[Part]]


def record_content(kind: str, record_id: str) -> SheetContent:
    """The sheet of a project, firm, request, parcel or approval."""
    words = {
        "project": _("The project in the panel"),
        "firm": _("The firm in the panel"),
        "request": _("The request in the panel"),
        "parcel": _("The parcel or plant in the panel"),
        "responsible": _("The person or unit in the panel"),
        "approval": _("The approval in the panel"),
    }[kind]
    return SheetContent(f"{kind}.record", words, partial(record_sheet, kind, record_id))


def record_sheet(kind: str, record_id: str, app: App, progress: Progress) -> Sheet:
    """The sheet of a record. UserError ``record-missing`` if it is gone."""
    from invest_crm.services.printing import Sheet, imprint

    progress.report(None, _("Reading the record"))
    record, parts = app.read(_MAKERS[kind], record_id)
    callout = "".join(span.text for span in record.callout)
    return Sheet(
        title=_("{name}: record sheet").format(name=record.title),
        parts=tuple(part for part in parts if _says_something(part)),
        imprint=app.read(imprint),
        condition=callout,
        count=record.state,
        landscape=False,
    )


def _project(view: View, record_id: str) -> Parts:
    from invest_crm.services.printing import Pairs
    from invest_crm.services.projects.panel import project_panel
    from invest_crm.services.request_panel import open_of_firm
    from invest_crm.ui.money.month_rows import month_columns, month_row
    from invest_crm.ui.projects.details import detail_pairs
    from invest_crm.ui.projects.panel import panel_record

    panel = project_panel(view, record_id)
    if panel is None:
        raise _gone()
    record = panel_record(panel)
    requests = open_of_firm(view, "", panel.record["investor"] or "")
    return record, [
        Pairs(_filled([(_("State"), record.state), *detail_pairs(panel)]), _("Facts")),
        _path(record),
        _table(
            _("Monthly rows"),
            month_columns(),
            map(month_row, panel.months),
            note=_("Investment completed and funds in place, 10,000 yuan"),
        ),
        _people(panel.people),
        _requests(requests),
        *_events(view, "project", record_id),
    ]


def _firm(view: View, record_id: str) -> Parts:
    from invest_crm.services.firm_panel import firm_panel
    from invest_crm.services.printing import Pairs
    from invest_crm.ui.firms.panel import detail_pairs, panel_record
    from invest_crm.ui.firms.tabs import project_columns, project_row
    from invest_crm.ui.firms.words import role_word

    panel = firm_panel(view, record_id)
    if panel is None:
        raise _gone()
    places = [
        MiniRow("", (place.chain, place.node, role_word(place.role))) for place in panel.places
    ]
    columns = (
        MiniColumn(_("Industry chain"), 1),
        MiniColumn(_("Chain node"), 2),
        MiniColumn(_("Part on the node"), 1),
    )
    return panel_record(panel), [
        Pairs(_filled(detail_pairs(panel)), _("Facts")),
        _table(_("Parts on the chains"), columns, places),
        _table(_("Projects"), project_columns(), map(project_row, panel.projects)),
        _people(panel.people),
        _requests(panel.requests),
        *_events(view, "firm", record_id),
    ]


def _request(view: View, record_id: str) -> Parts:
    from invest_crm.services.printing import Pairs
    from invest_crm.services.request_panel import request_panel
    from invest_crm.ui.requests.panel import detail_pairs, panel_record

    panel = request_panel(view, record_id)
    if panel is None:
        raise _gone()
    record = panel_record(panel)
    return record, [
        Pairs(_filled([*record.facts, *detail_pairs(panel)]), _("Facts")),
        _history(panel.history),
    ]


def _parcel(view: View, record_id: str) -> Parts:
    from invest_crm.services.parcel_panel import parcel_panel
    from invest_crm.services.printing import Pairs
    from invest_crm.ui.land.panel import detail_pairs, panel_record

    panel = parcel_panel(view, record_id)
    if panel is None:
        raise _gone()
    return panel_record(panel), [
        Pairs(_filled(detail_pairs(panel)), _("Facts")),
        _history(panel.history),
    ]


def _responsible(view: View, record_id: str) -> Parts:
    from invest_crm.services.five_ones.panel import responsible_panel
    from invest_crm.services.printing import Pairs
    from invest_crm.ui.five_ones.panel import carried_rows, detail_pairs, panel_record

    panel = responsible_panel(view, record_id)
    if panel is None:
        raise _gone()
    columns = (MiniColumn(_("Project"), 3), MiniColumn(_("Role"), 2), MiniColumn(_("Stage"), 1))
    return panel_record(panel), [
        Pairs(_filled(detail_pairs(panel)), _("Facts")),
        _table(_("Projects"), columns, carried_rows(panel)),
        _history(panel.history),
    ]


def _approval(view: View, record_id: str) -> Parts:
    from invest_crm.ui.printing.approvals import approval_parts

    return approval_parts(view, record_id)


def _history(lines: Sequence[HistoryLine]) -> Part:
    columns = (
        MiniColumn(_("When"), 1),
        MiniColumn(_("Who"), 1),
        MiniColumn(_("What was done"), 3),
    )
    rows = [MiniRow("", (line.at, line.actor, line.what)) for line in lines]
    return _table(_("History"), columns, rows)


_MAKERS: dict[str, Callable[[View, str], Parts]] = {
    "project": _project,
    "firm": _firm,
    "request": _request,
    "parcel": _parcel,
    "responsible": _responsible,
    "approval": _approval,
}


def _path(record: Record) -> Part:
    columns = (
        MiniColumn(_("Step"), 2),
        MiniColumn(_("Date or time there"), 2),
        MiniColumn(_("Office in charge"), 2),
    )
    rows = [MiniRow("", (step.label, _when(step), step.sub)) for step in record.steps]
    return _table(_("Whole path"), columns, rows)


def _when(step: Step) -> str:
    """The day of a step that was taken; how long it has been at the one where it waits."""
    if step.state in ("doing", "late"):
        return _("there for {time}").format(time=step.right)
    return step.right


def _people(people: Sequence[ContactLine]) -> Part:
    columns = (
        MiniColumn(_("Name"), 1),
        MiniColumn(_("Post"), 2),
        MiniColumn(_("Telephone"), 1),
    )
    rows = [MiniRow("", (line.name, line.post, line.phone)) for line in people]
    return _table(_("Contacts"), columns, rows)


def _requests(requests: Sequence[FirmRequest]) -> Part:
    from invest_crm.ui.requests.words import left_words

    columns = (MiniColumn(_("Requests not settled"), 4), MiniColumn(_("Time left"), 1))
    rows = [MiniRow("", (item.text, left_words(item.left))) for item in requests]
    return _table(_("Requests not settled"), columns, rows)


def _events(view: View, kind: str, record_id: str) -> list[Part]:
    """The open tasks, and everything that happened, newest first."""
    from invest_crm.services.timeline import AskTimeline, timeline, whole

    found = timeline(view, whole(AskTimeline(kind, record_id)))
    tasks = [
        MiniRow("", (_day(line.due), line.text, line.assignee, line.state.label))
        for line in found.open
    ]
    events = [
        MiniRow("", (item.when, item.title, _said(item.about, item.text), _(", ").join(item.who)))
        for item in found.items
    ]
    return [
        _table(
            _("To be done"),
            (
                MiniColumn(_("Due"), 1),
                MiniColumn(_("Task"), 4),
                MiniColumn(_("By"), 1),
                MiniColumn(_("State"), 1),
            ),
            tasks,
        ),
        _table(
            _("What happened"),
            (
                MiniColumn(_("Day"), 1.2),
                MiniColumn(_("Kind"), 1),
                MiniColumn(_("Content"), 5),
                MiniColumn(_("People"), 1.2),
            ),
            events,
        ),
    ]


def _table(
    heading: str, columns: Sequence[MiniColumn], rows: Iterable[MiniRow], *, note: str = ""
) -> Part:
    from invest_crm.ui.printing.minis import mini_table

    return mini_table(columns, list(rows), heading=heading, note=note, numbered=False)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _said(about: str, text: str) -> str:
    return _("{about}: {text}").format(about=about, text=text) if about and text else about or text


def _filled(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _says_something(part: Part) -> bool:
    from invest_crm.services.printing import Pairs, SheetTable

    if isinstance(part, SheetTable):
        return bool(part.lines)
    return not isinstance(part, Pairs) or bool(part.pairs)


def _gone() -> Exception:
    from invest_crm.errors import UserError

    return UserError(
        "record-missing",
        _("The record is no longer there."),
        safe=_("Nothing was printed."),
        todo=_("Go back to the list and choose another one."),
    )
