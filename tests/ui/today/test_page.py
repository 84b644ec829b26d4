"""The day as words, cards, and a page in a window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from invest_crm import words
from invest_crm.db.schema.requests import service_request
from invest_crm.services.today import Today, TodayRow
from invest_crm.services.today_data import DataTask
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.page import Page
from invest_crm.ui.navigation import PageSpec
from invest_crm.ui.shell import Shell
from invest_crm.ui.today.page import TodayPage
from invest_crm.ui.today.parts import ROWS, DayCard
from invest_crm.ui.today.words import CardContent, cards, greeting
from tests.support.factories import put, wan
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

DAY = date(2025, 9, 1)
EMPTY = Today(DAY, 9, True, "", (), (), (), (), (), ())


def row(name: str = "甲", number: int = 4, **values: Any) -> TodayRow:
    return TodayRow("projects", name, name, "县投促局", date(2025, 5, 1), number, **values)


def said(today: Today) -> str:
    return "".join(span.text for span in greeting(today))


def only(today: Today) -> CardContent:
    (card,) = cards(today)
    return card


def texts(card: CardContent) -> list[list[str]]:
    return [
        [cell if isinstance(cell, str) else cell.text for cell in item.cells] for item in card.rows
    ]


# ---- words -----------------------------------------------------------------------------------


def test_the_greeting_knows_the_hour_the_day_and_what_is_due() -> None:
    assert said(EMPTY) == "上午好。今天是2025年9月1日，星期一，工作日。"
    evening = replace(EMPTY, day=date(2025, 10, 1), hour=19, workday=False, festival="国庆节")
    assert said(evening) == "晚上好。今天是2025年10月1日，星期三，国庆节。"
    weekend = replace(EMPTY, day=date(2025, 9, 6), hour=13, workday=False, resume=(row(),))
    assert said(weekend) == "下午好。今天是2025年9月6日，星期六，休息日。到期待办 1 项。"


def test_an_age_just_reached_is_a_chip_in_its_colour() -> None:
    card = only(replace(EMPTY, not_started=(row(number=6, mark=6), row("乙", number=14))))
    assert [line[2] for line in texts(card)] == ["刚满6个月", "14个月"]
    assert card.rows[0].cells[2].tone == "slow"
    assert card.rows[1].cells[2].tone == ""
    assert card.note == "本周新满 3、6、12 个月 1 个"


def test_a_request_says_how_late_it_is() -> None:
    rows = tuple(
        replace(row(number=number), page="requests", day=date(2025, 9, 1)) for number in (-2, 0, 3)
    )
    card = only(replace(EMPTY, requests=rows))
    assert [line[3] for line in texts(card)] == ["9月1日 逾期 2 天", "今天到期", "9月1日 剩 3 天"]
    assert card.note == "逾期 1 件"


def test_a_request_leads_to_itself() -> None:
    card = only(replace(EMPTY, requests=(row("r1"),)))
    (link,) = card.links
    assert (link.page, link.state) == ("requests", {"open": row("r1").id})


def test_heaps_of_data_lead_to_their_records() -> None:
    tasks = (
        DataTask("code", "firms", 2, ("a", "b")),
        DataTask("rejected", "ledger", 3, name="台账.xlsx", day=date(2025, 8, 30)),
    )
    card = only(replace(EMPTY, data=tasks))
    assert texts(card)[1] == ["台账.xlsx（8月30日导入）：未导入的行", "3"]
    assert card.links[0].page == "firms"
    assert card.links[0].state["ids"] == ["a", "b"]
    assert (card.links[1].page, card.links[1].state) == ("ledger", {})


def test_every_kind_of_heap_has_its_words() -> None:
    for language in ("en", "zh_CN"):
        words.use(language)
        for kind in ("code", "chain", "node", "leader", "lead_unit"):
            assert texts(only(replace(EMPTY, data=(DataTask(kind, "projects", 1, ("a",)),))))


# ---- cards -----------------------------------------------------------------------------------


@pytest.fixture
def long_card(qtbot):
    def make(**lists: Any) -> DayCard:
        made = DayCard(only(replace(EMPTY, **lists)))
        qtbot.addWidget(made)
        made.resize(560, 500)
        made.show()
        return made

    return make


def test_a_long_list_shows_eight_rows_and_leads_to_all(long_card, qtbot) -> None:
    rows = tuple(row(f"项目{n}") for n in range(20))
    card = long_card(not_started=rows)
    assert card.rows_shown() == ROWS == 8
    with qtbot.waitSignal(card.opened) as asked:
        card.open_all()
    (link,) = asked.args
    assert (link.page, len(link.state["ids"])) == ("projects", 20)
    assert link.state["reason"] == "签约满三个月未开工"


def test_requests_unfold_in_their_card(long_card) -> None:
    card = long_card(requests=tuple(row(f"企业{n}") for n in range(12)))
    card.open_all()
    assert card.rows_shown() == 12


# ---- the page --------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot, context: Context):
    specs = [
        PageSpec("today", "今日", "today", lambda: TodayPage(context)),
        PageSpec("projects", "项目", "projects", Page),
    ]
    shell = Shell(specs)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.go("today")
    qtbot.waitExposed(shell)
    return shell


def fill(office: Bureau) -> list[str]:
    ids = office.ledger(
        "2025-08-31",
        {"name": "屠宰", "signed_on": "2025-02-26", "agreement_type": "INVESTMENT"},
        {
            "name": "冷链",
            "signed_on": "2025-01-05",
            "agreement_type": "INVESTMENT",
            "started_on": "2025-03-01",
            "total_investment": wan(900),
        },
    )
    request = {"firm": "乙公司", "firm_key": "乙公司", "due_day": "2025-08-30", "content": "用电"}
    office.app.write(put, (service_request, request))
    return ids


def test_a_calm_day_says_so(window, office) -> None:
    place = {"chain": "mutton-sheep", "node": "mutton-sheep.slaughter.abattoir"}
    office.take_up("甲", leader="李县长", lead_unit="县商务局", **place)
    window.pages.current().refresh()
    assert settled()
    page = window.pages.current()
    assert page.calm.isVisible()
    assert page.badge() == 0


def test_before_the_first_project_it_says_what_will_stand_there(window) -> None:
    assert settled()
    page = window.pages.current()
    assert page.first.isVisible()
    assert not page.calm.isVisible()
    assert [one.text() for one in page.first.findChildren(QPushButton)] == ["导入台账"]


def test_rows_open_their_records_and_the_badge_counts_what_is_due(
    window, qtbot, office, context
) -> None:
    assert settled()
    page = window.pages.current()
    context.changed.connect(window.changed)
    with qtbot.waitSignal(page.badge_changed, check_params_cb=lambda n: n == 2):
        ids = fill(office)
    assert settled()
    assert not page.calm.isVisible()
    shown = {card.content.id: card for card in page.columns.cards()}
    assert list(shown) == ["requests", "not_started", "should_be_in_stats", "silent", "data"]
    with qtbot.waitSignal(page.open_page) as asked:
        shown["not_started"].open_row(0)
    assert asked.args == ["projects", {"open": ids[0]}]
    assert page.badge() == 2


def test_counts_stand_in_the_head(window, office) -> None:
    fill(office)
    page = window.pages.current()
    page.refresh()
    assert settled()
    found = [pill.text() for pill in page.findChildren(PillButton)]
    assert "诉求到期 1" in found
    assert "应入未入库 1" in found


def test_two_columns_from_1200_pixels_one_below(window, office) -> None:
    fill(office)
    page = window.pages.current()
    page.refresh()
    assert settled()
    assert page.columns.count() == 2
    lefts = {card.mapTo(page, card.rect().topLeft()).x() for card in page.columns.cards()}
    assert len(lefts) == 2
    window.resize(1199, 700)
    assert settled()
    assert page.columns.count() == 1
    lefts = {card.mapTo(page, card.rect().topLeft()).x() for card in page.columns.cards()}
    assert len(lefts) == 1


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (2560, 1440)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_clipped_or_nameless(qtbot, context, office, size, language) -> None:
    words.use(language)
    fill(office)
    page = TodayPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(*size)
    page.show()
    assert settled()
    assert find_clipped(page) == []
    assert find_nameless(page) == []
