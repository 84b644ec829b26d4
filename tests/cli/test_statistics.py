"""``list stat-projects``, ``stat-firms``, ``revenue``, ``due`` and the three reports."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def demo(crm: Crm) -> Crm:
    """The demonstration county."""
    assert crm("init").status == 0
    assert crm("demo", "--projects", "40", "--firms", "60").status == 0
    return crm


def test_projects_and_firms_are_listed_and_narrowed(demo: Crm) -> None:
    every = demo.json("list", "stat-projects")["stat-projects"]
    due = demo.json("list", "stat-projects", "--stands", "due")["stat-projects"]
    assert 0 < len(due) < len(every)
    assert {one["stands"] for one in due} == {"due"}
    assert [one["days"] for one in due] == sorted((one["days"] for one in due), reverse=True)
    today = {one["id"] for one in demo.json("due")["should_be_in_stats"]}
    assert today <= {one["id"] for one in due}
    figure = demo.json("explain", "in_stats.rate")
    missing = {one["id"] for one in figure["denominator"]}
    missing -= {one["id"] for one in figure["numerator"]}
    assert missing <= {one["id"] for one in due}
    firms = demo.json("list", "stat-firms", "--stands", "should")
    assert "统计法" in firms["notice"]
    for one in firms["stat-firms"]:
        assert one["threshold"] is None or float(one["revenue"]) >= float(one["threshold"])
    never = demo.json("list", "stat-firms", "--stands", "never")["stat-firms"]
    assert {one["class"] for one in never} <= {None}
    assert demo.json("list", "revenue")["revenue"]


def test_people_read_them_as_a_table_with_the_notice_apart(demo: Crm) -> None:
    said = demo("list", "stat-firms")
    assert "统计类别" in said.out
    assert "保密" in said.err
    assert "保密" not in said.out


def test_what_presses_is_due(demo: Crm) -> None:
    found = demo.json("due")["statistics"]
    assert {"entry", "returned", "monthly", "firm", "ask"} >= {one["matter"] for one in found}
    assert found
    assert "入库入统" in demo("due").out


def test_the_lists_and_the_papers_are_written(demo: Crm, tmp_path: Path) -> None:
    due = demo.json("list", "stat-projects", "--stands", "due")["stat-projects"]
    book = tmp_path / "due.xlsx"
    assert demo("report", "not-in-stats", "--out", str(book)).status == 0
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    names = [row[1].value for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, str)]
    assert [name for name in names if name] == [one["name"] for one in due]
    for suffix in ("pdf", "docx", "html"):
        target = tmp_path / f"firms.{suffix}"
        assert demo("report", "not-in-size", "--out", str(target)).status == 0
        assert target.stat().st_size > 1000
    assert "统计法" in (tmp_path / "firms.html").read_text(encoding="utf-8")
    bound = tmp_path / "papers.pdf"
    named = next(one for one in due if len(one["missing"]) < 3)
    arguments = ("report", "stat-bundle", "--project", named["id"], "--out", str(bound))
    assert demo(*arguments).status == 0
    pages = pypdf.PdfReader(io.BytesIO(bound.read_bytes())).pages
    assert len(pages) >= 3
    assert "— 2 —" in pages[1].extract_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "stat-firms", "--stands", "due"), "该列表不能这样筛选"),
        (("report", "stat-bundle", "--out", "x.pdf"), "请指明装订哪个项目或企业"),
        (("report", "stat-bundle", "--out", "x.docx", "--firm", "x"), "可用格式：pdf"),
        (("report", "stat-bundle", "--out", "x.pdf", "--firm", "x"), "已不存在"),
        (("report", "not-in-stats", "--out", "x.pdf", "--as-of", "2120-01-01"), "尚未到"),
    ],
)
def test_what_cannot_be_asked_is_refused(crm: Crm, arguments: tuple[str, ...], said: str) -> None:
    assert crm("init").status == 0
    assert said in crm.refused(*arguments)


def test_a_ledger_of_revenue_goes_out_on_record_and_comes_back_as_the_same(
    demo: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "收入.xlsx"
    said = demo("export", "revenue", "--out", str(path))
    assert "统计法" in said.err
    report = demo.json("import", str(path))
    figures = demo.json("list", "revenue")["revenue"]
    assert (report["kind"], report["same"], report["data_rows"]) == ("revenue", *[len(figures)] * 2)
    (first, *_rest) = report["rows"]
    assert set(first["fields"]["revenue"][0]) == {"from", "to", "amount"}


def test_the_lists_are_grouped_and_show_the_records_of_a_view(demo: Crm) -> None:
    due = demo.json("list", "stat-projects", "--stands", "due")["stat-projects"]
    shown = demo.json("list", "stat-projects", "--view", "statistics.due")["stat-projects"]
    assert [one["id"] for one in shown] == [one["id"] for one in due]
    groups = demo.json("list", "stat-firms", "--group-by", "stands")
    assert groups["total"]["count"] == len(demo.json("list", "stat-firms")["stat-firms"])
    assert demo("list", "revenue", "--group-by", "name").status != 0
