"""What papers prove and statistics count, beside what was reported; on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from invest_crm.db.schema.money import money_figure
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import Basis
from invest_crm.errors import UserError
from invest_crm.services.money.figures import (
    AddFigure,
    VoidFigure,
    add_figure,
    all_sets,
    project_sets,
    void_figure,
)
from tests.support.factories import Bureau, all_rows, wan, yi

FUNDS, DONE = Subject.FUNDS, Subject.COMPLETED


@pytest.fixture
def bureau(any_office: Bureau) -> Bureau:
    return any_office


def paper(bureau: Bureau, project: str, amount: int, **values: Any) -> str:
    made = {"basis": Basis.PAPERS, "subject": FUNDS, "on": date(2025, 8, 5),
            "document": "Bank receipt", **values}  # fmt: skip
    return str(bureau.app.write(add_figure, AddFigure(project, amount=amount, **made)).value)


def test_papers_add_up_and_touch_nothing_that_was_reported(bureau: Bureau) -> None:
    one = bureau.take_up("甲", signed_on="2025-01-10", total_investment=yi(1))
    bureau.month(one, "2025-08", funds_month=wan(1_000))
    paper(bureau, one, wan(600))
    paper(bureau, one, wan(100))
    paper(bureau, one, wan(1_200), basis=Basis.STATISTICS)
    found = bureau.app.read(project_sets, one)
    assert found is not None
    three = found.sets[FUNDS]
    assert (three.reported, three.papers, three.statistics) == (wan(1_000), wan(700), wan(1_200))
    assert three.points(Basis.PAPERS) == Decimal("-3.00")
    assert found.sets[DONE].papers is None
    assert bureau.record(one)["funds_in_place"] == wan(1_000)
    assert bureau.value("funds.amount", "2025-09-01") == wan(1_000)


def test_a_paper_counts_from_its_own_day(bureau: Bureau) -> None:
    one = bureau.take_up("甲")
    paper(bureau, one, wan(600), on=date(2025, 8, 5))
    before = bureau.app.read(all_sets, date(2025, 8, 4))
    assert before.projects == ()
    assert bureau.app.read(all_sets).ids(FUNDS, Basis.PAPERS) == []


def test_a_paper_that_was_a_mistake_is_voided_with_a_reason(bureau: Bureau) -> None:
    one = bureau.take_up("甲")
    made = paper(bureau, one, wan(600))
    with pytest.raises(UserError) as caught:
        bureau.app.write(void_figure, VoidFigure(made, ""))
    assert caught.value.code == "reason-missing"
    bureau.app.write(void_figure, VoidFigure(made, "重复"))
    found = bureau.app.read(project_sets, one)
    assert found is not None
    assert found.sets[FUNDS].papers is None
    bureau.undo()
    again = bureau.app.read(project_sets, one)
    assert again is not None
    assert again.sets[FUNDS].papers == wan(600)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": date(2025, 9, 2)}, "day-to-come"),
        ({"amount": 0}, "amount-missing"),
        ({"document": " "}, "document-missing"),
    ],
)
def test_a_figure_stands_on_a_paper_of_a_day(
    bureau: Bureau, values: dict[str, Any], code: str
) -> None:
    one = bureau.take_up("甲")
    with pytest.raises(UserError) as caught:
        paper(bureau, one, **{"amount": wan(1), **values})
    assert caught.value.code == code
    assert bureau.app.read(all_rows, money_figure) == []


def test_sums_are_over_projects_that_have_both_and_open_them(bureau: Bureau) -> None:
    one, two, three = (bureau.take_up(name, total_investment=yi(1)) for name in "甲乙丙")
    for project, amount in ((one, 1_000), (two, 500)):
        bureau.month(project, "2025-08", funds_month=wan(amount))
    paper(bureau, one, wan(900))
    paper(bureau, three, wan(77))
    found = bureau.app.read(all_sets)
    sums = found.sums(FUNDS)
    assert sums[Basis.PAPERS].gap(Basis.PAPERS) == -wan(100)
    assert sums[Basis.REPORTED].reported == wan(1_500)
    assert found.ids(FUNDS, Basis.PAPERS) == [one]
    assert set(found.ids(FUNDS, Basis.REPORTED)) == {one, two}
    assert found.projects[0].name == "甲", "the widest difference first"
