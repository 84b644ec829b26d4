"""Every sentence for people is translated, in every room, with the placeholders it needs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Message

from tests.support.tools import ROOT, tool

if TYPE_CHECKING:
    from pathlib import Path

words = tool("words")


@pytest.mark.parametrize("room", words.all_rooms())
def test_the_catalogue_of_a_room_is_complete(room: str) -> None:
    assert words.check([room]) == []


def test_no_sentence_has_two_translations() -> None:
    assert words.contradictions(words.all_rooms()) == []


@pytest.mark.parametrize("path", sorted((ROOT / "invest_crm").rglob("*.py")), ids=lambda p: p.stem)
def test_nothing_is_translated_at_import_time(path: Path) -> None:
    assert translated_at_import(path.read_text(encoding="utf-8")) == []


def translated_at_import(source: str) -> list[int]:
    """Lines that call a translation function before anybody has chosen the language."""
    found: list[int] = []
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [
                *node.decorator_list,
                *node.args.defaults,
                *filter(None, node.args.kw_defaults),
            ]
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "ngettext", "pgettext"):
            found.append(node.lineno)
        waiting += ast.iter_child_nodes(node)
    return found


# ---- the checks can fail ---------------------------------------------------------------------


def problems(msgid: str | tuple[str, str], string: str | tuple[str, ...]) -> list[str]:
    return list(words.translation_problems(Message(msgid), Message(msgid, string)))


def test_that_nothing_typed_is_lost_is_said_in_one_place() -> None:
    said = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "invest_crm").rglob("*.py")
        if "Nothing was saved yet; what you typed is kept." in path.read_text(encoding="utf-8")
    ]
    assert said == ["invest_crm/services/refusals.py"]


def test_a_lost_placeholder_is_told() -> None:
    assert problems("{n} of {total} rows", "共 {total} 行，{n} 行") == []
    assert len(problems("{n} of {total} rows", "共 {n} 行")) == 1
    assert len(problems("%(name)s is kept", "保留")) == 1


def test_other_placeholders_may_be_used_on_purpose() -> None:
    entry = Message("{month_name} {year}", "{year}年{month}月", user_comments=[words.PERMIT])
    assert list(words.translation_problems(Message(entry.id), entry)) == []


def test_the_chinese_of_a_plural_has_the_placeholders_of_the_plural() -> None:
    assert problems(("one firm", "{n} firms"), ("{n} 家企业",)) == []
    assert len(problems(("one firm", "{n} firms"), ("企业",))) == 1


def test_an_empty_or_english_translation_is_told() -> None:
    assert len(problems("Save the project", "")) == 1
    assert len(problems("Save the project", "Save the project")) == 1
    assert problems("PDF", "PDF") == []


def test_a_sentence_translated_at_import_is_found() -> None:
    assert translated_at_import('LABEL = _("Save")\n') == [1]
    assert translated_at_import('def f(label=_("Save")): ...\n') == [1]
    assert translated_at_import('class C:\n    title = pgettext("menu", "File")\n') == [2]
    assert translated_at_import('LABEL = N_("Save")\ndef f():\n    return _(LABEL)\n') == []
    assert translated_at_import('MAKE = lambda: _("Save")\n') == []


# ---- the tool --------------------------------------------------------------------------------


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one room, and the tool looking at it."""
    (tmp_path / "invest_crm" / "ui").mkdir(parents=True)
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "PACKAGE", tmp_path / "invest_crm")
    monkeypatch.setattr(words, "LOCALE", tmp_path / "locale")
    return tmp_path


def say(project: Path, source: str, room: str = "ui") -> None:
    path = project / "invest_crm" / room / "page.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")


def translate(room: str, **strings: str) -> None:
    path = words.po_path(room)
    text = path.read_text(encoding="utf-8")
    for msgid, string in strings.items():
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{string}"')
    path.write_text(text, encoding="utf-8")


def test_a_catalogue_is_made_translated_compiled_and_found_complete(small_project: Path) -> None:
    say(small_project, 'def f():\n    return _("Save")\n')
    words.main(["update"])
    assert words.check(["ui"]) != []
    translate("ui", Save="保存")
    assert any("missing" in line for line in words.check(["ui"]))
    words.main(["compile"])
    assert words.check(["ui"]) == []


def test_an_edited_translation_asks_for_compiling(small_project: Path) -> None:
    say(small_project, 'def f():\n    return _("Save")\n')
    words.main(["update"])
    translate("ui", Save="存")
    words.main(["compile"])
    path = words.po_path("ui")
    path.write_text(path.read_text(encoding="utf-8").replace("存", "保存"), encoding="utf-8")
    assert ["older" in line for line in words.check(["ui"])] == [True]


def test_update_keeps_what_was_translated_and_drops_it_only_on_purpose(small_project: Path) -> None:
    say(small_project, 'def f():\n    return _("Save"), _("Open")\n')
    words.main(["update"])
    translate("ui", Save="保存", Open="打开")
    say(small_project, 'def f():\n    return _("Open")\n')
    words.main(["update"])
    assert '#~ msgstr "保存"' in words.po_path("ui").read_text(encoding="utf-8")
    say(small_project, 'def f():\n    return _("Save"), _("Open")\n')
    words.main(["update"])
    words.main(["compile"])
    assert words.check(["ui"]) == []
    say(small_project, 'def f():\n    return _("Open")\n')
    words.main(["update", "--prune"])
    assert "保存" not in words.po_path("ui").read_text(encoding="utf-8")


def test_a_sentence_that_moves_to_another_room_brings_its_translation(small_project: Path) -> None:
    say(small_project, 'def f():\n    return _("Save")\n')
    words.main(["update"])
    translate("ui", Save="保存")
    say(small_project, "", room="ui")
    say(small_project, 'def f():\n    return _("Save")\n', room="services")
    words.main(["update", "--prune"])
    assert 'msgstr "保存"' in words.po_path("services").read_text(encoding="utf-8")


def test_updating_twice_changes_nothing(small_project: Path) -> None:
    say(
        small_project,
        'def f(n):\n    return ngettext("{n} firm", "{n} firms", n), pgettext("menu", "File")\n',
    )
    words.main(["update"])
    first = words.po_path("ui").read_bytes()
    words.main(["update"])
    assert words.po_path("ui").read_bytes() == first
    assert b"Date" not in first


def test_a_sentence_translated_differently_in_two_rooms_is_told(small_project: Path) -> None:
    for room, chinese in (("ui", "保存"), ("services", "存盘")):
        say(small_project, 'def f():\n    return _("Save")\n', room=room)
        words.update(room, {}, prune=False)
        translate(room, Save=chinese)
    assert len(words.contradictions(["ui", "services"])) == 1
