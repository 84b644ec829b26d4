"""Tables in the .docx: written as XML in one go, because a cell at a time takes minutes.

Fixed layout, thin borders, header rows repeated on every page, rows never torn.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from invest_crm.reports import page
from invest_crm.reports.blocks import Align
from invest_crm.reports.columns import fitted, group_spans
from invest_crm.reports.docx_parts import W, paragraph, run, twips
from invest_crm.reports.fonts import Role
from invest_crm.reports.typeset import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table

_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(table: Table, room: page.Room) -> str:
    """The table as XML, as wide as ``room``."""
    size, exact = fitted(table, room)
    widths = [twips(width) for width in exact]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _header(table.columns, widths, size)
    rows = [_row(table.columns, cells, widths, Role.BODY, size) for cells in table.rows]
    if table.total:
        rows.append(_row(table.columns, table.total, widths, Role.HEI, size))
    kept = _kept_rows(table, exact, size, room)
    body = "".join(_kept(row) if i in kept else row for i, row in enumerate(rows))
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(room.pad, page.ROW_PAD)}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{_kept(head)}{body}</w:tbl>"
    )


def _kept_rows(table: Table, widths: Sequence[float], size: float, room: page.Room) -> set[int]:
    """The rows that stay on one page with the next: a short table is not torn, as in the PDF.

    A total stays with the row before. Heights are judged by the characters of each cell.
    """
    rows = [*table.rows, table.total] if table.total else list(table.rows)
    height = sum(
        max(
            math.ceil(max(1.0, characters(text) * size / (widths[i] - 2 * room.pad)))
            for i, text in enumerate(cells)
        )
        * (size * page.TABLE_LEADING)
        + 2 * page.ROW_PAD
        for cells in rows
    )
    if height <= room.height * page.WHOLE_SHARE:
        return set(range(len(rows) - 1))
    return {len(rows) - 2} if table.total else set()


def _kept(row: str) -> str:
    return row.replace("<w:pPr>", "<w:pPr><w:keepNext/>")


def _margins(beside: float, above: float) -> str:
    return "".join(
        f'<w:{side} w:w="{twips(room)}" w:type="dxa"/>'
        for side, room in (("top", above), ("left", beside), ("bottom", above), ("right", beside))
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
            _cell(run(column.header, Role.HEI, size), widths[i], "center", size, _HEADER)
            for i, column in enumerate(columns)
        )
        return f"<w:tr>{mark}{cells}</w:tr>"
    upper, lower = "", ""
    for group, start, end in spans:
        width = sum(widths[start:end])
        if group:
            span = f'<w:gridSpan w:val="{end - start}"/>'
            upper += _cell(run(group, Role.HEI, size), width, "center", size, span + _HEADER)
            lower += "".join(
                _cell(run(columns[i].header, Role.HEI, size), widths[i], "center", size, _HEADER)
                for i in range(start, end)
            )
        else:
            text = run(columns[start].header, Role.HEI, size)
            upper += _cell(text, width, "center", size, f'<w:vMerge w:val="restart"/>{_HEADER}')
            lower += _cell("", width, "center", size, f"<w:vMerge/>{_HEADER}")
    return f"<w:tr>{mark}{upper}</w:tr><w:tr>{mark}{lower}</w:tr>"


_HEADER = f"<w:tcMar>{_margins(page.HEAD_PAD, page.ROW_PAD)}</w:tcMar>"


def _cell(runs: str, width: int, align: str, size: float, settings: str = "") -> str:
    # the namespace is declared once, at the table
    text = paragraph(runs, align=align, line=twips(size * page.TABLE_LEADING)).replace(
        f" {W}", "", 1
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{settings}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{text}</w:tc>"
    )
