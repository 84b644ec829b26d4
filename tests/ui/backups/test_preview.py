"""A backup in a window: whatever would write is switched off from the start and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from invest_crm.db.backup import backup
from invest_crm.domain.people import ContactReading
from invest_crm.domain.quick_entry import PROJECT, Subject
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject as Owner
from invest_crm.services.attachments import add_files
from invest_crm.services.backups import backup_folder, list_backups
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.quick_entry import LogLine, log_line
from invest_crm.ui.backups.preview import PreviewWindow, open_window
from invest_crm.ui.kit.chip import PillButton
from tests.support.photos import photo
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

REASON = "这个窗口只用来查看备份，不能修改。"


@pytest.fixture
def project(office: Bureau, context: Context) -> str:
    made = office.take_up("甲项目", contacts=(ContactReading("赵文", "经理", "13812345678"),))
    app = context.app
    app.write(log_line, LogLine("8/30 拜访 下周三回访", Subject(PROJECT, made, "甲项目")))
    add_files(app, Owner("project", made), [Offered("协议.txt", b"words")])
    shot = Offered("现场.jpg", photo("2025:08:20 08:00:00", (34.5, 109.5)))
    add_files(app, Owner("firm", office.firm("丙公司")), [shot])
    app.write(archive_projects, (office.take_up("乙项目"),))
    return made


@pytest.fixture
def window(qtbot: Any, context: Context, project: str) -> Iterator[PreviewWindow]:
    path = context.app.database.path
    assert path is not None
    backup(path, backup_folder())
    shown = open_window(list_backups(backup_folder())[0], context)
    assert settled()
    shown.pages.current().grid.select_id(project)  # type: ignore[union-attr]
    shown.pages.current().follow(project)  # type: ignore[union-attr]
    assert settled()
    yield shown
    shown.close()
    assert settled()


def go(window: PreviewWindow, page: str) -> Any:
    window.go(page)
    assert settled()
    return window.pages.current()


def reasons(commands: list[Command]) -> dict[str, str]:
    return {command.id: command.enabled() for command in commands}


def button(widget: Any, words: str) -> Any:
    found = [*widget.findChildren(QPushButton), *widget.findChildren(QToolButton)]
    return next(one for one in found if words in (one.text(), one.accessibleName()))


def test_the_buttons_of_pages_say_why_from_the_start(window: PreviewWindow) -> None:
    for page, words in (
        ("projects", "新建项目"),
        ("projects", "导入台账"),
        ("firms", "新建企业"),
        ("requests", "新建诉求"),
        ("trash", "恢复"),
    ):
        found = button(go(window, page).top_bar, words)
        assert (page, found.isEnabled(), found.toolTip()) == (page, False, REASON)


@pytest.mark.parametrize(
    ("page", "refused", "left"),
    [
        (
            "projects",
            {"record.new", "record.edit", "record.trash", "cells.paste", "cells.clear", "note"}
            | {"record.attach", "views.save", "views.save_as", "project.state", "field.name"},
            {"copy", "filter.list", "record.link", "columns.fit"},
        ),
        ("firms", {"record.new", "record.edit", "note", "record.attach"}, {"filter.list"}),
        ("requests", {"record.new", "request.close", "request.reopen"}, {"filter.list"}),
        ("trash", {"trash.restore"}, {"trash.open", "copy"}),
        ("chain_map", {"map.edit"}, {"map.fit"}),
        ("today", {"note"}, {"today.refresh"}),
    ],
)
def test_commands_that_write_say_why_and_the_others_stay(
    window: PreviewWindow, page: str, refused: set[str], left: set[str]
) -> None:
    shown = go(window, page)
    if page in {"projects", "trash"}:
        shown.grid.select_id(shown.grid.model.id_at(0))
    found = reasons(shown.commands_now())
    assert {name: found[name] for name in refused} == dict.fromkeys(refused, REASON)
    assert {name: found[name] for name in left} == dict.fromkeys(left, "")


def test_the_palette_tells_the_reason(window: PreviewWindow) -> None:
    go(window, "projects")
    entries = {
        entry.key: entry.reason for provider in window.providers() for entry in provider.entries()
    }
    told = {key: entries[key] for key in ("record.new", "undo", "redo", "page:ledger")}
    assert set(told.values()) == {REASON}
    assert entries["page:firms"] == ""
    window.run("page:ledger")
    assert window.pages.current_id() == "projects"
    assert window.status.findChild(QPushButton) is not None


def test_menus_offer_what_writes_switched_off(window: PreviewWindow, project: str) -> None:
    page = go(window, "projects")
    page.grid.select_id(project)
    menu = page.menu()
    actions = {action.text().partition(" — ")[0]: action for action in menu.actions()}
    for words in ("修改", "移入回收站", "设置状态…", "粘贴", "编辑单元格", "清空单元格"):
        assert not actions[words].isEnabled(), words
        assert actions[words].toolTip() == REASON
    assert actions["复制"].isEnabled()
    menu.deleteLater()


def test_nothing_is_typed_into_forms_cells_or_lines(window: PreviewWindow, project: str) -> None:
    page = go(window, "projects")
    page.edit(project)
    assert settled()
    assert page.side.editor() is None
    page.grid.select_id(project)
    assert not page.grid.editing.begin()
    page.panel.set_current_tab("progress")
    assert settled()
    tab = page.timeline
    assert not tab.quick.line.isEnabled()
    assert tab.quick.line.toolTip() == REASON
    (task,) = tab.tasks.rows()
    assert not button(task, "完成：回访").isEnabled()
    visit = next(row for row in tab.rows() if row.item.kind == "interaction")
    assert not visit.acceptDrops()
    menu = visit.menu()
    assert menu is not None
    assert [action.isEnabled() for action in menu.actions()] == [False] * len(menu.actions())
    menu.deleteLater()


def test_files_are_looked_at_and_not_changed(window: PreviewWindow) -> None:
    page = go(window, "projects")
    page.panel.set_current_tab("files")
    assert settled()
    tab = page.files.tab()
    assert not tab.add.isEnabled()
    assert tab.preview.text.toPlainText() == "words"
    (row,) = tab.rows()
    menu = row.menu()
    actions = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.deleteLater()
    assert (actions["打开副本"], actions["重命名"], actions["移入回收站"]) == (True, False, False)
    page.panel.set_current_tab("history")
    assert settled()
    undo = [one for one in page.history.findChildren(QToolButton) if one.toolTip() == REASON]
    assert undo
    assert not any(one.isEnabled() for one in undo)


def test_views_are_taken_and_neither_named_pinned_nor_deleted(window: PreviewWindow) -> None:
    page = go(window, "projects")
    page.views.open_list()
    popup = page.views.list.popup
    assert (popup.add.isEnabled(), popup.add.toolTip()) == (False, REASON)
    popup.list.setCurrentRow(1)
    menu = popup.menu()
    actions = {action.text(): action for action in menu.actions()}
    assert (actions["固定"].isEnabled(), actions["固定"].toolTip()) == (False, REASON)
    assert actions["复制链接"].isEnabled()
    menu.deleteLater()
    QTest.keyClick(popup, Qt.Key.Key_F2)
    assert not popup.naming.isVisible()
    popup.close()
    page.set_filter("signed", True)
    assert settled()
    chips = {chip.text(): chip for chip in page.findChildren(PillButton)}
    assert (chips["另存为视图…"].isEnabled(), chips["另存为视图…"].toolTip()) == (False, REASON)


def test_a_number_stays_masked_because_looking_cannot_be_put_on_record(
    window: PreviewWindow,
) -> None:
    page = go(window, "projects")
    page.panel.set_current_tab("people")
    assert page.people.phones() == ["138****5678"]
    (show,) = [one for one in page.people.findChildren(QToolButton) if one.isVisibleTo(page)]
    assert not show.isEnabled()
    assert show.toolTip() == f"查看完整号码要留下记录。{REASON}"


def test_a_place_stays_masked_because_looking_cannot_be_put_on_record(
    window: PreviewWindow,
) -> None:
    page = go(window, "firms")
    page.panel.set_current_tab("files")
    assert settled()
    place = page.files.tab().preview.place
    assert (place.isVisible(), place.text()) == (True, "拍摄地点：•••")
    assert not place.button.isEnabled()
    assert place.button.toolTip() == f"查看拍摄地点要留下记录。{REASON}"


def test_what_belongs_to_the_database_is_not_set_here(window: PreviewWindow) -> None:
    page = go(window, "preferences")
    assert not page.county.isEnabled()
    assert not page.calendar.isEnabled()
    assert page.machine.isEnabled()


def test_the_other_window_writes_as_ever(window: PreviewWindow, context: Context) -> None:
    from invest_crm.ui.projects.page import ProjectsPage

    page = ProjectsPage(context)
    assert reasons(page.commands_now())["record.new"] == ""
    assert button(page.top_bar, "新建项目").isEnabled()
    page.top_bar.deleteLater()
    page.deleteLater()
