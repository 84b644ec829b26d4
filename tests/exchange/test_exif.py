"""What a photo says of itself; what is odd or cut off says nothing, and harms nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.exchange.exif import Taken, taken
from tests.support.photos import photo

WHOLE = photo("2025:08:05 10:11:12", (34.50012, 109.51234))


@pytest.mark.parametrize("order", ["<", ">"])
def test_day_and_place_are_read_in_both_byte_orders(order: str) -> None:
    data = photo("2025:08:05 10:11:12", (34.50012, -109.51234), order)
    assert taken(data) == Taken("2025-08-05", "34.50012,-109.51234")


def test_a_photo_without_either_says_nothing() -> None:
    assert taken(photo()) == Taken()
    assert taken(photo("0000:00:00 00:00:00")) == Taken()
    assert taken(b"%PDF-1.7") == Taken()
    assert taken(b"") == Taken()


def test_a_place_at_zero_is_one_that_was_not_found() -> None:
    assert taken(photo("2025:08:05 10:11:12")).at == ""


@given(st.integers(0, len(WHOLE)))
def test_a_photo_cut_off_anywhere_says_less_never_worse(length: int) -> None:
    assert taken(WHOLE[:length]).on in ("", "2025-08-05")


@given(st.integers(2, 250), st.integers(0, 255))
def test_a_byte_gone_wrong_is_survived(place: int, value: int) -> None:
    taken(WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :])


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(data: bytes) -> None:
    taken(b"\xff\xd8\xff\xe1\x01\x90Exif\x00\x00II*\x00" + data)
