"""Administrative divisions to the county, and where an investor's money comes from.

Codes are GB/T 2260: two digits province, two prefecture, two county. Codes of abolished counties
live on in credit codes, so the relations between codes work on the digits, not on the table.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from msgspec import Struct

from invest_crm.domain.reference import read_rows

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# Hong Kong, Macau and Taiwan count as abroad (境外), domain rule 1.8.
OUTSIDE_CUSTOMS = frozenset({"71", "81", "82"})
_FILLER = re.compile(r"[\s·,，、/|—-]+|市辖区|(?:省|自治区)直辖县级行政区划|中华人民共和国")
_DIRECT = "90"  # third and fourth digit of counties directly below the province


class Level(StrEnum):
    """The rank of a division."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Origin(StrEnum):
    """Where funds come from, seen from the county (资金来源地)."""

    COUNTY = "county"  # 县内
    CITY = "city"  # 县外市内
    PROVINCE = "province"  # 市外省内
    COUNTRY = "country"  # 省外境内
    ABROAD = "abroad"  # 境外


class Region(Struct, frozen=True):
    """A division: 330402 南湖区, short 南湖, below 330400, 浙江省嘉兴市南湖区."""

    code: str
    name: str
    short: str
    level: Level
    parent: str
    full_name: str


def region(code: str) -> Region | None:
    """The division with this code (two, four or six digits), or None if it is not in force."""
    return _table().get(code.strip().ljust(6, "0"))


def nearest_region(code: str) -> Region | None:
    """The division, or for an abolished county code its prefecture or province."""
    six = code.strip()[:6].ljust(6, "0")
    candidates = (six, six[:4] + "00", six[:2] + "0000")
    return next((found for item in candidates if (found := _table().get(item))), None)


def children_of(code: str) -> tuple[Region, ...]:
    """The divisions directly below one, in order of code; provinces for an empty code."""
    parent = code.strip().ljust(6, "0") if code.strip() else ""
    return tuple(item for item in _table().values() if item.parent == parent)


def is_same_county(code: str, other: str) -> bool:
    """Whether both are county codes of one county."""
    return _county(code) is not None and _county(code) == _county(other)


def is_same_prefecture(code: str, other: str) -> bool:
    """Whether both lie in one prefecture; a municipality (重庆) counts as one prefecture."""
    return _prefecture(code) is not None and _prefecture(code) == _prefecture(other)


def is_same_province(code: str, other: str) -> bool:
    """Whether both lie in one province."""
    return len(code.strip()) > 1 and code.strip()[:2] == other.strip()[:2]


def funds_origin(investor_code: str, home_code: str) -> Origin | None:
    """Where an investor's funds come from, seen from the home county (domain rule 1.8).

    ``investor_code`` is a division code or anything else for a foreign country (``US``). None if
    it is empty or too coarse to tell: 浙江 alone, seen from a county of 浙江.
    """
    investor = investor_code.strip()
    if not investor:
        return None
    if not investor[:2].isdigit() or investor[:2] in OUTSIDE_CUSTOMS:
        return Origin.ABROAD
    if not is_same_province(investor, home_code):
        return Origin.COUNTRY
    if is_same_county(investor, home_code):
        return Origin.COUNTY
    if _prefecture(investor) is None and _county(investor) is None:
        return None
    if not is_same_prefecture(investor, home_code):
        return Origin.PROVINCE
    return Origin.CITY if _county(investor) else None


def find_region(text: str) -> Region | None:
    """The division a text begins with, as far down as it says: 浙江嘉兴 → 330400.

    Ranks may be left out (浙江嘉兴南湖) and levels skipped (河北昌黎). What follows the
    place is ignored (重庆长安汽车 → 重庆). None if there is no place or several would do (鼓楼区);
    a county's name without its rank counts only at the end (东方电气 is no county).
    """
    rest = _FILLER.sub("", text).removeprefix("中国")
    found: Region | None = None
    while rest:
        step = _next_below(rest, found)
        if step is None:
            break
        found, length = step
        rest = rest[length:]
    return found


def _next_below(text: str, above: Region | None) -> tuple[Region, int] | None:
    """The longest name at the start of ``text`` that means one division below ``above``."""
    for length in range(min(len(text), _longest_name()), 1, -1):
        matches = [
            item
            for item in _by_name().get(text[:length], ())
            if _may_follow(item, above) and _is_plain(item, text, length)
        ]
        for level in Level:
            ranked = [item for item in matches if item.level is level]
            if len(ranked) == 1:
                return ranked[0], length
            if ranked:
                return None
    return None


def _may_follow(item: Region, above: Region | None) -> bool:
    if above is None:
        return True
    if above.level is Level.PROVINCE:
        return item.code[:2] == above.code[:2] and item is not above
    return item.parent == above.code


def _is_plain(item: Region, text: str, length: int) -> bool:
    """A county without its rank must end the text: 山东泰山啤酒 is not in 泰山区."""
    return item.level is not Level.COUNTY or text[:length] == item.name or length == len(text)


def _county(code: str) -> str | None:
    six = code.strip()
    return six if len(six) == 6 and not six.endswith("00") else None


def _prefecture(code: str) -> str | None:
    """What counts as the city of a code; None if the code does not say or there is none."""
    six = code.strip().ljust(6, "0")
    if six[:2] in MUNICIPALITIES:
        return six[:2]
    return None if six[2:4] in {"00", _DIRECT} else six[:4]


@cache
def _table() -> dict[str, Region]:
    return {
        code: Region(code, name, short, Level(level), parent, full)
        for code, name, short, level, parent, full in read_rows("regions-2026.csv")
    }


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    names: dict[str, tuple[Region, ...]] = {}
    for item in _table().values():
        for name in {item.name, item.short}:
            names[name] = (*names.get(name, ()), item)
    return names


@cache
def _longest_name() -> int:
    return max(map(len, _by_name()))
