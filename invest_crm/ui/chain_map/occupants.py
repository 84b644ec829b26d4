"""What is on a node: its state and why, its firms and projects as links, a firm to be placed.

Filled by the page; says what was asked for. It must not know services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDrag
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.chain_map.scene_view import FIRM_MIME
from invest_crm.ui.chain_map.state_chip import StateChip
from invest_crm.ui.chain_map.wording import tone_of_stage
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from invest_crm.services.chains.atlas import Occupant
    from invest_crm.services.search import Found

_FIRST = ("leader", "existing", "supporting", "target")
_PAUSE_MS = 90
_MOST_SHOWN = 60


class Subject(Struct, frozen=True):
    """The node shown: ``leaf`` takes firms; ``counts`` are short figures in words."""

    id: str
    name: str
    above: str = ""
    state: str = ""
    why: str = ""
    counts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    critical: bool = False
    leaf: bool = False


class Occupants(QWidget):
    """``opened(kind, id)``; ``listed(node, name)``; ``placed(firm, role)`` ("" takes off);
    ``searched(text)``.
    """

    opened = Signal(str, str)
    listed = Signal(str, str)
    placed = Signal(str, str)
    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._subject: Subject | None = None
        self._roles: tuple[tuple[str, str], ...] = ()
        self._title = label("", "heading", wrap=True)
        self._above = ElidedLabel(size=theme.NOTE, color="ink_2")
        self._state = StateChip()
        self._why = label("", wrap=True)
        self._counts = FlowLayout(gap=theme.px(6))
        self._notes = label("", "note", wrap=True)
        self._firms, self._projects = _Section(), _Section()
        self._more = QPushButton(_("Show the list of projects"))
        self._place = PlaceBox()
        self._build()

    def subject(self) -> Subject | None:
        """What is shown."""
        return self._subject

    def show_subject(self, subject: Subject, roles: tuple[tuple[str, str], ...]) -> None:
        """The head at once; who is on it follows with ``show_found``."""
        if self._subject is None or self._subject.id != subject.id:
            self._place.clear()
        self._subject, self._roles = subject, roles
        self.setAccessibleName(subject.name)
        self._title.setText(subject.name)
        self._above.set_text(subject.above)
        self._state.set(subject.state)
        self._why.setText(subject.why)
        self._why.setVisible(bool(subject.why))
        self._counts.clear()
        if subject.critical:
            self._counts.addWidget(Chip(_("Critical link"), "signed"))
        for words in subject.counts:
            self._counts.addWidget(Chip(words, "plain"))
        self._notes.setText("\n".join(subject.notes))
        self._notes.setVisible(bool(subject.notes))
        self._place.set_roles(roles)
        self._place.setVisible(subject.leaf)

    def show_found(self, found: Sequence[Occupant]) -> None:
        """The firms and projects on the node."""
        order = [words for role in _FIRST for key, words in self._roles if key == role]
        firms = sorted(
            (one for one in found if one.kind == "firm"),
            key=lambda one: order.index(one.note) if one.note in order else len(order),
        )
        projects = [one for one in found if one.kind == "project"]
        leaf = self._subject is not None and self._subject.leaf
        rows: list[QWidget] = [self._firm_row(one, leaf=leaf) for one in firms[:_MOST_SHOWN]]
        self._firms.fill(_("Firms {n}").format(n=len(firms)), rows, _("No firm yet."))
        rows = [self._project_row(one) for one in projects[:_MOST_SHOWN]]
        self._projects.fill(_("Projects {n}").format(n=len(projects)), rows, _("No project yet."))
        self._more.setVisible(bool(projects))

    def show_firms(self, found: Sequence[Found]) -> None:
        """Firms that match what was typed."""
        self._place.show_firms(found)

    def role(self) -> str:
        """The role chosen for the next firm to be placed."""
        return self._place.role()

    def begin_placing(self) -> None:
        """Put the cursor where a firm is looked for."""
        self._place.begin()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        theme.set_role(self._more, "link")
        self._more.clicked.connect(lambda _on=False: self._list())
        self._place.placed.connect(self.placed)
        self._place.searched.connect(self.searched)
        body = ScrollBody()
        column = body.column
        column.setContentsMargins(0, 0, theme.GAP_TINY, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self._above)
        for part in (self._why, self._notes):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.addWidget(self._why)
        column.addLayout(self._counts)
        column.addWidget(self._notes)
        column.addSpacing(theme.GAP_TINY)
        column.addWidget(self._firms)
        column.addWidget(self._place)
        column.addSpacing(theme.GAP_TINY)
        column.addWidget(self._projects)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(body)

    def _list(self) -> None:
        if self._subject is not None:
            self.listed.emit(self._subject.id, self._subject.name)

    def _firm_row(self, one: Occupant, *, leaf: bool) -> QWidget:
        row = _Row(one)
        row.opened.connect(lambda: self.opened.emit("firm", one.id))
        if not leaf:
            row.add(label(one.note, "note"))
            return row
        role = QPushButton(one.note)
        theme.set_role(role, "link")
        role.setToolTip(_("Change the role"))
        role.setStyleSheet("padding-right: 12px;")
        role.setMenu(self._role_menu(role, one))
        row.add(role)
        away = QToolButton()
        away.setIcon(icons.icon("close", "ink_3"))
        away.setIconSize(icons.size(14))
        words = _("Take {name} off this link").format(name=one.name)
        away.setToolTip(words)
        away.setAccessibleName(words)
        away.clicked.connect(lambda _on=False: self.placed.emit(one.id, ""))
        row.add(away)
        return row

    def _role_menu(self, button: QPushButton, one: Occupant) -> QMenu:
        menu = QMenu(button)
        for role, words in self._roles:
            action = QAction(words, menu)
            action.triggered.connect(lambda _on=False, role=role: self.placed.emit(one.id, role))
            menu.addAction(action)
        return menu

    def _project_row(self, one: Occupant) -> QWidget:
        row = _Row(one)
        row.opened.connect(lambda: self.opened.emit("project", one.id))
        row.add(Chip(one.note, tone_of_stage(one.note)))
        return row


class PlaceBox(QWidget):
    """Look for a firm by name or initials and put it here in a role."""

    placed = Signal(str, str)
    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._line = SearchEdit(_("Place a firm here: name or initials"), icon="add")
        self._line.setAccessibleName(_("Place a firm here"))
        self._role = Choice(name=_("Role"))
        self._found = QVBoxLayout()
        self._found.setSpacing(0)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE_MS)
        self._clock.timeout.connect(lambda: self.searched.emit(self._line.text().strip()))
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self._take_first)
        self._firms: tuple[Found, ...] = ()
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._line, 1)
        row.addWidget(self._role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_TINY)
        column.addLayout(row)
        column.addLayout(self._found)

    def set_roles(self, roles: tuple[tuple[str, str], ...]) -> None:
        """The roles to choose from; the one chosen stays."""
        if self._role.count() == len(roles):
            return
        self._role.clear()
        for role, words in roles:
            self._role.addItem(words, role)

    def role(self) -> str:
        """The role chosen."""
        return self._role.current()

    def begin(self) -> None:
        """Take the focus."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing typed, nothing found."""
        self._line.clear()
        self.show_firms(())

    def show_firms(self, found: Sequence[Found]) -> None:
        """Offer firms."""
        self._firms = tuple(found) if self._line.text().strip() else ()
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for firm in self._firms:
            row = _Row(firm)
            row.opened.connect(lambda firm=firm: self._take(firm.id))
            self._found.addWidget(row)
        if not self._firms and self._line.text().strip():
            self._found.addWidget(label(_("No such firm."), "hint"))

    def _typed(self, text: str) -> None:
        if text.strip():
            self._clock.start()
        else:
            self._clock.stop()
            self.show_firms(())

    def _take_first(self) -> None:
        if self._firms:
            self._take(self._firms[0].id)

    def _take(self, firm: str) -> None:
        role = self._role.current()
        self.clear()
        self.placed.emit(firm, role)


class _Section(QWidget):
    """A small heading with rows below it."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._head = label("", "label")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._head)
        column.addLayout(self._rows)

    def fill(self, title: str, rows: Sequence[QWidget], nothing: str) -> None:
        """Other rows, or the words for none."""
        self._head.setText(title)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows or (label(nothing, "hint"),):
            self._rows.addWidget(row)


class _Row(QWidget):
    """A record as a link, with something at its right; a firm can be dragged onto the map."""

    opened = Signal()

    def __init__(self, record: Occupant | Found) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        name = getattr(record, "name", "") or getattr(record, "title", "")
        self._firm = record.id if getattr(record, "kind", "firm") == "firm" else ""
        self._link = LinkLine(name)
        self._link.clicked.connect(self.opened)
        self._link.dragged.connect(self._drag)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP_TINY)
        self._row.addWidget(self._link, 1)
        self.setFixedHeight(theme.current().px(30))

    def add(self, widget: QWidget) -> None:
        """Something at the right."""
        self._row.addWidget(widget)

    def _drag(self) -> None:
        if not self._firm:
            return
        data = QMimeData()
        data.setData(FIRM_MIME, QByteArray(self._firm.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


class LinkLine(QPushButton):
    """A name that opens its record; shortened with an ellipsis, the tooltip has the whole."""

    dragged = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        theme.set_role(self, "link")
        self._name = name
        self._pressed: QPoint | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: shorten to the width."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: perhaps the beginning of a drag."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: far enough is a drag."""
        far = self._pressed is not None and (
            (event.position().toPoint() - self._pressed).manhattanLength() > 10
        )
        if far:
            self._pressed = None
            self.setDown(False)
            self.dragged.emit()
        else:
            super().mouseMoveEvent(event)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        room = max(self.width() - 12, 20)
        shown = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._name if shown != self._name else "")
