"""The panel beside a list has the width its person gave it, and never takes all the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from invest_crm.settings import user
from invest_crm.ui.firms.page import FirmsPage
from invest_crm.ui.kit.side_grip import fitting
from invest_crm.ui.projects.page import ProjectsPage

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk


def _shown(desk: Desk) -> None:
    """A project in the panel of a usual window."""
    desk.office.take_up("甲")
    desk.page.resize(1254, 640)
    desk.page.grid.refresh()
    desk.settle()
    desk.page.grid.view.setCurrentIndex(desk.page.grid.model.index(0, 0))
    desk.settle()
    assert desk.page.side.isVisible()


def _draw(desk: Desk, by: int) -> None:
    """Draw the edge to the left by so many pixels."""
    grip = desk.page.side_place.grip
    middle = grip.rect().center()
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(grip, middle - QPoint(by, 0))
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=middle - QPoint(by, 0))
    desk.settle()


def test_the_width_asked_for_is_given_as_far_as_there_is_room(desk: Desk) -> None:
    assert [fitting(asked, 1254, 400) for asked in (0, 900, 100)] == [404, 854, 280]
    assert fitting(404, 700, 400) == 300
    assert fitting(404, 500, 400) == 200


def test_the_edge_is_there_with_the_panel_only(desk: Desk) -> None:
    assert not desk.page.side_place.grip.isVisible()
    _shown(desk)
    assert desk.page.side_place.grip.isVisible()
    assert desk.page.side_place.grip.accessibleName()


def test_a_drawn_width_comes_back_in_the_same_list_and_no_other(desk: Desk) -> None:
    _shown(desk)
    before = desk.page.side.width()
    _draw(desk, 60)
    assert desk.page.side.width() == before + 60
    assert user.read_state("side.projects") == before + 60
    again, other = ProjectsPage(desk.context), FirmsPage(desk.context)
    for page in (again, other):
        desk.qtbot.addWidget(page)
        desk.qtbot.addWidget(page.top_bar)
        page.resize(1254, 640)
        page.show()
        page.side.show()
    desk.settle()
    assert again.side.width() == before + 60
    assert other.side.width() == before


def test_keys_draw_it_and_home_gives_the_usual_width(desk: Desk) -> None:
    _shown(desk)
    before = desk.page.side.width()
    desk.page.side_place.grip.setFocus()
    QTest.keyClick(desk.page.side_place.grip, Qt.Key.Key_Left)
    desk.settle()
    assert desk.page.side.width() > before
    QTest.keyClick(desk.page.side_place.grip, Qt.Key.Key_Home)
    desk.settle()
    assert desk.page.side.width() == before
    assert user.read_state("side.projects") == 0


def test_a_wide_panel_leaves_the_list_its_room_in_a_small_window(desk: Desk) -> None:
    _shown(desk)
    _draw(desk, 2000)
    desk.page.setMinimumSize(200, 200)
    desk.page.resize(760, 500)
    desk.settle()
    assert desk.page.side.geometry().right() < 760
    assert desk.page.grid.width() >= 200
    desk.page.resize(1254, 640)
    desk.settle()
    assert desk.page.side.width() > 404


def test_a_width_nobody_can_use_is_the_usual_one(desk: Desk) -> None:
    for odd in (-5, "breit", 10**9, None, [3]):
        user.write_state("side.projects", odd)
        page = ProjectsPage(desk.context)
        desk.qtbot.addWidget(page)
        desk.qtbot.addWidget(page.top_bar)
        page.resize(1254, 640)
        page.show()
        page.side.show()
        desk.settle()
        assert 280 <= page.side.width() <= 1100, odd
