"""Ctrl+P in the real window: what is shown is what comes out, and the page is found as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm import words
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.services.printing import page_picture
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.printing.pages_view import WIDTH
from tests.ui.printing.conftest import texts
from tests.ui.walker import find_beyond, find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.context import Context
    from invest_crm.ui.projects.page import ProjectsPage
    from tests.support.awake import Heartbeat
    from tests.ui.printing.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def names(page: ProjectsPage) -> list[str]:
    model = page.grid.model
    return [model.text(row, 0) for row in range(model.rowCount())]


def order_of(text: str, wanted: list[str]) -> list[str]:
    return sorted(wanted, key=text.index)


# ---- what is printed -------------------------------------------------------------------------


def test_the_rows_come_out_in_the_order_shown(desk: Desk) -> None:
    page = desk.projects()
    for key in ("name", "total_investment"):
        page.grid.set_query(page.grid.query().everything().sorted_by(key))
        desk.settle()
        shown = names(page)
        desk.preview()
        text = desk.pages()[0]
        assert order_of(text, shown) == shown
        assert "共 3 条" in text
        desk.press(Qt.Key.Key_Escape)


def test_a_filter_is_printed_and_said_in_a_sentence(desk: Desk) -> None:
    page = desk.projects()
    more = Condition("total_investment", Op.MORE, (300_000_000_00,))
    page.grid.set_where(Group("all", (more,)))
    page.set_filter("signed", value=True)
    desk.settle()
    desk.preview()
    text = desk.pages()[0]
    assert "肉羊屠宰项目" in text
    assert "电子元件项目" not in text
    assert "共 1 条" in text
    said = next(line for line in text.split("\n") if line.startswith("范围："))
    assert "总投资" in said
    assert "签约" in said


def test_columns_come_out_as_shown_in_their_order_without_hidden_ones(desk: Desk) -> None:
    page = desk.projects()
    header = page.grid.view.header()
    places = {column.key: place for place, column in enumerate(page.grid.model.columns())}
    page.grid.columns.set_hidden(places["chain"], hidden=True)
    header.moveSection(header.visualIndex(places["lead_unit"]), 1)
    desk.preview()
    text = desk.pages()[0].replace("\n", "")
    assert "产业链" not in text
    assert text.index("责任单位") < text.index("总投资")


def test_only_the_selected_rows_on_demand(desk: Desk) -> None:
    page = desk.projects()
    model, chosen = page.grid.model, QItemSelectionModel.SelectionFlag.Select
    rows = QItemSelectionModel.SelectionFlag.Rows
    for row in (0, 2):
        page.grid.view.selectionModel().select(model.index(row, 0), chosen | rows)
    place = desk.preview()
    assert place.panel.content.count() == 3
    place.panel.content.setCurrentIndex(1)
    desk.settle()
    text = desk.pages()[0]
    shown = names(page)
    assert [name in text for name in shown] == [True, False, True]
    assert "选中的记录" in text


def test_the_sum_of_the_rows_printed_stands_below_them(desk: Desk) -> None:
    desk.projects()
    desk.preview()
    assert "合计" in desk.pages()[-1]
    assert "8.00" in desk.pages()[-1]


def test_a_record_is_printed_with_its_facts_and_masked_numbers(
    desk: Desk, ledger: list[str]
) -> None:
    page = desk.projects()
    page.grid.select_id(ledger[0])
    desk.settle()
    place = desk.preview()
    place.panel.content.setCurrentIndex(place.panel.content.count() - 1)
    desk.settle()
    text = "\n".join(desk.pages())
    for said in ("肉羊屠宰项目情况表", "甲公司", "县商务局", "基本情况", "全程", "跟踪情况"):
        assert said in text
    assert "138" not in text.replace("138****", "")


def test_the_board_is_printed_upright_with_its_figures_and_definitions(desk: Desk) -> None:
    desk.go("board")
    desk.preview()
    printed = desk.window.printing.printed()
    assert printed is not None
    assert not printed.landscape
    text = "\n".join(desk.pages())
    for said in ("签约开工情况表", "新签约", "3 个 · 8.00 亿元", "指标口径", "截至2025年9月1日"):
        assert said in text
    assert "电子元件项目" in text


def test_the_day_is_printed(desk: Desk) -> None:
    desk.go("today")
    desk.preview()
    assert "今日工作清单" in desk.pages()[0]


def test_the_map_has_its_own_papers_and_can_be_cut(desk: Desk) -> None:
    desk.go("chain_map")
    place = desk.preview()
    printed = place.printed()
    assert printed is not None
    assert [round(side / 72 * 25.4) for side in printed.sizes[0]] == [420, 297]
    assert place.panel.map_paper.isVisibleTo(place)
    assert not place.panel.margins.isVisibleTo(place)
    place.panel.tile.set_current("A4")
    desk.settle()
    cut = place.printed()
    assert cut is not None
    assert len(cut.sizes) > 1
    assert [round(side / 72 * 25.4) for side in cut.sizes[0]] == [297, 210]


def test_a_page_without_anything_to_print_says_so(desk: Desk) -> None:
    desk.go("preferences")
    desk.press(Qt.Key.Key_P, CTRL)
    assert "没有可打印" in desk.window.status.action()


def test_the_palette_knows_it(desk: Desk) -> None:
    desk.projects()
    desk.press(Qt.Key.Key_K, CTRL)
    desk.window.search.edit.setText("打印")
    desk.settle()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.printing.isVisible()


# ---- coming and going ------------------------------------------------------------------------


def test_esc_leads_back_to_the_cell_and_the_selection_one_came_from(desk: Desk) -> None:
    page = desk.projects()
    view = page.grid.view
    view.go_to(page.grid.model.index(1, 3))
    view.setFocus()
    desk.press(Qt.Key.Key_Down, SHIFT)
    chosen = page.grid.selected_ids()
    assert len(chosen) == 2
    place = desk.preview()
    assert QApplication.focusWidget() is place.pages
    desk.press(Qt.Key.Key_Escape)
    assert not place.isVisible()
    assert QApplication.focusWidget() is view
    assert page.grid.selected_ids() == chosen


def test_tab_goes_round_in_the_preview_both_ways(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        seen = []
        for _step in range(30):
            here = QApplication.focusWidget()
            assert here is not None
            assert place.isAncestorOf(here)
            seen.append(here)
            desk.qtbot.keyClick(here, key)
        assert place.print_button in seen
        assert place.panel.margins in seen


def test_going_to_another_page_closes_the_preview(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    desk.window.go("firms")
    assert not place.isVisible()


def test_page_keys_turn_the_pages(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    printed = place.printed()
    assert printed is not None
    place.pages.blockSignals(True)  # nobody is to draw the pages that are only counted here
    place.pages.show_pages(printed.sizes * 5)
    for key, page in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_End, 4), (Qt.Key.Key_Home, 0)):
        desk.qtbot.keyClick(place.pages, key)
        assert place.pages.page() == page


# ---- the setup -------------------------------------------------------------------------------


def test_the_setup_is_remembered_for_the_list_and_for_this_list_only(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    place.panel.paper.setFocus()
    desk.press(Qt.Key.Key_Right)
    place.panel.margins.set_current("bound")
    desk.settle()
    printed = place.printed()
    assert printed is not None
    assert [round(side / 72 * 25.4) for side in printed.sizes[0]] == [420, 297]
    desk.press(Qt.Key.Key_Escape)
    desk.go("board")
    place = desk.preview()
    assert place.panel.paper.current() == "A4"
    desk.press(Qt.Key.Key_Escape)
    desk.projects()
    place = desk.preview()
    assert (place.panel.paper.current(), place.panel.margins.current()) == ("A3", "bound")
    assert user.read_state("print.project.list")["paper"] == "A3"


def test_a_direction_chosen_turns_the_pages_at_once(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    first = place.printed()
    assert first is not None
    assert first.landscape
    place.panel.lying.setFocus()
    desk.press(Qt.Key.Key_Left)
    turned = place.printed()
    assert turned is not None
    assert not turned.landscape
    assert turned.percent < first.percent


def test_columns_that_do_not_fit_are_told_of(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    place.panel.scale.set_current("own")
    place.panel.percent.selectAll()
    desk.qtbot.keyClicks(place.panel.percent, "110")
    desk.press(Qt.Key.Key_Return)
    assert "横向分 2 页" in place.said.text()
    assert all("项目名称" in page for page in desk.pages())


def test_a_scale_that_is_none_is_refused_beside_its_field(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    place.panel.scale.set_current("own")
    desk.settle()
    before = place.printed()
    place.panel.percent.setText("5000")
    place.panel.percent.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "30 至 200" in place.panel.problem.text()
    assert place.printed() is before


def test_pages_that_are_none_are_refused_beside_their_field_and_mended(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    place.panel.pages.setFocus()
    desk.qtbot.keyClicks(place.panel.pages, "7")
    desk.press(Qt.Key.Key_Return)
    assert "没有第“7”页" in place.panel.problem.text()
    assert not place.print_button.isEnabled()
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Return)
    assert not place.panel.problem.isVisible()
    assert place.print_button.isEnabled()


def test_title_and_maker_can_be_typed_and_the_maker_is_remembered(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    assert "项目一览表" in place.panel.title.text()
    assert place.panel.maker.text() == "wang"
    place.panel.title.setText("重点项目清单")
    place.panel.maker.setText("王科员")
    place.panel.maker.setFocus()
    desk.press(Qt.Key.Key_Return)
    text = desk.pages()[0]
    assert "重点项目清单" in text
    assert "制表人：王科员" in text
    desk.press(Qt.Key.Key_Escape)
    desk.go("board")
    desk.preview()
    assert "制表人：王科员" in desk.pages()[0]
    assert "重点项目清单" not in desk.pages()[0]


# ---- paper and file --------------------------------------------------------------------------


def test_what_is_saved_are_the_pages_shown(desk: Desk, tmp_path: Path) -> None:
    desk.projects()
    place = desk.preview()
    place.choose_path = lambda title: tmp_path / f"{title}.pdf"
    desk.press(Qt.Key.Key_S, CTRL)
    printed = place.printed()
    assert printed is not None
    written = list(tmp_path.glob("*一览表.pdf"))
    assert [path.read_bytes() for path in written] == [printed.data]
    assert "一览表.pdf" in desk.notices()[0]


def test_without_a_printer_it_is_said_and_a_pdf_offered(desk: Desk, tmp_path: Path) -> None:
    desk.projects()
    place = desk.preview()
    place.choose_path = lambda _title: tmp_path / "list.pdf"
    desk.press(Qt.Key.Key_P, CTRL)
    assert "未安装打印机" in desk.notices()[0]
    offered = [b for b in place.findChildren(QPushButton) if b.text() == "存为 PDF"]
    offered[-1].click()
    desk.settle()
    assert (tmp_path / "list.pdf").exists()


def test_a_file_that_cannot_be_written_is_told_above_the_pages(desk: Desk, tmp_path: Path) -> None:
    desk.projects()
    place = desk.preview()
    place.choose_path = lambda _title: tmp_path
    desk.press(Qt.Key.Key_S, CTRL)
    assert len(desk.notices()) == 1
    assert place.printed() is not None


def test_the_printer_gets_the_pages_shown(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The printer is Qt's own that prints into a file; only the list of printers is given."""
    monkeypatch.setattr("invest_crm.ui.printing.printer.printer_names", lambda: ["文件"])
    desk.projects()
    place = desk.preview()
    target = tmp_path / "printed.pdf"

    def choose(printer: QPrinter, then) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(150)
        then()

    place.choose_printer = choose
    desk.press(Qt.Key.Key_P, CTRL)
    assert "1 页" in desk.notices()[0]
    shown = place.printed()
    assert shown is not None
    on_paper, on_screen = blocks(target.read_bytes()), blocks(shown.data)
    assert on_paper.shape == on_screen.shape
    assert on_screen.min() < 235, "there is ink to compare"
    assert np.abs(on_paper - on_screen).max() < 25


def blocks(pdf: bytes) -> np.ndarray:
    """How light the first page is, block by block of 8 mm."""
    picture = page_picture(pdf, 0, 2.0, grey=True)
    pixels = np.frombuffer(picture.data, dtype=np.uint8).reshape(picture.height, picture.stride)
    side = round(8 / 25.4 * 72 * 2)
    high, wide = picture.height // side, picture.width // side
    cut = pixels[: high * side, : wide * side].astype(float)
    return cut.reshape(high, side, wide, side).mean(axis=(1, 3))


def test_a_picture_of_the_page_is_shown_as_it_is_made(desk: Desk) -> None:
    desk.projects()
    place = desk.preview()
    picture = place.pages.picture(0)
    assert picture is not None
    place.fit.setFocus()
    desk.press(Qt.Key.Key_Right)
    assert place.pages.fit() == WIDTH
    larger = place.pages.picture(0)
    assert larger is not None
    assert larger.width() > picture.width()


# ---- how it looks and behaves ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped_and_everything_has_a_name(
    qtbot, context: Context, ledger: list[str], language: str, scale: float
) -> None:
    from tests.ui.printing.conftest import Desk

    words.use(language)
    theme.install("light", text_scale=scale)
    desk = Desk(qtbot, context)
    desk.projects()
    place = desk.preview()
    assert find_clipped(place) == []
    assert find_beyond(place) == []
    assert find_nameless(place) == []
    said = "共 3 条" if language == "zh_CN" else "3 records in all"
    assert said in desk.pages()[0]
    desk.window.close()


def test_the_window_stays_awake_while_pages_are_made(desk: Desk, heartbeat: Heartbeat) -> None:
    desk.projects()
    with heartbeat():
        place = desk.preview()
        place.panel.scale.set_current("page")
        desk.settle()
        desk.press(Qt.Key.Key_Escape)


def test_a_preview_left_while_pages_are_made_shows_nothing_later(desk: Desk) -> None:
    desk.projects()
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, CTRL)
    place = desk.window.printing
    place.leave()
    desk.settle()
    assert place.printed() is None
    assert not place.isVisible()


def test_texts_of_both_readings_agree(desk: Desk) -> None:
    """The preview's own bytes are read again as any reader would."""
    desk.projects()
    place = desk.preview()
    printed = place.printed()
    assert printed is not None
    assert len(texts(printed)) == len(printed.sizes) == printed.total
