"""Work off the main thread: exactly two verbs, ``run_query`` and ``run_write``.

Plain callables run on a small pool (reads) or a one-worker pool (writes, in the order asked);
their results come back on the main thread. A result whose owner is gone, or that a newer request
with the same key has overtaken, is dropped. ``UserError`` goes to the caller's ``on_error``, else
to the nearest parent with ``show_error``; anything else is a bug and goes to ``crash``.
The module knows no service: whoever calls binds what is to be done into the callable.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

import shiboken6
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

from invest_crm.errors import UNCERTAIN, WRITE, UserError
from invest_crm.ui import crash, crash_log

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")
_READERS = 3


@runtime_checkable
class ShowsErrors(Protocol):
    """A page or window that can tell a ``UserError`` in place."""

    def show_error(self, error: UserError) -> None:
        """Tell the person, without a dialog."""


class Progress:
    """What a long job holds: it reports how far it is and asks whether to stop. Plain object."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._lock = threading.Lock()
        self._fraction: float | None = None
        self._text = ""
        self._stop = threading.Event()

    def report(self, fraction: float | None, text: str = "") -> None:
        """Say how far: ``fraction`` 0 to 1, or None while unknown; from any thread."""
        with self._lock:
            self._fraction, self._text = fraction, text

    def cancelled(self) -> bool:
        """Whether the person asked to stop; a job looks at least every half second."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._stop.set()

    def seen(self) -> tuple[float | None, str]:
        """The last report, for whoever shows it."""
        with self._lock:
            return self._fraction, self._text


def run_query(
    owner: QObject,
    fn: Callable[[], T],
    on_done: Callable[[T], object],
    *,
    on_error: Callable[[UserError], object] | None = None,
    key: Hashable | None = None,
    progress: Progress | None = None,
) -> None:
    """Read in the background; ``on_done(result)`` runs on the main thread while ``owner`` lives.

    Requests of one owner with an equal ``key`` overtake each other: only the newest is answered,
    and one that has not begun yet is not run at all.
    """
    _background().submit(_Job(owner, fn, on_done, on_error, key, progress, write=False))


def run_write(
    owner: QObject,
    fn: Callable[[], T],
    on_done: Callable[[T], object],
    *,
    on_error: Callable[[UserError], object] | None = None,
    key: Hashable | None = None,
    progress: Progress | None = None,
) -> None:
    """Write in the background, one at a time in the order asked; always run once asked."""
    _background().submit(_Job(owner, fn, on_done, on_error, key, progress, write=True))


def tell_fault(error: UserError, again: Callable[[], object] | None = None) -> None:
    """Tell over all pages, with its remedies, what failed in a line that has no room for them.

    What was only typed wrongly is not told: the line says so itself.
    """
    if error.is_fault:
        error.again = again
        _background().user_error.emit(error)


def busy() -> bool:
    """Whether anything is running or its result is still on the way."""
    return _Installed.background is not None and _Installed.background.pending() > 0


def wait_idle(timeout: float = 5.0) -> bool:
    """Turn the event loop until nothing is pending (seconds); for tests and screenshots."""
    background = _Installed.background
    if background is None or not background.pending():
        return True
    loop = QEventLoop()
    background.idle.connect(loop.quit)
    clock = QTimer()
    clock.setSingleShot(True)
    clock.timeout.connect(loop.quit)
    clock.start(round(timeout * 1000))
    while background.pending() and clock.isActive():
        loop.exec()  # an answer may ask for more in the moment everything was done
    return not background.pending()


def shutdown(timeout: float = 10.0) -> bool:
    """Before leaving: let writes finish, drop reads; False if something is still running."""
    background = _Installed.background
    _Installed.background = None
    return background.close(timeout) if background is not None else True


def background() -> Background:
    """The signals of the background (``progress_started``, ``user_error``, ``idle``)."""
    return _background()


def _background() -> Background:
    if _Installed.background is None or not shiboken6.isValid(_Installed.background):
        _Installed.background = Background()
    return _Installed.background


class _Job(Struct):
    """One request and, once it has run, its outcome."""

    owner: QObject
    fn: Callable[[], Any]
    on_done: Callable[[Any], object]
    on_error: Callable[[UserError], object] | None
    key: Hashable | None
    progress: Progress | None
    write: bool
    number: int = 0
    skipped: bool = False
    result: Any = None
    error: BaseException | None = None

    @property
    def place(self) -> tuple[int, Hashable]:
        return id(self.owner), self.key


class _Task(QRunnable):
    """Runs one job on a pool thread and hands it back whatever happens."""

    def __init__(self, job: _Job, background: Background) -> None:
        super().__init__()
        self._job, self._background = job, background

    def run(self) -> None:
        """Qt: on the pool's thread."""
        job = self._job
        if not job.write and self._background.overtaken(job):
            job.skipped = True
        else:
            try:
                job.result = job.fn()
            except BaseException as error:  # noqa: BLE001 - carried to the main thread and raised
                job.error = error
        self._background.hand_back(job)


class Background(QObject):
    """The two pools and the way back to the main thread."""

    progress_started = Signal(object)
    progress_ended = Signal(object)
    user_error = Signal(object)
    idle = Signal()
    _arrived = Signal()

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(_READERS)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._writer.setExpiryTimeout(-1)
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, Hashable], int] = {}
        self._open: Counter[tuple[int, Hashable]] = Counter()
        self._done: deque[_Job] = deque()
        self._pending = 0
        self._arrived.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def pending(self) -> int:
        """Requests not yet answered."""
        return self._pending

    def submit(self, job: _Job) -> None:
        """Queue a request; main thread only."""
        job.number = next(self._numbers)
        if job.key is not None:
            self._newest[job.place] = job.number
            self._open[job.place] += 1
        self._pending += 1
        if job.progress is not None:
            self.progress_started.emit(job.progress)
        (self._writer if job.write else self._readers).start(_Task(job, self))

    def overtaken(self, job: _Job) -> bool:
        """Whether a newer request took this one's place; any thread."""
        return job.key is not None and self._newest.get(job.place, job.number) > job.number

    def hand_back(self, job: _Job) -> None:
        """From the pool's thread: queue the outcome for the main thread."""
        self._done.append(job)
        self._arrived.emit()

    def close(self, timeout: float) -> bool:
        """Finish writes, forget waiting reads; seconds."""
        self._readers.clear()
        wait = round(timeout * 1000)
        finished = self._writer.waitForDone(wait) and self._readers.waitForDone(wait)
        self._done.clear()
        self.deleteLater()
        return finished

    def _answer(self) -> None:
        if not self._done:
            return
        job = self._done.popleft()
        stale = self.overtaken(job)
        self._forget(job)
        try:
            if job.progress is not None:
                self.progress_ended.emit(job.progress)
            self._deliver(job, stale=stale)
        finally:
            self._pending -= 1
            if not self._pending:
                self.idle.emit()

    def _forget(self, job: _Job) -> None:
        if job.key is None:
            return
        self._open[job.place] -= 1
        if not self._open[job.place]:
            del self._open[job.place]
            self._newest.pop(job.place, None)

    def _deliver(self, job: _Job, *, stale: bool) -> None:
        alive = shiboken6.isValid(job.owner)
        if job.error is not None and (job.write or (alive and not stale)):
            self._tell(job, job.error, alive=alive)
        elif job.error is None and alive and not stale and not job.skipped:
            job.on_done(job.result)

    def _tell(self, job: _Job, error: BaseException, *, alive: bool) -> None:
        if not isinstance(error, UserError):
            crash.report(error)
            return
        crash_log.note_refusal(error.code)
        if alive and not (job.write and error.code in UNCERTAIN):
            error.again = lambda: self._once_more(job)
            error.again_slot = WRITE if job.write else (id(job.owner), job.key or job.number)
        if alive and job.on_error is not None:
            job.on_error(error)
        else:
            place: QObject | None = job.owner if alive else None
            while place is not None and not isinstance(place, ShowsErrors):
                place = place.parent()
            if isinstance(place, ShowsErrors):
                place.show_error(error)
            else:
                self.user_error.emit(error)

    def _once_more(self, job: _Job) -> None:
        """Ask again for what failed, if whoever asked is still there."""
        if shiboken6.isValid(job.owner):
            title = None if job.progress is None else Progress(job.progress.title)
            self.submit(replace(job, progress=title, skipped=False, result=None, error=None))


class _Installed:
    """The background of this process."""

    background: Background | None = None
