"""Ledgers of other counties are understood without having been seen before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.exchange.reading import to_json_fields
from tests.exchange.counties import COUNTIES, County

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.reading import LedgerReading


def simple(value: Any) -> Any:
    """Dates as their value, a tick as ?."""
    if isinstance(value, dict) and "precision" in value:
        return value["value"] or "?"
    return value


@pytest.mark.parametrize("county", COUNTIES, ids=lambda county: county.label)
def test_foreign_ledger_means_what_its_words_say(
    county: County, read: Callable[..., LedgerReading]
) -> None:
    ledger = read(county.table, as_of=None if county.as_of else dt.date(2025, 12, 31))
    assert ledger.kind == county.kind
    assert ledger.talks is county.talks
    rows = {row.row: to_json_fields(row) for row in ledger.rows}
    assert sorted(rows) == sorted(county.expect)
    for number, fields in county.expect.items():
        got = {key: simple(rows[number].get(key)) for key in fields}
        assert got == fields
    if county.as_of:
        assert ledger.as_of.isoformat() == county.as_of
        assert ledger.as_of_source != "file"
    if county.skipped is not None:
        assert ledger.skipped == county.skipped
    if county.header_rows:
        assert ledger.header_rows == county.header_rows
    for number, keys in county.extra_keys.items():
        assert keys <= rows[number]["extra"].keys()
    assert all(total.agrees for total in ledger.totals)
