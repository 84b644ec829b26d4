"""A firm in its panel, its twins, its people, and the list it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm import words
from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.firms import firm_node
from invest_crm.errors import UserError
from invest_crm.services.access import access_events
from invest_crm.services.contacts import reveal_phone
from invest_crm.services.firm_grid import FIRMS
from invest_crm.services.firm_panel import FirmPanel, find_twins, firm_panel, node_choices
from invest_crm.services.firms import EditFirm, PlaceFirm, archive_firms, place_firm, save_firm
from invest_crm.services.listing import ListQuery, list_ids
from invest_crm.services.projects.panel import project_panel
from tests.support.factories import CANARY, log_texts, person, put, yi

if TYPE_CHECKING:
    from invest_crm.services.work import App, View
    from tests.support.factories import Bureau

CODE = "91141082MA0TERT08K"


def panel(app: App, firm_id: str) -> FirmPanel:
    found = app.read(firm_panel, firm_id)
    assert found is not None
    return found


def place(app: App, firm_id: str, node_id: str, role: str | None) -> None:
    app.write(place_firm, PlaceFirm(firm_id, node_id, role))


def a_leaf(view: View) -> Any:
    return view.first(select(chain_node).where(chain_node.c.level == "leaf"))


def test_a_firm_that_is_gone_has_no_panel(app: App) -> None:
    assert app.read(firm_panel, "nobody") is None


def test_the_panel_names_places_in_the_words_of_the_chain(office: Bureau) -> None:
    words.use("zh_CN")
    leaf = office.app.read(a_leaf)
    firm_id = office.firm()
    place(office.app, firm_id, leaf.id, "target")
    (found,) = panel(office.app, firm_id).places
    assert (found.node, found.role, found.presumed) == (leaf.name, "target", False)


def test_a_place_chosen_by_a_person_is_no_longer_presumed(office: Bureau) -> None:
    app = office.app
    leaf, firm_id = app.read(a_leaf), office.firm()
    row = {"firm_id": firm_id, "node_id": leaf.id, "role": "target", "source": "presumed"}
    app.write(put, (firm_node, row))
    assert panel(app, firm_id).places[0].presumed
    place(app, firm_id, leaf.id, "target")
    assert not panel(app, firm_id).places[0].presumed


def test_projects_are_found_by_the_name_of_their_investor(
    any_office: Bureau,
) -> None:
    office = any_office
    firm_id = office.firm("景科食品（集团）有限公司")
    project = office.take_up("屠宰项目", investor="景科食品(集团)有限公司", total_investment=yi(2))
    office.take_up("别的项目", investor="他人有限公司")
    (found,) = panel(office.app, firm_id).projects
    assert (found.id, found.total, found.in_talks) == (project, yi(2), True)
    office.edit(project, signed_on="2025-08-05", agreement_type="INVESTMENT")
    assert not panel(office.app, firm_id).projects[0].in_talks


def test_history_tells_of_places_even_when_they_are_gone(
    any_office: Bureau,
) -> None:
    office = any_office
    words.use("en")
    leaf, firm_id = office.app.read(a_leaf), office.firm("甲公司")
    other = office.firm("丙公司")
    place(office.app, firm_id, leaf.id, "target")
    place(office.app, firm_id, leaf.id, None)
    place(office.app, other, leaf.id, "target")
    said = [line.what for line in panel(office.app, firm_id).history]
    assert said[0].startswith("Take firm 甲公司 off")
    assert said[-1] == "New firm 甲公司"
    assert not any("丙公司" in line for line in said)


def test_history_is_told_in_the_time_of_the_bureau(office: Bureau) -> None:
    line = panel(office.app, office.firm()).history[0]
    assert line.at == "2025-09-01 09:00"


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("别的名字公司", " 91141082ma0tert08k", "code"),
        ("景科食品(集团)有限公司", "", "name"),
        ("景科食品集团股份有限公司", "", "core"),
    ],
)
def test_a_twin_is_known_by_code_name_or_core(
    office: Bureau, name: str, code: str, why: str
) -> None:
    firm_id = office.firm("景科食品（集团）有限公司", credit_code=CODE)
    (twin,) = office.app.read(find_twins, name, code)
    assert (twin.id, twin.why) == (firm_id, why)


def test_a_firm_is_not_its_own_twin_and_the_trash_holds_none(office: Bureau) -> None:
    first, second = office.firm("甲牧业有限公司"), office.firm("甲牧业有限公司")
    assert [twin.id for twin in panel(office.app, first).twins] == [second]
    office.app.write(archive_firms, (second,))
    assert panel(office.app, first).twins == ()


@pytest.mark.parametrize(("name", "code"), [("", ""), ("甲", ""), ("有限公司", "9114")])
def test_too_little_typed_warns_of_nothing(office: Bureau, name: str, code: str) -> None:
    office.firm("甲")
    assert office.app.read(find_twins, name, code) == []


def test_the_strongest_reason_comes_first(office: Bureau) -> None:
    office.firm("甲牧业股份有限公司")
    office.firm("甲牧业有限公司")
    office.firm("乙公司", credit_code=CODE)
    found = office.app.read(find_twins, "甲牧业有限公司", CODE)
    assert [twin.why for twin in found] == ["code", "name", "core"]


def test_phones_are_masked_in_the_panel(office: Bureau) -> None:
    firm_id = office.firm(contacts=(person("张三", post="经理"),))
    (line,) = panel(office.app, firm_id).people
    assert (line.name, line.post, line.phone) == ("张三", "经理", "139****5678")
    project = office.take_up(contacts=(person("李四"),))
    found = office.app.read(project_panel, project)
    assert found is not None
    assert [one.phone for one in found.people] == ["139****5678"]


def test_showing_a_number_is_on_record_without_the_number(office: Bureau) -> None:
    firm_id = office.firm(contacts=(person("张三"),))
    (line,) = panel(office.app, firm_id).people
    assert office.app.write(reveal_phone, line.id).value == CANARY
    (event,) = office.app.read(access_events)
    assert (event.kind, event.subject, event.actor) == ("phone", line.id, "wang")
    assert CANARY not in log_texts(office.app)


def test_a_number_that_is_gone_is_said_so(office: Bureau) -> None:
    words.use("en")
    with pytest.raises(UserError, match="no longer"):
        office.app.write(reveal_phone, "nobody")


def test_the_list_by_a_segment_holds_the_firms_on_its_leaves(
    any_office: Bureau,
) -> None:
    office = any_office
    app = office.app
    leaf, on, off = app.read(a_leaf), office.firm("甲公司"), office.firm("丙公司")
    place(app, on, leaf.id, "target")
    place(app, off, leaf.id, "existing")
    for node in (leaf.id, leaf.parent_id):
        assert set(app.read(list_ids, FIRMS, ListQuery(filters={"node": node}))) == {on, off}
    both = ListQuery(filters={"node": leaf.parent_id, "role": "target"})
    assert app.read(list_ids, FIRMS, both) == [on]


def test_node_choices_are_leaves_that_name_their_chain(app: App) -> None:
    found = app.read(node_choices)
    assert len({item.chain_id for item in found}) == 6
    assert all(item.name and item.chain for item in found)


def test_an_edit_keeps_what_it_does_not_name(office: Bureau) -> None:
    firm_id = office.firm("甲公司", tags="省级龙头", contacts=(person("张三"),))
    office.app.write(save_firm, EditFirm(firm_id, {"local": True}))
    record = panel(office.app, firm_id).record
    assert (record["tags"], record["local"], len(record["contacts"])) == ("省级龙头", True, 1)
