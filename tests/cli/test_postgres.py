"""The same words on a server: a whole journey gives the same documents as on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.ledgers import monthly_ledger, signed_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

PERIOD = ("--from", "2026-01-01", "--as-of", "2026-07-31")


def _journey(crm: Crm, folder: Path) -> list[Any]:
    """What every step of a day's work answers."""
    said = [
        crm.json("import", signed_ledger(folder)),
        crm.json("import", monthly_ledger(folder)),
        crm.json("projects", "--reveal"),
        crm.json("projects", "--where", "stage=STARTED", "--as-of", "2026-03-31"),
        crm.json("list", "monthly"),
        crm.json("list", "contacts"),
        *(crm.json("figures", *PERIOD, "--by", by)
          for by in ("chain", "leader", "unit", "township", "park", "tier")),
        crm.json("explain", "signed_not_started.count", *PERIOD),
        crm.json("check")["ok"],
        crm.json("undo"),
        crm.json("undo"),
        crm.json("projects"),
    ]  # fmt: skip
    return [_named(document, {}) for document in said]


def _named(document: Any, seen: dict[str, int]) -> Any:
    """The document with ids numbered in the order in which they appear."""
    if isinstance(document, dict):
        return {key: _named(value, seen) for key, value in document.items()}
    if isinstance(document, list):
        return [_named(value, seen) for value in document]
    if isinstance(document, str) and len(document) == 36 and document.count("-") == 4:
        return f"id {seen.setdefault(document, len(seen))}"
    return document


@pytest.mark.slow
def test_a_whole_journey_is_the_same_on_a_server_and_in_a_file(
    crm: Crm, server_crm: Crm, tmp_path: Path
) -> None:
    assert server_crm.json("init")["chains"] == 6
    on_file, on_server = _journey(crm, tmp_path), _journey(server_crm, tmp_path)
    assert on_file[2]["projects"]
    for step, (one, other) in enumerate(zip(on_file, on_server, strict=True)):
        assert one == other, f"step {step}"


def test_an_empty_server_is_refused_in_words_until_it_is_prepared(server_crm: Crm) -> None:
    assert "init" in server_crm.refused("projects", "--json")


def test_backups_and_restores_of_a_server_are_left_to_its_administrator(
    server_crm: Crm, tmp_path: Path
) -> None:
    server_crm.json("init")
    assert "管理员" in server_crm.refused("backup", "--to", tmp_path)
    assert "管理员" in server_crm.refused("restore", tmp_path / "x.db")


def test_a_server_that_is_not_there_is_told_in_words(crm: Crm) -> None:
    said = crm.bare("--db", "postgresql+psycopg://somebody:geheim@127.0.0.1:1/crm", "projects")
    assert (said.status, said.out) == (1, "")
    assert "服务器" in said.err
    assert "geheim" not in said.err
