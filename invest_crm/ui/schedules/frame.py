"""The frame of the wall: rows that scroll under an axis, the zoom of time, the row chosen.

Only geometry; what is drawn in it says ``canvas``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from invest_crm.maps.wall_axis import LEVELS, MONTH, level
from invest_crm.maps.wall_layout import Columns, Geometry, Scale, widest_day
from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from invest_crm.maps.wall import Wall, WallRow

_ROW = 30
_AXIS = 58
_NAME, _OWNER, _DUE, _STATE = 206, 98, 104, 112
_AFTER = 30
"""Days that a wall goes on after its last bar."""
_FIELD = 0.42
"""So much of the width the bars have at least; columns go one by one."""
_CLOSEST, _FARTHEST = 48.0, 0.5


class WallFrame(QAbstractScrollArea):
    """``zoomed(level)`` after every change of zoom."""

    zoomed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Schedule wall"))
        self._wall: Wall | None = None
        self._row = -1
        self._day = LEVELS[MONTH]
        self._geometry = self._made_geometry()
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.current().changed.connect(self._restyle)

    # ---- what is shown -----------------------------------------------------------------------

    def wall(self) -> Wall | None:
        """What is shown."""
        return self._wall

    def set_wall(self, wall: Wall) -> None:
        """Show other rows; the row chosen and the days seen stay where they are still there."""
        old, row = self._wall, self.current_row()
        seen = self._first_day() if old is not None else None
        self._wall = wall
        self._row = -1 if row is None else wall.place(row.id)
        self._adapt()
        if seen is not None:
            self.horizontalScrollBar().setValue(round(self._geometry.scale.x(seen)))
        self._tell_row()

    def show_draft(self, wall: Wall) -> None:
        """The same rows while an edit is in the hand: only what they hold is other."""
        self._wall = wall
        self._forget()
        self._set_ranges()
        self.viewport().update()

    def current_row(self) -> WallRow | None:
        """The row chosen."""
        if self._wall is None or not 0 <= self._row < len(self._wall.rows):
            return None
        return self._wall.rows[self._row]

    def choose(self, row_id: str) -> None:
        """Choose a row and show it; nothing happens for one that is not there."""
        place = self._wall.place(row_id) if self._wall is not None else -1
        if place >= 0:
            self.choose_place(place)

    def choose_place(self, place: int) -> None:
        """Choose the row at a place, the nearest there is."""
        if self._wall is None or not self._wall.rows:
            return
        self._row = min(max(place, 0), len(self._wall.rows) - 1)
        bar, high = self.verticalScrollBar(), self._geometry.row
        top = self._row * high
        bar.setValue(round(min(max(bar.value(), top + high - self._field().height()), top)))
        self._tell_row()
        self.viewport().update()

    def show_days(self, first: date, last: date) -> None:
        """Bring some days into sight, the first before the last where both do not fit."""
        scale, room = self._geometry.scale, self._field().width()
        left, right = scale.x(first) - 24, scale.end(last) + 24
        bar = self.horizontalScrollBar()
        bar.setValue(round(min(max(bar.value(), right - room), left)))

    def show_today(self) -> None:
        """Bring today to the left third."""
        if self._wall is not None:
            x = self._geometry.scale.x(self._wall.today)
            self.horizontalScrollBar().setValue(round(x - self._field().width() / 4))

    # ---- zoom --------------------------------------------------------------------------------

    def zoom_level(self) -> str:
        """How fine the axis is: day, week, month or quarter."""
        return level(self._geometry)

    def set_level(self, name: str) -> None:
        """Zoom to one of the four levels; the middle of what is seen stays."""
        self._zoom_to(LEVELS[name] * theme.current().text_scale, self._field().width() / 2)

    def zoom_by(self, factor: float, at: float | None = None) -> None:
        """Zoom around a place of the field (pixels from its left edge), its middle by default."""
        self._zoom_to(self._day * factor, self._field().width() / 2 if at is None else at)

    def fit(self) -> None:
        """All days at once, as far as they can be told apart."""
        wall = self._wall
        if wall is not None:
            shown = replace(wall, last=wall.last - timedelta(days=_AFTER))
            field = self._field().width()
            self._zoom_to(widest_day(shown, field, self._geometry.small), 0)
            self.horizontalScrollBar().setValue(0)

    def _zoom_to(self, day: float, at: float) -> None:
        bar = self.horizontalScrollBar()
        place = (bar.value() + at) / self._day
        self._day = min(max(day, _FARTHEST), _CLOSEST)
        self._adapt()
        bar.setValue(round(place * self._day - at))
        self.zoomed.emit(self.zoom_level())

    # ---- geometry ----------------------------------------------------------------------------

    def geometry_of_wall(self) -> Geometry:
        """Rows, columns and scale."""
        return self._geometry

    def row_top(self, place: int) -> int:
        """Where a row begins in the viewport."""
        top = place * self._geometry.row - self.verticalScrollBar().value()
        return round(top) + self._axis_height()

    def field_x(self, x: float) -> float:
        """A place of the viewport as one of the field."""
        return x - self._geometry.columns.total + self.horizontalScrollBar().value()

    def place_at(self, point: QPointF) -> int:
        """The number of the row at a point, -1 for none."""
        y = point.y() - self._axis_height()
        if self._wall is None or y < 0:
            return -1
        place = int((y + self.verticalScrollBar().value()) // self._geometry.row)
        return place if place < len(self._wall.rows) else -1

    def _field(self) -> QRect:
        left = round(self._geometry.columns.total)
        top, whole = self._axis_height(), self.viewport().rect()
        return QRect(left, top, max(whole.width() - left, 1), max(whole.height() - top, 1))

    def _axis_height(self) -> int:
        return theme.px(_AXIS)

    def _first_day(self) -> date:
        return self._geometry.scale.at(self.horizontalScrollBar().value())

    def _made_geometry(self) -> Geometry:
        px, wall = theme.px, self._wall
        first = wall.first if wall is not None else date.min
        room = self.viewport().width()
        widths = {"name": px(_NAME), "owner": px(_OWNER), "due": px(_DUE), "state": px(_STATE)}
        for name in ("owner", "due"):
            if sum(widths.values()) > room * (1 - _FIELD):
                widths[name] = 0
        if sum(widths.values()) > room * (1 - _FIELD):
            widths["name"] = max(round(room * (1 - _FIELD)) - widths["state"], px(96))
        columns = Columns(**{name: float(wide) for name, wide in widths.items()})
        scale = Scale(first, self._day)
        return Geometry(scale, columns, px(_ROW), px(theme.BODY), px(theme.NOTE))

    def _adapt(self) -> None:
        self._geometry = self._made_geometry()
        self._forget()
        self._set_ranges()
        self.viewport().update()

    def _set_ranges(self) -> None:
        wall, field = self._wall, self._field()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        wide = self._geometry.scale.end(wall.last) if wall is not None else 0
        high = len(wall.rows) * self._geometry.row if wall is not None else 0
        across.setPageStep(field.width())
        across.setSingleStep(theme.px(40))
        across.setRange(0, max(round(wide) - field.width(), 0))
        down.setPageStep(field.height())
        down.setSingleStep(round(self._geometry.row))
        down.setRange(0, max(round(high) - field.height(), 0))

    def _forget(self) -> None:
        """What was laid out is no longer right; subclasses forget it."""

    def _restyle(self) -> None:
        self._adapt()

    # ---- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Qt: as much as there is."""
        return QSize(theme.px(900), theme.px(480))

    def minimumSizeHint(self) -> QSize:
        """Qt: may be small."""
        return QSize(theme.px(240), theme.px(140))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other room."""
        super().resizeEvent(event)
        self._adapt()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: axis and table stay, so all is drawn again."""
        self.viewport().update()

    def _tell_row(self) -> None:
        """For who cannot see it: the row chosen, in words."""
        row = self.current_row()
        self.setAccessibleDescription("" if row is None else row_words(row))
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)


def row_words(row: WallRow) -> str:
    """A row as it is read out."""
    parts = (row.name, row.owner, row.due, row.state, row.beside)
    return _(", ").join(dict.fromkeys(part for part in parts if part))
