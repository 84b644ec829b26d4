"""Icons by role: the only file that mentions icon file names.

``resources/icons/index.json`` maps role names to SVG files drawn with ``currentColor``; they are
rendered in a theme colour at the size and pixel density asked for, once each. A ``QIcon`` from
here follows the theme by itself, because its engine asks for the colour when it paints.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from invest_crm.paths import resource
from invest_crm.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_STROKE: Final = 1.35
"""Line width in pixels at text scale 1, whatever the size (the files are drawn on 24 units)."""


@cache
def _files() -> dict[str, str]:
    data = json.loads(resource("icons/index.json").read_text(encoding="utf-8"))
    return {str(role): str(name) for role, name in data.items()}


@cache
def _svg(role: str) -> str:
    return resource(f"icons/{_files()[role]}").read_text(encoding="utf-8")


def roles() -> tuple[str, ...]:
    """Every icon role there is."""
    return tuple(_files())


def render(role: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap of ``size`` logical pixels; raises KeyError for an unknown role."""
    weight = _STROKE * theme.current().text_scale
    key = f"icon/{role}/{color.name()}/{size}/{weight:.2f}/{ratio:.2f}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    stroke = f'stroke-width="{weight * 24 / size:.2f}"'
    source = _svg(role).replace("currentColor", color.name())
    source = source.replace('stroke-width="1.5"', stroke)
    side = max(round(size * ratio), 1)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(role: str, color: str = "ink_2", *, checked: str | None = None) -> QIcon:
    """A live icon of a role in a theme colour role; ``checked`` is the colour when on.

    Raises KeyError for a role that is not in the index.
    """
    _svg(role)
    return QIcon(_ThemedEngine(role, color, checked or color))


def size(width: int, height: int = 0) -> QSize:
    """The size of an icon given at text scale 1; wider than high leaves room beside it."""
    return QSize(theme.px(width), theme.px(height or width))


def paint(painter: QPainter, role: str, rect: QRect, color: str = "ink_2") -> None:
    """Draw an icon centred in ``rect``, at the smaller side of it."""
    side = min(rect.width(), rect.height())
    # The device would tell as well, but asking for it builds Python classes for every image type.
    ratio = max(painter.combinedTransform().m11(), 1.0)
    pixmap = render(role, theme.current().color(color), side, ratio)
    x = rect.x() + (rect.width() - side) // 2
    y = rect.y() + (rect.height() - side) // 2
    painter.drawPixmap(x, y, pixmap)


class _ThemedEngine(QIconEngine):
    """Draws one role in the theme's colour of the moment."""

    def __init__(self, role: str, color: str, checked: str) -> None:
        super().__init__()
        self._role, self._color, self._checked = role, color, checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Qt: draw into ``rect``."""
        paint(painter, self._role, rect, self._color_for(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt: the icon at 1x."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Qt: the icon for a screen of ``scale``; ``size`` is in logical pixels.

        In a wider box it stands in the middle, which keeps a button's words away from it.
        """
        color = theme.current().color(self._color_for(mode, state))
        side = min(size.width(), size.height())
        icon = render(self._role, color, side, scale)
        if size.width() <= size.height():
            return icon
        wide = QPixmap(size * scale)
        wide.setDevicePixelRatio(scale)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap((size.width() - side) // 2, 0, icon)
        painter.end()
        return wide

    def clone(self) -> QIconEngine:
        """Qt: a copy of its own."""
        return _ThemedEngine(self._role, self._color, self._checked)

    def _color_for(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "link"
        return self._checked if state == QIcon.State.On else self._color
