"""Everything that has a button, a key or a menu is found in the palette, in both languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton

from invest_crm import words
from invest_crm.domain.matching import match
from invest_crm.domain.pinyin import initials
from invest_crm.ui.commands.settings import SECTIONS
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.picture import page_names
from invest_crm.ui.preferences.page import PreferencesPage
from invest_crm.ui.projects.page import ProjectsPage

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from invest_crm.ui.commands.command import Command
    from tests.ui.commands.conftest import Desk

LOCAL = {"Esc", "Ctrl+S", "Ctrl+Return"}
"""Keys of a form or a panel that is open: save and leave."""


@pytest.fixture(params=page_names())
def page_id(request: pytest.FixtureRequest, desk: Desk) -> str:
    desk.go(request.param)
    return str(request.param)


def offered(desk: Desk) -> dict[str, Command]:
    page = desk.window.pages.current()
    assert page is not None
    return {item.id: item for item in (*desk.window.commands(), *page.commands())}


def test_every_button_of_the_top_bar_is_a_command(desk: Desk, page_id: str) -> None:
    page = desk.window.pages.current()
    assert page is not None
    known = offered(desk)
    around = [desk.window.search_button, desk.window._back, desk.window._forward]
    for button in (*page.top_bar.findChildren(QAbstractButton), *around):
        menu = button.menu() if isinstance(button, QPushButton) else None
        for part in menu.actions() if menu is not None else [button]:
            assert part.property("command") in known, part.text() or part.toolTip()
    for switch in page.top_bar.findChildren(Segmented):
        assert {f"map.chain.{chain}" for chain, _name in switch._choices} <= known.keys()


def test_every_menu_action_and_every_shortcut_is_a_command(desk: Desk, page_id: str) -> None:
    page = desk.window.pages.current()
    assert page is not None
    known = offered(desk)
    keys = {key for item in known.values() for key in item.keys}
    unknown = [
        shortcut.key().toString()
        for shortcut in (*page.findChildren(QShortcut), *_own_shortcuts(desk.window))
        if shortcut.property("command") not in known and shortcut.key().toString() not in keys
    ]
    assert set(unknown) <= LOCAL
    for action in page.findChildren(QAction):
        if action.text() and action.property("command") is not None:
            assert f"{action.property('command')}" in known, action.text()


def _own_shortcuts(window: QObject) -> list[QShortcut]:
    return [child for child in window.children() if isinstance(child, QShortcut)]


def test_the_menus_of_a_list_are_in_the_palette(desk: Desk) -> None:
    desk.go("projects")
    page = desk.window.pages.current()
    assert isinstance(page, ProjectsPage)
    page.grid.select_id(page.grid.model.ids()[0])
    desk.settle()
    held = [entry for one in desk.window.providers() for entry in one.entries()]
    titles = {text for entry in held for text in (entry.title, f"{entry.title} — {entry.note}")}
    for menu in (page.grid.menu(), page.grid.columns.menu(1)):
        for action in menu.actions():
            text = action.text().partition("\t")[0].partition(" (Ctrl")[0]
            column = any(title.endswith(f"：{text}") for title in titles)
            # What is wide, or grouped by, is the column under the mouse; the first one never goes.
            here = text in {"本列自动列宽", "项目名称"} or text.endswith("分组")
            if text and not column and not here:
                assert text in titles
        menu.deleteLater()


def test_a_command_is_found_by_both_names_and_by_its_initials(desk: Desk, page_id: str) -> None:
    for command in offered(desk).values():
        texts = (command.words(), *command.also())
        for language in words.LANGUAGES:
            typed = command.words_in(language)
            assert any(match(text, typed) for text in texts), (typed, texts)
        letters = initials(command.words_in("zh_CN"))
        if letters:
            assert any(match(text, letters) for text in texts), (letters, texts)


def test_a_shortcut_means_one_thing_on_a_page(desk: Desk, page_id: str) -> None:
    used = Counter(
        key
        for item in offered(desk).values()
        for key in {k.replace("Return", "Enter") for k in item.keys}
    )
    assert [key for key, times in used.items() if times > 1] == []


def test_ids_are_unique_where_they_do_not_mean_the_same(desk: Desk, page_id: str) -> None:
    page = desk.window.pages.current()
    assert page is not None
    for commands in (desk.window.commands(), page.commands()):
        assert [name for name, n in Counter(item.id for item in commands).items() if n > 1] == []


def test_every_icon_of_a_command_exists(desk: Desk, page_id: str) -> None:
    from invest_crm.ui import icons

    assert {item.icon for item in offered(desk).values()} <= set(icons.roles())


def test_every_section_of_the_settings_is_offered(desk: Desk) -> None:
    page = PreferencesPage(desk.context)
    desk.qtbot.addWidget(page)
    names = {
        words.in_language("zh_CN", title): getattr(page, name) for name, title in SECTIONS.items()
    }
    assert list(names.values()) == list(page.sections())
    assert [section.accessibleName() for section in page.sections()] == list(names)
    desk.settle()
