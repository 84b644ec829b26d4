"""Contacts of a record from one column or several (name here, post or telephone there)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.domain.people import ContactReading, parse_contacts
from invest_crm.domain.text import is_unknown, squeeze
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.fields import Role
    from invest_crm.exchange.sheet import Cell

_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_NAME = re.compile(r"[一-鿿]{2,4}")
_BARE_NUMBER = re.compile(r"(?=\D{0,8}\d)[\d+()（）、,，;；/\s-]{7,}")
SHORT = 8
_LINES = re.compile(r"[、；;\n]+")
_MARKS = re.compile(r"[、,，;；/\n]+")
_APART = re.compile(r"[、,，;；/\n\s]+")


def contacts_of(people: Sequence[tuple[Role, Cell]], owner: str = "") -> tuple[ContactReading, ...]:
    """The people of a row; ``owner`` (the legal person) takes a telephone nobody else has.

    A column of names and one of telephones belong together whichever comes first, and so does a
    column of people (责任人及电话) that holds numbers only; a column of posts belongs to the people
    of the column of names.
    """
    if len(people) == 2 and (pair := _plain_pair(*people)):
        return pair
    found: list[ContactReading] = []
    names: list[str] = []
    phones: list[str] = []
    posts: list[str] = []
    for role, cell in people:
        text = shown(cell).strip()
        if not text or (len(text) < SHORT and _unknown(text)):
            continue
        if role == "" and not _BARE_NUMBER.fullmatch(text):
            found += parse_contacts(text)
        elif role == "post":
            posts.append(text)
        elif role == "name":
            if names and phones:
                found += _in_order(names, phones)
            names.append(text)
        else:
            phones.append(text)
    found += _in_order(names, phones)
    for text in phones:
        _give_phone(found, text, owner)
    return _with_posts(found, posts)


def _plain_pair(
    one: tuple[Role, Cell], other: tuple[Role, Cell]
) -> tuple[ContactReading, ...] | None:
    """The usual two cells, a name and then a telephone, which need no weighing."""
    (role, name), (kind, phone) = one, other
    if role != "name" or kind != "phone" or not (isinstance(name, str) and isinstance(phone, str)):
        return None
    plain = _NAME.fullmatch(name) and _MOBILE.fullmatch(phone) and not _unknown(name)
    return (ContactReading(name, "", phone),) if plain else None


def _in_order(names: list[str], phones: list[str]) -> list[ContactReading]:
    """Empty ``names`` into people; the last of them take as many of the ``phones`` as there are."""
    found: list[ContactReading] = []
    for text in names[: max(0, len(names) - len(phones))]:
        found += [ContactReading(text)] if _NAME.fullmatch(text) else parse_contacts(text)
    for text in names[max(0, len(names) - len(phones)) :]:
        found += _paired(text, phones.pop(0))
    names.clear()
    return found


def _with_posts(found: list[ContactReading], posts: list[str]) -> tuple[ContactReading, ...]:
    """The people with the post of their own line, or the one post the cell names."""
    lines = [post for text in posts for post in _LINES.split(text)]
    who = list(dict.fromkeys(one.name for one in found))
    if len(lines) == 1:
        lines *= len(who)
    if len(lines) != len(who):
        return tuple(found)
    post_of = dict(zip(who, lines, strict=True))
    return tuple(replace(one, post=one.post or post_of[one.name]) for one in found)


@lru_cache(maxsize=4096)
def _unknown(text: str) -> bool:
    return is_unknown(text)


def _paired(names: str, phones: str) -> tuple[ContactReading, ...]:
    if _MOBILE.fullmatch(phones) and _NAME.fullmatch(names):
        return (ContactReading(names, "", phones),)
    given = _phones(phones)
    if any(squeeze(one.name) in squeeze(names) for one in given if one.name):
        return given
    who, numbers = _names(names), [one.phone for one in given]
    if len(who) == len(numbers) > 1:
        return tuple(
            person
            for name, phone in zip(who, numbers, strict=True)
            for person in parse_contacts(f"{name} {phone}")
        )
    return parse_contacts(f"{names} {phones}")


def _names(text: str) -> list[str]:
    """The names of a cell: by line or mark, by blanks only where no line or mark divides them."""
    marked = [name for name in _MARKS.split(text) if name]
    return marked if len(marked) > 1 else _APART.split(text)


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
