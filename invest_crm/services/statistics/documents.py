"""The documents of the statistics: the two lists, and the bound papers of one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.above_size import CLASSES, STANDINGS
from invest_crm.domain.departments import department_label
from invest_crm.domain.metrics import BY_ID
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.reports.stat_lists import StatColumn, StatListBrief
from invest_crm.services.options import option
from invest_crm.services.snapshot import check_day
from invest_crm.services.statistics.firms import firm_lines
from invest_crm.services.statistics.lists import CONFIDENTIAL
from invest_crm.services.statistics.projects import DUE, project_lines
from invest_crm.words import _, language, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.services.work import View

PROJECTS, FIRMS, BUNDLE = "not-in-stats", "not-in-size", "stat-bundle"
"""The names of the reports."""
NONE = "—"
_DEFINITION = BY_ID["in_stats"].definition


def list_brief(view: View, name: str, as_of: date | None, fingerprint: str) -> StatListBrief:
    """What a list prints, as of a day. UserError ``day-to-come``."""
    day = as_of or view.today
    check_day(view, day)
    projects = name == PROJECTS
    rows = _project_rows(view, day) if projects else _firm_rows(view, day)
    title = (
        _("Projects that should be in the investment database and are not")
        if projects
        else _("Firms that should be in the statistics and are not")
    )
    columns = _project_columns() if projects else _firm_columns()
    notes: tuple[str, ...] = (_(_DEFINITION),) if projects else (_firm_note(), _(CONFIDENTIAL))
    if day != view.today:
        notes += (_("The papers are told as they are there today."),)
    return StatListBrief(
        title=title,
        county=option(view, "county.name") or _("the whole county"),
        unit=option(view, "county.bureau"),
        as_of=day,
        columns=columns,
        rows=rows,
        notes=notes,
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def _firm_note() -> str:
    return _(
        "By the class of the industry and the revenue as reported; near the threshold: 80 % of it,"
        " or the monthly mean times twelve. Agriculture, finance and public offices never belong"
        " in."
    )


def _project_columns() -> tuple[StatColumn, ...]:
    return (
        StatColumn(_("No."), 10),
        StatColumn(_("Project"), 40),
        StatColumn(_("Investor"), 34),
        StatColumn(_("Planned total (10,000 yuan)"), 22, number=True),
        StatColumn(_("Started on"), 22),
        StatColumn(_("Days since the start"), 16, number=True),
        StatColumn(_("Missing papers"), 46),
        StatColumn(pgettext("of an application", "State"), 24),
        StatColumn(_("Now with"), 28),
        StatColumn(_("Days held"), 14, number=True),
        StatColumn(_("Returned because"), 28),
    )


def _project_rows(view: View, day: date) -> tuple[tuple[str, ...], ...]:
    due = [line for line in project_lines(view, day=day) if line.stands == DUE]
    return tuple(_project_row(n, line) for n, line in enumerate(due, start=1))


def _project_row(number: int, line: ProjectLine) -> tuple[str, ...]:
    amount = line.planned if line.planned is not None else line.total
    told = NONE if amount is None else fen_to_wan_text(amount)
    return (
        str(number),
        line.name,
        line.investor or NONE,
        told if line.planned is not None else _("{amount} (agreed)").format(amount=told),
        line.started.isoformat() if line.started else NONE,
        _count(line.days),
        missing_words(line),
        line.course.state.label,
        holder_words(line),
        _count(line.held),
        line.course.reason or NONE,
    )


def _firm_columns() -> tuple[StatColumn, ...]:
    return (
        StatColumn(_("No."), 10),
        StatColumn(_("Firm"), 40),
        StatColumn(_("Class"), 30),
        StatColumn(_("Threshold (10,000 yuan)"), 18, number=True),
        StatColumn(_("Revenue reported (10,000 yuan)"), 20, number=True),
        StatColumn(_("Months covered"), 22),
        StatColumn(_("Standing"), 24),
        StatColumn(_("Missing papers"), 46),
        StatColumn(pgettext("of an application", "State"), 24),
        StatColumn(_("Now with"), 26),
        StatColumn(_("Days held"), 14, number=True),
        StatColumn(_("Window until"), 22),
    )


def _firm_rows(view: View, day: date) -> tuple[tuple[str, ...], ...]:
    wanted = [line for line in firm_lines(view, day=day) if line.standing in ("should", "watch")]
    return tuple(_firm_row(n, line) for n, line in enumerate(wanted, start=1))


def _firm_row(number: int, line: FirmLine) -> tuple[str, ...]:
    revenue = line.revenue
    months = NONE
    if revenue is not None:
        words = ngettext("{n} month of {year}", "{n} months of {year}", revenue.months)
        months = words.format(n=revenue.months, year=line.year)
    return (
        str(number),
        line.name,
        _(CLASSES[line.kind.id]) if line.kind else NONE,
        NONE if line.threshold is None else fen_to_wan_text(line.threshold),
        NONE if revenue is None else fen_to_wan_text(revenue.amount),
        months,
        _(STANDINGS[line.standing]),
        missing_words(line),
        line.course.state.label,
        holder_words(line),
        _count(line.held),
        line.window.closes.isoformat() if line.window else NONE,
    )


def missing_words(line: ProjectLine | FirmLine) -> str:
    """The papers that are missing, in words."""
    return pgettext("between words", ", ").join(one.label for one in line.missing) or NONE


def holder_words(line: ProjectLine | FirmLine) -> str:
    """Who holds the ball: unit and person."""
    held = line.holder
    parts = (department_label(held.unit), held.person) if held else ()
    return " ".join(filter(None, parts)) or NONE


def _count(number: int | None) -> str:
    return NONE if number is None else str(number)
