"""The second step: what was recognised, the mapping, the rows, and what Import would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.grid.source import GridQuery
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import SpanLabel, spans_of
from invest_crm.ui.ledger.facts import Facts
from invest_crm.ui.ledger.mapping import MappingTable
from invest_crm.ui.ledger.source import WANTED, WRITE, PlanSource, field_choices
from invest_crm.ui.ledger.words import ACTIONS, LEFT, action_word, counts_words, rows_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.ledger.preview import Preview

ROWS, COLUMNS = "rows", "columns"
_FOOT_FROM, _BAR_FROM = 700, 640
_LEAST_TABLE = 160
_PATIENCE_MS = 400


class CheckView(QWidget):
    """``row_chosen(place)``; ``write_asked(places, write)``; ``cell_asked(field, letter or None)``:
    correct a cell of the current row, a letter was typed over it; ``tab_shown``; ``apply_asked``;
    ``rejects_asked``; ``other_asked``."""

    row_chosen = Signal(int)
    write_asked = Signal(object, bool)
    cell_asked = Signal(str, object)
    tab_shown = Signal()
    apply_asked = Signal()
    rejects_asked = Signal()
    other_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Preview | None = None
        self._wanted = "all"
        self._comparing = False
        self._row = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._tell_waiting)
        self._source: PlanSource | None = None
        self.grid: DataGrid | None = None
        self.facts = Facts()
        self.mapping = MappingTable()
        self.tabs = Segmented(
            ((ROWS, _("Rows")), (COLUMNS, _("Columns and fields"))), name=_("View")
        )
        self.tabs.changed.connect(self._show_tab)
        self._pills = FlowLayout(gap=theme.GAP_SMALL)
        self.filters: dict[str, PillButton] = {}
        self._rows = QWidget()
        self._rows_box = QVBoxLayout(self._rows)
        self._rows_box.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows)
        self._stack.addWidget(self.mapping)
        self._sentence = SpanLabel()
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.accept = QPushButton()
        self.accept.clicked.connect(lambda _on=False: self._accept())
        self.rejects = QPushButton(_("Save the rows not written…"))
        self.rejects.clicked.connect(lambda _on=False: self.rejects_asked.emit())
        self.other = QPushButton(_("Another file"))
        self.other.clicked.connect(lambda _on=False: self.other_asked.emit())
        self.apply = QPushButton()
        theme.set_role(self.apply, "primary")
        self.apply.clicked.connect(lambda _on=False: self.apply_asked.emit())
        self._build()

    def show_preview(self, shown: Preview, kinds: Sequence[str], units: Sequence[str]) -> None:
        """Show a ledger as understood; view, filter and row stay where they were."""
        before, self._shown = self._shown, shown
        if before is None or before.opened is not shown.opened:
            self._wanted = "all"
            self.tabs.set_current(ROWS)
            self._stack.setCurrentWidget(self._rows)
        if not shown.counts.get(self._wanted):
            self._wanted = "all"
        if before is None or before.reading is not shown.reading:
            self.facts.show_preview(shown, kinds)
        self._make_pills(shown)
        if self.grid is not None and before is not None and before.base is shown.base:
            self._refill(shown)
        else:
            self.mapping.show_columns(shown.columns, field_choices(shown.reading.kind), units)
            self._make_grid(shown)
        self._tell()

    def set_comparing(self, *, comparing: bool) -> None:
        """Whether rows are being compared again; nothing is imported meanwhile."""
        self._comparing = comparing
        if comparing:
            self._patience.start()
        else:
            self._patience.stop()
        self._tell()

    def _tell_waiting(self) -> None:
        """A comparison that takes a while is said; a quick one would only flicker."""
        self._sentence.set_spans(spans_of(_("Comparing with what is stored…")))

    def current_place(self) -> int:
        """The place of the current row, -1 for none."""
        place = self.grid.current_id() if self.grid is not None else ""
        return int(place) if place else -1

    def toggle(self) -> None:
        """Write the selected rows, or leave them out if all of them are written."""
        if self.grid is not None:
            self._toggle([int(place) for place in self.grid.selected_ids()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: sentence and filters have lines of their own where the rest leaves them no room."""
        super().resizeEvent(event)
        side, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for row, width in ((self._foot, _FOOT_FROM), (self._bar, _BAR_FROM)):
            row.setDirection(side if event.size().width() >= theme.px(width) else down)

    def clear(self) -> None:
        """Forget the ledger and everything held for it."""
        self._shown = None
        self._drop_grid()

    def take_focus(self) -> None:
        """Back to the rows."""
        if self.grid is not None:
            self.grid.view.setFocus()

    def shows_rows(self) -> bool:
        """Whether the rows are in sight, not the columns."""
        return self.tabs.current() == ROWS

    def choose(self, wanted: str) -> None:
        """Show only the rows of an action (all, noted, new, …)."""
        self._wanted, self._row = wanted, 0
        for name, pill in self.filters.items():
            pill.set_checked(name == wanted)
        if self.grid is not None:
            self.grid.set_filters(_filters(wanted))

    def _build(self) -> None:
        self._bar.setSpacing(theme.GAP_SMALL)
        self._bar.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self._bar.addLayout(self._pills, 1)
        buttons = FlowLayout(gap=theme.GAP, right=True)
        for button in (self.accept, self.rejects, self.other, self.apply):
            buttons.addWidget(button)
        self._foot.setSpacing(theme.GAP_SMALL)
        self._foot.addWidget(self._sentence, 1)
        self._foot.addLayout(buttons)
        self._stack.setMinimumHeight(theme.px(_LEAST_TABLE))
        body = ScrollBody()
        body.column.setSpacing(theme.GAP_SMALL)
        body.column.addWidget(self.facts)
        body.column.addLayout(self._bar)
        body.column.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(body, 1)
        column.addLayout(self._foot)

    def _show_tab(self, tab: str) -> None:
        self._stack.setCurrentWidget(self._rows if tab == ROWS else self.mapping)
        for pill in self.filters.values():
            pill.setVisible(tab == ROWS)
        self.tab_shown.emit()

    def _make_pills(self, shown: Preview) -> None:
        self._pills.clear()
        self.filters = {}
        words = {"all": _("All"), **{action: action_word(action) for action in ACTIONS}}
        words["noted"] = _("With notes")
        if shown.tally.left:
            words[LEFT] = action_word(LEFT)
        for name, word in words.items():
            pill = PillButton(f"{word} {_count(shown, name)}", checked=name == self._wanted)
            pill.clicked.connect(lambda name=name: self.choose(name))
            self._pills.addWidget(pill)
            pill.setVisible(self.tabs.current() == ROWS)
            self.filters[name] = pill

    def _make_grid(self, shown: Preview) -> None:
        self._drop_grid()
        self._row = 0
        compact = user.read("ui.density") == "compact"
        self._source = PlanSource(shown)
        self.grid = grid = DataGrid(
            self._source,
            name=_("Rows of the ledger"),
            empty=EmptyState(
                "spreadsheet", _("No rows of data"), _("The sheet has only headings.")
            ),
            query=GridQuery(filters=_filters(self._wanted)),
            compact=compact,
        )
        grid.current_changed.connect(self._row_moved)
        grid.loaded.connect(self._select_some)
        grid.activated.connect(lambda _place: self._correct())
        grid.view.clicked.connect(self._clicked)
        grid.view.edit_asked.connect(self._correct)
        shortcut = QShortcut(QKeySequence("Space"), grid.view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.toggle)
        self._rows_box.addWidget(grid)

    def _refill(self, shown: Preview) -> None:
        """The same rows in another state: selection and place stay."""
        if self._source is None or self.grid is None:
            return
        self._source.take(shown)
        if dict(self.grid.query().filters).get(WANTED, "all") == self._wanted:
            self.grid.refresh()
        else:
            self.grid.set_filters(_filters(self._wanted))

    def _clicked(self, index: QModelIndex) -> None:
        if self.grid is not None and self.grid.model.columns()[index.column()].key == WRITE:
            self._toggle([int(self.grid.model.id_at(index.row()))])

    def _correct(self, letter: str | None = None) -> None:
        """Correct the current cell, or the first doubtful one of the row."""
        if self.grid is not None:
            column = self.grid.view.currentIndex().column()
            field = self.grid.model.columns()[column].key if column >= 0 else ""
            self.cell_asked.emit(field, letter)

    def _toggle(self, places: Sequence[int]) -> None:
        if self._shown is None:
            return
        plan = self._shown.plan
        able = [place for place in places if plan.rows[place].writable]
        if able:
            self.write_asked.emit(able, not all(plan.writes(plan.rows[place]) for place in able))

    def _accept(self) -> None:
        """Write all suspicious rows, or none."""
        if self._shown is not None:
            rows = enumerate(self._shown.plan.rows)
            self._toggle([place for place, row in rows if row.action == "suspicious"])

    def _drop_grid(self) -> None:
        if self.grid is not None:
            self._rows_box.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None

    def _select_some(self) -> None:
        """The panel beside the rows is never empty while there are any.

        Where a row went because it was corrected, the one below it is next.
        """
        grid = self.grid
        if grid is not None and grid.model.rowCount() and not grid.current_id():
            grid.select_id(grid.model.id_at(min(self._row, grid.model.rowCount() - 1)))

    def _row_moved(self, place: str) -> None:
        if place and self.grid is not None:
            self._row = self.grid.view.currentIndex().row()
        self.row_chosen.emit(int(place) if place else -1)

    def _tell(self) -> None:
        """What Import would do, in one sentence and on the button."""
        if self._shown is None:
            return
        written, left = self._shown.tally.written, self._shown.tally.unwritten
        total = written.total()
        if total:
            text = _("Will be written: {counts}.").format(counts=counts_words(written))
        else:
            text = _("Nothing to write: every row is stored already or not taken.")
        if left.total():
            text += " " + _("Not written: {counts}.").format(counts=counts_words(left))
        self._sentence.set_spans(spans_of(text))
        suspicious = self._shown.counts.get("suspicious", 0)
        every = written["suspicious"] == suspicious
        self.accept.setVisible(bool(suspicious))
        words = _("Leave suspicious rows out ({n})") if every else _("Write suspicious rows ({n})")
        self.accept.setText(words.format(n=f"{suspicious:,}"))
        self.apply.setText(_("Import {rows}").format(rows=rows_words(total)))
        self.apply.setEnabled(bool(total) and not self._comparing)
        self.rejects.setVisible(not total and bool(left.total()))

    def sentence(self) -> str:
        """What Import would do (for tests)."""
        return self._sentence.plain()


def _filters(wanted: str) -> tuple[tuple[str, object], ...]:
    return () if wanted == "all" else ((WANTED, wanted),)


def _count(shown: Preview, name: str) -> str:
    """How many rows; "23/24" where only some of them will be written."""
    count, written = shown.counts.get(name, 0), shown.tally.written[name]
    some = written if name == "suspicious" else count - written
    if name in ("new", "changed", "suspicious") and some:
        return f"{written:,}/{count:,}"
    return f"{count:,}"
