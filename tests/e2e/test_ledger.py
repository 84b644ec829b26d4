"""Journey 3: last year's ledger, three cells corrected in place, undone, imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from invest_crm.domain.money import FEN_PER_YI
from tests.ui.ledger.steps import editor, pill, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Desk
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
HEADINGS = ["序号", "项目名称", "投资方", "所属产业链", "投资（亿元）", "", "签约时间", "备注"]
BELOW = ["", "", "", "", "协议总投资", "其中：固定资产", "", ""]
ROWS: list[list[Any]] = [
    [1, "白鹭湖肉羊屠宰项目", "江城牧业有限公司", "肉羊", 1.2, 0.8, "2024.3.5", ""],
    [2, "临溪冷链园项目", "苏北物流有限公司", "电商物流", "三个多亿吧", 1.5, "2024年6月", ""],
    [3, "", "鹏程电子有限公司", "电子信息", 2.35, 2, "2024-08-19", "名称待补"],
    [4, "桃源研学营地", "行知文旅有限公司", "研学旅游", 0.5, 0.3, "某日", ""],
]
CORRECTIONS = [(1, "total_investment", "3.1"), (2, "name", "鹏程连接器项目"),
               (3, "signed_on", "2024.12.20")]  # fmt: skip
"""The row, what is wrong in it, and what is typed instead."""
AMOUNTS = {
    "白鹭湖肉羊屠宰项目": 12,
    "临溪冷链园项目": 31,
    "鹏程连接器项目": 23.5,
    "桃源研学营地": 5,
}
"""千万元, so that they are exact."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with a title over all columns, headings in two rows, amounts in 亿元."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["临溪县2024年招商引资签约项目台账"])
    sheet.append(HEADINGS)
    sheet.append(BELOW)
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("E2:F2")
    for column in "ABCDGH":
        sheet.merge_cells(f"{column}2:{column}3")
    path = tmp_path / "2024年台账.xlsx"
    book.save(path)
    book.close()
    return path


@pytest.fixture
def desk(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    """A new bureau."""
    return open_desk(tmp_path / "new" / "crm.db")


def _amounts(desk: Desk) -> dict[str, float]:
    found = stored(desk.context)
    return {name: record["total_investment"] * 10 / FEN_PER_YI for name, record in found.items()}


def _drop(desk: Desk, path: Path) -> None:
    """The file is dragged from a file manager onto the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page = desk.page()
    desk.clicks += 1
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPointF(page.rect().center())
    copied = Qt.DropAction.CopyAction
    QApplication.sendEvent(page, QDragEnterEvent(middle.toPoint(), copied, data, button, none))
    QApplication.sendEvent(page, QDropEvent(middle, copied, data, button, none))
    desk.settle()


def _cell(page: Any, row: int, field: str) -> QPoint:
    grid = page.check.grid
    at = [column.key for column in grid.model.columns()].index(field)
    return grid.view.visualRect(grid.model.index(grid.model.row_of(str(row)), at)).center()


def _correct_by_mouse(desk: Desk) -> None:
    page = desk.page()
    for row, field, text in CORRECTIONS:
        desk.click(page.check.grid.view.viewport(), _cell(page, row, field))
        desk.click(editor(page, field))
        editor(page, field).selectAll()
        desk.type_into(editor(page, field), text)
        desk.press(Qt.Key.Key_Return)


def test_by_mouse(desk: Desk, ledger: Path, journey: Journey) -> None:
    with journey("3 by mouse, imported twice", desk):
        desk.go("ledger")
        _drop(desk, ledger)
        page = desk.page()
        assert page.check.filters["rejected"].text().endswith("1")
        _correct_by_mouse(desk)
        desk.click(page.check.apply)
        assert _amounts(desk) == AMOUNTS
        desk.click(page.done.undo)
        assert _amounts(desk) == {}
        _drop(desk, ledger)
        _correct_by_mouse(desk)
        desk.click(page.check.apply)
        assert _amounts(desk) == AMOUNTS
    _drop(desk, ledger)
    assert (pill(page, "new"), pill(page, "same")) == ("0", "1")
    _correct_by_mouse(desk)
    assert not page.check.apply.isEnabled()
    assert _amounts(desk) == AMOUNTS


def _correct_by_keyboard(desk: Desk) -> None:
    """Only the rows with notes: F2 goes to what is wrong, Enter takes it and comes to the next."""
    page = desk.page()
    page.check.choose("noted")
    desk.settle()
    for _row, field, text in CORRECTIONS:
        desk.press(Qt.Key.Key_F2)
        assert desk.window.focusWidget() is editor(page, field)
        desk.type(text, wait=False)
        desk.press(Qt.Key.Key_Return)
        assert desk.window.focusWidget() is page.check.grid.view


def test_by_keyboard(
    desk: Desk, ledger: Path, monkeypatch: pytest.MonkeyPatch, journey: Journey
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(ledger), ""))
    with journey("3 by keyboard, imported twice", desk):
        desk.go("ledger")
        for again in (False, True):
            desk.press(Qt.Key.Key_O, CTRL)
            _correct_by_keyboard(desk)
            desk.press(Qt.Key.Key_Return, CTRL)
            assert _amounts(desk) == AMOUNTS
            if not again:
                desk.press(Qt.Key.Key_Z, CTRL)
                assert _amounts(desk) == {}
                assert desk.page().done.undone
                desk.press(Qt.Key.Key_Z, CTRL, Qt.KeyboardModifier.ShiftModifier)
                assert not desk.page().done.undone
                desk.press(Qt.Key.Key_Z, CTRL)
