"""What the program wrote and takes up again changes nothing, whichever list and form it is."""

from __future__ import annotations

import csv
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invest_crm.domain.people import ContactReading
from invest_crm.domain.stages import SideState
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.export import LISTS, export_records
from invest_crm.services.firms import EditFirm, list_firms, save_firm
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, plan_ledger, read_ledger
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.projects.facts import SetSideState, set_side_state
from invest_crm.services.projects.records import all_ids, load
from invest_crm.services.reference import load_reference
from tests.support.factories import Clock, when

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.work import App

FORMS = ("xlsx", "csv")


def plan_back(
    app: App, folder: Path, kind: str, form: str, *, reveal: bool = False, unit: str = "亿元"
) -> Plan:
    """Export a list today and plan to import it into the same database."""
    path = folder / f"{kind}.{form}"
    app.read(export_records, kind, path, reveal=reveal, unit=unit)
    now = app.clock().timestamp()
    os.utime(path, (now, now))
    return app.read(plan_ledger, read_ledger(app, ImportLedger(path)))


def told(plan: Plan) -> list[tuple[str, object]]:
    """What the plan would do: the action of each row that is not the same, with its changes."""
    return [(row.action, row.changes or row.problems) for row in plan.rows if row.action != "same"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", LISTS)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(1, 10_000), reveal=st.booleans(), unit=st.sampled_from(["亿元", "万元"]))
def test_a_list_taken_up_again_changes_nothing(
    new_app: Callable[[], App],
    tmp_path: Path,
    kind: str,
    form: str,
    seed: int,
    reveal: bool,
    unit: str,
) -> None:
    app = new_app()
    app.write(load_reference, None)
    app.write(fill, FillDemo(seed=seed, projects=40, firms=40))
    plan = plan_back(app, tmp_path, kind, form, reveal=reveal, unit=unit)
    assert plan.rows
    assert told(plan) == []


def csv_with(path: Path, **cells: str) -> None:
    """Change cells of the first record of an exported list, by heading."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    for heading, text in cells.items():
        rows[1][rows[0].index(heading)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows(rows)


def test_a_project_signed_on_the_last_day_keeps_its_date(app: App, tmp_path: Path) -> None:
    app.clock = Clock("2025-09-01T02:00")  # in Greenwich the day before
    app.write(create_project, CreateProject({"name": "今日签约", "signed_on": when("2025-09-01")}))
    plan = plan_back(app, tmp_path, "projects", "csv")
    assert told(plan) == []
    assert plan.problems() == []


def test_a_recorded_end_is_not_pointed_out_again(app: App, tmp_path: Path) -> None:
    signed = {"name": "已终止项目", "signed_on": when("2025-03-01"), "agreement_type": "FORMAL"}
    ended = app.write(create_project, CreateProject(signed)).value
    app.write(create_project, CreateProject({"name": "他项目", "extra": {"项目状态": "终止"}}))
    assert ended is not None
    end = SetSideState(
        ended, SideState.TERMINATED, date(2025, 8, 1), "协商解除", reasons=("FUNDS",)
    )
    app.write(set_side_state, end)
    plan = plan_back(app, tmp_path, "projects", "xlsx")
    assert told(plan) == []
    named = {row.reading.row: row.reading.fields["name"] for row in plan.rows}
    assert [named[problem.row] for problem in plan.problems()] == ["他项目"]


@pytest.mark.parametrize("form", FORMS)
def test_what_a_start_is_proved_by_is_told_and_never_read_back(
    app: App, new_app: Callable[[], App], tmp_path: Path, form: str
) -> None:
    proved = started(app, "有照片")
    started(app, "仅申报的")
    app.write(create_project, CreateProject({"name": "未开工"}))
    photo = Offered("现场照片.png", b"photo", "SITE_PHOTO")
    add_files(app, Subject("project", proved), [photo])
    plan = plan_back(app, tmp_path, "projects", form)
    assert told(plan) == []
    (column,) = (one for one in plan.reading.mapping.columns if one.path == "开工成色")
    assert (column.key, column.derived) == (None, True)
    assert column.samples == ("有现场照片", "仅申报")
    path = tmp_path / f"projects.{form}"
    other = new_app()
    other.write(load_reference, None)
    apply_ledger(other, read_ledger(other, ImportLedger(path)))
    records = other.read(lambda view: load(view, all_ids(view)))
    assert {one["name"]: one["start_grade"] for one in records.values()} == {
        "有照片": "1", "仅申报的": "1", "未开工": None,
    }  # fmt: skip
    assert [one["extra"] for one in records.values()] == [{}] * 3


def test_a_countys_own_words_under_that_heading_are_kept(app: App, tmp_path: Path) -> None:
    path = tmp_path / "签约项目（截至2025年8月31日）.csv"
    rows = "项目名称,投资方,签约时间,开工成色\n甲,某公司,2025.1,已入库\n乙,某公司,2025.2,九成\n"
    path.write_text(rows, encoding="utf-8")
    apply_ledger(app, read_ledger(app, ImportLedger(path)))
    records = app.read(lambda view: load(view, all_ids(view)))
    assert [one["extra"] for one in records.values()] == [
        {"开工成色": "已入库"},
        {"开工成色": "九成"},
    ]


def started(app: App, name: str) -> str:
    values = {"name": name, "signed_on": when("2025-03-01"), "started_on": when("2025-06-01")}
    return str(app.write(create_project, CreateProject(values)).value)


def test_a_range_of_an_imported_ledger_is_kept_once(app: App, tmp_path: Path) -> None:
    path = tmp_path / "在谈项目（截至2025年8月31日）.csv"
    rows = "项目名称,投资方,拟投资额（亿元）\n肉羊屠宰,某某公司,2-2.5亿\n"
    path.write_text(rows, encoding="utf-8")
    apply_ledger(app, read_ledger(app, ImportLedger(path)))
    for form in FORMS:
        assert told(plan_back(app, tmp_path, "projects", form)) == []


def test_our_own_list_of_firms_can_be_corrected_in_every_column(app: App, tmp_path: Path) -> None:
    app.write(
        save_firm,
        EditFirm(None, {"name": "某某肉羊有限公司", "remark": "旧", "extra": {"是否规上": "是"}}),
    )
    path = tmp_path / "firms.csv"
    app.read(export_records, "firms", path)
    csv_with(path, 简称="某某", 备注="新", 是否本地="是", 行业代码="0314", 标签="链主")
    plan = apply_ledger(app, read_ledger(app, ImportLedger(path))).value
    assert plan is not None
    assert plan.counts == {"changed": 1}
    (stored,) = app.read(list_firms)
    assert {key: stored[key] for key in ("short_name", "remark", "local", "industry", "tags")} == {
        "short_name": "某某", "remark": "新", "local": True, "industry": "0314", "tags": "链主",
    }  # fmt: skip
    assert stored["extra"] == {"是否规上": "是"}


def test_a_list_of_another_office_keeps_its_own_columns_as_texts(app: App, tmp_path: Path) -> None:
    path = tmp_path / "目标企业.csv"
    path.write_text("企业名称,所在地,主营业务,备注\n某某公司,浙江,饲料,重点\n", encoding="utf-8")
    apply_ledger(app, read_ledger(app, ImportLedger(path)))
    (stored,) = app.read(list_firms)
    assert (stored["remark"], stored["extra"]) == (None, {"备注": "重点"})
    assert told(plan_back(app, tmp_path, "firms", "csv")) == []


def test_a_contact_of_a_masked_list_is_not_a_second_person(app: App, tmp_path: Path) -> None:
    people = (ContactReading("张三", "副总", "13800000000"), ContactReading("李四", "", ""))
    app.write(save_firm, EditFirm(None, {"name": "某某肉羊有限公司", "contacts": people}))
    path = tmp_path / "contacts.csv"
    app.read(export_records, "contacts", path)
    assert told(plan_back(app, tmp_path, "contacts", "csv")) == []
    csv_with(path, 姓名="王五")
    plan = app.read(plan_ledger, read_ledger(app, ImportLedger(path)))
    assert plan.counts == {"new": 1, "same": 1}
