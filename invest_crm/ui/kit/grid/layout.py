"""The columns as the user arranged them: order, width, hidden; kept as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.ui.kit.grid.view import GridView

Layout = list[dict[str, Any]]

_SHRINK, _LONG = 0.12, 120
"""How much narrower long columns of words may get so that nothing scrolls sideways."""


class ColumnLayout:
    """Reads and sets the arrangement of a view; calls ``changed`` when the user alters it.

    Until the user sets a width, spare room is spread over the columns of words.
    """

    def __init__(self, view: GridView, changed: Callable[[], object]) -> None:
        self._view = view
        self._header = view.header()
        self._columns = view.header().columns()
        self._changed = changed
        self._own_widths = False
        self._setting = False
        self.more: Callable[[QMenu, int], object] | None = None
        self.reset()
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._on_moved)
        self._header.sectionHandleDoubleClicked.connect(view.fit_column)
        self._header.customContextMenuRequested.connect(self.open_menu)

    def reset(self) -> None:
        """The arrangement the columns declare."""
        self._own_widths = False
        self._setting = True
        for place, column in enumerate(self._columns):
            self._header.moveSection(self._header.visualIndex(place), place)
            self._view.setColumnHidden(place, not column.visible)
            self._view.setColumnWidth(place, theme.current().px(column.width))
        self._header.freeze(self._declared())
        self._setting = False
        self.spread()

    def save(self) -> Layout:
        """The arrangement as plain data, in the order shown."""
        order = [self._header.logicalIndex(place) for place in range(self._header.count())]
        return [
            {
                "key": self._columns[place].key,
                "width": self._width(place) if self._own_widths else 0,
                "hidden": self._header.isSectionHidden(place),
                "frozen": number < self._header.freezes(),
            }
            for number, place in enumerate(order)
        ]

    def load(self, layout: Layout) -> None:
        """Take up an arrangement; columns it does not know stand at the end as declared."""
        places = {column.key: place for place, column in enumerate(self._columns)}
        self._setting = True
        target, frozen = 0, self._declared()
        for entry in layout:
            place = places.get(str(entry.get("key")))
            if place is None:
                continue
            self._header.moveSection(self._header.visualIndex(place), target)
            target += 1
            frozen = target if entry.get("frozen") else frozen
            width = int(entry.get("width") or 0)
            if width > 0:
                self._own_widths = True
                self._view.setColumnWidth(place, width)
            self._view.setColumnHidden(place, bool(entry.get("hidden")))
        self._header.freeze(frozen)
        self._setting = False
        self.spread()

    def spread(self) -> None:
        """Share spare (or missing) room among the columns of words, unless the user set widths."""
        if self._own_widths or self._setting:
            return
        look = theme.current()
        shown = [p for p in range(len(self._columns)) if not self._header.isSectionHidden(p)]
        base = {place: look.px(self._columns[place].width) for place in shown}
        spare = self._view.viewport().width() - sum(base.values())
        loose = [p for p in shown if self._columns[p].kind in ("text", "link")] or shown
        if spare < 0:
            loose = [place for place in loose if self._columns[place].width >= _LONG]
        weight = sum(base[place] for place in loose)
        if spare < -weight * _SHRINK or not weight:
            spare = 0
        self._setting = True
        for place in shown:
            extra = spare * base[place] // weight if spare and place in loose else 0
            self._view.setColumnWidth(place, base[place] + extra)
        self._setting = False

    def hide(self, place: int) -> None:
        """Hide a column, but never the last one."""
        shown = [p for p in range(len(self._columns)) if not self._header.isSectionHidden(p)]
        if place in shown and len(shown) > 1:
            self.set_hidden(place, hidden=True)

    def set_hidden(self, place: int, *, hidden: bool) -> None:
        """Show or hide a column."""
        self._view.setColumnHidden(place, hidden)
        self.spread()
        self._changed()

    def fit_all(self) -> None:
        """Every column as wide as the rows in sight need."""
        for place in range(len(self._columns)):
            if not self._header.isSectionHidden(place):
                self._view.fit_column(place)

    def freeze(self, place: int) -> None:
        """Let the columns up to this one stay in sight while the others scroll sideways."""
        self._header.freeze(max(self._header.visualIndex(place) + 1, self._declared()))
        self._redraw()

    def unfreeze(self) -> None:
        """Let only the first column stay in sight, as declared."""
        self._header.freeze(self._declared())
        self._redraw()

    def frozen_more(self) -> bool:
        """Whether more columns stay in sight than declared."""
        return self._header.freezes() > self._declared()

    def menu(self, place: int) -> QMenu:
        """The column chooser for a right click on the heading ``place``."""
        menu = QMenu(self._view)
        if place >= 0:
            fit = menu.addAction(_("Fit this column"))
            fit.triggered.connect(lambda _on=False: self._view.fit_column(place))
            hide = menu.addAction(_("Hide this column (Ctrl+0)"))
            hide.triggered.connect(lambda _on=False: self.hide(place))
            freeze = menu.addAction(_("Freeze up to this column"))
            freeze.triggered.connect(lambda _on=False: self.freeze(place))
        if self.frozen_more():
            menu.addAction(_("Unfreeze columns")).triggered.connect(
                lambda _on=False: self.unfreeze()
            )
        if place >= 0 and self.more is not None:
            self.more(menu, place)
        menu.addAction(_("Fit all columns")).triggered.connect(lambda _on=False: self.fit_all())
        menu.addAction(_("Reset columns")).triggered.connect(lambda _on=False: self.start_over())
        menu.addSeparator()
        for visual in range(self._header.count()):
            menu.addAction(self._toggle(menu, self._header.logicalIndex(visual)))
        return menu

    def open_menu(self, point: QPoint) -> None:
        """Show the column chooser at a place of the heading row."""
        place = self._header.logicalIndexAt(point)
        menu = self.menu(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._header.mapToGlobal(point))

    def _toggle(self, menu: QMenu, place: int) -> QAction:
        action = QAction(self._columns[place].heading, menu)
        action.setCheckable(True)
        action.setChecked(not self._header.isSectionHidden(place))
        action.setEnabled(not self._columns[place].frozen)
        action.toggled.connect(lambda on: self.set_hidden(place, hidden=not on))
        return action

    def start_over(self) -> None:
        """The columns as they are declared."""
        with QSignalBlocker(self._header):
            self.reset()
        self._redraw()

    def _redraw(self) -> None:
        self._view.viewport().update()
        self._header.viewport().update()
        self._changed()

    def _declared(self) -> int:
        """How many columns are declared to stay in sight: the first ones."""
        return sum(column.frozen for column in self._columns)

    def _on_resized(self, _place: int, _old: int, new: int) -> None:
        if not self._setting and new > 0:
            self._own_widths = True
            self._changed()

    def _on_moved(self, logical: int, old: int, new: int) -> None:
        if self._setting:
            return
        if self._columns[logical].frozen or new < self._declared():
            self._setting = True
            self._header.moveSection(new, old)
            self._setting = False
            return
        self._changed()

    def _width(self, place: int) -> int:
        return self._header.sectionSize(place) or theme.current().px(self._columns[place].width)
