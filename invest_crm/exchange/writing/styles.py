"""The few cell styles of exported spreadsheets, and the part of the file that declares them.

A ledger looks like the county's own: bordered, wrapped, a bold title. Texts carry the format
"text", so that editing a code or a value that begins with = in the spreadsheet keeps it text.
"""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct


class Style(IntEnum):
    """Styles by their number in the file; bulk lists first, then ledgers."""

    PLAIN = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    HEAD = 4
    TITLE = 5
    CAPTION = 6
    CELL = 7
    CELL_MIDDLE = 8
    CELL_NUMBER = 9
    CELL_YI = 10
    CELL_DATE = 11
    SECTION = 12
    TOTAL = 13
    TOTAL_NUMBER = 14
    TOTAL_YI = 15
    NOTE = 16
    CELL_AMOUNT = 17


class _Look(Struct, frozen=True):
    format: int = 0
    font: int = 0
    fill: int = 0
    border: int = 0
    across: str = "general"
    wrap: bool = False


_AS_TEXT, _DAY, _YI = 49, 164, 165
_LOOKS = {
    Style.PLAIN: _Look(),
    Style.TEXT: _Look(_AS_TEXT, across="left"),
    Style.NUMBER: _Look(across="right"),
    Style.DATE: _Look(_DAY, across="center"),
    Style.HEAD: _Look(_AS_TEXT, font=1, fill=2, border=1, across="center", wrap=True),
    Style.TITLE: _Look(_AS_TEXT, font=2, across="center"),
    Style.CAPTION: _Look(_AS_TEXT, across="left"),
    Style.CELL: _Look(_AS_TEXT, border=1, across="left", wrap=True),
    Style.CELL_MIDDLE: _Look(_AS_TEXT, border=1, across="center", wrap=True),
    Style.CELL_NUMBER: _Look(border=1, across="right"),
    Style.CELL_YI: _Look(_YI, border=1, across="right"),
    Style.CELL_DATE: _Look(_DAY, border=1, across="center"),
    Style.SECTION: _Look(_AS_TEXT, font=1, fill=3, border=1, across="left"),
    Style.TOTAL: _Look(_AS_TEXT, font=1, border=1, across="center"),
    Style.TOTAL_NUMBER: _Look(font=1, border=1, across="right"),
    Style.TOTAL_YI: _Look(_YI, font=1, border=1, across="right"),
    Style.NOTE: _Look(_AS_TEXT, across="left", wrap=True),
    Style.CELL_AMOUNT: _Look(_AS_TEXT, border=1, across="right", wrap=True),
}
_FONT = '<name val="宋体"/><family val="3"/><charset val="134"/>'
_FILLS = ("F2F2F2", "F7F7F7")


def styles_xml() -> str:
    """The file ``xl/styles.xml``."""
    line = '<{0} style="thin"><color rgb="FF8C8C8C"/></{0}>'
    sides = "".join(line.format(side) for side in ("left", "right", "top", "bottom"))
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
        for colour in _FILLS
    )
    looks = "".join(_xf(_LOOKS[style]) for style in Style)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts count="2"><numFmt numFmtId="{_DAY}" formatCode="yyyy\\-mm\\-dd"/>'
        f'<numFmt numFmtId="{_YI}" formatCode="0.00######"/></numFmts>'
        f'<fonts count="3"><font><sz val="11"/>{_FONT}</font>'
        f'<font><b/><sz val="11"/>{_FONT}</font><font><b/><sz val="18"/>{_FONT}</font></fonts>'
        f'<fills count="{2 + len(_FILLS)}"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/></border>'
        f"<border>{sides}</border></borders>"
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_LOOKS)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _xf(look: _Look) -> str:
    wrap = ' wrapText="1"' if look.wrap else ""
    return (
        f'<xf numFmtId="{look.format}" fontId="{look.font}" fillId="{look.fill}"'
        f' borderId="{look.border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"'
        f' applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{look.across}" vertical="center"{wrap}/></xf>'
    )
