"""What each row below the headings is: a record, or furniture of the printed table.

Section titles, totals, blank filler rows with a preset number, headings repeated on every printed
page and closing notes are told apart from records by shape and wording. From a row of other
headings on it is another table (``other``), which is not read as if it were this one. Knows no
field but the column that names the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator  # noqa: TC003 - named in a public alias
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from invest_crm.domain.text import is_unknown
from invest_crm.exchange.captions import plain
from invest_crm.exchange.fields import KINDS, exact_field
from invest_crm.exchange.headers import INDEX_WORDS, heading_score
from invest_crm.exchange.heading import fold_heading
from invest_crm.exchange.sheet import is_blank, shown

if TYPE_CHECKING:
    from invest_crm.exchange.headers import Layout
    from invest_crm.exchange.sheet import Cell, Row, Sheet

Sort = Literal["data", "more", "blank", "section", "total", "subtotal", "header", "note", "other"]

_TOTAL = re.compile(
    r"(?:本页|本表|当页|全县|全市|全区|全年|县|以上|项目|各乡镇)?(?P<word>[合小总共累]计|总合计|汇总|平均)"
    r"(?:[(\[:;,\d].*|项目.{0,8}|\d*[个家项户]?)?"
)
_TOTAL_ENDS = ("小计", "合计", "总计", "共计")
_PART_OF_TOTAL = re.compile(r"其中(?=[::(\d]|$)|其中.{0,10}(?:以上|以下)")
_PAGE = re.compile(
    r"[(\[]?(?:第?\d+页.{0,6}|共\d+页|[上下接转]{1,2}一?页|此页无正文|以下(?:空白|无正文))[)\]]?"
)
_GROUP = re.compile(
    r"第[一二三四五六七八九十]{1,3}[部类章批]分?.*|.{0,4}(?:工业|农业|服务业|其他)类?项目"
)
_LISTED_NOTE = re.compile(r"\d{1,2}[.、)].*[;。].*")
_NUMBERED = re.compile(
    r"(?:[(]?[一二三四五六七八九十]{1,3}[)]?[、.,:]|[(][一二三四五六七八九十]{1,3}[)])"
)
_CHINESE_NUMBER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?")
_COUNTED = re.compile(r"[(]?共?\d+[个家项户][^)]{0,12}[)]?$")
_NOTE = re.compile(
    r"(?:备注|附注|注|说明|填表说明|填报说明|制表说明|填报要求|审核人?|填报人?|审批人?|制表人?|填表人?|经办人?|复核人?"
    r"|单位负责人|主管领导|分管领导|负责人签字|领导签字|填报单位|填报日期|填报时间|联系人|联系电话|统计负责人"
    r"|主要负责人|签字|盖章|单位[(]?盖章[)]?|签发人?)(?:[(][^)]*[)])?[::\d]"
    r"|[(\[](?:备注|附注|注|说明)[::]|注[一二三\d、.]|\*|※|以上数据|以上金额|本表"
)
_NOTE_ALONE = frozenset({"备注", "附注", "注", "说明", "填表说明", "填报说明"})
_SPECIAL = re.compile(
    r"[\s　]*[合小总共累本全汇平第上下接转此\-—/一二三四五六七八九十（(*※"
    r"备附注说填制审经复单主分负联统签盖以\[当县各项]"
)
_FIRM = re.compile(r"(?:[^\W\d_计汇均]|[（）()]){5,}公司")
"""A firm may be called 合肥… or 总部…: a numbered row of such a name is a record at once."""
WIDE_SHARE = 0.4
_HEADINGS, _KNOWN_SHARE, _KNOWN_SCORE = 4, 0.75, 0.6
"""So many cells, and so many of them known as headings, are the headings of another table."""


class Anchor(Struct, frozen=True):
    """The columns that tell a record: its name and its running number (None: absent)."""

    name: int | None
    index: int | None


def index_column(layout: Layout) -> int | None:
    """The column of running numbers."""
    for column, heading in enumerate(layout.headings):
        if fold_heading(heading.path.split("/")[-1]) in INDEX_WORDS:
            return column
    return None


def sort_rows(sheet: Sheet, layout: Layout, anchor: Anchor) -> Iterator[tuple[int, Sort, Row]]:
    """Every row below the headings with its number, what it is, and its cells."""
    sorter = _Sorter(sheet, layout, anchor)
    start = layout.first_data - sheet.first_row
    for number, cells in enumerate(sheet.rows[start:], layout.first_data):
        yield number, sorter.sort(number, cells), cells


class _Sorter:
    """Judges one row after the other; remembers that the closing notes have begun."""

    def __init__(self, sheet: Sheet, layout: Layout, anchor: Anchor) -> None:
        self._anchor = anchor
        self._width = max(len(layout.headings), 1)
        self._headers = [
            {
                column: fold_heading(shown(sheet.cell(row, column)))
                for column in range(self._width)
                if not is_blank(sheet.cell(row, column))
            }
            for row in layout.header_rows
        ]
        self._above = frozenset(map(plain, (*layout.title, *layout.caption)))
        self._wide: set[int] = set()
        self._more: set[int] = set()
        for merge in sheet.merges:
            if merge.top < layout.first_data:
                continue
            if merge.right - merge.left + 1 >= max(3, WIDE_SHARE * self._width):
                self._wide.update(range(merge.top, merge.bottom + 1))
            if anchor.name is not None and merge.left <= anchor.name <= merge.right:
                self._more.update(range(merge.top + 1, merge.bottom + 1))
        self._closing = False
        self._other = False
        self._unknown_names = {row for row, column in sheet.uncached if column == anchor.name}

    def sort(self, number: int, cells: Row) -> Sort:
        """What the row is."""
        if self._other:
            return "other"
        name = self._text(cells, self._anchor.name)
        plain_name = not name.endswith(_TOTAL_ENDS)
        plain_name = plain_name and (not _SPECIAL.match(name) or _FIRM.fullmatch(name) is not None)
        if name and number not in self._wide and plain_name:
            index = self._cell(cells, self._anchor.index)
            if isinstance(index, int | float) and not self._closing:
                return "data"
        if number in self._unknown_names:
            return "data"
        return self._weigh(number, cells, name)

    def _cell(self, cells: Row, column: int | None) -> Cell:
        return "" if column is None or column >= len(cells) else cells[column]

    def _text(self, cells: Row, column: int | None) -> str:
        cell = self._cell(cells, column)
        return shown(cell).strip()

    def _weigh(self, number: int, cells: Row, name: str) -> Sort:
        filled = [
            (column, shown(cell).strip()) for column, cell in enumerate(cells) if not is_blank(cell)
        ]
        lone = len(filled) == 1 and filled[0][0] == self._anchor.index
        if not filled or (lone and len(filled[0][1]) <= len("1000.0")):
            if number in self._more:
                return "more"
            numbered = lone and _CHINESE_NUMBER.fullmatch(plain(filled[0][1]))
            return "section" if numbered else "blank"
        words = [(column, plain(text)) for column, text in filled]
        if all(is_unknown(word) for column, word in words if column != self._anchor.index):
            return "blank"
        furniture = self._furniture(number, words)
        if furniture:
            return furniture
        if number in self._more:
            return "more"
        return self._record(words, name)

    def _furniture(self, number: int, words: list[tuple[int, str]]) -> Sort | None:
        if self._is_header(words):
            return "header"
        if self._is_heading_of_another(words):
            self._other = True
            return "other"
        for _column, word in words[:3]:
            if (summed := _sum_of(word)) is not None:
                return summed
        first = words[0][1]
        if _PAGE.fullmatch(first):
            return "header"
        if len(words) == 1 and self._is_remark(first):
            return "note"
        if _NOTE.match(first) and len(words) <= max(4, self._width // 3):
            self._closing = True
            return "note"
        if number in self._wide and len(words) <= 2:
            return "section" if _NUMBERED.match(first) or _COUNTED.search(first) else "note"
        return "section" if self._is_section(words) else None

    def _is_remark(self, word: str) -> bool:
        """Words that stand alone in a row and are about the table, not one of its records."""
        return word in _NOTE_ALONE or _LISTED_NOTE.fullmatch(word) is not None

    def _is_header(self, words: list[tuple[int, str]]) -> bool:
        if len(words) == 1 and words[0][1] in self._above:
            return True
        for header in self._headers:
            others = len(words) - max(2.0, 0.6 * len(words))
            for column, word in words:
                others -= header.get(column) != fold_heading(word)
                if others < 0:
                    break
            else:
                return True
        return False

    def _is_heading_of_another(self, words: list[tuple[int, str]]) -> bool:
        texts = [word for _column, word in words]
        if len(texts) < _HEADINGS or not all(map(_is_heading, texts[:2])):
            return False
        known = sum(heading_score(text) >= _KNOWN_SCORE for text in texts)
        return known >= _KNOWN_SHARE * len(texts)

    def _is_section(self, words: list[tuple[int, str]]) -> bool:
        """A title over a group: numbered or counted, with nothing beside it but figures."""
        texts = [(column, word) for column, word in words if not _is_number(word)]
        if not texts or len(texts) > 2:
            return False
        head = texts[-1][1]
        if len(texts) == 2:
            return bool(_CHINESE_NUMBER.fullmatch(texts[0][1])) and texts[0][0] < texts[1][0] <= 2
        if texts[0][0] > 2:
            return False
        if _NUMBERED.match(head) or _COUNTED.search(head):
            return words[0] == texts[0] or _NUMBERED.match(head) is not None
        return False

    def _record(self, words: list[tuple[int, str]], name: str) -> Sort:
        numbered = words[0][0] == self._anchor.index and _is_number(words[0][1])
        others = len(words) - bool(name) - bool(words[0][0] == self._anchor.index)
        if self._closing and not numbered and others < 3:
            return "note"
        if name:
            alone = others == 0 and not numbered
            grouped = self._anchor.index is not None or _GROUP.fullmatch(plain(name))
            return "section" if alone and grouped else "data"
        return "data" if others >= 2 or (numbered and others) else "note"


def _sum_of(word: str) -> Sort | None:
    """What a row is whose name says that it adds others up."""
    total = _TOTAL.fullmatch(word)
    if total:
        return "subtotal" if total.group("word") == "小计" else "total"
    if word.endswith(_TOTAL_ENDS):
        return "subtotal"
    return "section" if _PART_OF_TOTAL.match(word) else None


def _is_heading(word: str) -> bool:
    """Whether a word is a heading outright (quick: every row is asked)."""
    folded = fold_heading(word)
    return folded in INDEX_WORDS or any(exact_field(kind, folded) for kind in KINDS)


def _is_number(word: str) -> bool:
    return re.fullmatch(r"-?[\d,.]+%?", word) is not None
