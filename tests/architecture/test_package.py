"""What is packaged is what the program needs: everything of ours, nothing foreign, nothing GPL."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QLibraryInfo

from invest_crm.db.engine import APPLICATION_ID
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = ROOT / ".ci" / "package"
PROGRAM = "/usr/lib/invest-crm/invest-crm"
SPEC = (ROOT / "build.spec").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _tools_find_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))


@pytest.fixture
def parts() -> Any:
    return import_module("package_parts")


# ---- what goes in ----------------------------------------------------------------------------


def test_every_module_that_is_named_exists(parts: Any) -> None:
    named = parts.modules()
    assert [name for name in named if importlib.util.find_spec(name) is None] == []
    assert {"invest_crm.cli.gui", "invest_crm.exchange.child", "invest_crm.ui.pages"} <= {*named}
    assert not any("migrations" in name for name in named)


def test_every_file_that_is_named_exists_and_the_migrations_are_among_them(parts: Any) -> None:
    sources = [Path(source) for source, _folder in parts.datas()]
    assert [source for source in sources if not source.exists()] == []
    revisions = {path.name for path in (ROOT / parts.MIGRATIONS / "versions").glob("0*.py")}
    assert revisions <= {source.name for source in sources}


def test_the_spec_names_files_that_exist_and_is_python() -> None:
    ast.parse(SPEC)
    assert (FILES / "environment.py").is_file()
    assert '".ci" / "package" / "environment.py"' in SPEC


def test_what_nothing_depends_on_stays_out_and_what_is_needed_does_not(parts: Any) -> None:
    left_out = set(parts.excludes())
    assert {"pytest", "PyInstaller", "mypy", "openpyxl", "readline", "tkinter"} - left_out == {
        "PyInstaller"
    }
    needed = {"PySide6", "shiboken6", "sqlalchemy", "reportlab", "docx", "lxml", "psycopg", "six"}
    assert needed & left_out == set()


def test_the_dependencies_are_followed_to_the_end_with_the_extra(parts: Any) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {Requirement(text).name.lower() for text in project["dependencies"]}
    found = set(parts.distributions())
    assert direct <= found
    assert {"mako", "lxml", "psycopg-binary", "python-dateutil"} <= found
    assert {"pytest", "babel", "pyinstaller"} & found == set()


@pytest.mark.parametrize(
    ("target", "source", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/x", True),
        (
            "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
            "/v/x",
            True,
        ),
        (r"PySide6\plugins\platforms\qwindows.dll", r"C:\v\x", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/venv/x", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/venv/x", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "/venv/x", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/x", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/venv/x", False),
        ("resources/locale/zh_CN/LC_MESSAGES/ui.mo", "/src/x", True),
        ("resources/locale/zh_CN/LC_MESSAGES/ui.po", "/src/x", False),
    ],
)
def test_of_qt_and_the_words_only_what_is_used_is_kept(
    parts: Any, target: str, source: str, kept: bool
) -> None:
    assert parts.wanted(target, source) is kept


@pytest.mark.skipif(sys.platform != "linux", reason="the system's libraries of Linux")
def test_the_systems_libraries_are_left_to_the_system_but_for_those_python_stands_on(
    parts: Any,
) -> None:
    folder = "/usr/lib/x86_64-linux-gnu"
    assert parts.wanted("libssl.so.3", f"{folder}/libssl.so.3")
    assert parts.wanted("libpython3.11.so.1.0", f"{folder}/libpython3.11.so.1.0")
    assert not parts.wanted("libreadline.so.8", f"{folder}/libreadline.so.8")
    assert not parts.wanted("libxcb-cursor.so.0", f"{folder}/libxcb-cursor.so.0")
    assert parts.wanted("psycopg_binary.libs/libpq.so.5", "/venv/lib/libpq.so.5")


# ---- whose it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("licence", "only"),
    [
        ("GPL-3.0-only", True),
        ("MIT AND GPL-2.0-or-later", True),
        ("LGPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", False),
        ("MIT", False),
    ],
)
def test_a_licence_that_leaves_only_the_gpl_is_known(licence: str, only: bool) -> None:
    assert import_module("package_notice").gpl_only(licence) is only


def test_the_notice_names_what_the_files_belong_to_with_texts(tmp_path: Path) -> None:
    import sqlalchemy
    from PySide6 import QtCore

    files = [sqlalchemy.__file__, QtCore.__file__, str(ROOT / "resources" / "icons" / "x.svg")]
    written = import_module("package_notice").write(tmp_path / "THIRD-PARTY.txt", files)
    text = written.read_text(encoding="utf-8")
    for words in ("SQLAlchemy", "PySide6_Essentials", "LGPL-3.0-only", "Noto Sans SC", "ISC"):
        assert words in text
    for words in ("GNU LESSER GENERAL PUBLIC LICENSE", "SIL OPEN FONT LICENSE"):
        assert words in text


def test_a_file_nothing_asks_for_stops_the_building() -> None:
    notice = import_module("package_notice")
    with pytest.raises(notice.ForeignFileError, match="pytest"):
        notice.parts([pytest.__file__])
    with pytest.raises(notice.ForeignFileError, match="nothing that is known"):
        notice.parts(["/usr/lib/libreadline.so.8"])


# ---- the Debian package ----------------------------------------------------------------------


def test_files_are_dated_by_the_month_of_their_version() -> None:
    package = import_module("package")
    changes = "# x\n\n## 0.2.0 — 2027-03\n\n## 0.1.0 — 2026-11\n"
    assert package.epoch("0.1.0", changes) == 1793491200
    assert package.epoch(package.version(), (ROOT / "CHANGELOG.md").read_text("utf-8")) > 0
    with pytest.raises(LookupError, match=r"9\.9\.9"):
        package.epoch("9.9.9", changes)


@pytest.mark.skipif(sys.platform != "linux", reason="programs of Linux")
def test_the_needs_of_the_files_become_packages_and_an_unknown_one_is_refused(
    tmp_path: Path,
) -> None:
    deb = import_module("package_deb")
    shutil.copy("/bin/true", tmp_path / "program")
    (alone,) = deb.needs(tmp_path).depends
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", alone)
    plugin = tmp_path / "Qt" / "plugins" / "platformthemes" / "libqgtk3.so"
    plugin.parent.mkdir(parents=True)
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    shutil.copy(qt / "platformthemes" / "libqgtk3.so", plugin)
    with pytest.raises(deb.UnknownLibraryError, match=r"libQt6Core\.so\.6 for Qt/plugins/.*gtk3"):
        deb.needs(tmp_path)
    for library in import_module("package_elf").needed(plugin).libraries:
        if library.startswith("libQt6"):
            (tmp_path / library).touch()
    found = deb.needs(tmp_path)
    assert "libgtk-3-0 | libgtk-3-0t64" in found.recommends
    assert "libglib2.0-0 | libglib2.0-0t64" in found.depends
    plugin.rename(tmp_path / "libqgtk3.so")
    with pytest.raises(deb.UnknownLibraryError, match=r"libgtk-3\.so\.0 for libqgtk3\.so"):
        deb.needs(tmp_path)


def test_a_file_manager_knows_a_database_by_the_mark_the_program_writes() -> None:
    match = ET.parse(FILES / "invest-crm.xml").getroot().find(".//{*}match/{*}match")
    assert match is not None
    assert match.attrib["value"].encode() == APPLICATION_ID.to_bytes(4, "big")
    assert match.attrib["offset"] == "68"
    menu = (FILES / "invest-crm.desktop").read_text(encoding="utf-8")
    assert "MimeType=application/vnd.invest-crm.database;" in menu
    assert "Exec=invest-crm %f" in menu


# ---- the launcher ----------------------------------------------------------------------------


@pytest.fixture
def launch(tmp_path: Path) -> Callable[..., list[str]]:
    """Runs the launcher over a program that tells its input method and its arguments."""
    stub = tmp_path / "program"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "${QT_IM_MODULE-}" "${QT_IM_MODULES-}" "$@"\n')
    stub.chmod(0o755)
    launcher = tmp_path / "invest-crm"
    text = (FILES / "launcher.sh").read_text(encoding="utf-8")
    assert PROGRAM in text
    launcher.write_text(text.replace(PROGRAM, str(stub)), encoding="utf-8")

    def run(*arguments: str, **variables: str) -> list[str]:
        done = subprocess.run(
            ["sh", str(launcher), *arguments],
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split("\n")[:-1]

    return run


def answering(home: Path, process: int) -> None:
    """Somebody speaks, or spoke, the protocol of IBus."""
    file = home / ".config" / "ibus" / "bus" / "0123-unix-0"
    file.parent.mkdir(parents=True)
    file.write_text(f"# made by ibus\nIBUS_ADDRESS=unix:path=/run/x\nIBUS_DAEMON_PID={process}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the launcher of Linux")
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5", "WAYLAND_DISPLAY": "wayland-0"}, "ibus"),
        ({"QT_IM_MODULES": "fcitx;ibus"}, "ibus"),
        ({}, "ibus"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ({"QT_IM_MODULE": "compose"}, "compose"),
    ],
)
def test_chinese_is_typed_by_the_protocol_that_somebody_speaks(
    launch: Callable[..., list[str]], tmp_path: Path, asked: dict[str, str], given: str
) -> None:
    answering(tmp_path, os.getpid())
    module, modules = launch(**asked)
    assert (module, modules) == (given, "")


@pytest.mark.skipif(sys.platform != "linux", reason="the launcher of Linux")
def test_nothing_is_changed_where_nobody_answers_any_more(
    launch: Callable[..., list[str]], tmp_path: Path
) -> None:
    assert launch(QT_IM_MODULE="fcitx")[0] == "fcitx"
    answering(tmp_path, 2**22 + 1)  # no process has this number
    assert launch(QT_IM_MODULE="fcitx")[0] == "fcitx"


@pytest.mark.skipif(sys.platform != "linux", reason="the launcher of Linux")
def test_a_file_alone_is_the_database_to_open(
    launch: Callable[..., list[str]], tmp_path: Path
) -> None:
    database = tmp_path / "招商 项目.db"
    database.touch()
    assert launch(str(database))[2:] == ["--db", str(database)]
    assert launch("figures", "--json")[2:] == ["figures", "--json"]
    assert launch("figures")[2:] == ["figures"]
