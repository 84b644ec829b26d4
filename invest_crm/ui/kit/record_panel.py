"""The side panel that follows a selection: who, three facts, the sentence that matters, the path.

Never modal. The page that owns the selection fills it with a ``Record`` and listens to its
signals; further tabs are widgets the page adds. Knows no service and no subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import MISSING, Chip, PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.path_view import PathView, Step
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.tabs import TabRow
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel, label
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH_TAB = "path"
_STRETCHED = Qt.AlignmentFlag(0)
_FACT_MOST = 134
_TAB_LEAST = 130
"""A tab keeps this height; the whole panel scrolls in a lower window."""


class One(Struct, frozen=True):
    """One of the five ones: its words, or ``missing`` with what is to be added. ``id`` on click."""

    text: str
    missing: bool = False
    id: str = ""


class Record(Struct, frozen=True):
    """What the panel shows of a record, ready in the words of the reader."""

    id: str
    title: str
    subtitle: str = ""
    state: str = ""
    state_tone: str = "talk"
    facts: tuple[tuple[str, str], ...] = ()
    callout: tuple[Span, ...] = ()
    callout_tone: str = "bad"
    tabs: tuple[tuple[str, str], ...] = ()
    steps: tuple[Step, ...] = ()
    ones: tuple[One, ...] = ()
    ones_note: str = ""


class RecordPanel(QFrame):
    """404 px at the right of a page."""

    tab_changed = Signal(str)
    step_clicked = Signal(str)
    one_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Record"))
        self._record: Record | None = None
        self._title = label("", "heading", wrap=True)
        self._title.setMinimumWidth(1)
        self._state = Chip()
        self._subtitle = ElidedLabel(color="ink_2")
        self._facts = _Facts()
        self._callout = _Callout()
        self._tabs = TabRow(wraps=True)
        self._tabs.changed.connect(self._show_tab)
        self._path = PathView()
        self._above_path = QVBoxLayout()
        self._path.clicked.connect(self.step_clicked)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(theme.px(_TAB_LEAST))
        self._waiting: dict[str, QWidget] = {}
        self._areas: dict[str, QWidget] = {}
        self._ones = _Ones()
        self._ones.clicked.connect(self.one_clicked)
        self._build()
        whole = QWidget()
        theme.set_role(whole, "clear")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._above_path)
        column.addWidget(self._path)
        self._take(PATH_TAB, whole)

    def record(self) -> Record | None:
        """What is shown."""
        return self._record

    def set_record(self, record: Record) -> None:
        """Show a record; the tab that is on stays on if the record has it."""
        self._record = record
        self.setAccessibleName(record.title)
        self._title.setText(record.title)
        self._state.set(record.state, record.state_tone)
        self._subtitle.set_text(record.subtitle)
        self._subtitle.setVisible(bool(record.subtitle))
        self._facts.set_facts(record.facts)
        self._facts.setVisible(bool(record.facts))
        self._callout.set(record.callout, record.callout_tone)
        self._callout.setVisible(bool(record.callout))
        self._tabs.set_tabs(record.tabs or ((PATH_TAB, _("Whole path")),))
        self._path.set_steps(record.steps)
        self._ones.set(record.ones, record.ones_note)
        self._ones.setVisible(bool(record.ones))
        self._show_tab(self._tabs.current())

    def add_tab_page(self, tab: str, page: QWidget) -> None:
        """Give the tab ``tab`` its content; it scrolls, also across where a table needs more.

        What it scrolls in is made when the tab is first shown: for a dozen tabs it would be a
        tenth of the time until the first rows of a list stand.
        """
        page.setParent(self)
        page.hide()
        self._waiting[tab] = page

    def add_above_path(self, part: QWidget) -> None:
        """Put something above the path, in the same tab; a button is no wider than its words."""
        at = Qt.AlignmentFlag.AlignLeft if isinstance(part, QAbstractButton) else _STRETCHED
        self._above_path.addWidget(part, 0, at)

    def current_tab(self) -> str:
        """The id of the tab that is on."""
        return self._tabs.current()

    def set_current_tab(self, tab: str) -> None:
        """Switch to a tab."""
        self._tabs.set_current(tab)

    def sizeHint(self) -> QSize:
        """Qt: the panel's width."""
        return QSize(theme.current().px(theme.PANEL_WIDTH), 600)

    def minimumSizeHint(self) -> QSize:
        """Qt: narrower in a small window."""
        return QSize(theme.current().px(300), 300)

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        body = ScrollBody()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)
        column = body.column
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._subtitle)
        column.addSpacing(theme.px(10))
        column.addWidget(self._facts)
        column.addSpacing(theme.px(10))
        column.addWidget(self._callout)
        column.addSpacing(theme.px(4))
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        column.addWidget(self._ones)

    def _take(self, tab: str, page: QWidget) -> None:
        self._areas[tab] = _scrolling(page)
        self._stack.addWidget(self._areas[tab])

    def _show_tab(self, tab: str) -> None:
        if tab in self._waiting:
            self._take(tab, self._waiting.pop(tab))
        if tab in self._areas:
            self._stack.setCurrentWidget(self._areas[tab])
        self.tab_changed.emit(tab)


def _scrolling(page: QWidget) -> QScrollArea:
    """What a tab's page scrolls in."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    theme.set_role(holder, "clear")
    column = QVBoxLayout(holder)
    column.setContentsMargins(theme.margins(0, 8, 0, 8))
    column.addWidget(page)
    column.addStretch(1)
    page.show()
    area.setWidget(holder)
    return area


class _Facts(QWidget):
    """Facts side by side: a small label above a strong value."""

    def __init__(self) -> None:
        super().__init__()
        self._row = WrapRow()
        self.setLayout(self._row)
        self._cells: list[_Fact] = []

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show (label, value) pairs; the widgets are kept while the number stays."""
        while len(self._cells) < len(facts):
            self._cells.append(_Fact())
            self._row.add(self._cells[-1])
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < len(facts))
            if place < len(facts):
                cell.name.set_text(facts[place][0])
                cell.value.set_text(facts[place][1])


class _Fact(QWidget):
    """A small label above a strong value; wants room for both, within reason."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel(size=theme.NOTE, color="ink_3")
        self.value = ElidedLabel(weight=600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(self.name)
        column.addWidget(self.value)

    def minimumSizeHint(self) -> QSize:
        """Qt: its words, unless they are long."""
        wanted = self.sizeHint()
        return QSize(min(wanted.width(), theme.px(_FACT_MOST)), wanted.height())


class _Callout(QWidget):
    """The one sentence that matters, on the soft ground of its tone."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = "bad"
        self._text = SpanLabel()
        self._text.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(10, 7, 10, 7))
        column.addWidget(self._text)

    def set(self, spans: Sequence[Span], tone: str) -> None:
        """Say something in a tone."""
        self._tone = tone
        ink = f"{tone}_ink"
        self._text.set_spans([Span(s.text, s.color or ink, s.strong) for s in spans])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)


class _Ones(QWidget):
    """The five ones at the foot: chips, the missing ones dashed and clickable."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._note = ElidedLabel(size=theme.NOTE, align=Qt.AlignmentFlag.AlignRight)
        self._flow = FlowLayout(gap=theme.px(6))
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(0, 8, 0, 0))
        head.addWidget(label(_("Five ones"), "label"))
        head.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        column.addLayout(self._flow)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set(self, ones: Sequence[One], note: str) -> None:
        """Show the ones and what is missing."""
        self._flow.clear()
        self._note.set_text(note, "bad_ink" if any(one.missing for one in ones) else "ink_2")
        for one in ones:
            if one.missing:
                pill = PillButton(one.text, tone=MISSING, icon="")
                pill.clicked.connect(lambda one=one: self.clicked.emit(one.id))
                self._flow.addWidget(pill)
            else:
                self._flow.addWidget(Chip(one.text, "started"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the line above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.current().color("line"))
