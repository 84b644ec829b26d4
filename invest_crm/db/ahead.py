"""Indexing many new firms while they are written, with a child that cuts their words.

A second processor cuts while this one makes records and the database writes them. What becomes of
the records afterwards in the same transaction is ``derive.follow``'s business, which indexes anew.
"""

from __future__ import annotations

import queue
import subprocess
import threading
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgspec

from invest_crm import children
from invest_crm.db import search
from invest_crm.db.bulk import AT_ONCE, batched
from invest_crm.db.cut_child import answer, cut, framed, messages
from invest_crm.db.derive import FIRM_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from invest_crm.db.bulk import Do
    from invest_crm.db.words import Fields

_FROM = 4
"""From this block on a child is worth its start: a thousand records are cut in 20 ms."""
_TOGETHER = 8 * AT_ONCE
"""How many records enter the index at once: SQLite writes a part of its index to the file at the
end of every statement, and merges parts; eight thousand cost half of what they do by thousands."""
_PIPE = 1024 * 1024
"""Room for several answers: with less the listening thread waits for Python at every piece."""


class Ahead:
    """The index entries of many firms created in one transaction. ``done``: their ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blocks = 0
        self._cutter: Cutter | None = None
        self._waiting: deque[tuple[Sequence[str], Sequence[Fields]]] = deque()
        self._ready: list[tuple[str, str]] = []
        self.done: set[str] = set()

    def expect(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Begin with the words of records that will probably be created; others come to nothing."""
        if table.name != "firm":
            return
        records = [tuple(map(row.get, FIRM_WORDS)) for row in rows]
        if len(records) >= _FROM * AT_ONCE:
            self._cutter = self._cutter or Cutter()
            for part in batched(records):
                self._cutter.put(part)

    def take(self, table: Table, columns: Mapping[str, Sequence[Any]], do: Do) -> None:
        """Index a block of new records, now or by ``finish``; ``do`` runs the statements."""
        if table.name != "firm":
            return
        ids = columns["id"]
        fields = list(zip(*(columns[name] for name in FIRM_WORDS), strict=True))
        self.done.update(ids)
        self._blocks += 1
        if self._blocks == _FROM:
            do(partial(search.merge_later, self._connection, later=True))
            self._cutter = self._cutter or Cutter()
        if self._cutter is None:
            self._add(ids, cut(fields), do)
            return
        self._cutter.put(fields)
        self._waiting.append((ids, fields))
        while self._waiting and self._cutter.knows(self._waiting[0][1]):
            self._next(self._cutter, do)

    def forget(self, table: Table) -> None:
        """Records of a table were touched again: they are to be followed like any others."""
        if table.name == "firm":
            self.done.clear()

    def finish(self, do: Do) -> None:
        """Index what is still being cut."""
        while self._cutter is not None and self._waiting:
            self._next(self._cutter, do)
        self._write(do)
        if self._blocks >= _FROM:
            do(partial(search.merge_later, self._connection, later=False))

    def close(self) -> None:
        """Leave no process, whatever happened."""
        if self._cutter is not None:
            self._cutter.close()

    def _next(self, cutter: Cutter, do: Do) -> None:
        ids, fields = self._waiting.popleft()
        self._add(ids, cutter.words(fields), do)

    def _add(self, ids: Sequence[str], words: Iterable[str], do: Do) -> None:
        self._ready += zip(ids, words, strict=True)
        if len(self._ready) >= _TOGETHER:
            self._write(do)

    def _write(self, do: Do) -> None:
        if self._ready:
            ids, words = zip(*self._ready, strict=True)
            search.add_words(self._connection, "firm", ids, words, do)
            self._ready = []


class Cutter:
    """A child process that cuts texts into words; should it fail, this process does it."""

    def __init__(self) -> None:
        self._words: dict[Fields, str | None] = {}
        """What was asked for, and the words once they are known."""
        self._parts: deque[Sequence[Fields]] = deque()
        self._asked: queue.SimpleQueue[Sequence[Fields] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._process = _started()
        if self._process is None:
            self._answers.put(None)
            return
        for job in (self._ask, self._listen):
            thread = threading.Thread(target=job, args=(self._process,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def put(self, fields: Sequence[Fields]) -> None:
        """Have the texts of records cut, unless they are asked for already."""
        unasked = [one for one in fields if one not in self._words]
        if unasked:
            self._words.update(dict.fromkeys(unasked))
            self._parts.append(unasked)
            self._asked.put(unasked)

    def knows(self, fields: Sequence[Fields]) -> bool:
        """Whether the words of records are there already."""
        while self._parts and not self._answers.empty():
            self._receive()
        return not self._lacks(fields)

    def words(self, fields: Sequence[Fields]) -> list[str]:
        """The words of records, as soon as they are there; they are told once."""
        while self._lacks(fields):
            self._receive()
        return [self._words.pop(one, None) or next(cut([one])) for one in fields]

    def close(self) -> None:
        """End the child."""
        self._asked.put(None)
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _lacks(self, fields: Sequence[Fields]) -> bool:
        """Whether the words of a record are still to come."""
        return any(self._words.get(one, "") is None for one in fields)

    def _receive(self) -> None:
        words = self._answers.get()
        fields = self._parts.popleft()
        if words is None or len(words) != len(fields):
            self._answers = queue.SimpleQueue()
            self._answers.put(None)
            words = list(cut(fields))
        self._words.update(zip(fields, words, strict=True))

    def _ask(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(OSError, ValueError):
            while process.stdin is not None and (fields := self._asked.get()) is not None:
                process.stdin.write(framed(fields))
                process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        answers = self._answers
        with suppress(OSError, ValueError, msgspec.MsgspecError):
            for message in messages(cast("BinaryIO", process.stdout)):
                answers.put(answer(message))
        answers.put(None)


def _started() -> subprocess.Popen[bytes] | None:
    """A cutting child, or None where none can be started (out of memory, out of processes)."""
    with suppress(OSError):
        return subprocess.Popen(  # noqa: S603 - our own program, no shell, no user text
            children.command("--cut-child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE,
            pipesize=_PIPE,
            env=children.environment(),
            creationflags=children.no_window(),
        )
    return None
