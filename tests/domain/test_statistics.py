"""Entry into the statistics: papers by type, states, cross-checks, rounds, revenue."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.evidence import evidence_kinds, likeliest
from invest_crm.domain.statistics.calendar import Days, next_round
from invest_crm.domain.statistics.checks import check_firm, check_project
from invest_crm.domain.statistics.materials import (
    Work,
    firm_list,
    lists,
    presumed_work,
    project_list,
    threshold,
)
from invest_crm.domain.statistics.papers import (
    KEYS,
    FirmFile,
    Paper,
    ProjectFile,
    fields_of,
    title_of,
)
from invest_crm.domain.statistics.revenue import Entry, contradictions, year_revenue
from invest_crm.domain.statistics.state import Course, Holder, State, Step, StepKind, fold, holder

WAN = 1_000_000  # fen
DAY = date(2025, 9, 1)


# ---- papers by type ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "wan", "found"),
    [
        (Work.WORKS, 5000, "works-large"),
        (Work.WORKS, 4999, "works-middle"),
        (Work.WORKS, None, "works-middle"),
        (Work.PURCHASE, 9000, "purchase"),
        (Work.REAL_ESTATE, 600, "real_estate"),
    ],
)
def test_the_list_follows_from_type_and_planned_total(
    work: Work, wan: int | None, found: str
) -> None:
    assert project_list(work, None if wan is None else wan * WAN).id == found


def test_three_papers_are_on_every_list_of_works_and_three_on_that_of_equipment() -> None:
    starred = {
        key: {one.code for one in found.materials if one.required} for key, found in lists().items()
    }
    for key in ("works-large", "works-middle", "real_estate"):
        assert starred[key] == {"filing", "works_contract", "site_photo"}
    equipment = {"filing", "equipment_contract", "payment", "equipment_photo"}
    assert starred["purchase"] == equipment


def test_every_paper_can_be_filed_under_a_kind_of_evidence() -> None:
    kinds = evidence_kinds()
    for found in lists().values():
        assert found.source
        for one in found.materials:
            assert set(one.kinds) <= kinds.keys()
    assert threshold() == 500 * WAN


def test_one_kind_of_several_is_enough_and_only_required_ones_are_missing() -> None:
    found = lists()["works-middle"]
    assert {one.code for one in found.missing(())} == {"filing", "works_contract", "site_photo"}
    assert not found.missing(("FILING", "CONSTRUCTION_CONTRACT", "SITE_PHOTO"))


def test_what_a_project_is_can_be_presumed() -> None:
    assert presumed_work("7010", "GRANT") is Work.REAL_ESTATE
    assert presumed_work("1351", "EXPANSION") is Work.PURCHASE
    assert presumed_work(None, None) is Work.WORKS
    assert firm_list("industry").id == "firm-industry"
    assert firm_list("catering").id == "firm"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("某公司利润表2025年6月.pdf", "PROFIT_TABLE"),
        ("增值税纳税申报表.pdf", "VAT_RETURN"),
        ("设备到位照片1.jpg", "EQUIPMENT_PHOTO"),
        ("设备购置合同.pdf", "EQUIPMENT_CONTRACT"),
        ("付款凭证.pdf", "PAYMENT_PROOF"),
        ("真实性承诺书.pdf", "COMMITMENT"),
    ],
)
def test_file_names_tell_the_papers_of_the_statistics(name: str, kind: str) -> None:
    assert likeliest(name) == kind


# ---- states ------------------------------------------------------------------------------------


def steps(*kinds: StepKind, **more: Any) -> list[Step]:
    return [Step(kind, date(2025, 9, n), **more) for n, kind in enumerate(kinds, start=1)]


def test_an_application_goes_out_comes_back_and_is_accepted() -> None:
    back = fold(steps(StepKind.HANDED, StepKind.VISITED, StepKind.RETURNED, note="合同无签章"))
    assert (back.state, back.reason, back.returns) == (State.RETURNED, "合同无签章", 1)
    assert not back.with_statistics
    done = fold([*steps(StepKind.HANDED), Step(StepKind.ACCEPTED, DAY, month="2025-09", code="7")])
    assert (done.state, done.month, done.code) == (State.ACCEPTED, "2025-09", "7")
    assert not done.allows()


def test_what_does_not_fit_changes_nothing() -> None:
    assert fold(steps(StepKind.RETURNED)) == Course()


@given(st.lists(st.sampled_from(list(StepKind)), max_size=8))
def test_nothing_follows_an_acceptance(kinds: list[StepKind]) -> None:
    course = fold(steps(*kinds))
    assert (course.state is State.ACCEPTED) == (not course.allows())


def test_the_ball_is_with_the_unit_then_with_the_statistics_bureau() -> None:
    nobody, begun = Holder(""), date(2025, 7, 1)
    assert holder(Course(), nobody, "县工信局", begun) == Holder("县工信局", "", begun)
    out = fold(steps(StepKind.HANDED))
    assert holder(out, nobody, "县工信局", begun) == Holder("statistics", "", date(2025, 9, 1))
    named = Holder("", "李四", date(2025, 9, 2))
    assert holder(out, named, "县工信局", begun) == Holder("statistics", "李四", date(2025, 9, 2))
    back = fold(steps(StepKind.HANDED, StepKind.RETURNED))
    earlier = Holder("", "李四", date(2025, 8, 1))
    assert holder(back, earlier, "县工信局", begun) == Holder("县工信局", "李四", date(2025, 9, 2))
    done = fold([Step(StepKind.ACCEPTED, DAY, month="2025-09")])
    assert holder(done, named, "县工信局", begun) is None


# ---- cross-checks ------------------------------------------------------------------------------


def project(*papers: Paper, **more: Any) -> list[str]:
    file = ProjectFile(**{"name": "甲项目", "papers": {one.kind: one for one in papers}, **more})
    return [one.code for one in check_project(file)]


FILING = Paper("FILING", name="甲项目", on=date(2025, 3, 1), amount=800 * WAN)


def test_papers_that_fit_give_no_finding() -> None:
    assert not project(
        FILING,
        Paper("CONSTRUCTION_CONTRACT", name="甲项目", on=date(2025, 5, 1), amount=700 * WAN),
        Paper("CONSTRUCTION_PERMIT", name="甲项目", on=date(2025, 6, 1)),
        Paper(
            "STATS_FORM", name="甲项目", amount=800 * WAN, region="410328100200", industry="1351"
        ),
        Paper("SITE_PHOTO", on=date(2025, 7, 5)),
        started=date(2025, 7, 1),
        total=800 * WAN,
        industry="1351",
        home="410328",
        month="2025-08",
    )


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        (Paper("CONSTRUCTION_CONTRACT", name="乙项目"), "name"),
        (Paper("STATS_FORM", name="甲项目（一期）"), "name"),
        (Paper("CONSTRUCTION_CONTRACT", on=date(2025, 2, 1)), "order"),
        (Paper("CONSTRUCTION_PERMIT", on=date(2025, 2, 28)), "order"),
        (Paper("CONSTRUCTION_CONTRACT", amount=801 * WAN), "amount"),
        (Paper("STATS_FORM", amount=900 * WAN), "amount"),
        (Paper("STATS_FORM", region="410328"), "region"),
        (Paper("STATS_FORM", region="410327100200"), "region"),
        (Paper("STATS_FORM", industry="9999"), "industry"),
        (Paper("STATS_FORM", industry="4710"), "industry-builder"),
        (Paper("SITE_PHOTO", on=date(2025, 6, 30)), "photo"),
    ],
)
def test_what_does_not_fit_is_found(paper: Paper, found: str) -> None:
    assert project(FILING, paper, started=date(2025, 7, 1), home="410328") == [found]


def test_a_permit_before_the_contract_and_a_payment_above_it_are_found() -> None:
    contract = Paper("CONSTRUCTION_CONTRACT", on=date(2025, 6, 2))
    assert project(contract, Paper("CONSTRUCTION_PERMIT", on=date(2025, 6, 1))) == ["order"]
    bought = Paper("EQUIPMENT_CONTRACT", amount=100 * WAN)
    paid = Paper("PAYMENT_PROOF", amount=101 * WAN)
    assert project(FILING, bought, paid) == ["amount"]


def test_a_start_after_the_month_of_entry_is_found() -> None:
    assert project(started=date(2025, 9, 1), month="2025-08") == ["start"]
    assert not project(started=date(2025, 8, 31), month="2025-08")


def test_the_filing_decides_not_the_agreement_and_it_is_said_without_blocking() -> None:
    file = ProjectFile("甲", {"FILING": FILING}, total=900 * WAN)
    name, amount = check_project(file)
    assert (name.code, amount.code) == ("name-here", "amount-agreed")
    assert not name.blocks
    assert not amount.blocks


def test_a_finding_says_what_differs_and_between_which_papers() -> None:
    file = ProjectFile("甲项目", {p.kind: p for p in (FILING, Paper("STATS_FORM", name="乙"))})
    (one,) = check_project(file)
    assert one.kinds == ("FILING", "STATS_FORM")
    assert "“乙”" in one.text
    assert "“甲项目”" in one.text
    assert one.todo


def firm(*papers: Paper, **more: Any) -> list[str]:
    file = FirmFile(**{"name": "甲公司", "papers": {one.kind: one for one in papers}, **more})
    return [one.code for one in check_firm(file)]


def test_profit_table_and_vat_return_are_of_the_same_months_and_agree() -> None:
    profit = Paper("PROFIT_TABLE", first="2025-01", last="2025-06", revenue=100)
    assert firm(profit, Paper("VAT_RETURN", first="2025-01", last="2025-07")) == ["period"]
    same = Paper("VAT_RETURN", first="2025-01", last="2025-06", revenue=99)
    assert firm(profit, same) == ["revenue"]
    assert not firm(profit, Paper("VAT_RETURN", first="2025-01", last="2025-06", revenue=100))


def test_name_and_credit_code_of_a_firm_are_those_of_its_licence() -> None:
    assert firm(Paper("LICENCE", name="乙公司")) == ["name"]
    assert firm(Paper("UNIT_FORM", number="91A"), credit_code="91B") == ["credit-code"]


def test_revenue_of_a_firm_stands_in_no_finding() -> None:
    profit = Paper("PROFIT_TABLE", first="2025-01", last="2025-06", revenue=123456700)
    vat = Paper("VAT_RETURN", first="2025-01", last="2025-06", revenue=765432100)
    told = check_firm(FirmFile("甲公司", {"PROFIT_TABLE": profit, "VAT_RETURN": vat}))
    assert not any(char.isdigit() for one in told for char in one.text + one.todo)


def test_every_kind_of_paper_has_words_for_what_is_asked() -> None:
    for kind in evidence_kinds():
        for key in fields_of(kind):
            assert key in KEYS
            assert title_of(kind, key)


# ---- rounds and revenue ------------------------------------------------------------------------


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 28), st.integers(1, 28))
def test_the_next_round_is_still_to_be_made(day: date, complete: int, hand: int) -> None:
    found = next_round(day, Days(complete, hand))
    assert found.hand >= day
    assert (found.hand - day).days < 32
    assert found.result >= found.hand
    assert found.complete.month == found.hand.month


def entry(first: str, amount: int, last: str = "") -> Entry:
    return Entry(f"2025-{first}", f"2025-{last or first}", amount)


def test_no_month_is_counted_twice() -> None:
    months = [entry(f"{n:02}", 10) for n in range(1, 7)]
    found = year_revenue([*months, entry("01", 65, "06"), entry("07", 9)], 2025)
    assert found is not None
    assert (found.amount, found.months) == (74, 7)
    assert year_revenue(months, 2024) is None


def test_a_cumulated_figure_that_is_not_the_sum_of_its_months_is_said() -> None:
    months = [entry("01", 10), entry("02", 10)]
    assert not contradictions([*months, entry("01", 20, "02")])
    assert len(contradictions([*months, entry("01", 21, "02")])) == 1
    assert not contradictions([entry("01", 10), entry("01", 50, "03")])


@given(
    st.dictionaries(st.integers(1, 12), st.integers(0, 1000), min_size=1),
    st.integers(2, 12),
    st.integers(0, 9000),
)
def test_more_entries_never_count_more_months_than_the_year_has(
    months: dict[int, int], last: int, total: int
) -> None:
    entries = [entry(f"{n:02}", amount) for n, amount in months.items()]
    found = year_revenue([*entries, entry("01", total, f"{last:02}")], 2025)
    assert found is not None
    covered = set(months) | set(range(1, last + 1))
    assert found.months == len(covered)
    assert found.amount == total + sum(n for month, n in months.items() if month > last)
