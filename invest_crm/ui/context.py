"""What every page is handed: the way to the services, and the news of what changed.

The database is opened in the background while the first window is painted, so services (and with
them SQLAlchemy) are never imported at module level here or in a page: jobs import what they call.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from invest_crm.ui.operations import Progress, background, run_query, run_write
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.errors import UserError
    from invest_crm.services.work import App, Changes, Outcome

T = TypeVar("T")


class Context(QObject):
    """The open database behind the window; ``where`` is its address without a password.

    ``changed(topics)``: a write touched these topics. ``done(text, change set id, undone)``: an
    action was carried out and can be undone, or was itself an undo. ``told(text)``: what was asked
    for had nothing to do. ``switched``: another database was opened. ``warned(text)``: saves are
    missing from the database.
    """

    preview = False
    """Whether a backup is only shown."""

    changed = Signal(object)
    done = Signal(str, str, bool)
    told = Signal(str)
    switched = Signal()
    warned = Signal(str)

    def __init__(self, where: str, actor: str | None = None) -> None:
        super().__init__()
        self._address = where
        self.where = _without_password(where)
        self.read_only = False
        self._actor = actor
        self._app: App | None = None
        self._error: BaseException | None = None
        self._opened = threading.Event()
        self._asked = False

    def open(self) -> None:
        """Open the database in the background; jobs that need it wait."""
        self._asked = True
        threading.Thread(target=self._open, name="open-database", daemon=True).start()

    @property
    def app(self) -> App:
        """The application; only for jobs in the background (it waits). Raises what opening did."""
        self._opened.wait()
        if self._error is not None:
            raise self._error
        if self._app is None:
            raise RuntimeError("no database is open")
        return self._app

    @property
    def is_open(self) -> bool:
        """Whether the database is ready, without waiting."""
        return self._app is not None

    def why_not_write(self) -> str:
        """Why nothing can be changed in this window, empty where it can."""
        if self.preview:
            return _("This window only shows a backup: nothing can be changed in it.")
        return _("The database was opened only for reading.") if self.read_only else ""

    @property
    def today(self) -> date:
        """The day at the bureau, without waiting for the database."""
        from invest_crm.domain.clock import day_of, now

        return day_of(now()) if self._app is None else self._app.today

    def read(
        self,
        owner: QObject,
        job: Callable[[App], T],
        on_done: Callable[[T], object],
        *,
        key: str | None = None,
        on_error: Callable[[UserError], object] | None = None,
    ) -> None:
        """Run a reading job in the background and answer on the main thread."""
        run_query(owner, lambda: job(self.app), on_done, key=key, on_error=on_error)

    def write(
        self,
        owner: QObject,
        job: Callable[[App], Outcome[T]],
        on_done: Callable[[Outcome[T]], object] | None = None,
        *,
        on_error: Callable[[UserError], object] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Run a writing job; afterwards says what was done, with its undo."""

        def run() -> tuple[Outcome[T], str, bool]:
            outcome = job(self.app)
            return outcome, *_name_of(self.app, outcome.changes.change_set_id)

        def finish(result: tuple[Outcome[T], str, bool]) -> None:
            outcome, text, undone = result
            if on_done is not None:
                on_done(outcome)
            if outcome.changes.change_set_id:
                self.done.emit(text, outcome.changes.change_set_id, undone)

        run_write(owner, run, finish, on_error=on_error, progress=progress)

    def look_at_file(self) -> None:
        """Whether the open file still holds this database; what is wrong is told as a failure."""
        if self.is_open and not self.why_not_write():
            self.read(self, lambda app: app.database.look(), lambda _same: None, key="file")

    def undo(self, change_set_id: str | None = None) -> None:
        """Reverse a ChangeSet, or this person's last one (Ctrl+Z)."""

        def job(app: App) -> Outcome[object]:
            from invest_crm.services.undo import undo

            return app.write(undo, change_set_id)

        self.write(self, job, on_error=self._refused)

    def redo(self) -> None:
        """Reverse this person's last undo (Ctrl+Shift+Z)."""

        def job(app: App) -> Outcome[object]:
            from invest_crm.services.undo import redo

            return app.write(redo, None)

        self.write(self, job, on_error=self._refused)

    def switch(self, where: str, *, read_only: bool = False) -> None:
        """Close this database and open another, or the same one anew."""
        self._give_back()
        self._address, self.where, self.read_only = where, _without_password(where), read_only
        self._app, self._error = None, None
        self._opened = threading.Event()
        self.open()
        self.switched.emit()

    def open_again(self, *, read_only: bool = False) -> None:
        """Open the same database anew."""
        self.switch(self._address, read_only=read_only)

    def close(self) -> None:
        """Give the database back."""
        if self._asked:
            self._opened.wait()
        self._give_back()

    def _give_back(self) -> None:
        if self._app is None:
            return
        if self.read_only:
            from invest_crm.services.read_only import close_read_only

            close_read_only(self._app)
        else:
            self._app.database.close()

    def _refused(self, error: UserError) -> None:
        """That nothing is left to undo or redo is no fault and is said quietly."""
        if error.code in {"nothing-to-undo", "nothing-to-redo"}:
            self.told.emit(error.what)
        else:
            background().user_error.emit(error)

    def _open(self) -> None:
        try:
            self._app = self._made()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for ``app``
            self._error = error
        finally:
            self._opened.set()

    def _made(self) -> App:
        """Open the database and stand guard over it; from the thread that opens."""
        from invest_crm.services.opening import remember_database
        from invest_crm.services.safeguards import compare_head, stand_guard, words_of

        if self.read_only:
            from invest_crm.services.read_only import open_read_only

            return open_read_only(self._address, self._actor)
        app = _checked(self._address, self._actor)
        app.listeners.append(self._heard)
        remember_database(self._address)
        missing = words_of(app.read(compare_head))
        if missing:
            self.warned.emit(missing)
        stand_guard(app)
        app.database.look()
        return app

    def _heard(self, changes: Changes) -> None:
        """From the writer's thread; Qt queues it to the main thread."""
        self.changed.emit(changes.topics)


def _without_password(where: str) -> str:
    """The address of a server as it may be kept and shown; a path is left as it is.

    >>> _without_password("postgresql+psycopg://wang:geheim@server/crm")
    'postgresql+psycopg://wang@server/crm'
    """
    scheme, found, rest = where.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}://{login.partition(':')[0]}@{place}" if found and at else where


def _checked(where: str, actor: str | None) -> App:
    """Open a database and look it through before anything is written to it.

    UserError if it is damaged (restore a backup), or whatever opening it refuses.
    """
    from invest_crm.services.opening import open_app
    from invest_crm.services.reference import is_loaded, load_reference
    from invest_crm.services.upkeep import require_sound

    app = open_app(where, actor=actor, create=True)
    try:
        app.read(require_sound)
        if not app.read(is_loaded):
            app.write(load_reference, None)
    except BaseException:
        app.database.close()
        raise
    return app


def _name_of(app: App, change_set_id: str | None) -> tuple[str, bool]:
    """What the action just carried out is called, and whether it is an undo."""
    if change_set_id is None:
        return "", False
    from invest_crm.services.undo import history

    entries = app.read(history, 5)
    found = next((item for item in entries if item.id == change_set_id), None)
    return (_("Saved"), False) if found is None else (found.what, found.action == "undo")
