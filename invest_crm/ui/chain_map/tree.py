"""The outline of a chain: chain, tiers, segments, links; edited in place with keys and by drag.

Says what was asked for (``renamed``, ``added``, ``moved``, ``delete_asked``); never changes its
own rows, they follow from what was written. It must not know services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from invest_crm.ui.chain_map.tree_row import FIGURE, LEVEL, NODE, NOTE, STATE, TreeRow
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QDropEvent

    from invest_crm.services.chains.edit import OutlineNode

CHAIN: Final = "chain"
_LEVELS: Final = (CHAIN, "tier", "segment", "leaf")
_MANY: Final = 400
_NEW: Final = ""


class TreeData(Struct, frozen=True):
    """What the tree shows; ``names`` by node, ``states`` of leaves, ``figures`` of segments."""

    chain: str = ""
    title: str = ""
    nodes: tuple[OutlineNode, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


class OutlineTree(QTreeWidget):
    """``chosen(id)`` (the chain's id for the root); ``added(parent, position, name)``."""

    chosen = Signal(str)
    renamed = Signal(str, str)
    added = Signal(str, int, str)
    chain_added = Signal(str)
    moved = Signal(str, str, int)
    delete_asked = Signal(str)
    left = Signal()
    details_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setAccessibleName(_("Outline of the chain"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        clear = self.palette()
        clear.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(clear)
        self._row = TreeRow(self)
        self._row.committed.connect(self._committed)
        self._row.closeEditor.connect(self._editor_closed)
        self.setItemDelegate(self._row)
        self._data = TreeData()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._new: QTreeWidgetItem | None = None
        self._waiting: TreeData | None = None
        self.currentItemChanged.connect(self._current_changed)
        self.itemDoubleClicked.connect(lambda item, _column: self.begin_rename(_id_of(item)))

    # ---- what is shown -----------------------------------------------------------------------

    def fill(self, data: TreeData) -> None:
        """Show a chain; while somebody types in the tree, it waits."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._waiting = data
            return
        self._waiting = None
        folded = {node for node, item in self._items.items() if not item.isExpanded()}
        known, current = set(self._items), self.current()
        place = self.verticalScrollBar().value()
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.clear()
        self._new = None
        self._data = data
        self._items = {}
        self._build(data)
        for node, item in self._items.items():
            small = len(data.nodes) <= _MANY or item.data(0, LEVEL) in (CHAIN, "tier")
            item.setExpanded(node not in folded if node in known else small)
        self.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.verticalScrollBar().setValue(place)
        self.choose(current if current in self._items else data.chain)

    def current(self) -> str:
        """The node chosen."""
        item = self.currentItem()
        return _id_of(item) if item is not None else ""

    def choose(self, node: str) -> None:
        """Choose a node without a signal and show it."""
        item = self._items.get(node)
        if item is None:
            return
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setCurrentItem(item)
        self.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.scrollToItem(item)

    def level_of(self, node: str) -> str:
        """chain, tier, segment or leaf; empty for an unknown node."""
        item = self._items.get(node)
        return str(item.data(0, LEVEL)) if item is not None else ""

    def texts(self) -> list[str]:
        """The names on screen from top to bottom."""
        return [item.text(0) for item in self._walk()]

    # ---- what is asked for -------------------------------------------------------------------

    def begin_rename(self, node: str) -> None:
        """Edit a name in place."""
        item = self._items.get(node)
        if item is not None:
            self.setCurrentItem(item)
            self.editItem(item)

    def begin_child(self, node: str) -> None:
        """Type the name of a new last child; on a leaf go on to its details."""
        item = self._items.get(node)
        level = self.level_of(node)
        if item is None or level == CHAIN:
            return
        if level == _LEVELS[-1]:
            self.details_asked.emit()
        else:
            self._begin(item, item.childCount())

    def begin_sibling(self, node: str) -> None:
        """Type the name of a new node after this one; tiers are given, they take a child."""
        item = self._items.get(node)
        if item is None or item.parent() is None:
            return
        if self.level_of(node) == "tier":
            self.begin_child(node)
        else:
            parent = _above(item)
            self._begin(parent, parent.indexOfChild(item) + 1)

    def begin_chain(self) -> None:
        """Type the name of a new chain."""
        self._new = QTreeWidgetItem([_NEW])
        self._dress(self._new, _NEW, CHAIN)
        self.addTopLevelItem(self._new)
        self._edit_new()

    def move_by(self, node: str, step: int) -> None:
        """One place up or down; past the end into the neighbouring parent of the same level."""
        item = self._items.get(node)
        if item is None or self.level_of(node) not in ("segment", "leaf"):
            return
        parent = _above(item)
        place = parent.indexOfChild(item) + step
        if 0 <= place < parent.childCount():
            self.moved.emit(node, _id_of(parent), place)
            return
        siblings = [one for one in self._walk() if one.data(0, LEVEL) == parent.data(0, LEVEL)]
        at = siblings.index(parent) + step
        if 0 <= at < len(siblings):
            there = siblings[at]
            self.moved.emit(node, _id_of(there), there.childCount() if step < 0 else 0)

    def drop(self, node: str, target: str, *, below: bool, inside: bool) -> None:
        """Put a node beside another of its level, or into one of the level above."""
        item, onto = self._items.get(node), self._items.get(target)
        if item is None or onto is None or item is onto:
            return
        level, other = self.level_of(node), self.level_of(target)
        if level == other and level in ("segment", "leaf"):
            parent = _above(onto)
            place = parent.indexOfChild(onto) + (below or inside)
            if _above(item) is parent and parent.indexOfChild(item) < place:
                place -= 1
            self.moved.emit(node, _id_of(parent), place)
        elif level != CHAIN and other == _LEVELS[_LEVELS.index(level) - 1] and other != CHAIN:
            self.moved.emit(node, target, onto.childCount() if inside else 0)

    # ---- Qt ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Qt: Tab adds below, Shift+Tab and Ctrl+Tab leave."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and self.state() != QAbstractItemView.State.EditingState
            and self.level_of(self.current()) != CHAIN
        ):
            self.begin_child(self.current())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter beside, F2 rename, Delete, Alt+↑/↓ move, Ctrl+Tab details, Esc to the map."""
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the editor's own Enter comes by here as well
        key, node = event.key(), self.current()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin_sibling(node)
        elif key == Qt.Key.Key_F2:
            self.begin_rename(node)
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit(node)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_by(node, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: the rows stay; what is written moves them."""
        onto = self.itemAt(event.position().toPoint())
        where = self.dropIndicatorPosition()
        if onto is not None:
            self.drop(
                self.current(),
                _id_of(onto),
                below=where == QAbstractItemView.DropIndicatorPosition.BelowItem,
                inside=where == QAbstractItemView.DropIndicatorPosition.OnItem,
            )
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    # ---- rows --------------------------------------------------------------------------------

    def _build(self, data: TreeData) -> None:
        root = QTreeWidgetItem([data.title])
        self._dress(root, data.chain, CHAIN)
        self.addTopLevelItem(root)
        self._items[data.chain] = root
        for node in data.nodes:
            item = QTreeWidgetItem([data.names.get(node.id, node.name)])
            self._dress(item, node.id, node.level)
            item.setData(0, STATE, data.states.get(node.id, ""))
            item.setData(0, FIGURE, data.figures.get(node.id, ""))
            item.setData(0, NOTE, node.critical)
            item.setToolTip(0, item.text(0))
            self._items[node.parent_id or data.chain].addChild(item)
            self._items[node.id] = item

    def _dress(self, item: QTreeWidgetItem, node: str, level: str) -> None:
        item.setData(0, NODE, node)
        item.setData(0, LEVEL, level)
        flags = (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        )
        if level in ("segment", "leaf"):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        item.setFlags(flags | Qt.ItemFlag.ItemIsDropEnabled)

    def _begin(self, parent: QTreeWidgetItem, place: int) -> None:
        level = _LEVELS[_LEVELS.index(str(parent.data(0, LEVEL))) + 1]
        self._new = QTreeWidgetItem([_NEW])
        self._dress(self._new, _NEW, level)
        parent.insertChild(place, self._new)
        parent.setExpanded(True)
        self._edit_new()

    def _edit_new(self) -> None:
        if self._new is not None:
            self.scrollToItem(self._new)
            self.editItem(self._new)

    def _committed(self, index: QModelIndex | QPersistentModelIndex, text: str) -> None:
        node, level = str(index.data(NODE)), str(index.data(LEVEL))
        name = text.strip()
        if node != _NEW:
            if name and name != index.data():
                self.renamed.emit(node, name)
        elif name and level == CHAIN:
            self.chain_added.emit(name)
        elif name:
            self.added.emit(str(index.parent().data(NODE)), index.row(), name)

    def _editor_closed(self) -> None:
        """Take the empty row of a new node away; what was written brings its own."""
        new, self._new = self._new, None
        if new is not None:
            parent = new.parent()
            if parent is not None:
                parent.removeChild(new)
            else:
                self.takeTopLevelItem(self.indexOfTopLevelItem(new))
        if self._waiting is not None:
            self.fill(self._waiting)

    def _current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and _id_of(item) != _NEW:
            self.chosen.emit(_id_of(item))

    def _walk(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.topLevelItem(at) for at in reversed(range(self.topLevelItemCount()))]
        while waiting:
            item = waiting.pop()
            if item is not None:
                yield item
                waiting += [item.child(at) for at in reversed(range(item.childCount()))]


def _above(item: QTreeWidgetItem) -> QTreeWidgetItem:
    """The parent of a row; the root is its own."""
    return item.parent() or item


def _id_of(item: QTreeWidgetItem) -> str:
    return str(item.data(0, NODE))
