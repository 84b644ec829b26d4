"""A calibre in words and as typed: what each choice is called, what it says, how it is entered.

Only what differs by province, city and year can be chosen; the threshold of the investment
database is a national rule and stands here to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.money import FEN_PER_YI, show_amount
from invest_crm.domain.stages import AgreementType
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.domain.calibre import Calibre

NAMES: Mapping[str, str] = {
    "counted_agreements": N_("Newly signed"),
    "keep_terminated": N_("Base of the rates"),
    "production_over_started": N_("Rate of production"),
    "started_grade": N_("Started"),
    "confirmed_only": N_("Second person"),
    "tiers": N_("Size tiers"),
    "buckets": N_("Ages of signed, not started"),
}
"""What can be chosen, by its key."""

_GRADES = (1, 2, 3, 4)
_YES, _NO = "yes", "no"


class CalibreLine(Struct, frozen=True):
    """One choice: its key ("" if it is a national rule), its name and what is chosen."""

    key: str
    name: str
    text: str


def calibre_lines(calibre: Calibre) -> tuple[CalibreLine, ...]:
    """A calibre as an office would state it."""
    join = pgettext("between words", ", ").join
    kinds = join(kind.label for kind in AgreementType if kind in calibre.counted_agreements)
    said = {
        "counted_agreements": _("Counted agreements: {kinds}.").format(kinds=kinds),
        "keep_terminated": switch_words("keep_terminated", on=calibre.keep_terminated),
        "production_over_started": switch_words(
            "production_over_started", on=calibre.production_over_started
        ),
        "started_grade": _("Evidence of grade {n} and above; ceremonies are not a start.").format(
            n=calibre.started_grade
        ),
        "confirmed_only": switch_words("confirmed_only", on=calibre.confirmed_only),
        "tiers": join(show_amount(bound) for bound in calibre.tiers),
        "buckets": join(
            ngettext("{n} month", "{n} months", n).format(n=n) for n in calibre.buckets
        ),
    }
    due = _("Started projects with a planned total of {amount} and above.").format(
        amount=show_amount(calibre.stats_threshold)
    )
    lines = [CalibreLine(key, _(name), said[key]) for key, name in NAMES.items()]
    return (*lines, CalibreLine("", _("Due in statistics"), due))


def switch_words(key: str, *, on: bool) -> str:
    """What one of the two answers of a choice means."""
    if key == "keep_terminated":
        kept = _("Terminated projects stay in the base of the rates.")
        return kept if on else _("Terminated projects leave the base of the rates.")
    if key == "confirmed_only":
        once = _("Steps entered by hand count once a second person has confirmed them.")
        return once if on else _("Steps count as soon as they are recorded.")
    return _("In production ÷ started") if on else _("In production ÷ signed")


def typed(calibre: Calibre) -> dict[str, str]:
    """Each choice as it is entered and stored.

    >>> from invest_crm.domain.calibre import DEFAULT_CALIBRE
    >>> typed(DEFAULT_CALIBRE)["tiers"]
    '1,5,10'
    """
    return {
        "counted_agreements": ",".join(sorted(calibre.counted_agreements)),
        "keep_terminated": _YES if calibre.keep_terminated else _NO,
        "production_over_started": _YES if calibre.production_over_started else _NO,
        "started_grade": str(calibre.started_grade),
        "confirmed_only": _YES if calibre.confirmed_only else _NO,
        "tiers": ",".join(str(bound // FEN_PER_YI) for bound in calibre.tiers),
        "buckets": ",".join(map(str, calibre.buckets)),
    }


def with_typed(calibre: Calibre, texts: Mapping[str, str]) -> Calibre:
    """The calibre with some choices entered anew.

    Agreements are codes (INVESTMENT,FORMAL), tiers lower bounds in 亿元, ages in months, both
    rising; switches are yes or no. Raises ValueError with the sentence for what cannot be read,
    KeyError for a key that is none.
    """
    return replace(calibre, **{key: read_choice(key, text) for key, text in texts.items()})


def read_choice(key: str, text: str) -> Any:
    """One choice as typed; ValueError and KeyError as in ``with_typed``."""
    return _READERS[key](text.strip())


def _agreements(text: str) -> frozenset[AgreementType]:
    try:
        found = frozenset(AgreementType(word) for word in _words(text))
    except ValueError:
        found = frozenset()
    if not found:
        codes = ", ".join(AgreementType)
        raise ValueError(_("Name kinds of agreements: {codes}.").format(codes=codes))
    return found


def _switch(text: str) -> bool:
    if text not in {_YES, _NO}:
        raise ValueError(_("Say yes or no."))
    return text == _YES


def _grade(text: str) -> int:
    if text not in map(str, _GRADES):
        raise ValueError(_("Give a grade of evidence from 1 to 4."))
    return int(text)


def _rising(text: str) -> tuple[int, ...]:
    words = _words(text)
    numbers = tuple(int(word) for word in words if word.isdecimal())
    whole = len(numbers) == len(words) and numbers and numbers[0] > 0
    if not whole or list(numbers) != sorted(set(numbers)):
        raise ValueError(_("Give whole numbers that rise, such as 1,5,10."))
    return numbers


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").split(",")]


_READERS: Mapping[str, Callable[[str], Any]] = {
    "counted_agreements": _agreements,
    "keep_terminated": _switch,
    "production_over_started": _switch,
    "started_grade": _grade,
    "confirmed_only": _switch,
    "tiers": lambda text: tuple(number * FEN_PER_YI for number in _rising(text)),
    "buckets": _rising,
}
