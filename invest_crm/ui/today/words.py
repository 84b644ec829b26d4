"""The day's lists as cards: titles, columns, rows. Pure: ``services.today`` in, kit parts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.departments import department_label
from invest_crm.domain.interactions import Urgency
from invest_crm.domain.land import Alarm
from invest_crm.domain.partial_date import exact, show
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.kit.text import NOTHING, Span
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.today import Today, TodayRow
    from invest_crm.services.today_data import DataTask

AGE_TONES = {3: "signed", 6: "slow", 12: "bad"}
ALARM_TONES = {Alarm.START_SOON: "signed", Alarm.START_DUE: "slow", Alarm.NEARLY_IDLE: "slow"}
"""The gravest alarms of land are red."""
_NOON, _EVENING = 12, 18


class Link(Struct, frozen=True):
    """Where a row or a card leads: a page and the state it is shown in."""

    page: str
    state: dict[str, Any]


class CardContent(Struct, frozen=True):
    """One list: ``links`` beside ``rows``; ``all`` shows the whole list (None: opened here).

    ``heap``: how many records stand behind the rows, where a row is more than one.
    """

    id: str
    title: str
    note: str
    columns: tuple[MiniColumn, ...]
    rows: tuple[MiniRow, ...]
    links: tuple[Link, ...]
    all: Link | None = None
    heap: int = 0

    @property
    def count(self) -> int:
        """The number in the head."""
        return self.heap or len(self.rows)


class TaskContent(Struct, frozen=True):
    """One heap of open tasks: those ``lines`` under a title, seen from a day."""

    id: str
    title: str
    note: str
    lines: tuple[TaskLine, ...]
    day: date

    @property
    def count(self) -> int:
        """The number in the head."""
        return len(self.lines)


def task_cards(today: Today) -> list[TaskContent]:
    """The open tasks by urgency, overdue first; empty heaps are left out."""
    lines = today.awake
    aside = _("{n} put aside").format(n=today.asleep) if today.asleep else ""
    heaps = (
        (Urgency.OVERDUE, _("Overdue tasks"), ""),
        (Urgency.SOON, _("Tasks due within 7 days"), ""),
        (Urgency.LATER, _("Later tasks"), aside),
    )
    found = [
        TaskContent(f"tasks.{kind}", title, note, _of(lines, kind), today.day)
        for kind, title, note in heaps
    ]
    return [content for content in found if content.lines]


def _of(lines: Sequence[TaskLine], kind: Urgency) -> tuple[TaskLine, ...]:
    return tuple(line for line in lines if line.urgency is kind)


def greeting(today: Today) -> tuple[Span, ...]:
    """Good morning, the date, what kind of day it is, and how much is due."""
    if today.hour < _NOON:
        hello = _("Good morning. ")
    else:
        hello = _("Good afternoon. ") if today.hour < _EVENING else _("Good evening. ")
    text = _("Today is {date}, {weekday}, {kind}.").format(
        date=show(exact(today.day)), weekday=_weekday(today.day), kind=_kind(today)
    )
    due = (
        ngettext(" {n} matter is due.", " {n} matters are due.", today.badge).format(n=today.badge)
        if today.badge
        else ""
    )
    return (
        Span(hello, strong=True),
        Span(text, "ink_2"),
        Span(due, strong=True),
    )


def cards(today: Today) -> list[CardContent]:
    """The lists that are not empty, what is most urgent first."""
    from invest_crm.ui.today.gate_cards import ask_again_card, confirm_card
    from invest_crm.ui.today.pact_cards import opinions_card, promises_card

    makers: tuple[Callable[[Today], CardContent], ...] = (
        confirm_card,
        _requests,
        ask_again_card,
        _schedule,
        opinions_card,
        promises_card,
        _approvals,
        _statistics,
        _land,
        _resume,
        _not_started,
        _should_be_in_stats,
        _silent,
        _data,
    )
    found = [card for card in (make(today) for make in makers) if card.rows]
    if today.months or today.utilities or today.shortages:
        from invest_crm.ui.today.utilities_cards import further_cards

        return [*further_cards(today), *found]
    return found


def _weekday(day: date) -> str:
    return (
        pgettext("weekday", "Monday"),
        pgettext("weekday", "Tuesday"),
        pgettext("weekday", "Wednesday"),
        pgettext("weekday", "Thursday"),
        pgettext("weekday", "Friday"),
        pgettext("weekday", "Saturday"),
        pgettext("weekday", "Sunday"),
    )[day.weekday()]


def _kind(today: Today) -> str:
    if today.festival:
        return today.festival
    return _("a working day") if today.workday else _("a day off")


def _requests(today: Today) -> CardContent:
    late = sum(row.number < 0 for row in today.requests)
    return CardContent(
        "requests",
        _("Requests due"),
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Firm"), 2.2, least=110),
            MiniColumn(_("Request"), 3, least=110),
            MiniColumn(_("Unit in charge"), 1.4, least=84),
            MiniColumn(_("Due"), 0, least=132),
        ),
        _rows(
            today.requests,
            lambda row: (row.name, row.what, row.who, _due(row, today.day)),
        ),
        tuple(Link("requests", {"open": row.id}) for row in today.requests),
    )


def _schedule(today: Today) -> CardContent:
    late = sum(task.left < 0 for task in today.schedule)
    return CardContent(
        "schedule",
        _("Tasks of schedules due"),
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Project"), 2.6, least=120),
            MiniColumn(pgettext("schedule", "Task"), 2.2, least=110),
            MiniColumn(_("Responsible"), 1.4, least=84),
            MiniColumn(_("Due"), 0, least=132),
        ),
        tuple(
            MiniRow(
                str(place),
                (
                    task.project_name,
                    task.name,
                    department_label(task.owner),
                    due_cell(task.finish, task.left, today.day),
                ),
            )
            for place, task in enumerate(today.schedule)
        ),
        tuple(
            Link("schedules", {"project": task.project, "row": task.id}) for task in today.schedule
        ),
        Link("schedules", {"project": ""}),
    )


def _approvals(today: Today) -> CardContent:
    late = sum(line.late for line in today.approvals)
    return CardContent(
        "approvals",
        _("Approvals due"),
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Project"), 2.2, least=110),
            MiniColumn(_("Approval"), 2.2, least=100),
            MiniColumn(_("Handled by"), 1.4, least=84),
            MiniColumn(_("Time left"), 0, least=132),
        ),
        tuple(
            MiniRow(str(place), _approval(line)) for place, line in enumerate(today.approvals)
        ),
        tuple(Link("approvals", {"open": line.id}) for line in today.approvals),
        Link("approvals", {
            "ids": [line.id for line in today.approvals], "reason": _("Approvals due"),
        }),
    )  # fmt: skip


def _approval(line: ApprovalLine) -> tuple[MiniCell | str, ...]:
    from invest_crm.domain.departments import department_label
    from invest_crm.ui.approvals.words import due_tone, time_words

    time = MiniCell(time_words(line), due_tone(line.due), chip=False)
    return line.project, line.name, department_label(line.department), time


def _statistics(today: Today) -> CardContent:
    if not today.statistics:
        return CardContent("statistics", "", "", (), (), ())
    from invest_crm.ui.statistics.card import card

    return card(today)


def _due(row: TodayRow, day: date) -> MiniCell:
    return due_cell(row.day, row.number, day)


def due_cell(when: date | None, left: int, day: date) -> MiniCell:
    """A day and how long there is still time, or how late it is."""
    said = short_day(when, day)
    if left < 0:
        words = ngettext("{date}, {n} day late", "{date}, {n} days late", -left).format(
            date=said, n=-left
        )
        return MiniCell(words, "bad", chip=False)
    if left == 0:
        return MiniCell(pgettext("due", "today"), "bad")
    return MiniCell(
        ngettext("{date}, in {n} day", "{date}, in {n} days", left).format(date=said, n=left)
    )


def _land(today: Today) -> CardContent:
    title = _("Land alarms")
    fresh = sum(row.mark for row in today.land)
    return CardContent(
        "land",
        title,
        _("{n} reached this week").format(n=fresh) if fresh else "",
        (
            MiniColumn(_("Parcel or plant"), 3, least=140),
            MiniColumn(_("Holder"), 2, least=96),
            MiniColumn(_("Since"), 0.6, least=92),
            MiniColumn(_("Alarm"), 0, least=150),
        ),
        _rows(
            today.land,
            lambda row: (row.name, row.who, short_day(row.day, today.day), _alarm(row)),
        ),
        tuple(Link("parcels", {"open": row.id}) for row in today.land),
        Link("parcels", {"ids": [row.id for row in today.land], "reason": title}),
    )


def _alarm(row: TodayRow) -> MiniCell:
    alarm = Alarm(row.what)
    return MiniCell(alarm.label, ALARM_TONES.get(alarm, "bad"))


def _resume(today: Today) -> CardContent:
    return CardContent(
        "resume",
        _("Pause is over"),
        _("decide: go on, pause again or end"),
        (
            MiniColumn(_("Project"), 3, least=150),
            MiniColumn(_("Paused until"), 1, least=100),
            MiniColumn(_("Responsible unit"), 1.6, least=90),
        ),
        _rows(today.resume, lambda row: (row.name, short_day(row.day, today.day), row.who)),
        tuple(_project_link(row) for row in today.resume),
        _all(today.resume, _("Pause is over")),
    )


def _not_started(today: Today) -> CardContent:
    title = _("Signed for three months or longer, not started")
    fresh = sum(row.mark > 0 for row in today.not_started)
    return CardContent(
        "not_started",
        title,
        _("{n} reached 3, 6 or 12 months this week").format(n=fresh) if fresh else "",
        (
            MiniColumn(_("Project"), 3, least=130),
            MiniColumn(_("Signed on"), 0.6, least=100),
            MiniColumn(_("Since signing"), 0, least=86),
            MiniColumn(_("Present step"), 0.4, least=64),
            MiniColumn(_("Held by"), 1.6, least=84),
        ),
        _rows(
            today.not_started,
            lambda row: (row.name, short_day(row.day, today.day), _age(row), row.what, row.who),
        ),
        tuple(_project_link(row) for row in today.not_started),
        _all(today.not_started, title),
    )


def _age(row: TodayRow) -> MiniCell:
    if row.mark:
        return MiniCell(_("just {n} months").format(n=row.mark), AGE_TONES[row.mark])
    return MiniCell(ngettext("{n} month", "{n} months", row.number).format(n=row.number))


def _should_be_in_stats(today: Today) -> CardContent:
    title = _("Should be in the database, is not")
    return CardContent(
        "should_be_in_stats",
        title,
        _("started, 5 million yuan or more"),
        (
            MiniColumn(_("Project"), 3, least=150),
            MiniColumn(_("Started on"), 1, least=100),
            MiniColumn(_("Days since"), 0.6, right=True, least=60),
            MiniColumn(_("Responsible unit"), 1.6, least=90),
        ),
        _rows(today.should_be_in_stats, lambda row: _dated(row, today.day)),
        tuple(_project_link(row) for row in today.should_be_in_stats),
        _all(today.should_be_in_stats, title),
    )


def _silent(today: Today) -> CardContent:
    title = _("Nothing heard for more than 30 days")
    return CardContent(
        "silent",
        title,
        "",
        (
            MiniColumn(_("Project"), 3, least=150),
            MiniColumn(_("Last heard"), 1, least=100),
            MiniColumn(_("Days since"), 0.6, right=True, least=60),
            MiniColumn(_("Responsible unit"), 1.6, least=90),
        ),
        _rows(today.silent, lambda row: _dated(row, today.day)),
        tuple(_project_link(row) for row in today.silent),
        _all(today.silent, title),
    )


def _data(today: Today) -> CardContent:
    return CardContent(
        "data",
        _("Data to look at"),
        "",
        (MiniColumn(_("What"), 4, least=200), MiniColumn(_("Number"), 0, right=True, least=60)),
        tuple(
            MiniRow(str(place), (_task(task, today.day), str(task.count)))
            for place, task in enumerate(today.data)
        ),
        tuple(_task_link(task) for task in today.data),
        heap=sum(task.count for task in today.data),
    )


def _task(task: DataTask, day: date) -> str:
    if task.kind in {"rejected", "suspicious"}:
        words = (
            _("{file}, imported on {date}: rows not taken over")
            if task.kind == "rejected"
            else _("{file}, imported on {date}: rows to be checked")
        )
        return words.format(file=task.name, date=short_day(task.day, day))
    return {
        "code": _("Firms whose credit code fails a check"),
        "chain": _("Projects on no chain"),
        "node": _("Projects on a chain but on none of its nodes"),
        "leader": _("Signed projects without a county leader"),
        "lead_unit": _("Signed projects without a responsible unit"),
        "money": _("Monthly figures that look odd"),
    }[task.kind]


def _task_link(task: DataTask) -> Link:
    if not task.ids:
        return Link(task.page, {})
    words = {
        "code": _("wrong credit code"),
        "chain": _("on no chain"),
        "node": _("on no node"),
        "leader": _("no county leader"),
        "lead_unit": _("no responsible unit"),
        "money": _("with warnings"),
    }[task.kind]
    return Link(task.page, {"ids": list(task.ids), "reason": words})


def _dated(row: TodayRow, day: date) -> tuple[MiniCell | str, ...]:
    return row.name, short_day(row.day, day), str(row.number) if row.day else NOTHING, row.who


def _rows(
    rows: Sequence[TodayRow], cells: Callable[[TodayRow], tuple[MiniCell | str, ...]]
) -> tuple[MiniRow, ...]:
    return tuple(MiniRow(str(place), cells(row)) for place, row in enumerate(rows))


def _project_link(row: TodayRow) -> Link:
    return Link("projects", {"open": row.id})


def _all(rows: Sequence[TodayRow], reason: str) -> Link:
    return Link("projects", {"ids": [row.id for row in rows], "reason": reason})


def short_day(when: date | None, today: date) -> str:
    """A day in the office's words, a dash for none."""
    return NOTHING if when is None else show(exact(when), year=today.year)
