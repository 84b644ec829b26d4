"""Saved views on the real pages: found, taken, changed, saved and arranged, by mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.ready_views import BY_ID
from invest_crm.domain.views import Access, ViewForm
from invest_crm.services import views
from invest_crm.services.views import NewView, PinView, find_view, open_view
from invest_crm.ui.views.lines import more_box
from invest_crm.ui.views.places import place_of
from tests.support.factories import colleague
from tests.ui.pages import settled
from tests.ui.projects.conftest import bureau, page
from tests.ui.views.hands import (
    LEFT,
    OPEN,
    chips,
    click_chip,
    do,
    drop_down,
    filter_signed,
    mark,
    menu_of,
    open_view_of,
    rows,
    save,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from invest_crm.ui.projects.page import ProjectsPage

__all__ = ["bureau", "page"]

WAITING = "签约超 90 天未开工"


# ---- finding and taking one --------------------------------------------------------------------


def test_a_list_begins_with_all_of_it_and_nothing_to_save(page: ProjectsPage) -> None:
    assert page.views.switch.name() == "全部项目"
    assert not page.views.is_changed()
    assert not page.views.tabs.isVisible()
    assert len(rows(page)) == 5


def test_a_ready_view_is_taken_by_mouse(page: ProjectsPage, qtbot: QtBot, bureau) -> None:
    popup = drop_down(qtbot, page)
    mark(popup, WAITING)
    line = popup.list.visualItemRect(popup.list.currentItem())
    qtbot.mouseClick(popup.list.viewport(), LEFT, pos=line.center())
    assert settled()
    assert page.views.switch.name() == WAITING
    assert rows(page) == [bureau["sensor"]]
    assert not page.views.is_changed()
    assert "未终止" in chips(page)


def test_a_view_is_found_by_its_initials_and_taken_with_enter(
    page: ProjectsPage, qtbot: QtBot, bureau
) -> None:
    page.views.switch.setFocus()
    qtbot.keyClick(page.views.switch, Qt.Key.Key_Down)
    assert settled()
    popup = page.views.list.popup
    qtbot.keyClicks(popup.search, "jnkg")
    assert popup.names() == ["今年开工"]
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert settled()
    assert rows(page) == [bureau["sheep"]]
    assert page.grid.view.hasFocus() or page.views.switch.hasFocus()


def test_the_list_of_views_is_walked_with_the_arrows(page: ProjectsPage, qtbot: QtBot) -> None:
    popup = drop_down(qtbot, page)
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    line = popup.line()
    assert line is not None
    assert line.name == popup.names()[1]
    popup.search.setText("没有这样的")
    assert (popup.names(), popup.line()) == ([], None)
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert popup.isVisible()
    qtbot.keyClick(popup.search, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_views_stand_in_groups_with_who_shared_them(
    page: ProjectsPage, qtbot: QtBot, context: Context
) -> None:
    save(context, "我的")
    li = colleague(context.app, "li")
    li.write(views.save_view, NewView("projects", "李的", OPEN, Access.SHARED))
    li.write(views.save_view, NewView("projects", "李自己的", OPEN))
    context.app.write(views.pin_view, PinView("projects.silent"))
    popup = drop_down(qtbot, page)
    texts = [popup.list.item(row).text() for row in range(popup.list.count())]
    ready = [item.label for item in BY_ID.values()
             if item.id.startswith("projects.") and item.id != "projects.silent"]  # fmt: skip
    assert texts == ["固定", "超过 30 天无动态", "我的", "我的", "共享", "李的", "现成", *ready]
    assert "删除" in menu_of(popup, "李的")
    assert {"共享给大家", "更名"}.isdisjoint(menu_of(popup, "全部项目"))
    popup.close()


# ---- changed, saved, reverted ------------------------------------------------------------------


def test_a_change_shows_a_dot_and_the_three_ways_on(
    page: ProjectsPage, qtbot: QtBot, context: Context, bureau
) -> None:
    view_id = save(context, "未终止的", ViewForm(filters=(("open", True),), columns=()))
    open_view_of(page, view_id)
    assert not page.views.is_changed()
    filter_signed(page)
    assert page.views.switch.is_changed()
    assert chips(page)[-3:] == ["保存视图", "另存为视图…", "还原"]
    click_chip(qtbot, page, "还原")
    assert not page.views.is_changed()
    assert len(rows(page)) == 5
    filter_signed(page)
    page.grid.setFocus()
    qtbot.keyClick(page.grid.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    assert not page.views.is_changed()
    stored = context.app.read(open_view, view_id).form
    assert stored.filters == (("open", True), ("signed", True))
    assert bureau["talk"] not in rows(page)


@pytest.mark.parametrize("what", ["order", "text", "columns", "layout", "condition"])
def test_everything_a_view_holds_makes_it_differ_and_comes_back(
    page: ProjectsPage, context: Context, what: str
) -> None:
    page.views.list.saved.emit(save(context, "原样", page.views.form()), page.views.form())
    assert settled()
    view_id = page.views.id()
    before = page.views.form()
    match what:
        case "order":
            page.grid.restore({"sort": [["name", True]]})
        case "text":
            page.grid.restore({"text": "园"})
        case "columns":
            page.grid.columns.set_hidden(3, hidden=True)
        case "layout":
            page._switch._choose("board")
        case "condition":
            page.grid.set_where(Group("all", (Condition("leader", Op.EMPTY),)))
    assert settled()
    assert page.views.is_changed()
    changed = page.views.form()
    page.views.save()
    assert settled()
    assert not page.views.is_changed()
    open_view_of(page, "projects.all")
    open_view_of(page, view_id)
    assert page.views.form() == changed != before
    assert not page.views.is_changed()


def test_a_ready_view_is_not_changed_by_a_search_an_order_or_columns(page: ProjectsPage) -> None:
    page.grid.restore({"sort": [["name", True]], "text": "园"})
    page.grid.columns.set_hidden(3, hidden=True)
    assert settled()
    assert not page.views.is_changed()
    filter_signed(page)
    assert page.views.is_changed()
    assert "保存视图" not in chips(page)
    assert "另存为视图…" in chips(page)


def test_a_name_is_asked_in_place_and_a_taken_one_refused_beside_it(
    page: ProjectsPage, qtbot: QtBot, context: Context
) -> None:
    filter_signed(page)
    click_chip(qtbot, page, "另存为视图…")
    popup = page.views.list.popup
    assert popup.naming.edit.hasFocus()
    popup.naming.edit.setText("全部项目")
    qtbot.keyClick(popup.naming.edit, Qt.Key.Key_Return)
    assert settled()
    assert popup.isVisible()
    assert "已有名为“全部项目”的视图" in popup.naming.problem.text()
    popup.naming.edit.setText("签过的")
    popup.naming.access._choose("shared")
    qtbot.mouseClick(popup.naming.save, LEFT)
    assert settled()
    assert page.views.switch.name() == "签过的"
    assert not page.views.is_changed()
    info = context.app.read(find_view, "签过的")
    assert (info.access, info.form.filters) == (Access.SHARED, (("signed", True),))


def test_saving_is_undone_and_the_view_is_left(page: ProjectsPage, context: Context) -> None:
    filter_signed(page)
    page.views.list._named("", "签过的", "mine")
    assert settled()
    assert page.views.switch.name() == "签过的"
    context.undo()
    assert settled()
    assert page.views.switch.name() == "全部项目"
    assert len(rows(page)) == 4


def test_a_form_keeps_ctrl_s_for_itself(page: ProjectsPage, qtbot: QtBot, context: Context) -> None:
    open_view_of(page, save(context, "看"))
    filter_signed(page)
    page.new_record()
    assert settled()
    editor = page.side.editor()
    assert editor is not None
    editor.form.retype({"name": "新项目"})
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    assert page.side.editor() is None
    assert page.views.is_changed()
    assert context.app.read(find_view, "看").form == OPEN


# ---- the menu of a view ------------------------------------------------------------------------


def test_a_view_is_renamed_shared_linked_and_deleted_in_the_list(
    page: ProjectsPage, qtbot: QtBot, context: Context
) -> None:
    view_id = save(context, "旧名")
    popup = drop_down(qtbot, page)
    mark(popup, "旧名")
    qtbot.keyClick(popup.search, Qt.Key.Key_F2)
    assert popup.naming.edit.text() == "旧名"
    popup.naming.edit.setText("新名")
    qtbot.keyClick(popup.naming.edit, Qt.Key.Key_Return)
    assert settled()
    do(popup, "新名", "共享并锁定（只有本人可改）")
    assert context.app.read(find_view, "新名").access is Access.LOCKED
    do(popup, "新名", "复制链接")
    assert QGuiApplication.clipboard().text() == f"crm://view/{view_id}"
    assert place_of(context.app, f" crm://view/{view_id}") == ("projects", {"as_view": view_id})
    do(popup, "新名", "删除")
    assert "新名" not in popup.names()
    popup.close()


def test_the_dots_of_a_line_and_the_menu_key_open_its_menu(
    page: ProjectsPage, qtbot: QtBot, context: Context
) -> None:
    save(context, "看")
    popup = drop_down(qtbot, page)
    mark(popup, "看")
    line = popup.list.visualItemRect(popup.list.currentItem())
    qtbot.mouseClick(popup.list.viewport(), LEFT, pos=more_box(line).center())
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QApplication.activePopupWidget().close()
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(popup, key)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QApplication.activePopupWidget().close()
    popup.close()


def test_before_a_view_goes_that_others_pinned_they_are_named(
    page: ProjectsPage, qtbot: QtBot, context: Context
) -> None:
    view_id = save(context, "大家的", access=Access.SHARED)
    colleague(context.app, "li").write(views.pin_view, PinView(view_id))
    popup = drop_down(qtbot, page)
    do(popup, "大家的", "删除")
    assert popup.question.words.text().startswith("li 固定了“大家的”")
    qtbot.mouseClick(popup.question.keep, LEFT)
    assert context.app.read(find_view, view_id).id == view_id
    do(popup, "大家的", "删除")
    qtbot.mouseClick(popup.question.delete, LEFT)
    assert settled()
    assert "大家的" not in popup.names()
    popup.close()


def test_pinned_views_stand_as_tabs_and_switch(
    page: ProjectsPage, qtbot: QtBot, context: Context, bureau
) -> None:
    view_id = save(context, "乙")
    popup = drop_down(qtbot, page)
    do(popup, WAITING, "固定")
    do(popup, "乙", "固定")
    assert popup.names()[:2] == [WAITING, "乙"]
    do(popup, "乙", "上移")
    assert popup.names()[:2] == ["乙", WAITING]
    popup.close()
    tabs = page.views.tabs
    assert tabs.isVisible()
    assert [name for _id, name in tabs._tabs] == ["全部项目", "乙", WAITING]
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert settled()
    assert page.views.id() == view_id
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert settled()
    assert rows(page) == [bureau["sensor"]]
    do(drop_down(qtbot, page), "乙", "取消固定")
    page.views.list.popup.close()
    assert [name for _id, name in tabs._tabs] == ["全部项目", WAITING]
