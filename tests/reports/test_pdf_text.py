"""What a reader can copy out of the PDF, and what no font has."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from invest_crm import words
from invest_crm.reports import fonts
from invest_crm.reports.blocks import Paragraph
from invest_crm.reports.bulletin_text import bulletin
from invest_crm.reports.pdf_document import pdf
from tests.reports.briefs import bulletin_brief, document, overall, row

if TYPE_CHECKING:
    from pathlib import Path

RARE = "张𠮷、李䶮、王𬭸、赵㛃、钱𫖯"
HOSTILE = (
    "<b>甲</b>",
    '<img src="/etc/passwd"/>',
    '<img src="http://127.0.0.1/x.png">',
    "甲&乙&amp;丙",
    "</para>",
    '<font color="[[].append(1)]">丁</font>',
    '=HYPERLINK("http://x","y")',
    "(\\) Tj ET",
)


def _text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def _flat(text: str) -> str:
    return "".join(text.split())


def test_extracted_text_equals_what_was_set() -> None:
    text = "截至2025年8月31日，全县新签约项目24个，协议总投资62.33亿元（同比增长18.0%）。" * 9
    found = _text(pdf(document(Paragraph(text)), system_fonts=False).data)
    assert _flat(found).replace("—1—", "") == text


def test_rare_characters_are_drawn_found_and_copied() -> None:
    made = pdf(document(Paragraph(RARE)), system_fonts=False)
    assert made.missing == ()
    assert RARE in _text(made.data)


def test_a_character_no_font_has_becomes_a_box_and_is_reported() -> None:
    plain = pdf(document(Paragraph("项目")), system_fonts=False)
    made = pdf(document(Paragraph("项\U000f1234目")), system_fonts=False)
    assert made.missing == ("\U000f1234",)
    assert made.data != plain.data
    assert made.data != pdf(document(Paragraph("项□目")), system_fonts=False).data


def test_what_is_drawn_as_a_box_is_still_found_and_copied() -> None:
    made = pdf(document(Paragraph("𠮷祥业㐂庆项目😀甲\ue123乙")), system_fonts=False)
    assert made.missing == ("😀", "\ue123")
    found = _text(made.data)
    assert found.startswith("𠮷祥业㐂庆项目")
    assert "\ue123" in found
    with pikepdf.open(io.BytesIO(made.data)) as file:
        assert b"/ActualText <FEFFD83DDE00>" in file.pages[0].Contents.read_bytes()


def test_only_embedded_fonts_are_used() -> None:
    with words.using("zh_CN"):
        made = pdf(bulletin(bulletin_brief()), system_fonts=False)
    with pikepdf.open(io.BytesIO(made.data)) as file:
        seen = 0
        for page in file.pages:
            for font in page.Resources.Font.values():
                seen += 1
                assert "/FontFile2" in font.FontDescriptor
        assert seen
        assert b"Helvetica" not in made.data
        assert str(file.Root.Lang) == "zh-CN"
        assert str(file.docinfo.Title).startswith("关于临川县")
        assert str(file.docinfo.Author) == "临川县投资促进局"
        with file.open_outline() as outline:
            assert [item.title for item in outline.root][1:] == [
                "附件1 签约未开工项目清单",
                "附件2 主要指标及口径说明",
            ]
            assert outline.root[0].children[0].title == "一、总体情况"


def test_same_brief_same_bytes() -> None:
    with words.using("zh_CN"):
        made = [pdf(bulletin(bulletin_brief()), system_fonts=False).data for _i in range(2)]
    assert made[0] == made[1]


def _hostile_brief(text: str) -> object:
    return bulletin_brief(
        county=text,
        unit=text,
        addressee=text,
        next_steps=(text,),
        annex=(row(name=text, investor=text, reason=text, person=text, lead_unit=text),),
        footnotes=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_data_is_printed_literally(text: str) -> None:
    with words.using("zh_CN"):
        made = pdf(bulletin(_hostile_brief(text)), system_fonts=False)  # type: ignore[arg-type]
    assert _flat(_text(made.data)).count(_flat(text)) >= 4


def test_no_file_and_no_host_is_opened_for_markup_in_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with words.using("zh_CN"):
        pdf(bulletin(bulletin_brief()), system_fonts=False)  # fonts are read
        opened: list[str] = []
        watching = True

        def watch(event: str, args: tuple[object, ...]) -> None:
            if watching and event in ("open", "socket.connect", "socket.getaddrinfo"):
                opened.append(str(args[0]))

        sys.addaudithook(watch)
        for text in HOSTILE:
            pdf(bulletin(_hostile_brief(text)), system_fonts=False)  # type: ignore[arg-type]
        watching = False
    kept = [name for name in opened if not name.endswith((".ttf", ".pyc", ".py", ".mo"))]
    assert kept == []


def test_a_damaged_font_is_replaced_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "simfang.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00" + b"\x00" * 64)
    monkeypatch.setattr(fonts, "_installed", lambda: {"simfang": broken})
    made = pdf(document(Paragraph("正文")))
    assert made.unusable_fonts == ("simfang.ttf",)
    assert "正文" in _text(made.data)


def test_outlines_other_than_truetype_are_never_chosen(tmp_path: Path) -> None:
    cff = tmp_path / "simfang.ttf"
    cff.write_bytes(b"OTTO" + b"\x00" * 64)
    assert not fonts.is_truetype(cff)
    assert not fonts.is_truetype(tmp_path / "absent.ttf")


def test_an_installed_office_face_comes_before_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = tmp_path / "SIMFANG.TTF"
    face.write_bytes(b"\x00\x01\x00\x00")
    monkeypatch.setattr(fonts, "font_folders", lambda: [tmp_path])
    fonts._installed.cache_clear()
    try:
        first = next(iter(fonts.candidates(fonts.Role.BODY, system_fonts=True)))
    finally:
        fonts._installed.cache_clear()
    assert first.path == face
    ours = next(iter(fonts.candidates(fonts.Role.BODY, system_fonts=False)))
    assert ours.name == "NotoSerifSC-Regular"


def test_demonstration_data_is_marked_on_every_page() -> None:
    with words.using("zh_CN"):
        made = pdf(bulletin(bulletin_brief()), system_fonts=False)
        clean = pdf(bulletin(bulletin_brief(demo=False)), system_fonts=False)
    for page in pypdfium2.PdfDocument(made.data):
        assert "演示数据" in page.get_textpage().get_text_range()
    assert "演示数据" not in _text(clean.data)


def test_an_empty_bulletin_is_still_a_document() -> None:
    brief = bulletin_brief(
        overall=overall(stages=(), grades=(), target=None, funds_fen=None),
        headline=(),
        rankings=(),
        by_chain=(),
        key_projects=(),
        problems=(),
        next_steps=(),
        annex=(),
        addressee="",
    )
    with words.using("zh_CN"):
        made = pdf(bulletin(brief), system_fonts=False)
    assert made.pages == 1
    assert "二、" not in _text(made.data)
