"""Contacts of a record from one column or several (name here, telephone there)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from invest_crm.domain.people import ContactReading, parse_contacts
from invest_crm.domain.text import is_unknown
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.fields import Role
    from invest_crm.exchange.sheet import Cell

_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_NAME = re.compile(r"[一-鿿]{2,4}")
SHORT = 8
_APART = re.compile(r"[、,，;；/\n\s]+")


def contacts_of(people: Sequence[tuple[Role, Cell]], owner: str = "") -> tuple[ContactReading, ...]:
    """The people of a row; ``owner`` (the legal person) takes a telephone nobody else has.

    A column of names and one of telephones belong together whichever comes first.
    """
    found: list[ContactReading] = []
    names: list[str] = []
    phones: list[str] = []
    for role, cell in people:
        text = shown(cell).strip()
        if not text or (len(text) < SHORT and _unknown(text)):
            continue
        if role == "":
            found += parse_contacts(text)
        elif role == "name":
            names.append(text)
        elif names and len(names) > len(phones):
            found += _paired(names.pop(), text)
        else:
            phones.append(text)
    while names and phones:
        found += _paired(names.pop(0), phones.pop(0))
    for text in names:
        found += [ContactReading(text)] if _NAME.fullmatch(text) else parse_contacts(text)
    for text in phones:
        _give_phone(found, text, owner)
    return tuple(found)


@lru_cache(maxsize=4096)
def _unknown(text: str) -> bool:
    return is_unknown(text)


def _paired(names: str, phones: str) -> tuple[ContactReading, ...]:
    if _MOBILE.fullmatch(phones) and _NAME.fullmatch(names):
        return (ContactReading(names, "", phones),)
    who, numbers = _APART.split(names), [one.phone for one in _phones(phones)]
    if len(who) == len(numbers) > 1:
        return tuple(
            person
            for name, phone in zip(who, numbers, strict=True)
            for person in parse_contacts(f"{name} {phone}")
        )
    return parse_contacts(f"{names} {phones}")


def _phones(text: str) -> tuple[ContactReading, ...]:
    if _MOBILE.fullmatch(text):
        return (ContactReading("", "", text),)
    return parse_contacts(text)


def _give_phone(found: list[ContactReading], text: str, owner: str) -> None:
    """Give a telephone to the last person without one, to the owner, or to nobody by name."""
    given = _phones(text)
    if found and not found[-1].phone and given and not given[0].name:
        last = found.pop()
        found.append(ContactReading(last.name, last.post, given[0].phone))
        given = given[1:]
    for contact in given:
        name = contact.name or ("" if found else owner)
        found.append(ContactReading(name, contact.post, contact.phone))
