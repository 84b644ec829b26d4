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
_FOOTER_MM = 25.0  # puts the dash 7 mm below the type area
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
    _set_up(file.sections[0], landscape=False)
    _furniture(file.sections[0], document.mark)
    texts = [block for block in document.blocks if not isinstance(block, Annex)]
    annexes = [block for block in document.blocks if isinstance(block, Annex)]
    for block in texts:
        if isinstance(block, AnnexList | Signature):
            writer.hold_last()
        writer.write(block)
    for number, annex in enumerate(annexes):
        first = not (number or texts)
        section = file.sections[0] if first else file.add_section(WD_SECTION.NEW_PAGE)
        _set_up(section, landscape=annex.landscape)
        writer.annex(annex)
    return _fixed_archive(file)


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
    normal = file.styles["Normal"].element.get_or_add_rPr()
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
    section.header_distance = Mm(20 if landscape else 25)
    section.footer_distance = Mm(_FOOTER_MM - (page.BOTTOM_MM - bottom))
    # no grid: fixed line spacing and tightened characters give 22 × 28 in every office program
    properties = section._sectPr  # noqa: SLF001 - python-docx has no access to it
    for old in properties.findall(f"{{{properties.nsmap['w']}}}docGrid"):
        properties.remove(old)


def _furniture(section: Any, mark: str) -> None:
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        _fill(footer, parts.page_number(right=right))
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
        self._add(parts.paragraph(runs, align="center", line=660, outline=0))

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
        lead = block.lead
        if lead and block.text and lead[-1] in ".!?":
            lead += " "
        runs = parts.run(lead, Role.KAI, page.BODY) if lead else ""
        runs += parts.run(block.text, Role.BODY, page.BODY) if block.text else ""
        self._add(parts.paragraph(runs, indent=parts.first_line(page.INDENT)))

    @write.register
    def _table(self, block: Table) -> None:
        if block.caption:
            runs = parts.run(block.caption, Role.HEI, page.TABLE + 1.5)
            self._add(parts.paragraph(runs, align="center", keep=True))
        self._table_with_notes(block, page.WIDTH, page.TABLE)

    @write.register
    def _annex_list(self, block: AnnexList) -> None:
        self._blank(keep=True)
        many = len(block.items) > 1
        start = page.INDENT + characters(block.label)
        for number, text in enumerate(block.items, 1):
            words = f"{number}.{text}" if many else text
            head = block.label if number == 1 else ""
            hang = start - page.INDENT if number == 1 else 0
            indent = parts.left_indent(start)
            if hang:
                width = parts.twips(hang * page.BODY)
                indent += f' w:hangingChars="{round(hang * 100)}" w:hanging="{width}"'
            runs = parts.run(head + words, Role.BODY, page.BODY)
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
        width = page.HEIGHT if block.landscape else page.WIDTH
        size = page.WIDE_TABLE if block.landscape else page.TABLE
        if block.label:
            self._add(parts.paragraph(parts.run(block.label, Role.HEI, page.BODY), keep=True))
        self._title_lines((block.title,), width)
        self._table_with_notes(block.table, width, size)

    def _table_with_notes(self, table: Table, width: float, size: float) -> None:
        if table.unit_note:
            runs = parts.run(table.unit_note, Role.BODY, page.TABLE)
            self._add(parts.paragraph(runs, align="right", line=340, keep=True))
        self._add(table_xml(table, width, size))
        for note in table.notes or ("",):
            runs = parts.run(note, Role.BODY, page.NOTE)
            self._add(parts.paragraph(runs, line=_NOTE_LINE))
