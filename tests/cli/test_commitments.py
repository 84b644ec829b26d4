"""Promises on the command line: listed, kept, due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.services.agreements.commitments import EditCommitment, save_commitment
from invest_crm.services.opening import open_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


def test_promises_are_listed_with_their_warnings_and_kept(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("项目名称,总投资（万元）\n甲项目,10000\n", encoding="utf-8")
    assert crm("import", path).status == 0
    values = {
        "project": "甲项目",
        "kind": "TAX_REFUND",
        "wording": "税收返还",
        "due_on": "2020-01-01",
    }
    app = open_app(crm.where, actor="wang")
    app.write(save_commitment, EditCommitment(None, values))
    app.database.close()
    (found,) = crm.json("commitments", "--project", "甲项目")["commitments"]
    assert (found["standing"], found["side"], len(found["warnings"])) == ("LATE", "GOVERNMENT", 2)
    assert [one["id"] for one in crm.json("due")["promises"]] == [found["id"]]
    assert crm("commitments", found["id"]).status == 2, "a state is asked for"
    assert crm("commitments", found["id"], "--state", "BROKEN").status == 1, "and a reason"
    assert crm("commitments", found["id"], "--state", "WAIVED", "--note", "清理").status == 0
    assert crm.json("due")["promises"] == []
