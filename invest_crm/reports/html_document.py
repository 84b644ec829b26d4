"""A document of blocks as one HTML file for reading on a screen: no script, nothing fetched."""

from __future__ import annotations

from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING

from invest_crm.reports.blocks import (
    Addressee,
    Annex,
    AnnexList,
    Block,
    DocNumber,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
)
from invest_crm.reports.columns import group_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Document

_STYLE = """
body{max-width:60em;margin:2em auto;padding:0 1em;line-height:1.8;color:#1B2430;
font-family:FangSong,仿宋_GB2312,"Noto Serif SC",serif}
h1{text-align:center;font-size:1.6em;line-height:1.4}
h2{font:1.1em/1.8 SimHei,黑体,"Noto Sans SC",sans-serif;margin:.4em 0}
p{margin:.2em 0;text-indent:2em;text-align:justify}
p.flush,p.note,p.mark{text-indent:0}p.centre{text-indent:0;text-align:center}
p.annexes{margin-top:1.8em;padding-left:5em;text-indent:-3em;text-align:left}
p.sign{margin-top:3.6em}
p.note{font-size:.85em;color:#55606E}p.mark,p.sign{text-align:right;text-indent:0}
.scroll{overflow-x:auto}.wide{margin:0 calc(50% - min(50vw - 1.5em,42em))}
.wide table{min-width:80em}
table{border-collapse:collapse;margin:.5em auto;font-size:.85em;
line-height:1.4}caption{margin-bottom:.3em}th{font-weight:600}
td,th{border:1px solid #55606E;padding:.25em .5em}
td.right{text-align:right;font-variant-numeric:tabular-nums}td.center{text-align:center;white-space:nowrap}
tr.total td{font-weight:600}strong{font-weight:600}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(document: Document) -> str:
    """The whole page as text; every text of the document is escaped."""
    language = "zh-CN" if document.language == "zh_CN" else document.language
    mark = f'<p class="mark">{escape(document.mark)}</p>\n' if document.mark else ""
    body = "\n".join(_block(block) for block in document.blocks)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(document.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{mark}{body}\n</body></html>\n"
    )


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(f"no markup for {type(block).__name__}")


@_block.register
def _title(block: Title) -> str:
    return f"<h1>{escape(block.text)}</h1>"


@_block.register
def _heading(block: Heading) -> str:
    return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"


@_block.register
def _text(block: DocNumber | Addressee | Paragraph | AnnexList | Signature) -> str:
    name, lines = _lines(block)
    style = f' class="{name}"' if name else ""
    return f"<p{style}>{'<br>'.join(lines)}</p>"


def _lines(block: Block) -> tuple[str, list[str]]:
    """The style of a block that is one paragraph, and its lines as markup."""
    match block:
        case DocNumber():
            return "centre", [escape(block.text)]
        case Addressee():
            return "flush", [escape(block.text)]
        case Signature():
            return "sign", [escape(block.unit), escape(block.date)]
        case AnnexList():
            first, *others = map(escape, block.lines)
            return "annexes", [escape(block.label) + first, *others]
        case Paragraph():
            strong = f"<strong>{escape(block.lead_in)}</strong>" if block.lead else ""
            return "", [strong + escape(block.text)]
    raise TypeError(f"no markup for {type(block).__name__}")


@_block.register
def _annex(block: Annex) -> str:
    label = f'<p class="flush">{escape(block.label)}</p>' if block.label else ""
    wide = ' class="wide"' if block.landscape else ""
    return f"<hr>{label}<h1>{escape(block.title)}</h1>\n<div{wide}>{_table(block.table)}</div>"


@_block.register
def _table(block: Table) -> str:
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    unit = f'<p class="mark">{escape(block.unit_note)}</p>' if block.unit_note else ""
    body = "\n".join(_row(block.columns, cells, "") for cells in block.rows)
    total = _row(block.columns, block.total, ' class="total"') if block.total else ""
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in block.notes)
    return (
        f'{unit}<div class="scroll"><table>{caption}<thead>{_head(block.columns)}</thead>\n'
        f"<tbody>{body}{total}</tbody></table></div>{notes}"
    )


def _row(columns: Sequence[Column], cells: Sequence[str], style: str) -> str:
    written = "".join(
        f'<td class="{columns[i].align.value}">{"<br>".join(escape(text).split(chr(10)))}</td>'
        for i, text in enumerate(cells)
    )
    return f"<tr{style}>{written}</tr>"


def _head(columns: Sequence[Column]) -> str:
    spans = group_spans(columns)
    if not any(group for group, _start, _end in spans):
        return "<tr>" + "".join(f"<th>{escape(c.header)}</th>" for c in columns) + "</tr>"
    upper = "".join(
        f'<th colspan="{end - start}">{escape(group)}</th>'
        if group
        else f'<th rowspan="2">{escape(columns[start].header)}</th>'
        for group, start, end in spans
    )
    lower = "".join(f"<th>{escape(column.header)}</th>" for column in columns if column.group)
    return f"<tr>{upper}</tr><tr>{lower}</tr>"
