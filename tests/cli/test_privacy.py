"""Telephones on the command line: masked, shown on request, and the request kept on record."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.ledgers import signed_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

NUMBERS = ["13800007300", "13900005831", "13900003607", "13500003740"]


def _events(crm: Crm) -> list[Any]:
    from invest_crm.services.access import access_events
    from invest_crm.services.opening import open_app

    app = open_app(crm.where)
    try:
        return list(app.read(access_events))
    finally:
        app.database.close()


def _shown(said: str) -> list[str]:
    return [number for number in NUMBERS if number in said]


@pytest.mark.parametrize("words", [("projects",), ("list", "contacts")], ids=" ".join)
def test_telephones_are_masked_until_they_are_asked_for(june_crm: Crm, words: Any) -> None:
    masked = june_crm(*words, "--json").out
    assert _shown(masked) == []
    assert "138****7300" in masked
    assert _shown(june_crm(*words).out) == []
    assert _events(june_crm) == []
    assert _shown(june_crm(*words, "--json", "--reveal").out) == NUMBERS


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (("projects",), ("list", "projects")),
        (("list", "contacts"), ("list", "contacts")),
        (("list", "firms"), ("list", "firms")),
        (("export", "contacts", "--out", "{}/x.csv"), ("export", "contacts")),
    ],
    ids=lambda value: " ".join(value),
)
def test_who_was_shown_them_is_on_record_without_the_numbers(
    june_crm: Crm,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    words: Any,
    event: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    june_crm(*(word.format(tmp_path) for word in words), "--json", "--reveal", actor="li")
    (noted,) = _events(june_crm)
    assert (noted.kind, noted.subject, noted.actor) == (*event, "li")
    assert _shown(caplog.text + str(tuple(noted))) == []


def test_looking_at_numbers_is_not_a_change_one_undoes(june_crm: Crm) -> None:
    june_crm.json("list", "contacts", "--reveal")
    assert "台账" in june_crm.json("undo")["what"]
    assert june_crm.json("projects") == {"projects": []}
    assert len(_events(june_crm)) == 1


def test_messages_of_an_import_hold_no_number(crm: Crm, tmp_path: Path) -> None:
    said = crm("import", signed_ledger(tmp_path), "--rejects", tmp_path / "退回.xlsx")
    assert _shown(said.out + said.err) == []


def test_documents_and_maps_hold_no_number(june_crm: Crm, tmp_path: Path) -> None:
    for words in (
        ("report", "signed-not-started", "--out", tmp_path / "x.html"),
        ("report", "signed-started-bulletin", "--out", tmp_path / "y.html"),
        ("map", "肉羊", "--out", tmp_path / "z.svg"),
    ):
        assert june_crm(*words).status == 0
    found = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("[xyz].*"))]
    assert len(found) == 3
    assert _shown("".join(found)) == []
