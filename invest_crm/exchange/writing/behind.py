"""Writing in a thread of its own: compressing needs no interpreter, so rows are made meanwhile.

Few blocks wait at a time. What goes wrong while writing is raised where the next is handed over,
at the latest at the end; no thread outlives the ``with`` block, however it ends.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

_WAITING = 2


class Behind:
    """Hands blocks over to be written in their order."""

    def __init__(self, out: IO[bytes], pool: ThreadPoolExecutor) -> None:
        self._out = out
        self._pool = pool
        self._waiting: deque[Future[int]] = deque()

    def write(self, data: bytes, /) -> None:
        """Have ``data`` written; waits, and raises what went wrong, when too much is waiting."""
        self._waiting.append(self._pool.submit(self._out.write, data))
        if len(self._waiting) > _WAITING:
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait until everything is written; raises what went wrong."""
        while self._waiting:
            self._waiting.popleft().result()


@contextmanager
def behind(out: IO[bytes]) -> Iterator[Behind]:
    """Where to write instead of ``out``, which belongs to the thread inside the block."""
    pool = ThreadPoolExecutor(1)
    try:
        writer = Behind(out, pool)
        yield writer
        writer.finish()
    finally:
        pool.shutdown(cancel_futures=True)
