"""The best assignment: as many rows as possible, then the greatest profit, held to brute force."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.assignment import best_assignment

PROFITS = st.integers(0, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.none() | st.integers(0, 100), min_size=columns, max_size=columns), max_size=5
    )
)


def worth(profits, chosen) -> tuple[int, int]:
    """How many rows have a column, and the profit of all."""
    pairs = [(row, column) for row, column in enumerate(chosen) if column is not None]
    return len(pairs), sum(profits[row][column] for row, column in pairs)


def by_trying_everything(profits) -> tuple[int, int]:
    columns = len(profits[0]) if profits else 0
    places = [*range(columns), *[None] * len(profits)]
    best = (0, 0)
    for chosen in set(permutations(places, len(profits))):
        allowed = all(
            column is None or profits[row][column] is not None for row, column in enumerate(chosen)
        )
        if allowed:
            best = max(best, worth(profits, chosen))
    return best


@given(PROFITS)
def test_nothing_better_is_found_by_trying_everything(profits) -> None:
    chosen = best_assignment(profits)
    used = [column for column in chosen if column is not None]
    assert len(used) == len(set(used))
    assert all(profits[row][one] is not None for row, one in enumerate(chosen) if one is not None)
    assert worth(profits, chosen) == by_trying_everything(profits)


def test_taking_the_best_first_would_be_worse() -> None:
    assert best_assignment([[9, 8], [8, 1]]) == [1, 0]


def test_a_row_gives_way_so_that_another_is_placed_at_all() -> None:
    assert best_assignment([[100, 1], [90, None]]) == [1, 0]


def test_what_is_allowed_nowhere_stays_without() -> None:
    assert best_assignment([[None, None], [3, 4]]) == [None, 1]
    assert best_assignment([]) == []
