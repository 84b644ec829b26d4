"""A project of each site mode goes from the first contact to full production through the window.

At every gate the officer first tries without what is asked for and is told beside each field and
paper what is missing; a starred stage is confirmed by a second person at the same place.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from invest_crm.domain.project_fields import SITE_MODES
from invest_crm.domain.stages import Stage
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import files_of
from invest_crm.services.projects.confirming import pending
from invest_crm.ui.projects.gate_panel import GatePanel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from tests.e2e.conftest import Desk

pytestmark = pytest.mark.slow
_TEXTS = {
    "total_investment": "1.2亿",
    "fixed_investment": "9000万",
    "land_mu": "30",
    "project_code": "2607-140931-04-01-123456",
    "leader": "王县长",
    "lead_unit": "县投促局",
    "task_force": "重点项目专班",
}
_DAY = "2026.7.9"


@pytest.mark.parametrize("mode", SITE_MODES)
def test_a_project_of_each_site_mode_walks_the_whole_way(
    desk: Desk, mode: str, tmp_path: Path
) -> None:
    project = desk.office.take_up("某项目", investor="甲公司", site_mode=mode)
    desk.go("projects").restore({"open": project})
    desk.settle()
    papers = 0
    while (stage := _stage(desk, project).following) is not None:
        desk.click(desk.button("去办理…"))
        panel = _gate(desk)
        papers += _give_what_is_asked(desk, panel, tmp_path)
        _picture(desk, f"{mode}-{stage.value}")
        desk.click(desk.button("移动"))
        assert _stage(desk, project) is stage, (panel.form.problems(), desk.notices())
        _confirm(desk, project, stage)
    _into_the_statistics(desk, project)
    assert len(desk.context.app.read(files_of, Subject("project", project))) == papers > 5
    assert project not in desk.context.app.read(pending)
    _picture(desk, mode)


def _stage(desk: Desk, project: str) -> Stage:
    return Stage(desk.office.record(project)["stage"])


def _gate(desk: Desk) -> GatePanel:
    panel = desk.projects().findChild(GatePanel)
    assert panel is not None, desk.notices()
    return panel


def _give_what_is_asked(desk: Desk, panel: GatePanel, folder: Path) -> int:
    """Try without; what is then marked as missing is typed and dropped. How many files it was."""
    if panel._gate.is_open:
        return 0
    desk.click(desk.button("移动"))
    asked, slots = panel.form.problems(), panel.slots.missing()
    assert asked or slots, "a gate that is not open says why"
    assert all(asked.values())
    for key in asked:
        desk.click(panel.form.editor(key))
        desk.type(_TEXTS.get(key, _DAY if key.endswith("_on") else "见附件"))
    for slot in slots:
        path = folder / f"{slot.need.id}.pdf"
        path.write_bytes(path.name.encode())
        _drop(desk, slot, path)
    return len(slots)


def _drop(desk: Desk, slot: QWidget, path: Path) -> None:
    """A file let go over a slot, as Qt tells the part that takes it."""
    place = slot.parentWidget()
    at = QPointF(slot.geometry().center())
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(place, QDragEnterEvent(at.toPoint(), copy, mime, left, none))
    QApplication.sendEvent(place, QDropEvent(at, copy, mime, left, none))
    desk.settle()


def _confirm(desk: Desk, project: str, stage: Stage) -> None:
    """Where a second person is to look, nobody confirms oneself; the other does."""
    if project not in desk.context.app.read(pending):
        return
    words = f"确认“{stage.label}”"
    with pytest.raises(StopIteration):
        desk.button(words)
    desk.context.app.actor, me = "李主任", desk.context.app.actor
    desk.page().refresh()
    desk.settle()
    desk.click(desk.button(words))
    desk.context.app.actor = me
    desk.page().refresh()
    desk.settle()
    assert project not in desk.context.app.read(pending)


def _into_the_statistics(desk: Desk, project: str) -> None:
    """The day on which the statistics took it in, from the path; asked of the second person too."""
    desk.page().panel.step_clicked.emit("in_stats_on")
    desk.settle()
    desk.type(_DAY)
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    day = desk.office.record(project)["in_stats_on"]
    assert day is not None, desk.notices()
    assert day.value == "2026-07-09"


def _picture(desk: Desk, name: str) -> None:
    """For whoever wants to look at the way: a folder in INVEST_CRM_PICTURES."""
    folder = os.environ.get("INVEST_CRM_PICTURES")
    if folder:
        desk.window.grab().save(f"{folder}/{name}.png")
