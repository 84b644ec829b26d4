"""The words of the page of who is in charge: fields, counts, loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.five_ones import Kind
from invest_crm.domain.money import show_amount, show_yi
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.five_ones.load import Carried, Load
    from invest_crm.services.five_ones.records import Responsible

LABELS = {
    "kind": N_("Kind"),
    "name": N_("Name"),
    "post": N_("Post"),
    "unit": N_("Unit"),
    "precedence": N_("Order of precedence"),
    "projects": N_("Projects"),
    "investment": N_("Investment"),
    "late": N_("Late"),
    "others": N_("Other parts"),
    "active_from": N_("In office from"),
    "active_until": N_("In office until"),
    "remark": N_("Remarks"),
}
LOADS = ("projects", "investment", "late", "others")
"""Columns that are counted from the projects."""


def title_of(key: str) -> str:
    """The word for a field or column."""
    return _(LABELS[key])


def kind_word(record: Responsible) -> str:
    """What a record is."""
    return Kind(record["kind"]).label


def day_words(day: str | None, year: int) -> str:
    """An ISO day in the office's words, empty for none."""
    return show(PartialDate(day, "day", day), year=year) if day else ""


def load_number(load: Load, key: str) -> int:
    """A count of a load; the investment in 分."""
    counts = {
        "projects": len(load.ids),
        "investment": load.total,
        "late": len(load.late),
        "others": len(load.others),
    }
    return counts[key]


def load_text(load: Load, key: str) -> str:
    """The same as it stands in its column; nothing for none."""
    number = load_number(load, key)
    if not number:
        return ""
    return show_yi(number) if key == "investment" else str(number)


def roles_words(carried: Carried) -> str:
    """The roles somebody has in a project."""
    return _(", ").join(role.label for role in carried.roles)


def summary(load: Load) -> str:
    """How much is carried, in a sentence."""
    n = len(load.ids)
    said = ngettext("{n} project in charge, {amount}", "{n} projects in charge, {amount}", n)
    parts = [said.format(n=n, amount=show_amount(load.total))]
    if load.late:
        late = len(load.late)
        parts.append(ngettext("{n} late", "{n} late", late).format(n=late))
    return _("; ").join(parts)
