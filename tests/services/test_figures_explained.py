"""Every number is what its rows add up to, for every metric and period; and what is no question.

The number contract: whoever opens a number finds exactly that number in the list.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.rates import growth, percent, rounded
from invest_crm.domain.stages import AgreementType, SideState
from invest_crm.errors import UserError
from invest_crm.services import figures
from invest_crm.services.board import leader_board
from invest_crm.services.figure_shapes import explanation_json
from invest_crm.services.figures import Question
from tests.support.factories import Bureau, Clock, yi

if TYPE_CHECKING:
    from invest_crm.domain.metrics import Figure

DAY = date(2025, 9, 1)
PERIODS = {
    "year": Question(DAY, date(2025, 1, 1)),
    "all": Question(DAY),
    "part": Question(DAY, date(2025, 3, 1), date(2025, 6, 30)),
    "last year": Question(DAY, date(2024, 1, 1), date(2024, 12, 31)),
    "past day": Question(date(2025, 6, 30), date(2025, 1, 1)),
}


@pytest.fixture
def bureau(office: Bureau) -> list[str]:
    """Signings of two years, increases, ended projects, money, targets."""
    ids = office.ledger(
        "2025-08-31",
        {"signed_on": "2025-02-14", "total_investment": yi(5), "lead_unit": "县商务局",
         "started_on": "2025-05-01", "in_stats_on": "2025-06-01", "external_funds": yi(4),
         "funds_in_place": yi(1)},
        {"signed_on": "2025-03-20", "total_investment": yi(2), "registered_on": "2025-04",
         "external_funds": yi(2), "lead_unit": "县工信局"},
        {"signed_on": "2025-06-02", "total_investment": yi(2), "in_production_on": "2025-08-01",
         "funds_in_place": yi(3)},
        {"signed_on": "2025-08-31", "total_investment": None},
        {"signed_on": "2024-05-01", "total_investment": yi(8), "started_on": "2024-09-01"},
        {"signed_on": "2024-02-01", "total_investment": yi(1)},
        {"total_investment": yi(3)},
    )  # fmt: skip
    office.agree(ids[0], AgreementType.INCREASE, "2025-07-01", yi(1))
    office.agree(ids[4], AgreementType.INCREASE, "2025-04-01", yi(2))
    office.side(ids[1], SideState.TERMINATED, "2025-07-01")
    office.target("signed.amount", 2025, amount=yi(20))
    office.target("signed.count", 2025, number=6)
    return ids


def _sum(rows: Any) -> int:
    return sum(amount or 0 for _id, _name, amount in rows)


def _again(figure: Figure, told: figures.Explanation) -> Any:
    """The value computed anew from the rows alone."""
    rows, base = told.numerator, told.denominator
    name = figure.metric
    if name.endswith(".count"):
        return len(rows)
    if name.endswith(".amount"):
        return _sum(rows)
    if name == "signed.yoy":
        return rounded(growth(len(rows), len(base)), 2)
    if name == "signed_amount.yoy":
        return rounded(growth(_sum(rows), _sum(base)), 2)
    if name.endswith(".amount_rate") or name == "funds.rate":
        return rounded(percent(_sum(rows), _sum(base)), 2)
    targets = {
        "targets.signed_amount": (_sum(rows), yi(20)),
        "targets.signed_count": (len(rows), 6),
    }
    family, _dot, part = name.rpartition(".")
    if family in targets:
        done = percent(*targets[family])
        assert done is not None
        return rounded(done if part == "rate" else done - percent(9, 12), 2)  # type: ignore[operator]
    return rounded(percent(len(rows), len(base)), 2)


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_the_aggregate_of_the_rows_that_explain_it(
    office: Bureau, bureau: list[str], period: str
) -> None:
    question = PERIODS[period]
    found = office.app.read(figures.figures, question)
    assert len(found.figures) > 40
    for figure in found.figures:
        told = office.app.read(figures.explain, figure.metric, question)
        if figure.value is None:
            continue
        if figure.metric.startswith("targets.") and period != "year":
            assert figure.metric.endswith(".pace") or period == "past day"
            continue
        assert figure.value == _again(figure, told), (period, figure.metric)
        assert len({row[0] for row in told.numerator}) == len(told.numerator)


def test_money_is_explained_by_the_money_it_counts(office: Bureau, bureau: list[str]) -> None:
    """Not by the agreed investment of the same projects."""
    told = office.app.read(figures.explain, "funds.amount", PERIODS["year"])
    shape = explanation_json(told)
    assert shape["value"] == "40000"
    assert [row["amount"] for row in shape["numerator"]] == ["10000", "30000"]  # type: ignore[index,attr-defined]


def test_the_number_of_a_group_is_the_aggregate_of_its_rows(
    office: Bureau, bureau: list[str]
) -> None:
    for by in figures.GROUPS:
        question = Question(DAY, date(2025, 1, 1), by=by)
        for group in office.app.read(figures.figures, question).groups:
            for figure in group.figures:
                if figure.unit == "fen":
                    assert figure.value == sum(amount or 0 for amount in figure.amounts)


# ---- annual tasks ----------------------------------------------------------------------------


def _target(office: Bureau, question: Question) -> Figure:
    found = office.app.read(figures.figures, question)
    return found["targets.signed_amount.rate"]


@pytest.mark.parametrize(
    ("start", "end", "rate"),
    [
        ("2025-01-01", None, "60.00"),
        ("2025-01-01", "2025-06-30", "55.00"),
        ("2025-03-01", None, None),
        ("2024-01-01", None, None),
        (None, None, None),
    ],
)
def test_an_annual_task_is_measured_over_its_year_alone(
    office: Bureau, bureau: list[str], start: str | None, end: str | None, rate: str | None
) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    figure = _target(office, Question(DAY, first, last))
    assert (None if figure.value is None else str(figure.value)) == rate
    assert bool(figure.note) == (rate is None)


def test_the_task_of_a_past_year_is_that_years(office: Bureau, bureau: list[str]) -> None:
    office.target("signed.amount", 2024, amount=yi(18))
    question = Question(DAY, date(2024, 1, 1), date(2024, 12, 31))
    assert str(_target(office, question).value) == "50.00"
    pace = office.app.read(figures.figures, question)["targets.signed_amount.pace"]
    assert str(pace.value) == "-50.00"


def test_the_board_measures_no_task_over_everything(office: Bureau, bureau: list[str]) -> None:
    board = office.app.read(leader_board, Question(DAY))
    assert (board.target, board.last_year) == (None, None)
    assert office.app.read(leader_board, PERIODS["year"]).target == yi(20)


# ---- what is no question ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question(DAY, date(2025, 8, 2), date(2025, 8, 1)), "period-reversed"),
        (Question(date(2025, 1, 1), date(2025, 8, 1)), "period-reversed"),
        (Question(date(2025, 1, 1), date(2025, 8, 1), date(2025, 9, 1)), "period-to-come"),
    ],
)
def test_a_period_that_is_none_is_refused(office: Bureau, question: Question, code: str) -> None:
    for ask in (figures.figures, leader_board):
        with pytest.raises(UserError) as refused:
            office.app.read(ask, question)
        assert refused.value.code == code


def test_the_board_is_not_shown_as_of_a_day_to_come(office: Bureau) -> None:
    """The figures themselves may be asked: a ledger can speak for the end of this month."""
    with pytest.raises(UserError) as refused:
        office.app.read(leader_board, Question(date(2030, 1, 1)))
    assert refused.value.code == "day-to-come"
    assert office.app.read(figures.figures, Question(date(2030, 1, 1)))["signed.count"].value == 0


def test_today_is_the_day_at_the_bureau_whatever_the_machine_says(office: Bureau) -> None:
    office.app.clock = Clock("2025-09-02T00:17")
    office.take_up("甲", signed_on="2025-09-02", total_investment=yi(1))
    found = office.app.read(lambda view: figures.figures(view, Question(view.today)))
    assert found.question.as_of == date(2025, 9, 2)
    assert found["signed.count"].value == 1
