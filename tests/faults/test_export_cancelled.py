"""An export that is stopped leaves no half file and the former one as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from invest_crm.errors import UserError
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.export import LISTS, export_records
from invest_crm.services.reference import load_reference
from invest_crm.services.work import Silent
from invest_crm.ui.archive.export import export_to
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.words import _
from tests.faults.window import opened, path
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.services.work import App
    from tests.faults.window import Window

__all__ = ["_window_ground", "opened", "path"]

PROJECTS = 30


class Stopping(Silent):
    """A progress that asks to stop at its n-th question (0: never) and counts them."""

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.asked = 0

    def cancelled(self) -> bool:
        self.asked += 1
        return self.at != 0 and self.asked >= self.at


@pytest.fixture
def demo(app: App) -> App:
    app.write(load_reference, None)
    app.write(fill, FillDemo(projects=PROJECTS, firms=40))
    return app


@pytest.mark.parametrize("name", ["全库.zip", "全库.xlsx", "全库.json"])
def test_it_leaves_nothing_wherever_it_is_stopped(demo: App, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out" / name
    counting = Stopping()
    demo.read(export_records, "all", target, progress=counting)
    former = target.read_bytes()
    assert counting.asked > PROJECTS * len(LISTS), "it looks at every record"
    for at in (1, 2, counting.asked // 3, counting.asked // 2, counting.asked):
        with pytest.raises(UserError) as stopped:
            demo.read(export_records, "all", target, progress=Stopping(at))
        assert stopped.value.code == "cancelled"
        assert list(target.parent.iterdir()) == [target], at
        assert target.read_bytes() == former


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_every_list_can_be_stopped(demo: App, tmp_path: Path, kind: str, suffix: str) -> None:
    counting = Stopping()
    demo.read(export_records, kind, tmp_path / f"a{suffix}", progress=counting)
    with pytest.raises(UserError):
        demo.read(export_records, kind, tmp_path / f"b{suffix}", progress=Stopping(counting.asked))
    assert not (tmp_path / f"b{suffix}").exists()
    assert not list(tmp_path.glob("*.part"))


def test_the_window_stops_a_full_export(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    """The button of the status line is pressed while the export waits for the database."""
    desk = opened(path)
    desk.window.go("preferences")
    assert settled()
    page = desk.window.pages.current()
    assert page is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        export_to(page, desk.context, tmp_path / "out" / "全库.zip")
        work = desk.window.status.work()
        desk.qtbot.waitUntil(work.isVisible)
        work.findChild(QPushButton).click()
        other.execute("ROLLBACK")
    assert settled()
    assert desk.errors() == []
    said = [bar.text() for bar in page.findChildren(NoticeBar) if bar.isVisible()]
    assert said == [_("Export stopped. No file was written.")]
    assert not list((tmp_path / "out").glob("*"))
