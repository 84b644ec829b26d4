"""Joint reviews on the command line: convened, answered, awaited, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


def test_a_review_is_convened_answered_and_printed(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("项目名称,总投资（万元）\n甲项目,10000\n", encoding="utf-8")
    assert crm("import", path).status == 0
    assert crm.json("reviews") == {"reviews": []}
    made = crm.json("reviews", "convene", "--project", "甲项目", "--departments", "reform,ecology")
    assert made["id"]
    said = ("reviews", "answer", "--project", "甲项目", "--department")
    assert crm(*said, "reform", "--verdict", "AGREE", "--person", "吴芳").status == 0
    assert [one["department"] for one in crm.json("due")["opinions"]] == ["市生态环境局县分局"]
    condition = ("--condition", "补充论证@张三@2099-01-01")
    assert (
        crm(*said, "ecology", "--verdict", "CONDITION", "--person", "赵文", *condition).status == 0
    )
    (sheet,) = crm.json("reviews", "--project", "甲项目")["reviews"]
    assert sheet["outcome"] == "CONDITIONAL"
    assert sheet["opinions"][1]["conditions"][0]["owner"] == "张三"
    assert crm(*said, "tax", "--verdict", "AGREE", "--person", "x").status == 1
    assert crm(*said, "tax").status == 2
    out = tmp_path / "联审表.pdf"
    assert crm("report", "review", "--project", "甲项目", "--out", out).status == 1, (
        "an id is asked"
    )
    project = sheet["project"]
    assert crm("report", "review", "--project", project, "--out", out).status == 0
