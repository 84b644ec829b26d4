"""A fresh machine needs two commands, and what they install is written down exactly."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.tools import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = [
    *PROJECT["project"]["dependencies"],
    *(name for extra in PROJECT["project"]["optional-dependencies"].values() for name in extra),
    *(name for group in PROJECT["dependency-groups"].values() for name in group),
]
COMMANDS = ("sh bootstrap.sh run", "sh bootstrap.sh test")


def test_the_first_lines_of_the_readme_name_both_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert [command for command in COMMANDS if command not in "\n".join(opening)] == []


def test_ci_calls_the_test_command_of_the_readme() -> None:
    assert "sh bootstrap.sh test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["bootstrap.sh", ".ci/lock.sh"])
def test_the_scripts_are_plain_sh(script: str) -> None:
    subprocess.run(["sh", "-n", script], cwd=ROOT, check=True)
    assert "[[" not in (ROOT / script).read_text(encoding="utf-8")


def test_an_unknown_command_is_refused_in_words() -> None:
    done = subprocess.run(
        ["sh", "bootstrap.sh", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "use: sh bootstrap.sh run | test | setup" in done.stderr


def test_the_lock_holds_names_versions_markers_and_hashes_only() -> None:
    lines = [line for line in LOCK.splitlines() if line and not line.startswith("#")]
    allowed = re.compile(r"[a-z0-9.-]+==[\w.+]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert lines
    assert [line for line in lines if not allowed.fullmatch(line)] == []


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_has_what_the_project_asks_for(wanted: str) -> None:
    requirement = Requirement(wanted)
    name = canonicalize_name(requirement.name)
    versions = re.findall(rf"^{re.escape(name)}==([^ ;]+)", LOCK, flags=re.MULTILINE)
    assert versions, f"{name} is not in requirements.lock: run sh .ci/lock.sh"
    assert all(requirement.specifier.contains(version) for version in versions)
