"""The order of Tab as the eye reads: by lines from the top, each from left to right."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint


def put_in_order(whole: QWidget, parts: Sequence[QWidget]) -> None:
    """Let Tab go through the parts (in ``whole``), one after the other, before what follows."""
    stops = [stop for part in parts for stop in stops_of(part)]
    for before, after in itertools.pairwise([_stop_before(whole), *stops]):
        QWidget.setTabOrder(before, after)


def stops_of(part: QWidget) -> list[QWidget]:
    """What Tab can come to in a part, in reading order; the part itself if it has no others."""
    found = [
        stop
        for stop in (part, *part.findChildren(QWidget))
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not stop.isHidden()
        and stop.window() is part.window()
    ]
    line = theme.px(theme.CONTROL)
    return sorted(found, key=lambda stop: _reading(stop.mapTo(part, stop.rect().center()), line))


def _stop_before(whole: QWidget) -> QWidget:
    """The stop of Tab before the place of a widget, outside it."""
    part = whole.previousInFocusChain()
    while part is not None and part is not whole:
        outside = part.window() is whole.window() and not whole.isAncestorOf(part)
        if outside and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return part
        part = part.previousInFocusChain()
    return whole


def _reading(place: QPoint, line: int) -> tuple[int, int]:
    """By lines, then from left to right."""
    return place.y() // line, place.x()
