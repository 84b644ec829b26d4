"""The form of a project: what is typed, what it means, what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.project_fields import BY_KEY
from invest_crm.ui.projects.form import KEYS, Choices, form_fields

TODAY = date(2025, 9, 1)
FIELDS = {field.key: field for field in form_fields(Choices((), ()), TODAY)}


def read(key: str, text: str):
    check = FIELDS[key].check
    assert check is not None
    return check(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("8000", 8_000_000_000), ("1.2亿", 12_000_000_000), ("3000万元", 3_000_000_000),
     ("１２００", 1_200_000_000), ("1,200", 1_200_000_000), ("", None), ("待定", None)],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written(text: str, fen: int | None) -> None:
    assert read("total_investment", text) == (fen, "")


@pytest.mark.parametrize("text", ["很多", "1.2.3", "-5亿元钱", "abc"])
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    value, problem = read("total_investment", text)
    assert value is None
    assert "8000" in problem


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [("2025.8.5", "2025-08-05", "day"), ("2025年8月", "2025-08", "month"),
     ("8.5", "2025-08-05", "day"), ("7月", "2025-07", "month"),
     ("2025年二季度", "2025-Q2", "quarter"), ("2025-03", "2025-03", "month"),
     ("今年3月底", "2025-03", "month"), ("今天", "2025-09-01", "day"),
     ("昨天", "2025-08-31", "day")],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(text: str, value: str, precision: str) -> None:
    found, problem = read("started_on", text)
    assert (found.value, found.precision, problem) == (value, precision, "")


def test_a_bare_yes_is_reached_at_an_unknown_day_until_today() -> None:
    found, problem = read("started_on", "是")
    assert (found.value, found.precision, found.not_after, problem) == (
        None, "unknown", "2025-09-01", "",
    )  # fmt: skip
    assert read("started_on", "否") == (None, "")
    assert read("started_on", " ") == (None, "")


@pytest.mark.parametrize("text", ["2025-09-02", "2026年", "后天", "2025.13.1", "2025.2.30"])
def test_a_day_to_come_or_no_day_is_refused(text: str) -> None:
    value, problem = read("started_on", text)
    assert value is None
    assert problem


def test_an_area_is_kept_in_square_decimetres_or_refused() -> None:
    from invest_crm.domain.area import sqdm_to_mu_text

    value, problem = read("land_mu", "80亩")
    assert (sqdm_to_mu_text(value), problem) == ("80.00", "")
    assert read("land_mu", "很大")[1]


def test_people_are_read_line_by_line() -> None:
    people, problem = read("contacts", "赵文（股长）13800007300\n何国 0350-1234567")
    assert [(p.name, p.post, p.phone) for p in people] == [
        ("赵文", "股长", "13800007300"), ("何国", "", "0350-1234567"),
    ]  # fmt: skip
    assert problem == ""


def test_the_form_has_every_field_a_person_may_edit() -> None:
    editable = {key for key, field in BY_KEY.items() if field.editable}
    assert set(KEYS) == editable


@pytest.mark.parametrize(
    ("text", "words", "doubtful"),
    [("8000", "", False), ("1.2亿", "= 1.20 亿元", False), ("3000万元", "= 3,000 万元", False),
     ("3-5亿", "= 3.00 亿元（按区间低值）", True), ("待定", "按未定处理，不记金额。", False),
     ("2000000", "= 200.00 亿元，请核对单位。", True), ("很多", "", False)],
)  # fmt: skip
def test_below_an_amount_stands_what_is_saved(text: str, words: str, doubtful: bool) -> None:
    note = FIELDS["total_investment"].note
    assert note is not None
    assert note(text) == (words, doubtful)


def test_yuan_written_for_ten_thousand_yuan_is_asked_about() -> None:
    assert "核对单位" in read("total_investment", "80000000")[1]


@pytest.mark.parametrize("text", ["500万美元", "5亿港币"])
def test_another_currency_is_to_be_converted_first(text: str) -> None:
    assert "人民币" in read("total_investment", text)[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [("2025-03-05", ""), ("2025.3.5", "= 2025年3月5日"), ("今年3月底", "= 2025年3月底"),
     ("7月", "= 2025年7月"), ("是", "已完成，日期不详。"), ("未开工", "按未完成处理。"),
     ("后天", "")],
)  # fmt: skip
def test_below_a_date_stands_what_it_means(text: str, words: str) -> None:
    note = FIELDS["started_on"].note
    assert note is not None
    assert note(text) == (words, False)
