"""The whole path in the window: opened from the list, walked over, every part leads to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from invest_crm.domain.whole_path import Standing
from invest_crm.services.projects.edit import EditProject, edit_project
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.whole_path.page import WholePathPage
from tests.support.approvals import path
from tests.ui.pages import settled, show_page

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(office: Bureau) -> str:
    return path(office, "金穗肉羊屠宰项目", signed_on="2025-05-10", registered_on="2025-06-01")


@pytest.fixture
def page(qtbot: QtBot, context: Context, project: str) -> WholePathPage:
    made = show_page(qtbot, context, WholePathPage(context), {"project": project})
    made.picture.setFocus()
    return made


def press(qtbot: QtBot, page: WholePathPage, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(page.picture, key)


@pytest.mark.parametrize("way", ["keys", "button", "command"])
def test_it_opens_from_the_record_chosen(
    qtbot: QtBot, context: Context, project: str, way: str
) -> None:
    made = show_page(qtbot, context, ProjectsPage(context), {"open": project})
    if way == "keys":
        made.grid.view.setFocus()
        qtbot.keyClick(made.grid.view, Key.Key_Return, CTRL)
    elif way == "button":
        found = made.panel.findChildren(PillButton)
        next(one for one in found if one.text() == "全程图").clicked.emit()
    else:
        made.run("project.path")
    assert made.gone == [("whole_path", {"project": project})]


def test_it_is_the_project_s_own_picture(page: WholePathPage) -> None:
    assert page.title() == "金穗肉羊屠宰项目"
    scene = page.picture.scene()
    assert scene is not None
    assert any(region.target.startswith("approval:") for region in scene.groups)
    assert "立项" in page.callout.text()


def test_the_keys_begin_at_what_is_open_and_enter_opens_it(
    qtbot: QtBot, page: WholePathPage
) -> None:
    press(qtbot, page, Key.Key_Down)
    first = page.picture.chosen()
    assert page._path is not None
    part = page._path.part(first)
    assert part is not None
    assert part.standing.open
    assert part.label in page.picture.accessibleDescription()
    press(qtbot, page, Key.Key_Return)
    assert page.gone == [(part.page, dict(part.link))]  # type: ignore[attr-defined]


def test_the_arrows_reach_every_lane(qtbot: QtBot, page: WholePathPage) -> None:
    press(qtbot, page, Key.Key_Down)
    lanes = {page.picture.chosen().partition(":")[0]}
    for _step in range(40):
        press(qtbot, page, Key.Key_Down)
        lanes.add(page.picture.chosen().partition(":")[0])
    assert "approval" in lanes
    bar = page.picture.verticalScrollBar()
    assert bar.value() > 0 or bar.maximum() == 0, "the part chosen is brought into sight"


def test_a_click_opens_the_part_below_it(qtbot: QtBot, page: WholePathPage) -> None:
    scene = page.picture.scene()
    assert scene is not None
    region = next(one for one in scene.groups if one.target == "ladder:signed_on")
    at = QPoint(round(region.x + 10), round(region.y + region.h / 2))
    qtbot.mouseClick(page.picture.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.gone[-1][0] == "projects"  # type: ignore[attr-defined]


def test_what_somebody_records_is_seen_at_once(
    page: WholePathPage, office: Bureau, context: Context, project: str
) -> None:
    assert standing(page, "ladder:filed_on") is not Standing.DONE
    office.app.write(edit_project, EditProject(project, {"project_code": "2505-341203-04"}, {}))
    context.changed.emit(frozenset({"projects"}))
    assert settled()
    assert not any(one.id == "gap:project_code" for one in page._path.parts())  # type: ignore[union-attr]


def standing(page: WholePathPage, part_id: str) -> Standing:
    assert page._path is not None
    part = page._path.part(part_id)
    assert part is not None
    return part.standing


def test_a_project_that_is_gone_leaves_an_empty_page_with_a_way_on(
    qtbot: QtBot, context: Context, project: str
) -> None:
    made = show_page(qtbot, context, WholePathPage(context), {"project": "gone"})
    assert made.none.isVisible()
    assert made.printable() is None
    made._open_list()
    assert made.gone == [("projects", {})]


def test_the_picture_is_printed_on_a_paper_of_its_own(page: WholePathPage) -> None:
    found = page.printable()
    assert found is not None
    assert found.contents[0].is_map
    assert found.file_name == "金穗肉羊屠宰项目"


@pytest.mark.parametrize("width", [700, 1190, 2400])
def test_the_picture_is_as_wide_as_its_place_or_scrolls(
    qtbot: QtBot, page: WholePathPage, width: int
) -> None:
    page.resize(width, 690)
    qtbot.wait(1)
    scene = page.picture.scene()
    assert scene is not None
    room = page.picture.viewport().width()
    across = page.picture.horizontalScrollBar().maximum()
    assert scene.width == room or (scene.width > room and across > 0)
