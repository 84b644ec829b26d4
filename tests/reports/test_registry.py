"""Reports by name: formats, refusals, whole files or none."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.errors import UserError
from invest_crm.reports import registry
from invest_crm.reports.bulletin_text import bulletin
from invest_crm.reports.html_document import html
from invest_crm.reports.registry import REPORTS, render
from tests.reports.briefs import (
    bulletin_brief,
    card_brief,
    follow_up_brief,
    list_brief,
    review_brief,
    stat_brief,
    table_brief,
)
from tests.reports.test_pdf_text import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

BRIEFS = {
    "signed-started-bulletin": bulletin_brief,
    "signed-not-started": list_brief,
    "follow-up": follow_up_brief,
    "five-ones": table_brief,
    "hand-over": table_brief,
    "utilities": table_brief,
    "project-card": card_brief,
    "review": review_brief,
    "not-in-stats": stat_brief,
    "not-in-size": stat_brief,
}
EVERY = [(one.name, suffix) for one in REPORTS if one.needs is not None for suffix in one.formats]


@pytest.mark.parametrize(("name", "suffix"), EVERY)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_report_is_written_in_every_format_and_language(
    name: str, suffix: str, language: str, tmp_path: Path
) -> None:
    path = tmp_path / f"通报.{suffix}"
    brief = BRIEFS[name](language=language)
    before = words.language()
    made = render(name, brief, path, system_fonts=False)
    assert made.path == path
    assert path.stat().st_size > 1000
    assert made.missing == ()
    assert (made.pages > 0) == (suffix == "pdf")
    assert words.language() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_report_or_format_is_refused_in_words(tmp_path: Path) -> None:
    with words.using("zh_CN"):
        with _refused("unknown-report") as unknown:
            render("nothing", list_brief(), tmp_path / "a.pdf")
        assert "signed-not-started" in str(unknown.value)
        with _refused("unknown-format") as format_error:
            render("signed-started-bulletin", bulletin_brief(), tmp_path / "a.xlsx")
        assert "可用格式：pdf, docx, html。" in str(format_error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_brief_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        render("signed-not-started", bulletin_brief(), tmp_path / "a.pdf")


@contextmanager
def _refused(code: str) -> Iterator[pytest.ExceptionInfo[UserError]]:
    with pytest.raises(UserError) as caught:
        yield caught
    assert caught.value.code == code


def _failing(number: int) -> object:
    def fail(*_args: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("where", "number", "code"),
    [("fsync", errno.ENOSPC, "disk-full"), ("replace", errno.EACCES, "target-busy")],
)
def test_a_failure_leaves_the_old_file_and_no_litter(
    where: str, number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(b"old")
    owner = os if where == "fsync" else Path
    monkeypatch.setattr(owner, where, _failing(number))
    with pytest.raises(UserError) as refused:
        render("signed-not-started", list_brief(), path)
    monkeypatch.undo()
    assert refused.value.code == code
    assert refused.value.safe
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_busy_target_is_offered_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "清单 (2).xlsx").touch()
    monkeypatch.setattr(Path, "replace", _failing(errno.EACCES))
    with pytest.raises(UserError) as refused:
        render("signed-not-started", list_brief(), path)
    assert "清单 (3).xlsx" in refused.value.todo


@pytest.mark.parametrize("name", ["CON.pdf", "nul.docx", "a:b.pdf", "x?.pdf"])
def test_names_windows_cannot_hold_are_refused(name: str, tmp_path: Path) -> None:
    with _refused("bad-file-name"):
        render("signed-started-bulletin", bulletin_brief(), tmp_path / name)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with _refused("no-such-folder"):
        render("signed-started-bulletin", bulletin_brief(), tmp_path / "file" / "a.pdf")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_data_is_text_in_html(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    render("signed-started-bulletin", bulletin_brief(next_steps=(text,), county=text), path)
    page = path.read_text("utf-8")
    assert escape(text) in page
    assert "<img" not in page
    assert "<font" not in page


def test_every_report_has_a_chinese_title() -> None:
    with words.using("zh_CN"):
        assert [r.label for r in REPORTS] == [
            "签约与开工情况通报",
            "签约未开工项目清单",
            "跟踪记录",
            "项目档案（一项目一档）",
            "项目全程图",
            "挂图作战",
            "“五个一”包联责任表",
            "准入联审表",
            "要素保障清单",
            "移交清单",
            "应入未入项目清单",
            "应统未统企业清单",
            "入库入统申报材料合订本",
        ]


def test_listing_the_reports_loads_no_drawing_library() -> None:
    code = (
        "import sys; from invest_crm.reports import registry;"
        "print([m for m in ('reportlab','docx','xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert registry.REPORTS


def test_the_page_says_one_annex_in_one_line_and_no_stray_space() -> None:
    with words.using("zh_CN"):
        page = html(bulletin(bulletin_brief(headline=())))
    assert '<p class="annexes">附件：签约未开工项目清单</p>' in page
    assert "冷库项目。</strong>由航兴饲料投资" in page
