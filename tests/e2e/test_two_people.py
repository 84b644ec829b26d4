"""Two officers at one project: the second is asked which value stands, and both lose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from invest_crm.services.projects.listing import list_projects
from invest_crm.services.undo import history
from tests.support.factories import Bureau, colleague

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
SHEEP = "金穗肉羊屠宰项目"


def test_the_second_to_save_chooses_with_the_keyboard_and_it_can_be_undone(
    desk: Desk, journey: Journey
) -> None:
    project = str(desk.context.app.read(list_projects, [("name", SHEEP)])[0]["id"])
    with journey("8 by keyboard", desk):
        page = desk.go("projects")
        page.grid.select_id(project)
        desk.settle()
        page.grid.view.setFocus()
        desk.press(Qt.Key.Key_Return)
        editor = page.side.editor()
        for key, text in (("park", "经开区"), ("township", "河西镇")):
            editor.form.editor(key).setFocus()
            desk.press(Qt.Key.Key_A, CTRL)
            desk.type(text)
        Bureau(colleague(desk.context.app, "li")).edit(
            project, park="高新区", township="城关镇", remark="列入重点"
        )
        desk.press(Qt.Key.Key_S, CTRL)

        (told,) = desk.notices()
        assert "乡镇、园区" in told
        assert "备注" in told
        assert not desk.button("保存").isEnabled()
        desk.press(Qt.Key.Key_Space)  # 乡镇: mine
        desk.press(Qt.Key.Key_S, CTRL)  # goes to what is still open
        desk.press(Qt.Key.Key_Tab)
        desk.press(Qt.Key.Key_Space)  # 园区: theirs
        desk.press(Qt.Key.Key_S, CTRL)

    record = desk.office.record(project)
    assert (record["township"], record["park"], record["remark"]) == (
        "河西镇",
        "高新区",
        "列入重点",
    )
    assert page.side.editor() is None
    assert [entry.actor for entry in desk.context.app.read(history, 2)] == ["wang", "li"]
    desk.undo()
    record = desk.office.record(project)
    assert (record["township"], record["park"]) == ("城关镇", "高新区")
