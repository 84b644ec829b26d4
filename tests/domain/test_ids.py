"""Ids sort by the time they were made, whatever the clock does."""

from __future__ import annotations

import threading
import time
import uuid
from typing import TYPE_CHECKING

from invest_crm.domain.ids import new_id, new_ids

if TYPE_CHECKING:
    import pytest


def test_an_id_is_a_version_7_uuid_of_now() -> None:
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert abs((made.int >> 80) / 1000 - time.time()) < 60
    assert str(made) == str(uuid.UUID(str(made)))


def test_ids_made_later_sort_later() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_many_ids_made_at_once_are_like_those_made_one_by_one() -> None:
    made = [new_id(), *new_ids(10_000), new_id()]
    assert made == sorted(set(made))
    read = [uuid.UUID(text) for text in made]
    assert [str(one) for one in read] == made
    assert {(one.version, one.variant) for one in read} == {(7, uuid.RFC_4122)}
    assert {text[19] for text in made} == set("89ab")
    assert new_ids(0) == []


def test_a_clock_set_back_does_not_reorder_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    assert new_id() > before


def test_threads_never_share_an_id() -> None:
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend([new_id() for _ in range(500)]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000
