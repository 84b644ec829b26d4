"""F1 beside the page: the right section, its keys, links that stay inside, and the way back."""

from __future__ import annotations

import socket

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QInputMethodEvent, QTextDocument
from PySide6.QtWidgets import QApplication

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.help import dressing, keys, texts
from invest_crm.ui.help.picture_view import PictureView
from invest_crm.ui.help.sections import ManualSections
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.pages import page_specs
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

KEY = Qt.Key


def press(qtbot, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= one
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
    assert settled()


def shown(window: MainWindow) -> str:
    return window.help.panel.view.toPlainText()


def links(window: MainWindow) -> set[str]:
    found, block = set(), window.help.panel.view.document().begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            href = walk.fragment().charFormat().anchorHref()
            found |= {href} if href else set()
            walk += 1
        block = block.next()
    return found


def test_f1_opens_the_page_beside_it_and_gives_the_focus_back(window, qtbot) -> None:
    before = window.pages.current().grid.view
    before.setFocus()
    press(qtbot, KEY.Key_F1)
    panel = window.help.panel
    assert panel.isVisible()
    assert QApplication.focusWidget() is panel.search
    assert panel.title.text() == "项目"
    assert "像电子表格一样改" in shown(window)
    assert window.pages.current().geometry().right() < panel.x()
    press(qtbot, KEY.Key_F1)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is before
    press(qtbot, KEY.Key_F1)
    press(qtbot, KEY.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is before


def test_the_page_can_be_worked_on_while_the_help_stands(window, qtbot) -> None:
    press(qtbot, KEY.Key_F1)
    grid = window.pages.current().grid
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    press(qtbot, KEY.Key_Down)
    assert window.help.is_open()
    window.help.close()
    assert QApplication.focusWidget() is grid.view


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_page_shows_its_section_and_its_own_keys(window, context, language) -> None:
    words.use(language)
    window.help._manual = None
    window.help.open("page")
    for spec in page_specs(context):
        window.go(spec.id)
        assert settled()
        text = shown(window)
        sections = window.help._manual.read_from(f"page-{spec.id}")
        assert sections[0].title in text, spec.id
        window.help._follow(texts.ALL_KEYS)
        text = shown(window)
        for command in window.pages.current().commands():
            if command.keys:
                assert command.words().rstrip("…") in text, (spec.id, command.id)
        assert "Ctrl+K" in text


def test_every_key_of_a_page_is_on_its_sheet_once() -> None:
    page = [
        Command("record.new", "New", print, keys=("Ctrl+N",)),
        Command("copy", "Copy", print, keys=("Ctrl+C",)),
        Command("plain", "No key", print),
    ]
    window = [
        Command("undo", "Undo", print, keys=("Ctrl+Z",), place="everywhere"),
        Command("a", "A", print, keys=("Alt+1",), place="pages"),
        Command("b", "B", print, keys=("Alt+2",), place="pages"),
        Command("redo", "Redo", print, keys=("Ctrl+Y", "Ctrl+Shift+Z"), place="everywhere"),
    ]
    lines = [[key for key, _what in group.lines] for group in keys.sheet(page, window)]
    assert lines == [
        ["Ctrl+N"],
        ["Ctrl+C"],
        ["Ctrl+Z", "Ctrl+Y   Ctrl+Shift+Z", "Alt+1 … Alt+2"],
    ]


def test_searching_leads_to_a_section_and_back(window, qtbot) -> None:
    press(qtbot, KEY.Key_F1)
    panel = window.help.panel
    qtbot.keyClicks(panel.search, "kbmb")
    assert "空白模板" in shown(window)
    assert "#templates" in links(window)
    press(qtbot, KEY.Key_Return)
    assert panel.title.text() == "空白模板"
    assert panel.search.text() == ""
    press(qtbot, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.title.text() == "项目"


def test_the_first_letter_of_a_composition_reaches_the_search(window, qtbot) -> None:
    press(qtbot, KEY.Key_F1)
    line = QApplication.focusWidget()
    QApplication.sendEvent(line, QInputMethodEvent("d", []))
    done = QInputMethodEvent()
    done.setCommitString("导入")
    QApplication.sendEvent(line, done)
    assert window.help.panel.search.text() == "导入"
    assert "导入台账" in shown(window)


def test_words_that_look_like_markdown_are_shown_as_they_are(window) -> None:
    window.help.open("")
    assert settled()
    window.help.panel.search.setText("![x](file:///etc/passwd) <b>|")
    assert "![x](file:///etc/passwd) <b>|" in shown(window)


def test_escape_takes_the_words_away_before_the_help(window, qtbot) -> None:
    press(qtbot, KEY.Key_F1)
    qtbot.keyClicks(window.help.panel.search, "x")
    press(qtbot, KEY.Key_Escape)
    assert window.help.is_open()
    press(qtbot, KEY.Key_Escape)
    assert not window.help.is_open()


def test_links_stay_inside_and_every_one_leads_somewhere(window) -> None:
    window.help.open("")
    assert settled()
    seen: set[str] = set()
    for section in window.help._manual.sections:
        window.help._go(section.id)
        seen |= links(window)
    known = {f"#{one.id}" for one in window.help._manual.sections}
    actions = {texts.ALL_KEYS, texts.TOUR, texts.CONTENTS}
    inner = {href for href in seen if not href.startswith(dressing.PICTURE)}
    assert inner
    assert inner - known - actions == set()
    title = window.help.panel.title.text()
    window.help._follow("https://example.invalid/")
    window.help._follow("#nowhere")
    assert window.help.panel.title.text() == title


def test_nothing_is_loaded_but_the_pictures_of_the_manual(window, monkeypatch) -> None:
    def refused(*_arguments: object) -> None:
        raise AssertionError("the help asked the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    window.help.open("page-projects")
    assert settled()
    view = window.help.panel.view
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(kind, QUrl("file:///etc/hostname")).isNull()
    assert view.loadResource(kind, QUrl("https://example.invalid/x.png")).isNull()


def test_a_picture_is_small_in_the_text_and_large_when_opened(window, qtbot) -> None:
    window.help.open("page-projects")
    assert settled()
    view = window.help.panel.view
    name = dressing.pictures(view.document())[0]
    assert view.picture(name).width() > 1000
    small = view.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert 200 < small.width() / small.devicePixelRatio() <= view.viewport().width()
    view.setFocus()
    window.help._follow(dressing.PICTURE + name)
    picture = window.findChild(PictureView)
    assert picture.isVisible()
    assert picture.size() == window.size()
    press(qtbot, KEY.Key_Escape)
    assert not picture.isVisible()
    assert window.help.is_open()
    assert QApplication.focusWidget() is view


def test_the_tab_key_goes_through_the_help_by_rows(window, qtbot) -> None:
    window.help.open("")
    assert settled()
    order = []
    for _stop in range(3):
        order.append(QApplication.focusWidget())
        press(qtbot, KEY.Key_Tab)
    assert order[0] is window.help.panel.search
    assert window.help.panel.view in order


def test_the_help_lies_over_the_page_where_both_have_no_room(window, qtbot) -> None:
    window.help.open("page")
    assert settled()
    window.resize(820, 560)
    qtbot.wait(20)
    panel = window.help.panel
    assert panel.geometry().right() == window.width() - 1
    assert window.centralWidget().layout().contentsMargins().right() == 0
    window.resize(1366, 768)
    qtbot.wait(20)
    assert window.centralWidget().layout().contentsMargins().right() == panel.width()
    window.help.close()
    assert window.centralWidget().layout().contentsMargins().right() == 0


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_text_is_cut_and_nothing_is_nameless(window, qtbot, scale, mode) -> None:
    theme.current().apply(mode, text_scale=scale)
    window.help.open("page")
    assert settled()
    qtbot.wait(20)
    panel = window.help.panel
    assert find_clipped(panel) == []
    assert find_nameless(panel) == []
    assert panel.view.document().size().width() <= panel.view.viewport().width() + 1


def test_sections_are_found_in_the_palette(window) -> None:
    opened: list[str] = []
    entries = ManualSections(opened.append).find("kbmb")
    assert [entry.title for entry in entries] == ["空白模板"]
    entries[0].do()
    assert opened == ["templates"]


def test_the_help_speaks_the_language_of_the_window(qtbot, context) -> None:
    words.use("en")
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.start("board")
    assert settled()
    window.help.open("page")
    assert settled()
    assert "Period and grouping" in shown(window)
