"""A bug is shown with its details, on the main thread, and the window lives on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from invest_crm.ui import crash


@pytest.fixture
def reporter(qapp, expect_log):
    expect_log("ERROR invest_crm.crash")
    made = crash.install(lambda: Path("/var/log/invest-crm.log"))
    yield made
    crash.uninstall()
    dialog = made.dialog()
    if dialog is not None:
        dialog.accept()
    made.deleteLater()


def test_without_the_program_around_it_a_bug_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        crash.report(ZeroDivisionError())


def test_a_bug_on_another_thread_is_shown_on_the_main_one(reporter, qtbot) -> None:
    thread = threading.Thread(target=lambda: crash.report(ValueError("from elsewhere")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog() is not None)
    assert reporter.dialog().isVisible()


def test_many_bugs_share_one_dialog_and_their_details_can_be_copied(reporter, qtbot) -> None:
    crash.report(ValueError("first"))
    crash.report(KeyError("second"))
    qtbot.waitUntil(lambda: reporter.dialog() is not None)
    buttons = {b.text(): b for b in reporter.dialog().findChildren(QPushButton)}
    buttons["复制详情"].click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert "KeyError" in copied
    assert "first" not in copied, "what an exception says may be anybody's data"
