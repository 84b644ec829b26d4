"""What stands around a filtered grid on a page: its chips, and the builder above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from invest_crm.domain.condition_words import sentence
from invest_crm.domain.conditions import EVERYTHING
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.filters import parts
from invest_crm.ui.kit.grid.filter_bar import count_words
from invest_crm.ui.kit.text import shortened
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.domain.conditions import Part
    from invest_crm.ui.kit.filters.builder import FilterBuilder
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import GridQuery
    from invest_crm.ui.kit.page import Page

KEYS = "Ctrl+Shift+F"


class ListFilter(QObject):
    """Belongs to a page; ``add_chips`` puts the chips where the page puts its own."""

    def __init__(self, page: Page, grid: DataGrid) -> None:
        super().__init__(page)
        self._page, self._grid = page, grid
        self._builder: FilterBuilder | None = None
        self._counted = ""
        self._where = EVERYTHING
        keys = QShortcut(QKeySequence(KEYS), page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.open)
        grid.query_changed.connect(self._follow_query)
        grid.askable_changed.connect(self._follow)
        grid.counted.connect(self._count)
        grid.filter_lost.connect(self._say_lost)

    def add_chips(self) -> None:
        """The button that opens the builder, a chip for each part, the way out."""
        button = PillButton(_("Filter"), icon="filter", checked=self.is_open())
        button.setToolTip(_("Build a filter ({keys})").format(keys=KEYS))
        button.clicked.connect(self.toggle)
        self._page.add_chip(button)
        where, fields = self._grid.query().where, self._grid.askable.fields
        if not fields or not where.parts:
            return
        for part in parts.tops(where):
            self._page.add_chip(self._chip(part, sentence(part, fields)))
        clear = PillButton(_("Clear the filter"))
        clear.clicked.connect(self._clear)
        self._page.add_chip(clear)

    def is_open(self) -> bool:
        """Whether the builder is to be seen."""
        return self._builder is not None and not self._builder.isHidden()

    def open(self) -> None:
        """Show the builder and type."""
        self._grid.begin()
        self.builder.show()
        self._follow()
        self.builder.begin()

    def close(self) -> None:
        """Hide the builder; the filter stays."""
        self.builder.hide()
        self._page.show_chips()
        self._grid.setFocus()

    def toggle(self) -> None:
        """Show the builder, or hide it."""
        self.close() if self.is_open() else self.open()

    @property
    def builder(self) -> FilterBuilder:
        """The builder, made when it is first needed."""
        if self._builder is None:
            from invest_crm.ui.kit.filters.builder import FilterBuilder

            self._builder = FilterBuilder()
            self._builder.hide()
            self._builder.changed.connect(self._grid.set_where)
            self._builder.closed.connect(self.close)
            self._builder.set_count(self._counted)
            self._page.body.insertWidget(0, self._builder)
        return self._builder

    def _chip(self, part: Part, words: str) -> PillButton:
        chip = PillButton(shortened(words), removable=True, checked=True)
        chip.setToolTip(words)
        chip.setAccessibleName(words)
        chip.clicked.connect(self.open)
        chip.removed.connect(lambda: self._remove(part))
        return chip

    def _remove(self, part: Part) -> None:
        self._grid.set_where(parts.without(self._grid.query().where, part))
        self._grid.setFocus()

    def _clear(self) -> None:
        self._grid.set_where(EVERYTHING)
        self._grid.setFocus()

    def _follow_query(self, query: GridQuery) -> None:
        if query.where != self._where:
            self._where = query.where
            self._follow()

    def _follow(self) -> None:
        self._page.show_chips()
        askable = self._grid.askable
        if self.is_open() and askable.fields:
            from invest_crm.ui.kit.filters.editors import Ground

            ground = Ground(askable.fields, askable.today, self._grid.ask_values)
            self.builder.load(ground, self._grid.query().where)

    def _count(self, shown: int, total: int) -> None:
        self._counted = count_words(shown, total)
        if self._builder is not None:
            self._builder.set_count(self._counted)

    def _say_lost(self, count: int) -> None:
        words = ngettext(
            "One condition of the filter was left out: the list no longer has what it asks for.",
            "{n} conditions of the filter were left out: the list no longer has what they ask for.",
            count,
        )
        self._page.notify(words.format(n=count), "warning")
