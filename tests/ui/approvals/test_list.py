"""The list of approvals as a list: narrowed, grouped, typed in, kept as views, printed, linked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from invest_crm.domain.approvals.state import StepKind
from invest_crm.domain.conditions import Condition, Group, Op, to_json
from invest_crm.domain.grouping import Grouping, Level
from invest_crm.services.approvals.acts import TakeStep, take_step
from invest_crm.services.approvals.cases import open_case
from invest_crm.services.approvals.reading import project_approvals
from invest_crm.services.approvals.records import EditApproval, load, save_approval
from invest_crm.ui.approvals.columns import KEYS
from invest_crm.ui.approvals.page import ApprovalsPage
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.cells import Patch
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.views import jobs as view_jobs
from tests.support.factories import colleague
from tests.ui.pages import settled

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def ids(office: Bureau) -> dict[str, str]:
    """The approvals of a project by their item; the environmental form is late on 15 September."""
    project = office.take_up("甲项目", site_mode="GRANT", industry="1310", lead_unit="发改局")
    office.app.write(open_case, project)
    found = {line.item.code: line.id for line in office.app.read(project_approvals, project)}
    step = TakeStep((found["EIA-F"],), StepKind.ACCEPTED, date(2025, 9, 1))
    office.app.write(take_step, step)
    office.app.clock.set("2025-09-15T09:00")  # type: ignore[attr-defined]
    return found


@pytest.fixture
def page(qtbot, context: Context, ids: dict[str, str]) -> ApprovalsPage:
    made = ApprovalsPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    made.entered()
    assert settled()
    return made


def text(page: ApprovalsPage, approval: str, key: str) -> str:
    return page.grid.model.text(page.grid.model.row_of(approval), KEYS.index(key))


def narrow(page: ApprovalsPage, field: str, op: Op, *values: Any) -> list[str]:
    """The ids a condition leaves."""
    where = to_json(Group("all", (Condition(field, op, values),)))
    page.grid.restore({"where": where})
    assert settled()
    return page.grid.model.ids()


def put(page: ApprovalsPage, approval: str, **texts: str) -> None:
    page.cell_desk.cells.put(Patch("edit", (approval,), (texts,)))
    assert settled()


def stored(page: ApprovalsPage, approval: str) -> Any:
    return page._context.app.read(load, [approval])[approval]


def test_the_latest_stand_first_and_every_column_has_its_funnel(page, ids) -> None:
    assert page.grid.model.id_at(0) == ids["EIA-F"]
    assert text(page, ids["EIA-F"], "left") == "逾期3个工作日"
    assert set(KEYS) == set(page.grid.askable.fields)


def test_days_left_and_days_held_are_conditions(page, ids) -> None:
    assert narrow(page, "left", Op.LESS, 0) == [ids["EIA-F"]]
    assert narrow(page, "held", Op.AT_LEAST, 11) == []
    assert narrow(page, "held", Op.AT_LEAST, 10) == [ids["EIA-F"]]
    assert ids["EIA-F"] not in narrow(page, "waits", Op.ONE_OF, "waits")


def test_a_chip_narrows_and_a_ready_made_view_shows_the_same(page, ids) -> None:
    chip = next(one for one in page.findChildren(PillButton) if one.text() == "已逾期 1")
    chip.clicked.emit()
    assert settled()
    assert page.grid.model.ids() == [ids["EIA-F"]]
    page.restore({"filters": []})
    page.views.open("approvals.late")
    assert settled()
    assert page.grid.model.ids() == [ids["EIA-F"]]
    assert page.views.switch.name() == "已逾期"


def test_a_view_is_saved_with_the_kind_of_view_and_found_again(page, context, ids) -> None:
    page.show_only("late")
    assert settled()
    form = page.views.form()
    assert (form.filters, form.layout) == ((("only", "late"),), "grid")
    assert {one.id for one in view_jobs.infos(context.app, "approvals")} >= {"approvals.mine"}


def test_groups_say_how_many_by_department(page) -> None:
    page.grid.groups.group_by(Grouping((Level("department"),)))
    assert settled()
    named = {row.node.label: row.node.count for row in page.grid.model.groups()}
    assert named["市生态环境局县分局"] == 2, "the environmental form, and the discharge permit"
    assert sum(named.values()) == len(page.grid.model.ids())


def test_person_department_title_and_note_are_typed_in_cells(page, ids) -> None:
    one = ids["PRE"]
    put(
        page, one, person="陈静", department="县行政审批局", note="已催办", title="用地预审（一期）"
    )
    record = stored(page, one)
    assert [record[key] for key in ("person", "department", "note", "title")] == [
        "陈静", "permits", "已催办", "用地预审（一期）",
    ]  # fmt: skip
    assert text(page, one, "name") == "用地预审（一期）"
    put(page, one, department="", title="")
    assert stored(page, one)["department"] == "resources"
    assert "目录" in page.cell_desk.cells.why_not("stage")
    assert "受理" in page.cell_desk.cells.why_not("due_on")


def test_two_people_who_type_the_same_cell_are_asked_which_stands(page, context, ids) -> None:
    page.edit(ids["PRE"])
    assert settled()
    editor = page.side.editor()
    assert isinstance(editor, RecordEditor)
    editor.form.retype({"person": "陈静"})
    other = colleague(context.app, "li")
    other.write(save_approval, EditApproval(ids["PRE"], {"person": "李四"}))
    editor.save()
    assert settled()
    assert editor.choosing.open() == ["person"]
    editor.choosing.take_all("mine")
    editor.save()
    assert settled()
    assert stored(page, ids["PRE"])["person"] == "陈静"


def test_many_are_given_to_one_person_in_one_step(page, ids) -> None:
    page.grid.view.selectAll()
    page.forms.edit(page.grid.selected_ids())
    assert settled()
    panel = page.side.part()
    panel.form.retype({"person": "王敏"})
    panel.accept()
    assert settled()
    assert {stored(page, one)["person"] for one in ids.values()} == {"王敏"}


def test_nothing_here_is_put_into_the_trash_by_itself(page) -> None:
    names = {command.id for command in page.commands()}
    assert "record.trash" not in names
    assert {"filter.build", "views.save_as", "approvals.next", "approval.granted"} <= names


def test_rows_are_copied_with_headings_and_as_links(page, ids) -> None:
    page.restore({"open": ids["EIA-F"]})
    assert settled()
    page.run("record.link")
    assert QGuiApplication.clipboard().text() == f"crm://approvals/{ids['EIA-F']}"
    page.grid.view.selectRow(0)
    page.run("copy.headed")
    assert settled()
    said = QGuiApplication.clipboard().text()
    assert "项目名称" in said
    assert "环境影响报告表审批" in said


def test_the_path_just_set_up_is_shown_alone(page, office, ids) -> None:
    other = office.take_up("乙项目", site_mode="GRANT", industry="1310")
    gone: list[Any] = []
    page.open_page.connect(lambda name, state: gone.append((name, state)))
    page.desk.open_path(other)
    assert settled()
    ((name, state),) = gone
    assert (name, state["filters"]) == ("approvals", [("of", other)])
    page.restore(state)
    assert settled()
    assert not set(page.grid.model.ids()) & set(ids.values())
