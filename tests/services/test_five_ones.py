"""Who is in charge: records, loads, names from projects, hand-overs, what projects lack."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm.domain.five_ones import Kind, Role
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.errors import UserError
from invest_crm.services.five_ones.handing import (
    HandOverAll,
    hand_all_over,
    handed_over,
    roles_to_hand,
)
from invest_crm.services.five_ones.load import Holdings, Load, loads
from invest_crm.services.five_ones.naming import TakeNames, offered_names, take_names
from invest_crm.services.five_ones.panel import responsible_panel
from invest_crm.services.five_ones.records import (
    EditResponsible,
    archive_responsible,
    load,
    load_all,
    save_responsible,
)
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.projects.records import load_one
from invest_crm.services.tasks import AddTask, add_task, open_tasks
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.undo import redo, undo
from tests.support.factories import Bureau, images, person, when, yi

TODAY = date(2025, 9, 1)


def put(office: Bureau, name: str, kind: Kind = Kind.PERSON, **values: Any) -> str:
    command = EditResponsible(None, {"kind": kind.value, "name": name, **values})
    return str(office.app.write(save_responsible, command).value)


def carries(office: Bureau, record: str) -> Load:
    return office.app.read(lambda view: loads(view, load(view, [record]).values()))[record]


def hand(office: Bureau, giver: str, taker: str, **values: Any) -> str:
    command = HandOverAll(giver, taker, **{"on": TODAY, **values})
    return str(office.app.write(hand_all_over, command).value)


def refused(office: Bureau, code: str, do: Any, command: Any) -> None:
    before = images(office.app)
    with pytest.raises(UserError) as caught:
        office.app.write(do, command)
    assert caught.value.code == code
    assert images(office.app) == before


def test_a_load_counts_the_projects_that_go_on_their_sum_and_the_late_ones(any_office) -> None:
    office = any_office
    zhang = put(office, "张三", post="副县长")
    unit = put(office, "县发改局", Kind.UNIT)
    own = {"leader": "副县长 张三、李四", "lead_unit": "县发改局"}
    late = office.take_up("甲", **own, total_investment=yi(2), start_by=when("2025-06"))
    fine = office.take_up("乙", **own, total_investment=yi(1), start_by=when("2026-06"))
    begun = office.take_up("丙", leader="张三", start_by=when("2025-01"))
    office.reach(begun, MilestoneKind.STARTED, "2025-03")
    ended = office.take_up("丁", **own, total_investment=yi(9))
    office.side(ended, SideState.TERMINATED, "2025-05-01")
    found = carries(office, zhang)
    assert set(found.ids) == {late, fine, begun}
    assert (found.total, found.late) == (yi(3), (late,))
    assert set(carries(office, unit).ids) == {late, fine}


def test_a_post_two_people_hold_means_neither_of_them(office: Bureau) -> None:
    first = put(office, "张三", post="副县长")
    project = office.take_up("甲", leader="副县长")
    assert carries(office, first).ids == (project,)
    second = put(office, "李四", post="副县长")
    assert carries(office, first).ids == carries(office, second).ids == ()
    office.app.write(save_responsible, EditResponsible(first, {"active_until": "2025-08-31"}))
    assert carries(office, second).ids == (project,), "who left office is not meant any more"


def test_names_of_projects_become_records_once(any_office) -> None:
    office = any_office
    office.take_up("甲", leader="县委常委 张三、李四", lead_unit="县发改局", task_force="甲专班")
    office.take_up("乙", leader="张三", lead_unit="县发改局")
    offers = office.app.read(offered_names)
    told = [(one.kind, one.name, one.post, one.times) for one in offers]
    assert told == [
        (Kind.PERSON, "张三", "县委常委", 2),
        (Kind.PERSON, "李四", "", 1),
        (Kind.UNIT, "县发改局", "", 2),
        (Kind.FORCE, "甲专班", "", 1),
    ]
    made = office.app.write(take_names, TakeNames(tuple(offers[:3]))).value
    assert len(made) == 3
    assert [one.name for one in office.app.read(offered_names)] == ["甲专班"]
    refused(office, "names-known", take_names, TakeNames(tuple(offers[:2])))


def test_everything_in_a_name_is_handed_over_in_one_action_and_comes_back(any_office) -> None:
    office = any_office
    zhang, wang = put(office, "张三", post="副县长"), put(office, "王五", post="县委常委")
    led = office.take_up("甲", leader="副县长 张三、李四", task_force="赵六、张三")
    named = office.take_up("乙", leader="钱七", contacts=(person("张三"),))
    done = office.take_up("丙", leader="张三")
    office.side(done, SideState.TERMINATED, "2025-05-01")
    office.app.write(add_task, AddTask("送材料", assignee="张三", project_id=led))
    before = images(office.app)
    roles = office.app.read(roles_to_hand, zhang, wang)
    assert [(one.role, one.before, one.after) for one in roles] == [
        (Role.LEADER, "副县长 张三、李四", "县委常委 王五、李四"),
        (Role.FORCE, "赵六、张三", "赵六、王五"),
        (Role.CONTACT, "张三", "王五 (县委常委)"),
        (Role.TASK, "张三", "王五"),
    ]
    assert images(office.app) == before, "a preview changes nothing"
    hand(office, zhang, wang, reason="调任")
    record = office.app.read(load_one, led)
    assert (record["leader"], record["task_force"]) == ("县委常委 王五、李四", "赵六、王五")
    (contact,) = office.app.read(load_one, named)["contacts"]
    assert (contact.name, contact.phone) == ("王五", ""), "the number goes with its person"
    assert office.app.read(load_one, done)["leader"] == "张三", "what ended keeps who it was"
    assert [line.assignee for line in office.app.read(open_tasks)] == ["王五"]
    assert office.app.read(load, [zhang])[zhang]["active_until"] == "2025-09-01"
    (over,) = office.app.read(handed_over, project_id=led)
    assert (over.from_name, over.to_name, over.on, len(over.roles)) == ("张三", "王五", TODAY, 3)
    assert office.app.read(responsible_panel, wang).handed[0].roles == (
        office.app.read(handed_over)[0].roles
    )
    after = images(office.app)
    office.app.write(undo, None)
    assert images(office.app) == before
    office.app.write(redo, None)
    assert images(office.app) == after


def test_only_the_chosen_roles_change_hands(office: Bureau) -> None:
    zhang, wang = put(office, "张三"), put(office, "王五")
    first, second = (office.take_up(name, leader="张三") for name in "甲乙")
    keys = [one.key for one in office.app.read(roles_to_hand, zhang, wang)]
    hand(office, zhang, wang, keys=(keys[0],), leaves=False)
    leaders = {office.app.read(load_one, one)["leader"] for one in (first, second)}
    assert leaders == {"张三", "王五"}
    assert office.app.read(load, [zhang])[zhang]["active_until"] is None


def test_a_unit_hands_over_to_a_unit_on_a_day_that_has_come(office: Bureau) -> None:
    unit, heir = put(office, "县工信局", Kind.UNIT), put(office, "县科工局", Kind.UNIT)
    zhang = put(office, "张三")
    office.take_up("甲", lead_unit="县工信局", contact_unit="县发改局、县工信局")
    for code, command in (
        ("hand-over-kind", HandOverAll(unit, zhang, TODAY)),
        ("hand-over-self", HandOverAll(unit, unit, TODAY)),
        ("hand-over-none", HandOverAll(heir, unit, TODAY)),
        ("hand-over-none", HandOverAll(unit, heir, TODAY, keys=())),
        ("day-to-come", HandOverAll(unit, heir, date(2025, 9, 2))),
        ("responsible-gone", HandOverAll(unit, "gone", TODAY)),
    ):
        refused(office, code, hand_all_over, command)
    hand(office, unit, heir)
    found = carries(office, heir)
    assert (len(found.ids), found.others) == (1, ())


def test_records_are_told_apart_and_their_days_in_order(office: Bureau) -> None:
    put(office, "张三", post="副县长")
    put(office, "张三", post="局长")
    new = {"kind": "PERSON", "name": "张三", "post": "副县长"}
    refused(office, "name-taken", save_responsible, EditResponsible(None, new))
    refused(office, "name-missing", save_responsible, EditResponsible(None, {"name": " "}))
    days = {"name": "李四", "active_from": "2025-02-01", "active_until": "2025-01-01"}
    refused(office, "days-disordered", save_responsible, EditResponsible(None, days))


def test_a_record_goes_to_the_trash_and_comes_back(office: Bureau) -> None:
    zhang = put(office, "张三")
    office.app.write(archive_responsible, (zhang,))
    assert office.app.read(load_all) == []
    (line,) = office.app.read(list_trash)
    assert (line.kind, line.name) == ("responsible", "张三")
    office.app.write(restore_trash, [line.id])
    assert [one.id for one in office.app.read(load_all)] == [zhang]


def test_what_the_five_are_is_a_setting(office: Bureau) -> None:
    whole = office.take_up("甲", leader="张三", lead_unit="县发改局", task_force="专班")
    less = office.take_up("乙", leader="张三", lead_unit="县发改局")

    def lacking() -> dict[str, tuple[str, ...]]:
        return office.app.read(lambda view: Holdings(view).lacking(view))

    assert lacking() == {less: ("一个工作专班",)}
    office.app.write(set_option, SetOption("five_ones.five", "一个责任人=责任人"))
    assert set(lacking()) == {whole, less}
    refused(office, "five-unread", set_option, SetOption("five_ones.five", "一个方案=方案"))
