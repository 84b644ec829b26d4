"""``schedule``: the latest dates of a project, from its template and what it has reached."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from invest_crm.domain.schedule_templates import templates
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import load_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after the import of the signed ledger."""
    return june_crm


def _one(crm: Crm, **wanted: object) -> dict[str, object]:
    found = crm.json("projects")["projects"]
    return next(item for item in found if all(item[key] == wanted[key] for key in wanted))


def test_every_date_keeps_every_link_of_the_template(crm: Crm) -> None:
    project = _one(crm, started_on=None)
    found = crm.json("schedule", str(project["id"]), "--target", "2029-12-28")
    assert found["feasible"]
    assert found["project"] == {"id": project["id"], "name": project["name"]}
    tasks = {task["id"]: task for task in found["tasks"]}
    template = templates()[found["site_mode"]]
    calendar = load_calendar()
    for link in template.links:
        before, after = tasks[link.before], tasks[link.after]
        if link.kind == "FS" and not before["done"] and before["days"] and after["days"]:
            assert before["latest_finish"] < after["latest_start"]
            assert before["earliest_finish"] < after["earliest_start"]
    for task in tasks.values():
        if task["unit"] == "work" and task["days"] and not task["done"]:
            first, last = (
                date.fromisoformat(task[key]) for key in ("latest_start", "latest_finish")
            )
            assert calendar.workdays_between(first, last) + 1 >= task["days"]
    assert tasks["PRODUCTION"]["latest_finish"] == "2029-12-28"
    assert set(found["critical_path"]) <= {name for name in tasks if not tasks[name]["done"]}


def test_what_was_reached_counts_as_done(crm: Crm) -> None:
    project = next(item for item in crm.json("projects")["projects"] if item["started_on"])
    found = crm.json("schedule", str(project["id"]), "--target", "2029-12-28")
    done = {task["id"] for task in found["tasks"] if task["done"]}
    template = templates()[found["site_mode"]]
    starts = [item.task.id for item in template.tasks if item.milestone is MilestoneKind.STARTED]
    assert template.before(starts) <= done


def test_a_target_that_is_too_near_says_where_it_breaks(crm: Crm) -> None:
    project = _one(crm, started_on=None, filed_on=None)
    said = crm("schedule", str(project["name"]), "--target", "2026-08-10", "--until", "started")
    assert said.status == 0
    assert "已来不及" in said.out
    assert "首先赶不上的环节" in said.out
    found = crm.json("schedule", str(project["id"]), "--target", "2026-08-10", "--until", "started")
    assert not found["feasible"]
    assert found["breaks"]
    assert "PRODUCTION" not in {task["id"] for task in found["tasks"]}


def test_a_project_that_is_not_there_is_refused(crm: Crm) -> None:
    said = crm("schedule", "没有这个项目", "--target", "2027-01-01")
    assert said.status == 1
    assert "没有名为“没有这个项目”的项目" in said.err


def test_every_template_has_departments_and_leads_to_production() -> None:
    for template in templates().values():
        assert all(item.task.owner for item in template.tasks)
        assert template.until(MilestoneKind.IN_PRODUCTION).network().tasks
        assert template.until(MilestoneKind.STARTED).network().tasks


def test_a_schedule_that_is_kept_is_shown_without_naming_its_target(crm: Crm) -> None:
    project = str(_one(crm, started_on=None, filed_on=None)["id"])
    assert "还没有工期表" in crm.refused("schedule", project)
    asked = crm.json("schedule", project, "--target", "2029-12-28")
    kept = crm.json("schedule", project, "--target", "2029-12-28", "--keep")
    assert (asked["stored"], kept["stored"]) == (False, True)
    found = crm.json("schedule", project)
    assert found == kept
    assert [item["target"] for item in found["versions"]] == ["2029-12-28"]
    same = ("latest_start", "latest_finish", "earliest_start", "earliest_finish", "slack")
    for one, other in zip(asked["tasks"], found["tasks"], strict=True):
        assert one["id"] == other["id"]
        assert [one[key] for key in same] == [other[key] for key in same]
        if not one["done"]:
            assert other["planned_finish"] == one["latest_finish"]
            assert (other["slip"], other["overdue"]) == (0, False)


def test_another_target_is_only_asked_about_until_it_is_kept(crm: Crm) -> None:
    project = str(_one(crm, started_on=None)["id"])
    crm.json("schedule", project, "--target", "2029-12-28", "--keep")
    asked = crm.json("schedule", project, "--target", "2030-06-28")
    assert asked["target"] == "2030-06-28"
    assert crm.json("schedule", project)["target"] == "2029-12-28"
    crm.json("schedule", project, "--target", "2030-06-28", "--keep")
    found = crm.json("schedule", project)
    assert [item["version"] for item in found["versions"]] == [1, 2]
    assert found["target"] == "2030-06-28"
    said = crm("schedule", project)
    assert "第 2 版" in said.out
    assert "重新编排" in crm("undo").out + crm("undo").out


def test_tasks_of_schedules_are_due_overdue_and_not_due(crm: Crm) -> None:
    project = str(_one(crm, started_on=None, filed_on=None)["id"])
    found = crm.json("schedule", project, "--target", "2029-12-28", "--keep")
    first = min(
        (item for item in found["tasks"] if not item["done"]),
        key=lambda item: item["planned_finish"],
    )
    day = first["planned_finish"]
    assert crm.json("due", "--on", "2026-08-01")["schedule"] == []
    seen = crm.json("due", "--on", day)["schedule"]
    assert {(item["task"], item["days_left"], item["overdue"]) for item in seen} >= {
        (first["title"], 0, False)
    }
    late = crm.json("due", "--on", "2029-12-29")["schedule"]
    assert len(late) == sum(not item["done"] for item in found["tasks"])
    assert all(item["overdue"] and item["project"] == project for item in late)
    assert first["title"] in crm("due", "--on", day).out


def test_a_schedule_is_drawn_on_the_paper_asked_for(crm: Crm, tmp_path: Path) -> None:
    project = str(_one(crm, started_on=None, filed_on=None)["id"])
    out = tmp_path / "wall.pdf"
    assert "不存在" in crm.refused("schedule", project, "--target", "2029-12-28", "--out", out)
    crm("schedule", project, "--target", "2029-12-28", "--keep", "--out", out, "--paper", "A1")
    with pypdfium2.PdfDocument(str(out)) as document:
        assert [round(side) for side in document.get_page_size(0)] == [2384, 1684]
