"""Background work: order, late answers, errors, progress."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget

from invest_crm.errors import UserError
from invest_crm.ui import operations
from invest_crm.ui.operations import Progress, run_query, run_write, wait_idle


def test_work_runs_elsewhere_and_answers_on_the_main_thread(qapp) -> None:
    owner = QObject()
    seen: list[object] = []
    main = QThread.currentThread()
    run_query(
        owner,
        lambda: threading.current_thread() is threading.main_thread(),
        lambda on_main: seen.append((on_main, QThread.currentThread() is main)),
    )
    assert wait_idle()
    assert seen == [(False, True)]


def test_an_older_answer_of_the_same_key_is_dropped_even_if_it_comes_last(qapp) -> None:
    owner = QObject()
    begun, release = threading.Event(), threading.Event()
    seen: list[str] = []

    def slow() -> str:
        begun.set()
        release.wait(5)
        return "old"

    run_query(owner, slow, seen.append, key="search")
    assert begun.wait(5)
    run_query(owner, lambda: "new", seen.append, key="search")
    deadline = time.monotonic() + 5
    while not seen and time.monotonic() < deadline:
        qapp.processEvents()
    release.set()
    assert wait_idle()
    assert seen == ["new"]


def test_a_waiting_query_that_was_overtaken_is_not_run_at_all(qapp) -> None:
    owner = QObject()
    release = threading.Event()
    ran: list[int] = []
    for _blocker in range(3):
        run_query(owner, lambda: release.wait(5), lambda _x: None)
    for number in range(20):
        run_query(owner, lambda number=number: ran.append(number), lambda _x: None, key="keys")
    release.set()
    assert wait_idle()
    assert ran == [19]


def test_answers_for_a_closed_page_are_dropped(qapp) -> None:
    owner = QObject()
    release = threading.Event()
    seen: list[object] = []
    run_query(owner, lambda: release.wait(5), seen.append)
    owner.deleteLater()
    qapp.sendPostedEvents(owner, 0)
    import shiboken6

    shiboken6.delete(owner)
    release.set()
    assert wait_idle()
    assert seen == []


def test_writes_run_one_at_a_time_in_the_order_asked(qapp) -> None:
    owner = QObject()
    running: list[int] = []
    order: list[int] = []
    together: list[int] = []

    def write(number: int) -> int:
        running.append(number)
        together.append(len(running))
        time.sleep(0.002)
        running.remove(number)
        return number

    for number in range(12):
        run_write(owner, lambda number=number: write(number), order.append)
    assert wait_idle()
    assert order == list(range(12))
    assert max(together) == 1


def test_a_write_is_carried_out_even_if_a_newer_one_has_its_key(qapp) -> None:
    owner = QObject()
    done: list[int] = []
    for number in range(5):
        run_write(owner, lambda number=number: done.append(number), lambda _x: None, key="cell")
    assert wait_idle()
    assert done == [0, 1, 2, 3, 4]


class Telling(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def show_error(self, error: UserError) -> None:
        self.told.append(error.code)


def test_a_user_error_reaches_the_nearest_parent_that_can_tell_it(qtbot) -> None:
    page = Telling()
    qtbot.addWidget(page)
    child = QWidget(page)

    def refuse() -> None:
        raise UserError("locked", "Someone else is writing")

    run_write(child, refuse, lambda _x: None)
    assert wait_idle()
    assert page.told == ["locked"]


def test_a_user_error_goes_to_the_callers_hook_first(qtbot) -> None:
    page = Telling()
    qtbot.addWidget(page)
    caught: list[str] = []

    def refuse() -> None:
        raise UserError("locked", "Someone else is writing")

    run_query(page, refuse, lambda _x: None, on_error=lambda error: caught.append(error.code))
    assert wait_idle()
    assert caught == ["locked"]
    assert page.told == []


def test_the_error_of_a_write_is_told_although_its_page_is_gone(qapp) -> None:
    import shiboken6

    owner = QObject()
    release = threading.Event()
    told: list[str] = []
    operations.background().user_error.connect(lambda error: told.append(error.code))

    def refuse() -> None:
        release.wait(5)
        raise UserError("disk-full", "No space left")

    run_write(owner, refuse, lambda _x: None)
    shiboken6.delete(owner)
    release.set()
    assert wait_idle()
    assert told == ["disk-full"]


def test_a_bug_in_the_background_fails_the_test_that_has_it(qtbot) -> None:
    owner = QObject()
    with qtbot.captureExceptions() as caught:
        run_query(owner, lambda: 1 // 0, lambda _x: None)
        wait_idle()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


def test_a_job_reports_and_hears_that_it_shall_stop(qapp) -> None:
    owner = QObject()
    progress = Progress("Importing")
    outcome: list[str] = []

    def job() -> str:
        progress.report(0.5, "12 / 24")
        while not progress.cancelled():
            time.sleep(0.001)
        return "stopped"

    run_write(owner, job, outcome.append, progress=progress)
    while progress.seen()[0] is None:
        time.sleep(0.001)
    assert progress.seen() == (0.5, "12 / 24")
    progress.cancel()
    assert wait_idle()
    assert outcome == ["stopped"]


@pytest.mark.parametrize("rounds", [300])
def test_a_long_answer_does_not_block_the_window(qapp, heartbeat, rounds: int) -> None:
    owner = QObject()
    with heartbeat():
        for _round in range(rounds):
            run_query(owner, lambda: sum(range(2000)), lambda _x: None)
        assert wait_idle()


def test_shutdown_lets_the_last_write_finish(qapp) -> None:
    owner = QObject()
    done: list[int] = []

    def write() -> None:
        time.sleep(0.05)
        done.append(1)

    run_write(owner, write, lambda _x: None)
    assert operations.shutdown(5)
    assert done == [1]
