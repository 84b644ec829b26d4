"""Chains: what lies on their leaves, every edit with its undo, what a deletion would take along."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm import words
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.services import firms
from invest_crm.services.chains import edit
from invest_crm.services.chains.atlas import (
    chain_graph,
    chain_rows,
    export_chain_map,
    form_choices,
    occupants,
)
from tests.support.factories import images

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invest_crm.maps.graph import Leaf
    from invest_crm.services.chains.edit import OutlineNode
    from tests.support.factories import Bureau

CHAIN = "mutton-sheep"
ABATTOIR = "mutton-sheep.slaughter.abattoir"
SLAUGHTER = "mutton-sheep.slaughter"
FARMED = "mutton-sheep.feed"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = words.language()
    words.use("zh_CN")
    yield
    words.use(before)


def _node(office: Bureau, node_id: str) -> OutlineNode:
    nodes = office.app.read(edit.outline, node_id.split(".", maxsplit=1)[0])
    return next(node for node in nodes if node.id == node_id)


def _children(office: Bureau, parent: str, chain: str = CHAIN) -> list[str]:
    return [n.id for n in office.app.read(edit.outline, chain) if n.parent_id == parent]


def _leaf(office: Bureau, node_id: str) -> Leaf:
    graph = office.app.read(chain_graph, node_id.split(".", maxsplit=1)[0])
    return next(leaf for leaf in graph.leaves() if leaf.id == node_id)


def _place(office: Bureau, firm: str, role: str | None, node: str = ABATTOIR) -> None:
    office.app.write(firms.place_firm, firms.PlaceFirm(firm, node, role))


def _tier(office: Bureau, tier: str, chain: str = CHAIN) -> str:
    nodes = office.app.read(edit.outline, chain)
    return next(n.id for n in nodes if n.level == "tier" and n.tier == tier)


# ---- what lies on a leaf -----------------------------------------------------------------------


def test_an_empty_chain_has_only_gaps(office: Bureau) -> None:
    row = next(row for row in office.app.read(chain_rows) if row.id == CHAIN)
    assert (row.covered, row.critical_covered, row.projects, row.firms) == (0, 0, 0, 0)
    assert row.leaves > row.critical > 0
    assert {leaf.state for leaf in office.app.read(chain_graph, CHAIN).leaves()} == {"missing"}


def test_firms_and_projects_make_the_state_of_a_leaf(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    assert _leaf(office, ABATTOIR).state == "talks"
    office.edit(project, signed_on="2025-03-01")
    assert _leaf(office, ABATTOIR).state == "coming"
    firm = office.firm("恒丰食品有限公司")
    _place(office, firm, "existing")
    assert _leaf(office, ABATTOIR).state == "weak"
    office.app.write(firms.save_firm, firms.EditFirm(firm, {"in_size": True}))
    assert _leaf(office, ABATTOIR).state == "present"
    _place(office, firm, "leader")
    leaf = _leaf(office, ABATTOIR)
    assert leaf.state == "strong"
    assert (leaf.counts.local, leaf.counts.leaders, leaf.counts.in_statistics) == (1, 1, 1)
    assert (leaf.counts.signed, leaf.counts.talks) == (1, 0)
    assert leaf.firm_names == ("恒丰食品有限公司",)


def test_projects_count_once_at_their_furthest_step(office: Bureau) -> None:
    steps = {
        "talks": {},
        "signed": {"signed_on": "2025-03-01"},
        "started": {"signed_on": "2025-03-01", "started_on": "2025-05-01"},
        "in_production": {"signed_on": "2025-03-01", "in_production_on": "2025-08-01"},
    }
    for name, dates in steps.items():
        office.take_up(name, chain=CHAIN, node=ABATTOIR, **dates)
    leaf = _leaf(office, ABATTOIR)
    assert [getattr(leaf.counts, name) for name in steps] == [1, 1, 1, 1]
    assert leaf.project_names == ("in_production", "started", "signed")  # talks are not named


def test_ended_and_binned_records_leave_the_map(office: Bureau) -> None:
    from invest_crm.services.projects.edit import archive_projects

    ended = office.take_up("甲", chain=CHAIN, node=ABATTOIR, signed_on="2025-03-01")
    binned = office.take_up("乙", chain=CHAIN, node=ABATTOIR)
    firm = office.firm("恒丰食品有限公司")
    _place(office, firm, "target")
    office.side(ended, SideState.TERMINATED, "2025-08-01")
    office.app.write(archive_projects, (binned,))
    office.app.write(firms.archive_firms, (firm,))
    assert _leaf(office, ABATTOIR).state == "missing"
    assert [one.name for one in office.app.read(occupants, ABATTOIR)] == ["甲"]


def test_what_lies_on_a_segment_is_what_lies_on_its_leaves(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR, signed_on="2025-03-01")
    firm = office.firm("恒丰食品有限公司")
    _place(office, firm, "target")
    found = [(one.kind, one.id, one.note) for one in office.app.read(occupants, SLAUGHTER)]
    assert found == [("firm", firm, "目标企业"), ("project", project, "签约")]
    assert office.app.read(occupants, _children(office, SLAUGHTER)[-1]) == []
    row = next(row for row in office.app.read(chain_rows) if row.id == CHAIN)
    assert (row.projects, row.firms) == (1, 1)


def test_a_chain_is_known_by_id_and_by_name_and_an_unknown_one_is_refused(office: Bureau) -> None:
    assert office.app.read(chain_graph, "肉羊").id == CHAIN
    with pytest.raises(UserError) as refused:
        office.app.read(chain_graph, "巧克力")
    assert refused.value.code == "chain-unknown"
    assert CHAIN in refused.value.todo


def test_a_form_offers_every_chain_and_leaf_in_the_language_of_the_reader(office: Bureau) -> None:
    chains, nodes = office.app.read(form_choices)
    leaves = sum(row.leaves for row in office.app.read(chain_rows))
    assert (len(chains), len(nodes)) == (6, leaves)
    assert dict(chains)[CHAIN] == "肉羊"
    assert dict(nodes)[ABATTOIR] == "肉羊 / 肉羊定点屠宰"
    words.use("en")
    assert office.app.read(form_choices)[0] != chains


# ---- edits, each with its undo -----------------------------------------------------------------

Edit = "Callable[[Bureau], Any]"


def _write(use_case: Any, command: Any) -> Callable[[Bureau], Any]:
    return lambda office: office.app.write(use_case, command).value


def _move_back(office: Bureau) -> Any:
    """Moves a segment into another tier."""
    target = _tier(office, "supporting")
    return office.app.write(edit.move_node, edit.MoveNode(SLAUGHTER, target, 0)).value


def _delete_full(office: Bureau) -> Any:
    return office.app.write(edit.delete_node, SLAUGHTER).value


EDITS: dict[str, Callable[[Bureau], Any]] = {
    "chain.new": _write(edit.add_chain, edit.AddChain("  中药材  ")),
    "chain.edit": _write(
        edit.edit_chain, edit.EditChain(CHAIN, {"leader": "副县长", "target_regions": "内蒙古"})
    ),
    "node.add": _write(edit.add_node, edit.AddNode(SLAUGHTER, "副产物利用")),
    "node.edit": _write(
        edit.edit_node,
        edit.EditNode(ABATTOIR, {"name": "屠宰", "codes": ("1351",), "critical": False,
                                 "keywords": ("屠宰", "分割"), "note": "环评"}),
    ),
    "node.state": _write(
        edit.override_state, edit.OverrideState(ABATTOIR, "strong", "邻县企业覆盖")
    ),
    "node.order": _write(edit.move_node, edit.MoveNode(ABATTOIR, SLAUGHTER, 99)),
    "node.tier": _move_back,
    "node.delete": _delete_full,
    "flow.add": _write(edit.add_flow, edit.AddFlow(SLAUGHTER, FARMED)),
    "flow.remove": lambda office: office.app.write(
        edit.remove_flow, edit.AddFlow(*_some_flow(office))
    ).value,
}  # fmt: skip


def _some_flow(office: Bureau) -> tuple[str, str]:
    flow = office.app.read(chain_graph, CHAIN).flows[0]
    return flow.source_segment, flow.target_segment


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_one_change_that_can_be_undone_and_redone(office: Bureau, name: str) -> None:
    office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    _place(office, office.firm("恒丰食品有限公司"), "existing")
    before = images(office.app)
    EDITS[name](office)
    after = images(office.app)
    assert after != before
    assert office.undo().what
    assert images(office.app) == before
    office.redo()
    assert images(office.app) == after


def test_an_edit_on_a_server_is_undone_alike(any_office: Bureau) -> None:
    office = any_office
    office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    before = images(office.app)
    for name in ("node.edit", "node.tier", "node.delete"):
        EDITS[name](office)
        office.undo()
        assert images(office.app) == before, name


def test_a_new_chain_has_four_tiers_and_comes_last(office: Bureau) -> None:
    chain_id = EDITS["chain.new"](office)
    rows = office.app.read(chain_rows)
    assert (rows[-1].id, rows[-1].name, rows[-1].leaves) == (chain_id, "中药材", 0)
    assert [(n.level, n.tier, n.name) for n in office.app.read(edit.outline, chain_id)] == [
        ("tier", "upstream", "上游"), ("tier", "midstream", "中游"),
        ("tier", "downstream", "下游"), ("tier", "supporting", "支撑配套"),
    ]  # fmt: skip
    segment = office.app.write(
        edit.add_node, edit.AddNode(_tier(office, "midstream", chain_id), "饮片")
    ).value
    leaf = office.app.write(edit.add_node, edit.AddNode(str(segment), "切片")).value
    graph = office.app.read(chain_graph, chain_id)
    assert [(one.id, one.state) for one in graph.leaves()] == [(leaf, "missing")]


def test_a_node_is_added_after_its_siblings_in_the_tier_of_its_parent(office: Bureau) -> None:
    added = EDITS["node.add"](office)
    node = _node_anywhere(office, added)
    assert (node.level, node.tier, node.name) == (
        "leaf",
        _node(office, SLAUGHTER).tier,
        "副产物利用",
    )
    assert _children(office, SLAUGHTER)[-1] == added


def _node_anywhere(office: Bureau, node_id: str) -> OutlineNode:
    return next(n for n in office.app.read(edit.outline, CHAIN) if n.id == node_id)


def test_attributes_are_read_back_as_they_were_written(office: Bureau) -> None:
    EDITS["node.edit"](office)
    node = _node(office, ABATTOIR)
    assert (node.name, node.codes, node.keywords, node.critical, node.note) == (
        "屠宰", ("1351",), ("屠宰", "分割"), False, "环评",
    )  # fmt: skip


def test_a_state_set_by_hand_wins_and_is_taken_back_with_none(office: Bureau) -> None:
    EDITS["node.state"](office)
    node = _node(office, ABATTOIR)
    assert (_leaf(office, ABATTOIR).state, node.override_reason) == ("strong", "邻县企业覆盖")
    office.app.write(edit.override_state, edit.OverrideState(ABATTOIR, None, "不再需要"))
    node = _node(office, ABATTOIR)
    assert (_leaf(office, ABATTOIR).state, node.state_override, node.override_reason) == (
        "missing", None, None,
    )  # fmt: skip


def test_a_node_moves_among_its_siblings_and_past_the_end(office: Bureau) -> None:
    order = _children(office, SLAUGHTER)
    for place, expected in ((1, [order[1], order[0], *order[2:]]), (99, [*order[1:], order[0]])):
        office.app.write(edit.move_node, edit.MoveNode(order[0], SLAUGHTER, place))
        assert _children(office, SLAUGHTER) == expected
    positions = [_node_anywhere(office, item).position for item in _children(office, SLAUGHTER)]
    assert positions == sorted(set(positions))


def test_a_segment_takes_everything_on_it_into_its_new_tier(office: Bureau) -> None:
    project = office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    leaves = _children(office, SLAUGHTER)
    _move_back(office)
    assert {_node_anywhere(office, item).tier for item in (SLAUGHTER, *leaves)} == {"supporting"}
    assert _children(office, _tier(office, "supporting"))[0] == SLAUGHTER
    assert _children(office, SLAUGHTER) == leaves
    assert office.record(project)["node"] == ABATTOIR


def test_a_leaf_moves_into_another_segment_with_what_is_on_it(office: Bureau) -> None:
    _place(office, office.firm("恒丰食品有限公司"), "existing")
    office.app.write(edit.move_node, edit.MoveNode(ABATTOIR, FARMED, 0))
    assert _node(office, ABATTOIR).tier == _node(office, FARMED).tier
    assert [one.name for one in office.app.read(occupants, FARMED)] == ["恒丰食品有限公司"]
    assert office.app.read(occupants, SLAUGHTER) == []


def test_a_deletion_says_first_what_hangs_on_the_node(any_office: Bureau) -> None:
    office = any_office
    project = office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    firm = office.firm("恒丰食品有限公司")
    _place(office, firm, "existing")
    graph = office.app.read(chain_graph, CHAIN)
    flows = sum(SLAUGHTER in (flow.source_segment, flow.target_segment) for flow in graph.flows)
    told = office.app.read(edit.hanging, SLAUGHTER)
    assert (told.nodes, told.firms, told.projects, told.flows) == (
        len(_children(office, SLAUGHTER)), 1, 1, flows,
    )  # fmt: skip
    assert flows > 0
    assert _delete_full(office) == told
    assert SLAUGHTER not in [node.id for node in office.app.read(edit.outline, CHAIN)]
    record = office.record(project)
    assert (record["node"], record["chain"]) == (None, CHAIN)
    stored = office.app.read(firms.load, [firm])[firm]
    assert dict(stored["nodes"]) == {}


def test_a_deletion_undone_puts_firms_and_projects_back_in_their_place(office: Bureau) -> None:
    project = office.take_up("屠宰线", chain=CHAIN, node=ABATTOIR)
    firm = office.firm("恒丰食品有限公司")
    _place(office, firm, "leader")
    _delete_full(office)
    office.undo()
    assert office.record(project)["node"] == ABATTOIR
    assert _leaf(office, ABATTOIR).state == "strong"


def test_a_name_is_taken_in_the_language_of_the_reader(office: Bureau) -> None:
    words.use("en")
    office.app.write(edit.edit_node, edit.EditNode(ABATTOIR, {"name_en": "Abattoir"}))
    assert _leaf(office, ABATTOIR).name == "Abattoir"
    words.use("zh_CN")
    assert _leaf(office, ABATTOIR).name == "肉羊定点屠宰"


@pytest.mark.parametrize(
    ("use_case", "command", "code"),
    [
        (edit.add_node, edit.AddNode(ABATTOIR, "x"), "leaf-has-no-children"),
        (edit.add_node, edit.AddNode(SLAUGHTER, "  "), "name-missing"),
        (edit.add_node, edit.AddNode("gone", "x"), "node-gone"),
        (edit.add_chain, edit.AddChain(" "), "name-missing"),
        (edit.edit_node, edit.EditNode(ABATTOIR, {"name": ""}), "name-missing"),
        (edit.edit_node, edit.EditNode("gone", {"name": "x"}), "node-gone"),
        (edit.override_state, edit.OverrideState(ABATTOIR, "strong", "  "), "reason-missing"),
        (edit.move_node, edit.MoveNode(ABATTOIR, "live-pigs.slaughter", 0), "node-does-not-fit"),
        (edit.move_node, edit.MoveNode(ABATTOIR, ABATTOIR, 0), "node-does-not-fit"),
        (edit.move_node, edit.MoveNode(SLAUGHTER, FARMED, 0), "node-does-not-fit"),
        (edit.add_flow, edit.AddFlow(ABATTOIR, SLAUGHTER), "flow-does-not-fit"),
        (edit.add_flow, edit.AddFlow(SLAUGHTER, "live-pigs.slaughter"), "flow-does-not-fit"),
        (edit.add_flow, edit.AddFlow(SLAUGHTER, SLAUGHTER), "flow-does-not-fit"),
        (edit.delete_node, "gone", "node-gone"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    office: Bureau, use_case: Any, command: Any, code: str
) -> None:
    before = images(office.app)
    with pytest.raises(UserError) as refused:
        office.app.write(use_case, command)
    assert refused.value.code == code
    assert refused.value.safe
    assert images(office.app) == before


def test_the_same_link_is_not_drawn_twice(office: Bureau) -> None:
    source, target = _some_flow(office)
    number = len(office.app.read(chain_graph, CHAIN).flows)
    again = office.app.write(edit.add_flow, edit.AddFlow(source, target))
    assert again.changes.change_set_id is None
    assert len(office.app.read(chain_graph, CHAIN).flows) == number


# ---- the picture -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["json", "svg", "html"])
def test_the_map_of_a_chain_shows_what_the_records_hold(
    office: Bureau, tmp_path: Path, suffix: str
) -> None:
    _place(office, office.firm("恒丰食品有限公司", short_name="恒丰"), "leader")
    path = tmp_path / f"图谱.{suffix}"
    office.app.read(export_chain_map, "肉羊", path, "A3", date(2025, 8, 31))
    drawn = path.read_text(encoding="utf-8")
    assert "肉羊定点屠宰" in drawn
    assert "2025年8月31日" in drawn
    if suffix == "json":
        text = json.dumps(json.loads(drawn), ensure_ascii=False)
        assert "strong" in text
        assert "恒丰" in text


def test_a_map_that_cannot_be_written_is_refused(office: Bureau, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        office.app.read(export_chain_map, CHAIN, tmp_path / "x.doc", "A3", date(2025, 8, 31))
    assert refused.value.safe
    assert list(tmp_path.glob("x.*")) == []


# ---- a past day --------------------------------------------------------------------------------


def test_a_map_of_a_past_day_counts_what_held_then(office: Bureau) -> None:
    """Not the projects of today under the date of then."""
    rows = (
        {"signed_on": "2025-02-14", "started_on": "2025-05-01"},
        {"signed_on": "2025-03-20"},
        {"signed_on": "2024-05-01", "in_production_on": "2024-12-01"},
    )
    ids = office.ledger("2025-08-31", *({"chain": CHAIN, "node": ABATTOIR, **row} for row in rows))
    office.side(ids[2], SideState.TERMINATED, "2025-07-01")

    def counts(day: str | None) -> tuple[int, int, int, int]:
        as_of = date.fromisoformat(day) if day else None
        leaves = office.app.read(chain_graph, CHAIN, as_of).leaves()
        found = next(leaf.counts for leaf in leaves if leaf.id == ABATTOIR)
        return found.talks, found.signed, found.started, found.in_production

    assert counts(None) == counts("2025-09-01") == (0, 1, 1, 0)
    assert counts("2025-04-01") == (0, 2, 0, 1)
    assert counts("2025-01-01") == (2, 0, 0, 1)
    graph = office.app.read(chain_graph, CHAIN, date(2025, 4, 1))
    leaf = next(leaf for leaf in graph.leaves() if leaf.id == ABATTOIR)
    assert set(leaf.project_names) == {"项目1", "项目2", "项目3"}


def test_the_foot_of_a_past_map_says_what_carries_no_date(office: Bureau, tmp_path: Path) -> None:
    told = []
    for day in (date(2025, 4, 1), date(2025, 9, 1)):
        path = tmp_path / f"{day}.svg"
        office.app.read(export_chain_map, CHAIN, path, "A3", day)
        told.append("企业和在谈项目没有日期" in path.read_text(encoding="utf-8"))
    assert told == [True, False]


def test_a_map_of_a_day_to_come_is_refused(office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        office.app.read(chain_graph, CHAIN, date(2030, 1, 1))
    assert refused.value.code == "day-to-come"
