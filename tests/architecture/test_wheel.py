"""The installed wheel finds everything it needs, far from any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.tools import ROOT

pytestmark = pytest.mark.slow

LOOK_AROUND = """
import json, invest_crm
from invest_crm import paths, words
words.use("zh_CN")
root = paths.resource_root()
print(json.dumps({
    "package": invest_crm.__file__,
    "resources": str(root),
    "files": sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()),
}))
"""


def run(*command: str, cwd: Path = ROOT, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    run("-m", "pip", "install", *options, "--target", str(site), str(wheel))
    return site


def test_the_wheel_carries_every_module_and_resource_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "invest_crm").rglob("*.py")}
    resources = {
        f"invest_crm/_resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted((modules | resources) - names) == []
    assert {name.split("/")[0] for name in names} == {"invest_crm"}


def test_the_installed_program_finds_its_resources(installed: Path, tmp_path: Path) -> None:
    seen = json.loads(run("-c", LOOK_AROUND, cwd=tmp_path, PYTHONPATH=str(installed)))
    assert Path(seen["package"]).is_relative_to(installed)
    assert Path(seen["resources"]) == installed / "invest_crm" / "_resources"
    assert "fonts/NotoSansSC-Regular.ttf" in seen["files"]


def test_the_installed_program_has_a_command(installed: Path) -> None:
    entry = next(installed.glob("invest_crm-*.dist-info")) / "entry_points.txt"
    assert "invest-crm = invest_crm.__main__:main" in entry.read_text(encoding="utf-8")
