"""Half-typed forms: kept within a second, there again after the window went away, never in the
way of what somebody else wrote meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from invest_crm.paths import user_data_dir
from invest_crm.services.projects import edit
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.records.drafts import KEEP_MS, Drafts, Left
from tests.ui.records.conftest import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.records.editor import RecordEditor


def type_half(desk: Desk, record: str = "", **typed: str) -> RecordEditor:
    """Type into a form and do nothing more."""
    editor = desk.edit(record, **typed)
    for key in typed:
        editor.form.changed.emit(key)
    desk.qtbot.waitUntil(lambda: kept(desk) == typed, timeout=5 * KEEP_MS)
    return editor


def kept(desk: Desk) -> dict[str, str]:
    """What stands in the person's own file."""
    left = Drafts("project", desk.context.where).left()
    return {} if left is None else dict(left.texts)


def come_back(qtbot: QtBot, desk: Desk) -> Desk:
    """The window went away without a word and is opened again."""
    desk.page.hide()
    return Desk(qtbot, desk.context, ProjectsPage(desk.context))


def offered(desk: Desk) -> NoticeBar | None:
    bars = [bar for bar in desk.page.findChildren(NoticeBar) if bar.isVisibleTo(desk.page)]
    return bars[0] if bars else None


def go_on(desk: Desk) -> RecordEditor:
    bar = offered(desk)
    assert bar is not None
    next(one for one in bar.findChildren(QPushButton) if one.text() == "继续填写").click()
    desk.settle()
    editor = desk.page.side.editor()
    assert editor is not None
    return editor


def test_a_half_typed_project_is_there_again_after_the_window_went_away(
    qtbot: QtBot, desk: Desk
) -> None:
    type_half(desk, name="肉羊屠宰加工", investor="某公司")
    again = come_back(qtbot, desk)
    bar = offered(again)
    assert bar is not None
    assert "肉羊屠宰加工" in bar.text()
    editor = go_on(again)
    assert editor.form.texts()["investor"] == "某公司"
    again.save()
    assert kept(again) == {}
    assert offered(come_back(qtbot, again)) is None


def test_half_typed_changes_come_back_to_their_record(qtbot: QtBot, desk: Desk) -> None:
    project = desk.office.take_up("甲", leader="王")
    type_half(desk, project, leader="李县长")
    again = come_back(qtbot, desk)
    editor = go_on(again)
    assert editor.record_id == project
    again.save()
    assert again.office.record(project)["leader"] == "李县长"


def test_what_a_colleague_changed_meanwhile_is_told(qtbot: QtBot, desk: Desk) -> None:
    project = desk.office.take_up("甲", leader="王")
    type_half(desk, project, leader="李县长")
    again = come_back(qtbot, desk)
    again.li.app.write(edit.edit_project, edit.EditProject(project, {"leader": "赵"}))
    again.settle()
    editor = go_on(again)
    told = [bar.text() for bar in editor.findChildren(NoticeBar)]
    assert any("包联领导" in text for text in told)
    assert editor.form.texts()["leader"] == "李县长"


def test_what_is_given_up_is_not_offered_again(qtbot: QtBot, desk: Desk) -> None:
    type_half(desk, name="甲")
    again = come_back(qtbot, desk)
    bar = offered(again)
    assert bar is not None
    bar.dismiss()
    again.settle()
    assert kept(again) == {}


def test_a_form_left_by_esc_is_kept_while_the_way_back_is_offered(desk: Desk) -> None:
    editor = type_half(desk, name="甲项目")
    editor.closed.emit()
    desk.settle()
    assert kept(desk) == {"name": "甲项目"}
    assert go_on(desk).form.texts()["name"] == "甲项目"


@pytest.mark.parametrize("stored", [None, 3, {"where": "x"}, {"texts": []}, {"texts": {"a": 1}}])
def test_a_damaged_draft_is_none(desk: Desk, stored: object) -> None:
    folder = user_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps({"state.draft.project": stored}))
    assert kept(desk) == {}


def test_a_draft_with_a_field_of_another_version_still_opens(qtbot: QtBot, desk: Desk) -> None:
    Drafts("project", desk.context.where).keep(
        Left("", {"name": "甲", "gone": "x"}, {"name": "", "gone": ""})
    )
    assert go_on(come_back(qtbot, desk)).form.texts()["name"] == "甲"


def test_a_draft_of_another_database_is_not_offered(desk: Desk) -> None:
    type_half(desk, name="甲")
    assert Drafts("project", "another.db").left() is None
