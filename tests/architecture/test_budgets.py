"""Sizes and habits: the rules of ``.ci/budgets.py`` hold, and each of them can fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.tools import tool

if TYPE_CHECKING:
    from pathlib import Path

budgets = tool("budgets")


def test_the_project_keeps_its_budgets() -> None:
    assert budgets.breaches() == []


def function_of(lines: int) -> str:
    return '"""A module."""\n\ndef f():\n' + "    x = 1\n" * (lines - 1)


def class_of(methods: int) -> str:
    body = "".join(f"    def m{i}(self): ...\n" for i in range(methods))
    return f'"""A module."""\n\nclass C:\n{body}    def _private(self): ...\n'


@pytest.mark.parametrize(
    ("within", "beyond", "word"),
    [
        (function_of(60), function_of(61), "61 lines"),
        (class_of(20), class_of(21), "21 public methods"),
        ('"""A module."""\n' + "x = 1\n" * 499, '"""A module."""\n' + "x = 1\n" * 500, "501"),
        ('"""A module."""\n', "x = 1\n", "docstring"),
        (
            '"""M."""\ntry:\n    f()\nexcept NotImplementedError:\n    g()\n',
            '"""M."""\ndef f():\n    raise NotImplementedError\n',
            "raises",
        ),
        ('"""A module."""\n', '"""A module."""\ndef (:\n', "not Python"),
    ],
    ids=["function", "class", "file", "docstring", "unwritten", "syntax"],
)
def test_a_breach_in_python_is_told(within: str, beyond: str, word: str) -> None:
    assert budgets.python_breaches("invest_crm/x.py", within) == []
    told = budgets.python_breaches("invest_crm/x.py", beyond)
    assert len(told) == 1
    assert word in told[0]


def test_migrations_may_be_long_files() -> None:
    source = '"""A module."""\n' + "x = 1\n" * 800
    assert budgets.python_breaches("invest_crm/db/migrations/versions/0001.py", source) == []


@pytest.mark.parametrize("word", budgets.FORBIDDEN)
def test_an_address_or_a_path_of_some_machine_is_told(word: str) -> None:
    assert len(budgets.text_breaches("README.md", f"fine\nsee {word}x\n")) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("invest_crm/x.py", "# TO" + "DO: later"),
        ("requirements.lock", "--find-links wheels"),
        ("pyproject.toml", 'url = "https://example.invalid"'),
    ],
)
def test_an_unfinished_mark_or_an_option_of_a_machine_is_told(name: str, line: str) -> None:
    assert len(budgets.text_breaches(name, f"fine\n{line}\n")) == 1


def test_ordinary_text_is_left_alone() -> None:
    assert (
        budgets.text_breaches("README.md", "See the network/ folder. What to do: 待办 (todo).\n")
        == []
    )


def test_only_fonts_may_be_heavy() -> None:
    heavy = 25 * 1024 * 1024
    assert budgets.size_breaches("resources/fonts/NotoSansSC-Regular.ttf", heavy) == []
    assert len(budgets.size_breaches("resources/reference/regions.json", heavy)) == 1


def test_environments_and_results_are_not_judged(tmp_path: Path) -> None:
    for name in (".venv/lib/x.py", "out/first-run/figures.txt", "invest_crm/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("", encoding="utf-8")
    assert [path.name for path in budgets.files(tmp_path)] == ["x.py"]
