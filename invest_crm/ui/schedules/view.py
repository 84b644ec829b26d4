"""What people do with the wall: walk, fold, pan, zoom, and draw a task longer or later.

Only the two handles of a bar change anything; a drag anywhere else moves the picture. While a
handle is held, or an edit is made by keys, everything it leads to is drawn; it is asked for when
the handle is let go (by keys: with Enter, or on leaving the row), and Esc lets it be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QNativeGestureEvent
from PySide6.QtWidgets import QToolTip

from invest_crm.maps.wall import TASK, WallProject, with_project
from invest_crm.maps.wall_layout import bar_box
from invest_crm.ui import theme
from invest_crm.ui.kit.text import tip_lines
from invest_crm.ui.schedules.canvas import WallCanvas
from invest_crm.ui.schedules.draft import (
    BEGIN,
    LENGTH,
    Drafter,
    can_begin_later,
    can_lengthen,
)
from invest_crm.ui.schedules.grips import paint_handles, paint_tip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPainter,
        QWheelEvent,
    )

    from invest_crm.domain.day_line import DayLine
    from invest_crm.domain.schedule_plan import PlanTask
    from invest_crm.maps.wall import Wall, WallRow
    from invest_crm.ui.schedules.draft import Draft

STEP: Final = 1.25
_PUSH: Final = 64
_CLICK: Final = 4
_GRIP: Final = 7


class WallView(WallCanvas):
    """The wall to work with.

    ``chosen(row)``, ``opened(row)``: Enter or a double click, ``folded(row)``: its sign or keys;
    ``drafted(Draft or None)``: an edit in the hand; ``edited(Draft)``: it is wanted;
    ``key_asked(command)``; ``left``: Esc without anything in the hand.
    """

    chosen = Signal(str)
    opened = Signal(str)
    folded = Signal(str)
    drafted = Signal(object)
    edited = Signal(object)
    key_asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.viewport().setMouseTracking(True)
        self.editable = True
        self._projects: Mapping[str, WallProject] = {}
        self._line: DayLine | None = None
        self._still: Wall | None = None
        self._draft: Draft | None = None
        self._by_keys = False
        self._held = ""
        self._hover = -1
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragged = False

    def show_wall(self, wall: Wall, projects: Mapping[str, WallProject], line: DayLine) -> None:
        """Show a wall; ``projects`` and ``line`` are what edits are computed from."""
        self._projects, self._line, self._still = projects, line, wall
        self._forget_draft()
        self.set_wall(wall)

    def draft(self) -> Draft | None:
        """The edit in the hand."""
        return self._draft

    def task_of(self, row: WallRow | None) -> PlanTask | None:
        """The task of a row."""
        if row is None or row.kind != TASK:
            return None
        return self._projects[row.project].outlook.plan.task(row.id)

    # ---- edits in the hand -------------------------------------------------------------------

    def longer(self, days: int) -> None:
        """By keys: so many days longer (negative: shorter)."""
        task, drafter = self._in_hand()
        if task is not None and drafter is not None and can_lengthen(task):
            now = self._draft.values.get("days", task.days) if self._draft else task.days
            self._by_keys = True
            self._take(drafter.lasting(task, now + days))

    def later(self, days: int) -> None:
        """By keys: begin so many days later (negative: earlier)."""
        from datetime import timedelta

        task, drafter = self._in_hand()
        if task is not None and drafter is not None and can_begin_later(task):
            begin = drafter.before.row(task.id).days[0]
            now = self._draft.values.get("not_before", begin) if self._draft else begin
            self._by_keys = True
            self._take(drafter.to_begin(task, now + timedelta(days=days)))

    def settle(self) -> bool:
        """Ask for the edit in the hand; False if there is none."""
        draft = self._draft
        if draft is None:
            return False
        if draft.changes:
            self._held, self._by_keys, self._draft = "", False, None
            self.edited.emit(draft)
        else:
            self.give_up()
        return True

    def give_up(self) -> None:
        """Let everything be as it was."""
        self._forget_draft()
        if self._still is not None:
            self.show_draft(self._still)

    def _forget_draft(self) -> None:
        had, self._draft, self._held, self._by_keys = self._draft, None, "", False
        if had is not None:
            self.drafted.emit(None)

    def _in_hand(self) -> tuple[PlanTask | None, Drafter | None]:
        row = self.current_row()
        task = self.task_of(row)
        if row is None or task is None or not self.editable:
            return None, None
        return task, self._drafter(row.project)

    def _drafter(self, project: str) -> Drafter | None:
        if self._line is None or self._still is None:
            return None
        return Drafter(project, self._projects[project].outlook, self._line, self._still.today)

    def _take(self, draft: Draft | None) -> None:
        """Show what an edit leads to; one that leads too far is not taken."""
        if draft is None or self._still is None:
            return
        self._draft = draft
        after = replace(self._projects[draft.project], outlook=draft.effect.after)
        self.show_draft(with_project(self._still, after))
        row = draft.effect.after.row(draft.task.id)
        if self._by_keys:
            self.show_days(row.days[1], row.days[1])
        self.drafted.emit(draft)

    # ---- Qt: keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows walk and fold, with Ctrl they edit, with Shift they pan."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier and self._edit_key(key, held):
            return
        if held & Qt.KeyboardModifier.AltModifier or not self._plain_key(key, held):
            super().keyPressEvent(event)

    def _edit_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is None:
            return False
        if held & Qt.KeyboardModifier.ShiftModifier:
            self.later(step)
        else:
            self.longer(step)
        return True

    def _plain_key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._across(key, held)
        elif key in _STEPS:
            self._walk(_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = max(int(self._field().height() / self.geometry_of_wall().row) - 1, 1)
            self._walk(page if key == Qt.Key.Key_PageDown else -page)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.current_row()
            if not self.settle() and row is not None:
                self.opened.emit(row.id)
        elif key == Qt.Key.Key_Space:
            self._fold()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _ASKED:
            self.key_asked.emit(_ASKED[key])
        elif key in _ZOOMS:
            self._zoom_key(_ZOOMS[key])
        else:
            return False
        return True

    def _zoom_key(self, factor: float) -> None:
        if factor:
            self.zoom_by(factor)
        else:
            self.fit()

    def _escape(self) -> None:
        if self._draft is not None:
            self.give_up()
        else:
            self.left.emit()

    def _across(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        way = 1 if key == Qt.Key.Key_Right else -1
        if held & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + way * theme.px(_PUSH))
            return
        row, wall = self.current_row(), self.wall()
        if row is None or wall is None:
            return
        if row.folded is (way > 0):
            self._fold()
        elif way < 0 and row.kind == TASK:
            self._go(wall.place(row.project))

    def _fold(self) -> None:
        row = self.current_row()
        if row is not None and row.folded is not None:
            self.folded.emit(row.id)

    def _walk(self, step: int) -> None:
        row, wall = self.current_row(), self.wall()
        if wall is not None:
            self._go(wall.place(row.id) + step if row is not None else 0)

    def _go(self, place: int) -> None:
        self.settle()
        self.choose_place(place)
        row = self.current_row()
        if row is not None:
            self.chosen.emit(row.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: by keyboard, begin at the first row."""
        super().focusInEvent(event)
        if self.current_row() is None:
            self._walk(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: what was edited by keys is wanted."""
        super().focusOutEvent(event)
        if self._by_keys:
            self.settle()
        self.viewport().update()

    # ---- Qt: mouse ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: take a handle, or begin a click or a pan."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            super().mousePressEvent(event)
            return
        here = event.position()
        self._pressed = self._last = here
        self._dragged = False
        place, held = self.place_at(here), self._handle_at(here)
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(place)
            self._held = held

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: draw the handle, pan, or show what could be done here."""
        here = event.position()
        if self._pressed is None:
            self._point_at(here)
            return
        if (here - self._pressed).manhattanLength() > _CLICK:
            self._dragged = True
        if not self._dragged:
            return
        if self._held:
            self._draw(here)
        elif self._pressed.x() > self.geometry_of_wall().columns.total:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            by = here - self._last
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - round(by.x()))
            down.setValue(down.value() - round(by.y()))
        self._last = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: the handle is let go, or a row was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().unsetCursor()
        if self._held:
            self._held = ""
            self.settle()
        elif not self._dragged and self._on_sign(event.position()):
            self._fold()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: open the row."""
        place, wall = self.place_at(event.position()), self.wall()
        if place >= 0 and wall is not None and not self._on_sign(event.position()):
            self.opened.emit(wall.rows[place].id)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: nothing is below the pointer."""
        super().leaveEvent(event)
        self._hover = -1
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel moves, with Ctrl it zooms where the pointer is, with Shift sideways."""
        turn = event.angleDelta()
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            at = event.position().x() - self.geometry_of_wall().columns.total
            self.zoom_by(STEP ** (turn.y() / 120), max(at, 0.0))
            event.accept()
        elif held & Qt.KeyboardModifier.ShiftModifier and turn.y():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turn.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: pinch on a touchpad, tooltips."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                at = event.position().x() - self.geometry_of_wall().columns.total
                self.zoom_by(1 + event.value(), at)
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place, wall = self.place_at(QPointF(event.pos())), self.wall()
            words = wall.rows[place].tip if place >= 0 and wall is not None else ""
            QToolTip.showText(event.globalPos(), tip_lines(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def _draw(self, here: QPointF) -> None:
        wall, row = self.wall(), self.current_row()
        task = self.task_of(row)
        if wall is None or row is None or task is None:
            return
        edge = self._field().right()
        bar = self.horizontalScrollBar()
        if here.x() > edge - theme.px(16):
            bar.setValue(bar.value() + theme.px(12))
        drafter = self._drafter(row.project)
        day = self._day_at(here)
        if drafter is not None:
            to = drafter.to_end if self._held == LENGTH else drafter.to_begin
            self._take(to(task, day))

    def _day_at(self, here: QPointF) -> date:
        return self.geometry_of_wall().scale.at(self.field_x(here.x()))

    def _point_at(self, here: QPointF) -> None:
        place, handle = self.place_at(here), self._handle_at(here)
        shape = Qt.CursorShape.SizeHorCursor if handle else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if place != self._hover:
            self._hover = place
            self.viewport().update()

    def _on_sign(self, here: QPointF) -> bool:
        """Whether a point is on the words of a row that can be folded."""
        place, wall = self.place_at(here), self.wall()
        if place < 0 or wall is None or wall.rows[place].folded is None:
            return False
        return here.x() < theme.px(30)

    def _handle_at(self, here: QPointF) -> str:
        """The handle at a point, empty for none."""
        place, wall = self.place_at(here), self.wall()
        if place < 0 or wall is None or not self.editable:
            return ""
        row = wall.rows[place]
        task = self.task_of(row)
        if task is None or row.bar is None or not can_lengthen(task):
            return ""
        left, _top, wide, _high = bar_box(row.bar, 0, self.geometry_of_wall())
        x, grip = self.field_x(here.x()), theme.px(_GRIP)
        inside = min(grip, wide / 3)
        if here.x() < self.geometry_of_wall().columns.total:
            return ""
        if left + wide - inside <= x <= left + wide + grip:
            return LENGTH
        if can_begin_later(task) and left - grip <= x <= left + inside:
            return BEGIN
        return ""

    # ---- Qt: painting ------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """The handles of the rows one points at or has chosen, and the words of an edit."""
        wall, row = self.wall(), self.current_row()
        if wall is None or not self.editable:
            return
        for place in {self._hover, wall.place(row.id) if row is not None else -1}:
            task = self.task_of(wall.rows[place]) if 0 <= place < len(wall.rows) else None
            if task is not None:
                paint_handles(painter, wall, place, self.geometry_of_wall(), task)
        if self._draft is not None:
            edge = self.horizontalScrollBar().value() + self._field().width()
            paint_tip(painter, wall, self.geometry_of_wall(), self._draft, edge)


_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}
_ASKED: Final = {
    Qt.Key.Key_Insert: "task.add",
    Qt.Key.Key_Delete: "task.remove",
    Qt.Key.Key_F2: "task.edit",
    Qt.Key.Key_T: "wall.today",
}
_ZOOMS: Final = {
    Qt.Key.Key_Plus: STEP,
    Qt.Key.Key_Equal: STEP,
    Qt.Key.Key_Minus: 1 / STEP,
    Qt.Key.Key_Underscore: 1 / STEP,
    Qt.Key.Key_0: 0.0,
}
