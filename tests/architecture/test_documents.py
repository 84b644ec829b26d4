"""README and manuals are held against the program: commands, pictures, pages, links."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from invest_crm.cli import main
from invest_crm.domain.metrics import METRICS
from invest_crm.reports.registry import REPORTS
from invest_crm.ui.picture import page_names
from tests.support.tools import ROOT

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

README = ROOT / "README.md"
MANUALS = (
    ROOT / "resources" / "docs" / "manual.zh_CN.md",
    ROOT / "resources" / "docs" / "manual.en.md",
)
DOCUMENTS = (README, *MANUALS)
PICTURES = ROOT / "resources" / "docs" / "images"
SCRIPT = ROOT / ".ci" / "pictures.sh"

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:\S*/)?invest-crm [^`]+)`")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)#]+)\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>\n##+ ')


def command_lines(text: str) -> list[str]:
    """The lines of every shell block, and calls of the program inside sentences."""
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines() if line.strip()]
    return [*lines, *_INLINE.findall(text)]


def calls(path: Path) -> list[list[str]]:
    """The arguments of every call of the program that a document shows."""
    words = [shlex.split(line, comments=True) for line in command_lines(_text(path))]
    return [line[1:] for line in words if line[0].rpartition("/")[2] == "invest-crm"]


def parsed(arguments: list[str]) -> argparse.Namespace | None:
    """What the command line understands; None where it prints help and ends well."""
    parser, _commands = main._parser(arguments)
    try:
        return parser.parse_args(main._with_default(arguments))
    except SystemExit as ended:
        if ended.code:
            pytest.fail(f"not understood: {arguments}")
        return None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _called(path: Path, command: str) -> list[argparse.Namespace]:
    found = [parsed(arguments) for arguments in calls(path)]
    return [one for one in found if one is not None and one.command == command]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_shown_is_understood(path: Path) -> None:
    assert calls(path)
    for arguments in calls(path):
        parsed(arguments)


@pytest.mark.parametrize("arguments", [["figures", "--unknown"], ["workdays", "2026-09-28", "x"]])
def test_a_command_that_does_not_exist_would_be_noticed(arguments: list[str]) -> None:
    with pytest.raises(pytest.fail.Exception):
        parsed(arguments)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_name_in_a_command_exists(path: Path) -> None:
    seed = json.loads(_text(ROOT / "resources" / "reference" / "chains-2026.json"))
    chains = {chain["id"] for chain in seed["chains"]}
    reports = {report.name: report.formats for report in REPORTS}
    for call in _called(path, "report"):
        assert call.list or call.out.suffix[1:] in reports[call.name]
    for call in _called(path, "map"):
        assert call.chain in chains
    for call in _called(path, "screenshot"):
        assert call.page in page_names()
    for call in _called(path, "gui"):
        assert getattr(call, "page", None) in (None, *page_names())
    for call in _called(path, "explain"):
        assert call.metric.rpartition(".")[0] in {metric.id for metric in METRICS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_other_commands_are_those_of_the_project(path: Path) -> None:
    first = {shlex.split(line, comments=True)[0] for line in command_lines(_text(path))}
    assert {name for name in first if not name.endswith("invest-crm")} <= {"sh", "pyinstaller"}
    for verb in re.findall(r"sh bootstrap\.sh (\w+)", _text(path)):
        assert re.search(rf"^    {verb}\)$", _text(ROOT / "bootstrap.sh"), re.MULTILINE), verb


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_the_manual_describes_every_command(path: Path) -> None:
    shown = {line[0] for line in map(_without_options, calls(path)) if line}
    names = {command.name for command in main.COMMANDS}
    assert names - shown == set()
    assert [name for name in sorted(names) if f"**{name}**" not in _text(path)] == []


def _without_options(arguments: list[str]) -> list[str]:
    """Arguments from the subcommand on."""
    names = {command.name for command in main.COMMANDS}
    return next((arguments[at:] for at, word in enumerate(arguments) if word in names), [])


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_every_page_of_the_window_has_a_section(path: Path) -> None:
    """Help opens the section of a page by this anchor."""
    anchors = _ANCHOR.findall(_text(path))
    assert [page for page in page_names() if f"page-{page}" not in anchors] == []


def test_both_manuals_have_the_same_sections_and_commands() -> None:
    chinese, english = MANUALS
    assert _ANCHOR.findall(_text(chinese)) == _ANCHOR.findall(_text(english))
    assert _shape(chinese) == _shape(english)


def _shape(path: Path) -> list[tuple[str, ...]]:
    """The subcommand and option names of every call, values left out."""
    return [
        tuple(word for word in arguments if word.startswith("--") or word in _NAMES)
        for arguments in calls(path)
    ]


_NAMES = {command.name for command in main.COMMANDS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_and_link_leads_somewhere(path: Path) -> None:
    text = _text(path)
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    targets = [*_PICTURE.findall(text), *_LINK.findall(text)]
    missing = [
        target
        for target in targets
        if (target[1:] not in anchors if target[0] == "#" else not (path.parent / target).exists())
    ]
    assert targets
    assert missing == []


def test_every_picture_is_used_and_made_by_the_script() -> None:
    used = {
        (path.parent / target).resolve()
        for path in DOCUMENTS
        for target in _PICTURE.findall(_text(path))
    }
    assert [one.name for one in sorted(PICTURES.glob("*.png")) if one not in used] == []
    script = _text(SCRIPT)
    names = {path.stem.removesuffix(".en") for path in PICTURES.glob("*.png")}
    assert [name for name in sorted(names - {*page_names()}) if f'"{name}"' not in script] == []


def test_the_script_of_the_pictures_is_plain_sh() -> None:
    subprocess.run(["sh", "-n", str(SCRIPT)], check=True)
