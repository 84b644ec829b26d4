"""Entering a project that is there already: the twins a person is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.services.projects.edit import (
    CreateProject,
    archive_projects,
    create_project,
)
from invest_crm.services.projects.twins import find_project_twins

if TYPE_CHECKING:
    from invest_crm.services.work import App


def add(app: App, name: str, investor: str = "", **values: Any) -> str:
    given = {"name": name, "investor": investor or None, **values}
    made = app.write(create_project, CreateProject(given)).value
    assert made is not None
    return made


def names(app: App, name: str, investor: str = "", but: str = "") -> list[str]:
    return [twin.name for twin in app.read(find_project_twins, name, investor, but)]


@pytest.mark.parametrize(
    ("name", "investor"),
    [
        ("肉羊屠宰项目", "甲食品有限公司"),
        (" 肉羊 屠宰项目", "甲食品有限公司"),
        ("拟建肉羊屠宰项目", "甲食品"),
        ("肉羊屠宰项目", ""),
    ],
)
def test_the_same_name_of_the_same_or_no_investor_is_a_twin(
    app: App, name: str, investor: str
) -> None:
    add(app, "肉羊屠宰项目", "甲食品有限公司")
    assert names(app, name, investor) == ["肉羊屠宰项目"]


@pytest.mark.parametrize(
    ("name", "investor"),
    [
        ("肉羊屠宰项目", "乙物流有限公司"),
        ("肉羊育肥项目", "甲食品有限公司"),
        ("", "甲食品有限公司"),
        ("  ", ""),
    ],
)
def test_another_name_or_investor_is_none(app: App, name: str, investor: str) -> None:
    add(app, "肉羊屠宰项目", "甲食品有限公司")
    assert names(app, name, investor) == []


def test_phases_are_projects_of_their_own(app: App) -> None:
    add(app, "肉羊屠宰项目一期", "甲食品有限公司")
    assert names(app, "肉羊屠宰项目二期", "甲食品有限公司") == []
    assert names(app, "肉羊屠宰项目", "甲食品有限公司") == ["肉羊屠宰项目一期"]


def test_the_project_itself_and_the_trash_are_left_out(app: App) -> None:
    own = add(app, "肉羊屠宰项目", "甲食品有限公司")
    assert names(app, "肉羊屠宰项目", "甲食品有限公司", but=own) == []
    app.write(archive_projects, (own,))
    assert names(app, "肉羊屠宰项目", "甲食品有限公司") == []


def test_the_surest_comes_first(app: App) -> None:
    add(app, "肉羊屠宰项目")
    add(app, "肉羊屠宰项目", "甲食品有限公司")
    found = app.read(find_project_twins, "肉羊屠宰项目", "甲食品有限公司")
    assert [(twin.investor, twin.sure) for twin in found] == [("甲食品有限公司", True), ("", False)]
