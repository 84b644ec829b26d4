"""Which firms belong into the statistics of units above size (四上), and which never do.

Domain rules 2.2: the threshold follows from the industry of the firm (GB/T 4754-2017), sections A
(agriculture, farms and their services), J, S and T are never eligible. The thresholds are data
(``resources/reference/above-size.json``), to be verified each November. Nothing here estimates or
adjusts a firm's revenue: it is compared as reported.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "above-size.json"
_FEN = 1_000_000  # of 10,000 yuan
_YEAR = 12
_DIGITS = 4
CONSTRUCTION = "construction"

Standing = Literal[
    "registered", "should", "watch", "below", "unreported", "unqualified", "never", "unknown"
]

CLASSES = {
    "industry": N_("Industry above size"),
    "construction": N_("Construction with qualification"),
    "wholesale": N_("Wholesale above size"),
    "retail": N_("Retail above size"),
    "lodging": N_("Lodging above size"),
    "catering": N_("Catering above size"),
    "real-estate": N_("Real-estate development"),
    "services-a": N_("Services above size, 20 million yuan"),
    "services-b": N_("Services above size, 10 million yuan"),
    "services-c": N_("Services above size, 5 million yuan"),
}
STANDINGS: Mapping[Standing, str] = {
    "registered": N_("In above-size statistics"),
    "should": N_("Should be in, is not"),
    "watch": N_("Near the threshold"),
    "below": N_("Below the threshold"),
    "unreported": N_("No revenue reported"),
    "unqualified": N_("No qualification known"),
    "never": N_("Not eligible by industry"),
    "unknown": N_("No industry code"),
}


class SizeClass(Struct, frozen=True):
    """A kind of units above size. ``threshold``: yearly revenue in fen, None where every unit
    of the kind belongs in (construction with qualification, real-estate development)."""

    id: str
    threshold: int | None


class Revenue(Struct, frozen=True):
    """What a firm reported of one year: the sum in fen, and the number of months it covers."""

    amount: int
    months: int


def size_class(code: str | None) -> SizeClass | None:
    """The kind of units a firm of an industry belongs to, None if to none or if nobody can tell.

    >>> size_class("1351").id, size_class("0313")
    ('industry', None)
    """
    return next(
        (kind for kind, codes in _classes() if any(_lies_in(code, of) for of in codes)), None
    )


def never_eligible(code: str | None) -> bool:
    """Whether firms of an industry can never be units above size: a sheep farm, for one."""
    return any(_lies_in(code, section) for section in _data()["never"])


def _lies_in(code: str | None, of: str) -> bool:
    """Whether an industry lies in a section (a letter) or begins with digits.

    By the divisions of each section, without the classification itself: that table is large, and
    the first page of the window asks.
    """
    text = (code or "").strip().upper()
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRST")
    if not digits:
        return text == of
    if len(text) - len(digits) > 1 or not digits.isdecimal() or not 1 < len(digits) <= _DIGITS:
        return False
    division = int(digits[:2])
    sections = _data()["sections"]
    section = next((one for one, last in sections.items() if 0 < division <= last), "")
    if len(text) > len(digits) and text[0] != section:
        return False
    return section == of if of.isalpha() else digits.startswith(of)


def standing(
    code: str | None,
    revenue: Revenue | None,
    *,
    registered: bool = False,
    qualified: bool = False,
) -> Standing:
    """How a firm stands to its threshold by what it reported of the year.

    ``watch`` (准四上): 80 % of the threshold reached, or the monthly mean times twelve reaches it.
    ``qualified``: a builder with a qualification for general or specialised contracting; others
    do not belong in, whatever they earn.
    """
    if never_eligible(code):
        return "never"
    if registered:
        return "registered"
    kind = size_class(code)
    if kind is None:
        return "unknown"
    if kind.threshold is None:
        return "should" if qualified or kind.id != CONSTRUCTION else "unqualified"
    if revenue is None:
        return "unreported"
    if revenue.amount >= kind.threshold:
        return "should"
    return "watch" if _is_near(revenue, kind.threshold) else "below"


def _is_near(revenue: Revenue, threshold: int) -> bool:
    share = revenue.amount * 100 >= threshold * int(_data()["watch_share"])
    return share or (revenue.months > 0 and revenue.amount * _YEAR >= threshold * revenue.months)


def is_new(registered_on: date, day: date) -> bool:
    """Whether a firm counts as newly opened on a day: registered since 1 October of last year."""
    month, first = map(int, _data()["new_since"].split("-"))
    return date(day.year - 1, month, first) <= registered_on <= day


class Window(Struct, frozen=True):
    """A time to register in. ``kind``: monthly or annual; ``closes``: its last day."""

    kind: Literal["monthly", "annual"]
    opens: date
    closes: date


def next_window(kind: SizeClass, day: date, *, new: bool, closing: int | None = None) -> Window:
    """The window that is open on a day, else the next one.

    Each month for units newly opened, but in December (and always for construction and real
    estate), else once a year in autumn; the days are local and stand in the data, the last of a
    monthly window also in the settings (``closing``).
    """
    always = kind.id in _data()["all_year"]
    if new or always:
        closes = day.replace(day=closing or int(_data()["monthly_day"]))
        if closes < day:
            closes = (day.replace(day=1) + timedelta(days=31)).replace(day=closes.day)
        if always or closes.month not in _data()["annual_only"]:
            return Window("monthly", closes.replace(day=1), closes)
    opens, closes = (_in_year(_data()["annual"][key], day.year) for key in ("from", "to"))
    if closes < day:
        opens, closes = (_in_year(_data()["annual"][key], day.year + 1) for key in ("from", "to"))
    return Window("annual", opens, closes)


def _in_year(text: str, year: int) -> date:
    month, day = map(int, text.split("-"))
    return date(year, month, day)


@cache
def _data() -> Mapping[str, Any]:
    return read_json(_FILE)


@cache
def _classes() -> tuple[tuple[SizeClass, tuple[str, ...]], ...]:
    return tuple(
        (
            SizeClass(
                entry["id"], None if entry["threshold"] is None else entry["threshold"] * _FEN
            ),
            tuple(entry["codes"]),
        )
        for entry in _data()["classes"]
    )
