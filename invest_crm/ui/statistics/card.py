"""What presses about the statistics, as a card of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.kit.text import NOTHING
from invest_crm.ui.statistics import jobs
from invest_crm.ui.today.words import CardContent, Link, short_day
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.statistics.due import StatDue
    from invest_crm.services.today import Today

_MATTERS = {
    "entry": N_("papers are to be complete"),
    "returned": N_("returned"),
    "monthly": N_("no row of this month"),
    "firm": N_("its window closes"),
    "ask": N_("ask again"),
}


def card(today: Today) -> CardContent:
    """The list with what is late first; a row leads to its application."""
    found = today.statistics
    late = sum(one.late for one in found)
    ids = [one.record for one in found if one.subject == "project"]
    return CardContent(
        "statistics",
        _("Statistics due"),
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Name"), 2.2, least=110),
            MiniColumn(_("Matter"), 2.2, least=120),
            MiniColumn(_("Now with"), 1.4, least=84),
            MiniColumn(_("Due day"), 0, least=84),
        ),
        tuple(MiniRow(str(place), _row(one, today.day)) for place, one in enumerate(found)),
        tuple(Link(jobs.PAGES[one.subject], {"open": one.record}) for one in found),
        Link("statistics", {"ids": ids, "reason": _("Statistics due")})
        if ids
        else Link("stat_firms", {"filters": [("only", "should")]}),
    )


def _row(one: StatDue, day: date) -> tuple[MiniCell | str, ...]:
    matter = _(_MATTERS[one.matter])
    if one.what:
        matter = _("{name}: {value}").format(name=matter, value=one.what)
    due = NOTHING if one.day is None else short_day(one.day, day)
    return one.name, matter, one.who, MiniCell(due, "bad" if one.late else "", chip=False)
