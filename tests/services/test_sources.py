"""Where a firm comes from is told in words wherever the program knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.domain.condition_words import value_word
from invest_crm.domain.sources import DEMO, is_code
from invest_crm.services.firm_filters import filter_fields
from invest_crm.services.firm_panel import firm_panel
from invest_crm.services.sources import source_words
from tests.services.ledger.conftest import ledgers

if TYPE_CHECKING:
    from invest_crm.services.work import App
    from tests.services.ledger.conftest import Ledgers
    from tests.support.factories import Bureau

__all__ = ["ledgers"]

HEADER = ("企业名称", "所属产业链", "主营业务")


def test_an_imported_firm_names_its_file_and_day(app: App, ledgers: Ledgers) -> None:
    path = ledgers.file("某县目标企业清单", HEADER, ("青禾牧业有限公司", "肉羊", "饲料加工"))
    ledgers.take(path)
    found = app.read(lambda view: view.first(select(firm)))
    assert is_code(found.source)
    panel = app.read(firm_panel, found.id)
    assert panel is not None
    assert panel.source == "Ledger import (台账1.xlsx, 1 Sep 2025)"
    field = app.read(filter_fields)["source"]
    assert value_word(found.source, field) == panel.source


def test_demonstration_data_are_called_so_and_a_typed_source_stays(
    app: App, office: Bureau
) -> None:
    fair = office.firm("甲公司", source="深圳高交会")
    panel = app.read(firm_panel, fair)
    assert panel is not None
    assert panel.source == "深圳高交会"
    assert app.read(source_words)[DEMO] == "Demonstration data"
