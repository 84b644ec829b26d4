"""Who is in charge on the command line: names taken, loads listed, roles handed over, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

ROWS = """项目名称,总投资（万元）,包联领导,责任单位,签约时间
甲项目,10000,张三,县发改局,2025-03-01
乙项目,5000,张三,县工信局,2025-04-01
丙项目,8000,,县工信局,2025-04-01
"""


def test_loads_are_listed_and_everything_is_handed_over(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(ROWS, encoding="utf-8")
    assert crm("import", path).status == 0
    assert {one["name"] for one in crm.json("five-ones", "names")["names"]} == {
        "张三", "县发改局", "县工信局",
    }  # fmt: skip
    assert crm.json("five-ones", "take") == {"taken": 3}
    (zhang,) = crm.json("five-ones")["people"]
    assert (zhang["projects"], zhang["investment"], zhang["late"]) == (2, "15000", 0)
    lacking = crm.json("five-ones", "lacking")["lacking"]
    assert [one["lacks"] for one in lacking if one["name"] == "丙项目"] == [
        ["一名县级领导", "一个工作专班"]
    ]
    hand = ("five-ones", "hand", "--from", "县工信局", "--to", "县发改局")
    assert [one["subject"] for one in crm.json(*hand, "--preview")["roles"]] == ["丙项目", "乙项目"]
    assert crm.json("five-ones", "handed")["handed"] == []
    made = crm.json(*hand)["id"]
    units = {one["name"]: one["projects"] for one in crm.json("five-ones", "units")["units"]}
    assert units == {"县发改局": 3, "县工信局": 0}
    out = tmp_path / "清单.pdf"
    assert crm("report", "hand-over", "--record", made, "--out", out).status == 0
    assert out.stat().st_size > 1000
    assert crm("report", "hand-over", "--out", tmp_path / "无.pdf").status == 1
    assert crm("undo").status == 0
    assert crm.json("five-ones", "handed")["handed"] == []
    assert crm("five-ones", "hand", "--from", "无此人", "--to", "张三").status == 1
