"""A look into a file shows what is in it, and a hostile file shows nothing and harms nothing."""

from __future__ import annotations

import io
import os
import zipfile

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from invest_crm import children
from invest_crm.exchange import peek as module
from invest_crm.exchange.media import (
    DOCX,
    MACROS,
    PDF,
    PROGRAM,
    TEXT,
    UNKNOWN,
    XLSX,
    copy_name,
    media_type,
)
from invest_crm.exchange.peek import peek


def pdf(pages: int = 2, password: bool = False) -> bytes:
    out = io.BytesIO()
    secret = None
    if password:
        from reportlab.lib.pdfencrypt import StandardEncryption

        secret = StandardEncryption("secret")
    canvas = Canvas(out, pagesize=(400, 200), encrypt=secret)
    for number in range(pages):
        canvas.setFillColorRGB(1, 0, 0) if number else canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(0, 0, 400, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def document() -> bytes:
    out = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("招商引资协议")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲方", "乙方"
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "台账"
    book.active.append(["项目", "投资"])
    book.active.append(["肉羊", 35000])
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in parts.items():
            pack.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def test_a_page_of_a_pdf_is_drawn_as_wide_as_asked() -> None:
    found = peek(pdf(), PDF, page=1, width=300)
    assert (found.kind, found.pages, found.width, found.height) == ("page", 2, 300, 150)
    middle = 75 * found.stride + 150 * 4
    assert tuple(found.data[middle : middle + 3]) == (0, 0, 255), "blue, green, red"


def test_documents_and_workbooks_show_their_text() -> None:
    assert media_type(document()) == DOCX
    found = peek(document(), DOCX)
    assert found.kind == "text"
    assert "招商引资协议" in found.text
    assert "甲方" in found.text.split("乙方")[0]
    assert media_type(workbook()) == XLSX
    assert peek(workbook(), XLSX).text == "【台账】\n项目\t投资\n肉羊\t35000"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_an_office(encoding: str) -> None:
    data = "项目,投资\n肉羊,35000".encode(encoding)
    assert media_type(data) == TEXT
    assert peek(data, TEXT).text.startswith("项目,投资")


def test_a_long_text_says_that_it_goes_on() -> None:
    found = peek("字".encode() * (module.MOST_TEXT + 5), TEXT)
    assert (len(found.text), found.more) == (module.MOST_TEXT, True)


def test_a_pdf_with_a_password_says_so() -> None:
    assert peek(pdf(password=True), PDF).kind == "encrypted"


HUGE = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    b"</sheetData></worksheet>"
)


def far_cell() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name in source.namelist():
            sheet = name.startswith("xl/worksheets/")
            pack.writestr(name, HUGE if sheet else source.read(name))
    return out.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "' + b"ha" * 1000 + b'">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n" + os.urandom(5000), PDF),
        (pdf()[:400], PDF),
        (b"PK\x03\x04" + os.urandom(500), DOCX),
        (packed(word__document_xml=LAUGHS), DOCX),
        (packed(other=b"x"), DOCX),
        (packed(xl__workbook_xml=b"<x"), XLSX),
        (far_cell(), XLSX),
    ],
)
def test_a_hostile_or_broken_file_shows_nothing(data: bytes, kind: str) -> None:
    assert peek(data, kind).kind == "damaged"


def test_a_parser_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(module, "_SECONDS", 0.2)
    wait = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(children, "command", lambda _flag: wait)
    assert peek(pdf(), PDF).kind == "damaged"


def test_kinds_are_told_by_content_not_by_name() -> None:
    assert media_type(b"MZ\x90" + bytes(100)) == PROGRAM
    assert media_type(b"\x7fELF" + bytes(100)) == PROGRAM
    assert media_type(b"#!/bin/sh\nrm -rf /") == PROGRAM
    assert media_type(packed(word__document_xml=b"", word__vbaProject_bin=b"")) == DOCX
    macros = io.BytesIO()
    with zipfile.ZipFile(macros, "w") as pack:
        pack.writestr("xl/workbook.xml", "")
        pack.writestr("xl/vbaProject.bin", "")
    assert media_type(macros.getvalue()) == MACROS
    assert media_type(b"PK\x03\x04 broken") == UNKNOWN
    assert media_type(bytes(50)) == UNKNOWN


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.bat", "x.lnk", "x.html", "x.docm", "a.PS1"])
def test_what_a_name_could_start_is_never_opened(name: str) -> None:
    for kind in (TEXT, PDF, DOCX):
        assert copy_name(name, kind) is None


def test_a_name_cannot_lead_out_of_the_folder() -> None:
    for name in ("../../evil.pdf", "..\\evil.pdf", "/etc/evil.pdf", "C:\\evil.pdf", "a\0b.pdf"):
        found = copy_name(name, PDF)
        assert found is not None
        assert not set(found) & set('/\\:\0"')
