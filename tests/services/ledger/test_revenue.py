"""Ledgers of revenue: as counties keep them, twice the same, corrected openly, never logged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.db.schema.log import change, change_set
from invest_crm.services.export import export_records
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, plan_ledger, read_ledger
from invest_crm.services.ledger.preview import compared_again, open_ledger, preview, with_cell
from invest_crm.services.ledger.preview_rows import row_view
from invest_crm.services.statistics.lists import list_revenue
from invest_crm.services.undo import undo
from tests.support.factories import images

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.services.ledger.plan import Plan
    from tests.services.ledger.conftest import Ledgers

TITLE = "2025年1-8月规上工业企业营业收入统计表（截至2025年8月31日）"
FOOD, COLD = "云岭食品有限公司", "晋北冷链物流有限公司"
CODE = "91140000MA0000007K"
LONG = ("企业名称", "统一社会信用代码", "所属期", "营业收入（万元）")


@pytest.fixture
def county(any_ledgers: Ledgers) -> Ledgers:
    """A county with two firms."""
    any_ledgers.take(
        any_ledgers.file(
            "企业名录（截至2025年8月31日）", ("企业名称", "统一社会信用代码", "所在地"),
            (FOOD, CODE, "本县"), (COLD, None, "本县"),
        )
    )  # fmt: skip
    return any_ledgers


def figures(ledgers: Ledgers) -> list[tuple[str, str, str, str]]:
    """Every figure that stands: firm, months, 万元."""
    found: list[dict[str, Any]] = ledgers.app.read(list_revenue)
    return sorted((one["name"][:2], one["from"], one["to"], one["amount"]) for one in found)


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in plan.problems()]


def test_a_column_per_months_is_read_with_the_year_of_the_title_and_the_unit_of_the_heading(
    county: Ledgers,
) -> None:
    path = county.file(
        TITLE,
        ("序号", "企业名称", "2024年营业收入（亿元）", "8月（万元）", "1-8月累计（万元）", "同比%"),
        (1, FOOD, 1.2, 300, 2100.5, 8.1),
        (2, COLD, "0.8", "/", "1500万", 3),
        ("合计", None, 2, 300, 3600.5, None),
    )  # fmt: skip
    plan = county.take(path)
    assert (plan.reading.kind, plan.counts, codes(plan)) == ("revenue", {"new": 2}, [])
    assert figures(county) == [
        ("云岭", "2024-01", "2024-12", "12000"),
        ("云岭", "2025-01", "2025-08", "2100.5"),
        ("云岭", "2025-08", "2025-08", "300"),
        ("晋北", "2024-01", "2024-12", "8000"),
        ("晋北", "2025-01", "2025-08", "1500"),
    ]
    assert [total.agrees for total in plan.reading.totals] == [True, True, True]
    assert [note.code for note in plan.reading.notices] == ["columns-not-kept"]
    before = images(county.app)
    assert county.take(path).counts == {"same": 2}
    assert images(county.app) == before


def test_a_row_per_firm_and_months_is_read_by_name_or_by_code(county: Ledgers) -> None:
    path = county.file(
        "企业营业收入台账（截至2025年8月31日）", LONG,
        (FOOD, None, "2025年1-8月", 2100),
        ("云岭食品（旧名）有限公司", CODE, "2025年8月", 310),
        (COLD, None, "2024年", 900),
        (COLD, None, date(2025, 7, 1), 80),
    )  # fmt: skip
    plan = county.take(path)
    assert (plan.reading.kind, plan.counts, codes(plan)) == ("revenue", {"new": 4}, [])
    assert figures(county) == [
        ("云岭", "2025-01", "2025-08", "2100"),
        ("云岭", "2025-08", "2025-08", "310"),
        ("晋北", "2024-01", "2024-12", "900"),
        ("晋北", "2025-07", "2025-07", "80"),
    ]


@pytest.mark.parametrize(
    ("headings", "cells", "months"),
    [
        (("当月营业收入", "本年累计营业收入"), (1, 9), ["2025-08/2025-08", "2025-01/2025-08"]),
        (("营业收入",), (9,), ["2025-01/2025-08"]),
        (("上年营业收入", "一季度营业收入"), (1, 2), ["2024-01/2024-12", "2025-01/2025-03"]),
        (("月份", "当月营业收入", "累计营业收入"), ("5月", 1, 6),
         ["2025-05/2025-05", "2025-01/2025-05"]),
        (("去年同期营业收入", "1-8月营业收入"), (7, 9), ["2025-01/2025-08"]),
    ],
)  # fmt: skip
def test_what_a_column_covers_is_said_by_heading_row_or_title(
    county: Ledgers, headings: Sequence[str], cells: Sequence[object], months: list[str]
) -> None:
    plan = county.look(county.file(TITLE, ("企业名称", *headings, "单位"), (FOOD, *cells, "万元")))
    (row,) = plan.rows
    assert sorted(row.reading.fields["revenue"]) == sorted(months)  # type: ignore[arg-type]  # figures by months


@pytest.mark.parametrize(
    ("title", "headings", "cells", "code"),
    [
        ("企业营业收入台账（截至2025年8月31日）", ("营业收入（万元）",), (9,), "months-missing"),
        ("企业营业收入台账", ("1-8月营业收入（万元）",), (9,), "year-missing"),
        (TITLE, ("营业收入",), (9,), "unit-missing"),
        (TITLE, ("2025年营业收入（万元）",), (9,), "months-to-come"),
        (TITLE, ("9月营业收入（万元）",), (9,), "months-to-come"),
        (TITLE, ("1-8月营业收入（万元）",), (-9,), "amount-negative"),
        (TITLE, ("所属期", "营业收入（万元）"), (2025.1, 9), "date-ambiguous"),
        (TITLE, ("所属期", "营业收入（万元）"), ("2024年12月-2025年2月", 9), "months-unreadable"),
        (TITLE, ("1-8月营业收入（万元）", "2025年1-8月主营业务收入（万元）"), (9, 8),
         "figures-disagree"),
        (TITLE, ("1-8月营业收入（万元）", "数据来源"), (9, "统计联网直报"), "origin-unfit"),
    ],
)  # fmt: skip
def test_a_figure_of_unknown_months_unit_or_source_is_told_and_not_taken_over(
    county: Ledgers, title: str, headings: Sequence[str], cells: Sequence[object], code: str
) -> None:
    if code in {"date-ambiguous", "months-unreadable"}:
        title = "企业营业收入台账（截至2025年8月31日）"
    plan = county.take(county.file(title, ("企业名称", *headings), (FOOD, *cells)))
    assert code in codes(plan)
    assert figures(county) == []


def test_an_unknown_firm_is_never_made_of_a_row(county: Ledgers) -> None:
    path = county.file(
        TITLE, ("企业名称", "1-8月营业收入（万元）"),
        ("从未听说的企业有限公司", 9), ("云岭食品有限责任公司", 9),
    )  # fmt: skip
    plan = county.take(path, accept=True)
    assert (plan.counts, codes(plan)) == ({"rejected": 2}, ["firm-unknown", "possible-duplicate"])
    assert [one.name for one in plan.rows[1].candidates] == [FOOD]
    assert figures(county) == []


def test_a_person_may_say_which_firm_a_row_means(county: Ledgers) -> None:
    path = county.file(TITLE, ("企业名称", "1-8月营业收入（万元）"), ("云岭食品有限责任公司", 9))
    reading = read_ledger(county.app, ImportLedger(path))
    plan = county.app.read(plan_ledger, reading)
    (rival,) = plan.rows[0].candidates
    said = plan.decisions.said([plan.rows[0].reading.row], means=rival.id)
    assert county.app.read(plan_ledger, reading, said).counts == {"new": 1}


def test_another_figure_of_the_same_months_corrects_and_says_from_which_ledger(
    county: Ledgers,
) -> None:
    head = ("企业名称", "1-7月营业收入（万元）", "1-8月营业收入（万元）")
    county.take(county.file(TITLE, head, (FOOD, 1800, 2100)))
    path = county.file(TITLE, head, (FOOD, 1800, 2150))
    plan = county.take(path)
    (row,) = plan.rows
    assert plan.counts == {"changed": 1}
    assert [(one.before, one.after) for one in row.changes] == [
        ({"2025-01/2025-08": 2_100_000_000}, {"2025-01/2025-08": 2_150_000_000})
    ]
    assert [one["reason"] for one in county.app.read(list_revenue)] == [None, path.name]
    voided = [one for one in images(county.app)["firm_revenue"].values() if one["voided_at"]]
    assert len(voided) == 1


def test_the_same_months_twice_in_a_file_are_taken_once(county: Ledgers) -> None:
    head = ("企业名称", "1-8月营业收入（万元）")
    plan = county.take(county.file(TITLE, head, (FOOD, 2100), (COLD, 5), (FOOD, 2300)))
    assert (plan.counts, codes(plan)) == ({"new": 2, "rejected": 1}, ["duplicate-in-file"])


def test_an_import_is_undone_whole(county: Ledgers) -> None:
    head = ("企业名称", "1-8月营业收入（万元）")
    county.take(county.file(TITLE, head, (FOOD, 2100)))
    path = county.file(TITLE, head, (FOOD, 2200), (COLD, 7))
    done = apply_ledger(county.app, read_ledger(county.app, ImportLedger(path)))
    county.app.write(undo, done.changes.change_set_id)
    assert figures(county) == [("云岭", "2025-01", "2025-08", "2100")]


def test_no_amount_of_a_firm_is_in_the_log_even_where_a_cell_was_corrected(
    county: Ledgers,
) -> None:
    path = county.file(TITLE, ("企业名称", "1-8月营业收入（万元）"), (FOOD, 987654))
    shown = preview(county.app, open_ledger(path))
    shown = compared_again(county.app, with_cell(shown, 0, 1, "876543"))
    assert "876543" in row_view(shown, 0).fields[1].original
    apply_ledger(county.app, shown.reading)
    assert figures(county) == [("云岭", "2025-01", "2025-08", "876543")]
    logged = county.app.read(
        lambda view: f"{view.rows(change.select())} {view.rows(change_set.select())}"
    )
    assert "corrected" in logged
    assert "87654" not in logged


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_imports_again_as_the_same_and_elsewhere_as_equal(
    county: Ledgers, tmp_path: Path, ending: str
) -> None:
    head = ("企业名称", "2024年（亿元）", "8月（元）", "1-8月（万元）", "数据来源")
    county.take(county.file(TITLE, head, (FOOD, 1.2, 123.45, 2100.123456, "利润表"),
                            (COLD, None, None, 0, None)))  # fmt: skip
    target = tmp_path / f"营业收入.{ending}"
    done = county.app.read(export_records, "revenue", target)
    assert (done.counts, done.private) == ({"revenue": 4}, True)
    plan = county.take(target)
    assert (plan.reading.kind, plan.counts, codes(plan)) == ("revenue", {"same": 4}, [])
    before = county.app.read(list_revenue)
    county.app.write(lambda work, _: undo(work, None), None)
    assert county.app.read(list_revenue) == []
    county.take(target)
    keys = ("name", "from", "to", "amount", "origin", "reason")
    after = county.app.read(list_revenue)
    assert [[one[key] for key in keys] for one in after] == [
        [one[key] for key in keys] for one in before
    ]


def test_a_ledger_of_taxes_by_months_is_not_taken_for_revenue(ledgers: Ledgers) -> None:
    path = ledgers.file("2025年企业纳税情况表", ("企业名称", "统一社会信用代码", "1-7月", "8月"),
                        (FOOD, CODE, 10, 2))  # fmt: skip
    assert read_ledger(ledgers.app, ImportLedger(path)).kind == "firms"


def test_a_list_of_firms_with_a_column_of_revenue_stays_a_list_of_firms(ledgers: Ledgers) -> None:
    path = ledgers.file(
        "规上企业名单",
        ("企业名称", "统一社会信用代码", "法定代表人", "主营业务", "2024年营业收入（万元）"),
        (FOOD, CODE, "李某", "屠宰", 12000),
    )  # fmt: skip
    assert read_ledger(ledgers.app, ImportLedger(path)).kind == "firms"
