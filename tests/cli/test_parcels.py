"""Land and plants on the command line: taken in, listed, written out and taken in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exchange.ledgers import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

ROWS = [
    ["编号", "名称", "面积（公顷）", "状态", "约定动工时间", "电", "出让价款（万元）"],
    ["A-1", "东区1号", "2", "供而未用", "2020-05-01", "已通（10MVA）", "1000"],
    ["A-2", "标准厂房2号", "", "空置", "", "", ""],
]


def test_a_land_ledger_comes_in_by_its_kind_and_is_listed_with_what_its_dates_say(
    crm: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "土地.csv"
    write_csv(path, ROWS)
    said = crm.json("import", path, "--kind", "parcels")
    assert (said["kind"], said["new"], said["rejected"]) == ("parcels", 2, 0)
    fields = said["rows"][0]["fields"]
    assert (fields["area_mu"], fields["agreed_start_on"], fields["price"]) == (
        "30", "2020-05-01", "1000",
    )  # fmt: skip
    assert fields["power"] == {"state": "READY", "capacity": "10MVA", "ready_on": None}
    (land,) = crm.json("list", "parcels")["parcels"]
    assert (land["number"], land["derived_status"], land["alarm"]) == ("A-1", "IDLE", "TAKE_BACK")
    assert (land["consequence"], land["idle_fee"]) == ("TAKE_BACK", "200")
    (plant,) = crm.json("list", "plants")["plants"]
    assert (plant["name"], plant["status"], plant["alarm"]) == ("标准厂房2号", "VACANT", None)
    assert [one["id"] for one in crm.json("due")["land"]] == [land["id"]]


def test_what_is_written_out_is_taken_in_as_the_same_and_undone(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "土地.csv"
    write_csv(path, ROWS)
    assert crm("import", path).status == 0
    out = tmp_path / "出.xlsx"
    assert crm("export", "parcels", "--out", out).status == 0
    said = crm.json("import", out)
    assert (said["kind"], said["same"], said["new"], said["changed"]) == ("parcels", 2, 0, 0)
    assert crm("undo").status == 0
    assert crm.json("list", "parcels")["parcels"] == []
