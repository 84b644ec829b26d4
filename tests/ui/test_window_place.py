"""The window comes back where it was: after an end, after a crash, never off the screen."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from PySide6.QtCore import QRect

from invest_crm.settings import user
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.window_place import on_screen
from tests.support import faults
from tests.ui.pages import settled

small_disk = faults.small_disk

LEFT, RIGHT = QRect(0, 0, 1366, 768), QRect(1366, 0, 1920, 1080)


def opened(qtbot, context, page=None) -> MainWindow:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.start(page)
    assert settled()
    return window


@pytest.mark.parametrize("box", [
    QRect(1500, 100, 1200, 800), QRect(-3000, -3000, 1000, 600), QRect(9000, 9000, 1000, 600),
    QRect(1300, 10, 1200, 700), QRect(0, 0, 5000, 4000), QRect(5, 5, 10, 10),
])  # fmt: skip
def test_a_window_is_whole_on_one_screen_that_is_there(box) -> None:
    placed = on_screen(box, [LEFT, RIGHT])
    assert any(screen.contains(placed) for screen in (LEFT, RIGHT))
    assert placed.width() >= 800
    assert placed.height() >= 520


def test_a_window_that_is_on_the_screen_stays_where_it_is() -> None:
    box = QRect(1500, 100, 1200, 800)
    assert on_screen(box, [LEFT, RIGHT]) == box
    assert on_screen(box, [LEFT]) == QRect(166, 0, 1200, 768)


def test_it_comes_back_with_its_size_and_its_page(qtbot, context, office) -> None:
    office.take_up("云岭屠宰项目")
    first = opened(qtbot, context, "firms")
    first.resize(800, 555)
    first.close()
    again = opened(qtbot, context)
    assert (again.width(), again.height()) == (800, 555)
    assert again.pages.current_id() == "firms"
    assert not again.isMaximized()


def test_it_is_kept_without_being_closed(qtbot, context) -> None:
    window = opened(qtbot, context, "firms")
    window.resize(800, 561)
    window.go("requests")
    qtbot.waitUntil(lambda: (user.read_state("window") or {}).get("page") == "requests")
    assert user.read_state("window")["box"][2:] == [800, 561]


def test_a_page_asked_for_comes_before_the_one_shown_last(qtbot, context, office) -> None:
    office.take_up("云岭屠宰项目")
    opened(qtbot, context, "firms").close()
    assert opened(qtbot, context, "board").pages.current_id() == "board"


@pytest.mark.parametrize("stored", [
    [800, 600, False], {"box": [90_000, 90_000, 900, 600], "page": "gone"}, {"box": "x"}, "rubbish",
    {"box": [1, 2, 3]}, {"page": 7, "maximized": 1},
])  # fmt: skip
def test_a_damaged_or_foreign_place_is_no_hindrance(qtbot, context, office, stored) -> None:
    office.take_up("云岭屠宰项目")
    user.write_state("window", stored)
    window = opened(qtbot, context)
    assert window.pages.current_id() == "board"
    assert window.width() >= 800
    if isinstance(stored, dict) and stored.get("page") == "gone":
        assert window.geometry().x() < 90_000


def test_the_first_window_fills_a_screen_that_leaves_its_frame_no_room(qtbot, context) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    assert window.width() > room.width()  # the screen of the test is smaller than the usual window
    window.resize(room.size())
    window.appear()
    assert window.isMaximized()


def test_a_window_with_room_for_its_frame_keeps_its_size(qtbot, context) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(600, 540)
    window.appear()
    assert not window.isMaximized()
    assert window.height() == 540


# ---- a place that cannot be written ------------------------------------------------------------


@pytest.fixture
def blocked(tmp_path, monkeypatch):
    """A file stands where the person's folder should be, so that nothing can be kept in it."""
    home = tmp_path / "home"
    home.touch()
    monkeypatch.setenv("INVEST_CRM_HOME", str(home))
    return home


def told(window) -> list[str]:
    """What is said of the settings over the pages."""
    bars = window.findChildren(NoticeBar)
    return [bar.text() for bar in bars if bar.isVisible() and _WORDS in bar.text()]


_WORDS = "窗口位置"


def test_that_nothing_can_be_kept_is_told_once_and_holds_meanwhile(qtbot, context, blocked) -> None:
    window = opened(qtbot, context, "projects")
    window.resize(1111, 700)
    window._place.keep()
    user.write("ui.theme", "dark")
    assert settled()
    assert len(told(window)) == 1
    assert user.read("ui.theme") == "dark"
    assert user.read_state("window")["box"][2:] == [1111, 700]


def test_what_was_refused_is_stored_with_what_can_be_stored_next(qtbot, context, blocked) -> None:
    window = opened(qtbot, context, "projects")
    user.write("ui.theme", "dark")
    assert settled()
    blocked.unlink()
    window._place.keep()
    stored = json.loads((blocked / "settings.json").read_text(encoding="utf-8"))
    assert stored["ui.theme"] == "dark"
    assert stored["state.window"]["page"] == "projects"


def test_a_full_disk_is_called_so_and_leaves_no_half_file(
    qtbot, context, small_disk, monkeypatch
) -> None:
    monkeypatch.setenv("INVEST_CRM_HOME", str(small_disk))
    user.write("ui.theme", "light")
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"0" * 4096)
    window = opened(qtbot, context, "projects")
    user.write_state("large", "x" * 200_000)
    assert settled()
    assert any("磁盘已满" in text for text in told(window))
    assert not list(small_disk.glob("*.new"))
    assert user.read("ui.theme") == "light"
    assert len(user.read_state("large")) == 200_000
