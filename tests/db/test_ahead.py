"""Indexing many new firms while they are written, with a child that cuts their words."""

from __future__ import annotations

import io
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from invest_crm import children
from invest_crm.db import ahead, derive
from invest_crm.db.ahead import Ahead, Cutter
from invest_crm.db.cut_child import cut, framed, messages
from invest_crm.db.schema.firms import firm
from tests.support.factories import derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from invest_crm.db.words import Fields
    from invest_crm.services.work import App, Work

MANY = 6000  # more than are cut without a child


def _rows(count: int = MANY) -> Iterator[dict[str, object]]:
    for number in range(count):
        name = f"重庆第{number}食品（集团）有限公司"
        yield {
            "name": name,
            "name_key": name,
            "name_core": name,
            "tags": "链主" if number % 7 else None,
        }


def _enter(work: Work, rows: Iterator[dict[str, object]]) -> list[str]:
    work.name("test")
    return work.insert_many(firm, rows)


def _enter_expected(work: Work, rows: Iterator[dict[str, object]]) -> list[str]:
    expected = list(rows)
    work.expect(firm, expected)
    return _enter(work, iter(expected))


def _as_rebuilt(app: App) -> bool:
    made = derived(app)
    with app.database.writing() as connection:
        derive.rebuild(connection)
    return len(made[1]) > 0 and derived(app) == made


def test_many_new_firms_are_indexed_as_if_each_were_written_alone(any_app: App) -> None:
    any_app.write(_enter, _rows())
    assert _as_rebuilt(any_app)


def test_expected_firms_are_indexed_as_they_were_made(any_app: App) -> None:
    """Some never came, some came twice, and one came otherwise."""

    def use_case(work: Work, _command: None) -> None:
        expected = list(_rows(10_000))
        work.expect(firm, expected)
        other = {**expected[0], "tags": "别样"}
        _enter(work, iter([*expected[:5000], other, *expected[1000:6000]]))

    any_app.write(use_case, None)
    assert _as_rebuilt(any_app)


def test_the_words_of_expected_firms_are_cut_once(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Fields] = []

    def told(fields: Sequence[Fields]) -> bytes:
        asked.extend(fields)
        return framed(fields)

    monkeypatch.setattr(ahead, "framed", told)
    app.write(_enter_expected, _rows())
    assert len(asked) == MANY


def test_firms_changed_again_in_the_same_action_are_indexed_as_they_are_at_its_end(
    any_app: App,
) -> None:
    def use_case(work: Work, _command: None) -> None:
        ids = _enter(work, _rows())
        work.update(firm, ids[5], name="北京", name_key="北京", name_core="北京")
        work.delete(firm, *ids[-3:])
        _enter(work, _rows(1500))

    any_app.write(use_case, None)
    assert _as_rebuilt(any_app)


@pytest.mark.parametrize("enter", [_enter, _enter_expected], ids=["as they come", "expected"])
@pytest.mark.parametrize(
    "program",
    ["raise SystemExit", "import sys; sys.stdin.buffer.read(9); print('nonsense' * 99)"],
    ids=["ends at once", "answers nonsense"],
)
def test_a_child_that_fails_costs_time_and_nothing_else(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    enter: Callable[[Work, Iterator[dict[str, object]]], list[str]],
) -> None:
    monkeypatch.setattr(children, "command", lambda _flag: [sys.executable, "-c", program])
    app.write(enter, _rows())
    assert _as_rebuilt(app)


def test_a_child_that_cannot_be_started_is_done_without(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "command", lambda _flag: ["/nowhere/python"])
    app.write(_enter, _rows())
    assert _as_rebuilt(app)


def test_an_action_that_stops_leaves_neither_rows_nor_thread_nor_child(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Cutter] = []
    make = Cutter.__init__

    def init(self: Cutter) -> None:
        make(self)
        started.append(self)

    def use_case(work: Work, _command: None) -> None:
        _enter(work, _rows())
        raise LookupError("stop")

    monkeypatch.setattr(Cutter, "__init__", init)
    before = set(threading.enumerate())
    with pytest.raises(LookupError):
        app.write(use_case, None)
    (cutter,) = started
    assert cutter._process is not None
    assert cutter._process.poll() is not None
    assert set(threading.enumerate()) == before
    with app.database.reading() as connection:
        assert connection.execute(select(firm.c.id)).first() is None


def test_the_words_of_few_records_need_no_child(app: App) -> None:
    with app.database.reading() as connection:
        few = Ahead(connection)
        few.expect(firm, [{"name": "甲"}])
        columns = {name: [None] for name in ("id", *derive.FIRM_WORDS)} | {"name": ["甲"]}
        few.take(firm, columns, lambda job: job)
        assert few._cutter is None


def test_messages_end_where_one_is_cut_off() -> None:
    fields: list[Fields] = [("甲乙", None), ("丙",)]
    whole = framed(fields)
    assert len(list(messages(io.BytesIO(whole + whole[:-1])))) == 1
    assert list(messages(io.BytesIO(b"\0\0"))) == []
    assert list(cut(fields)) == ["甲乙 乙 jy y jj j", "丙 b"]
