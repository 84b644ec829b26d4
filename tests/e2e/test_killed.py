"""Journey 9: the program is killed while a long note is typed; what was typed is there again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from invest_crm.services.projects.records import all_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
NOTE = "走访记录：企业反映用电容量不足，" * 40
KEPT_WITHIN_S = 2.0
_OTHER = textwrap.dedent("""
    import sys, time
    from PySide6.QtWidgets import QApplication
    from invest_crm import words
    from invest_crm.ui import operations, theme
    from invest_crm.ui.context import Context
    from invest_crm.ui.main_window import MainWindow

    def settle():
        for _time in range(6):
            operations.wait_idle(30)
            application.processEvents()

    words.use("zh_CN")
    application = QApplication([])
    theme.install("light")
    context = Context(sys.argv[1], "wang")
    context.open()
    window = MainWindow(context)
    window.show()
    window.start()
    settle()
    window.go("projects", {"open": sys.argv[2], "edit": True})
    settle()
    page = window.pages.current()
    area = page.side.editor().form.editor("remark")
    area.setFocus()
    area.insertPlainText(sys.argv[3])
    print("typed", flush=True)
    while True:
        application.processEvents()
        time.sleep(0.01)
""")


def test_a_long_note_survives_a_killed_program(
    open_desk: Callable[[Path], Desk], june_db: Path, tmp_path: Path
) -> None:
    path = tmp_path / "crm.db"
    shutil.copy(june_db, path)
    first = open_desk(path)
    project = first.context.app.read(all_ids)[0]
    before = first.office.record(project)["remark"]
    first.window.hide()
    command = [sys.executable, "-c", _OTHER, str(path), project, NOTE]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "typed\n"
        time.sleep(KEPT_WITHIN_S)
        other.kill()
    again = open_desk(path)
    assert again.office.record(project)["remark"] == before
    page = again.go("projects")
    assert any("没有保存" in text for text in again.notices())
    buttons = [one for one in page.findChildren(QPushButton) if one.text() == "继续填写"]
    again.click(buttons[0])
    editor = page.side.editor()
    assert editor.record_id == project
    area = editor.form.editor("remark")
    again.qtbot.waitUntil(lambda: area.visibleRegion().boundingRect() == area.rect(), timeout=5000)
    assert area.hasFocus()
    assert not any("没有保存" in text for text in again.notices())
    assert editor.form.texts()["remark"].endswith(NOTE)
    editor.save()
    again.settle()
    assert again.office.record(project)["remark"].endswith(NOTE)
