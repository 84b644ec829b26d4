"""Twelve small months: days off and make-up days, the bureau's own marked, one day selected."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from invest_crm.ui import theme
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.domain.workdays import DayKind
    from invest_crm.services.calendar import YearOfDays

_CELL = 27
_GAP = 16
_HEAD = 44
_WEEKS = 6
_MARK = 9
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class YearView(QWidget):
    """``day_chosen(date)``; arrow keys move by day and week."""

    day_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._days: YearOfDays | None = None
        self._chosen: date | None = None
        self._columns = 4
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Days of the year"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._take_height()

    def show_year(self, days: YearOfDays, chosen: date) -> None:
        """Show a year with one day selected."""
        self._days, self._chosen = days, chosen
        self._describe()
        self.update()

    def chosen(self) -> date | None:
        """The day selected."""
        return self._chosen

    def choose(self, day: date) -> None:
        """Select a day of the year shown."""
        if self._days is not None and day.year == self._days.year and day != self._chosen:
            self._chosen = day
            self._describe()
            self.update()
            self.day_chosen.emit(day)

    def sizeHint(self) -> QSize:
        """Qt: four months side by side."""
        return QSize(4 * self._month_width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Qt: one month."""
        return QSize(self._month_width() - self._px(_GAP), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as many months in a row as fit: 1, 2, 3, 4 or 6."""
        super().resizeEvent(event)
        room = (self.width() + self._px(_GAP)) // self._month_width()
        columns = max(n for n in (1, 2, 3, 4, 6) if n <= max(room, 1))
        if columns != self._columns:
            self._columns = columns
            self._take_height()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: select the day."""
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: walk through the days."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._chosen is None:
            super().keyPressEvent(event)
        else:
            self.choose(self._chosen + timedelta(days=step))

    def event(self, event: QEvent) -> bool:
        """Qt: why a day is worked or not."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(event.pos())
            text = self._days.calendar.day_reason(day) if day and self._days else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the months."""
        if self._days is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_month(painter, month)

    def _paint_month(self, painter: QPainter, month: int) -> None:
        look = theme.current()
        corner, cell = self._corner(month), self._px(_CELL)
        painter.setFont(look.font(theme.BODY, 500))
        painter.setPen(look.color("ink"))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head = QRect(corner.x() + 6, corner.y(), 7 * cell, self._px(22))
        painter.drawText(head, left, month_word(month))
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_3"))
        for place, word in enumerate(weekday_words()):
            box = QRect(corner.x() + place * cell, corner.y() + self._px(22), cell, self._px(20))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
        year = self._days.year if self._days else 1
        for number in range(1, months.monthrange(year, month)[1] + 1):
            self._paint_day(painter, date(year, month, number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        if self._days is None:
            return
        look, rect = theme.current(), self._rect(day)
        works = self._days.calendar.is_workday(day)
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)
        mark, ground, ink = self._look_of(day, works=works)
        if mark:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(ground))
            painter.drawRoundedRect(box, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        self._paint_frame(painter, day, box)
        painter.setPen(look.color(ink))
        painter.setFont(look.font(theme.NOTE, 500 if mark else 400))
        if not mark:
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
            return
        number = rect.adjusted(0, 0, -self._px(_MARK), 0)
        painter.drawText(number, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        painter.setFont(look.font(_MARK))
        side = self._px(_MARK + 2)
        corner = QRect(rect.right() - side, rect.y() + 2, side, side)
        painter.drawText(corner, int(Qt.AlignmentFlag.AlignCenter), mark)

    def _look_of(self, day: date, *, works: bool) -> tuple[str, str, str]:
        """Letter, ground and text colour of a day; no letter where it is as its weekday says."""
        weekday = day.weekday() < months.SATURDAY
        listed = self._days is not None and day in self._days.calendar.days
        if works and not weekday:
            return pgettext("letter of a make-up day", "W"), "slow_soft", "slow_ink"
        if not works and (weekday or listed):
            return pgettext("letter of a day off", "H"), "accent_soft", "accent"
        return "", "", "ink" if works else "ink_3"

    def _paint_frame(self, painter: QPainter, day: date, box: QRectF) -> None:
        """The bureau's own days in a dashed line, the selected one in a ring."""
        look = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._days is not None and day in self._days.own:
            pen = QPen(look.color("ink_2"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.drawRoundedRect(box, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        if day == self._chosen:
            painter.setPen(QPen(look.color("accent"), theme.FOCUS if self.hasFocus() else 1))
            painter.drawRoundedRect(box, theme.RADIUS_CHIP, theme.RADIUS_CHIP)

    def _rect(self, day: date) -> QRect:
        corner, cell = self._corner(day.month), self._px(_CELL)
        before = day.replace(day=1).weekday() + day.day - 1
        row, column = divmod(before, 7)
        top = corner.y() + self._px(_HEAD) + row * cell
        return QRect(corner.x() + column * cell, top, cell, cell)

    def _corner(self, month: int) -> QPoint:
        row, column = divmod(month - 1, self._columns)
        return QPoint(column * self._month_width(), row * self._month_height())

    def _day_at(self, point: QPoint) -> date | None:
        if self._days is None:
            return None
        column, row = point.x() // self._month_width(), point.y() // self._month_height()
        month = row * self._columns + column + 1
        if column >= self._columns or not 1 <= month <= 12:
            return None
        last = months.monthrange(self._days.year, month)[1]
        days = (date(self._days.year, month, number) for number in range(1, last + 1))
        return next((day for day in days if self._rect(day).contains(point)), None)

    def _describe(self) -> None:
        if self._days is not None and self._chosen is not None:
            reason = self._days.calendar.day_reason(self._chosen)
            self.setAccessibleDescription(f"{self._chosen.isoformat()} {reason}")

    def _take_height(self) -> None:
        self.setFixedHeight(-(-12 // self._columns) * self._month_height())

    def _month_width(self) -> int:
        return 7 * self._px(_CELL) + self._px(_GAP)

    def _month_height(self) -> int:
        return self._px(_HEAD) + _WEEKS * self._px(_CELL) + self._px(8)

    @staticmethod
    def _px(length: float) -> int:
        return theme.current().px(length)


def kind_of(days: YearOfDays, day: date) -> DayKind | None:
    """What the bureau itself entered for a day."""
    return days.calendar.days.get(day) if day in days.own else None


def month_word(month: int) -> str:
    """The name of a month."""
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    )[month - 1]  # fmt: skip


def weekday_words() -> tuple[str, ...]:
    """One or two letters for each day of the week, Monday first."""
    return tuple(pgettext("seven short weekdays", "Mo Tu We Th Fr Sa Su").split())
