"""Masks: what may be seen, and that masking twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.masking import mask_email, mask_id, mask_phone

PHONES = st.one_of(
    st.text(),
    st.from_regex(r"(\+86 ?)?1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})-?[0-9]{7,8}(-[0-9]{1,5})?", fullmatch=True),
    st.text(alphabet="0123456789-*() +", max_size=20),
)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("0350-1234042", "0350-****042"),
        ("03501234042", "0350****042"),
        ("(0350) 1234042", "(0350) ****042"),
        ("010-12345678", "010-****5678"),
        ("0350-1234042-801", "0350-****042-***"),
        ("400-123-4567", "***-***-**67"),
        ("1234567", "*****67"),
        ("123456", "******"),
        ("微信wang88", "******88"),
        ("１３８１２３４５６７８", "*********７８"),
        ("", ""),
    ],
)
def test_a_phone_keeps_only_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(PHONES)
def test_phone_masks_hold_their_promise(phone: str) -> None:
    masked = mask_phone(phone)
    assert mask_phone(masked) == masked
    assert len(masked) == len(phone.strip())
    shown = [char for char in masked if char not in "*-()（）+ "]
    assert len(shown) <= 9
    digits = [char for char in phone.strip() if char not in "-()（）+ "]
    assert len(digits) < 7 or len(digits) - len(shown) >= min(4, digits.count("*") + 4)


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("wang.qiang@example.com", "w***@example.com"),
        ("w@example.com", "***@example.com"),
        ("a@b@163.com", "a***@163.com"),
        ("wang@", "w***@***"),
        ("wang@13800001111 王", "w***@***"),
        ("王强", "**"),
        ("", ""),
    ],
)
def test_an_address_keeps_its_first_letter_and_domain(address: str, masked: str) -> None:
    assert mask_email(address) == masked


@given(st.one_of(st.emails(), st.text(), st.text(alphabet="ab@*. ")))
def test_email_masks_hold_their_promise(address: str) -> None:
    masked = mask_email(address)
    assert mask_email(masked) == masked
    assert len(masked.rpartition("@")[0].replace("*", "")) <= 1


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("330102199001011234", "330***********1234"),
        ("33010219900101123X", "330***********123X"),
        ("330102900101123", "330********1123"),
        ("G12345678", "*******78"),
        ("12345", "*****"),
    ],
)
def test_an_identity_number_keeps_only_its_ends(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True)))
def test_id_masks_hold_their_promise(number: str) -> None:
    masked = mask_id(number)
    assert mask_id(masked) == masked
    assert len(masked) == len(number.strip())
    assert sum(a == b != "*" for a, b in zip(masked, number.strip(), strict=True)) <= 7
