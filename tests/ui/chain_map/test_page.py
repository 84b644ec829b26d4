"""The chain map page over a real database: seeing, placing, editing, undoing, writing files."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from invest_crm import words
from invest_crm.services.chains.edit import delete_node
from invest_crm.ui import theme
from invest_crm.ui.chain_map.details import CodeLookup
from invest_crm.ui.chain_map.occupants import LinkLine
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.scroll import ScrollBody
from tests.ui.chain_map.conftest import ABATTOIR, CHAIN, FEED, open_desk
from tests.ui.walker import find_clipped, find_nameless

Key = Qt.Key


def links(desk) -> dict[str, LinkLine]:
    found = desk.side.occupants.findChildren(LinkLine)
    return {link.accessibleName(): link for link in found if link.isVisibleTo(desk.side)}


def press_tool(desk, words_: str) -> None:
    button = next(b for b in desk.side.findChildren(QToolButton) if b.accessibleName() == words_)
    button.click()


# ---- seeing ----------------------------------------------------------------------------------


def test_the_map_shows_the_first_chain_whole_and_named(desk) -> None:
    drawn = desk.drawn()
    assert desk.page.title() == "肉羊产业链图谱"
    assert all(leaf.name[:5] in drawn for leaf in desk.graph().leaves())
    assert desk.view.picture().fits


def test_another_chain_is_one_click_away(desk) -> None:
    desk.page.switch.changed.emit("live-pigs")
    desk.settle()
    assert desk.page.title() == "生猪产业链图谱"
    assert "生猪定点屠宰" in desk.drawn()


def test_a_firm_saved_elsewhere_changes_state_and_count_at_once(desk) -> None:
    assert desk.leaf(ABATTOIR).state == "missing"
    desk.firm("恒丰食品有限公司", ABATTOIR, "leader")
    desk.settle()
    picture = desk.view.picture()
    on_leaf = [
        i.text
        for i in picture.scene.items
        if getattr(i, "target", "") == ABATTOIR and hasattr(i, "text")
    ]
    assert "强" in on_leaf
    assert "链主1 本地1" in on_leaf


def test_a_click_opens_the_panel_with_firms_and_projects_and_why(desk) -> None:
    desk.firm("恒丰食品有限公司", ABATTOIR, "existing")
    desk.project("肉羊屠宰线项目", ABATTOIR)
    desk.settle()
    desk.qtbot.mouseClick(desk.view, Qt.MouseButton.LeftButton, pos=desk.view.point_of(ABATTOIR))
    desk.settle()
    subject = desk.side.occupants.subject()
    assert desk.side.isVisible()
    assert (subject.name, subject.state) == ("肉羊定点屠宰", "weak")
    assert subject.why == "有本地企业 1 家，均不是四上企业。"
    assert set(links(desk)) == {"恒丰食品有限公司", "肉羊屠宰线项目"}


def test_links_of_the_panel_open_records_and_lists(desk) -> None:
    firm = desk.firm("恒丰食品有限公司", ABATTOIR)
    project = desk.project("肉羊屠宰线项目", ABATTOIR)
    asked: list[tuple[str, object]] = []
    desk.page.open_page.connect(lambda page, state: asked.append((page, state)))
    desk.page.restore({"node": ABATTOIR})
    desk.settle()
    links(desk)["恒丰食品有限公司"].click()
    links(desk)["肉羊屠宰线项目"].click()
    next(b for b in desk.side.findChildren(QPushButton) if b.text() == "查看项目清单").click()
    assert asked == [
        ("firms", {"open": firm}),
        ("projects", {"open": project}),
        ("projects", {"filters": [["node", ABATTOIR]], "reason": "肉羊定点屠宰"}),
    ]


def test_a_firm_is_looked_for_placed_given_a_role_and_taken_off(desk) -> None:
    desk.firm("蒙牧源牧业有限公司")
    desk.page.restore({"node": ABATTOIR})
    desk.settle()
    line = desk.side.occupants._place._line
    desk.qtbot.keyClicks(line, "mmy")
    desk.settle()
    desk.qtbot.keyClick(line, Key.Key_Return)
    desk.settle()
    assert [one.note for one in desk.on(ABATTOIR)] == ["现有企业"]
    role = next(b for b in desk.side.findChildren(QPushButton) if b.text() == "现有企业")
    next(a for a in role.menu().actions() if a.text() == "链主企业").trigger()
    desk.settle()
    assert desk.leaf(ABATTOIR).state == "strong"
    press_tool(desk, "将蒙牧源牧业有限公司移出本环节")
    desk.settle()
    assert desk.on(ABATTOIR) == []
    desk.undo()
    assert [one.note for one in desk.on(ABATTOIR)] == ["链主企业"]


def test_a_firm_dropped_on_a_leaf_is_placed_there(desk) -> None:
    firm = desk.firm("蒙牧源牧业有限公司")
    desk.view.firm_dropped.emit(firm, ABATTOIR)
    desk.settle()
    assert [one.id for one in desk.on(ABATTOIR)] == [firm]


def test_finding_dims_the_rest_and_enter_walks_the_matches(desk) -> None:
    desk.view.setFocus()
    desk.qtbot.keyClick(desk.view, "/")
    assert desk.page.finder.hasFocus()
    desk.page.finder.insert("屠宰")
    assert desk.view.bright() == {
        "mutton-sheep.slaughter",
        ABATTOIR,
        "mutton-sheep.slaughter.cutting",
    }
    desk.qtbot.keyClick(desk.page.finder, Key.Key_Return)
    assert desk.view.focus_node() == ABATTOIR
    desk.qtbot.keyClick(desk.page.finder, Key.Key_Escape)
    assert desk.view.bright() is None
    assert desk.view.hasFocus()


def test_by_keyboard_alone_from_the_map_to_a_record_and_back(desk) -> None:
    desk.firm("恒丰食品有限公司", ABATTOIR)
    desk.settle()
    desk.view.setFocus()
    desk.view.set_focus_node(ABATTOIR)
    desk.qtbot.keyClick(desk.view, Key.Key_Return)
    desk.settle()
    assert desk.side.isVisible()
    link = links(desk)["恒丰食品有限公司"]
    link.setFocus()
    with desk.qtbot.waitSignal(desk.page.open_page):
        desk.qtbot.keyClick(link, Key.Key_Space)
    desk.window.pages.back()
    desk.settle()
    assert desk.view.selected() == ABATTOIR
    desk.qtbot.keyClick(desk.side, Key.Key_Escape)
    assert not desk.side.isVisible()
    assert desk.view.hasFocus()


# ---- editing ---------------------------------------------------------------------------------


def type_name(desk, text: str) -> None:
    editor = desk.tree.focusWidget() or desk.tree
    editor.insert(text)
    desk.qtbot.keyClick(editor, Key.Key_Return)
    desk.settle()


def test_f2_renames_in_place_and_undo_gives_the_name_back(desk) -> None:
    desk.edit(ABATTOIR)
    desk.qtbot.keyClick(desk.tree, Key.Key_F2)
    type_name(desk, "清真屠宰")
    assert "清真屠宰" in desk.drawn()
    desk.undo()
    assert "清真屠宰" not in desk.drawn()
    assert "肉羊定点屠宰" in desk.drawn()


def test_enter_adds_beside_and_tab_adds_below_as_one_step_each(desk) -> None:
    desk.edit(ABATTOIR)
    desk.qtbot.keyClick(desk.tree, Key.Key_Return)
    type_name(desk, "屠宰检疫")
    names = desk.names()
    assert names.index("屠宰检疫") == names.index("肉羊定点屠宰") + 1
    assert "屠宰检疫" in desk.drawn()
    desk.edit(FEED)
    desk.qtbot.keyClick(desk.tree, Key.Key_Tab)
    type_name(desk, "饲草收储")
    assert "饲草收储" in desk.names()
    desk.undo()
    assert "饲草收储" not in desk.names()
    desk.undo()
    assert "屠宰检疫" not in desk.names()
    assert "屠宰检疫" not in desk.drawn()


def test_an_empty_name_adds_nothing(desk) -> None:
    before = desk.names()
    desk.edit(ABATTOIR)
    desk.qtbot.keyClick(desk.tree, Key.Key_Return)
    desk.qtbot.keyClick(desk.tree.focusWidget() or desk.tree, Key.Key_Escape)
    desk.settle()
    assert desk.names() == before
    assert "" not in desk.tree.texts()


def test_alt_arrows_reorder_and_go_on_into_the_next_segment(desk) -> None:
    desk.edit(ABATTOIR)
    alt = Qt.KeyboardModifier.AltModifier
    desk.qtbot.keyClick(desk.tree, Key.Key_Down, alt)
    desk.settle()
    names = desk.names()
    assert names.index("肉羊定点屠宰") == names.index("排酸与冷鲜精细分割") + 1
    desk.qtbot.keyClick(desk.tree, Key.Key_Down, alt)
    desk.settle()
    segments = {leaf.id: one.name for one in desk.graph().segments() for leaf in one.leaves}
    assert segments[ABATTOIR] == "精深加工"
    desk.undo()
    segments = {leaf.id: one.name for one in desk.graph().segments() for leaf in one.leaves}
    assert segments[ABATTOIR] == "屠宰分割"


def test_a_dragged_leaf_moves_into_another_segment(desk) -> None:
    desk.edit(ABATTOIR)
    desk.tree.drop(ABATTOIR, FEED, below=False, inside=True)
    desk.settle()
    feed = next(one for one in desk.graph().segments() if one.id == FEED)
    assert feed.leaves[-1].id == ABATTOIR
    desk.undo()
    feed = next(one for one in desk.graph().segments() if one.id == FEED)
    assert ABATTOIR not in {leaf.id for leaf in feed.leaves}


def test_delete_shows_what_hangs_on_it_before_anything_happens(desk) -> None:
    desk.firm("恒丰饲料有限公司", "mutton-sheep.feed.tmr")
    desk.edit(FEED)
    desk.qtbot.keyClick(desk.tree, Key.Key_Delete)
    desk.settle()
    ask = desk.side.outline.ask
    assert ask.isVisible()
    assert "饲草料" in ask.text()
    assert "下级 5 个" in ask.text()
    assert "企业 1 家" in ask.text()
    assert FEED in {one.id for one in desk.graph().segments()}
    desk.qtbot.keyClick(ask, Key.Key_Escape)
    desk.settle()
    assert not ask.isVisible()
    assert "饲草料" in desk.drawn()
    desk.qtbot.keyClick(desk.tree, Key.Key_Delete)
    desk.settle()
    desk.qtbot.keyClick(ask, Key.Key_Return)
    desk.settle()
    assert "饲草料" not in desk.drawn()
    desk.undo()
    assert "饲草料" in desk.drawn()
    assert [one.name for one in desk.on("mutton-sheep.feed.tmr")] == ["恒丰饲料有限公司"]


@pytest.mark.parametrize(("node", "word"), [("mutton-sheep", "整条产业链"), ("", "层级")])
def test_what_cannot_be_deleted_says_why(desk, node: str, word: str) -> None:
    desk.edit(FEED)
    tree = desk.tree
    tree.choose(node or desk.graph().tiers[0].id)
    desk.qtbot.keyClick(tree, Key.Key_Delete)
    desk.settle()
    assert word in desk.window.status.action()
    assert not desk.side.outline.ask.isVisible()


def test_attributes_are_written_when_left_and_wrong_codes_are_said(desk) -> None:
    desk.edit(ABATTOIR)
    form = desk.side.outline.details.form()
    codes = form.editor("codes")
    codes.setText("1351 9999x")
    desk.side.outline.details.commit("codes")
    assert "9999X" in form.problems()["codes"]
    codes.setText("1351，A0314")
    desk.side.outline.details.commit("codes")
    desk.settle()
    codes_of = {node.id: node.codes for node in desk.page._loaded.nodes}
    assert codes_of[ABATTOIR] == ("1351", "0314")
    desk.undo()
    codes_of = {node.id: node.codes for node in desk.page._loaded.nodes}
    assert codes_of[ABATTOIR] == ("1351",)


def test_a_state_by_hand_needs_a_reason_and_shows_it(desk) -> None:
    desk.edit(ABATTOIR)
    details = desk.side.outline.details
    form = details.form()
    form.editor("state").set_current("weak")
    details.commit("state")
    desk.settle()
    assert desk.leaf(ABATTOIR).state == "missing"
    form.editor("reason").setText("邻县代宰点覆盖")
    details.commit("reason")
    desk.settle()
    assert desk.leaf(ABATTOIR).state == "weak"
    assert desk.side.occupants.subject().why == "人工认定为“弱”：邻县代宰点覆盖"
    desk.undo()
    assert desk.leaf(ABATTOIR).state == "missing"


def test_a_leaf_is_made_critical_and_the_star_is_drawn(desk) -> None:
    node = "mutton-sheep.feed.silage"

    def starred() -> bool:
        scene = desk.view.picture().scene
        return any(i.kind == "critical" and i.target == node for i in scene.items)

    desk.edit(node)
    assert not starred()
    desk.side.outline.details.edited.emit({"critical": True})
    desk.settle()
    assert starred()
    desk.undo()
    assert not starred()


def test_links_between_segments_come_and_go(desk) -> None:
    def flows() -> set[tuple[str, str]]:
        return {(flow.source_segment, flow.target_segment) for flow in desk.graph().flows}

    desk.edit(FEED)
    desk.view.linked.emit(FEED, "mutton-sheep.market")
    desk.settle()
    assert (FEED, "mutton-sheep.market") in flows()
    desk.side.outline._links.removed.emit(FEED, "mutton-sheep.market")
    desk.settle()
    assert (FEED, "mutton-sheep.market") not in flows()


def test_chain_facts_are_edited_and_stand_in_the_chips(desk) -> None:
    desk.edit(ABATTOIR)
    desk.side.outline.choose(CHAIN)
    details = desk.side.outline.details
    details.form().editor("leader").setText("县长")
    details.commit("leader")
    desk.settle()
    assert desk.graph().facts.leader == "县长"
    pills = [w.text() for w in desk.page.head.findChildren(object) if hasattr(w, "is_checked")]
    assert "链长 县长" in pills


def test_a_new_chain_is_shown_empty_with_the_one_button(desk) -> None:
    desk.edit(ABATTOIR)
    desk.tree.chain_added.emit("中药材")
    desk.settle()
    empty = desk.page.findChild(EmptyState)
    assert desk.page.title() == "中药材产业链图谱"
    assert empty.isVisible()
    empty.findChild(QPushButton).click()
    desk.settle()
    type_name(desk, "种苗繁育")
    assert "种苗繁育" in desk.drawn()
    assert desk.view.isVisible()


def test_a_refused_edit_is_told_in_place_and_changes_nothing(desk) -> None:
    desk.edit(ABATTOIR)
    desk.context.app.write(delete_node, ABATTOIR)
    desk.tree.renamed.emit(FEED, " ")
    desk.settle()
    assert "饲草料" in desk.names()
    assert any("名称" in bar.text() for bar in desk.page.findChildren(type(desk.page.notify("x"))))


def test_typing_in_the_tree_survives_a_change_from_elsewhere(desk) -> None:
    desk.edit(ABATTOIR)
    desk.qtbot.keyClick(desk.tree, Key.Key_F2)
    editor = desk.tree.focusWidget()
    desk.firm("恒丰食品有限公司", "mutton-sheep.feed.tmr")
    desk.settle()
    assert desk.tree.state() == desk.tree.State.EditingState
    editor.insert("新名")
    desk.qtbot.keyClick(editor, Key.Key_Return)
    desk.settle()
    assert "新名" in desk.names()


# ---- output, languages, sizes ----------------------------------------------------------------


@pytest.mark.parametrize(("at", "head"), [(0, b"%PDF"), (3, b"\x89PNG"), (4, b"<"), (5, b"<!")])
def test_the_map_is_written_to_a_file(desk, tmp_path, at: int, head: bytes) -> None:
    action = desk.page._export.menu().actions()[at]
    suffix = action.text().split(" ")[0].lower()
    path = tmp_path / f"map.{suffix}"
    desk.page.choose_path = lambda _name: str(path)
    action.trigger()
    desk.settle()
    assert path.read_bytes().startswith(head)


def test_choosing_no_file_writes_nothing(desk, tmp_path) -> None:
    desk.page.choose_path = lambda _name: ""
    desk.page._export.menu().actions()[0].trigger()
    desk.settle()
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nothing_is_clipped_and_everything_has_a_name(qtbot, context, language, size, mode) -> None:
    words.use(language)
    theme.install(mode)
    desk = open_desk(qtbot, context, size)
    desk.firm("恒丰食品有限公司", ABATTOIR, "leader")
    desk.edit(ABATTOIR)
    for tab in ("outline", "occupants"):
        desk.side.show_tab(tab)
        desk.settle()
        assert find_clipped(desk.page) == []
        assert find_nameless(desk.page) == []


def test_state_brings_back_chain_node_and_editing(desk) -> None:
    desk.page.switch.changed.emit("live-pigs")
    desk.settle()
    desk.edit("live-pigs.slaughter")
    state = desk.page.state()
    assert state["edit"]
    assert state["chain"] == "live-pigs"
    desk.page.restore({"edit": False})
    desk.page.switch.changed.emit(CHAIN)
    desk.settle()
    desk.page.restore(state)
    desk.settle()
    assert desk.page.state() == state


def test_the_window_is_never_blocked_by_loading_or_laying_out(desk, heartbeat) -> None:
    with heartbeat():
        desk.page.refresh()
        desk.settle()


def test_f2_on_the_map_opens_the_outline_with_the_name_in_hand(desk) -> None:
    desk.view.setFocus()
    desk.view.set_focus_node(ABATTOIR)
    desk.qtbot.keyClick(desk.view, Key.Key_F2)
    desk.settle()
    assert desk.tree.state() == desk.tree.State.EditingState
    assert desk.tree.focusWidget().text() == "肉羊定点屠宰"
    type_name(desk, "清真屠宰")
    assert "清真屠宰" in desk.drawn()


def test_industry_codes_are_looked_up_by_initials_and_added(desk) -> None:
    desk.edit(ABATTOIR)
    codes = desk.side.outline.details.form().editor("codes")
    lookup = codes.findChild(CodeLookup)
    codes.setText("1351 ydsy")
    codes.textEdited.emit("1351 ydsy")
    assert "0314 羊的饲养" in lookup.suggestions()
    lookup.activated.emit("0314 羊的饲养")
    assert codes.text().split() == ["1351", "0314"]


def test_the_tooltip_says_who_is_there_and_who_decided(desk) -> None:
    desk.firm("恒丰食品有限公司", ABATTOIR)
    desk.edit(ABATTOIR)
    desk.side.outline.details.state_set.emit("strong", "省级龙头")
    desk.settle()
    desk.view.set_focus_node(ABATTOIR)
    tip = desk.view.accessibleDescription()
    assert "恒丰食品有限公司" in tip
    assert "人工认定为“强”：省级龙头" in tip


@pytest.mark.parametrize(("scale", "size"), [(1.5, (1600, 1000)), (2.0, (1254, 610))])
def test_a_large_text_size_clips_nothing(qtbot, context, scale: float, size) -> None:
    theme.install("light", text_scale=scale)
    desk = open_desk(qtbot, context, size)
    desk.edit(ABATTOIR)
    assert find_clipped(desk.page) == []
    body = desk.side.outline.findChild(ScrollBody)
    assert body.widget().width() == body.viewport().width(), "cut at the right edge"
    desk.side.show_tab("occupants")
    desk.settle()
    assert find_clipped(desk.page) == []
