"""Cards of the day about reviews and promises: opinions that are awaited, promises that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.today.words import CardContent, Link, due_cell
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.today import Today
    from invest_crm.services.today_pacts import Awaited


def opinions_card(today: Today) -> CardContent:
    """Departments that have not answered a joint review, the longest first."""
    title = _("Opinions awaited")
    late = sum(one.late for one in today.opinions)
    return CardContent(
        "opinions",
        title,
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Project"), 2.6, least=120),
            MiniColumn(_("Department"), 1.6, least=96),
            MiniColumn(_("Awaited for"), 0, least=120),
        ),
        tuple(
            MiniRow(str(place), (one.project, one.department, _waits(one)))
            for place, one in enumerate(today.opinions)
        ),
        tuple(Link("projects", _link(one.project_id)) for one in today.opinions),
        Link(
            "projects",
            {"ids": list(dict.fromkeys(one.project_id for one in today.opinions)),
             "reason": title},
        ),
    )  # fmt: skip


def _link(project: str) -> dict[str, str]:
    return {"open": project}


def _waits(one: Awaited) -> MiniCell:
    words = ngettext("{n} working day", "{n} working days", one.days).format(n=one.days)
    return MiniCell(words, "bad" if one.late else "", chip=False)


def promises_card(today: Today) -> CardContent:
    """Promises of both sides that are due, the most overdue first."""
    title = _("Promises due")
    late = sum(one.left < 0 for one in today.promises)
    return CardContent(
        "promises",
        title,
        _("{n} overdue").format(n=late) if late else "",
        (
            MiniColumn(_("Project"), 2.2, least=110),
            MiniColumn(_("Promise"), 2.6, least=110),
            MiniColumn(_("By"), 0, least=62),
            MiniColumn(_("Due"), 0, least=132),
        ),
        tuple(
            MiniRow(
                str(place),
                (
                    one.project,
                    one.what,
                    MiniCell(_("government") if one.government else _("firm"), "talk"),
                    due_cell(one.day, one.left, today.day),
                ),
            )
            for place, one in enumerate(today.promises)
        ),
        tuple(Link("commitments", {"open": one.id}) for one in today.promises),
        Link("commitments", {"ids": [one.id for one in today.promises], "reason": title}),
    )
