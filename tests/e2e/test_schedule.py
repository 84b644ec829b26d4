"""Journey 6: back-schedule from 20 December, make 环评 ten days late, read the dates, print A3."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt

from invest_crm.domain.workdays import load_calendar
from invest_crm.maps.wall_layout import bar_box
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.schedules.records import plan_of
from invest_crm.ui.schedules.page import SchedulesPage

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.domain.schedule_plan import PlanTask
    from invest_crm.services.schedules.records import ProjectPlan
    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
CAMP, EIA = "白露研学营地", "环评审批"
MOST_KEYS, MOST_CLICKS = 60, 20
A3 = (1191, 842)


def _id(desk: Desk) -> str:
    found = desk.context.app.read(list_projects, [("name", CAMP)])
    return str(found[0]["id"])


def _plan(desk: Desk) -> ProjectPlan:
    found = desk.context.app.read(plan_of, _id(desk))
    assert found is not None
    return found


def _eia(desk: Desk) -> PlanTask:
    return next(item for item in _plan(desk).plan.tasks if item.code == "EIA")


def _wall(desk: Desk) -> SchedulesPage:
    page = desk.page()
    assert isinstance(page, SchedulesPage)
    return page


def _read(desk: Desk) -> tuple[str, str, date]:
    """What an officer reads afterwards: the sentence, the row of the start, the end as forecast."""
    page = _wall(desk)
    wall = page.view.wall()
    assert wall is not None
    start = next(row for row in wall.rows if row.name == "开工")
    return page._standing.plain(), start.state, page.entries()[0].outlook.reached


def _ten_days_late(desk: Desk, reached: date) -> None:
    """The dates that follow from ten working days more, whichever way they were given."""
    calendar = load_calendar()
    task, plan = _eia(desk), _plan(desk).plan
    assert task.days == 17
    assert plan.target == date(2026, 12, 20)
    entry = _wall(desk).entries()[0]
    row = entry.outlook.row(task.id)
    assert task.planned is not None
    assert calendar.workdays_between(task.planned[1], row.days[1]) == 10
    assert reached == max(item.days[1] for item in entry.outlook.rows)


def _save_a3(desk: Desk, tmp_path: Path) -> str:
    """Save what the preview shows; its words."""
    place = desk.window.printing
    path = tmp_path / "挂图.pdf"
    place.choose_path = lambda _title: path
    desk.press(Qt.Key.Key_S, CTRL)
    with pypdfium2.PdfDocument(str(path)) as document:
        assert len(document) == 1
        size = document.get_page_size(0)
        page = document[0]
        text = page.get_textpage()
        words = str(text.get_text_range())
        text.close()
        page.close()
    assert tuple(round(side) for side in size) == A3
    return re.sub(r"\s", "", words)


def test_a_schedule_is_made_delayed_read_and_printed_by_keyboard(
    desk: Desk, heartbeat: Heartbeat, journey: Journey, tmp_path: Path
) -> None:
    desk.office.edit(_id(desk), site_mode="GRANT")
    desk.settle()
    with journey("6 by keyboard", desk):
        with heartbeat():
            desk.go("schedules")
            desk.press(Qt.Key.Key_N, CTRL)
            desk.type("blyx")
            _down_to_the_list(desk)
            desk.press(Qt.Key.Key_Space)
            _to_field(desk, "goal")
            desk.press(Qt.Key.Key_Down)
            desk.press(Qt.Key.Key_Tab)
            desk.type("12-20")
            desk.press(Qt.Key.Key_Return, CTRL)
        page = _wall(desk)
        assert page.view.hasFocus()
        row = page.view.current_row()
        assert row is not None
        assert row.name == CAMP
        _walk_to(desk, EIA)
        with heartbeat():
            for _day in range(10):
                desk.press(Qt.Key.Key_Right, CTRL)
            assert EIA in page._standing.plain()
        assert _eia(desk).days == 7, "nothing is written before Enter"
        with heartbeat():
            desk.press(Qt.Key.Key_Return)
        _sentence, state, reached = _read(desk)
        _ten_days_late(desk, reached)
        with heartbeat():
            desk.press(Qt.Key.Key_P, CTRL)
        text = _save_a3(desk, tmp_path)
    assert f"{CAMP}倒排工期图" in text
    assert EIA in text
    assert state
    assert desk.keys <= MOST_KEYS
    desk.press(Qt.Key.Key_Escape)
    assert page.view.hasFocus()
    desk.undo()
    assert _eia(desk).days == 7
    desk.undo()
    assert desk.context.app.read(plan_of, _id(desk)) is None


def test_the_same_by_mouse(
    desk: Desk, heartbeat: Heartbeat, journey: Journey, tmp_path: Path
) -> None:
    desk.office.edit(_id(desk), site_mode="GRANT")
    desk.settle()
    with journey("6 by mouse", desk):
        with heartbeat():
            desk.go("schedules")
            desk.click(desk.button("倒排工期…"))
            panel = _wall(desk).side.part()
            places = [item for item in panel._items() if item.text() == CAMP]  # type: ignore[union-attr]
            box = panel.list.visualItemRect(places[0])  # type: ignore[union-attr]
            desk.click(panel.list.viewport(), box.topLeft() + QPoint(10, box.height() // 2))  # type: ignore[union-attr]
            panel.form.editor("goal").set_current("STARTED")  # type: ignore[union-attr]
            desk.click(panel.form.editor("target"))  # type: ignore[union-attr]
            desk.type("12-20")
            desk.click(panel.button)  # type: ignore[union-attr]
        page = _wall(desk)
        page.take_level("day")
        with heartbeat():
            _drag_end(desk)
        _sentence, _state, reached = _read(desk)
        _ten_days_late(desk, reached)
        with heartbeat():
            desk.press(Qt.Key.Key_P, CTRL)
        text = _save_a3(desk, tmp_path)
    assert CAMP in text
    assert desk.clicks <= MOST_CLICKS


def _down_to_the_list(desk: Desk) -> None:
    """From the finder to the first project found."""
    desk.press(Qt.Key.Key_Down)


def _to_field(desk: Desk, key: str) -> None:
    """Shift+Tab from the list back to a field of the form."""
    panel = _wall(desk).side.part()
    wanted = panel.form.editor(key)  # type: ignore[union-attr]
    for _step in range(8):
        if wanted.hasFocus():
            return
        desk.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    raise AssertionError("the field cannot be reached by Tab")


def _walk_to(desk: Desk, name: str) -> None:
    view = _wall(desk).view
    for _step in range(30):
        row = view.current_row()
        if row is not None and row.name == name:
            return
        desk.press(Qt.Key.Key_Down)
    raise AssertionError(f"{name} is not among the rows")


def _drag_end(desk: Desk) -> None:
    """Draw the end of 环评 ten working days to the right."""
    view = _wall(desk).view
    wall, geometry = view.wall(), view.geometry_of_wall()
    assert wall is not None
    place = next(n for n, row in enumerate(wall.rows) if row.name == EIA)
    view.choose_place(place)
    bar = wall.rows[place].bar
    assert bar is not None
    view.horizontalScrollBar().setValue(round(geometry.scale.x(bar.days[1])) - 60)
    later = load_calendar().add_workdays(bar.days[1], 10).day
    days = (later - bar.days[1]).days
    left, top, wide, high = bar_box(bar, 0, geometry)
    x = left + wide + geometry.columns.total - view.horizontalScrollBar().value() - 2
    start = QPoint(round(x), view.row_top(place) + round(top + high / 2))
    port = view.viewport()
    desk.clicks += 1
    desk.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, days + 1):
        desk.qtbot.mouseMove(port, start + QPoint(round(step * geometry.scale.day), 0))
    assert view.draft() is not None
    over = start + QPoint(round(days * geometry.scale.day), 0)
    desk.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=over)
    desk.settle()
