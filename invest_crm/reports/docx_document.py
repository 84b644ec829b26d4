"""A document of blocks as .docx: the same page, because offices edit before they send.

Page set-up, fixed line spacing and font names follow GB/T 9704; the annex lies on its side in a
section of its own. Same document, same bytes: fixed dates, fixed order, fixed archive times.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import singledispatchmethod
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm

from invest_crm.reports import docx_parts as parts
from invest_crm.reports import page
from invest_crm.reports.blocks import (
    Addressee,
    Annex,
    AnnexList,
    Block,
    DocNumber,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
)
from invest_crm.reports.docx_table import table_xml
from invest_crm.reports.fonts import Role
from invest_crm.reports.typeset import balanced, characters

if TYPE_CHECKING:
    from typing import Any

_SEAL_INDENT = 4
_NOTE_LINE = 260
_ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)


def docx_bytes(document: Document) -> bytes:
    """The .docx file of a document."""
    file = docx.Document()
    _properties(file, document)
    body = file.element.body
    for paragraph in list(file.paragraphs):
        body.remove(paragraph._element)  # noqa: SLF001 - python-docx's way to its own element
    writer = _Writer(body)
    file.settings.odd_and_even_pages_header_footer = True
    texts = [block for block in document.blocks if not isinstance(block, Annex)]
    annexes = [block for block in document.blocks if isinstance(block, Annex)]
    if texts:
        _begin(file.sections[0], document.mark, first=True, landscape=False)
    for block in texts:
        if isinstance(block, AnnexList | Signature):
            writer.hold_last()
        writer.write(block)
    for number, annex in enumerate(annexes):
        first = not (number or texts)
        section = file.sections[0] if first else file.add_section(WD_SECTION.NEW_PAGE)
        _begin(section, document.mark, first=first, landscape=annex.landscape)
        writer.annex(annex)
    return _fixed_archive(file)


def _begin(section: Any, mark: str, *, first: bool, landscape: bool) -> None:
    """Set up a section; its head and foot are the last one's if that lies the same way."""
    before = section.orientation  # of the section before
    _set_up(section, landscape=landscape)
    if first or section.orientation != before:
        _furniture(section, mark, landscape=landscape)


def _properties(file: Any, document: Document) -> None:
    core = file.core_properties
    moment = datetime(  # noqa: DTZ001 - the file format's local time; the day is what counts
        document.created.year, document.created.month, document.created.day
    )
    core.title, core.subject = document.title, document.subject
    core.author = core.last_modified_by = document.author
    core.created = core.modified = moment
    core.revision, core.comments, core.keywords = 1, "", ""
    core.language = "zh-CN" if document.language == "zh_CN" else document.language
    style = file.styles["Normal"].element
    paragraph = style.get_or_add_pPr()
    for setting in ("widowControl", "autoSpaceDE", "autoSpaceDN"):  # they would break the grid
        paragraph.append(parts.element(f'<w:{setting} {parts.W} w:val="0"/>'))
    normal = style.get_or_add_rPr()
    for old in list(normal):
        normal.remove(old)
    fonts = parts.EAST_ASIAN[Role.BODY]
    normal.append(
        parts.element(
            f'<w:rFonts {parts.W} w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
            f'w:eastAsia="{fonts}" w:cs="Times New Roman"/>'
        )
    )
    normal.append(parts.element(f'<w:sz {parts.W} w:val="{round(page.BODY * 2)}"/>'))
    normal.append(parts.element(f'<w:lang {parts.W} w:val="en-US" w:eastAsia="zh-CN"/>'))


def _set_up(section: Any, *, landscape: bool) -> None:
    width, height = page.PAPER_MM
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Mm(height), Mm(width)) if landscape else (Mm(width), Mm(height))
    )
    # a page on its side is the upright page turned: its head at the binding edge
    edges = (page.TOP_MM, page.RIGHT_MM, page.BOTTOM_MM, page.LEFT_MM)
    top, right, bottom, left = (edges[3], *edges[:3]) if landscape else edges
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = Mm(parts.EDGE_MM - (page.TOP_MM - top))
    section.footer_distance = Mm(parts.EDGE_MM - (page.BOTTOM_MM - bottom))
    # no grid: fixed line spacing and tightened characters give 22 × 28 in every office program
    properties = section._sectPr  # noqa: SLF001 - python-docx has no access to it
    for old in properties.findall(f"{{{properties.nsmap['w']}}}docGrid"):
        properties.remove(old)


def _furniture(section: Any, mark: str, *, landscape: bool) -> None:
    """Page numbers and the mark; the number of a page on its side stands turned."""
    for number, footer in enumerate((section.footer, section.even_page_footer), 1):
        footer.is_linked_to_previous = False
        xml = parts.page_number(right=number == 1)
        _fill(footer, parts.turned_foot(xml, number) if landscape else xml)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        text = parts.run(mark, Role.HEI, page.TABLE) if mark else ""
        _fill(header, parts.paragraph(text, align="right", line=_NOTE_LINE))


def _fill(area: Any, xml: str) -> None:
    element = area._element  # noqa: SLF001 - python-docx's way to its own element
    for old in list(element):
        element.remove(old)
    element.append(parts.element(xml))


def _fixed_archive(file: Any) -> bytes:
    raw = io.BytesIO()
    file.save(raw)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ARCHIVE_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(info, source.read(name))
    return target.getvalue()


class _Writer:
    """Appends blocks to a body, before its last section properties."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def _add(self, xml: str) -> None:
        self._body.insert(len(self._body) - 1, parts.element(xml))

    def _blank(self, count: int = 1, *, keep: bool = False) -> None:
        for _i in range(count):
            self._add(parts.paragraph(parts.run("", Role.BODY, page.BODY), keep=keep))

    def hold_last(self) -> None:
        """Keep the last paragraph with what follows: no signature on a page without text."""
        if len(self._body) > 1 and self._body[-2].tag.endswith("}p"):
            settings = self._body[-2].get_or_add_pPr()
            settings.get_or_add_keepNext()

    @singledispatchmethod
    def write(self, block: Block) -> None:
        """Append one block of the text."""
        raise TypeError(f"no writing for {type(block).__name__}")

    @write.register
    def _doc_number(self, block: DocNumber) -> None:
        self._add(parts.paragraph(parts.run(block.text, Role.BODY, page.BODY), align="center"))
        self._blank()

    @write.register
    def _title(self, block: Title) -> None:
        self._title_lines(block.phrases, page.WIDTH)
        self._blank()

    def _title_lines(self, phrases: tuple[str, ...], width: float) -> None:
        sized = [(text, characters(text) * page.TITLE) for text in phrases]
        text = "\n".join(balanced(sized, width))
        runs = parts.run(text, Role.TITLE, page.TITLE)
        self._add(parts.paragraph(runs, align="center", line=660, keep=True, outline=0))

    @write.register
    def _addressee(self, block: Addressee) -> None:
        self._add(parts.paragraph(parts.run(block.text, Role.BODY, page.BODY)))

    @write.register
    def _heading(self, block: Heading) -> None:
        role = Role.HEI if block.level == 1 else Role.KAI
        runs = parts.run(block.text, role, page.BODY)
        indent = parts.first_line(page.INDENT)
        self._add(parts.paragraph(runs, indent=indent, keep=True, outline=block.level))

    @write.register
    def _paragraph(self, block: Paragraph) -> None:
        runs = parts.run(block.lead_in, Role.KAI, page.BODY) if block.lead else ""
        runs += parts.run(block.text, Role.BODY, page.BODY) if block.text else ""
        self._add(parts.paragraph(runs, indent=parts.first_line(page.INDENT)))

    @write.register
    def _table(self, block: Table) -> None:
        if block.caption:
            runs = parts.run(block.caption, Role.HEI, page.TABLE + 1.5)
            self._add(parts.paragraph(runs, align="center", keep=True))
        self._table_with_notes(block, page.UPRIGHT)

    @write.register
    def _annex_list(self, block: AnnexList) -> None:
        self._blank(keep=True)
        start = page.INDENT + characters(block.label)
        for number, text in enumerate(block.lines):
            head = "" if number else block.label
            hang = 0 if number else start - page.INDENT
            indent = parts.left_indent(start)
            if hang:
                width = parts.twips(hang * page.BODY)
                indent += f' w:hangingChars="{round(hang * 100)}" w:hanging="{width}"'
            runs = parts.run(head + text, Role.BODY, page.BODY)
            self._add(parts.paragraph(runs, indent=indent, keep=True))

    @write.register
    def _signature(self, block: Signature) -> None:
        self._blank(2, keep=True)
        unit, day = characters(block.unit), characters(block.date)
        widest = max(unit, day)
        for text, width, keep in ((block.unit, unit, True), (block.date, day, False)):
            indent = parts.right_indent(_SEAL_INDENT + (widest - width) / 2)
            runs = parts.run(text, Role.BODY, page.BODY)
            self._add(parts.paragraph(runs, align="right", indent=indent, keep=keep))

    def annex(self, block: Annex) -> None:
        """Append an annex to the section just begun."""
        room = page.TURNED if block.landscape else page.UPRIGHT
        if block.label:
            self._add(parts.paragraph(parts.run(block.label, Role.HEI, page.BODY), keep=True))
        self._title_lines((block.title,), room.width)
        self._table_with_notes(block.table, room)

    def _table_with_notes(self, table: Table, room: page.Room) -> None:
        if table.unit_note:
            runs = parts.run(table.unit_note, Role.BODY, page.TABLE)
            self._add(parts.paragraph(runs, align="right", line=340, keep=True))
        self._add(table_xml(table, room))
        for note in table.notes or ("",):
            runs = parts.run(note, Role.BODY, page.NOTE)
            self._add(parts.paragraph(runs, line=_NOTE_LINE))
