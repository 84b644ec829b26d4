"""What is drawn over the bars: the handles of a task, and how far an edit in the hand leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from invest_crm.maps.measure import width
from invest_crm.maps.scene import BOLD
from invest_crm.maps.wall_layout import bar_box
from invest_crm.ui import theme
from invest_crm.ui.schedules.draft import BEGIN, LENGTH, can_begin_later, can_lengthen, tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from invest_crm.domain.schedule_plan import PlanTask
    from invest_crm.maps.wall import Wall
    from invest_crm.maps.wall_layout import Geometry
    from invest_crm.ui.schedules.draft import Draft

_WIDE = 5.0


def paint_handles(
    painter: QPainter, wall: Wall, place: int, geometry: Geometry, task: PlanTask
) -> None:
    """The handles that a task has, at the ends of its bar."""
    bar = wall.rows[place].bar
    if bar is None or not can_lengthen(task):
        return
    left, top, wide, high = bar_box(bar, place * geometry.row, geometry)
    painter.setPen(QPen(theme.current().color("accent"), 1.4))
    painter.setBrush(theme.current().color("card"))
    ends = [left + wide, *([left] if can_begin_later(task) else [])]
    for end in ends:
        painter.drawRoundedRect(QRectF(end - _WIDE / 2, top - 2, _WIDE, high + 4), 2, 2)


def paint_tip(painter: QPainter, wall: Wall, geometry: Geometry, draft: Draft, edge: float) -> None:
    """Beside the handle, left of ``edge``: how many days, and to which."""
    place = wall.place(draft.task.id)
    bar = wall.rows[place].bar
    if bar is None:
        return
    left, top, wide, high = bar_box(bar, place * geometry.row, geometry)
    words, size = tip(draft, wall.today), geometry.small
    room = width(words, size, BOLD) + 16
    x = left + wide + 10 if draft.which == LENGTH else left
    y = top + high + 4 if draft.which == BEGIN else top - 4
    box = QRectF(min(x, edge - room - 4), y, room, size * 1.7)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().color("ink"))
    painter.drawRoundedRect(box, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
    painter.setFont(theme.current().font(theme.NOTE, 600))
    painter.setPen(theme.current().color("card"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
