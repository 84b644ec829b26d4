"""The schedule in the panel of a project, and in the lists of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.services.schedules import commands, planning
from invest_crm.services.today import today
from invest_crm.ui.schedules.tab import NEXT, ScheduleTab
from invest_crm.ui.today.words import cards
from tests.ui.pages import settled
from tests.ui.schedules.conftest import TARGET

if TYPE_CHECKING:
    from datetime import date

    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context


@pytest.fixture
def tab(qtbot: QtBot, context: Context, project: str) -> ScheduleTab:
    made = ScheduleTab(context)
    qtbot.addWidget(made)
    made.show()
    made.show_record(project)
    assert settled()
    return made


def make(context: Context, project: str, target: date = TARGET) -> None:
    context.app.write(planning.make_schedules, commands.MakeSchedules((project,), target))


def test_without_a_schedule_one_button_leads_to_making_one(tab: ScheduleTab, project: str) -> None:
    asked: list[Any] = []
    tab.wanted.connect(asked.append)
    assert tab.make.isVisible()
    assert not tab.open.isVisible()
    tab.make.click()
    assert asked == [{"make": [project], "project": ""}]


def test_the_tasks_that_come_next_stand_there_and_lead_to_the_wall(
    tab: ScheduleTab, context: Context, project: str
) -> None:
    make(context, project)
    tab.show_record(project)
    assert settled()
    assert tab.light.text() == "正常推进"
    rows = tab.table._rows
    assert len(rows) == NEXT
    assert rows[0].cells[0] == "注册公司"
    asked: list[Any] = []
    tab.wanted.connect(asked.append)
    tab.open.click()
    assert asked == [{"project": project}]


def test_the_day_lists_what_is_overdue_and_links_to_its_row(context: Context, project: str) -> None:
    make(context, project)
    assert not [card for card in cards(context.app.read(today)) if card.id == "schedule"]
    later = context.app.read(lambda view: today(view, TARGET))
    (card,) = [card for card in cards(later) if card.id == "schedule"]
    assert card.links[0].page == "schedules"
    assert card.links[0].state["project"] == project
    assert card.rows[0].cells[1] == "注册公司"
    assert "逾期" in card.note
