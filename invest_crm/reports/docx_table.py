"""Tables in the .docx: written as XML in one go, because a cell at a time takes minutes.

Fixed layout, thin borders, header rows repeated on every page, rows never torn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.reports.blocks import Align
from invest_crm.reports.columns import column_widths, group_spans
from invest_crm.reports.docx_parts import W, paragraph, run, twips
from invest_crm.reports.fonts import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table

_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(table: Table, room: float, size: float) -> str:
    """The table as XML, ``room`` points wide in type of ``size``."""
    widths = [twips(width) for width in column_widths(table, room, size)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _header(table.columns, widths, size)
    body = "".join(_row(table.columns, cells, widths, Role.BODY, size) for cells in table.rows)
    total = _row(table.columns, table.total, widths, Role.HEI, size) if table.total else ""
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}{total}</w:tbl>"
    )


def _row(
    columns: Sequence[Column], cells: Sequence[str], widths: list[int], role: Role, size: float
) -> str:
    written = "".join(
        _cell(run(text, role, size) if text else "", widths[i], _ALIGN[columns[i].align], size)
        for i, text in enumerate(cells)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{written}</w:tr>"


def _header(columns: Sequence[Column], widths: list[int], size: float) -> str:
    spans = group_spans(columns)
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    if not any(group for group, _start, _end in spans):
        cells = "".join(
            _cell(run(column.header, Role.HEI, size), widths[i], "center", size)
            for i, column in enumerate(columns)
        )
        return f"<w:tr>{mark}{cells}</w:tr>"
    upper, lower = "", ""
    for group, start, end in spans:
        width = sum(widths[start:end])
        if group:
            span = f'<w:gridSpan w:val="{end - start}"/>'
            upper += _cell(run(group, Role.HEI, size), width, "center", size, span)
            lower += "".join(
                _cell(run(columns[i].header, Role.HEI, size), widths[i], "center", size)
                for i in range(start, end)
            )
        else:
            text = run(columns[start].header, Role.HEI, size)
            upper += _cell(text, width, "center", size, '<w:vMerge w:val="restart"/>')
            lower += _cell("", width, "center", size, "<w:vMerge/>")
    return f"<w:tr>{mark}{upper}</w:tr><w:tr>{mark}{lower}</w:tr>"


def _cell(runs: str, width: int, align: str, size: float, merge: str = "") -> str:
    # the namespace is declared once, at the table
    text = paragraph(runs, align=align, line=twips(size * 1.3)).replace(f" {W}", "", 1)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{text}</w:tc>"
    )
