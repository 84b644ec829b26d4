"""签约与开工: what the cards say, which rows a number opens, other periods, the bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from invest_crm import words
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.date_range import DateRange
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.notice import NoticeBar
from tests.support.factories import yi
from tests.ui.board.conftest import show
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.board.page import BoardPage


def cards(page: BoardPage) -> dict[str, list[str]]:
    """The numbers of each card by its title."""
    return {
        card.accessibleName(): [figure.text for figure in card.figures._figures]
        for card in page._cards
    }


def opened(page: BoardPage) -> tuple[str, Any]:
    assert settled()
    return page.gone[-1]


def choose_period(page: BoardPage, period: str) -> None:
    ranges = page.findChildren(DateRange)
    ranges[0]._choose(period)
    assert settled()


def test_the_cards_say_the_figures_of_the_year_so_far(page: BoardPage) -> None:
    assert cards(page) == {
        "新签约": ["4", "10.00"], "履约率": ["75.0"], "开工率": ["50.0"], "投产率": ["25.0"],
        "应入未入库": ["1"],
    }  # fmt: skip
    assert [card._right.text() for card in page._cards][1:4] == ["3 / 4", "2 / 4", "1 / 4"]
    assert "2025年9月1日" in page.head.note.text()


@pytest.mark.parametrize(
    ("metric", "places"),
    [
        ("signed.count", [0, 1, 2, 3]),
        ("signed.amount", [0, 1, 2, 3]),
        ("performed.count", [0, 1, 2]),
        ("started.count", [0, 2]),
        ("in_production.count", [2]),
        ("should_be_in_stats", [0]),
    ],
)
def test_a_number_opens_the_rows_it_was_counted_from(
    page: BoardPage, bureau: list[str], metric: str, places: list[int]
) -> None:
    card = next(c for c in page._cards if metric in {f.metric for f in c.figures._figures})
    card.figures.clicked.emit(metric)
    name, state = opened(page)
    assert name == "projects"
    assert sorted(state["ids"]) == sorted(bureau[place] for place in places)
    assert state["reason"]


def test_a_segment_opens_the_rows_of_its_group(page: BoardPage, bureau: list[str]) -> None:
    asked = [place for _box, place in page._bars.spots()]
    assert "mutton-sheep|started.count" in asked
    page._bars.clicked.emit("mutton-sheep|started.count")
    assert opened(page)[1]["ids"] == [bureau[0]], "what produces has a segment of its own"
    page._bars.clicked.emit("mutton-sheep|in_production.count")
    assert opened(page)[1]["ids"] == [bureau[2]]
    assert opened(page)[1]["reason"].startswith("肉羊")


def test_an_age_opens_the_rows_that_waited_so_long(page: BoardPage, bureau: list[str]) -> None:
    assert {place for _box, place in page._ages.spots()} == {"0", "1"}
    page._ages.clicked.emit("1")
    assert opened(page)[1]["ids"] == [bureau[1]]


def test_one_press_opens_all_that_wait(page: BoardPage) -> None:
    assert page._board is not None
    page._all_waiting.click()
    name, state = opened(page)
    assert (name, len(state["ids"])) == ("projects", len(page._board.waiting))
    assert str(len(state["ids"])) in page._all_waiting.text()


def test_a_line_of_the_table_opens_its_record(page: BoardPage, bureau: list[str]) -> None:
    page._table.row_clicked.emit(bureau[3])
    assert opened(page) == ("projects", {"open": bureau[3]})


def test_the_longest_waiting_stands_first(page: BoardPage, bureau: list[str]) -> None:
    assert [row.id for row in page._table._rows] == [bureau[1], bureau[3]]


def test_another_year_and_everything(page: BoardPage) -> None:
    choose_period(page, "2024")
    assert cards(page)["新签约"] == ["1", "8.00"]
    choose_period(page, "all")
    assert cards(page)["新签约"] == ["5", "18.00"]
    choose_period(page, "now")
    assert cards(page)["新签约"] == ["4", "10.00"]


def test_other_groups_show_other_bars(page: BoardPage) -> None:
    page._groups.setCurrentIndex(page._groups.findData("unit"))
    assert settled()
    keys = {place.partition("|")[0] for _box, place in page._bars.spots()}
    assert "县商务局" in keys
    assert "" in keys


def test_period_and_grouping_come_back(qtbot, context, bureau: list[str]) -> None:
    first = show(qtbot, context)
    choose_period(first, "2024")
    state = first.state()
    second = show(qtbot, context, state)
    assert cards(second)["新签约"] == ["1", "8.00"]
    assert second.findChildren(DateRange)[0].current() == "2024"
    second.restore({"by": "unit", "period": None})
    assert settled()
    assert cards(second)["新签约"] == ["4", "10.00"]
    assert second.findChildren(DateRange)[0].current() == "now"


def test_a_change_elsewhere_is_on_the_page_at_once(page: BoardPage, office) -> None:
    office.take_up("丁", signed_on="2025-09-01", total_investment=yi(1))
    assert settled()
    assert cards(page)["新签约"] == ["5", "11.00"]


def test_the_target_of_the_year_is_compared(page: BoardPage, office) -> None:
    assert "未设" in page._cards[0]._sub.plain()
    office.target("signed.amount", 2025, amount=yi(20))
    assert settled()
    text = page._cards[0]._sub.plain()
    assert "20 亿元" in text
    assert "50.0%" in text
    assert "欠序时 25.0" in text


def test_no_signing_says_so_and_leads_to_the_ledger(qtbot, context) -> None:
    page = show(qtbot, context)
    empty = next(item for item in page.findChildren(EmptyState) if item.isVisible())
    assert not any(card.isVisible() for card in page._cards)
    button = next(b for b in empty.findChildren(QPushButton) if b.text() == "导入台账")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.gone == [("ledger", {})]


def test_a_year_without_signings_shows_the_last_that_has_some(qtbot, context, office) -> None:
    office.take_up("旧", signed_on="2023-05-01", total_investment=yi(8))
    page = show(qtbot, context)
    assert cards(page)["新签约"] == ["1", "8.00"]


@pytest.mark.parametrize(("suffix", "head"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_bulletin_is_written_where_the_person_says(
    page: BoardPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, head: bytes
) -> None:
    target = tmp_path / f"通报.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.top_bar.findChildren(QPushButton)[0].click()
    assert settled()
    assert target.read_bytes().startswith(head)
    assert str(target) in page.findChildren(NoticeBar)[0].text()


def test_thinking_better_of_it_writes_nothing(
    page: BoardPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    page.top_bar.findChildren(QPushButton)[0].click()
    assert settled()
    assert page.findChildren(NoticeBar) == []
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_that_is_gone_is_told_in_place(
    page: BoardPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "gone" / "x.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.top_bar.findChildren(QPushButton)[0].click()
    assert settled()
    assert "不存在" in page.findChildren(NoticeBar)[0].text()


def test_invented_records_are_marked(qtbot, context, office) -> None:
    from invest_crm.services.demo.fill import FillDemo, fill

    office.app.write(fill, FillDemo(1, 6, 3))
    page = show(qtbot, context)
    assert "演示数据" in [chip.text() for chip in page.findChildren(PillButton)]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_nothing_is_clipped_or_nameless(qtbot, context, bureau, language: str) -> None:
    words.use(language)
    page = show(qtbot, context)
    assert find_clipped(page) == []
    assert find_nameless(page) == []


def test_loading_never_blocks_the_window(page: BoardPage, heartbeat) -> None:
    with heartbeat():
        for _again in range(3):
            page.refresh()
            assert settled()
