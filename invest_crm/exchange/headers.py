"""Where the table begins: title, caption, the one to three heading rows, the first data row.

Works on shape and vocabulary together: the row that speaks most like headings is the anchor,
merged ranges and the row's neighbours decide how many rows belong to it.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.text import cell_text
from invest_crm.exchange.captions import looks_like_title, plain
from invest_crm.exchange.fields import KINDS
from invest_crm.exchange.heading import (
    LONGEST_HEADING,
    Heading,
    fold_heading,
    make_heading,
    show_heading,
)
from invest_crm.exchange.match import known_word
from invest_crm.exchange.sheet import is_blank

if TYPE_CHECKING:
    from invest_crm.exchange.sheet import Merge, Sheet

SEARCHED_ROWS = 60
MAX_HEADER_ROWS = 3
SURE = 0.95
INDEX_WORDS = frozenset(
    [
        "序号",
        "编号",
        "序",
        "号",
        "序列",
        "No",
        "NO",
        "no",
        "No.",
        "NO.",
        "序次",
        "行号",
        "顺序号",
        "项次",
        "#",
    ]
)
_ORDINALS = re.compile(r"[甲乙丙丁戊己庚辛]|[(]?\d{1,2}[)]?(?:=.*)?|[A-Z]")
_CAPTION = re.compile(
    r"单位[::]|填[报表]|日期[::]|时间[::]|制表|负责人|审核|联系电话[::]|^[(]?附[件表]"
)


class Layout(Struct, frozen=True):
    """How a sheet is laid out; row numbers as the spreadsheet shows them."""

    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    title: tuple[str, ...]
    caption: tuple[str, ...]
    first_data: int
    strength: float


@lru_cache(maxsize=4096)
def heading_score(text: str) -> float:
    """How much a text sounds like a heading of any ledger, 0 to 1."""
    if not text or len(text) > LONGEST_HEADING:
        return 0.0
    folded = fold_heading(text)
    if folded in INDEX_WORDS:
        return 1.0
    heading = make_heading((text,))
    return max(known_word(kind, heading) for kind in KINDS)


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of a sheet, None when no row reads like headings."""
    anchor, strength = _anchor(sheet)
    if anchor is None:
        return None
    top = _extend_up(sheet, anchor)
    bottom = _extend_down(sheet, top, max(anchor, _merged_to(sheet, top, anchor)))
    path_rows = [row for row in range(top, bottom + 1) if not _is_ordinals(sheet, row)]
    headings = _headings(sheet, tuple(path_rows))
    title, caption = _above(sheet, top)
    return Layout(tuple(path_rows), headings, title, caption, bottom + 1, strength)


def _texts(sheet: Sheet, row: int) -> list[tuple[int, str]]:
    index = row - sheet.first_row
    if not 0 <= index < len(sheet.rows):
        return []
    cells = sheet.rows[index]
    return [(column, cell_text(cell)) for column, cell in enumerate(cells) if not is_blank(cell)]


def _anchor(sheet: Sheet) -> tuple[int | None, float]:
    best: tuple[int | None, float] = (None, 0.0)
    lone: tuple[int | None, float] = (None, 0.0)
    for row in range(sheet.first_row, min(sheet.last_row, sheet.first_row + SEARCHED_ROWS) + 1):
        texts = _texts(sheet, row)
        hits = _hits(texts, 1.05 * best[1])
        total = sum(hits)
        if len(hits) >= 2 and len(hits) >= 0.4 * len(texts) and total > 1.05 * best[1]:
            best = (row, total)
        elif len(hits) == 1 == len(texts) and total >= 1 and lone[0] is None:
            lone = (row, total)
    return best if best[0] is not None else lone


def _hits(texts: list[tuple[int, str]], wanted: float) -> list[float]:
    """The scores of the headings of a row; of one that cannot come to more than wanted, none."""
    hits: list[float] = []
    possible = len(texts)
    for _column, text in texts:
        if possible <= wanted:
            return []
        score = heading_score(text)
        if score >= 0.6:
            hits.append(score)
        else:
            possible -= 1
    return hits


def _extend_up(sheet: Sheet, anchor: int) -> int:
    top = anchor
    for _ in range(MAX_HEADER_ROWS - 1):
        row = top - 1
        if row < sheet.first_row or not _is_group_row(sheet, row, top):
            break
        top = row
    return top


def _is_group_row(sheet: Sheet, row: int, below: int) -> bool:
    """Whether a row above headings holds the names of groups of them."""
    if any(merge.top == row and merge.bottom >= below for merge in sheet.merges):
        return True
    texts = _texts(sheet, row)
    if len(texts) < 2 or any(len(text) > LONGEST_HEADING for _, text in texts):
        return False
    if any(_CAPTION.search(plain(text)) or looks_like_title(text) for _, text in texts):
        return False
    under = {column for column, _ in _texts(sheet, below)}
    groups = [merge for merge in sheet.merges if merge.top == merge.bottom == row]
    if groups:
        return all(merge.left in under for merge in groups)
    return sum(column in under for column, _ in texts) >= 1 and len(under) >= len(texts)


def _merged_to(sheet: Sheet, top: int, anchor: int) -> int:
    ends = [merge.bottom for merge in sheet.merges if top <= merge.top <= anchor <= merge.bottom]
    return min(max(ends, default=anchor), top + MAX_HEADER_ROWS)


def _extend_down(sheet: Sheet, top: int, bottom: int) -> int:
    while bottom < sheet.last_row and bottom - top < MAX_HEADER_ROWS:
        row = bottom + 1
        if not (_is_child_row(sheet, row, bottom) or _is_units(sheet, row)):
            break
        bottom = row
    if _is_ordinals(sheet, bottom + 1):
        bottom += 1
    return bottom


def _is_child_row(sheet: Sheet, row: int, above: int) -> bool:
    """Whether a row continues the headings: short words, all under groups or under blanks."""
    texts = _texts(sheet, row)
    if not texts or any(len(text) > LONGEST_HEADING for _, text in texts):
        return False
    cells = [sheet.cell(row, column) for column, _ in texts]
    if not all(isinstance(cell, str) for cell in cells):
        return False
    if len(texts) == 1 and (_grouped(sheet, row) or heading_score(texts[0][1]) < SURE):
        return False
    named = {column for column, text in enumerate(_filled(sheet, above, sheet.width)) if text}
    wide = _grouped(sheet, above)
    loose = [column for column, _ in texts if column in named and column not in wide]
    hits = sum(heading_score(text) >= 0.6 for _, text in texts)
    if loose and not _starts_group(loose, named, texts):
        return False
    return hits >= max(1, len(texts) / 3) or (bool(wide) and len(texts) >= 2 and not loose)


def _grouped(sheet: Sheet, row: int) -> set[int]:
    return {
        column
        for merge in sheet.merges
        if merge.top <= row <= merge.bottom and merge.right > merge.left
        for column in range(merge.left, merge.right + 1)
    }


def _starts_group(loose: list[int], named: set[int], texts: list[tuple[int, str]]) -> bool:
    """Without merges a group's own column is named above and the next ones are not."""
    present = {column for column, _ in texts}
    return all(column + 1 in present and column + 1 not in named for column in loose)


def _is_units(sheet: Sheet, row: int) -> bool:
    texts = _texts(sheet, row)
    return len(texts) >= 2 and all(
        not make_heading((text,)).leaf and make_heading((text,)).unit for _, text in texts
    )


def _is_ordinals(sheet: Sheet, row: int) -> bool:
    """The row that numbers the columns: 甲 乙 1 2 3."""
    words = [plain(text) for _, text in _texts(sheet, row)]
    if len(words) < 4 or not all(_ORDINALS.fullmatch(word) for word in words):
        return False
    numbers = [int(word) for word in words if word.isdecimal()]
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _headings(sheet: Sheet, rows: tuple[int, ...]) -> tuple[Heading, ...]:
    width = max((column + 1 for row in rows for column, _ in _texts(sheet, row)), default=0)
    reach = [merge.right for merge in sheet.merges if merge.top in rows]
    width = max([width, *(min(right + 1, 200) for right in reach)])
    matrix = [_filled(sheet, row, width) for row in rows]
    for upper, lower in itertools.pairwise(matrix):
        _spread(upper, lower)
    headings = []
    for column in range(width):
        parts: list[str] = []
        for line in matrix:
            if line[column] and (
                not parts or show_heading(parts[-1]) != show_heading(line[column])
            ):
                parts.append(line[column])
        headings.append(make_heading(tuple(parts)))
    return tuple(headings)


def _filled(sheet: Sheet, row: int, width: int) -> list[str]:
    """The texts of a heading row with every merged range filled."""
    line = [cell_text(sheet.cell(row, column)) for column in range(width)]
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom:
            text = cell_text(sheet.cell(merge.top, merge.left))
            for column in range(merge.left, min(merge.right + 1, width)):
                line[column] = text
    return [text.strip() for text in line]


def _spread(upper: list[str], lower: list[str]) -> None:
    """Carry the name of an unmerged group to the right over its children."""
    group = ""
    for column, (name, child) in enumerate(zip(upper, lower, strict=True)):
        if name:
            group = name if child and child != name else ""
        elif child and group:
            upper[column] = group
        elif not child:
            group = ""


def _above(sheet: Sheet, top: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The distinct texts over the table, sorted into title and caption."""
    seen: dict[str, None] = {}
    for row in range(sheet.first_row, top):
        seen.update((text.strip(), None) for _, text in _texts(sheet, row))
    title = [text for text in seen if not _CAPTION.search(plain(text))]
    if not title:
        title = [text for text in seen if looks_like_title(text)][:1]
    named = [text for text in title if looks_like_title(text)]
    title = named or title[:1]
    return tuple(title), tuple(text for text in seen if text not in title)


def merges_in(sheet: Sheet, first: int) -> tuple[Merge, ...]:
    """The merged ranges of the data rows."""
    return tuple(merge for merge in sheet.merges if merge.top >= first)
