"""The trash in a window: what lies there, by kind, and the way back for one or many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from invest_crm import words
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, archive_files, files_of, versions_of
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.projects.records import all_ids
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.trash.page import TrashPage
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.context import Context


@pytest.fixture
def window(qtbot, context: Context, office) -> MainWindow:
    office.firm("乙公司")
    ids = [office.take_up(name) for name in ("甲项目", "丙项目", "丁项目")]
    context.app.write(archive_projects, tuple(ids[:2]))
    from invest_crm.services.firms import all_ids as firm_ids
    from invest_crm.services.firms import archive_firms

    context.app.write(archive_firms, tuple(context.app.read(firm_ids)[:1]))
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.start("trash")
    assert settled()
    return made


@pytest.fixture
def page(window: MainWindow) -> TrashPage:
    shown = window.pages.current()
    assert isinstance(shown, TrashPage)
    return shown


def names(page) -> list[str]:
    model = page.grid.model
    return [model.text(row, 0) for row in range(model.rowCount())]


def test_everything_put_away_is_listed_with_who_and_what(page) -> None:
    assert sorted(names(page)) == ["丙项目", "乙公司", "甲项目"]
    model = page.grid.model
    row = names(page).index("甲项目")
    _name, kind, at, actor, what, _about = (model.text(row, column) for column in range(6))
    assert (kind, actor, what) == ("项目", "wang", "移入回收站 2 个项目")
    assert at.startswith("2025-09-01 09:0")


def test_a_kind_is_shown_alone(page) -> None:
    chips = {chip.text(): chip for chip in page.findChildren(PillButton)}
    assert {"项目 2", "企业 1"} <= chips.keys()
    page.show_kind("firm")
    assert settled()
    assert names(page) == ["乙公司"]
    page.show_kind("")
    assert settled()
    assert len(names(page)) == 3


def test_several_come_back_in_one_step_and_undo_puts_them_away_again(page, window, context) -> None:
    page.grid.view.selectAll()
    page.run("trash.restore")
    assert settled()
    assert names(page) == []
    assert len(context.app.read(all_ids)) == 3
    assert window.undo_bar.text() == "从回收站恢复 3 条记录"
    window.run("undo")
    assert settled()
    assert len(names(page)) == 3


def test_the_panel_shows_what_comes_back_and_its_button_restores(page, qtbot, context) -> None:
    page.grid.select_id(
        next(one for one in page.source._lines if "甲" in page.source.line(one).name)
    )
    assert settled()
    record = page.panel.record()
    assert record is not None
    assert record.title == "甲项目"
    button = next(b for b in page.tab.findChildren(QPushButton) if b.text() == "恢复")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled()
    assert "甲项目" not in names(page)


def test_it_can_be_looked_at_in_its_own_list(page, window) -> None:
    page.show_kind("project")
    assert settled()
    page.grid.select_id(page.grid.model.id_at(0))
    assert settled()
    page.run("trash.open")
    assert settled()
    assert window.pages.current_id() == "projects"
    assert window.pages.current().grid.model.rowCount() == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut(window, language: str, scale: float, qtbot, context) -> None:
    words.use(language)
    theme.current().apply("light", text_scale=scale)
    try:
        again = MainWindow(context)
        qtbot.addWidget(again)
        again.resize(1366, 768)
        again.show()
        again.start("trash")
        assert settled()
        assert find_clipped(again) == []
        assert find_nameless(again) == []
    finally:
        theme.current().apply("light", text_scale=1.0)


# ---- files -----------------------------------------------------------------------------------


def attached(context: Context, project: str, *contents: bytes) -> str:
    """A file of a project with so many versions, in the trash; the id of the newest."""
    newest = ""
    for content in contents:
        offered = [Offered("说明.txt", content)]
        made = add_files(context.app, Subject("project", project), offered).value
        assert made is not None
        newest = made.ids[0]
    context.app.write(archive_files, (newest,))
    assert settled()
    return f"attachment:{newest}"


def choose(page, one: str) -> None:
    page.grid.select_id(one)
    page._follow(one)
    assert settled()


def test_a_file_is_previewed_with_its_versions_and_comes_back(page, context, office) -> None:
    project = office.take_up("戊项目")
    one = attached(context, project, "第一稿".encode(), "第二稿".encode())
    choose(page, one)
    preview = page.tab.preview()
    assert preview.text.toPlainText() == "第二稿"
    assert preview.note.isReadOnly()
    older = context.app.read(versions_of, one.partition(":")[2])[1]
    preview.version_asked.emit(older)
    assert settled()
    assert preview.text.toPlainText() == "第一稿"
    page.run("trash.restore")
    assert settled()
    assert "说明.txt" not in names(page)
    found = context.app.read(files_of, Subject("project", project))
    assert [line.archived for line in found] == [False, False]


def test_another_kind_shows_no_preview(page, context, office) -> None:
    one = attached(context, office.take_up("戊项目"), b"words")
    choose(page, one)
    assert page.tab.preview().isVisible()
    choose(page, next(key for key in page.grid.model.ids() if key.startswith("firm:")))
    assert not page.tab.preview().isVisible()


def test_a_file_leads_to_its_record_also_to_one_in_the_trash(page, window, context, office) -> None:
    project = office.take_up("戊项目")
    one = attached(context, project, b"words")
    choose(page, one)
    page.run("trash.open")
    assert settled()
    assert window.pages.current_id() == "projects"
    assert window.pages.current().shown_id == project
    context.app.write(archive_projects, (project,))
    window.go("trash")
    assert settled()
    choose(page, one)
    model = page.grid.model
    assert model.text(model.ids().index(one), 5) == "戊项目（也在回收站）"
    page.run("trash.open")
    assert settled()
    assert window.pages.current().shown_id == project
