"""The documents of the statistics: what the lists say, and what is bound in which order."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from invest_crm import words
from invest_crm.domain.statistics.state import StepKind
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files
from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.statistics.documents import list_brief
from tests.support.factories import wan
from tests.support.statistics import bring, earned, paper, started, take

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.factories import Bureau


@pytest.fixture(autouse=True)
def _chinese() -> None:
    words.use("zh_CN")


def pdf(*texts: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, (400, 600))
    for text in texts:
        canvas.drawString(50, 500, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(out, "JPEG")
    return out.getvalue()


def bound(office: Bureau, path: Path, **about: str) -> pypdf.PdfReader:
    command: Any = MakeReport("stat-bundle", path, **about)  # type: ignore[arg-type]
    office.app.read(make_report, command)
    return pypdf.PdfReader(io.BytesIO(path.read_bytes()))


def test_the_papers_are_bound_in_the_order_of_the_list(any_office: Bureau, tmp_path: Path) -> None:
    office = any_office
    project = started(office, "甲项目")
    offered = [
        Offered("现场.jpg", picture(), "SITE_PHOTO"),
        Offered("备案证.pdf", pdf("FILED", "FILED2"), "FILING"),
        Offered("可研报告.docx", b"PK\x03\x04nothing", "FEASIBILITY"),
        Offered("会议纪要.pdf", pdf("NOT ON THE LIST"), "REVIEW_OPINION"),
    ]
    add_files(office.app, Subject("project", project), offered)
    reader = bound(office, tmp_path / "x.pdf", project=project)
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 5  # cover, contents, two of the filing, one photo
    assert "甲项目" in texts[0]
    assert "入库申报材料" in texts[0]
    assert "缺少" in texts[1]  # the works contract
    assert "仅装订PDF、JPEG、PNG" in texts[1]
    assert ["FILED" in texts[2], "FILED2" in texts[3]] == [True, True]
    assert [f"— {n} —" in text for n, text in enumerate(texts, start=1)] == [
        *(False, True, True, True, True),
    ]
    marks = [(one.title, reader.get_destination_page_number(one)) for one in reader.outline]  # type: ignore[union-attr,arg-type]
    assert marks == [
        ("封面", 0),
        ("目录", 1),
        ("审批、核准、备案文件", 2),
        ("项目现场照片", 4),
    ]
    assert not any("NOT ON THE LIST" in text for text in texts)


def test_a_project_without_papers_gives_a_contents_of_what_is_missing(
    office: Bureau, tmp_path: Path
) -> None:
    reader = bound(office, tmp_path / "x.pdf", project=started(office))
    assert len(reader.pages) == 2
    assert reader.pages[1].extract_text().count("缺少") == 3


def test_the_papers_of_a_firm_follow_its_class(office: Bureau, tmp_path: Path) -> None:
    firm = office.firm("丙公司", industry="1351", local=True)
    for kind in ("COMMITMENT", "LICENCE"):
        bring(office, "firm", firm, kind, data=pdf(kind))
    reader = bound(office, tmp_path / "x.pdf", firm=firm)
    titles = [one.title for one in reader.outline]  # type: ignore[union-attr]
    assert titles == ["封面", "目录", "营业执照", "真实性承诺书"]


def test_the_list_of_projects_says_the_total_who_and_why(office: Bureau) -> None:
    project = started(office, "甲项目")
    paper(office, project, "FILING", amount=wan(6000))
    take(office, project, StepKind.HANDED, "09-01", note="无")
    take(office, project, StepKind.RETURNED, "09-01", note="缺签章")
    started(office, "乙项目", in_stats_on="2025-08")
    (row,) = office.app.read(list_brief, "not-in-stats", None, "").rows
    assert row[1:5] == ("甲项目", "—", "6000", "2025-07-01")
    assert (row[7], row[8], row[10]) == ("已退回", "县工信局", "缺签章")


def test_a_list_of_an_earlier_day_knows_no_later_step_nor_revenue(any_office: Bureau) -> None:
    office = any_office
    project = started(office, "甲项目")
    take(office, project, StepKind.HANDED, "08-20", note="无")
    take(office, project, StepKind.ACCEPTED, "09-01", month="2025-09", code="7")
    firm = office.firm("丙公司", industry="1351", local=True)
    earned(office, firm, "2025-01", 1000, last="2025-06")
    earned(office, firm, "2025-07", 1100)
    assert not office.app.read(list_brief, "not-in-stats", None, "").rows
    (row,) = office.app.read(list_brief, "not-in-stats", date(2025, 8, 25), "").rows
    assert (row[5], row[7]) == ("55", "已报统计局")
    (now,) = office.app.read(list_brief, "not-in-size", None, "").rows
    (then,) = office.app.read(list_brief, "not-in-size", date(2025, 6, 30), "").rows
    assert (now[4], then[4]) == ("2100", "1000")
    assert (now[6], then[6]) == ("应统未统", "准四上")


def test_the_list_of_firms_says_that_it_is_confidential(office: Bureau) -> None:
    firm = office.firm("丙公司", industry="1351", local=True)
    earned(office, firm, "2025-01", 2100, last="2025-08")
    office.firm("丁羊场", industry="0314", local=True)
    brief = office.app.read(list_brief, "not-in-size", None, "")
    (row,) = brief.rows
    assert row[1:6] == ("丙公司", "规模以上工业", "2000", "2100", "2025年8个月")
    assert any("统计法" in note for note in brief.notes)
