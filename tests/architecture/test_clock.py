"""One clock: only ``domain/clock.py`` asks the machine what time it is, and where."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.tools import ROOT

PACKAGE = ROOT / "invest_crm"
CLOCK = PACKAGE / "domain" / "clock.py"
FORBIDDEN = {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "localtime"}
OWNERS = {"date", "datetime", "dt", "time", "QDate", "QDateTime"}


def breaches(source: str) -> list[int]:
    """Lines that ask the machine for the time, or turn a moment into the machine's own zone."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        asked = node.func.attr in FORBIDDEN and name in OWNERS
        local = node.func.attr == "astimezone" and not node.args and not node.keywords
        if asked or local or node.func.attr in {"currentDate", "currentDateTime"}:
            found.append(node.lineno)
    return found


def test_nothing_else_asks_the_machine_for_the_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != CLOCK
        for line in breaches(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "date.today()",
        "datetime.now(UTC)",
        "dt.datetime.now(tz=dt.UTC)",
        "datetime.utcnow()",
        "datetime.fromtimestamp(stat.st_mtime)",
        "moment.astimezone()",
        "QDate.currentDate()",
    ],
)
def test_each_way_to_ask_is_seen(line: str) -> None:
    assert breaches(line) == [1]


@pytest.mark.parametrize("line", ["view.today", "clock.now()", "moment.astimezone(CHINA)"])
def test_the_bureaus_clock_may_be_asked(line: str) -> None:
    assert breaches(line) == []


def test_the_clock_is_where_this_test_expects_it() -> None:
    assert breaches(Path(CLOCK).read_text(encoding="utf-8"))
