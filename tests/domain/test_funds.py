"""Cumulative money: the latest statement and the months after it; else opening + months."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.funds import MonthRow, Statement, cumulative

END = date(2025, 12, 31)


def _stated(day: str, amount: int, scope: str = "since_start") -> Statement:
    return Statement(date.fromisoformat(day), amount, scope)


def _months(**amounts: int) -> list[MonthRow]:
    return [MonthRow(key[1:].replace("_", "-"), value, None) for key, value in amounts.items()]


def test_nothing_known_is_not_zero() -> None:
    assert cumulative([], [], END) is None
    assert cumulative([], [MonthRow("2025-03", None, None)], END) is None
    assert cumulative([_stated("2026-01-01", 9)], _months(m2026_01=4), END) is None


def test_the_latest_statement_stands() -> None:
    stated = [_stated("2025-03-31", 100), _stated("2025-06-30", 160), _stated("2024-12-31", 70)]
    assert cumulative(stated, [], END) == 160
    assert cumulative(stated, [], date(2025, 6, 29)) == 100
    assert cumulative(stated, [], date(2025, 6, 30)) == 160


def test_months_after_the_statement_are_added_and_those_before_are_not() -> None:
    months = _months(m2025_02=10, m2025_03=20, m2025_04=30, m2025_05=40)
    assert cumulative([_stated("2025-03-31", 500)], months, END) == 570
    assert cumulative([_stated("2025-03-31", 500)], months, date(2025, 4, 30)) == 530
    assert cumulative([_stated("2025-03-31", 500)], months, date(2025, 4, 29)) == 500


def test_of_two_statements_for_one_day_the_first_stays() -> None:
    assert cumulative([_stated("2025-03-31", 5), _stated("2025-03-31", 9)], [], END) == 5


def test_a_statement_may_be_less_than_the_one_before() -> None:
    assert cumulative([_stated("2025-03-31", 50), _stated("2025-06-30", 40)], [], END) == 40


def test_months_alone_are_summed() -> None:
    assert cumulative([], _months(m2025_01=1, m2025_02=2, m2024_12=4), END) == 7


def test_a_months_whole_cumulative_is_a_statement() -> None:
    rows = [MonthRow("2025-05", 10, 60, 200), MonthRow("2025-06", 15, None, None)]
    assert cumulative([], rows, END) == 215
    assert cumulative([_stated("2025-04-30", 999)], rows, END) == 215
    assert cumulative([_stated("2025-06-30", 230)], rows, END) == 230


def test_the_years_cumulative_holds_an_opening_before_the_known_months() -> None:
    """本年累计 60 at May with only April and May known: 期初 35, then June is added."""
    rows = [
        MonthRow("2025-04", 10, None),
        MonthRow("2025-05", 15, 60),
        MonthRow("2025-06", 20, None),
    ]
    assert cumulative([], rows, END) == 80
    assert cumulative([], rows, date(2025, 5, 31)) == 60
    assert cumulative([], rows, date(2025, 4, 30)) == 10


def test_each_year_has_its_own_cumulative() -> None:
    rows = [MonthRow("2024-12", None, 100), MonthRow("2025-01", 7, 7), MonthRow("2025-02", 3, None)]
    assert cumulative([], rows, END) == 110


def test_a_stated_cumulative_of_the_year_is_not_one_since_the_start() -> None:
    stated = [_stated("2024-12-31", 40, "this_year"), _stated("2025-06-30", 25, "this_year")]
    assert cumulative(stated, [], END) == 65
    assert cumulative([*stated, _stated("2025-01-31", 100)], [], END) == 100
    assert cumulative(stated, _months(m2025_07=5), END) == 70


def test_an_empty_month_adds_nothing_to_what_is_stated() -> None:
    months = [MonthRow("2025-04", None, None)]
    assert cumulative([_stated("2025-03-31", 5)], months, END) == 5
    assert cumulative([_stated("2025-03-31", 5, "this_year")], months, END) == 5


def test_a_month_speaks_for_its_last_day() -> None:
    assert MonthRow("2024-02", 1, None).last_day == date(2024, 2, 29)


_AMOUNTS = st.dictionaries(st.integers(1, 12), st.integers(0, 50), max_size=12)


@given(_AMOUNTS, st.integers(1, 12), st.integers(0, 99))
def test_statement_and_months_add_up_in_any_order(
    amounts: dict[int, int], place: int, stated: int
) -> None:
    rows = [MonthRow(f"2025-{month:02d}", amount, None) for month, amount in amounts.items()]
    said = Statement(rows[0].last_day if rows else END, stated, "since_start")
    after = sum(row.amount or 0 for row in rows if row.last_day > said.day)
    assert cumulative([said], rows, END) == stated + after
    assert cumulative([said], rows[::-1], END) == stated + after
    assert cumulative([], rows, END) == (sum(amounts.values()) if rows else None)
