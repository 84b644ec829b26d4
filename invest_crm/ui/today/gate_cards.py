"""Cards of the day about gates: steps to confirm, investors to ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.today.words import CardContent, Link, short_day
from invest_crm.ui.tones import stage_tone
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.today import Today
    from invest_crm.services.today_gates import AskAgain


def confirm_card(today: Today) -> CardContent:
    """Steps others recorded that wait for whoever looks."""
    title = _("For you to confirm")
    return CardContent(
        "to_confirm",
        title,
        _("a second person confirms what was recorded, or refuses it with a reason"),
        (
            MiniColumn(_("Project"), 3, least=150),
            MiniColumn(_("Stage"), 0.6, least=76),
            MiniColumn(_("Recorded by"), 1, least=84),
            MiniColumn(_("Asked on"), 0, least=100),
        ),
        tuple(
            MiniRow(
                str(place),
                (
                    step.name,
                    MiniCell(step.stage.label, stage_tone(step.stage.value)),
                    step.asked_by,
                    short_day(step.day, today.day),
                ),
            )
            for place, step in enumerate(today.to_confirm)
        ),
        tuple(Link("projects", {"open": step.id}) for step in today.to_confirm),
        Link("projects", {"ids": list(dict.fromkeys(s.id for s in today.to_confirm)),
                          "reason": title}),
    )  # fmt: skip


def ask_again_card(today: Today) -> CardContent:
    """What investors could not provide, from the day they are to be asked again."""
    title = _("Ask the investor again")
    return CardContent(
        "ask_again",
        title,
        _("could not be provided then"),
        (
            MiniColumn(_("Project"), 3, least=150),
            MiniColumn(_("What is missing"), 2, least=110),
            MiniColumn(_("Said by"), 1, least=70),
            MiniColumn(_("Ask again"), 0, least=120),
        ),
        tuple(
            MiniRow(str(place), (row.name, row.what, row.said_by, _again(row, today.day)))
            for place, row in enumerate(today.ask_again)
        ),
        tuple(Link("projects", {"open": row.id}) for row in today.ask_again),
        Link("projects", {"ids": list(dict.fromkeys(row.id for row in today.ask_again)),
                          "reason": title}),
    )  # fmt: skip


def _again(row: AskAgain, day: date) -> MiniCell:
    if not row.days:
        return MiniCell(pgettext("due", "today"), "signed")
    words = ngettext("{date}, {n} day late", "{date}, {n} days late", row.days)
    words = words.format(date=short_day(row.day, day), n=row.days)
    return MiniCell(words, "bad", chip=False)
