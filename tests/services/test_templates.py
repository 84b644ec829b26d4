"""Templates carry the county's own chains, and come back through the whole import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.errors import UserError
from invest_crm.exchange.fields import KINDS
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.templates import save_template

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App


def example(app: App, kind: str, folder: Path) -> Path:
    """A template with the example of its second sheet entered on the first."""
    path: Path = app.read(save_template, kind, folder / f"{kind}.xlsx")
    book = openpyxl.load_workbook(path)
    first, second = book.worksheets
    told = {row[0].value: row[3].value for row in second.iter_rows() if len(row) > 3}
    first.cell(2, 3).value = "2026-07-10"
    for cell in first[3]:
        value = told[cell.value]
        is_number = "元）" in cell.value or "亩" in cell.value
        first.cell(4, cell.column).value = float(value) if is_number else value
    book.save(path)
    book.close()
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_template_is_taken_up_whole(app: App, kind: str, tmp_path: Path) -> None:
    if kind in {"monthly", "contacts", "approvals"}:  # they belong to a project
        apply_ledger(app, read_ledger(app, ImportLedger(example(app, "projects", tmp_path))))
    if kind == "revenue":  # it belongs to a firm
        apply_ledger(app, read_ledger(app, ImportLedger(example(app, "firms", tmp_path))))
    plan = apply_ledger(app, read_ledger(app, ImportLedger(example(app, kind, tmp_path)))).value
    assert plan is not None
    assert plan.counts == {"new": 1}
    assert [problem.message for problem in plan.problems()] == []


def test_the_chains_to_choose_from_are_those_of_the_county(app: App, tmp_path: Path) -> None:
    path = app.read(save_template, "firms", tmp_path / "firms.xlsx")
    book = openpyxl.load_workbook(path)
    rules = book.worksheets[0].data_validations.dataValidation
    listed = next(rule.formula1 for rule in rules if rule.type == "list").strip('"').split(",")
    assert listed == [
        row.name
        for row in app.read(
            lambda view: view.rows(select(chain.c.name).order_by(chain.c.position, chain.c.id))
        )
    ]
    book.close()


def test_a_place_that_cannot_be_written_is_refused_in_words(app: App, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UserError) as refused:
        app.read(save_template, "firms", tmp_path / "folder.xlsx")
    assert refused.value.code == "file-is-folder"
