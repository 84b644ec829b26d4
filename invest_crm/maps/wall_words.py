"""Words of a Gantt wall: days, slip, states, the lights of a group. Shared by window and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import department_label
from invest_crm.domain.partial_date import exact, show
from invest_crm.domain.schedule import LinkKind
from invest_crm.domain.schedule_plan import Light
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.domain.schedule import Link
    from invest_crm.domain.schedule_plan import Outlook, Row

LIGHT_TONES: Mapping[Light, str] = {
    Light.DONE: "ink3",
    Light.GREEN: "weak_ink",
    Light.AMBER: "coming_ink",
    Light.RED: "missing_ink",
}
"""The colour roles of the lights; the word is printed with them."""


def day_words(day: date, today: date) -> str:
    """A day as an office writes it, the year only where it is another."""
    return show(exact(day), year=today.year)


def span_words(days: tuple[date, date], today: date) -> str:
    """From the first to the last day, one day alone."""
    first, last = (day_words(day, today) for day in days)
    return first if days[0] == days[1] else _("{first} to {last}").format(first=first, last=last)


def slip_words(days: int) -> str:
    """How much later or earlier than planned, in calendar days."""
    if not days:
        return _("as planned")
    if days > 0:
        return ngettext("late by {n} day", "late by {n} days", days).format(n=days)
    return ngettext("early by {n} day", "early by {n} days", -days).format(n=-days)


def length_words(days: int, unit: Unit) -> str:
    """A duration: so many working or calendar days; an event has none."""
    if not days:
        return pgettext("duration of a task", "event")
    if unit is Unit.WORK:
        return ngettext("{n} working day", "{n} working days", days).format(n=days)
    return ngettext("{n} calendar day", "{n} calendar days", days).format(n=days)


def link_words(link: Link, names: Mapping[str, str]) -> str:
    """What holds a task, in words."""
    shapes = {
        LinkKind.FS: _("after “{task}” ends"),
        LinkKind.SS: _("after “{task}” begins"),
        LinkKind.FF: _("ends after “{task}” ends"),
    }
    said = shapes[link.kind].format(task=names[link.before])
    if not link.lag:
        return said
    lag = length_words(link.lag, link.unit)
    return _("{what}, {lag} later").format(what=said, lag=lag)


def task_state(row: Row) -> tuple[str, str]:
    """How a task stands, and the colour role of these words."""
    if row.done:
        late = row.slip is not None and row.slip > 0
        return (
            (_("done, {slip}").format(slip=slip_words(row.slip or 0)), "ink2")
            if late
            else (
                _("done"),
                "ink3",
            )
        )
    if row.overdue:
        return _("overdue, {slip}").format(slip=slip_words(max(row.slip or 0, 0))), "missing_ink"
    if row.slip is not None and row.slip > 0:
        return slip_words(row.slip), "missing_ink"
    if row.dated.slack < 0:
        lacking = -row.dated.slack
        words = ngettext("too late by {n} day", "too late by {n} days", lacking)
        return words.format(n=lacking), "missing_ink"
    if row.going:
        share = "" if row.task.percent is None else f" {row.task.percent}%"
        return _("under way") + share, "weak_ink"
    if row.dated.critical:
        return _("critical"), "ink"
    spare = row.dated.slack
    return ngettext("{n} day to spare", "{n} days to spare", spare).format(n=spare), "ink2"


def task_tip(row: Row, today: date) -> str:
    """Everything about a task, a line each."""
    task, dated = row.task, row.dated
    lines = [task.name, _("{who}, {length}").format(
        who=department_label(task.owner) or _("nobody named"),
        length=length_words(task.days, task.unit),
    )]  # fmt: skip
    if task.planned:
        lines.append(_("Planned: {days}").format(days=span_words(task.planned, today)))
    if row.done:
        lines.append(_("Done: {days}").format(days=span_words(row.days, today)))
    else:
        lines.append(_("Forecast: {days}").format(days=span_words(row.days, today)))
        latest = day_words(dated.latest_finish, today)
        lines.append(_("To end by {day} at the latest").format(day=latest))
    state, _tone = task_state(row)
    lines.append(state)
    if dated.critical and not row.done:
        lines.append(_("On the critical path: a day later here is a day later at the end"))
    if task.implied:
        lines.append(_("Follows from a milestone of the project"))
    if task.note:
        lines.append(task.note)
    return "\n".join(lines)


def group_words(title: str, count: int, lights: Mapping[Light, int]) -> str:
    """The heading of a group: its name, how many projects, how they stand."""
    name = title or _("not named yet")
    parts = [
        _("{light} {n}").format(light=light.label, n=lights[light])
        for light in (Light.RED, Light.AMBER, Light.GREEN, Light.DONE)
        if lights[light]
    ]
    joined = _(", ").join(parts)
    return _("{name}: {n} projects ({lights})").format(name=name, n=count, lights=joined)


def outlook_words(seen: Outlook, today: date) -> str:
    """When a project is reached as forecast, and what that is against its target."""
    day = day_words(seen.reached, today)
    if seen.light is Light.DONE:
        return _("reached {day}").format(day=day)
    if seen.light is Light.RED:
        words = ngettext(
            "{n} day is missing, {day} at the earliest",
            "{n} days are missing, {day} at the earliest",
            seen.missing,
        )
        return words.format(n=seen.missing, day=day_words(seen.fitting, today))
    if seen.late > 0:
        return _("forecast {day}, {slip}").format(day=day, slip=slip_words(seen.late))
    return _("forecast {day}").format(day=day)


def column_words() -> dict[str, str]:
    """The headings of the table beside the bars."""
    return {
        "name": pgettext("schedule", "Task"),
        "owner": _("Responsible"),
        "due": _("At the latest"),
        "state": _("State"),
    }
