"""Room for many small values: the search for cycles pauses, and nothing is left for it to do."""

from __future__ import annotations

import gc

import pytest

from invest_crm.exchange.bulk import without_cycle_search


def test_what_is_made_in_the_pause_is_not_searched_as_new() -> None:
    with without_cycle_search():
        kept = [[number] for number in range(150_000)]
        assert gc.get_count()[0] > len(kept)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert gc.get_count()[0] < len(kept) / 10


def test_little_that_is_made_leaves_alone_what_the_start_set_apart() -> None:
    gc.freeze()
    apart = gc.get_freeze_count()
    try:
        with without_cycle_search():
            kept = [[number] for number in range(1000)]
        assert gc.get_freeze_count() > apart - len(kept) > 0
    finally:
        gc.unfreeze()


def test_a_pause_in_a_pause_ends_with_the_outer_one() -> None:
    with without_cycle_search():
        with without_cycle_search():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_ends_the_pause() -> None:
    with pytest.raises(LookupError), without_cycle_search():
        raise LookupError
    assert gc.isenabled()
