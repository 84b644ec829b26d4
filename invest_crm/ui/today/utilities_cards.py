"""Applications for connection that press, and utilities that run short, as cards of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.money.words import month_words
from invest_crm.ui.today.months_card import months_card
from invest_crm.ui.today.words import CardContent, Link
from invest_crm.ui.utilities.words import park_words, time_words, with_unit
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.today import Today
    from invest_crm.services.utilities.cases import CaseLine


def further_cards(today: Today) -> list[CardContent]:
    """Months and utilities, those that are not empty."""
    made = (months_card(today), cases_card(today), shortages_card(today))
    return [card for card in made if card.rows]


def cases_card(today: Today) -> CardContent:
    """The applications whose promised days are over or nearly so."""
    late = sum(line.late for line in today.utilities)
    return CardContent(
        "utilities",
        _("Applications for utilities due"),
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Project"), 2.2, least=110),
            MiniColumn(_("Connection"), 2, least=110),
            MiniColumn(_("Next step"), 1.4, least=84),
            MiniColumn(_("Time left"), 0, least=132),
        ),
        tuple(MiniRow(str(place), _case(line)) for place, line in enumerate(today.utilities)),
        tuple(Link("utilities", {"open": line.id}) for line in today.utilities),
        Link("utilities", {"ids": [line.id for line in today.utilities], "view": "grid"}),
    )


def shortages_card(today: Today) -> CardContent:
    """The parks that run short, with the projects that collide."""
    return CardContent(
        "shortages",
        _("Utilities running short"),
        "",
        (
            MiniColumn(_("Park"), 1.4, least=96),
            MiniColumn(_("Utility"), 0.6, least=56),
            MiniColumn(_("From"), 0, least=84),
            MiniColumn(_("Short by"), 0, least=96),
            MiniColumn(_("Projects that collide"), 3, least=130),
        ),
        tuple(
            MiniRow(
                str(place),
                (
                    park_words(one.park),
                    one.utility.label,
                    month_words(one.month),
                    MiniCell(with_unit(one.utility, one.demand - one.capacity), "bad", chip=False),
                    pgettext("between words", ", ").join(one.names),
                ),
            )
            for place, one in enumerate(today.shortages)
        ),
        tuple(
            Link("projects", {"ids": list(one.projects), "reason": one.utility.label})
            for one in today.shortages
        ),
        Link("utilities", {"view": "outlook"}),
    )


def _case(line: CaseLine) -> tuple[MiniCell | str, ...]:
    words, tone = time_words(line)
    return line.project, line.procedure.name, line.current, MiniCell(words, tone, chip=False)
