"""The three ways to begin, each to a useful page, by keyboard alone; keys and seconds are told.

A user is meant to be there within sixty seconds; the clock of the test machine decides nothing.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from invest_crm.services.search import is_empty
from tests.cli.ledgers import signed_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
KEY = Qt.Key
_TYPING = 0.7
"""Seconds a slow typist takes for a key."""


class Fingers:
    """Counts keys on the way to a useful page."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keys, self.began = desk, 0, time.monotonic()

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        self.keys += 1
        self.desk.press(key, *held)

    def tab_to(self, wanted: QWidget) -> None:
        """By Tab, as somebody does who does not know the keys."""
        for _stop in range(60):
            if QApplication.focusWidget() is wanted:
                return
            self.keys += 1
            self.desk.qtbot.keyClick(QApplication.focusWidget() or self.desk.window, KEY.Key_Tab)
        raise AssertionError(f"Tab does not lead to {wanted}")

    def told(self, way: str) -> None:
        machine = time.monotonic() - self.began
        typist = self.keys * _TYPING
        told = f"{way}: {self.keys} keys, {machine:.1f} s machine, about {typist:.0f} s typing"
        sys.stdout.write(f"\n{told}\n")
        assert self.keys <= 60


@pytest.fixture
def new(open_desk: Callable[[Path], Desk], tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "new" / "crm.db")


def test_demonstration_data_by_keyboard_to_the_leaders_figures(new: Desk) -> None:
    fingers = Fingers(new)
    fingers.tab_to(new.page().demo)
    fingers.press(KEY.Key_Return)
    assert new.at() == "board"
    assert int(new.figure("signed.count")[2]) > 0
    fingers.told("demonstration data")
    assert new.window.tour.is_on()
    new.press(KEY.Key_Escape)
    assert not new.window.tour.is_on()


def test_demonstration_data_are_marked_and_leave_with_one_click(new: Desk) -> None:
    new.page().fill_demo()
    new.settle()
    new.window.tour.end()
    mark = new.window.demo_mark
    assert mark.isVisibleTo(new.window)
    assert new.button("清除演示数据") is mark
    before = new.clicks
    new.click(mark)
    assert new.clicks - before == 1
    assert new.context.app.read(is_empty)
    assert new.at() == "welcome"
    assert not mark.isVisibleTo(new.window)
    new.undo()
    assert not new.context.app.read(is_empty)
    assert mark.isVisibleTo(new.window)


def test_demonstration_records_somebody_worked_on_stay_and_stay_marked(new: Desk) -> None:
    new.page().fill_demo()
    new.settle()
    new.window.tour.end()
    grid = new.go("projects").grid
    record = grid.model.id_at(0)
    new.office.edit(record, name="真项目")
    new.settle()
    new.click(new.window.demo_mark)
    assert any("予以保留" in text for text in new.notices())
    assert new.window.demo_mark.isVisibleTo(new.window)
    assert "真项目" in new.rows()


def test_my_ledger_by_keyboard_to_the_projects_of_it(
    new: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(signed_ledger(tmp_path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (path, ""))
    fingers = Fingers(new)
    fingers.tab_to(new.page().ledger)
    fingers.press(KEY.Key_Return)
    fingers.press(KEY.Key_O, Qt.KeyboardModifier.ControlModifier)
    fingers.tab_to(new.page().check.apply)
    fingers.press(KEY.Key_Space)
    page = new.page()
    assert page.step() is page.done
    fingers.tab_to(page.done.look)
    fingers.press(KEY.Key_Space)
    assert new.at() == "projects"
    assert len(new.rows()) == 6
    fingers.told("my ledger")
    assert new.window.tour.is_on()


def test_an_empty_database_by_keyboard_to_the_first_project(new: Desk) -> None:
    fingers = Fingers(new)
    fingers.tab_to(new.page().empty)
    fingers.press(KEY.Key_Return)
    assert new.at() == "projects"
    assert new.window.tour.is_on()
    fingers.press(KEY.Key_Escape)
    fingers.press(KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    new.type("云岭屠宰项目")
    fingers.press(KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert new.rows() == ["云岭屠宰项目"]
    fingers.keys += len("yunlingtuzaixiangmu")
    fingers.told("empty database")


def test_a_template_of_the_first_page_is_filled_in_and_imported(
    new: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "模板.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    menu = new.page().template.menu()
    menu.actions()[0].trigger()
    new.settle()
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(2, 3).value = "2026-07-10"
    for heading, value in (("项目名称", "云岭屠宰项目"), ("总投资（亿元）", 2.5)):
        place = next(cell.column for cell in sheet[3] if cell.value == heading)
        sheet.cell(4, place).value = value
    book.save(path)
    book.close()
    new.click(new.page().ledger)
    new.click(new.page().choose.drop.button)
    page = new.page()
    assert {name: pill.text().split()[-1] for name, pill in page.check.filters.items()}[
        "noted"
    ] == "0"
    new.click(page.check.apply)
    new.go("projects")
    assert new.rows() == ["云岭屠宰项目"]
