"""A person who does anything at all in the window: clicks, keys, typing, drags, pages, at random.

What is done is decided by a seed alone, so that a seed that fails is played again. Now and then a
fault is switched on: somebody holds the database, the disk takes no more, reading is slow. After
each step the one who watches asks: was anything raised, is a question left open, is what the list
shows what is stored, is what could not be saved told and still there?
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sqlalchemy import event

from invest_crm.ui.kit.error_notice import ErrorNotice
from invest_crm.ui.records.page import RecordsPage
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.ui.context import Context
    from invest_crm.ui.main_window import MainWindow
    from invest_crm.ui.records.editor import RecordEditor

LEFT = Qt.MouseButton.LeftButton
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_SHIFT, _PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
_KEYS = [
    *((key, _PLAIN) for key in (
        Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Space,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_F5, Qt.Key.Key_Backspace,
        Qt.Key.Key_Slash,
    )),
    *((key, _CTRL) for key in (
        Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_K, Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_S,
        Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_A, Qt.Key.Key_F, Qt.Key.Key_Return,
    )),
    (Qt.Key.Key_Left, _ALT), (Qt.Key.Key_Right, _ALT), (Qt.Key.Key_Z, _CTRL | _SHIFT),
    (Qt.Key.Key_Down, _SHIFT), (Qt.Key.Key_Backtab, _SHIFT),
]  # fmt: skip
_TEXTS = (
    "", "甲", "肉羊冷链物流项目", "3.5亿", "12000", "2026.3", "3月5日", "下周三", "√", "×", "-1",
    "王建国 13800001234", "=1+1", "'; DROP TABLE project; --", "𠮷野家（一期）", "a" * 300, "\t",
    "很多", "2026-02-30", "100%", "<b>x</b>", "县商务局", "91340000MA2MUGXQ7C", " ",
)  # fmt: skip


class Desktop(QObject):
    """Takes what would be opened in other programs."""

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Nothing: nobody looks."""


NAMED = frozenset({"project", "firm", "parcel", "responsible"})
"""Kinds of records with a name of their own."""


class RandomUser:
    """``steps`` is what was done so far, in words; ``complaints`` is what went wrong."""

    def __init__(self, window: MainWindow, context: Context, seed: int) -> None:
        self.window, self.context = window, context
        self.chance = random.Random(seed)
        self.steps: list[str] = []
        self.complaints: list[str] = []
        self._questions = QTimer(window)
        self._questions.setInterval(10)
        self._questions.timeout.connect(self._answer)
        self._number = 0
        self._fault = ""

    def work(self, steps: int) -> None:
        """Do so many things; stops at the first complaint."""
        self._questions.start()
        desktop = Desktop()
        for scheme in ("file", "http", "https", "mailto"):
            QDesktopServices.setUrlHandler(scheme, desktop, "take")  # type: ignore[arg-type]
        try:
            while steps > 0 and not self.complaints:
                steps -= 1
                with self._maybe_a_fault():
                    self._step()
                self._look()
        finally:
            for scheme in ("file", "http", "https", "mailto"):
                QDesktopServices.unsetUrlHandler(scheme)
            self._questions.stop()

    # ---- what one does -------------------------------------------------------------------------

    def _step(self) -> None:
        doing: tuple[tuple[Callable[[], str], int], ...] = (
            (self._go, 3),
            (self._press_button, 8),
            (self._press_key, 8),
            (self._type, 6),
            (self._click_cell, 5),
            (self._drag, 2),
            (self._write_cell, 4),
            (self._new_record, 3),
            (self._edit_record, 3),
        )
        do = self.chance.choices([one for one, _w in doing], [w for _one, w in doing])[0]
        at = len(self.steps)
        self.steps.append(f"{do.__name__}…")
        self.steps[at] = f"{self._fault}{do()}"
        if not settled(30):
            self.complaints.append("the window did not come to rest")

    def _go(self) -> str:
        page = self.chance.choice(list(self.window._titles))
        self.window.go(page)
        return f"go {page}"

    def _press_button(self) -> str:
        found = [one for one in self._seen(QAbstractButton) if one.isEnabled()]
        if not found:
            return "no button"
        button = self.chance.choice(found)
        words = button.text() or button.toolTip() or button.accessibleName()
        QTest.mouseClick(button, LEFT, _PLAIN, button.rect().center())
        return f"press “{words}”"

    def _press_key(self) -> str:
        key, held = self.chance.choice(_KEYS)
        QTest.keyClick(self._focus(), key, held)
        return f"key {held.name} {key.name}"

    def _type(self) -> str:
        text = self.chance.choice(_TEXTS)
        focus = self._focus()
        self._write(focus, text)
        if self.chance.random() < 0.5:
            QTest.keyClick(self._focus(), Qt.Key.Key_Return)
            text += "⏎"
        return f"type {text!r} into {type(focus).__name__}"

    def _click_cell(self) -> str:
        views = self._seen(QAbstractItemView)
        if not views:
            return "no list"
        view = self.chance.choice(views)
        at = self._cell(view)
        act = self.chance.choice(("click", "doubleclick", "context"))
        if act == "click":
            held = self.chance.choice((_PLAIN, _PLAIN, _CTRL, _SHIFT))
            QTest.mouseClick(view.viewport(), LEFT, held, at)
        elif act == "doubleclick":
            QTest.mouseDClick(view.viewport(), LEFT, _PLAIN, at)
        else:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, _PLAIN, at)
            view.customContextMenuRequested.emit(at)
        return f"{act} {type(view).__name__} {at.x()},{at.y()}"

    def _drag(self) -> str:
        views = self._seen(QAbstractItemView)
        if not views:
            return "no list"
        view = self.chance.choice(views)
        start, end = self._cell(view), self._cell(view)
        place = view.viewport()
        QTest.mousePress(place, LEFT, _PLAIN, start)
        QTest.mouseMove(place, (start + end) / 2)
        QTest.mouseMove(place, end)
        QTest.mouseRelease(place, LEFT, _PLAIN, end)
        return f"drag {type(view).__name__} {start.x()},{start.y()} → {end.x()},{end.y()}"

    def _write_cell(self) -> str:
        page: Any = self.window.pages.current()
        if not isinstance(page, RecordsPage):
            self.window.go(self.chance.choice(("projects", "firms", "requests")))
            return "go to a list"
        view = next(iter(self._seen(QAbstractItemView)), None)
        if view is None:
            return "no list"
        QTest.mouseClick(view.viewport(), LEFT, _PLAIN, self._cell(view))
        text = self.chance.choice(_TEXTS)
        QTest.keyClick(self._focus(), Qt.Key.Key_F2)
        settled(10)
        editing, before = page.grid.editing, str(view.currentIndex().data() or "")
        typed = editing.open()
        self._write(self._focus(), text)
        QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        settled(10)
        if "held" in self._fault and typed and not editing.open() and not self._told():
            self._lost(page, view.currentIndex().column(), text, before)
        return f"write {text!r} into a cell of {self.window.pages.current_id()}"

    def _lost(self, page: Any, column: int, text: str, before: str) -> None:
        """A cell was left though nothing can be stored; a choice rightly takes no letters."""
        key = page.grid.model.columns()[column].key
        field = page.cell_desk.cells.field(key)
        if field is not None and field.kind != "choice" and text.strip() not in ("", before):
            self.complaints.append(f"{text!r} was not saved in {key} ({before!r}), and not told")

    def _new_record(self) -> str:
        page = self._list()
        page.run("record.new")
        settled(10)
        editor = self._editor()
        if editor is None or editor.record_id:
            return "no form"
        self._number += 1
        name = f"随机录入{self._number}号"
        self._save(editor, {"name": name})
        return f"new {name}"

    def _edit_record(self) -> str:
        page = self._list()
        view = next(iter(self._seen(QAbstractItemView)), None)
        if view is None:
            return "no list"
        QTest.mouseClick(view.viewport(), LEFT, _PLAIN, self._cell(view))
        settled(10)
        if not page.grid.current_id():
            return "no record"
        page.forms.open(page.grid.current_id())
        settled(10)
        editor = self._editor()
        if editor is None:
            return "no form"
        key = self.chance.choice(["name", "remark", "region", "park"])
        self._number += 1
        text = f"改动{self._number}号"
        if key not in editor.form.texts():
            key = "name"
        self._save(editor, {key: text})
        return f"edit {key}: {text}"

    def _save(self, editor: RecordEditor, texts: dict[str, str]) -> None:
        """Save a form: it is then stored, or the form is still there with what was typed."""
        if any(key not in editor.form.texts() for key in texts):
            return
        editor.form.retype(texts)
        editor.save()
        settled(30)
        text = next(iter(texts.values()))
        still = self._editor()
        if still is None:
            if not self._is_stored(text):
                self.complaints.append(f"the form went away, {text} is not stored")
        elif {key: still.form.texts()[key] for key in texts} != texts:
            self.complaints.append(f"what was typed is no longer in the form: {texts}")
        elif self._fault and not self._told() and not still.form.problems():
            self.complaints.append(f"nothing was said though {text} could not be saved")

    # ---- faults --------------------------------------------------------------------------------

    @contextmanager
    def _maybe_a_fault(self) -> Iterator[None]:
        kind = self.chance.choices(("", "held", "full", "slow"), (24, 2, 2, 1))[0]
        path = self.context.app.database.path
        if not kind or path is None or (kind == "full" and sys.platform == "win32"):
            yield
            return
        self._fault = f"[{kind}] "
        with ExitStack() as stack:
            if kind == "held":
                stack.enter_context(_held(str(path)))
            elif kind == "full":
                stack.enter_context(_full())
            else:
                stack.enter_context(_slow(self.context.app.database.engine))
            yield
        self._fault = ""

    # ---- what one sees -------------------------------------------------------------------------

    def _look(self) -> None:
        """What must hold after every step."""
        if QApplication.activeModalWidget() is not None:
            self.complaints.append("a question was left open")
        popup = QApplication.activePopupWidget()
        if popup is not None and self.chance.random() < 0.7:
            QTest.keyClick(popup, self.chance.choice((Qt.Key.Key_Escape, Qt.Key.Key_Return)))
            settled(10)
        page: Any = self.window.pages.current()
        lists = isinstance(page, RecordsPage) and page.kind != "request"
        if lists and not page.grid.editing.open():  # while a cell is typed the rows stay
            self._compare(page)

    def _compare(self, page: Any) -> None:
        """What the list shows as names is what is stored, once it has asked for what was typed."""
        for _turn in range(10):
            wrong = self._wrong_names(page)
            if not wrong:
                return
            QTest.qWait(100)
            settled(10)
        self.complaints += wrong

    def _wrong_names(self, page: Any) -> list[str]:
        model = page.grid.model
        keys = [column.key for column in model.columns()]
        if "name" not in keys or page.kind not in NAMED:  # others are called by what they are of
            return []
        place = keys.index("name")
        rows = range(min(model.rowCount(), 20))
        shown = {model.id_at(row): model.text(row, place).strip() for row in rows}
        stored = self._names(page.kind)
        return [
            f"shown {name!r}, stored {stored.get(record)!r}"
            for record, name in shown.items()
            if name and stored.get(record, "").strip() != name
        ]

    def _names(self, table: str) -> dict[str, str]:
        with closing(sqlite3.connect(str(self.context.app.database.path))) as base:
            return dict(base.execute(f"SELECT id, name FROM {table}"))

    def _is_stored(self, text: str) -> bool:
        with closing(sqlite3.connect(str(self.context.app.database.path))) as base:
            found = base.execute(
                "SELECT count(*) FROM change WHERE after LIKE ?", (f"%{text}%",)
            ).fetchone()
        return bool(found[0])

    def _told(self) -> bool:
        bars = self.window.findChildren(ErrorNotice)
        return any(bar.isVisibleTo(self.window) for bar in bars)

    def _answer(self) -> None:
        """A question is answered with Esc as long as it stands."""
        modal = QApplication.activeModalWidget()
        if modal is not None:
            QTest.keyClick(modal, Qt.Key.Key_Escape)

    # ---- hands ---------------------------------------------------------------------------------

    def _list(self) -> Any:
        page = self.window.pages.current()
        if not isinstance(page, RecordsPage):
            self.window.go("projects")
            settled(10)
        return self.window.pages.current()

    def _editor(self) -> RecordEditor | None:
        page: Any = self.window.pages.current()
        return page.side.editor() if isinstance(page, RecordsPage) else None

    def _seen(self, kind: type[Any]) -> list[Any]:
        """Widgets of a kind that can be seen, in the order they were made."""
        return [
            one
            for one in self.window.findChildren(kind)
            if one.isVisibleTo(self.window) and not one.visibleRegion().isEmpty()
        ]

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup or self.window.focusWidget() or self.window

    def _cell(self, view: QAbstractItemView) -> QPoint:
        box = view.viewport().rect()
        return QPoint(
            self.chance.randrange(max(box.width(), 1)), self.chance.randrange(max(box.height(), 1))
        )

    def _write(self, widget: QWidget, text: str) -> None:
        """Keys, or what an input method commits."""
        if text.isascii():
            QTest.keyClicks(widget, text[:40])
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            written = QInputMethodEvent()
            written.setCommitString(text)
            QApplication.sendEvent(widget, written)


@contextmanager
def _held(path: str) -> Iterator[None]:
    """Somebody else is writing and does not stop."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _full() -> Iterator[None]:
    """No file of this process may become longer than a little."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (32 * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _slow(engine: Any) -> Iterator[None]:
    """Every transaction takes its time to begin."""

    def wait(_connection: object) -> None:
        time.sleep(0.03)

    event.listen(engine, "begin", wait)
    try:
        yield
    finally:
        event.remove(engine, "begin", wait)
