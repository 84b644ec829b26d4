"""The closing counts of a test run, from its JUnit file, with every skip and its reason.

``python .ci/counts.py out/ci/junit.xml`` ends with the line "N passed, N failed, N skipped".
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def outcome_of(case: ET.Element) -> str:
    """What became of one test; a test whose clean-up failed has failed."""
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in kinds else "passed"


def outcomes(report: Path) -> dict[str, str]:
    """Test name -> outcome. A test reported twice (call and clean-up) counts once, as the worse."""
    order = ("passed", "skipped", "failed")
    found: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        found[name] = max(found.get(name, "passed"), outcome_of(case), key=order.index)
    return found


def skips(report: Path) -> list[str]:
    """One line for each skipped test, with its reason."""
    return [
        f"SKIPPED {case.get('classname')}::{case.get('name')}: {skipped.get('message')}"
        for case in ET.parse(report).iter("testcase")
        for skipped in case.findall("skipped")
    ]


def main() -> int:
    report = Path(sys.argv[1])
    ended = list(outcomes(report).values())
    print("\n".join(skips(report)) or "No test was skipped.")
    print(", ".join(f"{ended.count(kind)} {kind}" for kind in ("passed", "failed", "skipped")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
