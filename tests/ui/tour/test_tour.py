"""The tour: begun once, at most six steps on real parts, never in the way of the hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.tour.coach import CoachMark, Ring
from invest_crm.ui.tour.steps import MOST, STEPS
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

KEY = Qt.Key


def coach(window: MainWindow) -> CoachMark:
    return window.findChild(CoachMark)


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert settled()


def begun(window: MainWindow, page: str = "projects") -> None:
    window.go(page)
    assert settled()
    QApplication.processEvents()


def test_it_begins_when_the_first_start_reaches_a_useful_page(window) -> None:
    assert window.pages.current_id() == "welcome"
    assert not window.tour.is_on()
    begun(window, "ledger")
    assert not window.tour.is_on()
    begun(window)
    assert window.tour.is_on()
    assert coach(window).isVisible()


def test_it_is_not_begun_a_second_time(window, qtbot, empty) -> None:
    begun(window)
    window.tour.end()
    begun(window, "welcome")
    begun(window, "firms")
    assert not window.tour.is_on()
    again = MainWindow(empty)
    qtbot.addWidget(again)
    again.show()
    again.start()
    assert settled()
    begun(again)
    assert not again.tour.is_on()


def test_enter_leads_through_at_most_six_steps_and_the_focus_comes_back(window, qtbot) -> None:
    begun(window)
    before = window.tour._came_from
    seen = []
    while window.tour.is_on():
        seen.append(window.tour.step())
        assert len(seen) <= MOST
        press(qtbot, KEY.Key_Return)
    assert seen[0] == "pages"
    assert seen[-1] == "help"
    assert len(seen) == len(set(seen))
    assert not coach(window).isVisible()
    assert not window.findChild(Ring).isVisible()
    assert QApplication.focusWidget() in (before, window.pages.current())


def test_escape_skips_it_and_left_goes_a_step_back(window, qtbot) -> None:
    begun(window)
    press(qtbot, KEY.Key_Right)
    press(qtbot, KEY.Key_Left)
    assert window.tour.step() == "pages"
    press(qtbot, KEY.Key_Escape)
    assert not window.tour.is_on()


def test_buttons_do_the_same(window, qtbot) -> None:
    begun(window)
    qtbot.mouseClick(coach(window).next, Qt.MouseButton.LeftButton)
    assert window.tour.step() == "find"
    qtbot.mouseClick(coach(window).skip, Qt.MouseButton.LeftButton)
    assert not window.tour.is_on()


def test_each_step_stands_beside_its_part_and_covers_none_of_it(window, qtbot) -> None:
    begun(window)
    parts = {step.id: step for step in STEPS}
    while window.tour.is_on():
        part = parts[window.tour.step()].find(window)
        box = part.rect().translated(part.mapTo(window, part.rect().topLeft()))
        assert window.findChild(Ring).geometry().intersects(box)
        mark = coach(window).geometry()
        assert window.rect().contains(mark)
        if box.height() < 96:
            assert not mark.adjusted(9, 9, -9, -9).intersects(box), window.tour.step()
        press(qtbot, KEY.Key_Return)


def test_a_part_that_is_not_there_is_left_out(window) -> None:
    window.search_button.hide()
    begun(window)
    assert "find" not in [step.id for step in window.tour._steps]


def test_a_part_that_goes_away_is_passed_over(window, qtbot) -> None:
    begun(window)
    while window.tour.step() != "cells" and window.tour.is_on():
        press(qtbot, KEY.Key_Return)
    on = window.tour.step()
    begun(window, "board")
    assert window.tour.is_on()
    assert window.tour.step() != on or not on


def test_a_letter_typed_goes_to_the_page_and_not_to_the_tour(window, qtbot) -> None:
    begun(window)
    window.tour.end()
    page = window.pages.current()
    page.setFocusProxy(None)  # the page itself hears the key
    page.setFocus()
    window.tour.begin()
    assert coach(window).isAncestorOf(QApplication.focusWidget())
    heard = []
    page.keyPressEvent = lambda event: heard.append(event.text())
    press(qtbot, KEY.Key_X)
    assert heard == ["x"]
    assert QApplication.focusWidget() is page
    assert window.tour.is_on()


def test_it_takes_no_focus_from_somebody_who_types(window, qtbot) -> None:
    begun(window)
    window.tour.end()
    window.help.open("")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    window.tour.begin()
    assert QApplication.focusWidget() is line
    QApplication.sendEvent(line, QInputMethodEvent("d", []))
    done = QInputMethodEvent()
    done.setCommitString("导")
    QApplication.sendEvent(line, done)
    assert line.text() == "导"
    press(qtbot, KEY.Key_F6)
    assert QApplication.focusWidget() is coach(window).next


def test_it_can_be_seen_again_from_the_palette_and_the_help(window) -> None:
    begun(window)
    window.tour.end()
    window.run("tour")
    assert window.tour.is_on()
    window.tour.end()
    window.help.open("")
    assert settled()
    window.help._follow("do:tour")
    assert window.tour.is_on()
    assert not window.help.is_open()


def test_the_window_may_be_made_small_meanwhile(window, qtbot) -> None:
    begun(window)
    for size in ((820, 540), (2560, 1440)):
        window.resize(*size)
        qtbot.wait(30)
        assert window.rect().contains(coach(window).geometry())


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_word_of_it_is_cut(qtbot, empty, language, scale) -> None:
    words.use(language)
    theme.current().apply("dark", text_scale=scale)
    window = MainWindow(empty)
    qtbot.addWidget(window)
    window.resize(1024, 600)
    window.show()
    qtbot.waitExposed(window)
    window.start("projects")
    assert settled()
    window.tour.begin()
    while window.tour.is_on():
        qtbot.wait(5)
        assert find_clipped(coach(window)) == []
        assert find_nameless(coach(window)) == []
        window.tour._go_on()
