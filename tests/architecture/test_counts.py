"""The closing counts count each test once, as the worst that became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.tools import tool

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="one"/>
<testcase classname="a" name="two"><failure message="no"/></testcase>
<testcase classname="a" name="three"/>
<testcase classname="a" name="three"><error message="clean-up"/></testcase>
<testcase classname="a" name="four"><skipped message="needs the right to mount"/></testcase>
</testsuite></testsuites>"""


def test_each_test_is_counted_once_as_its_worst_outcome(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(REPORT, encoding="utf-8")
    counts = tool("counts")
    assert sorted(counts.outcomes(report).values()) == ["failed", "failed", "passed", "skipped"]
    assert counts.skips(report) == ["SKIPPED a::four: needs the right to mount"]
