"""The form of a person, unit or task force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.five_ones import Kind
from invest_crm.ui.five_ones.words import title_of
from invest_crm.ui.kit.form import Field
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.services.five_ones.records import Responsible

KEYS = ("kind", "name", "post", "unit", "precedence", "active_from", "active_until", "remark")


class Offered(Struct, frozen=True):
    """What the form needs to know."""

    today: date


def form_fields(offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    kinds = tuple((kind.value, kind.label) for kind in Kind)
    hint = _("e.g. 2026.3.1")
    day = _day(offered.today)
    return [
        Field("kind", title_of("kind"), "choice", choices=kinds, check=checks.plain),
        Field("name", title_of("name"), required=True, check=checks.plain,
              hint=_("as the ledgers write it")),
        Field("post", title_of("post"), check=checks.plain, hint=_("e.g. 县委常委、副县长")),
        Field("unit", title_of("unit"), check=checks.plain),
        Field("precedence", title_of("precedence"), check=_whole, hint=_("1 stands first")),
        Field("active_from", title_of("active_from"), "date", hint, check=day),
        Field("active_until", title_of("active_until"), "date", hint, check=day),
        Field("remark", title_of("remark"), "multiline", check=checks.plain),
    ]  # fmt: skip


def texts_of(record: Responsible) -> dict[str, str]:
    """What stands in the form for a stored record."""
    return {key: "" if record[key] is None else str(record[key]) for key in KEYS}


def _whole(text: str) -> tuple[Any, str]:
    if not text.strip():
        return None, ""
    if not text.strip().isdecimal():
        return None, _("Write a whole number, 1 for the first.")
    return int(text), ""


def _day(today: date) -> Callable[[str], tuple[Any, str]]:
    check = day_check(today)

    def read(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        day, problem = check(text)
        return (None if problem else day.isoformat()), problem

    return read
