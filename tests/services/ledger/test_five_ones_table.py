"""The responsibility table of the five ones: all its columns are read, and it comes back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.five_ones.documents import HEADS
from invest_crm.services.projects.records import all_ids, load
from tests.support.factories import images

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.ledger.conftest import Ledgers

TITLE = "某县重点项目“五个一”包联责任表（截至2025年8月31日）"
ROW = (
    1, "高端铝材", 150000, "县委常委、副县长 周杰", "县发改局", "吴芳", "甲某、乙某",
    "冯海 13500008367", "2025年6月", "2026年12月", "办理手续",
)  # fmt: skip
MORE = (2, "数据中心", 80000, "李强、王新强", "县工信局", "赵文 13800007300", "", "", "2025.10.8",
        "2027年", "主体施工")  # fmt: skip


def test_every_column_finds_its_field(any_ledgers: Ledgers) -> None:
    plan = any_ledgers.take(any_ledgers.file(TITLE, HEADS, ROW))
    assert plan.reading.kind == "projects"
    assert [column.path for column in plan.reading.mapping.columns if not column.key] in (
        [],
        ["序号"],
    )
    (found,) = any_ledgers.app.read(lambda view: load(view, all_ids(view))).values()
    told = ("name", "leader", "lead_unit", "task_force", "progress_text")
    assert [found[key] for key in told] == [
        "高端铝材", "县委常委、副县长周杰", "县发改局", "甲某、乙某", "办理手续",
    ]  # fmt: skip
    assert [found[key].value for key in ("start_by", "complete_by")] == ["2025-06", "2026-12"]
    assert {(one.name, one.phone) for one in found["contacts"]} == {
        ("吴芳", ""),
        ("冯海", "13500008367"),
    }
    assert found["extra"] == {}


def test_the_table_is_recombined_with_stored_projects(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file(TITLE, HEADS, ROW))
    later = (*ROW[:8], "2025年12月", *ROW[9:])
    plan = ledgers.take(ledgers.file(TITLE, HEADS, later))
    assert plan.counts == {"changed": 1}
    (found,) = ledgers.app.read(lambda view: load(view, all_ids(view))).values()
    assert found["start_by"].value == "2025-12"


def test_the_written_table_is_read_again_and_changes_nothing(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    title = TITLE.replace("“五个一”包联责任表", "签约项目台账")
    heads = ("序号", "项目名称", "签约时间")
    ledgers.take(ledgers.file(TITLE, HEADS, ROW, MORE))
    signed = [(1, "高端铝材", "2025-03-01"), (2, "数据中心", "2025-04-01")]
    ledgers.take(ledgers.file(title, heads, *signed))
    out = tmp_path / "包联责任表.xlsx"
    ledgers.app.read(make_report, MakeReport("five-ones", out))
    before = images(ledgers.app)
    plan = ledgers.take(out)
    assert plan.counts == {"same": 2}
    assert images(ledgers.app)["project"] == before["project"]
    assert images(ledgers.app)["contact"] == before["contact"]
