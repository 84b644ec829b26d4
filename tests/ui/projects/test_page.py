"""项目: the list and its chips, the record beside it, the stage board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from invest_crm import words
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, files_of
from invest_crm.services.undo import next_undo
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.projects.gate_panel import GatePanel
from tests.support.factories import CANARY, yi
from tests.ui.pages import settled
from tests.ui.projects.conftest import ABATTOIR, show
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.projects.page import ProjectsPage


def rows(page: ProjectsPage) -> list[str]:
    model = page.grid.model
    return [model.id_at(row) for row in range(model.rowCount())]


def chip(page: ProjectsPage, words_: str) -> PillButton:
    return next(c for c in page.findChildren(PillButton) if c.isVisible() and words_ in c.text())


def chips(page: ProjectsPage) -> list[str]:
    return [c.text() for c in page.head.findChildren(PillButton) if c.isVisible()]


def select(page: ProjectsPage, project: str) -> None:
    page.grid.select_id(project)
    assert settled()


# ---- the list --------------------------------------------------------------------------------


def test_the_list_shows_every_project_and_their_sum(page: ProjectsPage) -> None:
    assert len(rows(page)) == 5
    assert page.head.note.text() == "5 / 5 个 · 总投资 8.00 亿元"


def test_quick_views_narrow_the_list(page, qtbot, bureau) -> None:
    qtbot.mouseClick(chip(page, "签约以后"), Qt.MouseButton.LeftButton)
    assert settled()
    assert bureau["talk"] not in rows(page)
    assert page.head.note.text().startswith("4 / ")
    qtbot.mouseClick(chip(page, "签约以后"), Qt.MouseButton.LeftButton)
    assert settled()
    assert len(rows(page)) == 5


def test_a_link_narrows_to_its_rows_and_says_why_and_can_be_dropped(page, qtbot, bureau) -> None:
    page.restore({"ids": [bureau["sheep"], bureau["camp"]], "reason": "未开工的理由"})
    assert settled()
    assert sorted(rows(page)) == sorted([bureau["sheep"], bureau["camp"]])
    assert "未开工的理由" in chips(page)
    page.set_filter("ids", None)
    assert settled()
    assert len(rows(page)) == 5


def test_the_rows_of_an_amount_say_what_the_figure_counted(page, bureau) -> None:
    """The sum of the rows' investment is another number than an amount with increases in it."""
    page.restore({"ids": [bureau["sheep"]], "reason": "计入11.00亿元", "counted": yi(11)})
    assert settled()
    assert page.head.note.text().startswith("计入 11.00 亿元 · ")
    again = page.state()
    page.restore({"ids": [bureau["sheep"]], "reason": "已开工"})
    assert settled()
    assert "计入" not in page.head.note.text()
    page.restore(again)
    assert settled()
    assert page.head.note.text().startswith("计入 11.00 亿元 · ")
    page.set_filter("ids", None)
    assert settled()
    assert "计入" not in page.head.note.text()


def test_an_empty_link_shows_no_rows_instead_of_all(page) -> None:
    page.restore({"ids": [], "reason": "应入库未入库"})
    assert settled()
    assert rows(page) == []


@pytest.mark.parametrize(
    ("filters", "wanted", "told"),
    [
        ([["node", ABATTOIR]], "sheep", "肉羊定点屠宰"),
        ([["chain", "electronics"]], "sensor", "电子信息"),
    ],
)
def test_a_link_from_the_map_is_told_in_words(page, bureau, filters, wanted, told) -> None:
    page.restore({"filters": filters, "reason": told})
    assert settled()
    assert rows(page) == [bureau[wanted]]
    assert any(told in text for text in chips(page))


def test_a_state_left_comes_back_whole(qtbot, context, bureau) -> None:
    first = show(qtbot, context)
    first.restore({"ids": [bureau["sheep"], bureau["cold"]], "reason": "已开工"})
    assert settled()
    select(first, bureau["cold"])
    second = show(qtbot, context, first.state())
    assert sorted(rows(second)) == sorted([bureau["sheep"], bureau["cold"]])
    assert second.grid.current_id() == bureau["cold"]
    assert "已开工" in chips(second)


def test_the_columns_a_person_chose_are_there_next_time(qtbot, context, bureau) -> None:
    first = show(qtbot, context)
    before = first.grid.columns.save()
    first.grid.columns.set_hidden(4, hidden=True)
    first.grid.layout_changed.emit(first.grid.columns.save())
    second = show(qtbot, context)
    assert second.grid.columns.save() == first.grid.columns.save() != before


def test_no_telephone_stands_in_the_list(page, bureau) -> None:
    cells = [page.grid.model.cells(row) or () for row in range(5)]
    text = " ".join(getattr(cell, "text", str(cell)) for line in cells for cell in line)
    assert "金穗肉羊屠宰项目" in text
    assert CANARY not in text


# ---- the record ------------------------------------------------------------------------------


def test_the_panel_follows_the_selection(page, bureau) -> None:
    select(page, bureau["sensor"])
    record = page.panel.record()
    assert record.title == "远川传感器项目"
    assert record.state == "注册"
    assert dict(record.facts)["总投资"] == "2.00 亿元"
    assert "立项" in "".join(span.text for span in record.callout)
    assert [step.state for step in record.steps][:2] == ["done", "done"]


def test_the_five_ones_say_what_is_missing(page, bureau) -> None:
    select(page, bureau["sheep"])
    assert page.panel.record().ones_note == "缺 专班"
    select(page, bureau["camp"])
    assert [one.missing for one in page.panel.record().ones] == [True, True, True]


def test_a_missing_one_opens_the_form_at_its_field(page, bureau) -> None:
    select(page, bureau["sheep"])
    page.panel.one_clicked.emit("task_force")
    assert settled()
    editor = page.side.editor()
    assert editor is not None
    assert editor.form.editor("task_force").hasFocus() or page.focusWidget() is (
        editor.form.editor("task_force")
    )


def test_people_are_masked_and_history_names_the_actor(page, bureau) -> None:
    select(page, bureau["sheep"])
    assert page.people.phones() == ["139****5678"]
    page.panel.set_current_tab("history")
    lines = [part.text() for part in page.history.findChildren(QLabel)]
    assert any("台账.xlsx" in text for text in lines)


def test_a_project_gone_meanwhile_closes_its_panel(page, bureau, office) -> None:
    from invest_crm.services.projects.edit import archive_projects

    select(page, bureau["camp"])
    office.app.write(archive_projects, (bureau["camp"],))
    assert settled()
    assert bureau["camp"] not in rows(page)


def test_the_menu_moves_to_the_trash_and_back(page, bureau) -> None:
    menu = QMenu()
    page._fill_menu(menu, [bureau["camp"], bureau["talk"]])
    next(action for action in menu.actions() if "回收站" in action.text()).trigger()
    assert settled()
    assert len(rows(page)) == 3
    page.set_filter("trash", True)
    assert settled()
    assert sorted(rows(page)) == sorted([bureau["camp"], bureau["talk"]])
    menu.clear()
    page._fill_menu(menu, rows(page))
    menu.actions()[-1].trigger()
    assert settled()
    assert rows(page) == []
    menu.deleteLater()


def test_the_first_record_speaks_before_anything_is_selected(page) -> None:
    assert page.side.isVisible()
    assert page.panel.record() is not None


def test_an_empty_list_leads_to_the_ledger_and_to_the_form(qtbot, context) -> None:
    page = show(qtbot, context)
    assert not page.side.isVisible()
    page.new_record()
    assert settled()
    assert page.side.editor() is not None


# ---- the board -------------------------------------------------------------------------------


@pytest.fixture
def board(page: ProjectsPage):
    page._switch._choose("board")
    assert settled()
    return page.stages.board


def column(board, project: str) -> str:
    return board.column_of(project)


def bring(office, project: str, name: str) -> None:
    add_files(office.app, Subject("project", project), [Offered(name, name.encode())])


def paper(folder: Path, name: str) -> Path:
    made = folder / name
    made.write_bytes(name.encode())
    return made


def test_every_card_stands_in_the_column_of_its_stage(board, bureau) -> None:
    found = {name: column(board, project) for name, project in bureau.items()}
    assert found == {
        "sheep": "STARTED", "sensor": "REGISTERED", "cold": "IN_PRODUCTION", "camp": "SIGNED",
        "talk": "CONTACT",
    }  # fmt: skip


def test_a_dropped_card_is_written_as_a_dated_step_and_undone(page, board, bureau, office) -> None:
    office.edit(bureau["sensor"], project_code="2508-140902-89-01-123456")
    bring(office, bureau["sensor"], "备案证.pdf")
    assert settled()
    board.move_asked.emit(bureau["sensor"], "REGISTERED", "FILED")
    assert settled()
    record = office.record(bureau["sensor"])
    assert (record["stage"], record["filed_on"].value) == ("FILED", "2025-09-01")
    assert column(board, bureau["sensor"]) == "FILED"
    page._context.undo()
    assert settled()
    assert office.record(bureau["sensor"])["stage"] == "REGISTERED"
    assert column(board, bureau["sensor"]) == "REGISTERED"


def test_a_drop_asks_for_what_is_missing_and_saves_it_with_the_step(
    page, board, bureau, office, tmp_path
) -> None:
    board.ask(bureau["sensor"], "FILED")
    assert settled()
    panel = page.findChild(GatePanel)
    assert list(panel.form.texts()) == ["filed_on", "project_code", "industry"]
    assert panel.form.texts()["filed_on"] == "2025-09-01"
    panel.agreed.emit()
    assert settled()
    assert office.record(bureau["sensor"])["stage"] == "REGISTERED"
    panel.form.retype({"project_code": "2508-140902-89-01-123456"})
    panel.agreed.emit()
    assert settled()
    assert office.record(bureau["sensor"])["stage"] == "REGISTERED", "the paper is missing"
    panel.slots.take([paper(tmp_path, "备案证.pdf")])
    panel.agreed.emit()
    assert settled()
    record = office.record(bureau["sensor"])
    assert (record["stage"], record["project_code"]) == ("FILED", "2508-140902-89-01-123456")
    assert column(board, bureau["sensor"]) == "FILED"
    page._context.undo()
    assert settled()
    record = office.record(bureau["sensor"])
    assert (record["stage"], record["project_code"]) == ("REGISTERED", None)
    assert not office.app.read(files_of, Subject("project", bureau["sensor"]))


def test_the_next_stage_is_reached_from_the_list_too(page, bureau, office) -> None:
    bring(office, bureau["sensor"], "备案证.pdf")
    select(page, bureau["sensor"])
    page.run("project.move")
    assert settled()
    panel = page.findChild(GatePanel)
    assert panel is not None, "a person who dropped nothing is asked in any case"
    panel.form.retype({"project_code": "2508-140902-89-01-123456"})
    panel.agreed.emit()
    assert settled()
    assert office.record(bureau["sensor"])["stage"] == "FILED"


def test_cancel_puts_the_card_back(page, board, bureau, office) -> None:
    board.ask(bureau["sensor"], "FILED")
    assert settled()
    page.findChild(GatePanel).closed.emit()
    assert settled()
    assert column(board, bureau["sensor"]) == "REGISTERED"
    assert office.record(bureau["sensor"])["stage"] == "REGISTERED"
    assert not board._columns["REGISTERED"].model.is_pending(bureau["sensor"])


def test_a_reason_goes_on_without_what_is_missing(qtbot, page, board, bureau, office) -> None:
    board.ask(bureau["sensor"], "FILED")
    assert settled()
    panel = page.findChild(GatePanel)
    panel.go_without()
    qtbot.keyClicks(panel._reason, "meeting of 8.1")
    panel.agreed.emit()
    assert settled()
    assert office.record(bureau["sensor"])["stage"] == "FILED"
    assert "meeting of 8.1" in page._context.app.read(next_undo, page._context.app.actor).what


def test_a_refused_drop_is_told_and_the_card_stays(page, board, bureau, office) -> None:
    board.move_asked.emit(bureau["sheep"], "STARTED", "CONTACT")
    assert settled()
    assert office.record(bureau["sheep"])["stage"] == "STARTED"
    assert column(board, bureau["sheep"]) == "STARTED"
    assert page.findChildren(NoticeBar) != []


def test_the_board_keeps_to_the_filters_of_the_list(page, board, bureau) -> None:
    page.restore({"ids": [bureau["sheep"]], "reason": "x", "view": "board"})
    assert settled()
    assert column(board, bureau["sheep"]) == "STARTED"
    assert column(board, bureau["camp"]) == ""


def test_a_change_elsewhere_moves_the_card(page, board, bureau, office) -> None:
    office.edit(bureau["camp"], started_on="2025-09-01", total_investment=yi(1))
    assert settled()
    assert column(board, bureau["camp"]) == "STARTED"


# ---- the window ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_nothing_is_clipped_or_nameless(qtbot, context, bureau, language: str) -> None:
    words.use(language)
    page = show(qtbot, context)
    select(page, bureau["sheep"])
    for view in ("grid", "board"):
        page._switch._choose(view)
        assert settled()
        assert find_clipped(page) == [], view
        assert find_nameless(page) == [], view


def test_loading_never_blocks_the_window(page, bureau, heartbeat) -> None:
    with heartbeat():
        for project in bureau.values():
            select(page, project)
