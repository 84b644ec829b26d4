"""The outline editor beside the map: the tree, what it asks before deleting, and the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.maps.labels import segment_figure, tier_title
from invest_crm.ui import icons, theme
from invest_crm.ui.chain_map import jobs
from invest_crm.ui.chain_map.details import Details
from invest_crm.ui.chain_map.tree import CHAIN, OutlineTree, TreeData
from invest_crm.ui.chain_map.wording import shown_name
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import label
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.maps.graph import ChainGraph
    from invest_crm.services.chains.edit import OutlineNode
    from invest_crm.ui.chain_map.jobs import Edit, Loaded

_LEAST = 150
"""The tree and the details keep this height each; in a lower window the whole scrolls."""


def tree_data(graph: ChainGraph, nodes: tuple[OutlineNode, ...]) -> TreeData:
    """What the tree shows of a chain."""
    names = {node.id: shown_name(node) for node in nodes}
    return TreeData(
        chain=graph.id,
        title=graph.name,
        nodes=nodes,
        names=names,
        states={leaf.id: leaf.state for leaf in graph.leaves()},
        figures={one.id: segment_figure(one) for one in graph.segments()}
        | {tier.id: tier_title(tier).partition(" · ")[0] for tier in graph.tiers},
    )


class Outline(QWidget):
    """``asked(edit, select)``: write this, then choose what ``select`` names ("": its result).

    ``chosen(node)``: the map should show this node; ``delete_asked(node)``: say what hangs on it;
    ``told(text)``: why something cannot be done.
    """

    asked = Signal(object, str)
    chosen = Signal(str)
    delete_asked = Signal(str)
    told = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self.tree = OutlineTree()
        self.ask = AskBar()
        self.details = Details()
        self._links = Links()
        self._graph: ChainGraph | None = None
        self._nodes: dict[str, OutlineNode] = {}
        self._head = label("", "strong")
        self._area = QScrollArea()
        self._build()
        self._connect()

    def fill(self, loaded: Loaded) -> None:
        """Show a chain; what was chosen stays chosen."""
        if loaded.graph is None:
            return
        self._graph = loaded.graph
        self._nodes = {node.id: node for node in loaded.nodes}
        self.tree.fill(tree_data(loaded.graph, loaded.nodes))
        self._show_details(self.tree.current())

    def choose(self, node: str) -> None:
        """Choose a node (from the map)."""
        if node != self.tree.current():
            self.tree.choose(node)
            self._show_details(node)

    def ask_to_delete(self, text: str, node: str) -> None:
        """Ask in place; Delete carries it out."""
        self.ask.ask(text, lambda: self.asked.emit(jobs.delete_node(node), self._after(node)))

    def _after(self, node: str) -> str:
        """What to choose when a node is gone: its parent."""
        found = self._nodes.get(node)
        return (found.parent_id or "") if found is not None else ""

    def _build(self) -> None:
        bar = FlowLayout(gap=theme.px(2))
        current = self.tree.current
        for icon, words, do in (
            ("add", _("Add below (Tab)"), lambda: self.tree.begin_child(current())),
            ("tree", _("Add beside (Enter)"), lambda: self.tree.begin_sibling(current())),
            ("edit", _("Rename (F2)"), lambda: self.tree.begin_rename(current())),
            ("arrow_up", _("Move up (Alt+↑)"), lambda: self.tree.move_by(current(), -1)),
            ("arrow_down", _("Move down (Alt+↓)"), lambda: self.tree.move_by(current(), 1)),
            ("delete", _("Delete (Del)"), lambda: self._delete(current())),
        ):
            bar.addWidget(_tool(icon, words, do))
        new = QPushButton(_("New chain"))
        theme.set_role(new, "link")
        new.clicked.connect(lambda _on=False: self.tree.begin_chain())
        bar.addWidget(new)
        inside = QWidget()
        theme.set_role(inside, "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.GAP_TINY, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.details)
        column.addWidget(self._links)
        column.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self.tree.setMinimumHeight(theme.px(_LEAST))
        self._area.setMinimumHeight(theme.px(_LEAST))
        body = ScrollBody()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)
        page = body.column
        page.setSpacing(theme.GAP_SMALL)
        page.addLayout(bar)
        page.addWidget(self.tree, 11)
        page.addWidget(self.ask)
        page.addWidget(_Line())
        page.addWidget(self._head)
        page.addWidget(self._area, 9)

    def _connect(self) -> None:
        tree = self.tree
        tree.chosen.connect(self._chosen)
        tree.left.connect(self.left)
        tree.renamed.connect(self._rename)
        tree.added.connect(lambda up, at, name: self.asked.emit(jobs.add_node(up, name, at), ""))
        tree.chain_added.connect(lambda name: self.asked.emit(jobs.add_chain(name), CHAIN))
        tree.moved.connect(lambda node, up, at: self.asked.emit(jobs.move_node(node, up, at), node))
        tree.delete_asked.connect(self._delete)
        tree.details_asked.connect(self._focus_details)
        self.details.edited.connect(self._edited)
        self.details.state_set.connect(
            lambda state, why: self._ask(jobs.override_state(tree.current(), state or None, why))
        )
        self._links.added.connect(lambda a, b: self._ask(jobs.add_link(a, b)))
        self._links.removed.connect(lambda a, b: self._ask(jobs.remove_link(a, b)))

    def _ask(self, edit: Edit) -> None:
        self.asked.emit(edit, self.tree.current())

    def _delete(self, node: str) -> None:
        level = self.tree.level_of(node)
        if level == CHAIN:
            self.told.emit(_("A whole chain is not deleted; segments and links are."))
        elif level == "tier":
            self.told.emit(_("The tiers of a chain are fixed; segments and links are deleted."))
        elif level:
            self.delete_asked.emit(node)

    def _chosen(self, node: str) -> None:
        self.ask.close_quietly()
        self._show_details(node)
        self.chosen.emit(node)

    def _rename(self, node: str, name: str) -> None:
        if self.tree.level_of(node) == CHAIN:
            if language() == "zh_CN":
                self.asked.emit(jobs.edit_chain(node, {"name": name}), node)
            return
        found = self._nodes[node]
        key = "name_en" if language() != "zh_CN" and found.name_en else "name"
        self.asked.emit(jobs.edit_node(node, {key: name}), node)

    def _edited(self, values: dict[str, object]) -> None:
        node = self.tree.current()
        if self.tree.level_of(node) == CHAIN:
            self._ask(jobs.edit_chain(node, values))
        else:
            self._ask(jobs.edit_node(node, values))

    def _focus_details(self) -> None:
        form = self.details.form()
        if form is not None:
            form.editor("name").setFocus(Qt.FocusReason.TabFocusReason)

    def _show_details(self, node: str) -> None:
        graph, found = self._graph, self._nodes.get(node)
        if graph is None:
            return
        self._links.hide()
        if found is None:
            facts = graph.facts
            values = {
                "name": graph.name,
                "leader": facts.leader,
                "leading_firm": facts.leading_firm,
                "lead_department": facts.lead_department,
                "target_regions": facts.target_regions,
            }
            self._head.setText(_("This chain"))
            self.details.show_chain(values, named=language() == "zh_CN")
            return
        if found.level == "leaf":
            self._head.setText(_("This link"))
            self.details.show_leaf(found)
            return
        self._head.setText(_("This segment") if found.level == "segment" else _("This tier"))
        self.details.show_branch(found)
        if found.level == "segment":
            self._links.show_links(graph, found.id)


class AskBar(QFrame):
    """A question with Delete and Cancel, in place; Esc cancels."""

    def __init__(self) -> None:
        super().__init__()
        self._do: Callable[[], object] | None = None
        self._came_from: QWidget | None = None
        self._text = label("", wrap=True)
        self._yes = QPushButton(_("Delete"))
        theme.set_role(self._yes, "primary")
        self._no = QPushButton(_("Cancel"))
        self._yes.clicked.connect(lambda _on=False: self._answer(go=True))
        self._no.clicked.connect(lambda _on=False: self._answer(go=False))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP_SMALL)
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(12, 10, 12, 10))
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.hide()

    def ask(self, text: str, do: Callable[[], object]) -> None:
        """Show a question; the focus goes to its first button."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._do = do
        window = self.window()
        self._came_from = window.focusWidget() if window is not None else None
        self.show()
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """The question."""
        return self._text.text()

    def close_quietly(self) -> None:
        """Go away without an answer."""
        self._do = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc is no, Enter presses the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(go=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._answer(go=not self._no.hasFocus())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the warning ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("signed_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_CARD, theme.RADIUS_CARD)

    def _answer(self, *, go: bool) -> None:
        do, back = self._do, self._came_from
        self.close_quietly()
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        if go and do is not None:
            do()


class Links(QWidget):
    """Where a segment's goods come from and go to: removable pills, and one more to choose."""

    added = Signal(str, str)
    removed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(label(_("Connections with other segments"), "label"))
        self._pills = FlowLayout(gap=theme.px(6))
        column.addLayout(self._pills)
        self._choice = Choice(name=_("Add a connection to"))
        self._choice.activated.connect(self._chosen)
        column.addWidget(self._choice)
        self._segment = ""
        self.hide()

    def show_links(self, graph: ChainGraph, segment: str) -> None:
        """The links of a segment."""
        self._segment = segment
        names = {one.id: one.name for one in graph.segments()}
        self._pills.clear()
        targets = set()
        for flow in graph.flows:
            source, target = flow.source_segment, flow.target_segment
            if segment not in (source, target):
                continue
            out = source == segment
            if out:
                targets.add(target)
            words = f"→ {names.get(target, '')}" if out else f"← {names.get(source, '')}"
            pill = PillButton(words, removable=True)
            pill.removed.connect(lambda a=source, b=target: self.removed.emit(a, b))
            self._pills.addWidget(pill)
        self._choice.clear()
        self._choice.addItem(_("Add a connection to …"), "")
        for one in graph.segments():
            if one.id != segment and one.id not in targets:
                self._choice.addItem(one.name, one.id)
        self.show()

    def _chosen(self) -> None:
        target = self._choice.current()
        if target:
            self.added.emit(self._segment, target)


class _Line(QWidget):
    """A hairline between the tree and the details."""

    def sizeHint(self) -> QSize:
        """Qt: one pixel."""
        return QSize(10, 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.current().color("line"))


def _tool(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setIconSize(icons.size(16))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button
