"""The gates in the window: what is missing as links, papers, a second person, answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import files_of
from invest_crm.services.projects.answered import answers_of
from invest_crm.services.projects.confirming import Decide, decide, pending
from invest_crm.services.projects.facts import SetSideState, set_side_state
from invest_crm.ui.projects.gate_panel import GatePanel
from invest_crm.ui.projects.gate_parts import CannotPanel, PaperPanel, RefusePanel
from tests.support.factories import Bureau, colleague
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.projects.page import ProjectsPage


def select(page: ProjectsPage, project: str) -> None:
    page.grid.select_id(project)
    assert settled()


def links(page: ProjectsPage) -> list[str]:
    return [pill.text() for pill in page.gates.view.links()]


def follow(page: ProjectsPage, words: str) -> None:
    next(pill for pill in page.gates.view.links() if pill.text() == words).clicked.emit()
    assert settled()


def said(page: ProjectsPage) -> str:
    view = page.gates.view
    return " ".join(part.text() for part in view.findChildren(QLabel) if part.isVisibleTo(view))


def paper(folder: Path, name: str) -> Path:
    made = folder / name
    made.write_bytes(name.encode())
    return made


def kinds(office: Bureau, project: str) -> set[str]:
    return {line.kind for line in office.app.read(files_of, Subject("project", project))}


# ---- what is missing ---------------------------------------------------------------------------


def test_the_panel_says_what_the_next_stage_lacks_before_anything_is_pressed(page, bureau) -> None:
    select(page, bureau["sensor"])
    assert "进入“立项”还缺 2 项" in said(page)
    assert links(page) == ["项目代码", "备案证、核准批复"]


def test_a_field_opens_in_the_form_and_a_paper_where_it_is_dropped(page, bureau, office) -> None:
    select(page, bureau["sensor"])
    follow(page, "项目代码")
    editor = page.side.editor()
    assert editor is not None
    assert page.window().focusWidget() is editor.form.editor("project_code")
    editor.closed.emit()
    assert settled()
    follow(page, "备案证、核准批复")
    assert page.findChild(PaperPanel) is not None


def test_a_paper_brought_by_its_link_has_the_kind_and_the_link_is_gone(
    page, bureau, office, tmp_path
) -> None:
    select(page, bureau["sensor"])
    follow(page, "备案证、核准批复")
    panel = page.findChild(PaperPanel)
    panel.agreed.emit()
    assert settled()
    assert not kinds(office, bureau["sensor"]), "nothing was chosen yet"
    panel.slots.take([paper(tmp_path, "扫描件0001.pdf")])
    panel.agreed.emit()
    assert settled()
    assert kinds(office, bureau["sensor"]) == {"FILING"}
    assert links(page) == ["项目代码"]


def test_paused_and_ended_projects_are_asked_for_nothing(page, bureau, office) -> None:
    project = bureau["sensor"]
    command = SetSideState(project, SideState.PAUSED, date(2025, 8, 1), "等指标", date(2026, 3, 1))
    office.app.write(set_side_state, command)
    select(page, project)
    assert not page.gates.view.isVisibleTo(page.panel)
    record = page.panel.record()
    assert "2026年3月1日恢复" in "".join(span.text for span in record.callout)
    assert all(step.state != "late" for step in record.steps)


def test_cards_count_what_is_missing(page, bureau) -> None:
    page._switch._choose("board")
    assert settled()
    chips = {c.id: c.chip for name in page.stages.board._columns
             for c in page.stages.board.cards(name)}  # fmt: skip
    assert chips[bureau["talk"]] == "缺 1 项"


def test_the_form_marks_what_is_required_now_next_and_not_at_all(page, bureau, office) -> None:
    office.edit(bureau["sheep"], task_force=None)
    page.edit(bureau["sheep"])
    assert settled()
    editor = page.side.editor()
    marks = editor.needed.shown()
    assert marks["task_force"] == "“开工”阶段必填"
    assert marks["completed_on"] == "进入“竣工”必填"
    assert "remark" not in marks
    assert "leader" not in marks, "it is filled"
    editor.form.retype({"task_force": "肉羊专班"})
    editor.form.changed.emit("task_force")
    assert "task_force" not in editor.needed.shown()


# ---- the gate ----------------------------------------------------------------------------------


@pytest.fixture
def gate(page, bureau) -> GatePanel:
    select(page, bureau["camp"])
    page.run("project.move")
    assert settled()
    return page.findChild(GatePanel)


def _drop(slots, at, *paths) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(at), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    slots.dropEvent(event)


def test_a_file_is_dropped_on_its_slot_and_saved_with_the_stage(
    gate, bureau, office, tmp_path
) -> None:
    slot = gate.slots.slots[0]
    _drop(gate.slots, slot.geometry().center(), paper(tmp_path, "IMG_0001.jpg"))
    assert [source.name for source in slot.sources] == ["IMG_0001.jpg"]
    gate.agreed.emit()
    assert settled()
    assert office.record(bureau["camp"])["stage"] == "REGISTERED"
    assert kinds(office, bureau["camp"]) == {"LICENCE"}


def test_files_go_to_the_slots_their_names_tell(page, bureau, tmp_path) -> None:
    select(page, bureau["talk"])
    page.occasions.move(bureau["talk"], MilestoneKind.STARTED.stage, lambda **_moved: None)
    assert settled()
    slots = page.findChild(GatePanel).slots
    slots.take([paper(tmp_path, "杂.txt"), paper(tmp_path, "工地现场照片.jpg")])
    held = {slot.need.papers[0]: [one.name for one in slot.sources] for slot in slots.slots}
    assert "工地现场照片.jpg" in held["SITE_PHOTO"]


def test_a_file_copied_in_the_explorer_is_pasted_into_the_slot(qtbot, gate, page, tmp_path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(paper(tmp_path, "a.pdf")))])
    QApplication.clipboard().setMimeData(mime)
    page.activateWindow()
    qtbot.waitActive(page)
    gate.slots.slots[0].choose.setFocus()
    qtbot.keyClick(gate.slots.slots[0].choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [source.name for source in gate.slots.slots[0].sources] == ["a.pdf"]


def test_a_missing_paper_is_said_beside_its_slot(gate, bureau, office) -> None:
    gate.agreed.emit()
    assert settled()
    assert office.record(bureau["camp"])["stage"] == "SIGNED"
    told = [part.text() for part in gate.slots.findChildren(QLabel) if part.isVisibleTo(gate)]
    assert any("请上传文件" in text for text in told)


def test_a_file_that_is_gone_leaves_stage_and_fields_as_they_were(
    gate, bureau, office, tmp_path
) -> None:
    gone = paper(tmp_path, "营业执照.jpg")
    gate.slots.take([gone])
    gone.unlink()
    gate.agreed.emit()
    assert settled()
    assert office.record(bureau["camp"])["stage"] == "SIGNED"
    assert not kinds(office, bureau["camp"])


# ---- a second person ---------------------------------------------------------------------------


@pytest.fixture
def asked(office: Bureau, bureau) -> str:
    """A start that a colleague recorded."""
    Bureau(colleague(office.app, "li")).edit(bureau["camp"], started_on="2025-08-20")
    return bureau["camp"]


def button(page: ProjectsPage, words: str) -> QPushButton:
    found = page.gates.view.findChildren(QPushButton)
    return next(one for one in found if one.text() == words)


def test_a_colleague_confirms_with_one_click_and_it_can_be_undone(page, asked, office) -> None:
    select(page, asked)
    assert "“开工”由li于" in said(page)
    button(page, "确认“开工”").click()
    assert settled()
    assert not office.app.read(pending)
    subs = [step.sub for step in page.panel.record().steps]
    assert any(sub.startswith("li登记，wang于") for sub in subs)
    page._context.undo()
    assert settled()
    assert office.app.read(pending)


def test_a_refusal_wants_a_reason_and_takes_the_step_back(page, asked, office) -> None:
    select(page, asked)
    button(page, "退回…").click()
    assert settled()
    panel = page.findChild(RefusePanel)
    panel.agreed.emit()
    assert settled()
    assert office.record(asked)["stage"] == "STARTED"
    panel.form.retype({"reason": "只是平场"})
    panel.agreed.emit()
    assert settled()
    assert office.record(asked)["stage"] == "SIGNED"
    assert "只是平场" in said(page)


def test_whoever_recorded_it_has_no_button_to_confirm_it(page, bureau, office) -> None:
    office.edit(bureau["camp"], started_on="2025-08-20")
    select(page, bureau["camp"])
    assert "待另一位同事确认" in said(page)
    assert not any("确认" in one.text() for one in page.gates.view.findChildren(QPushButton))


def test_the_card_says_that_it_waits(page, asked) -> None:
    page._switch._choose("board")
    assert settled()
    cards = page.stages.board.cards("STARTED")
    assert {card.id: card.chip for card in cards}[asked] == "待确认"


def test_the_gate_names_who_can_be_asked(page, bureau, office) -> None:
    colleague(office.app, "li").write(decide_nothing, None)
    select(page, bureau["camp"])
    page.run("project.move")
    assert settled()
    choice = page.findChild(GatePanel).confirmer
    assert choice.findData("li") > 0
    assert choice.findData("wang") < 0


def decide_nothing(work: object, _command: None) -> None:
    from invest_crm.services.options import SetOption, set_option

    set_option(work, SetOption("county.name", "某县"))  # type: ignore[arg-type]


# ---- answers -----------------------------------------------------------------------------------


def test_the_investor_cannot_provide_it_yet(page, bureau, office) -> None:
    project = bureau["camp"]
    select(page, project)
    follow(page, "营业执照")
    page.findChild(PaperPanel).cannot_asked.emit()
    assert settled()
    panel = page.findChild(CannotPanel)
    assert panel.form.texts()["need"] == "LICENCE"
    panel.form.retype({"who": "张总", "again": "2025.9.20"})
    panel.agreed.emit()
    assert settled()
    (answer,) = office.app.read(answers_of)[project].values()
    assert (answer.said_by, answer.ask_on) == ("张总", date(2025, 9, 20))
    assert "营业执照：客商暂不能提供（张总），9月20日再问" in said(page)
    assert links(page) == ["营业执照"], "it is still missing"
    buttons = page.gates.view.findChildren(QPushButton)
    next(one for one in buttons if one.text() == "撤回").click()
    assert settled()
    assert not office.app.read(answers_of)
    assert "客商暂不能提供（张总）" not in said(page)


# ---- everywhere --------------------------------------------------------------------------------


def test_the_proof_of_a_start_stands_beside_it(page, bureau, office, tmp_path) -> None:
    from invest_crm.services.attachment_intake import Offered
    from invest_crm.services.attachments import add_files

    project = bureau["sheep"]
    add_files(office.app, Subject("project", project), [Offered("施工许可证.pdf", b"x")])
    select(page, project)
    (start,) = [step for step in page.panel.record().steps if step.label == "开工"]
    assert start.right.endswith("有合同或许可证")
    model = page.grid.model
    place = [column.key for column in model.columns()].index("start_grade")
    row = next(r for r in range(model.rowCount()) if model.id_at(r) == project)
    assert model.text(row, place) == "有合同或许可证"


def test_nothing_of_it_is_clipped_or_nameless(page, gate, asked) -> None:
    assert find_nameless(gate) == []
    assert find_clipped(gate) == []
    gate.closed.emit()
    assert settled()
    select(page, asked)
    assert find_nameless(page.gates.view) == []
    assert find_clipped(page.gates.view) == []


def test_a_decision_made_elsewhere_is_seen_at_once(page, asked, office) -> None:
    select(page, asked)
    colleague(office.app, "zhao").write(decide, Decide(asked, MilestoneKind.STARTED.stage))
    page._context.changed.emit(frozenset({"projects"}))
    assert settled()
    assert "待" not in said(page).replace("等待", "")
