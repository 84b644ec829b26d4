"""The pages of a preview, one below the other, as they come out; only those in sight are made.

It asks for pictures (``wanted``) and keeps the last ones. Paper is white in every theme.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

PAGE, WIDTH = "page", "width"
"""How large the pages are shown: a whole page in sight, or as wide as the room."""

_GAP: Final = 16
_KEPT: Final = 24
_MOST_SCALE: Final = 2.5
_SETTLE_MS: Final = 40


class PagesView(QAbstractScrollArea):
    """``wanted(place, pixels a point)``: the picture of a page; ``turned(place)``: the page looked
    at, from 0.
    """

    wanted = Signal(int, float)
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages"))
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = []
        self._scale = 1.0
        self._fit = PAGE
        self._page = 0
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: set[int] = set()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.current().changed.connect(self.viewport().update)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Other pages, by their width and height in points; the place is kept where it can be."""
        self._sizes = tuple(sizes)
        self._lay_out(keep=min(self._page, max(len(sizes) - 1, 0)))

    def set_picture(self, place: int, scale: float, picture: QImage) -> None:
        """The picture of a page at a scale; one that is too late is dropped."""
        if scale != self._pixels() or not 0 <= place < len(self._sizes):
            return
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[place] = picture
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def picture(self, place: int) -> QImage | None:
        """The picture of a page, if it is here."""
        return self._pictures.get(place)

    def page(self) -> int:
        """The page looked at, from 0."""
        return self._page

    def fit(self) -> str:
        """How large the pages are shown."""
        return self._fit

    def set_fit(self, fit: str) -> None:
        """Show them as ``page`` or ``width``."""
        self._fit = fit
        self._lay_out(keep=self._page)

    def go_to(self, place: int) -> None:
        """Bring a page to the top."""
        if self._tops:
            place = min(max(place, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(self._tops[place] - theme.px(_GAP) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Page Up and Down turn pages, Home and End go to the first and last."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Right: self._page + 1,
            Qt.Key.Key_Left: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._sizes) - 1,
        }
        if key in steps:
            self.go_to(steps[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = self.verticalScrollBar().singleStep()
            self.verticalScrollBar().setValue(
                self.verticalScrollBar().value() + (by if key == Qt.Key.Key_Down else -by)
            )
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other room, another size of the pages."""
        super().resizeEvent(event)
        self._lay_out(keep=self._page)

    def sizeHint(self) -> QSize:
        """Qt: as much as there is."""
        return QSize(theme.px(480), theme.px(480))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the pages in sight."""
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("well"))
        for place in self._in_sight():
            box = self._box(place)
            painter.fillRect(box, QColor("white"))
            picture = self._pictures.get(place)
            if picture is not None:
                painter.drawImage(box.topLeft(), picture)
            painter.setPen(look.color("line_strong"))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(look.color("accent"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _pixels(self) -> float:
        return round(self._scale * self.devicePixelRatioF(), 4)

    def _lay_out(self, *, keep: int) -> None:
        self._pictures.clear()
        self._asked.clear()
        gap = theme.px(_GAP)
        room = self.viewport().size() - QSize(2 * gap, 2 * gap)
        widest = max((size[0] for size in self._sizes), default=1.0)
        highest = max((size[1] for size in self._sizes), default=1.0)
        scale = room.width() / widest
        if self._fit == PAGE:
            scale = min(scale, room.height() / highest)
        self._scale = max(0.1, min(scale, _MOST_SCALE))
        self._tops, y = [], gap
        for _width, height in self._sizes:
            self._tops.append(y)
            y += round(height * self._scale) + gap
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.px(48))
        bar.setRange(0, max(0, y - self.viewport().height()))
        self.go_to(keep)
        self._scrolled()
        self.viewport().update()

    def _box(self, place: int) -> QRect:
        width, height = (round(side * self._scale) for side in self._sizes[place])
        left = (self.viewport().width() - width) // 2
        return QRect(left, self._tops[place] - self.verticalScrollBar().value(), width, height)

    def _in_sight(self) -> list[int]:
        high = self.viewport().height()
        boxes = ((place, self._box(place)) for place in range(len(self._sizes)))
        return [place for place, box in boxes if box.bottom() >= 0 and box.top() <= high]

    def _scrolled(self) -> None:
        """The page looked at is the one that holds the upper third of the view."""
        line = self.verticalScrollBar().value() + self.viewport().height() // 3
        found = max((n for n, top in enumerate(self._tops) if top <= line), default=0)
        if found != self._page:
            self._page = found
            self.turned.emit(found)
        self._settle.start()

    def _ask(self) -> None:
        scale = self._pixels()
        for place in self._in_sight():
            if place not in self._pictures and place not in self._asked:
                self._asked.add(place)
                self.wanted.emit(place, scale)
        self._asked &= {*self._pictures, *self._in_sight()}
