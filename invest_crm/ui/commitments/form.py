"""The form of a promise; what calls for a review is said while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.commitments import KINDS, Fair, Side, kind_label, warnings
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.ui.commitments.words import title_of, warning_words
from invest_crm.ui.kit.form import Field
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.services.agreements.commitments import CommitmentRecord

KEYS = (
    "project", "side", "kind", "wording", "amount", "ratio", "trigger", "basis", "fair", "due_on",
    "person",
)  # fmt: skip


class Offered(Struct, frozen=True):
    """What the form needs to know."""

    today: date


def form_fields(offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    sides = tuple((one.value, one.label) for one in Side)
    kinds = {code: kind_label(side, code) for side in Side for code in KINDS[side]}
    fair = tuple((one.value, one.label) for one in Fair)
    plain = checks.plain
    return [
        Field("project", title_of("project"), required=True, check=plain,
              hint=_("name or code of the project")),
        Field("side", title_of("side"), "choice", required=True, choices=sides, check=plain),
        Field("kind", title_of("kind"), "choice", required=True, choices=tuple(kinds.items()),
              check=plain),
        Field("wording", title_of("wording"), "multiline", required=True, check=plain,
              hint=_("as it stands in the agreement"), note=_note),
        Field("amount", title_of("amount"), "money", unit=_("10,000 yuan"), check=checks.money,
              note=checks.money_note),
        Field("ratio", title_of("ratio"), check=plain, hint=_("e.g. 50% a year, for three years")),
        Field("trigger", title_of("trigger"), check=plain, hint=_("e.g. once production begins")),
        Field("basis", title_of("basis"), check=plain, hint=_("document and clause")),
        Field("fair", title_of("fair"), "choice", required=True, choices=fair, check=plain),
        Field("due_on", title_of("due_on"), "date", check=_day(offered.today)),
        Field("person", title_of("person"), check=plain),
    ]  # fmt: skip


def texts_of(record: CommitmentRecord) -> dict[str, str]:
    """What stands in the form for a stored promise."""
    texts = {key: "" if record[key] is None else str(record[key]) for key in KEYS}
    if record["amount"] is not None:
        texts["amount"] = fen_to_wan_text(record["amount"])
    return texts


def _note(text: str) -> tuple[str, bool]:
    """Below the wording: what in it calls for a fair competition review."""
    said = warning_words(warnings(Side.GOVERNMENT, "", text))
    return (
        (_("To be reviewed if the government promises it: {why}").format(why=said), True)
        if (said)
        else ("", False)
    )


def _day(today: date) -> Callable[[str], tuple[Any, str]]:
    check = day_check(today)

    def read(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        day, problem = check(text)
        return (None if problem else day.isoformat()), problem

    return read
