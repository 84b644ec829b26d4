"""What importing and keeping answers: one document, every promised key, the promised types."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.ledgers import signed_ledger
from tests.exchange.counties import COUNTIES
from tests.exchange.ledgers import FIRMS, MONTHLY, REQUESTS, SIGNED, TALKS, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm, June

PROJECT_KEYS = (
    *("id", "name", "investor", "content", "chain", "node", "industry", "stage", "side_state"),
    *("total_investment", "fixed_investment", "external_funds", "year_plan", "funds_origin"),
    *("site_mode", "land_mu", "agreement_type", "signed_on", "registered_on", "filed_on"),
    *("land_on", "started_on", "in_stats_on", "completed_on", "in_production_on", "in_size_on"),
    *("project_code", "stat_code", "leader", "lead_unit", "task_force", "contact_unit"),
    *("contacts", "township", "park", "funds_in_place", "progress_text", "problem_text"),
    *("remark", "flags", "extra"),
)
MONEY = (
    "total_investment",
    "fixed_investment",
    "external_funds",
    "year_plan",
    "funds_in_place",
)
OTHER_KEYS = {
    "firms": "name credit_code region business registered_capital chain legal_person contacts"
    " extra",
    "monthly": "name month completed_month completed_year funds_month funds_year progress_text"
    " stat_code extra",
    "requests": "firm kind content received_on due_on unit progress_text closed extra",
    "contacts": "name post phone firm project",
}


@pytest.fixture
def full(crm: Crm, tmp_path: Path) -> Crm:
    """One ledger of every kind, imported."""
    contacts = next(county for county in COUNTIES if county.kind == "contacts")
    for path in (
        write_xlsx(tmp_path / "签约.xlsx", SIGNED),
        write_xlsx(tmp_path / "在谈.xlsx", TALKS),
        write_xlsx(tmp_path / "月报.xlsx", MONTHLY),
        write_xlsx(tmp_path / "诉求.xlsx", REQUESTS),
        write_csv(tmp_path / "目标企业.csv", FIRMS),
        write_xlsx(tmp_path / "通讯录.xlsx", contacts.table),
    ):
        crm.json("import", path)
    return crm


def _is_amount(value: object) -> bool:
    return isinstance(value, str) and Decimal(value).is_finite()


def test_import_says_all_it_promises(june: June) -> None:
    found = june.report
    for key in ("new", "changed", "same", "suspicious", "rejected", "skipped", "data_rows"):
        assert type(found[key]) is int, key
    for key in ("file", "sheet", "kind", "caption", "as_of", "unit", "change_set"):
        assert isinstance(found[key], str), key
    assert all(set(item) == {"column", "field", "unit"} for item in found["mapping"])
    assert all(
        set(item) == {"row", "column", "stated", "computed", "agrees"} for item in found["totals"]
    )
    assert all(
        set(item) == {"row", "column", "value", "code", "message"} for item in found["problems"]
    )
    for row in found["rows"]:
        assert set(row) == {"row", "action", "id", "fields"}
        assert row["fields"].keys() <= {*PROJECT_KEYS}
        assert row["fields"]["signed_on"].keys() == {"value", "precision", "raw"}


def test_a_dry_run_says_the_same_and_writes_nothing(crm: Crm, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path)
    tried = crm.json("import", path, "--dry-run")
    assert crm.json("projects") == {"projects": []}
    done = crm.json("import", path)
    assert tried["change_set"] is None
    assert {row["id"] for row in tried["rows"]} == {None}
    for document in (tried, done):
        document["change_set"] = None
        for row in document["rows"]:
            row["id"] = None
    assert tried == done


def test_what_was_noticed_about_the_file_is_printed(crm: Crm, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "企业.csv", FIRMS)
    (notice,) = crm.json("import", path, "--dry-run")["notices"]
    assert notice["message"] in crm("import", path, "--dry-run").out


def test_a_dry_run_of_no_database_makes_none(crm: Crm, tmp_path: Path) -> None:
    where = tmp_path / "none.db"
    said = crm.bare("--db", where, "import", signed_ledger(tmp_path), "--dry-run")
    assert said.status == 1
    assert not where.exists()


def test_a_file_understood_with_rejects_is_done_and_one_not_understood_is_refused(
    crm: Crm, tmp_path: Path
) -> None:
    lines = [["签约项目台账（截至2026年6月30日）"], ["项目名称", "总投资（亿元）", "签约时间"]]
    rows = [["甲项目", 1, "2026.3.1"], ["", 2, "2026.3.1"]]
    path = write_csv(tmp_path / "台账.csv", [*lines, *rows])
    rejects = tmp_path / "退回.xlsx"
    said = crm("import", path, "--json", "--rejects", rejects)
    found = said.json()
    assert (found["new"], found["rejected"]) == (1, 1)
    assert rejects.exists()
    assert "退回.xlsx" in said.err
    empty = write_csv(tmp_path / "空.csv", [["今天天气很好"]])
    assert crm.refused("import", empty, "--json")


def test_suspicious_rows_wait_until_they_are_accepted(crm: Crm, tmp_path: Path) -> None:
    lines = [["签约项目台账（截至2026年6月30日）"], ["项目名称", "总投资（亿元）", "签约时间"]]
    rows = [["甲项目", 1, "2026.3.1"], ["甲项目", 1, "2026.3.1"]]
    path = write_csv(tmp_path / "台账.csv", [*lines, *rows])
    found = crm.json("import", path)
    assert (found["new"], found["suspicious"]) == (1, 1)
    assert len(crm.json("projects")["projects"]) == 1
    crm.json("import", path, "--accept-suspicious")
    assert len(crm.json("projects")["projects"]) == 2


@pytest.mark.slow
def test_lists_of_every_kind_have_every_key(full: Crm) -> None:
    for kind, keys in OTHER_KEYS.items():
        document = full.json("list", kind)
        assert list(document) == [kind]
        assert document[kind], kind
        for item in document[kind]:
            assert set(keys.split()) <= item.keys()
    for item in full.json("projects")["projects"]:
        _check_project(item)
    assert {item["stage"] for item in full.json("projects")["projects"]} >= {"CONTACT", "STARTED"}


def _check_project(item: dict[str, Any]) -> None:
    assert set(PROJECT_KEYS) <= item.keys()
    assert isinstance(item["stage_label"], str)
    for key in MONEY:
        assert item[key] is None or _is_amount(item[key]), key
    for key in (name for name in PROJECT_KEYS if name.endswith("_on")):
        when = item[key]
        if when is None:
            continue
        flag = when["precision"] == "unknown"
        assert when.keys() == {"value", "precision", "raw"} | ({"not_after"} if flag else set())
        assert (when["value"] is None) == flag
        assert when["precision"] in {"day", "month", "quarter", "half", "year", "unknown"}
    assert isinstance(item["contacts"], list)
    assert set(item["flags"]) <= {
        "approx", "range", "phases", "fixed_in_cell", "currency", "unknown", "suspicious",
    }  # fmt: skip
    assert all(isinstance(text, str) for text in item["extra"].values())


def test_the_rows_of_other_kinds_have_every_key_on_import_too(crm: Crm, tmp_path: Path) -> None:
    for kind, path in (
        ("requests", write_xlsx(tmp_path / "诉求.xlsx", REQUESTS)),
        ("firms", write_csv(tmp_path / "目标企业.csv", FIRMS)),
    ):
        found = crm.json("import", path, "--dry-run")
        assert found["kind"] == kind
        for row in found["rows"]:
            # Columns the ledger has are there even when empty; those it lacks may be left out.
            mapped = {item["field"] for item in found["mapping"] if item["field"]}
            assert mapped & set(OTHER_KEYS[kind].split()) <= row["fields"].keys()


def test_init_check_and_verify(crm: Crm) -> None:
    ready = crm.json("init")
    assert (ready["chains"], type(ready["leaves"]), type(ready["schema"])) == (6, int, str)
    checks = crm.json("check")
    assert checks["ok"] is True
    assert {
        "pages",
        "references",
        "log-chain",
        "project-state",
        "approval-state",
        "search-index",
        "files",
    } == {item["check"] for item in checks["checks"]}
    chain = crm.json("verify")
    assert (chain["check"], chain["ok"]) == ("log-chain", True)


def test_init_again_changes_nothing(crm: Crm) -> None:
    first = crm.json("init")
    entries = crm.json("verify")["detail"]
    assert crm.json("init") == first
    assert crm.json("verify")["detail"] == entries


def test_a_broken_log_is_status_1_with_its_document(crm: Crm, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    crm.json("import", signed_ledger(tmp_path))
    with closing(sqlite3.connect(crm.where)) as file, file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            if name.startswith(("change", "log", "keep", "trg")) or "change" in name:
                file.execute(f'DROP TRIGGER "{name}"')
        file.execute("UPDATE change SET after = replace(after, '金穗', '铜穗')")
    for command in ("verify", "check"):
        said = crm(command, "--json")
        assert said.status == 1
        assert json.loads(said.out)["ok"] is False


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        ("2026-02-12", "3", "2026-02-24"),
        ("2026-02-13", "1", "2026-02-14"),
        ("2026-09-18", "5", "2026-09-24"),
        ("2026-09-30", "1", "2026-10-08"),
        ("2026-04-30", "5", "2026-05-11"),
        ("2026-02-24", "-3", "2026-02-12"),
        ("2026-10-01", "0", "2026-10-01"),
    ],
)
def test_working_days(crm: Crm, day: str, n: str, due: str) -> None:
    """Domain rule 9: test vectors of the published calendar of 2026."""
    assert crm.json("workdays", day, n) == {"date": due, "assumed_years": []}
    assert crm("workdays", day, n).out == f"{due}\n"


def test_a_year_without_a_published_calendar_is_said_to_be_assumed(crm: Crm) -> None:
    assert crm.json("workdays", "2027-03-01", "1") == {
        "date": "2027-03-02", "assumed_years": [2027],
    }  # fmt: skip
    said = crm("workdays", "2027-03-01", "1")
    assert said.out == "2027-03-02\n"
    assert "2027" in said.err


def test_working_days_need_no_database(crm: Crm, tmp_path: Path) -> None:
    said = crm.bare("--db", tmp_path / "none.db", "workdays", "2026-09-30", "1")
    assert (said.status, said.out) == (0, "2026-10-08\n")
    assert not (tmp_path / "none.db").exists()
