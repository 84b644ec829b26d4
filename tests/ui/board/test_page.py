"""签约与开工: what the cards say, which rows a number opens, other periods, the bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from invest_crm import words
from invest_crm.domain.stages import AgreementType
from invest_crm.services.options import SetOption, set_option
from invest_crm.ui.kit.date_range import OWN, DateRange
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.notice import NoticeBar
from tests.support.factories import yi
from tests.ui.board.conftest import show
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.board.page import BoardPage
    from invest_crm.ui.context import Context


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
    ranges[0].choose(period)
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
    assert state["reason"].endswith("2025年以来")
    assert len(state["definition"]) > len(state["reason"])


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
    assert cards(page)["累计签约"] == ["5", "18.00"]
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


def test_each_number_has_its_own_growth(page: BoardPage, office) -> None:
    """4 against 1 project, 10 against 8: one arrow over both would be wrong of one of them."""
    assert page._cards[0]._right.text() == "同比 个数▲300.0% 金额▲25.0%"
    office.take_up("大", signed_on="2025-09-01", total_investment=yi(190))
    assert settled()
    assert page._cards[0]._right.text() == "同比 个数▲400.0% 金额▲24.0倍"


def test_everything_ever_signed_has_no_annual_task_and_no_last_year(
    page: BoardPage, office
) -> None:
    office.target("signed.amount", 2025, amount=yi(20))
    choose_period(page, "all")
    assert page._cards[0]._right.text() == ""
    assert "%" not in page._cards[0]._sub.plain()
    assert page._cards[3]._sub.plain() == ""


def test_a_rate_of_the_card_is_rounded_once(page: BoardPage, office) -> None:
    """10 of 11.648 is 85.8516…: 85.9; 91 of 106 is 85.849…: 85.8, in the bulletin too."""
    office.target("signed.amount", 2025, amount=yi(106))
    office.take_up("大", signed_on="2025-09-01", total_investment=yi(81))
    assert settled()
    assert "完成 85.8%" in page._cards[0]._sub.plain()


def test_an_amount_says_what_its_rows_count(page: BoardPage, bureau: list[str], office) -> None:
    """A capital increase of an older project adds a row to the amount and none to the number."""
    office.agree(bureau[4], AgreementType.INCREASE, "2025-07-01", yi(1))
    page.refresh()
    assert settled()
    page._cards[0].figures.clicked.emit("signed.amount")
    state = opened(page)[1]
    assert sorted(state["ids"]) == sorted(bureau[:5])
    assert state["counted"] == yi(11)
    assert state["reason"].startswith("计入11.00亿元，含增资1笔1.00亿元")
    page._cards[0].figures.clicked.emit("signed.count")
    assert "counted" not in opened(page)[1]


def test_the_words_beside_a_bar_open_the_rows_of_its_amount(
    page: BoardPage, bureau: list[str]
) -> None:
    assert "mutton-sheep|signed.amount" in [place for _box, place in page._bars.spots()]
    page._bars.clicked.emit("mutton-sheep|signed.amount")
    assert opened(page)[1]["counted"] == yi(7)
    assert sorted(opened(page)[1]["ids"]) == sorted([bureau[0], bureau[2]])


def test_groups_without_an_order_of_their_own_begin_with_the_largest(
    page: BoardPage, office
) -> None:
    for n in range(2):
        office.take_up(f"多{n}", signed_on="2025-09-01", lead_unit="县文旅局")
    page._groups.setCurrentIndex(page._groups.findData("unit"))
    assert settled()
    assert page._board is not None
    assert [group.key for group in page._board.figures.groups] == ["县文旅局", "县商务局", ""]


def test_no_project_that_waits_is_left_out_of_the_steps(page: BoardPage, office) -> None:
    steps = ({}, {"registered_on": "2025-08"}, {"filed_on": "2025-08"}, {"land_on": "2025-08"})
    for n, reached in enumerate(steps):
        office.take_up(f"待{n}", signed_on="2025-09-01", **reached)
    assert settled()
    young = page._ages._bars[0]
    assert young.right == "注册 4 · 立项 1"
    assert young.shorter == ("注册 4 · 其余 1 个", "共 5 个")


def test_where_nothing_waits_the_page_says_so(qtbot, context, office) -> None:
    office.take_up("开", signed_on="2025-05-01", started_on="2025-06-01", total_investment=yi(1))
    page = show(qtbot, context)
    assert [bar.segments[0].label for bar in page._ages._bars] == ["0 个"] * 4
    assert page._ages.spots() == []


def test_dates_of_ones_own_show_that_day_and_come_back(
    qtbot, page: BoardPage, context, bureau: list[str]
) -> None:
    choose_period(page, OWN)
    own = page._period._own
    own.last.setText("6月底")
    qtbot.keyClick(own.last, Qt.Key.Key_Return)
    assert settled()
    assert cards(page)["新签约"] == ["3", "9.00"]
    assert "2025年6月30日" in page.head.note.text()
    again = show(qtbot, context, page.state())
    assert cards(again)["新签约"] == ["3", "9.00"]
    assert again._period.current() == OWN
    assert again._period._own.last.text() == "2025-06-30"


def test_the_signings_of_a_year_are_shown_as_they_stand_today(
    page: BoardPage, bureau: list[str], office
) -> None:
    office.edit(bureau[4], started_on="2025-08-20")
    choose_period(page, "2024")
    assert cards(page)["开工率"] == ["0.0"]
    choose_period(page, "still")
    assert cards(page)["开工率"] == ["100.0"]


@pytest.mark.parametrize("period", ["now", "2024", "all", "month_end", "same_day", "still"])
def test_the_bulletin_says_what_the_page_shows(
    page: BoardPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, period: str
) -> None:
    choose_period(page, period)
    target = tmp_path / "通报.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.top_bar.findChildren(QPushButton)[0].click()
    assert settled()
    text = "".join(item.text for item in Document(str(target)).paragraphs)
    count, amount = cards(page)["累计签约" if period == "all" else "新签约"]
    assert f"招商引资项目{count}个" in text
    assert f"协议总投资{amount}亿元" in text
    assert ("累计签约" in text) == (period == "all")


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


def test_a_folder_that_cannot_be_made_is_told_in_place(
    page: BoardPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    target = tmp_path / "taken" / "x.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.top_bar.findChildren(QPushButton)[0].click()
    assert settled()
    text = page.findChildren(NoticeBar)[0].text()
    assert "taken" in text
    assert "已生成" not in text


def test_invented_records_are_marked(qtbot, context, office) -> None:
    from invest_crm.services.demo.fill import FillDemo, fill

    office.app.write(fill, FillDemo(1, 6, 3))
    page = show(qtbot, context)
    assert page._demo.isVisible()


def test_the_mark_of_invented_records_comes_and_goes_with_them(qtbot, context, office) -> None:
    """An empty database is filled while the page stands open, and the filling is undone."""
    from invest_crm.services.demo.fill import FillDemo, fill

    page = show(qtbot, context)
    assert not page._demo.isVisible()
    office.app.write(fill, FillDemo(1, 6, 3))
    page.refresh()
    assert settled()
    assert page._demo.isVisible()
    office.undo()
    page.refresh()
    assert settled()
    assert not page._demo.isVisible()


def test_a_new_year_is_offered_while_the_page_stays_open(page: BoardPage, context) -> None:
    context.app.clock.set("2026-01-01T00:10")
    page.refresh()
    assert settled()
    offered = [chip.text() for chip in page._period._chips.values()]
    assert "2026年以来" in offered


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


def test_a_bulletin_without_the_name_of_the_county_is_pointed_out(
    page: BoardPage, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "通报.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    for county, told in (("××县", True), ("岚县", False)):
        context.app.write(set_option, SetOption("county.name", county))
        page.clear_notices()
        page.top_bar.findChildren(QPushButton)[0].click()
        assert settled()
        assert ("尚未设置县名" in page.findChildren(NoticeBar)[-1].text()) == told


def test_a_large_screen_is_used(page: BoardPage) -> None:
    """Larger figures and thicker bars, both up to a bound; a small one keeps the usual sizes."""
    small = page._cards[0].figures.height()
    thin = page._ages.spots()[0][0].height()
    page.resize(2380, 1360)
    assert settled()
    assert small < page._cards[0].figures.height() <= 2 * small
    assert thin < page._ages.spots()[0][0].height() <= 2 * thin
    last = max(box.bottom() for box, _place in page._bars.spots())
    assert last > page._bars.height() / 2
    page.resize(1190, 690)
    assert settled()
    assert page._cards[0].figures.height() == small


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_typed_dates_clip_nothing(qtbot, context, bureau, language: str) -> None:
    words.use(language)
    page = show(qtbot, context)
    choose_period(page, OWN)
    assert find_clipped(page) == []
    assert find_nameless(page) == []
