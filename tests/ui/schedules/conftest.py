"""The wall in a window over a real database, and short names for what one does there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt

from invest_crm.maps.wall_layout import bar_box
from invest_crm.services.schedules import commands, planning
from invest_crm.services.schedules.records import plan_of
from invest_crm.ui.kit.page import Page
from invest_crm.ui.navigation import PageSpec
from invest_crm.ui.schedules.page import SchedulesPage
from invest_crm.ui.shell import Shell
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from invest_crm.domain.schedule_plan import Outlook, PlanTask
    from invest_crm.maps.wall import WallRow
    from invest_crm.services.schedules.wall import Entry
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

TARGET = date(2027, 6, 30)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class Desk:
    """The page with its window and database."""

    def __init__(self, qtbot: QtBot, context: Context, window: Shell, page: SchedulesPage) -> None:
        self.qtbot, self.context, self.window, self.page = qtbot, context, window, page
        self.view = page.view

    # ---- hands -------------------------------------------------------------------------------

    def settle(self) -> None:
        self.qtbot.wait(5)
        assert settled()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key, given to the wall."""
        for _time in range(times):
            self.qtbot.keyClick(self.view, key, held)
        self.settle()

    def choose(self, name: str) -> None:
        """Put the keyboard on the row of this name."""
        self.view.setFocus()
        self.view.choose(self.row(name).id)
        self.view.chosen.emit(self.row(name).id)
        self.settle()

    def grip(self, name: str, *, end: bool = True) -> QPoint:
        """Where the handle of a task is, in the viewport; the task is brought into sight."""
        self.choose(name)
        row, geometry = self.row(name), self.view.geometry_of_wall()
        assert row.bar is not None
        edge = row.bar.days[1] if end else row.bar.days[0]
        room = timedelta(days=12)
        self.view.show_days(edge - room, edge + room)
        place = self.view.wall().place(row.id)  # type: ignore[union-attr]
        left, top, wide, high = bar_box(row.bar, 0, geometry)
        field = left + wide if end else left
        x = field + geometry.columns.total - self.view.horizontalScrollBar().value()
        return QPoint(round(x), self.view.row_top(place) + round(top + high / 2))

    def drag(self, start: QPoint, dx: int, *, release: bool = True) -> None:
        """Draw with the mouse from a place by some pixels to the right."""
        port = self.view.viewport()
        self.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for share in (4, 2, 1):
            self.qtbot.mouseMove(port, start + QPoint(round(dx / share), 0))
        if release:
            self.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPoint(dx, 0))
        self.settle()

    def undo(self) -> None:
        self.context.undo()
        self.settle()

    def make(self, *projects: str, target: date = TARGET) -> None:
        """Back-schedule by the service, past the window."""
        command = commands.MakeSchedules(projects, target)
        self.context.app.write(planning.make_schedules, command)
        self.settle()

    # ---- eyes --------------------------------------------------------------------------------

    def rows(self) -> Sequence[WallRow]:
        wall = self.view.wall()
        return () if wall is None else wall.rows

    def names(self) -> list[str]:
        return [row.name for row in self.rows()]

    def row(self, name: str) -> WallRow:
        return next(row for row in self.rows() if row.name == name)

    def said(self) -> str:
        """The sentence above the wall."""
        return self.page._standing.plain()

    def task(self, project: str, code: str) -> PlanTask:
        found = self.context.app.read(plan_of, project)
        assert found is not None
        return next(item for item in found.plan.tasks if item.code == code)

    def outlook(self, project: str) -> Outlook:
        entry: Entry = next(e for e in self.page.entries() if e.plan.project == project)
        return entry.outlook


@pytest.fixture
def desk(qtbot: QtBot, context: Context) -> Desk:
    """The window with the wall of a bureau without a schedule."""
    return open_desk(qtbot, context)


def open_desk(qtbot: QtBot, context: Context, size: tuple[int, int] = (1366, 768)) -> Desk:
    specs = [
        PageSpec("schedules", "Schedules", "date", lambda: SchedulesPage(context)),
        PageSpec("projects", "Projects", "projects", lambda: Page("Projects")),
        PageSpec("ledger", "Ledger", "import", lambda: Page("Ledger")),
    ]
    window = Shell(specs, product="招商")
    context.changed.connect(window.changed)
    qtbot.addWidget(window)
    window.resize(*size)
    window.go("schedules")
    window.show()
    qtbot.waitExposed(window)
    page = window.pages.current()
    assert isinstance(page, SchedulesPage)
    made = Desk(qtbot, context, window, page)
    made.settle()
    return made


SIGNED: dict[str, Any] = {
    "agreement_type": "FORMAL",
    "signed_on": "2025-06-20",
    "site_mode": "LEASED_PLANT",
}


@pytest.fixture
def project(office: Bureau) -> str:
    """A signed project in a leased plant."""
    return office.take_up(name="金穗肉羊屠宰", leader="王县长", park="东园", **SIGNED)


@pytest.fixture
def scheduled(desk: Desk, project: str) -> str:
    """The same with a schedule, shown unfolded."""
    desk.make(project)
    return project
