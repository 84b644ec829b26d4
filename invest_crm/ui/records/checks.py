"""Validators that the forms of several records share: text typed in, value or problem out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.masking import STAR, mask_phone
from invest_crm.domain.money import FEN_PER_YI, parse_amount, show_amount
from invest_crm.domain.people import ContactReading, parse_contacts
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_LARGE_YI = 100
"""Hardly any project of a county costs so much (亿元); perhaps 元 was written for 万元."""


def plain(text: str) -> tuple[Any, str]:
    """The text without blanks around it, None where nothing is left."""
    return text.strip() or None, ""


def money(text: str) -> tuple[Any, str]:
    """An amount in 分; a bare number is in 万元."""
    return money_in("万元")(text)


def money_in(unit: str) -> Callable[[str], tuple[Any, str]]:
    """Reads an amount in 分; a bare number is in ``unit`` (亿元 or 万元)."""

    def check(text: str) -> tuple[Any, str]:
        reading = parse_amount(text, unit)
        if reading.currency:
            return None, _("Convert other currencies to yuan first.")
        if reading.problem == "amount-suspicious":
            return None, _("Too large an amount: please check the unit.")
        unread = text.strip() and reading.fen is None and "unknown" not in reading.flags
        if reading.problem or unread:
            if unit == "亿元":
                return None, _("Not an amount. Write 1.2 (100 million yuan) or 3000万.")
            return None, _("Not an amount. Write 8000 (10,000 yuan), 1.2亿 or 3000万.")
        return reading.fen, ""

    return check


def money_note(text: str) -> tuple[str, bool]:
    """Below an amount: what is saved, where more than a bare number in 万元 was written.

    Doubtful: a range, of which the lower end is saved, and what is too large for a county.
    """
    return money_note_in("万元")(text)


def money_note_in(unit: str) -> Callable[[str], tuple[str, bool]]:
    """``money_note`` where a bare number is in ``unit``."""

    def note(text: str) -> tuple[str, bool]:
        reading = parse_amount(text, unit)
        if reading.fen is None:
            unknown = "unknown" in reading.flags
            return (_("No amount is recorded."), False) if unknown else ("", False)
        amount = show_amount(reading.fen)
        if reading.fen >= _LARGE_YI * FEN_PER_YI:
            return _("= {amount}; please check the unit.").format(amount=amount), True
        if "range" in reading.flags:
            return _("= {amount}: the lower end of the range.").format(amount=amount), True
        bare = not (reading.flags or reading.notes)
        return ("" if bare else _("= {amount}").format(amount=amount)), False

    return note


def people_text(people: Iterable[ContactReading]) -> str:
    """People as they stand in a form, one a line, phones masked."""
    return "\n".join(_line(person) for person in people)


def people(stored: Sequence[ContactReading]) -> Callable[[str], tuple[Any, str]]:
    """Reads people line by line; a masked phone that was left as it stood keeps its number."""
    known = {_line(person): person for person in stored}
    numbers = {mask_phone(person.phone): person.phone for person in stored if person.phone}

    def check(text: str) -> tuple[Any, str]:
        found: list[ContactReading] = []
        for line in filter(None, map(str.strip, text.splitlines())):
            found += [known[line]] if line in known else parse_contacts(line)
        whole = tuple(_unmasked(person, numbers) for person in found)
        if any(STAR in person.phone for person in whole):
            return None, _("A masked number cannot be changed in part: write all its digits.")
        return whole, ""

    return check


def _line(person: ContactReading) -> str:
    post = f"（{person.post}）" if person.post else ""
    return f"{person.name}{post} {mask_phone(person.phone)}".strip()


def _unmasked(person: ContactReading, numbers: dict[str, str]) -> ContactReading:
    if STAR not in person.phone or person.phone not in numbers:
        return person
    return ContactReading(person.name, person.post, numbers[person.phone])
