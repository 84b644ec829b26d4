"""Nothing is skipped silently: every skip is listed at the end, and in CI it needs permission.

With ``CI`` set, a skip whose reason matches no line of ``allowed_skips.txt`` (regular
expressions, one per line) fails the run.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ALLOWED = Path(__file__).with_name("allowed_skips.txt")


def allowed_reasons(text: str) -> list[re.Pattern[str]]:
    """The patterns of an allow-list; empty lines and ``#`` comments are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def is_allowed(reason: str, patterns: list[re.Pattern[str]]) -> bool:
    return any(pattern.search(reason) for pattern in patterns)


class SkipWatch:
    """Collects (test, reason) of everything skipped in this run."""

    def __init__(self) -> None:
        self.skipped: list[tuple[str, str]] = []
        self.allowed = allowed_reasons(ALLOWED.read_text(encoding="utf-8"))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        place = report.longrepr
        reason = str(place[2]) if isinstance(place, tuple) else str(place)
        self.skipped.append((report.nodeid, reason.removeprefix("Skipped: ")))

    def unpermitted(self) -> list[tuple[str, str]]:
        return [(test, why) for test, why in self.skipped if not is_allowed(why, self.allowed)]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if os.environ.get("CI") and self.unpermitted() and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.skipped:
            return
        terminalreporter.section(f"{len(self.skipped)} skipped")
        for test, reason in self.skipped:
            terminalreporter.write_line(f"SKIPPED {test}: {reason}", yellow=True)
        refused = self.unpermitted()
        if refused and os.environ.get("CI"):
            terminalreporter.write_line(
                f"{len(refused)} of these have no permission in tests/support/allowed_skips.txt: "
                "the run fails.",
                red=True,
            )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SkipWatch(), "invest-crm-skips")
