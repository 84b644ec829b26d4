"""The manual as the help reads it: every page has its section, words and initials find it."""

from __future__ import annotations

import pytest

from invest_crm import words
from invest_crm.ui.help.manual import Manual, read_manual
from invest_crm.ui.picture import page_names

FILES = {code: read_manual(code) for code in words.LANGUAGES}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_page_has_something_to_read(language: str, qapp) -> None:
    for page in page_names():
        sections = FILES[language].read_from(f"page-{page}")
        assert sections, page
        assert len("".join(one.text for one in sections)) > 120, page


def test_both_languages_are_cut_alike() -> None:
    shapes = [[(one.id, one.level, one.chapter) for one in m.sections] for m in FILES.values()]
    assert shapes[0] == shapes[1]


def test_a_chapter_is_read_with_its_parts_but_not_with_another_page() -> None:
    manual = FILES["zh_CN"]
    firms = [one.id for one in manual.read_from("page-firms")]
    assert firms[0] == "page-firms"
    assert "page-requests" not in firms
    projects = [one.id for one in manual.read_from("page-projects")]
    assert "notes" in projects
    assert [one.id for one in manual.read_from("page-requests")] == ["page-requests"]
    assert manual.read_from("nowhere") == ()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("空白模板", "空白模板"),
        ("kbmb", "空白模板"),
        ("kongbai", "空白模板"),
        ("快捷键", "快捷键"),
        ("drtz", "导入台账"),
        ("命令行", "命令行"),
    ],
)
def test_a_title_is_found_by_characters_pinyin_and_initials(typed: str, title: str) -> None:
    assert FILES["zh_CN"].find(typed)[0].section.name == title


@pytest.mark.parametrize("typed", ["校验不符", "jiaoyanbufu"])
def test_what_a_section_says_is_found_and_marked(typed: str) -> None:
    hit = FILES["zh_CN"].find(typed)[0]
    assert hit.section.id == "page-firms"
    assert "".join(hit.line[place] for place in hit.marks).endswith("校验不符")


def test_what_a_section_says_is_found_by_initials() -> None:
    found = {hit.section.id: hit for hit in FILES["zh_CN"].find("jybf")}
    hit = found["page-firms"]
    assert "".join(hit.line[place] for place in hit.marks) == "校验不符"


def test_the_line_of_a_hit_is_short_and_has_no_marks_of_markdown() -> None:
    hits = [
        hit for typed in ("撤销", "导入", "金额", "views") for hit in FILES["zh_CN"].find(typed)
    ]
    assert hits
    assert max(len(hit.line) for hit in hits) <= 74
    assert not any(sign in hit.line for hit in hits for sign in ("`", "**", "](", "|"))


def test_nonsense_finds_nothing() -> None:
    assert FILES["zh_CN"].find("魑魅魍魉") == []
    assert Manual(()).find("导入") == []
