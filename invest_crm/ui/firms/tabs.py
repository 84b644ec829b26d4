"""Tabs of a firm's panel: its places on the chains, and its projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.money import show_amount
from invest_crm.domain.stages import SideState
from invest_crm.ui import icons, theme
from invest_crm.ui.firms.words import ROLES, role_word
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.ui.tones import side_tone, stage_tone
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.firm_panel import FirmPanel, FirmPlace, FirmProject, NodeChoice


class NodesTab(QWidget):
    """Places with their part; ``place_asked(node id, role or empty to take it off)``."""

    place_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._firm = ""
        self._choices: tuple[NodeChoice, ...] = ()
        self._held: frozenset[str] = frozenset()
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.GAP_SMALL)
        self._chain = Choice(name=_("Industry chain"))
        self._node = Choice(name=_("Chain node"))
        for wide in (self._chain, self._node):
            wide.narrow()
        self._role = Choice(_roles(), name=_("Part on the node"))
        self._role.set_current("target")
        self._add = QPushButton(_("Put on this node"))
        self._add.clicked.connect(lambda _on=False: self._put())
        self._chain.currentIndexChanged.connect(lambda _place: self._fill_nodes())
        self._node.currentIndexChanged.connect(lambda _place: self._look())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(self._list)
        column.addWidget(label(_("Put on a further node"), "label"))
        column.addWidget(self._chain)
        column.addWidget(self._node)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._role, 1)
        row.addWidget(self._add)
        column.addLayout(row)

    def show_firm(self, panel: FirmPanel, choices: Sequence[NodeChoice]) -> None:
        """Show a firm's places; the chooser begins at its main chain."""
        empty_layout(self._list)
        places = panel.places
        self._choices = tuple(choices)
        self._held = frozenset(place.node_id for place in places)
        if not places:
            self._list.addWidget(label(_("On no chain yet."), "hint"))
        for place in places:
            self._list.addWidget(self._line(place))
        same = self._firm == panel.record.id
        chain = (self._chain.current() if same else "") or panel.record["chain"] or ""
        self._firm = panel.record.id
        self._chain.clear()
        for chain_id, words in {item.chain_id: item.chain for item in choices}.items():
            self._chain.addItem(words, chain_id)
        self._chain.set_current(chain)
        self._fill_nodes()

    def choose(self, chain: str, node: str, role: str) -> None:
        """Set the chooser (as a person would)."""
        self._chain.set_current(chain)
        self._node.set_current(node)
        self._role.set_current(role)

    def put(self) -> None:
        """Ask for the chosen place."""
        self._add.click()

    def _line(self, place: FirmPlace) -> QWidget:
        role = Choice(_roles(), name=_("Part on {node}").format(node=place.node))
        role.set_current(place.role)
        role.currentIndexChanged.connect(
            lambda _place: self.place_asked.emit(place.node_id, role.current())
        )
        note = _("{chain} (presumed)").format(chain=place.chain) if place.presumed else place.chain
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(place.node, weight=600))
        names.addWidget(ElidedLabel(note, size=theme.NOTE, color="ink_3"))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_TINY)
        row.addLayout(names, 1)
        row.addWidget(role)
        if place.presumed:
            words = _("Confirm {node}").format(node=place.node)
            row.addWidget(_tool("check", words, lambda: self._emit(place.node_id, place.role)))
        words = _("Take off {node}").format(node=place.node)
        row.addWidget(_tool("close", words, lambda: self._emit(place.node_id, "")))
        return line

    def _emit(self, node_id: str, role: str) -> None:
        self.place_asked.emit(node_id, role)

    def _fill_nodes(self) -> None:
        chain = self._chain.current()
        self._node.clear()
        for item in self._choices:
            if item.chain_id == chain and item.id not in self._held:
                self._node.addItem(item.name, item.id)
        self._look()

    def _look(self) -> None:
        self._add.setEnabled(bool(self._node.current()))

    def _put(self) -> None:
        self.place_asked.emit(self._node.current(), self._role.current())


class ProjectsTab(QWidget):
    """The projects of a firm; ``opened(id)`` when one is clicked."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._none = label(_("No project of this firm yet."), "hint")
        self._table = TableMini(project_columns(), name=_("Projects"))
        self._table.row_clicked.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addWidget(self._table)

    def show_projects(self, projects: Sequence[FirmProject]) -> None:
        """Show the projects whose investor the firm is."""
        self._none.setVisible(not projects)
        self._table.setVisible(bool(projects))
        self._table.set_rows([project_row(item) for item in projects])
        self._table.setFixedHeight(self._table.sizeHint().height())


def project_columns() -> tuple[MiniColumn, ...]:
    """The columns of a firm's projects."""
    return (
        MiniColumn(_("Project"), 1, least=90),
        MiniColumn(_("Total investment"), 0, right=True, least=72),
        MiniColumn(_("Stage"), 0, least=64),
    )


def project_row(item: FirmProject) -> MiniRow:
    """One project of a firm as a row."""
    state = MiniCell(item.stage.label, stage_tone(item.stage.value))
    if item.side_state:
        state = MiniCell(SideState(item.side_state).label, side_tone(item.side_state))
    return MiniRow(item.id, (item.name, show_amount(item.total), state))


def _tool(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon, "ink_3"))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button


def _roles() -> list[tuple[str, str]]:
    return [(role, role_word(role)) for role in ROLES]
