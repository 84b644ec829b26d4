"""Whether the cells of a column look like what its heading suggests.

Judges looks only (digits, ticks, telephone numbers); the reading itself is the domain's.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from invest_crm.domain.text import cell_text, flag_word, is_unknown
from invest_crm.exchange.heading import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.fields import Role, Shape

_DIGIT = re.compile(r"[\d０-９〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖]")
_PHONE = re.compile(r"(?:\d[- ]?){7,}")
_CODE = re.compile(r"[0-9A-Za-z -]{6,}")
FEW = 3


def _empty(cell: object) -> bool:
    return isinstance(cell, str) and is_unknown(cell)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _amount(cell: object) -> bool:
    if isinstance(cell, dt.date):
        return False
    return _is_number(cell) or (isinstance(cell, str) and bool(_DIGIT.search(cell)))


def _area(cell: object) -> bool:
    return _amount(cell)


def _date(cell: object) -> bool:
    if isinstance(cell, dt.date | bool):
        return True
    if isinstance(cell, int | float):
        return cell in {0, 1} or 1980 <= cell < 2100 or 20_000 < cell < 80_000 or cell > 19_800_000
    text = str(cell)
    return bool(re.search(r"\d", text)) or flag_word(text) is not None or len(text) <= 12


def _words(cell: object) -> bool:
    return isinstance(cell, str) and not re.fullmatch(r"[\d.,%/-]+", cell.strip())


def _unit_names(cell: object) -> bool:
    return _words(cell) and cell_text(cell).strip() not in MONEY_UNITS


def _code(cell: object) -> bool:
    return bool(_CODE.fullmatch(cell_text(cell).strip()))


def _contact(cell: object) -> bool:
    return isinstance(cell, str) or (_is_number(cell) and len(cell_text(cell)) >= 7)


def _phone(cell: object) -> bool:
    return bool(_PHONE.search(cell_text(cell)))


_LOOKS: dict[str, Callable[[object], bool]] = {
    "money": _amount,
    "area": _area,
    "date": _date,
    "milestone": _date,
    "closed": _date,
    "month": _date,
    "revenue": _amount,
    "name": _words,
    "firm": _words,
    "leaders": _words,
    "units": _unit_names,
    "chain": _words,
    "code": _code,
    "credit": _code,
    "contacts": _contact,
}


def fit(shape: Shape, role: Role, samples: list[object]) -> float:
    """A factor for the heading's score: 1 when the cells suit it or there are none, down to 0.4.

    0 for a column of units none of which is one: 单位 over 万元 is the unit of the amounts.
    """
    looks = _phone if role == "phone" else _LOOKS.get(shape)
    filled = [cell for cell in samples if not _empty(cell)]
    if looks is None or not filled:
        return 1.0
    share = sum(map(looks, filled)) / len(filled)
    if shape == "units" and not share:
        return 0.0
    if len(filled) < FEW:
        return 0.8 + 0.2 * share
    return 0.4 + 0.6 * min(1.0, share * 1.25)
