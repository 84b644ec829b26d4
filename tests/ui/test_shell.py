"""The window around the pages: navigation, notices, undo bar."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from invest_crm.errors import UserError
from invest_crm.ui import operations, theme
from invest_crm.ui.kit.page import Page
from invest_crm.ui.navigation import PageSpec
from invest_crm.ui.shell import Shell
from tests.ui.walker import find_clipped, find_nameless


class Noting(Page):
    topics: ClassVar[frozenset[str]] = frozenset({"projects"})
    made: ClassVar[list[str]] = []

    def __init__(self, name: str) -> None:
        super().__init__(name)
        Noting.made.append(name)
        self.box = QLineEdit()
        self.box.setAccessibleName("filter")
        self.body.addWidget(self.box)
        self.body.addStretch(1)
        self.refreshed = 0
        self.add_button(f"导出{name}", lambda: None, icon="export")

    def refresh(self) -> None:
        self.refreshed += 1

    def state(self) -> dict[str, Any]:
        return {"text": self.box.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self.box.setText(state.get("text", ""))


@pytest.fixture
def shell(qtbot):
    return make_shell(qtbot)


def make_shell(qtbot) -> Shell:
    Noting.made.clear()
    specs = [
        PageSpec("today", "今日", "today", lambda: Noting("今日")),
        PageSpec("projects", "项目", "projects", lambda: Noting("项目"), "招商"),
        PageSpec("settings", "设置", "settings", lambda: Noting("设置"), foot=True),
    ]
    window = Shell(specs, product="招商项目管理")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.go("today")
    window.show()
    qtbot.waitExposed(window)
    return window


def test_pages_are_made_when_first_shown(shell) -> None:
    assert Noting.made == ["今日"]
    shell.go("projects")
    shell.go("today")
    assert Noting.made == ["今日", "项目"]


def test_back_and_forward_restore_what_was_left(shell, qtbot) -> None:
    shell.go("projects", {"text": "生猪"})
    shell.pages.current().box.setText("生猪屠宰")
    shell.go("settings")
    shell.go("projects", {"text": "肉羊"})
    qtbot.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.pages.current_id() == "settings"
    shell.pages.back()
    assert shell.pages.current().box.text() == "生猪屠宰"
    shell.pages.forward()
    shell.pages.forward()
    assert shell.pages.current().box.text() == "肉羊"
    assert not shell.pages.forward()


def test_ten_steps_back_give_ten_states(shell) -> None:
    for number in range(10):
        shell.go("projects", {"text": str(number)})
    seen = []
    for _step in range(10):
        seen.append(shell.pages.current().box.text())
        shell.pages.back()
    assert seen == [str(number) for number in reversed(range(10))]


def test_a_hidden_page_refreshes_on_its_next_showing_and_only_then(shell) -> None:
    shell.go("projects")
    shell.changed({"projects"})
    shell.changed({"weather"})
    made = shell.pages.made()
    assert (made["projects"].refreshed, made["today"].refreshed) == (1, 0)
    shell.go("today")
    assert made["today"].refreshed == 1


def test_only_the_buttons_of_the_page_shown_are_in_the_top_bar(shell) -> None:
    shell.go("projects")
    made = shell.pages.made()
    assert made["projects"].top_bar.isVisible()
    assert not made["today"].top_bar.isVisible()


def test_the_rail_shows_icons_alone_in_a_narrow_window(shell, qtbot) -> None:
    assert not shell.rail.is_narrow()
    shell.resize(1024, 600)
    qtbot.waitUntil(lambda: shell.rail.is_narrow() and shell.rail.width() < 80)
    shell.resize(1366, 768)
    qtbot.waitUntil(lambda: shell.rail.width() > 150)


def test_an_undo_is_offered_in_the_bar_and_in_the_line_and_given_once(shell) -> None:
    undone: list[int] = []
    shell.said("已导入 24 个项目", lambda: undone.append(1))
    assert shell.undo_bar.isVisible()
    assert shell.status.action() == "已导入 24 个项目"
    shell.undo_bar.findChild(QPushButton).click()
    assert undone == [1]
    assert not shell.undo_bar.isVisible()
    assert shell.status.action() == ""


@pytest.mark.parametrize("scale", [1.0, 1.5, 1.75, 2.0])
def test_the_undo_bar_covers_no_part_of_a_page(qtbot, scale: float) -> None:
    theme.current().apply("light", text_scale=scale)
    try:
        shell = make_shell(qtbot)
        page = shell.pages.current()
        button = QPushButton("导入")
        page.body.addWidget(button)
        shell.said("已导入 24 个项目" * 20, lambda: None)
        qtbot.wait(5)
        edge = button.mapTo(shell, button.rect().bottomLeft()).y()
        bar = shell.undo_bar.geometry()
        assert edge < bar.top()
        assert shell.rect().contains(bar)
        assert not shell.status.findChild(QPushButton).isVisible(), "the same is offered twice"
        shell.undo_bar.hide()
        assert shell.status.findChild(QPushButton).isVisible()
    finally:
        theme.current().apply("light", text_scale=1.0)


def test_an_error_is_told_in_place_and_can_be_dismissed(shell) -> None:
    page = shell.pages.current()
    page.show_error(UserError("locked", "有人正在写入。", safe="您的修改还在。"))
    bar = page.findChild(type(page.notify("x")))
    assert bar.text() == "有人正在写入。 您的修改还在。"
    page.clear_notices()


def test_long_work_shows_in_the_status_line_and_can_be_stopped(shell, qtbot) -> None:
    progress = operations.Progress("导入")
    ended: list[int] = []

    def job() -> int:
        while not progress.cancelled():
            progress.report(0.4, "10 / 24")
            time.sleep(0.005)
        return 1

    operations.run_write(shell, job, ended.append, progress=progress)
    work = shell.status.work()
    qtbot.waitUntil(work.isVisible, timeout=3000)
    work.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: ended == [1], timeout=500)
    assert not work.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (2560, 1440)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut_in_the_frame(shell, qtbot, size: tuple[int, int], scale: float) -> None:
    theme.current().apply("light", text_scale=scale)
    try:
        shell.resize(*size)
        qtbot.wait(20)
        assert find_clipped(shell) == []
        assert find_nameless(shell) == []
    finally:
        theme.current().apply("light", text_scale=1.0)


def test_the_shell_loads_nothing_heavy() -> None:
    code = (
        "import sys, invest_crm.ui.shell\n"
        "heavy = {'sqlalchemy','pandas','numpy','reportlab','alembic','docx','xlsxwriter',"
        "'pypdfium2','asyncio','unittest','PIL','PySide6.QtNetwork','PySide6.QtQml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
