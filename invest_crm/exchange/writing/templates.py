"""Blank workbooks to fill in: a sheet for the records, a sheet that says how.

Nothing stands in the first sheet but title, date and headings, so that what is imported is what
somebody entered; the example stands on the second.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from invest_crm.exchange.sheet import HOW_TO
from invest_crm.exchange.writing.template_columns import CHAINS, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.fields import Kind
    from invest_crm.exchange.writing.template_columns import Column, Template

HEAD_ROW: Final = 2
"""The row of the headings, from 0: over it stand the title and the cut-off."""
CUT_OFF: Final = (1, 2)
"""The cell of the cut-off, row and column from 0."""
_READY_ROWS = 200
_LAST_ROW = 5000
_LIST_MOST = 255  # characters of a list that stands in the cell itself
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_FORMS: Final[dict[str, dict[str, Any]]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "long": {"num_format": "@", "text_wrap": True},
    "code": {"num_format": "@"},
    "month": {"num_format": "@", "align": "center"},
    "choice": {"align": "center"},
    "number": {"num_format": "General", "align": "right"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
}
_INTRODUCTION: Final = (
    "在第一张表中一行填一条；表头不要改名，用不着的列可以删除，也可以另加列（按原文保留）。",
    "截至日期填统计截止的那一天；不填的，导入时按文件的日期。",
    "金额只写数字，单位见表头；格里写了单位的（如 3000万）以格里为准。不知道的留空，不写 0。",
    "填好后在“导入台账”中选择本文件，先看后写，可整批撤销。本表不得填写国家秘密。",
)


def template_workbook(kind: Kind, chains: Sequence[str] = ()) -> bytes:
    """An .xlsx to fill in; ``chains`` are offered as the choices of the column of chains."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        template = TEMPLATES[kind]
        _Records(book, template, tuple(chains)).write()
        _write_how_to(book, template)
    return buffer.getvalue()


class _Records:
    """The sheet that is filled in."""

    def __init__(self, book: Any, template: Template, chains: tuple[str, ...]) -> None:
        self._book, self._template, self._chains = book, template, chains
        self._sheet = book.add_worksheet(template.title)

    def write(self) -> None:
        """Title, cut-off, headings, and cells ready to take texts, days and choices."""
        self._above()
        for place, column in enumerate(self._template.columns):
            self._column(place, column)
        self._sheet.freeze_panes(HEAD_ROW + 1, 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(HEAD_ROW)
        self._sheet.set_selection(HEAD_ROW + 1, 1, HEAD_ROW + 1, 1)

    def _above(self) -> None:
        title = self._book.add_format({**_FONT, "font_size": 18, "bold": True})
        note = self._book.add_format({**_FONT, "font_color": "#595959"})
        day = {**_FONT, **_FORMS["day"], "bottom": 1, "bg_color": "#FFF9E5"}
        self._sheet.write_string(0, 0, self._template.title, title)
        self._sheet.set_row(0, 32)
        self._sheet.write_string(1, 1, "截至日期：", note)
        row, column = CUT_OFF
        self._sheet.write_blank(row, column, None, self._book.add_format(day))
        self._sheet.data_validation(row, column, row, column, {
            "validate": "any", "input_title": "截至日期",
            "input_message": "统计截止的那一天，如 2026-06-30。不填的，导入时按文件的日期。",
        })  # fmt: skip

    def _column(self, place: int, column: Column) -> None:
        head = {**_FONT, "bold": True, "align": "center", "text_wrap": True, "border": 1}
        head["bg_color"] = "#E5EEF0" if column.must else "#F2F2F2"
        look = {**_FONT, **_FORMS[column.form]}
        whole = self._book.add_format(look)
        ready = self._book.add_format({**look, "border": 1, "border_color": "#BFBFBF"})
        self._sheet.set_column(place, place, column.width, whole)
        self._sheet.write_string(HEAD_ROW, place, column.heading, self._book.add_format(head))
        first = HEAD_ROW + 1
        for row in range(first, first + _READY_ROWS):
            self._sheet.write_blank(row, place, None, ready)
        self._sheet.data_validation(first, place, _LAST_ROW, place, self._rule(column))

    def _rule(self, column: Column) -> dict[str, Any]:
        """The tip of a cell, and the choices where there are any; other words stay possible."""
        must = "必填。" if column.must else ""
        rule = {"input_title": column.heading[:32], "input_message": (must + column.how)[:255]}
        choices = self._chains if column.choices == (CHAINS,) else column.choices
        if not choices or len(",".join(choices)) > _LIST_MOST:
            return {"validate": "any", **rule}
        return {
            "validate": "list",
            "source": list(choices),
            "error_type": "information",
            "error_title": "不在列表中",
            "error_message": "列表中没有这一项。确定要写的，点“确定”。",
            **rule,
        }


def _write_how_to(book: Any, template: Template) -> None:
    """The second sheet: each column, whether it must be filled, how, and an example in grey."""
    sheet = book.add_worksheet(HOW_TO)
    look = {**_FONT, "text_wrap": True, "border": 1}
    head = book.add_format({**look, "bold": True, "align": "center", "bg_color": "#F2F2F2"})
    cell, centred = book.add_format(look), book.add_format({**look, "align": "center"})
    grey = book.add_format({**look, "font_color": "#808080", "italic": True, "num_format": "@"})
    plain = book.add_format({**_FONT, "text_wrap": True})
    for place, width in enumerate((24, 8, 58, 30)):
        sheet.set_column(place, place, width)
    for row, text in enumerate(_INTRODUCTION):
        sheet.merge_range(row, 0, row, 3, f"{row + 1}. {text}", plain)
        sheet.set_row(row, 32)
    top = len(_INTRODUCTION) + 1
    for place, words in enumerate(("列", "必填", "怎么填", "示例（虚构）")):
        sheet.write_string(top, place, words, head)
    for row, column in enumerate(template.columns, top + 1):
        sheet.write_string(row, 0, column.heading, cell)
        sheet.write(row, 1, "必填" if column.must else None, centred)
        sheet.write_string(row, 2, column.how, cell)
        sheet.write(row, 3, column.example or None, grey)
    sheet.freeze_panes(top + 1, 0)
