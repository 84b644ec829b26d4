"""``move``, ``confirm``, ``cannot``, ``state``: the gates from a script, each undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after the import of the signed ledger."""
    return june_crm


def _project(crm: Crm, **wanted: object) -> dict[str, Any]:
    found = crm.json("projects")["projects"]
    return next(item for item in found if all(item[key] == wanted[key] for key in wanted))


def _now(crm: Crm, project: str) -> dict[str, Any]:
    (found,) = crm.json("projects", "--where", f"id={project}")["projects"]
    return dict(found)


@pytest.fixture
def signed(crm: Crm) -> str:
    return str(_project(crm, stage="SIGNED", side_state=None)["id"])


def test_a_dry_run_lists_what_is_missing_and_changes_nothing(crm: Crm, signed: str) -> None:
    before = _now(crm, signed)
    found = crm.json("move", signed, "REGISTERED", "--dry-run")
    assert not found["moved"]
    assert [need["evidence"] for need in found["missing"] if need["required"]] == [["LICENCE"]]
    assert "LICENCE" in crm("move", signed, "REGISTERED", "--dry-run").out
    assert _now(crm, signed) == before


def test_a_move_without_its_paper_is_refused_and_with_it_done_and_undone(
    crm: Crm, signed: str, tmp_path: Path
) -> None:
    refused = crm("move", signed, "REGISTERED")
    assert refused.status == 1
    assert "营业执照" in refused.err
    paper = tmp_path / "扫描件.jpg"
    paper.write_bytes(b"licence")
    found = crm.json("move", signed, "REGISTERED", "--on", "2025-06-20", "--evidence",
                     f"LICENCE={paper}")  # fmt: skip
    assert found["moved"]
    assert found["to_be_confirmed"]
    assert _now(crm, signed)["registered_on"]["value"] == "2025-06-20"
    crm.json("undo")
    assert _now(crm, signed)["stage"] == "SIGNED"


def test_the_second_person_confirms_or_refuses(crm: Crm, signed: str) -> None:
    assert crm("move", signed, "REGISTERED", "--reason", "先行推进").status == 0
    assert crm("confirm", signed, "REGISTERED").status == 1
    due = crm("due", "--json", actor="li").json()
    assert [step["id"] for step in due["to_confirm"]] == [signed]
    told = crm("confirm", signed, "REGISTERED", "--refuse", "尚未核准", actor="li")
    assert told.status == 0
    assert _now(crm, signed)["stage"] == "SIGNED"


def test_fields_are_read_as_the_form_reads_them(crm: Crm, tmp_path: Path) -> None:
    project = _project(crm, stage="REGISTERED")["id"]
    paper = tmp_path / "备案证.pdf"
    paper.write_bytes(b"filed")
    wrong = crm("move", project, "FILED", "--set", "total_investment=很多")
    assert wrong.status == 1
    assert "很多" in wrong.err
    code = "2506-140902-89-01-123456"
    words = ("move", project, "FILED", "--evidence", paper, "--set", f"project_code={code}",
             "--set", "total_investment=1.2亿", "--set", "filed_on=2025.6.20")  # fmt: skip
    assert crm(*words).status == 0
    found = _now(crm, project)
    assert (found["stage"], found["project_code"], found["total_investment"]) == (
        "FILED",
        code,
        "12000",
    )
    assert found["filed_on"]["value"] == "2025-06-20"


def test_an_unknown_kind_of_evidence_names_those_there_are(
    crm: Crm, signed: str, tmp_path: Path
) -> None:
    paper = tmp_path / "a.txt"
    paper.write_bytes(b"x")
    refused = crm("move", signed, "REGISTERED", "--evidence", f"NOTHING={paper}", "--reason", "x")
    assert refused.status == 1
    assert "LICENCE" in refused.err
    assert _now(crm, signed)["stage"] == "SIGNED"


def test_what_cannot_be_provided_is_noted_and_stays_missing(crm: Crm, signed: str) -> None:
    made = crm.json("cannot", signed, "LICENCE", "--who", "张总", "--again", "2099-01-01")
    assert made["change_set"]
    found = crm.json("move", signed, "REGISTERED", "--dry-run")
    assert [need["ask_again_on"] for need in found["missing"]] == ["2099-01-01"]


def test_an_end_needs_a_reason_of_the_list_and_a_pause_its_day(crm: Crm, signed: str) -> None:
    assert crm("state", signed, "TERMINATED", "--reason", "协商").status == 1
    assert crm("state", signed, "PAUSED", "--reason", "等指标").status == 1
    done = crm.json("state", signed, "PAUSED", "--because", "LAND_QUOTA", "--until", "2099-03-01")
    assert (done["state"], _now(crm, signed)["side_state"]) == ("PAUSED", "PAUSED")
    assert crm("state", signed, "ACTIVE").status == 0
    assert _now(crm, signed)["side_state"] is None
    assert crm("state", signed, "TERMINATED", "--because", "FUNDS").status == 0
    crm.json("undo")
    assert _now(crm, signed)["side_state"] is None
