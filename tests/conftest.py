"""What every test stands on: a fixed environment, and noise, leaks and silent skips as failures.

The pieces live in ``tests/support``: ``awake`` (the window's thread does not wait), ``guards``
(threads, windows, connections, log noise), ``golden`` (files people look at), ``skips`` (nothing
is skipped silently), ``postgres`` (a real server). This file only fixes the environment before
anything of the program is imported.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = (
    "tests.support.awake",
    "tests.support.golden",
    "tests.support.guards",
    "tests.support.journeys",
    "tests.support.postgres",
    "tests.support.skips",
)

_HOMES = Path(tempfile.mkdtemp(prefix="invest-crm-tests-"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["INVEST_CRM_HOME"] = str(_HOMES / "session")
os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
os.environ["TZ"] = "Asia/Shanghai"
if hasattr(time, "tzset"):
    time.tzset()
    if time.timezone != -8 * 3600:  # no time zone database on this machine
        os.environ["TZ"] = "CST-8"
        time.tzset()

hypothesis.settings.register_profile("here", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

try:
    import PySide6.QtWidgets  # noqa: F401 - only to see whether it loads
except ImportError as error:
    raise pytest.UsageError(
        f"Qt does not load ({error}). Run the tests with: sh bootstrap.sh test - "
        "it installs the system libraries Qt needs."
    ) from error


@pytest.fixture(autouse=True)
def _own_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a user folder of its own, which does not exist before it is needed."""
    monkeypatch.setenv("INVEST_CRM_HOME", str(_HOMES / f"{id(request.node):x}"))


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A test that speaks another language does not change it for the next."""
    from invest_crm import words

    before = words.language()
    yield
    words.use(before)


def pytest_report_header() -> str:
    profile = hypothesis.settings.get_current_profile_name()
    platform, zone = os.environ["QT_QPA_PLATFORM"], os.environ["TZ"]
    return f"environment: Qt {platform}, time zone {zone}, hypothesis profile {profile}"


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOMES, ignore_errors=True)
