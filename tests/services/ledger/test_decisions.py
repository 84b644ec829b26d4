"""A person's word on single rows and cells counts in what is written, and in nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.services import firms, lists
from invest_crm.services.ledger.apply import apply_preview, recent_imports, save_rejects
from invest_crm.services.ledger.decisions import NEW, Decisions
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.ledger.preview import (
    compared_again,
    compared_row,
    decided,
    looked_again,
    open_ledger,
    preview,
    with_cell,
)
from invest_crm.services.ledger.preview_rows import places, row_view, tried
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.undo import undo
from invest_crm.services.work import Silent
from tests.services.ledger.conftest import SIGNED
from tests.services.ledger.test_others import FIRMS, OTHER, VALID
from tests.support.factories import colleague, images

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.ledger.preview import Preview
    from tests.services.ledger.conftest import Ledgers

TITLE = "某县招商引资签约项目台账（截至2025年8月31日）"
LATER = "某县招商引资签约项目台账（截至2025年9月30日）"
NAME, MONEY, SIGNING = (SIGNED.index(h) for h in ("项目名称", "总投资（亿元）", "签约时间"))


def lines(*rows: dict[str, Any]) -> list[list[Any]]:
    return [[row.get(heading) for heading in SIGNED] for row in rows]


def looked(ledgers: Ledgers, path: Path) -> Preview:
    return preview(ledgers.app, open_ledger(path))


def applied(ledgers: Ledgers, shown: Preview) -> Plan:
    plan = apply_preview(ledgers.app, shown, progress=Silent()).value
    assert plan is not None
    return plan


def stored_firms(ledgers: Ledgers) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = ledgers.app.read(firms.list_firms, reveal=True)
    return {str(item["name"]): item for item in found}


def params(ledgers: Ledgers) -> dict[str, Any]:
    """What the log keeps of the latest action."""
    query = select(change_set.c.params).order_by(change_set.c.seq.desc())
    found: dict[str, Any] = json.loads(ledgers.app.read(lambda view: view.values(query))[0])
    return found


def four(ledgers: Ledgers, title: str = TITLE) -> Path:
    names = ("甲肉羊项目", "乙冷链项目", "丙营地项目", "丁车间项目")
    rows = [{"项目名称": name, "投资方": f"{name[0]}公司", "总投资（亿元）": 2} for name in names]
    return ledgers.file(title, SIGNED, *lines(*rows))


# ---- rows --------------------------------------------------------------------------------------


def test_only_the_chosen_rows_are_written_and_undone_at_once(any_ledgers: Ledgers) -> None:
    before = images(any_ledgers.app)
    shown = decided(looked(any_ledgers, four(any_ledgers)), [1, 2], write=False)
    plan = applied(any_ledgers, shown)
    assert set(any_ledgers.projects()) == {"甲肉羊项目", "丁车间项目"}
    assert plan.tally().unwritten == {"left": 2}
    assert any_ledgers.app.read(recent_imports)[0].counts["new"] == 2
    any_ledgers.app.write(undo, None)
    assert images(any_ledgers.app) == before


def test_a_row_left_out_is_new_again_the_next_time(ledgers: Ledgers) -> None:
    path = four(ledgers)
    applied(ledgers, decided(looked(ledgers, path), [0], write=False))
    assert looked(ledgers, path).counts["new"] == 1


def test_a_row_that_changes_by_its_marks_alone_says_so(ledgers: Ledgers) -> None:
    row = {"项目名称": "甲肉羊项目", "投资方": "甲公司"}
    ledgers.take(ledgers.file(TITLE, SIGNED, *lines({**row, "总投资（亿元）": "2亿"})))
    again = looked(ledgers, ledgers.file(LATER, SIGNED, *lines({**row, "总投资（亿元）": "约2亿"})))
    shown = row_view(again, 0)
    told = [
        (field.key, field.before, field.understood)
        for field in shown.fields
        if field.before is not None
    ]
    assert (again.counts["changed"], told) == (1, [("flags", "", "approximate")])


def test_the_last_word_on_a_row_counts(ledgers: Ledgers) -> None:
    shown = decided(looked(ledgers, four(ledgers)), range(4), write=False)
    shown = decided(shown, [3], write=True)
    assert (shown.tally.written, places(shown, "left")) == ({"new": 1}, [0, 1, 2])
    assert [row_view(shown, place).written for place in range(4)] == [False, False, False, True]


def test_rows_left_out_go_back_to_the_sender_with_that_reason(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    shown = decided(looked(ledgers, four(ledgers)), [2], write=False)
    plan = applied(ledgers, shown)
    assert save_rejects(plan, tmp_path / "out.xlsx") == 1
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    texts = {str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value}
    book.close()
    assert {"丙营地项目", "Left out by the user"} <= texts


def test_accepting_suspicious_rows_spares_those_left_out_by_name(ledgers: Ledgers) -> None:
    row = {"项目名称": "甲肉羊项目", "投资方": "甲公司"}
    path = ledgers.file(TITLE, SIGNED, *lines(row, row, row))
    shown = looked(ledgers, path)
    assert shown.tally.unwritten == {"suspicious": 2}
    all_but_one = Decisions(suspicious=True).said([shown.plan.rows[1].reading.row], write=False)
    plan = ledgers.app.read(_plan, shown, all_but_one)
    assert (plan.tally().written, plan.tally().left) == ({"new": 1, "suspicious": 1}, [1])


def _plan(view: Any, shown: Preview, decisions: Decisions) -> Plan:
    from invest_crm.services.ledger.imports import plan_ledger

    return plan_ledger(view, shown.reading, decisions)


def test_a_person_who_looked_at_a_suspicious_row_leaves_nothing_to_look_at(
    ledgers: Ledgers,
) -> None:
    row = {"项目名称": "甲肉羊项目", "投资方": "甲公司"}
    path = ledgers.file(TITLE, SIGNED, *lines(row, row, row))
    shown = decided(decided(looked(ledgers, path), [1], write=True), [2], write=False)
    applied(ledgers, shown)
    counts = ledgers.app.read(recent_imports)[0].counts
    assert (counts["new"], counts["suspicious"]) == (2, 0)


# ---- which record ------------------------------------------------------------------------------


@pytest.fixture
def phases(ledgers: Ledgers) -> Preview:
    """A row that may mean either of two stored phases."""
    stored = [
        {"项目名称": f"河西冷链园项目（{phase}）", "投资方": "清河公司", "总投资（亿元）": money}
        for phase, money in (("一期", 2), ("二期", 3))
    ]
    ledgers.take(ledgers.file(TITLE, SIGNED, *lines(*stored)))
    row = {"项目名称": "河西冷链园项目", "投资方": "清河公司", "总投资（亿元）": 5}
    return looked(ledgers, ledgers.file(LATER, SIGNED, *lines(row)))


def test_the_candidates_are_told_apart_by_their_facts(phases: Preview) -> None:
    row = row_view(phases, 0)
    assert (row.action, row.written, row.means) == ("suspicious", False, "")
    assert [option.name for option in row.options] == [
        "河西冷链园项目（一期）",
        "河西冷链园项目（二期）",
    ]
    assert [("200" in o.facts, "300" in o.facts) for o in row.options] == [
        (True, False),
        (False, True),
    ]


def test_the_chosen_candidate_is_updated(ledgers: Ledgers, phases: Preview) -> None:
    second = row_view(phases, 0).options[1].id
    shown = compared_again(ledgers.app, decided(phases, [0], means=second))
    assert (shown.counts["changed"], row_view(shown, 0).means) == (1, second)
    assert len(row_view(shown, 0).options) == 2
    applied(ledgers, shown)
    assert len(ledgers.projects()) == 2
    assert ledgers.projects()["河西冷链园项目"]["id"] == second


def test_none_of_the_candidates_makes_a_new_record(ledgers: Ledgers, phases: Preview) -> None:
    shown = compared_again(ledgers.app, decided(phases, [0], means=NEW))
    assert shown.tally.written == {"new": 1}
    applied(ledgers, shown)
    assert len(ledgers.projects()) == 3


def test_a_candidate_that_went_meanwhile_is_not_written_to(
    ledgers: Ledgers, phases: Preview
) -> None:
    second = row_view(phases, 0).options[1].id
    shown = compared_again(ledgers.app, decided(phases, [0], means=second))
    assert shown.tally.written == {"changed": 1}
    colleague(ledgers.app, "li").write(archive_projects, (second,))
    plan = applied(ledgers, shown)
    assert [problem.code for problem in plan.problems()] == ["choice-gone"]
    assert plan.tally().written == {}
    assert set(ledgers.projects()) == {"河西冷链园项目（一期）"}


def test_a_presumed_phase_can_be_denied(ledgers: Ledgers) -> None:
    ledgers.take(
        ledgers.file(TITLE, SIGNED, *lines({"项目名称": "甲项目（一期）", "投资方": "甲公司"}))
    )
    path = ledgers.file(LATER, SIGNED, *lines({"项目名称": "甲项目", "投资方": "甲公司"}))
    shown = looked(ledgers, path)
    row = row_view(shown, 0)
    assert [option.name for option in row.options] == ["甲项目（一期）"]
    assert row.means == row.options[0].id
    shown = compared_again(ledgers.app, decided(shown, [0], means=NEW))
    assert shown.counts["new"] == 1


def test_a_firm_with_another_code_is_told_by_a_person(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", VALID, "浙江嘉兴")))
    shown = looked(ledgers, ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", OTHER)))
    option = row_view(shown, 0).options[0]
    assert VALID in option.facts
    shown = compared_again(ledgers.app, decided(shown, [0], means=option.id))
    kept = decided(shown, [0], kept=frozenset({"credit_code"}))
    assert kept.tally.written == {}
    applied(ledgers, shown)
    assert stored_firms(ledgers)["甲乙食品有限公司"]["credit_code"] == OTHER
    assert len(stored_firms(ledgers)) == 1


# ---- the stored value stays --------------------------------------------------------------------


def test_a_kept_value_of_a_month_stays_beside_the_new_ones(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", {"项目名称": "甲项目", "投资方": "甲公司"})
    header: Sequence[str] = ("项目名称", "本月完成投资（万元）", "本月到位资金（万元）")
    ledgers.take(ledgers.file("2025年8月项目月报", header, ("甲项目", 100, 50)))
    shown = looked(ledgers, ledgers.file("2025年8月项目月报", header, ("甲项目", 120, 60)))
    assert {change.field for change in shown.plan.rows[0].changes} == {
        "completed_month",
        "funds_month",
    }
    applied(ledgers, decided(shown, [0], kept=frozenset({"funds_month"})))
    (month,) = ledgers.app.read(lists.list_monthly)
    assert (month["completed_month"], month["funds_month"]) == ("120", "50")


def test_a_monthly_row_that_fits_several_projects_is_given_to_one(ledgers: Ledgers) -> None:
    for phase in ("一期", "二期"):
        row = {"项目名称": f"甲项目（{phase}）", "投资方": "甲公司"}
        ledgers.signed("2025-08-31", row)
    header = ("项目名称", "本月完成投资（万元）")
    shown = looked(ledgers, ledgers.file("2025年8月项目月报", header, ("甲项目", 100)))
    row_ = row_view(shown, 0)
    assert (row_.action, row_.may_be_new, len(row_.options)) == ("rejected", False, 2)
    second = row_.options[1]
    shown = compared_again(ledgers.app, decided(shown, [0], means=second.id))
    assert row_view(shown, 0).means == second.id
    applied(ledgers, shown)
    (month,) = ledgers.app.read(lists.list_monthly)
    assert month["project"] == second.id


# ---- cells -------------------------------------------------------------------------------------


def test_a_corrected_cell_is_written_and_the_log_says_so(ledgers: Ledgers) -> None:
    row = {"项目名称": "甲项目", "投资方": "甲公司", "签约时间": 2025.1}
    shown = looked(ledgers, ledgers.file(TITLE, SIGNED, *lines(row)))
    assert shown.counts["noted"] == 1
    shown = compared_again(ledgers.app, with_cell(shown, 0, SIGNING, "2024-10"))
    assert shown.counts["noted"] == 0
    applied(ledgers, shown)
    assert ledgers.projects()["甲项目"]["signed_on"]["value"] == "2024-10"
    assert params(ledgers)["corrected"] == [
        {"row": 3, "column": "签约时间", "was": "2025.1", "text": "2024-10"}
    ]


def test_of_corrected_people_the_log_keeps_only_that_they_were(ledgers: Ledgers) -> None:
    people = SIGNED.index("责任人及电话")
    row = {"项目名称": "甲项目", "投资方": "甲公司", "责任人及电话": "张三 1380000"}
    shown = looked(ledgers, ledgers.file(TITLE, SIGNED, *lines(row)))
    shown = compared_again(ledgers.app, with_cell(shown, 0, people, "张三 13800008243"))
    applied(ledgers, shown)
    assert ledgers.projects()["甲项目"]["contacts"][0]["phone"] == "13800008243"
    assert params(ledgers)["corrected"] == [{"row": 3, "column": "责任人及电话"}]


def test_a_text_is_tried_without_being_taken(ledgers: Ledgers) -> None:
    row = {"项目名称": "甲项目", "总投资（亿元）": "面议"}
    shown = looked(ledgers, ledgers.file(TITLE, SIGNED, *lines(row)))
    good, bad = tried(shown, 0, MONEY, "1.5"), tried(shown, 0, MONEY, "一些")
    assert good is not None
    assert bad is not None
    assert (good.problem, bool(good.understood)) == ("", True)
    assert bad.problem
    assert shown.how.cells == {}


def test_a_wrong_credit_code_is_corrected_and_then_finds_its_firm(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", VALID)))
    wrong = ("甲乙食品集团", VALID[:-1] + "0", "北京")
    shown = looked(ledgers, ledgers.file("企业名单", FIRMS, wrong))
    assert "changed" not in shown.counts
    shown = compared_again(ledgers.app, with_cell(shown, 0, 1, VALID))
    assert (shown.counts["changed"], shown.counts["noted"]) == (1, 0)


def test_a_row_compared_by_itself_says_what_the_whole_comparison_says(ledgers: Ledgers) -> None:
    applied(ledgers, looked(ledgers, four(ledgers)))
    shown = with_cell(looked(ledgers, four(ledgers, LATER)), 2, MONEY, "7")
    alone, whole = compared_row(ledgers.app, shown, 2), compared_again(ledgers.app, shown)
    assert row_view(alone, 2) == row_view(whole, 2)
    assert (alone.counts, alone.reading.rows) == (whole.counts, whole.reading.rows)
    assert alone.counts["changed"] == 1


def test_the_first_cell_of_a_merged_range_speaks_for_all_its_rows(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append(["项目名称", "投资方", "责任单位", "签约时间"])
    for n in (1, 2, 3):
        unit = "县农业局" if n == 1 else None
        sheet.append([f"第{n}个项目", f"公司{n}", unit, "2025-03-01"])
    sheet.merge_cells("C3:C4")
    book.save(tmp_path / "merged.xlsx")
    book.close()
    shown = looked(ledgers, tmp_path / "merged.xlsx")
    shown = compared_again(ledgers.app, with_cell(shown, 0, 2, "县工信局"))
    units = [row.reading.fields["lead_unit"] for row in shown.plan.rows]
    assert units == ["县工信局", "县工信局", None]


def test_a_record_stays_a_record_whatever_is_typed(ledgers: Ledgers) -> None:
    shown = looked(ledgers, four(ledgers))
    shown = compared_again(ledgers.app, with_cell(shown, 1, NAME, "合计"))
    assert shown.counts["all"] == 4
    back = compared_again(ledgers.app, with_cell(shown, 1, NAME, None))
    assert back.reading is back.base


# ---- the file ----------------------------------------------------------------------------------


def test_the_same_bytes_are_the_same_file(ledgers: Ledgers) -> None:
    path = four(ledgers)
    shown = looked(ledgers, path)
    path.write_bytes(path.read_bytes())
    assert looked_again(ledgers.app, shown) is None
    path.unlink()
    assert looked_again(ledgers.app, shown) is None


def test_decisions_go_with_their_rows_into_a_changed_file(ledgers: Ledgers) -> None:
    rows = [
        {"项目名称": f"{n}号项目", "投资方": f"{n}公司", "签约时间": "2025.3"} for n in "甲乙丙"
    ]
    path = ledgers.file(TITLE, SIGNED, *lines(*rows))
    shown = decided(looked(ledgers, path), [0, 2], write=False)
    shown = compared_again(ledgers.app, with_cell(shown, 2, SIGNING, "2025.4"))
    first = {"项目名称": "新来的", "投资方": "某公司"}
    rows[0]["备注"] = "改过"
    ledgers.file(TITLE, SIGNED, *lines(first, *rows)).replace(path)
    fresh = looked_again(ledgers.app, shown)
    assert fresh is not None
    assert places(fresh, "left") == [3]
    signed = [row.reading.fields["signed_on"] for row in fresh.plan.rows]
    assert [str(getattr(day, "value", None)) for day in signed] == [
        "None", "2025-03", "2025-03", "2025-04",
    ]  # fmt: skip


def test_the_command_line_writes_as_before(ledgers: Ledgers) -> None:
    row = {"项目名称": "甲肉羊项目", "投资方": "甲公司"}
    path = ledgers.file(TITLE, SIGNED, *lines(row, row))
    reading = read_ledger(ledgers.app, ImportLedger(path))
    plan = apply_ledger(ledgers.app, reading, accept_suspicious=True).value
    assert plan is not None
    assert plan.tally().unwritten == {}
