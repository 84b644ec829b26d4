"""What the journeys of a person through the window took, listed at the end of the run.

``with journey("3", desk):`` counts the keys and clicks of a ``Desk`` and the seconds the machine
needed; nothing is decided by the seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import pytest

_PROPERTY = "journey"


class Hands(Protocol):
    """Whoever presses and clicks."""

    keys: int
    clicks: int


Journey = Callable[[str, Hands], AbstractContextManager[None]]


@pytest.fixture
def journey(request: pytest.FixtureRequest) -> Journey:
    """Counts what is done within it and lists it at the end of the run."""

    @contextmanager
    def counted(name: str, hands: Hands) -> Iterator[None]:
        hands.keys = hands.clicks = 0
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        told = f"{name}: {hands.keys} keys, {hands.clicks} clicks, {took:.1f} s of the machine"
        request.node.user_properties.append((_PROPERTY, told))

    return counted


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line a journey."""
    told = sorted(
        value
        for report in terminalreporter.getreports("passed")
        for name, value in getattr(report, "user_properties", ())
        if name == _PROPERTY and report.when == "call"
    )
    if told:
        terminalreporter.section("journeys")
    for line in told:
        terminalreporter.write_line(line)
