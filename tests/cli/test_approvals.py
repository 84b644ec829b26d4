"""``list approvals`` and ``due``: what is held by whom, narrowed, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def demo(crm: Crm) -> Crm:
    """The demonstration county."""
    assert crm("init").status == 0
    assert crm("demo", "--projects", "40").status == 0
    return crm


def test_approvals_are_listed_and_narrowed(demo: Crm) -> None:
    every = demo.json("list", "approvals")["approvals"]
    running = demo.json("list", "approvals", "--only", "running")["approvals"]
    assert 0 < len(running) < len(every)
    assert {one["state"] for one in running} <= {"accepted", "gap", "stopped", "correcting"}
    first = running[0]
    held = demo.json("list", "approvals", "--department", first["department_label"])["approvals"]
    assert {one["department"] for one in held} == {first["department"]}
    path = demo.json("list", "approvals", "--project", first["project"])["approvals"]
    assert {one["project_name"] for one in path} == {first["project_name"]}
    granted = demo.json("list", "approvals", "--state", "granted")["approvals"]
    assert all(one["decided_on"] for one in granted)
    late = [one["id"] for one in every if one["late"]]
    assert late == [
        one["id"] for one in demo.json("list", "approvals", "--only", "late")["approvals"]
    ]


def test_people_read_them_as_a_table(demo: Crm) -> None:
    first = demo.json("list", "approvals", "--only", "running")["approvals"][0]
    said = demo("list", "approvals", "--only", "running").out
    assert "审批事项" in said.splitlines()[0]
    assert first["state_label"] in said


def test_what_presses_is_due(demo: Crm) -> None:
    found = demo.json("due")["approvals"]
    wanted = {one["id"] for one in demo.json("list", "approvals", "--only", "due")["approvals"]}
    assert {one["id"] for one in found} <= wanted
    assert found
    assert "审批" in demo("due").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("firms", "--only", "late"), "该列表不能这样筛选"),
        (("approvals", "--state", "none"), "没有状态“none”"),
        (("approvals", "--project", "none"), "没有名为“none”的项目"),
    ],
)
def test_what_cannot_be_asked_is_refused(crm: Crm, arguments: tuple[str, ...], said: str) -> None:
    assert crm("init").status == 0
    assert said in crm.refused("list", *arguments)
