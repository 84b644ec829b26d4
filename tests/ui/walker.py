"""Walks over widgets and finds what a person would call broken: clipped text, nameless parts."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget


def find_clipped(widget: QWidget) -> list[str]:
    """The texts of visible labels and buttons that are larger than their rectangle."""
    return [
        f"{type(part).__name__} {_text(part)!r} in {part.width()}x{part.height()}"
        for part in _visible(widget)
        if isinstance(part, QLabel | QPushButton) and _text(part) and _is_clipped(part)
    ]


def find_beyond(widget: QWidget) -> list[str]:
    """Visible parts that reach beyond the right edge of a widget, where nobody can read them."""
    return [
        f"{type(part).__name__} {part.accessibleName()!r} ends at {end} of {widget.width()}"
        for part in widget.findChildren(QWidget)
        if part.isVisibleTo(widget)
        and (end := part.mapTo(widget, part.rect().topRight()).x() + 1) > widget.width()
    ]


def find_nameless(widget: QWidget) -> list[str]:
    """Visible widgets one can focus that have no accessible name and no text."""
    found = []
    for part in _visible(widget):
        if part.focusPolicy() == Qt.FocusPolicy.NoFocus or part.objectName().startswith("qt_"):
            continue
        text = part.text() if isinstance(part, QAbstractButton) else ""
        if not (part.accessibleName() or text or part.toolTip()):
            found.append(type(part).__name__)
    return found


def find_out_of_order(widget: QWidget, stops: list[QWidget]) -> list[str]:
    """Neighbours in the order of Tab of which the second stands wholly above the first.

    The eye goes by rows from the top; side panels and columns begin again at the top, further to
    the right.
    """
    found = []
    for first, second in itertools.pairwise(stops):
        before = _box(widget, first)
        after = _box(widget, second)
        if after.bottom() < before.top() and after.left() <= before.right():
            found.append(f"{_called(second)} comes after {_called(first)}")
    return found


def _box(widget: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(widget, part.rect().topLeft()), part.size())


def _called(part: QWidget) -> str:
    text = part.text() if isinstance(part, QAbstractButton) else ""
    return f"{type(part).__name__} {part.accessibleName() or text!r}"


def find_roleless(widget: QWidget) -> list[str]:
    """Visible widgets one can focus that tell a screen reader no role, or no name."""
    found = []
    for part in _visible(widget):
        if part.focusPolicy() == Qt.FocusPolicy.NoFocus or part.objectName().startswith("qt_"):
            continue
        told = QAccessible.queryAccessibleInterface(part)
        if told is None or told.role() == QAccessible.Role.NoRole:
            found.append(f"no role: {_called(part)}")
        elif not (told.text(QAccessible.Text.Name) or part.toolTip()):
            found.append(f"no name: {_called(part)}")
    return found


def _visible(widget: QWidget) -> list[QWidget]:
    parts = [widget, *widget.findChildren(QWidget)]
    return [
        part for part in parts if part.isVisibleTo(widget) and not part.visibleRegion().isEmpty()
    ]


def _text(part: QLabel | QPushButton) -> str:
    return part.text()


def _is_clipped(part: QLabel | QPushButton) -> bool:
    metrics = part.fontMetrics()
    if isinstance(part, QPushButton):
        icon = part.iconSize().width() + 4 if not part.icon().isNull() else 0
        return metrics.horizontalAdvance(part.text()) + icon > part.width() - 4
    room = part.contentsRect()
    if part.textFormat() == Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setDefaultFont(part.font())
        document.setDocumentMargin(0)
        document.setHtml(part.text())
        document.setTextWidth(room.width())
        return document.size().height() > room.height() + 3
    if part.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(0, 0, room.width(), 10_000, flags, part.text())
        return box.height() > room.height() + 2
    return metrics.horizontalAdvance(part.text()) > room.width() + 1
