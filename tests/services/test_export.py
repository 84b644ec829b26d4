"""Exports: what is in the records is in the file, masked, and reads back to the same values."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sqlalchemy import update

from invest_crm.db.schema import record_tables
from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.log import change, change_set, private_value
from invest_crm.db.schema.projects import project
from invest_crm.domain.people import ContactReading
from invest_crm.errors import UserError
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.export import LISTS, export_records
from invest_crm.services.firms import EditFirm, save_firm
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.reference import load_reference
from tests.support.factories import CANARY, all_rows, when, yi

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.services.work import App

PERSON = (ContactReading("张三", "副总", CANARY),)


@pytest.fixture
def demo(app: App) -> App:
    app.write(load_reference, None)
    app.write(fill, FillDemo(projects=30, firms=40))
    return app


def add_firm(app: App, **values: Any) -> None:
    app.write(save_firm, EditFirm(None, {"name": "=演示肉羊有限公司", **values}))


def lines(pack: zipfile.ZipFile, name: str) -> list[Any]:
    return [json.loads(line) for line in pack.read(name).splitlines()]


def comparable(shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a ledger carries: not ids, stages before signing, or the words a date was in. Where
    no node is named the import presumes one."""
    leave = {"id", "stage", "stage_label", "side_state", "side_state_label", "extra"}
    leave |= {"node", "node_label", "node_presumed"}
    found = []
    for shape in shapes:
        kept = {key: value for key, value in shape.items() if key not in leave}
        for value in kept.values():
            if isinstance(value, dict):
                value.pop("raw", None)
        found.append(kept)
    return sorted(found, key=lambda shape: str(shape["name"]))


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_project_ledger_reads_back_to_the_same_values(
    new_app: Callable[[], App], tmp_path: Path, suffix: str
) -> None:
    one, other = new_app(), new_app()
    for app in (one, other):
        app.write(load_reference, None)
    values = {
        "name": "肉羊屠宰项目", "investor": "浙江某某有限公司", "chain": "mutton-sheep",
        "total_investment": yi(3) + 1, "fixed_investment": yi(2), "external_funds": yi(1),
        "funds_in_place": 0, "signed_on": when("2025-02-14"), "agreement_type": "FORMAL",
        "registered_on": when("2025-Q1"), "started_on": when("2025-05"),
        "in_stats_on": when("√", not_after="2025-08-31"), "site_mode": "LEASED_PLANT",
        "land_mu": 123_400, "leader": "县委常委、副县长", "lead_unit": "县投促局",
        "stat_code": "646546518133997821", "contacts": PERSON, "remark": "=1+1",
    }  # fmt: skip
    one.write(create_project, CreateProject(values))
    one.write(
        create_project, CreateProject({"name": "光伏组件项目", "extra": {"招商方式": "驻点"}})
    )
    path = tmp_path / f"项目.{suffix}"
    one.read(export_records, "projects", path, reveal=True)
    apply_ledger(other, read_ledger(other, ImportLedger(path)), accept_suspicious=True)
    before, after = (app.read(list_projects, reveal=True) for app in (one, other))
    mine, back = comparable(before), comparable(after)
    for shape in (*mine, *back):
        if isinstance(shape["in_stats_on"], dict):
            shape["in_stats_on"].pop("not_after")  # bounded by the day of the export
    assert back == mine
    assert {"招商方式": "驻点"} in [shape["extra"] for shape in after]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json"])
def test_every_list_has_every_record_in_every_form(
    demo: App, tmp_path: Path, kind: str, suffix: str
) -> None:
    path = tmp_path / f"{kind}.{suffix}"
    done = demo.read(export_records, kind, path)
    assert done.counts[kind] > 0
    assert not done.private
    if suffix == "json":
        assert len(json.loads(path.read_text("utf-8"))[kind]) == done.counts[kind]
    elif suffix == "csv":
        table = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        assert len(table) == done.counts[kind] + 1
    else:
        assert openpyxl.load_workbook(path).active is not None


def test_phones_are_masked_unless_revealed(demo: App, tmp_path: Path) -> None:
    add_firm(demo, contacts=PERSON)
    for kind in ("firms", "contacts", "all"):
        for suffix in ("json", "xlsx"):
            path = tmp_path / f"{kind}.{suffix}"
            demo.read(export_records, kind, path)
            assert CANARY not in text_of(path)
            done = demo.read(export_records, kind, path, reveal=True)
            assert CANARY in text_of(path)
            assert done.private


def test_an_erased_phone_is_in_no_export(app: App, tmp_path: Path) -> None:
    add_firm(app, contacts=PERSON)
    with app.database.writing() as connection:
        connection.execute(update(private_value).values(value=None, erased_by="x"))
    app.read(export_records, "firms", tmp_path / "a.csv", reveal=True)
    _head, row = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig")))
    assert "张三（副总）" in row


def text_of(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as pack:
        return "".join(pack.read(name).decode() for name in pack.namelist())


def test_a_name_like_a_formula_stays_a_name(app: App, tmp_path: Path) -> None:
    add_firm(app, credit_code="91141082MA0TERT08K", remark="@x")
    app.read(export_records, "firms", tmp_path / "a.csv")
    row = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))[1]
    assert (row[0], row[1]) == ("'=演示肉羊有限公司", "91141082MA0TERT08K")
    app.read(export_records, "firms", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [sheet["A2"].value, sheet["B2"].value] == ["=演示肉羊有限公司", "91141082MA0TERT08K"]
    assert sheet["A2"].data_type != "f"


def test_what_a_file_said_beyond_our_fields_comes_back(app: App, tmp_path: Path) -> None:
    add_firm(app, extra={"是否规上": "是", "走访情况": "已走访"})
    app.read(export_records, "firms", tmp_path / "a.csv")
    head, row = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig")))
    found = dict(zip(head, row, strict=True))
    assert (found["是否规上"], found["走访情况"], head.count("是否规上")) == ("是", "已走访", 1)


def test_the_archive_holds_every_table_as_stored(demo: App, tmp_path: Path) -> None:
    path = tmp_path / "全部.zip"
    done = demo.read(export_records, "all", path)
    assert done.private
    with zipfile.ZipFile(path) as pack:
        manifest = json.loads(pack.read("manifest.json"))
        for table in record_tables():
            stored = [dict(row._mapping) for row in demo.read(all_rows, table)]
            found = lines(pack, f"records/{table.name}.jsonl")
            assert sorted(found, key=lambda row: row["id"]) == sorted(
                stored, key=lambda row: row["id"]
            )
        for folder, table in (("log", change_set), ("log", change), ("private", private_value)):
            assert len(lines(pack, f"{folder}/{table.name}.jsonl")) == len(
                demo.read(all_rows, table)
            )
        for item in manifest["files"]:
            data = pack.read(item["name"])
            assert hashlib.sha256(data).hexdigest() == item["sha256"]
            assert len(data) == item["bytes"]
        assert {item["name"] for item in manifest["files"]} | {"manifest.json"} == set(
            pack.namelist()
        )
        assert manifest["log_head"] == lines(pack, "log/change_set.jsonl")[-1]["hash"]
        assert "CREATE TABLE project" in pack.read("schema.sql").decode()
        assert "138****" in pack.read("lists/contacts.csv").decode()


def test_cross_tables_hold_every_signed_yuan(demo: App, tmp_path: Path) -> None:
    demo.read(export_records, "pivot", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    last = list(book.worksheets[0].iter_rows(values_only=True))[-1]
    totals = demo.read(
        lambda view: sum(row.total_investment or 0 for row in all_rows(view, project))
    )
    assert last[0] == "合计"
    assert last[-2:] == (30, totals / 1_000_000)


@pytest.mark.parametrize(
    ("kind", "name"), [("all", "a.csv"), ("pivot", "a.json"), ("firms", "a.zip"), ("firms", "a")]
)
def test_a_form_a_list_does_not_have_is_refused(
    app: App, tmp_path: Path, kind: str, name: str
) -> None:
    with pytest.raises(UserError) as caught:
        app.read(export_records, kind, tmp_path / name)
    assert caught.value.code == "export-suffix"
    assert list(tmp_path.glob("a*")) == []


def test_an_empty_database_can_be_exported(app: App, tmp_path: Path) -> None:
    for name in ("a.zip", "a.xlsx", "a.json"):
        app.read(export_records, "all", tmp_path / name)
    assert app.read(all_rows, firm) == []
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "项目台账"
    assert chain.name == "chain"
