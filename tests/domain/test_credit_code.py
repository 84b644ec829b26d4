"""Credit codes: both check characters, by the vectors of the standard's users."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.credit_code import check_credit_code

VALID = ("91141082MA0TERT08K", "91141082MA0ABCD1XD", "12141082MB0ABCD21Y", "91510703MAGB8BE84W")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_pass_both_checks(code: str) -> None:
    check = check_credit_code(code)
    assert (check.valid, check.reason, check.hint, check.code) == (True, None, None, code)


@pytest.mark.parametrize("code", VALID)
def test_any_single_changed_character_is_noticed(code: str) -> None:
    for place in range(18):
        for char in set(ALPHABET) - {code[place]}:
            changed = code[:place] + char + code[place + 1 :]
            assert not check_credit_code(changed).valid


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),
        ("91141082MA0TERT08", "length"),
        ("91141082MS0TERT08K", "alphabet"),
        ("91141082MA0TERT08L", "check-digit"),
        ("91441900MAURRWR88A", "check-digit"),
        ("91141082MA0TERT09N", "inner-check-digit"),
    ],
)
def test_the_reason_names_the_first_fault(text: str, reason: str) -> None:
    check = check_credit_code(text)
    assert (check.valid, check.reason) == (False, reason)


@pytest.mark.parametrize(
    "text", [" 91141082ma0tert08k　", "９１141082MA0TERT08K", "911410-82MA0TERT08K"]
)
def test_layout_is_removed_before_checking(text: str) -> None:
    assert check_credit_code(text).code == VALID[0]
    assert check_credit_code(text).valid


def test_o_and_i_typed_for_digits_are_hinted_only_when_that_makes_the_code_valid() -> None:
    assert check_credit_code("9114IO82MAOTERTO8K").hint == VALID[0]
    assert check_credit_code("9114IO82MAOTERTO8L").hint is None


@given(st.text(ALPHABET, min_size=16, max_size=16))
def test_the_check_characters_are_those_of_the_weights_in_the_standards(body: str) -> None:
    inner = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(inner.index(char) * w for char, w in zip(body[8:], weights, strict=True))
    body += "0123456789X"[(11 - total % 11) % 11]
    outer = (ALPHABET.index(char) * 3**place for place, char in enumerate(body))
    code = body + ALPHABET[(31 - sum(outer) % 31) % 31]
    assert check_credit_code(code).valid


@given(st.text())
def test_no_text_breaks_the_check(text: str) -> None:
    check = check_credit_code(text)
    assert check.valid is (check.reason is None)
