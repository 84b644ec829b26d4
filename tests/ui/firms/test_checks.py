"""Validators that forms share: people with masked phones, emptied lists, what was changed."""

from __future__ import annotations

import pytest

from invest_crm.domain.people import ContactReading
from invest_crm.ui.records import checks
from invest_crm.ui.records.editor import changed_values

STORED = (
    ContactReading("张三", "经理", "13912345678"),
    ContactReading("李四", "", "400-820-8820"),
    ContactReading("Smith", "", "+44 20 7946 0958"),
    ContactReading("", "门卫", ""),
)


def test_what_is_left_as_it_stood_is_kept_whatever_the_kind_of_number() -> None:
    text = checks.people_text(STORED)
    assert not any(person.phone in text for person in STORED if person.phone)
    assert checks.people(STORED)(text) == (STORED, "")


def test_another_name_beside_a_masked_number_keeps_the_number() -> None:
    (found,), problem = checks.people(STORED)("王五（总监） 139****5678")
    assert (found.name, found.post, found.phone, problem) == ("王五", "总监", "13912345678", "")


def test_a_masked_number_nobody_has_is_a_problem() -> None:
    assert checks.people(())("王五 139****5678")[1]


@pytest.mark.parametrize(("text", "fen"), [("8000", 8000), ("1.2亿", 12_000), ("3000万", 3000)])
def test_a_bare_amount_is_in_wan(text: str, fen: int) -> None:
    assert checks.money(text) == (fen * 1_000_000, "")


def test_only_what_differs_counts_as_changed() -> None:
    record = {"name": "甲", "tags": None, "contacts": STORED}
    values = {"name": "甲", "tags": "龙头", "contacts": None}
    changed = changed_values(values, ["name", "tags", "contacts"], record)
    assert changed == {"tags": "龙头", "contacts": ()}
    assert changed_values(values, [], None) == {"name": "甲", "tags": "龙头"}
