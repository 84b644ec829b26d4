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
from invest_crm.db.cut_child import answer, cut, framed, messages
from invest_crm.db.derive import FIRM_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from invest_crm.db.bulk import Do
    from invest_crm.db.words import Fields

_FROM = 4
"""From this block on a child is worth its start: a thousand records are cut in 20 ms."""


class Ahead:
    """The index entries of many firms created in one transaction. ``done``: their ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blocks = 0
        self._cutter: Cutter | None = None
        self.done: set[str] = set()

    def take(self, table: Table, columns: Mapping[str, Sequence[Any]], do: Do) -> None:
        """Index a block of new records, now or by ``finish``; ``do`` runs the statements."""
        if table.name != "firm":
            return
        ids = columns["id"]
        fields = list(zip(*(columns[name] for name in FIRM_WORDS), strict=True))
        self.done.update(ids)
        self._blocks += 1
        if self._blocks < _FROM:
            self._add(ids, cut(fields), do)
            return
        if self._cutter is None:
            do(partial(search.merge_later, self._connection, later=True))
            self._cutter = Cutter()
        self._cutter.put(ids, fields)
        for part in self._cutter.ready():
            self._add(*part, do)

    def forget(self, table: Table) -> None:
        """Records of a table were touched again: they are to be followed like any others."""
        if table.name == "firm":
            self.done.clear()

    def finish(self, do: Do) -> None:
        """Index what is still being cut."""
        if self._cutter is None:
            return
        for part in self._cutter.rest():
            self._add(*part, do)
        do(partial(search.merge_later, self._connection, later=False))

    def close(self) -> None:
        """Leave no process, whatever happened."""
        if self._cutter is not None:
            self._cutter.close()

    def _add(self, ids: Sequence[str], words: Iterable[str], do: Do) -> None:
        search.add_words(self._connection, "firm", ids, words, do)


class Cutter:
    """A child process that cuts texts into words; should it fail, this process does it."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Sequence[str], Sequence[Fields]]] = deque()
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

    def put(self, ids: Sequence[str], fields: Sequence[Fields]) -> None:
        """Have the texts of records cut."""
        self._waiting.append((ids, fields))
        self._asked.put(fields)

    def ready(self) -> Iterator[tuple[Sequence[str], list[str]]]:
        """The records whose words are there already."""
        while self._waiting and not self._answers.empty():
            yield self._next()

    def rest(self) -> Iterator[tuple[Sequence[str], list[str]]]:
        """All others, as they come."""
        while self._waiting:
            yield self._next()

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

    def _next(self) -> tuple[Sequence[str], list[str]]:
        words = self._answers.get()
        ids, fields = self._waiting.popleft()
        if words is None or len(words) != len(ids):
            self._answers = queue.SimpleQueue()
            self._answers.put(None)
            return ids, list(cut(fields))
        return ids, words

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
            env=children.environment(),
            creationflags=children.no_window(),
        )
    return None
