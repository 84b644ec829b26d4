"""Late monthly reports as a card of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.money.words import month_words
from invest_crm.ui.today.words import CardContent, Link, due_cell
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.today import Today


def months_card(today: Today) -> CardContent:
    """The projects whose reports are late, with their months."""
    title = _("Monthly reports missing")
    months = sum(len(one.months) for one in today.months)
    return CardContent(
        "months",
        title,
        ngettext("{n} month in all", "{n} months in all", months).format(n=months),
        (
            MiniColumn(_("Project"), 2.6, least=120),
            MiniColumn(_("Months"), 1.6, least=100),
            MiniColumn(_("Responsible unit"), 1.4, least=84),
            MiniColumn(_("Due"), 0, least=132),
        ),
        tuple(
            MiniRow(
                str(place),
                (
                    one.name,
                    _(", ").join(month_words(month) for month in one.months),
                    one.unit,
                    due_cell(one.due, -one.late, today.day),
                ),
            )
            for place, one in enumerate(today.months)
        ),
        tuple(Link("months", {"project": one.project, "reason": one.name}) for one in today.months),
        Link("months", {"ids": [one.line for one in today.months], "reason": title}),
    )
