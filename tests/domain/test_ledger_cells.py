"""Golden acceptance: every messy cell of five ledgers gives the value the clerk meant."""

from __future__ import annotations

from datetime import date

import pytest

from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.flags import parse_flag
from invest_crm.domain.money import AmountReading, fen_to_wan_text, parse_amount
from invest_crm.domain.partial_date import parse_date
from invest_crm.domain.people import parse_contacts, split_leaders
from invest_crm.domain.text import clean, firm_core
from tests.domain.ledger_cells import FIRMS, MONTHLY, REQUESTS, SIGNED, TALKS

CUT_OFF = date(2025, 8, 31)


def wan(reading: AmountReading) -> str | None:
    assert reading.problem is None
    return None if reading.fen is None else fen_to_wan_text(reading.fen)


def day(cell: object) -> str | None:
    reading = parse_date(cell, cut_off=CUT_OFF)
    assert reading.problem is None
    return None if reading.date is None else reading.date.value


@pytest.mark.parametrize(("cells", "expected"), SIGNED)
def test_signed_projects(cells: tuple[object, ...], expected: tuple[object, ...]) -> None:
    total, fixed, funds, signed, started, *flags, leader, contact = cells
    amount = parse_amount(total, "亿元")
    person = parse_contacts(contact)[0]
    assert (
        wan(amount),
        wan(parse_amount(fixed, "亿元")),
        wan(parse_amount(funds, "亿元")),
        " ".join(sorted(amount.flags)),
        day(signed),
        day(started),
        *(parse_flag(flag).value for flag in flags),
        person.name,
        person.phone,
    ) == expected
    assert [each.title for each in split_leaders(leader)] == [leader]


@pytest.mark.parametrize("row", TALKS)
def test_talks(row: tuple[object, ...]) -> None:
    amount_cell, contact, updated, *expected = row
    amount = parse_amount(amount_cell, "亿元", zero_is_unknown=True)
    person = parse_contacts(contact)[0]
    assert [wan(amount), " ".join(amount.flags), person.name, person.phone] == expected
    reading = parse_date(updated, year=2025)
    assert reading.date is not None
    assert (reading.date.precision, reading.notes) == ("day", ("year-inferred",))


@pytest.mark.parametrize("row", MONTHLY)
def test_monthly_report(row: tuple[object, ...]) -> None:
    *amounts, in_stats = row[:5]
    assert tuple(wan(parse_amount(cell, "万元")) for cell in amounts) == tuple(map(str, row[5:]))
    assert (day(in_stats) is None) == (in_stats == "未入库")


@pytest.mark.parametrize("row", REQUESTS)
def test_requests(row: tuple[object, ...]) -> None:
    received, due, closed = row[:3]
    assert (day(received), day(due), parse_flag(closed).value) == row[3:]


@pytest.mark.parametrize("row", FIRMS)
def test_target_firms(row: tuple[str, ...]) -> None:
    name, code, capital, phone = row[:4]
    check = check_credit_code(code)
    assert (clean(name), check.code, check.valid) == row[4:]
    assert wan(parse_amount(capital, "万元")) == capital
    assert [each.phone for each in parse_contacts(phone)] == [phone]


def test_the_suspected_duplicate_has_the_core_of_the_firm_it_repeats() -> None:
    core = firm_core("浙江嘉兴景科食品（集团）有限公司")
    assert [row[4] for row in FIRMS if firm_core(row[4]) == core] == [
        "浙江嘉兴景科食品集团有限公司"
    ]
