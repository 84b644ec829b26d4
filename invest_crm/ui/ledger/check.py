"""The second step: what was recognised, the mapping, the rows, and what Import would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from invest_crm.settings import user
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.grid.source import GridQuery
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import SpanLabel, spans_of
from invest_crm.ui.ledger.facts import Facts
from invest_crm.ui.ledger.mapping import MappingTable
from invest_crm.ui.ledger.source import WANTED, PlanSource, field_choices
from invest_crm.ui.ledger.words import ACTIONS, action_word, counts_words, rows_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.ledger.preview import Preview

ROWS, COLUMNS = "rows", "columns"


class CheckView(QWidget):
    """``row_chosen(place)``; ``tab_shown``; ``apply_asked``; ``rejects_asked``; ``other_asked``."""

    row_chosen = Signal(int)
    tab_shown = Signal()
    apply_asked = Signal()
    rejects_asked = Signal()
    other_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Preview | None = None
        self._wanted = "all"
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
        self.accept = QPushButton()
        self.accept.setCheckable(True)
        self.accept.toggled.connect(lambda _on: self._tell())
        self.rejects = QPushButton(_("Save the rows not written…"))
        self.rejects.clicked.connect(lambda _on=False: self.rejects_asked.emit())
        self.other = QPushButton(_("Another file"))
        self.other.clicked.connect(lambda _on=False: self.other_asked.emit())
        self.apply = QPushButton()
        theme.set_role(self.apply, "primary")
        self.apply.clicked.connect(lambda _on=False: self.apply_asked.emit())
        self._build()

    def show_preview(self, shown: Preview, kinds: Sequence[str], units: Sequence[str]) -> None:
        """Show a ledger as understood; view and filter stay where they were."""
        fresh = self._shown is None or self._shown.opened is not shown.opened
        self._shown = shown
        if fresh:
            self._wanted = "all"
            self.accept.setChecked(False)
            self.tabs.set_current(ROWS)
            self._stack.setCurrentWidget(self._rows)
        if not shown.counts.get(self._wanted):
            self._wanted = "all"
        self.facts.show_preview(shown, kinds)
        self.mapping.show_columns(shown.columns, field_choices(shown.reading.kind), units)
        self._make_pills(shown)
        self._make_grid(shown)
        self._tell()

    def clear(self) -> None:
        """Forget the ledger and everything held for it."""
        self._shown = None
        self._drop_grid()

    def shows_rows(self) -> bool:
        """Whether the rows are in sight, not the columns."""
        return self.tabs.current() == ROWS

    def choose(self, wanted: str) -> None:
        """Show only the rows of an action (all, noted, new, …)."""
        self._wanted = wanted
        for name, pill in self.filters.items():
            pill.set_checked(name == wanted)
        if self.grid is not None:
            self.grid.set_filters(_filters(wanted))

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.GAP)
        bar.addWidget(self.tabs)
        bar.addLayout(self._pills, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._sentence, 1)
        foot.addWidget(self.accept)
        foot.addWidget(self.rejects)
        foot.addWidget(self.other)
        foot.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.facts)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

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
        for name, word in words.items():
            count = shown.counts.get(name, 0)
            pill = PillButton(f"{word} {count:,}", checked=name == self._wanted)
            pill.clicked.connect(lambda name=name: self.choose(name))
            self._pills.addWidget(pill)
            pill.setVisible(self.tabs.current() == ROWS)
            self.filters[name] = pill

    def _make_grid(self, shown: Preview) -> None:
        self._drop_grid()
        compact = user.read("ui.density") == "compact"
        self.grid = DataGrid(
            PlanSource(shown),
            name=_("Rows of the ledger"),
            empty=EmptyState(
                "spreadsheet", _("No rows of data"), _("The sheet has only headings.")
            ),
            query=GridQuery(filters=_filters(self._wanted)),
            compact=compact,
        )
        self.grid.current_changed.connect(self._row_moved)
        self.grid.loaded.connect(self._select_first)
        self._rows_box.addWidget(self.grid)

    def _drop_grid(self) -> None:
        if self.grid is not None:
            self._rows_box.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None

    def _select_first(self) -> None:
        """The panel beside the rows is never empty while there are any."""
        grid = self.grid
        if grid is not None and grid.model.rowCount() and not grid.current_id():
            grid.select_id(grid.model.id_at(0))

    def _row_moved(self, place: str) -> None:
        self.row_chosen.emit(int(place) if place else -1)

    def _tell(self) -> None:
        """What Import would do, in one sentence and on the button."""
        if self._shown is None:
            return
        counts = self._shown.counts
        suspicious, rejected = counts.get("suspicious", 0), counts.get("rejected", 0)
        accepted = self.accept.isChecked()
        wanted = ("new", "changed", "suspicious") if accepted else ("new", "changed")
        writing = {action: counts.get(action, 0) for action in wanted}
        total = sum(writing.values())
        if total:
            text = _("Will be written: {counts}.").format(counts=counts_words(writing))
        else:
            text = _("Nothing to write: every row is stored already or not taken.")
        left = {"rejected": rejected, "suspicious": 0 if accepted else suspicious}
        if any(left.values()):
            text += " " + _("Not written: {counts}.").format(counts=counts_words(left))
        self._sentence.set_spans(spans_of(text))
        self.accept.setVisible(bool(suspicious))
        self.accept.setIcon(icons.icon("done", "accent") if accepted else icons.icon("dot"))
        self.accept.setText(_("Write suspicious rows as well ({n})").format(n=f"{suspicious:,}"))
        self.apply.setText(_("Import {rows}").format(rows=rows_words(total)))
        self.apply.setEnabled(bool(total))
        self.rejects.setVisible(not total and any(left.values()))

    def sentence(self) -> str:
        """What Import would do (for tests)."""
        return self._sentence.plain()


def _filters(wanted: str) -> tuple[tuple[str, object], ...]:
    return () if wanted == "all" else ((WANTED, wanted),)
