"""The order in which entries answer."""

from __future__ import annotations

from typing import Any

from invest_crm.ui.commands.provider import Entry
from invest_crm.ui.commands.ranking import Group, in_order, ranked


def entry(title: str, **more: Any) -> Entry:
    return Entry(title, title, lambda: None, **more)


def order(entries: list[Entry], typed: str, **recent: int) -> list[str]:
    return [hit.entry.title for hit in ranked("", entries, typed, recent).hits]


def test_a_prefix_beats_a_word_beats_initials_beats_gaps() -> None:
    entries = [entry(title) for title in ("nerve", "x new", "nth e wave", "new x", "nine eels win")]
    assert order(entries, "new")[:4] == ["new x", "x new", "nth e wave", "nine eels win"]


def test_what_was_used_lately_wins_a_tie_and_only_a_tie() -> None:
    entries = [entry("new a"), entry("new b"), entry("x new")]
    recent = {"x new": 0, "new b": 1}
    found = ranked("", entries, "new", recent)
    assert [hit.entry.title for hit in found.hits] == ["new b", "new a", "x new"]


def test_equals_stay_in_the_order_given() -> None:
    entries = [entry(f"new {name}") for name in "dacb"]
    assert order(entries, "new") == ["new d", "new a", "new c", "new b"]


def test_what_cannot_be_done_comes_after_what_can() -> None:
    entries = [entry("new a", reason="no"), entry("new b")]
    assert order(entries, "new") == ["new b", "new a"]


def test_other_words_find_an_entry_without_marks() -> None:
    (hit,) = ranked("", [entry("移入回收站", also=("Move to the trash",))], "trash", {}).hits
    assert hit.marks == ()


def test_what_the_database_vouches_for_stays_and_the_way_to_all_stands_last() -> None:
    entries = [entry("all", tail=True), entry("found by its code"), entry("zz 9133")]
    found = ranked("", entries, "9133", {}, trusted=True)
    assert [hit.entry.title for hit in found.hits] == ["zz 9133", "found by its code", "all"]


def test_groups_follow_their_best_answer_and_empty_ones_go() -> None:
    groups = [
        ranked("loose", [entry("nine eels win")], "new", {}),
        Group("nothing", ()),
        ranked("word", [entry("x new")], "new", {}),
        ranked("prefix", [entry("new x")], "new", {}),
    ]
    assert [group.title for group in in_order(groups)] == ["prefix", "word", "loose"]
