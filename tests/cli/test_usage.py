"""Wrong words, missing things, help: the exit status and what a person is told."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.cli import main
from invest_crm.cli.columns import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

HELP_WIDTH = 80
COMMANDS = [command.name for command in main.COMMANDS]


def _declared(*argv: str) -> list[str]:
    _parser, chosen = main._parser(argv)
    return list(chosen)


def test_only_the_called_command_is_declared() -> None:
    assert _declared("--db", "check", "list", "projects") == ["list"]
    assert _declared("--actor", "undo", "projects", "--stage", "export") == ["projects"]


@pytest.mark.parametrize(
    "argv", [["--help"], ["list", "-h"], ["nonsense", "list"], ["--db", "list"]]
)
def test_whoever_asks_or_errs_is_told_of_all_commands(argv: list[str]) -> None:
    assert _declared(*argv) == COMMANDS


def test_a_database_named_like_a_command_opens_in_the_window() -> None:
    assert main._with_default(["--db", "list"]) == ["--db", "list", "gui"]


def _options(command: str) -> list[argparse.Action]:
    """Every argument of a command, with the help in the language in force."""
    parser, _chosen = main._parser([command])
    subs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    own = [*parser._actions, *subs.choices[command]._actions]
    return [a for a in own if not isinstance(a, argparse._SubParsersAction)]


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["--lang", "fr", "projects"],
        ["figures", "--as-of", "2025"],
        ["figures", "--as-of", "2025-02-30"],
        ["figures", "--by", "moon"],
        ["import"],
        ["import", "x.xlsx", "--kind", "parcels-and-more"],
        ["list"],
        ["list", "projects"],
        ["explain"],
        ["workdays", "2026-01-01"],
        ["workdays", "2026-01-01", "many"],
        ["map", "live-pigs"],
        ["map", "live-pigs", "--out", "x.pdf", "--paper", "B5"],
        ["screenshot", "board", "--out", "x.png", "--size", "wide"],
        ["screenshot", "board"],
        ["screenshot", "board", "--out", "x.png", "--scale", "big"],
        ["restore"],
        ["projects", "--nonsense"],
        ["projects", "--where", "chain"],
        ["projects", "--as-of", "20261101"],
        ["projects", "--as-of", "2026-W45-7"],
        ["figures", "--known-at", "yesterday"],
        ["report", "signed-started-bulletin"],
        ["demo", "--seed", "many"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(crm: Crm, argv: list[str]) -> None:
    said = crm(*argv)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("用法：invest-crm")
    assert "用法有误" in said.err
    english = crm.bare("--db", crm.where, "--lang", "en", *argv)
    if "fr" not in argv:
        assert english.err.startswith("usage: invest-crm")
        assert english.err.isascii() or "“" in english.err
        assert "error:" in english.err


@pytest.mark.parametrize(
    "argv",
    [
        ["projects"], ["projects", "--json"], ["list", "firms"], ["figures", "--json"],
        ["explain", "signed.count"], ["undo"], ["check"], ["backup"], ["verify"],
        ["map", "live-pigs", "--out", "x.pdf"], ["export", "projects", "--out", "x.xlsx"],
        ["report", "signed-started-bulletin", "--out", "x.pdf"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_missing_database_is_refused_and_not_made(
    crm: Crm, tmp_path: Path, argv: list[str]
) -> None:
    said = crm.bare("--db", tmp_path / "none.db", *argv)
    assert (said.status, said.out) == (1, "")
    assert "还没有数据库" in said.err
    assert "init" in said.err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["projects", "--where", "colour=red"], "colour"),
        (["explain", "happiness.rate"], "happiness.rate"),
        (["import", "nowhere.xlsx"], "打不开"),
        (["undo"], "没有可撤销"),
        (["undo", "--change-set", "x"], "没有这次修改"),
        (["map", "chocolate", "--out", "x.pdf"], "mutton-sheep"),
        (["map", "live-pigs", "--out", "x.doc"], ".doc"),
        (["report", "weather", "--out", "x.pdf"], "signed-started-bulletin"),
        (["report", "signed-started-bulletin", "--out", "x.exe"], "exe"),
        (["export", "projects", "--out", "x.exe"], ".xlsx"),
        (["restore", "nowhere.db"], "nowhere.db"),
        (["workdays", "9999-12-30", "10"], "日历"),
        (["settings", "ui.theme", "dark"], "county.name"),
        (["settings", "demo", ""], "county.name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_refused_in_one_message(
    crm: Crm, argv: list[str], told: str
) -> None:
    err = crm.refused(*argv)
    assert told in err
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 3


@pytest.mark.parametrize(
    "argv",
    [
        ["map", "live-pigs", "--out", "{}/x.pdf"],
        ["report", "signed-started-bulletin", "--out", "{}/x.pdf"],
        ["report", "signed-not-started", "--out", "{}/x.xlsx"],
        ["export", "projects", "--out", "{}/x.xlsx"],
        ["export", "all", "--out", "{}/x.zip"],
        ["backup", "--to", "{}/x"],
    ],
    ids=" ".join,
)
def test_a_target_that_cannot_be_written_is_told(crm: Crm, tmp_path: Path, argv: list[str]) -> None:
    """Below a file there is no folder, whoever asks (root may write everywhere else)."""
    file = tmp_path / "file"
    file.write_text("here", encoding="utf-8")
    err = crm.refused(*(word.format(file) for word in argv))
    assert "Traceback" not in err
    assert file.read_text(encoding="utf-8") == "here"


@pytest.mark.parametrize("where", ["mysql://x/y", "://", "postgresql+nothing://a/b"])
def test_an_address_of_another_kind_is_refused(crm: Crm, where: str) -> None:
    said = crm.bare("--db", where, "projects")
    assert (said.status, said.out) == (1, "")
    assert "postgresql+psycopg://" in said.err


def test_a_file_that_is_no_database_is_refused_and_kept(crm: Crm, tmp_path: Path) -> None:
    other = tmp_path / "letter.db"
    other.write_text("Dear Sir or Madam, " * 100, encoding="utf-8")
    before = other.read_bytes()
    for argv in (["projects"], ["init"], ["import", "x.xlsx"]):
        assert crm.bare("--db", other, *argv).status == 1
    assert other.read_bytes() == before


def test_the_environment_names_the_database(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INVEST_CRM_DB", str(tmp_path / "named.db"))
    assert crm.bare("projects").status == 1
    assert crm.bare("init", "--json").json()["database"] == str(tmp_path / "named.db")
    assert crm.bare("projects", "--json").json() == {"projects": []}


def test_the_option_wins_over_the_environment(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INVEST_CRM_DB", str(tmp_path / "none.db"))
    assert crm("projects", "--json").status == 0


def test_without_a_name_the_last_database_is_taken(crm: Crm) -> None:
    from invest_crm.services.opening import remember_database

    remember_database(crm.where)
    assert crm.bare("projects", "--json").json() == {"projects": []}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained_in_both_languages(command: str) -> None:
    words.use("en")
    english = [(option.dest, option.help) for option in _options(command)]
    words.use("zh_CN")
    chinese = {option.dest: option.help for option in _options(command)}
    assert [name for name, text in english if not text] == []
    codes_only = {("export", "kind")}  # its help is the list of kinds
    own = [(name, text) for name, text in english if name not in {"help", "version"}]
    same = {(command, name) for name, text in own if text == chinese[name]}
    assert same - codes_only == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_help_lists_every_command(crm: Crm, language: str) -> None:
    said = crm.bare("--lang", language, "--help")
    assert said.status == 0
    assert [name for name in COMMANDS if f"    {name} " not in said.out] == []
    chinese = [line for line in said.out.splitlines() if not line.isascii()]
    assert bool(chinese) == (language == "zh_CN")


@pytest.mark.parametrize("argv", [[], *([command] for command in COMMANDS)], ids=" ".join)
def test_help_in_chinese_has_no_english_word(crm: Crm, argv: list[str]) -> None:
    """Left over are names that are typed as they stand: commands, options, codes, suffixes."""
    said = crm.bare(*argv, "--help")
    assert said.status == 0
    prose = re.sub(r"\[.*?\]|\{.*?\}|--?[a-z][a-z-]*|[A-Z_|.]{2,}", "", said.out, flags=re.DOTALL)
    left = set(re.findall(r"\b[a-z]{3,}\b", prose))
    assert left & {"usage", "positional", "arguments", "options", "show", "help", "exit"} == set()
    _usage, _blank, told = said.out.partition("\n\n")
    assert [line for line in told.splitlines() if columns_of(line) > HELP_WIDTH] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_english_without_a_chinese_word(crm: Crm, command: str) -> None:
    said = crm.bare("--lang", "en", command, "--help")
    assert said.status == 0
    assert re.sub("亿元|万元|[“”]", "", said.out).isascii()


def test_version_is_said(crm: Crm) -> None:
    from invest_crm import __version__

    assert crm.bare("--version").out == f"invest-crm {__version__}\n"


def test_messages_follow_the_language(crm: Crm) -> None:
    assert "Nothing was imported" in crm.bare("--db", crm.where, "--lang", "en", "import", "x").err
    assert "没有导入" in crm("import", "x").err


def test_codes_and_keys_are_the_same_in_both_languages(june_crm: Crm) -> None:
    crm = june_crm
    chinese = crm.json("projects")["projects"][0]
    english = crm.bare("--db", crm.where, "--lang", "en", "projects", "--json").json()["projects"][
        0
    ]
    assert {key: value for key, value in chinese.items() if not key.endswith("_label")} == {
        key: value for key, value in english.items() if not key.endswith("_label")
    }
    assert (chinese["stage_label"], english["stage_label"]) == ("投产", "In production")
