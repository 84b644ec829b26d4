"""Journey A: an empty database, the first ledger, the first number, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.cli.ledgers import signed_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat

WAITING = ["白露研学营地", "丰登鲜食玉米项目", "万头生猪养殖项目"]


@pytest.fixture
def new(open_desk: Callable[[Path], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A first start, with a ledger that the dialog for files will give."""
    path = str(signed_ledger(tmp_path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (path, ""))
    return open_desk(tmp_path / "new" / "crm.db")


def _import(desk: Desk) -> None:
    """From the welcome to the end of the import, by mouse."""
    desk.click(desk.page().ledger)
    assert desk.at() == "ledger"
    desk.click(desk.page().choose.drop.button)
    page = desk.page()
    counts = {name: pill.text().split()[-1] for name, pill in page.check.filters.items()}
    assert (counts["all"], counts["new"], counts["noted"]) == ("6", "6", "1")
    assert page.check.apply.text() == "导入 6 行"
    desk.click(page.check.apply)
    assert page.step() is page.done
    assert "已导入 6 行" in page.done.text()


@pytest.mark.slow
def test_from_an_empty_database_to_the_rows_behind_a_number(
    new: Desk, heartbeat: Heartbeat
) -> None:
    desk = new
    assert desk.at() == "welcome"
    with heartbeat():
        _import(desk)
        assert desk.said() == "导入 云岭县签约项目台账.xlsx（6 行）"
        desk.go("board")
        assert desk.figure("signed.count")[2] == "6"
        assert desk.figure("started.count")[2] == "50.0"
        ages = desk.bars("签约未开工")
        asked = {place: box.center().toPoint() for box, place in ages.spots()}
        assert set(asked) == {"0", "1"}
        desk.click(ages, asked["0"])
        assert desk.at() == "projects"
        assert sorted(desk.rows()) == sorted(WAITING[1:])
        grid = desk.projects().grid
        grid.select_id(grid.model.id_at(0))
        desk.settle()
        record = desk.projects().panel.record()
        assert record is not None
        assert record.title in WAITING
        desk.back()
        assert desk.at() == "board"


@pytest.mark.slow
def test_an_import_is_undone_and_redone_by_name_from_any_page(new: Desk) -> None:
    desk = new
    _import(desk)
    desk.go("projects")
    assert len(desk.rows()) == 6
    desk.undo()
    assert desk.said() == "撤销：导入 云岭县签约项目台账.xlsx（6 行）"
    assert desk.rows() == []
    desk.redo()
    assert "导入 云岭县签约项目台账.xlsx（6 行）" in desk.said()
    assert desk.said().startswith("重做")
    assert len(desk.rows()) == 6
    desk.click(desk.window.undo_bar.findChild(type(desk.button("新建项目"))))
    assert desk.rows() == []


@pytest.mark.slow
def test_the_same_way_by_keyboard_alone(new: Desk) -> None:
    desk = new
    desk.page().ledger.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.at() == "ledger"
    desk.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    page = desk.page()
    assert page.step() is page.check
    for _stop in range(40):
        if desk.window.focusWidget() is page.check.apply:
            break
        desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is page.check.apply, "Import is not reached by Tab"
    desk.press(Qt.Key.Key_Space)
    assert page.step() is page.done
    desk.back()
    assert desk.at() == "welcome"
    assert len(desk.go("projects").grid.model.id_at(0)) == 36


@pytest.mark.slow
def test_the_window_of_a_filled_database_opens_on_the_board(desk: Desk) -> None:
    assert desk.at() == "board"
    assert desk.notices() == []
