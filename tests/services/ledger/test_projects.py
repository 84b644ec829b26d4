"""What importing a ledger of projects does to what is stored, claim by claim."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm.errors import UserError
from invest_crm.services import figures, undo
from tests.support.factories import images, log_texts

if TYPE_CHECKING:
    from tests.services.ledger.conftest import Ledgers

A = {
    "项目名称": "甲乙冷库项目",
    "投资方": "北京甲乙食品有限公司",
    "总投资（亿元）": 3.5,
    "签约时间": "2025.3.2",
    "责任单位": "县商务局",
    "责任人及电话": "王新强 13900005831",
}
B = {
    "项目名称": "丙丁电容项目",
    "投资方": "上海丙丁电子有限公司",
    "总投资（亿元）": "约2亿",
    "签约时间": "2025年5月",
    "是否开工": "√",
}


def test_a_ledger_is_taken_up_whole(any_ledgers: Ledgers) -> None:
    plan = any_ledgers.signed("2025-08-31", A, B)
    assert plan.counts == {"new": 2}
    stored = any_ledgers.projects()
    assert stored["甲乙冷库项目"]["total_investment"] == "35000"
    assert stored["甲乙冷库项目"]["contacts"] == [{"name": "王新强", "phone": "13900005831"}]
    assert stored["丙丁电容项目"]["started_on"] == {
        "value": None, "precision": "unknown", "raw": "√", "not_after": "2025-08-31",
    }  # fmt: skip
    assert stored["丙丁电容项目"]["flags"] == ["approx"]
    assert stored["丙丁电容项目"]["stage"] == "STARTED"


def test_the_same_file_twice_changes_nothing(any_ledgers: Ledgers) -> None:
    any_ledgers.signed("2025-08-31", A, B)
    before = images(any_ledgers.app)
    plan = any_ledgers.signed("2025-08-31", A, B)
    assert plan.counts == {"same": 2}
    assert images(any_ledgers.app) == before


def test_an_import_is_one_change_and_is_undone_whole(any_ledgers: Ledgers) -> None:
    before = images(any_ledgers.app)
    any_ledgers.signed("2025-08-31", A, B)
    any_ledgers.app.write(undo.undo, None)
    assert images(any_ledgers.app) == before


def test_undo_keeps_a_project_that_was_edited_since(ledgers: Ledgers) -> None:
    from tests.support.factories import Bureau

    ledgers.signed("2025-08-31", A, B)
    edited = str(ledgers.projects()["甲乙冷库项目"]["id"])
    Bureau(ledgers.app).edit(edited, remark="已核实")
    imported = next(
        entry
        for entry in ledgers.app.read(undo.history)
        if "导入" in entry.what or "Import" in entry.what
    )
    done = ledgers.app.write(undo.undo, imported.id).value
    assert done is not None
    assert list(ledgers.projects()) == ["甲乙冷库项目"]
    assert ledgers.projects()["甲乙冷库项目"]["signed_on"] is not None
    assert {kept.reason for kept in done.kept if kept.table == "project"} == {"edited"}


def test_next_months_ledger_updates_what_is_stored(any_ledgers: Ledgers) -> None:
    any_ledgers.signed("2025-08-31", A, B)
    later = {**A, "总投资（亿元）": 4, "是否开工": "是", "开工时间": "2025-09-10"}
    plan = any_ledgers.signed("2025-09-30", later, B)
    assert plan.counts == {"changed": 1, "same": 1}
    stored = any_ledgers.projects()["甲乙冷库项目"]
    assert stored["total_investment"] == "40000"
    assert stored["started_on"]["value"] == "2025-09-10"


def test_a_changed_amount_takes_effect_from_its_files_cut_off(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    ledgers.signed("2025-09-30", {**A, "总投资（亿元）": 4})

    def amount(day: str) -> object:
        question = figures.Question(as_of=date.fromisoformat(day))
        return ledgers.app.read(figures.figures, question)["signed.amount"].value

    assert amount("2025-09-29") == 35_000_000_000
    assert amount("2025-09-30") == 40_000_000_000


def test_an_older_file_adds_history_only(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", {**A, "备注": "新"})
    plan = ledgers.signed(
        "2025-06-30", {**A, "总投资（亿元）": 3, "备注": "旧", "责任单位": "县工信局"}
    )
    assert plan.counts == {"changed": 1}
    stored = ledgers.projects()["甲乙冷库项目"]
    assert (stored["total_investment"], stored["remark"], stored["lead_unit"]) == (
        "35000", "新", "县商务局",
    )  # fmt: skip
    question = figures.Question(as_of=date(2025, 7, 1))
    value = ledgers.app.read(figures.figures, question)["signed.amount"].value
    assert value == 30_000_000_000


def test_an_older_file_again_changes_nothing(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    older = {**A, "总投资（亿元）": 3}
    ledgers.signed("2025-06-30", older)
    assert ledgers.signed("2025-06-30", older).counts == {"same": 1}


def test_a_real_date_replaces_a_tick(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", B)
    plan = ledgers.signed("2025-09-30", {**B, "开工时间": "2025.7.15"})
    assert plan.counts == {"changed": 1}
    assert ledgers.projects()["丙丁电容项目"]["started_on"]["value"] == "2025-07-15"


def test_a_tick_again_keeps_the_earliest_cut_off(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", B)
    assert ledgers.signed("2025-09-30", B).counts == {"same": 1}
    assert ledgers.projects()["丙丁电容项目"]["started_on"]["not_after"] == "2025-08-31"
    assert ledgers.signed("2025-06-30", B).counts == {"changed": 1}
    assert ledgers.projects()["丙丁电容项目"]["started_on"]["not_after"] == "2025-06-30"


def test_a_finer_date_refines_a_coarse_one_but_not_the_reverse(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", B)
    ledgers.signed("2025-09-30", {**B, "签约时间": "2025-05-20"})
    assert ledgers.projects()["丙丁电容项目"]["signed_on"]["value"] == "2025-05-20"
    assert ledgers.signed("2025-10-31", B).counts == {"same": 1}
    assert ledgers.projects()["丙丁电容项目"]["signed_on"]["value"] == "2025-05-20"


def test_yes_and_later_no_is_suspicious_and_never_voids(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", B)
    plan = ledgers.signed("2025-09-30", {**B, "是否开工": "否", "备注": "停工"})
    assert plan.counts == {"suspicious": 1}
    assert [problem.code for problem in plan.problems()] == ["reversal"]
    assert ledgers.projects()["丙丁电容项目"]["remark"] is None
    ledgers.signed("2025-09-30", {**B, "是否开工": "否", "备注": "停工"}, accept=True)
    assert ledgers.projects()["丙丁电容项目"]["started_on"] is not None
    assert ledgers.projects()["丙丁电容项目"]["remark"] == "停工"


@pytest.mark.parametrize("blank", ["", "/", "—", 0, None])
def test_a_blank_or_a_dash_records_nothing_and_takes_nothing_back(
    ledgers: Ledgers, blank: object
) -> None:
    ledgers.signed("2025-08-31", B)
    assert ledgers.signed("2025-09-30", {**B, "是否开工": blank}).counts == {"same": 1}


def test_the_year_and_quotes_in_a_name_do_not_make_another_project(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    renamed = {**A, "项目名称": "2025年“甲乙　冷库\n项目”"}
    plan = ledgers.signed("2025-08-31", renamed)
    assert plan.counts == {"changed": 1}
    assert len(ledgers.projects()) == 1


def test_a_phase_named_by_one_side_only_is_bridged_and_noted(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    plan = ledgers.signed("2025-09-30", {**A, "项目名称": "甲乙冷库项目（一期）"})
    assert plan.count("new") == 0
    assert [problem.code for problem in plan.problems()] == ["phase-assumed"]


def test_first_and_second_phase_are_two_projects(ledgers: Ledgers) -> None:
    first, second = ({**A, "项目名称": f"甲乙冷库项目（{phase}期）"} for phase in "一二")
    assert ledgers.signed("2025-08-31", first, second).counts == {"new": 2}


def test_the_same_project_twice_in_one_file_is_written_once(ledgers: Ledgers) -> None:
    plan = ledgers.signed("2025-08-31", A, A)
    assert plan.counts == {"new": 1, "suspicious": 1}
    assert [problem.code for problem in plan.problems()] == ["duplicate-in-file"]
    assert len(ledgers.projects()) == 1


def test_a_similar_name_of_the_same_investor_waits_for_a_person(ledgers: Ledgers) -> None:
    long = {**A, "项目名称": "甲乙冷库与猪肉储备加工配送项目"}
    ledgers.signed("2025-08-31", long)
    other = {**long, "项目名称": "甲乙冷库与猪肉储存加工配送项目"}
    plan = ledgers.signed("2025-09-30", other)
    assert plan.counts == {"suspicious": 1}
    assert len(ledgers.projects()) == 1
    ledgers.signed("2025-09-30", other, accept=True)
    assert len(ledgers.projects()) == 2


def test_a_project_in_talks_that_is_signed_later_advances(ledgers: Ledgers) -> None:
    talks = ledgers.file(
        "某县在谈项目周调度表（2025年第20周）",
        ("项目名称", "拟投资企业（所在地）", "拟投资额（亿元）", "本周进展"),
        ("拟建甲乙冷库项目", "北京甲乙食品有限公司（北京）", "待定", "电话对接"),
    )
    assert ledgers.take(talks).counts == {"new": 1}
    assert [item["stage"] for item in ledgers.projects().values()] == ["CONTACT"]
    assert ledgers.signed("2025-08-31", A).counts == {"changed": 1}
    (stored,) = ledgers.projects().values()
    assert (stored["stage"], stored["total_investment"]) == ("SIGNED", "35000")


def test_two_statements_for_one_day_the_first_stays(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", {**A, "已到位资金（万元）": 500})
    plan = ledgers.signed("2025-08-31", {**A, "已到位资金（万元）": 800})
    assert [problem.code for problem in plan.problems()] == ["cumulative-disagrees"]
    assert ledgers.projects()["甲乙冷库项目"]["funds_in_place"] == "500"


def test_a_later_statement_of_money_is_another_fact(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", {**A, "已到位资金（万元）": 500})
    ledgers.signed("2025-09-30", {**A, "已到位资金（万元）": 800})

    def funds(day: str) -> object:
        question = figures.Question(as_of=date.fromisoformat(day))
        return ledgers.app.read(figures.figures, question)["funds.amount"].value

    assert (funds("2025-09-01"), funds("2025-09-30")) == (500_000_000, 800_000_000)


def test_columns_nobody_knows_come_back(ledgers: Ledgers) -> None:
    path = ledgers.file(
        "签约项目台账（截至2025年8月31日）",
        ("项目名称", "总投资（亿元）", "签约时间", "祥云指数", "督办号"),
        ("甲", 1, "2025.3.1", "很高", "督〔2025〕7号"),
    )
    ledgers.take(path)
    assert ledgers.projects()["甲"]["extra"] == {"祥云指数": "很高", "督办号": "督〔2025〕7号"}


def test_a_row_without_a_name_is_rejected_and_the_rest_is_written(ledgers: Ledgers) -> None:
    plan = ledgers.signed("2025-08-31", {**A, "项目名称": None}, B)
    assert plan.counts == {"rejected": 1, "new": 1}


def test_phones_of_a_ledger_never_reach_the_log(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    assert "13900005831" not in log_texts(ledgers.app)


def test_looking_writes_nothing(ledgers: Ledgers) -> None:
    before = images(ledgers.app)
    path = ledgers.file(
        "签约项目台账", ("项目名称", "总投资（亿元）", "签约时间"), ("甲", 1, "2025.3.1")
    )
    assert ledgers.look(path).counts == {"new": 1}
    assert images(ledgers.app) == before


def test_an_unknown_profile_is_refused_in_words(ledgers: Ledgers) -> None:
    path = ledgers.file("签约项目台账", ("项目名称", "总投资（亿元）"), ("甲", 1))
    with pytest.raises(UserError) as refused:
        ledgers.take(path, profile="没有")
    assert refused.value.code == "profile-unknown"


def test_a_node_the_ledger_names_is_found_and_an_unknown_one_is_kept_as_text(
    ledgers: Ledgers,
) -> None:
    path = ledgers.file(
        "签约项目台账（截至2025年8月31日）",
        ("项目名称", "总投资（亿元）", "签约时间", "所属产业链", "产业链环节"),
        ("甲", 1, "2025.3.1", "生猪", "冷库与猪肉储备"),
        ("乙", 1, "2025.3.1", "生猪", "没有的环节"),
    )
    ledgers.take(path)
    stored = ledgers.projects()
    assert (stored["甲"]["node"], stored["甲"]["node_presumed"]) == (
        "live-pigs.coldchain.coldstore", False,
    )  # fmt: skip
    assert stored["乙"]["extra"]["产业链环节"] == "没有的环节"


def test_a_masked_number_of_an_export_never_replaces_the_real_one(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    ledgers.signed("2025-09-30", {**A, "责任人及电话": "王新强 139****5831"})
    (stored,) = ledgers.projects().values()
    assert stored["contacts"] == [{"name": "王新强", "phone": "13900005831"}]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("山羊奶粉加工", "山羊奶粉加工项目"),
        ("智慧粮仓建设项目", "智慧粮仓项目"),
        ("智慧粮仓建设", "智慧粮仓工程"),
        ("拟建茶旅融合", "茶旅融合项目"),
    ],
)
def test_a_name_with_or_without_the_word_project_waits_for_a_person(
    ledgers: Ledgers, stored: str, read: str
) -> None:
    ledgers.signed("2025-08-31", {**A, "项目名称": stored})
    plan = ledgers.signed("2025-09-30", {**A, "项目名称": read})
    assert plan.counts == {"suspicious": 1}
    assert [problem.code for problem in plan.problems()] == ["possible-duplicate"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("富源现代农业产业园第1号厂房建设项目", "富源现代农业产业园第10号厂房建设项目"),
        ("高标准农田改造提升第三标段项目", "高标准农田改造提升第四标段项目"),
        ("年产3万吨配合饲料生产线", "年产5万吨配合饲料生产线"),
    ],
)
def test_names_that_differ_in_a_number_are_two_projects(
    ledgers: Ledgers, one: str, other: str
) -> None:
    plan = ledgers.signed("2025-08-31", *({**A, "项目名称": name} for name in (one, other)))
    assert plan.counts == {"new": 2}


def test_one_name_with_another_investor_is_the_same_project_and_noted(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", A)
    plan = ledgers.signed("2025-09-30", {**A, "投资方": "宁夏乙羊业有限公司"})
    assert plan.counts == {"changed": 1}
    assert [problem.code for problem in plan.problems()] == ["investor-differs"]
    assert len(ledgers.projects()) == 1


def test_one_file_may_have_two_projects_of_one_name(ledgers: Ledgers) -> None:
    rows = [
        {**A, "项目名称": "肉羊养殖项目", "投资方": firm}
        for firm in ("甘肃甲羊业有限公司", "宁夏乙羊业有限公司")
    ]
    assert ledgers.signed("2025-08-31", *rows).counts == {"new": 2}
    assert ledgers.signed("2025-08-31", *rows).counts == {"same": 2}
