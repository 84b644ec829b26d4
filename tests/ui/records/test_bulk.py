"""One form for many records, and cells that are read back as the value they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from invest_crm.domain.partial_date import PartialDate
from invest_crm.services import firms
from invest_crm.services.undo import undo
from invest_crm.ui.records.bulk_panel import BulkPanel
from invest_crm.ui.records.typed import read_text
from tests.support.factories import yi
from tests.ui.records.test_cells import choose, five_firms, press

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk

ENTER = Qt.Key.Key_Return


def test_enter_on_several_rows_opens_one_form_and_writes_only_what_was_touched(
    firm_desk: Desk,
) -> None:
    desk = firm_desk
    ids = five_firms(desk)
    office = desk.office.app
    office.write(firms.save_firm, firms.EditFirm(ids[0], {"region": "兰州市", "tags": "甲"}))
    office.write(firms.save_firm, firms.EditFirm(ids[1], {"region": "定西市", "tags": "甲"}))
    desk.page.grid.refresh()
    desk.settle()
    choose(desk, rows=(0, 2), keys=("name", "name"))
    press(desk, ENTER)
    panel = desk.page.side.currentWidget()
    assert isinstance(panel, BulkPanel)
    region = panel.form.editor("region")
    assert isinstance(region, QLineEdit)
    assert region.text() == ""
    assert region.placeholderText() == "（多个值）"
    panel.form.retype({"legal_person": "张三", "chain": "mutton-sheep"})
    panel.accept()
    desk.settle()
    found = [desk.firm(one) for one in ids]
    assert [one["legal_person"] for one in found] == ["张三"] * 3 + [None, None]
    assert [one["chain"] for one in found[:3]] == ["mutton-sheep"] * 3
    assert [one["region"] for one in found[:2]] == ["兰州市", "定西市"]
    assert not desk.page.side.busy()
    desk.context.app.write(undo, None)
    assert [desk.firm(one)["legal_person"] for one in ids] == [None] * 5


def test_what_is_typed_in_cells_is_read_back_as_the_same_value(desk: Desk) -> None:
    """Every cell that is copied can be pasted: text of the value, then value of the text."""
    project = desk.office.take_up(
        "甲",
        investor="某公司",
        chain="mutton-sheep",
        total_investment=123_456_789,
        fixed_investment=yi(2),
        land_mu=5_333_333,
        agreement_type="FORMAL",
        site_mode="GRANT",
        signed_on=PartialDate("2025-Q2", "quarter", "2025年二季度"),
        started_on=PartialDate("2025-08", "month", "8月"),
        filed_on=PartialDate("2025-03-05", "day", "3.5"),
        in_stats_on=PartialDate("2025", "year", "2025年"),
        progress_text="第一行\n第二行",
        leader="张三、李四",
    )
    record = desk.office.record(project)
    desk.page.grid.refresh()
    desk.settle()
    typed = desk.page.cell_desk.cells
    texts: dict[str, Any] = {}
    typed.texts([project], [column.key for column in desk.page.grid.model.columns()], texts.update)
    desk.settle()
    for key, text in texts[project].items():
        field = typed.field(key)
        assert field is not None
        value, problem = read_text(field, text, record)
        assert not problem, key
        stored = record[key]
        if isinstance(stored, PartialDate):
            assert (value.value, value.precision) == (stored.value, stored.precision), key
        else:
            assert value == stored, key
