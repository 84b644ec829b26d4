"""Noting a visit from the command line, and listing what was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def project(june_crm: Crm) -> str:
    """A project of the ledger; its id."""
    (first, *_rest) = june_crm.json("projects")["projects"]
    return str(first["id"])


def test_a_line_is_written_and_listed(june_crm: Crm, project: str) -> None:
    made = june_crm.json("log", "昨天 电话13912345678 @张三 +7 回访 @李四", "--project", project)
    assert made["interaction"]
    assert (made["kind"], made["project"], made["assignee"]) == ("CALL", project, "李四")
    (visit,) = june_crm.json("list", "interactions")["interactions"]
    assert visit["id"] == made["interaction"]
    assert visit["text"] == "电话139****5678"
    (task,) = june_crm.json("list", "tasks")["tasks"]
    assert (task["id"], task["due_on"], task["state"]) == (made["task"], made["due_on"], "OPEN")
    (shown,) = june_crm.json("list", "interactions", "--reveal")["interactions"]
    assert shown["text"] == "电话13912345678"
    june_crm.json("undo", "--change-set", made["change_set"])
    assert june_crm.json("list", "tasks") == {"tasks": []}


def test_a_dry_run_says_what_is_meant_and_writes_nothing(june_crm: Crm, project: str) -> None:
    found: dict[str, Any] = june_crm.json("log", "昨天 拜访", "--project", project, "--dry-run")
    assert found["kind"] == "VISIT"
    assert found["interaction"] is None
    assert june_crm.json("list", "interactions") == {"interactions": []}


def test_a_line_about_nothing_stored_is_refused(june_crm: Crm) -> None:
    assert "哪家企业或哪个项目" in june_crm.refused("log", "昨天拜访某某公司")


def test_people_read_it_too(june_crm: Crm, project: str) -> None:
    said = june_crm("log", "昨天 谈用地，电话 @张三 +7 回访", "--project", project)
    assert (said.status, said.err) == (0, "")
    first, text, people, step, done = said.out.splitlines()
    assert first.split()[1] == "电话"
    assert (text, people, done) == ("谈用地，电话", "张三", "已记录。")
    assert step.startswith("下一步：回访，")
    assert "谈用地" in june_crm("list", "interactions").out


def test_the_follow_up_record_of_a_project_is_written(
    june_crm: Crm, project: str, tmp_path: Path
) -> None:
    june_crm.json("log", "昨天 拜访 @张三", "--project", project)
    path = tmp_path / "跟踪记录.html"
    assert june_crm("report", "follow-up", "--project", project, "--out", path).status == 0
    assert "拜访" in path.read_text(encoding="utf-8")
    assert "--project" in june_crm.refused("report", "follow-up", "--out", tmp_path / "a.pdf")
