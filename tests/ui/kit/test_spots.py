"""Every painted part answers mouse, keyboard and screen reader alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from invest_crm.ui.kit.charts import Bar, Bars, Lines, Segment, Series
from invest_crm.ui.kit.figure_card import Figure, FigureRow
from invest_crm.ui.kit.path_view import PathView, Step
from invest_crm.ui.kit.spots import PaintedPart, Spot
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini

if TYPE_CHECKING:
    from collections.abc import Callable

_NO = Qt.KeyboardModifier.NoModifier
_NONE, _LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
_LONG = "一个在窄列里放不下的很长很长很长的项目名称"


@dataclass(frozen=True)
class Kind:
    """A part with the spots a, b and one that asks for nothing; how it is worked."""

    make: Callable[[], PaintedPart]
    ahead: Qt.Key
    back: Qt.Key
    left_alone: tuple[Qt.Key, ...]
    tip: str


def bars() -> Bars:
    parts = [
        Segment(1, word, "signed", asked) for word, asked in (("1", "a"), ("2", "b"), ("3", ""))
    ]
    return Bars([Bar("肉羊", tuple(parts))], name="各产业链")


def lines() -> Lines:
    ends = (("a", 9.0), ("b", 5.0), ("", 1.0))
    series = [Series(f"{asked}线", (0.0, end), id=asked) for asked, end in ends]
    return Lines(series, ("1月", "2月"), name="各年签约")


def figures() -> FigureRow:
    return FigureRow([Figure("47", "个", "a", "签约项目数"), Figure("9", metric="b"), Figure("—")])


def path() -> PathView:
    return PathView(
        [Step("签约", "done", "2月", "已双签", "a"), Step("开工", id="b"), Step("投产")]
    )


def table() -> TableMini:
    rows = [MiniRow(asked, (_LONG, "1.00")) for asked in ("a", "b", "")]
    return TableMini([MiniColumn("项目"), MiniColumn("总投资")], rows, name="需协调")


_SIDES = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_HEIGHTS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_DOWN_UP = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_RIGHT_LEFT = (Qt.Key.Key_Right, Qt.Key.Key_Left)
KINDS = {
    "bars": Kind(bars, *_RIGHT_LEFT, (), "肉羊 1"),
    "lines": Kind(lines, *_DOWN_UP, (), "a线"),
    "figures": Kind(figures, *_RIGHT_LEFT, _HEIGHTS, "签约项目数"),
    "path": Kind(path, *_DOWN_UP, (*_SIDES, Qt.Key.Key_Space), "签约\n2月\n已双签"),
    "table": Kind(table, *_DOWN_UP, (*_SIDES, Qt.Key.Key_Space), _LONG),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def part(kind: Kind, qtbot) -> PaintedPart:
    made = kind.make()
    qtbot.addWidget(made)
    made.resize(300, 160)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(part: PaintedPart) -> list[str]:
    heard: list[str] = []
    part.clicked.connect(heard.append)
    return heard


def place_of(part: PaintedPart, asked: str) -> QPointF:
    """A point of the spot that asks for something, near its beginning."""
    box: QRectF = next(box for box, what in part.spots() if what == asked)
    return box.topLeft() + QPointF(min(box.width() / 2, 10), box.height() / 2)


def point_at(part: PaintedPart, place: QPointF) -> Qt.CursorShape:
    over = part.mapToGlobal(place)
    QApplication.sendEvent(part, QMouseEvent(QEvent.Type.MouseMove, place, over, _NONE, _NONE, _NO))
    return part.cursor().shape()


def rest_at(part: PaintedPart, place: QPoint) -> None:
    QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, place, part.mapToGlobal(place)))


def test_the_hand_is_shown_over_links_only(part) -> None:
    hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
    shapes = [point_at(part, place_of(part, what)) for what in ("a", "", "b")]
    assert [*shapes, point_at(part, QPointF(299, 159))] == [hand, arrow, hand, arrow]


def test_a_click_asks_for_the_spot_below_it(part, asked, qtbot) -> None:
    for what in ("b", "", "a"):
        qtbot.mouseClick(part, _LEFT, pos=place_of(part, what).toPoint())
    qtbot.mouseClick(part, _LEFT, pos=QPoint(299, 159))
    assert asked == ["b", "a"]


def test_arrows_go_from_spot_to_spot_and_enter_opens(part, kind, asked, qtbot) -> None:
    enter = Qt.Key.Key_Return
    part.setFocus()
    for key in (kind.back, enter, kind.ahead, Qt.Key.Key_Enter, kind.ahead, enter):
        qtbot.keyClick(part, key)
    assert asked == ["a", "b"]
    for key in (kind.ahead, kind.back, enter):
        qtbot.keyClick(part, key)
    assert asked == ["a", "b", "b"]


def test_other_keys_are_left_to_what_stands_around(part, kind, asked, qtbot) -> None:
    part.setFocus()
    for key in (*kind.left_alone, Qt.Key.Key_PageDown, Qt.Key.Key_A):
        qtbot.keyClick(part, key)
    assert asked == []
    qtbot.keyClick(part, Qt.Key.Key_Return)
    assert asked == ["a"]


def test_a_letter_of_another_alphabet_is_no_fault(part, asked) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ord("Ж"), _NO, "ж")
    QApplication.sendEvent(part, event)
    assert not event.isAccepted()
    assert asked == []


def test_the_tooltip_says_what_the_spot_means(part, kind, qtbot) -> None:
    rest_at(part, place_of(part, "a").toPoint())
    assert QToolTip.text() == kind.tip
    rest_at(part, QPoint(299, 159))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_focus_is_seen_and_moves(part, kind, qtbot) -> None:
    part.clearFocus()
    bare = part.grab().toImage()
    part.setFocus()
    first = part.grab().toImage()
    qtbot.keyClick(part, kind.ahead)
    second = part.grab().toImage()
    assert bare != first != second != bare


def test_a_screen_reader_hears_name_and_content(part) -> None:
    assert part.accessibleName()
    assert part.accessibleDescription()


def test_new_content_begins_at_its_first_spot(qtbot) -> None:
    row = figures()
    qtbot.addWidget(row)
    asked: list[str] = []
    row.clicked.connect(asked.append)
    qtbot.keyClick(row, Qt.Key.Key_Right)
    row.set_figures([Figure("48", metric="a"), Figure("9", metric="b")])
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert asked == ["a"]


def test_neighbours_share_no_point() -> None:
    upper, lower = Spot(QRectF(0, 0, 10, 10)), Spot(QRectF(0, 10, 10, 10))
    border = QPointF(0, 10)
    assert [spot.holds(border) for spot in (upper, lower)] == [False, True]


def test_a_table_that_got_smaller_goes_on_from_a_row_in_sight(qtbot) -> None:
    small = table()
    qtbot.addWidget(small)
    small.resize(300, small.sizeHint().height())
    asked: list[str] = []
    small.row_clicked.connect(asked.append)
    for _step in range(2):
        qtbot.keyClick(small, Qt.Key.Key_Down)
    small.resize(300, small.minimumSizeHint().height())
    qtbot.keyClick(small, Qt.Key.Key_Return)
    assert asked == ["a"]
