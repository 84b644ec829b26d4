"""Journey 1: rows copied in a spreadsheet become target firms; two red cells are corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from invest_crm.services import firms

if TYPE_CHECKING:
    from invest_crm.services.firms import FirmRecord
    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS, MOST_KEYS = 36, 20


def _copied() -> str:
    """What WPS puts on the clipboard: 36 firms with headings, two amounts nobody can read."""
    lines = ["企业名称\t所属产业链\t所在地\t注册资本（万元）\t联系人\t联系电话"]
    for n in range(ROWS):
        capital = {7: "约定", 21: "很多"}.get(n, str(500 + n))
        lines.append(f"目标企业{n:02d}有限公司\t肉羊\t甘肃兰州\t{capital}\t张三\t1380000{n:04d}")
    return "".join(f"{line}\r\n" for line in lines)


def _stored(desk: Desk) -> list[FirmRecord]:
    """The firms that were pasted; the bureau has one of its own."""
    found = desk.context.app.read(lambda view: firms.load(view, firms.all_ids(view)))
    return [record for record in found.values() if record["region"]]


def _correct(desk: Desk, text: str) -> None:
    """What is wrong is selected; Enter goes on to the next, and to the button at the end."""
    desk.type(text, wait=False)
    desk.press(Qt.Key.Key_Return)


def test_thirty_six_rows_are_pasted_corrected_undone_and_redone(
    desk: Desk, heartbeat: Heartbeat, journey: Journey
) -> None:
    desk.go("firms")
    QGuiApplication.clipboard().setText(_copied())
    with journey("1", desk):
        with heartbeat():
            desk.press(Qt.Key.Key_V, CTRL)
            panel = desk.page().cell_desk.panel()
            assert panel is not None
            wrong = [line for line in panel.findChildren(QLineEdit) if not line.text().isdigit()]
            assert [line.text() for line in wrong] == ["约定", "很多"]
            assert (wrong[0].hasFocus(), wrong[0].selectedText()) == (True, "约定")
        assert _stored(desk) == []
        with heartbeat():
            for text in ("3000", "5000"):
                _correct(desk, text)
            desk.press(Qt.Key.Key_Return)
            desk.qtbot.waitUntil(lambda: desk.page().cell_desk.panel() is None, timeout=5000)
            desk.settle()
        found = _stored(desk)
        assert len(found) == ROWS
        assert {record["chain"] for record in found} == {"mutton-sheep"}
        found.reverse()  # the list shows the newest first, so the last row was made first
        assert found[7]["registered_capital"] == 3000 * 1_000_000
        assert found[35]["contacts"][0].phone == "13800000035"
        names = [desk.page().grid.model.text(row, 0) for row in (0, 35)]
        assert names == [found[0]["name"], found[35]["name"]], "the block stands as it was copied"
        assert "粘贴" in desk.said()
        desk.press(Qt.Key.Key_Z, CTRL)
        assert _stored(desk) == []
        view = desk.page().grid.view
        assert view._painter.current_row == view.currentIndex().row(), "a row is marked that is not"
        desk.press(Qt.Key.Key_Y, CTRL)
        assert len(_stored(desk)) == ROWS
    assert desk.keys <= MOST_KEYS


def test_a_correction_agreed_before_it_was_read_is_written_with_the_rest(desk: Desk) -> None:
    desk.go("firms")
    QGuiApplication.clipboard().setText(
        "企业名称\t所在地\t注册资本（万元）\r\n甲公司\t兰州\t约定\r\n"
    )
    desk.press(Qt.Key.Key_V, CTRL)
    desk.type("3000", wait=False)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: bool(_stored(desk)), timeout=5000)
    assert [record["registered_capital"] for record in _stored(desk)] == [3000 * 1_000_000]


def test_pasting_the_same_rows_again_adds_nothing(desk: Desk) -> None:
    desk.go("firms")
    QGuiApplication.clipboard().setText("企业名称\t所在地\r\n甲公司\t兰州\r\n乙公司\t定西\r\n")
    for _time in range(2):
        desk.press(Qt.Key.Key_V, CTRL, SHIFT)
        desk.press(Qt.Key.Key_Return, CTRL)
    panel = desk.page().cell_desk.panel()
    assert panel is not None
    assert [item.name for item in panel.proposal().wrong] == ["甲公司", "乙公司"]
    desk.press(Qt.Key.Key_Escape)
    assert len(_stored(desk)) == 2
