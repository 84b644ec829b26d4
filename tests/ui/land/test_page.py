"""The page of land and plants: list, panel, form, cells, over a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.services.history import record_history
from invest_crm.services.parcels import load
from invest_crm.services.undo import undo
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.cells import Patch
from invest_crm.ui.kit.text import SpanLabel
from invest_crm.ui.land.columns import KEYS
from invest_crm.ui.land.source import LandSource
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.land.page import LandPage


def cell(page: LandPage, parcel: str, key: str) -> Any:
    cells = page.grid.model.cells(page.grid.model.row_of(parcel))
    assert cells is not None
    return cells[KEYS.index(key)]


def press(page: LandPage, words: str) -> list[str]:
    """Click a chip; the ids that are shown then."""
    pill = next(
        one for one in page.findChildren(PillButton) if one.isVisible() and one.text() == words
    )
    pill.clicked.emit()
    assert settled()
    return page.grid.model.ids()


def stored(page: LandPage, parcel: str) -> Any:
    return page._context.app.read(load, [parcel])[parcel]


def open_parcel(page: LandPage, parcel: str) -> None:
    page.restore({"open": parcel})
    assert settled()


def test_the_list_says_what_the_clock_of_a_parcel_reached_and_what_the_ledger_says(
    page, land
) -> None:
    alarm = cell(page, land["idle"], "alarm")
    assert (alarm.text, alarm.tone) == ("闲置满一年", "bad")
    assert "征缴土地闲置费（2,000 万元）" in alarm.tip
    status = cell(page, land["idle"], "status")
    assert (status.text, status.tip) == (
        "供而未用",
        "台账记为“供而未用”，按日期应为“闲置”。",
    )
    assert cell(page, land["free"], "ready") == "3/8"
    assert cell(page, land["plant"], "floor_area") == "5000"


def test_the_chips_narrow_the_list(page, land) -> None:
    assert press(page, "土地预警") == [land["idle"]]
    press(page, "土地预警")
    assert press(page, "厂房") == [land["plant"]]
    press(page, "厂房")
    assert press(page, "闲置低效") == [land["idle"]]


def test_areas_are_added_up_in_mu_and_floor_areas_in_square_metres(page, land) -> None:
    ids = [land["idle"], land["free"], land["plant"]]
    source = LandSource(page._context)
    assert [round(one, 2) if one else one for one in source.raw(ids, "area_mu")] == [100, 200, None]
    assert source.raw(ids, "floor_area") == [None, None, 5000]
    assert source.raw(ids, "height") == [None, None, None]


def test_the_panel_says_where_a_parcel_stands_and_what_it_offers(page, land) -> None:
    open_parcel(page, land["idle"])
    assert "闲置满一年" in page.panel.accessibleDescription() + "".join(
        one.text() for one in page.panel.findChildren(SpanLabel)
    )
    open_parcel(page, land["plant"])
    assert not find_clipped(page.panel)
    assert not find_nameless(page.panel)


def test_a_parcel_is_edited_in_its_form_and_undone(page, land) -> None:
    page.edit(land["free"])
    assert settled()
    editor = page.side.editor()
    assert editor is not None
    editor.form.retype({"power": "在建，10MVA，2026.12", "area_mu": "210", "status": "UNUSED"})
    editor.save()
    assert settled()
    record = stored(page, land["free"])
    assert (record["power"].state, record["power"].capacity) == ("BUILDING", "10MVA")
    assert (record["area_mu"], record["status"]) == (14_000_000, "UNUSED")
    latest = page._context.app.read(record_history, [land["free"]])[0]
    page._context.app.write(undo, latest.id)
    assert stored(page, land["free"])["power"].state == "READY"


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("height", "很高", "不是数字"),
        ("power", "随便", "请写已通"),
        ("start_confirmed_on", "2030.1.1", "尚未到来"),
        ("area_mu", "很大", "不是面积"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_the_field(
    page, land, key: str, text: str, problem: str
) -> None:
    page.edit(land["plant" if key == "height" else "free"])
    assert settled()
    form = page.side.editor().form
    form.retype({key: text})
    assert not form.check()
    assert problem in form.problems()[key]


def test_the_form_asks_of_land_and_plants_what_belongs_to_them(page, land) -> None:
    for one, asked, left in (("free", "agreed_start_on", "height"), ("plant", "height", "price")):
        page.edit(land[one])
        assert settled()
        texts = page.side.editor().form.texts()
        assert asked in texts
        assert left not in texts
        page.side.editor().closed.emit()


def test_a_new_plant_is_made_in_the_form(page) -> None:
    page.new_record()
    assert settled()
    editor = page.side.editor()
    editor.form.retype({"kind": "PLANT", "name": "5号厂房", "floor_area": "3600", "rent": "12.5"})
    editor.save()
    assert settled()
    record = stored(page, page.shown_id)
    assert (record["kind"], record["floor_area"], record["rent"]) == ("PLANT", 360_000, 1250)


def test_cells_are_pasted_under_the_headings_of_a_ledger(page, land) -> None:
    page.cell_desk.cells.prepare()
    assert settled()
    rows = ({"status": "低效", "gas": "未通"}, {"area_mu": "30"})
    patch = Patch("paste", (land["free"], land["used"]), rows)
    page.cell_desk.cells.put(patch)
    assert settled()
    assert stored(page, land["free"])["status"] == "INEFFICIENT"
    assert stored(page, land["free"])["gas"].state == "NONE"
    assert stored(page, land["used"])["area_mu"] == 2_000_000
