"""Tasks on the day's page: heaps by urgency, actions in place, the line, other people's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm import words
from invest_crm.services import tasks
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.today.page import TodayPage
from invest_crm.ui.today.parts import ROWS
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from invest_crm.ui.today.tasks import TaskCard
    from tests.support.factories import Bureau


@pytest.fixture
def page(qtbot, context: Context) -> TodayPage:
    made = TodayPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 700)
    made.show()
    assert settled()
    return made


def add(office: Bureau, due: str | None, who: str = "", text: str = "回访", **about: Any) -> str:
    day = None if due is None else date.fromisoformat(due)
    command = tasks.AddTask(text, day, who, **about)
    return str(office.app.write(tasks.add_task, command).value)


def heaps(page: TodayPage) -> dict[str, TaskCard]:
    cards: list[Any] = list(page.columns.cards())
    return {card.content.id: card for card in cards if card.content.id.startswith("tasks.")}


def chip(page: TodayPage, text: str) -> PillButton:
    return next(item for item in page.findChildren(PillButton) if item.text() == text)


def test_tasks_stand_in_heaps_by_urgency_before_everything_else(
    page: TodayPage, office: Bureau
) -> None:
    for due in ("2025-08-20", "2025-09-01", "2025-09-08", "2025-09-09", None):
        add(office, due)
    assert settled()
    found = heaps(page)
    counts = {name: card.content.count for name, card in found.items()}
    assert counts == {"tasks.overdue": 1, "tasks.soon": 2, "tasks.later": 2}
    assert next(iter(page.columns.cards())) is found["tasks.overdue"]
    assert page.badge() == 2
    assert chip(page, "逾期待办 1")
    assert not page.calm.isVisible()


def test_other_people_s_tasks_stand_under_everyone_alone(page: TodayPage, office: Bureau) -> None:
    add(office, "2025-08-20", "李四")
    assert settled()
    (row,) = heaps(page)["tasks.overdue"].list.rows()
    assert row.line.assignee == "李四"
    assert page.badge() == 0, "it is not due for whoever looks"
    page.whose.changed.emit("me")
    assert settled()
    assert heaps(page) == {}
    page.whose.changed.emit("everyone")
    assert settled()
    assert heaps(page)


def test_a_task_is_done_with_its_result_and_the_card_goes(page: TodayPage, office: Bureau) -> None:
    made = add(office, "2025-08-20")
    assert settled()
    (row,) = heaps(page)["tasks.overdue"].list.rows()
    row.act("done")
    row.answer("企业满意")
    assert settled()
    assert heaps(page) == {}
    (task,) = office.app.read(tasks.list_tasks)
    assert (task["id"], task["state"], task["result"]) == (made, "DONE", "企业满意")
    office.undo()
    assert settled()
    assert list(heaps(page)) == ["tasks.overdue"]


def test_what_is_half_typed_stays_while_others_work(page: TodayPage, office: Bureau) -> None:
    add(office, "2025-08-20", text="甲")
    assert settled()
    (row,) = heaps(page)["tasks.overdue"].list.rows()
    row.ask("done", "企业表示")
    add(office, "2025-08-21", text="乙")
    assert settled()
    asked = {row.line.text: row.asked() for row in heaps(page)["tasks.overdue"].list.rows()}
    assert asked == {"甲": ("done", "企业表示"), "乙": None}


def test_a_task_put_aside_is_counted_quietly(page: TodayPage, office: Bureau) -> None:
    made = add(office, "2025-08-20")
    add(office, None)
    office.app.write(tasks.snooze_task, tasks.SnoozeTask(made, date(2025, 9, 5)))
    assert settled()
    assert list(heaps(page)) == ["tasks.later"]
    assert heaps(page)["tasks.later"].content.note == "暂不提醒 1 项"


def test_a_long_heap_unfolds(page: TodayPage, office: Bureau) -> None:
    for number in range(ROWS + 3):
        add(office, "2025-08-20", text=f"事项{number}")
    assert settled()
    card = heaps(page)["tasks.overdue"]
    assert len(card.list.rows()) == ROWS
    card.open_all()
    assert len(card.list.rows()) == ROWS + 3


def test_the_record_of_a_task_is_opened(qtbot, page: TodayPage, office: Bureau) -> None:
    firm = office.firm("甲甲有限公司")
    add(office, "2025-08-20", firm_id=firm)
    assert settled()
    (row,) = heaps(page)["tasks.overdue"].list.rows()
    menu = row.menu()
    with qtbot.waitSignal(page.open_page) as asked:
        next(item for item in menu.actions() if item.text() == "打开记录").trigger()
    menu.deleteLater()
    assert asked.args == ["firms", {"open": firm}]


def test_a_visit_is_noted_from_the_day_s_page(page: TodayPage, office: Bureau) -> None:
    office.firm("甲甲有限公司")
    page.quick.line.setText("昨天拜访甲甲有限公司 今天报材料")
    page.quick.enter()
    assert settled()
    assert page.quick.problem() == ""
    (row,) = heaps(page)["tasks.soon"].list.rows()
    assert (row.line.text, row.line.subject) == ("报材料", "甲甲有限公司")


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_clipped_or_nameless(qtbot, context, office, size, language, scale) -> None:
    firm = office.firm("名字很长很长很长的有限公司")
    for due in ("2025-08-20", "2025-09-02", None):
        add(office, due, text="把地块资料和标准厂房的租金标准报给企业并约好考察时间", firm_id=firm)
    words.use(language)
    theme.install("light", text_scale=scale)
    page = TodayPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(*size)
    page.show()
    assert settled()
    for action in ("postpone", "hand_over"):
        heaps(page)["tasks.overdue"].list.rows()[0].act(action)
        assert settled()
        assert find_clipped(page) == []
        assert find_nameless(page) == []
