"""What stands around a grouped grid on a page: its chip, the panel above it, its commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from invest_crm.domain.grouping import MAX_LEVELS, UNGROUPED, Grouping, Level, level_word, ways
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.blocks import add_action
from invest_crm.ui.kit.text import shortened
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import GroupSource
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.records.group_panel import GroupPanel

KEYS = "Ctrl+Shift+G"


class ListGroups(QObject):
    """Belongs to a page; ``add_chips`` puts the chip where the page puts its own."""

    def __init__(self, page: Page, grid: DataGrid, source: GroupSource) -> None:
        super().__init__(page)
        self._page, self._grid = page, grid
        self._panel: GroupPanel | None = None
        self._levels: tuple[Level, ...] = ()
        grid.groups.source = source
        keys = QShortcut(QKeySequence(KEYS), page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.open)
        grid.groups.changed.connect(self.follow)
        grid.askable_changed.connect(self.follow)
        grid.loaded.connect(self._loaded)
        grid.columns.more = self._fill_heading

    def add_chips(self) -> None:
        """The button that opens the panel; a list in groups says by what."""
        words = self.words()
        text = _("Groups: {words}").format(words=shortened(words)) if words else _("Group")
        chip = PillButton(text, icon="tree", checked=bool(words), removable=bool(words))
        tip = words or _("Put the list in groups with subtotals")
        chip.setToolTip(_("{what} ({keys})").format(what=tip, keys=KEYS))
        chip.clicked.connect(self.toggle)
        chip.removed.connect(lambda: self._grid.groups.group_by(self._with_levels(())))
        self._page.add_chip(chip)

    def words(self) -> str:
        """By what the list is grouped; empty for a plain list."""
        fields = self._grid.askable.fields
        levels = self._grid.groups.grouping.levels
        known = [level_word(one, fields[one.field]) for one in levels if one.field in fields]
        return _(" › ").join(known)

    def is_open(self) -> bool:
        """Whether the panel is to be seen."""
        return self._panel is not None and not self._panel.isHidden()

    def open(self) -> None:
        """Show the panel and choose."""
        self._grid.begin()
        self.panel.show()
        self.follow()
        self.panel.begin()

    def close(self) -> None:
        """Hide the panel; the groups stay."""
        self.panel.hide()
        self._grid.setFocus()

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        self.close() if self.is_open() else self.open()

    @property
    def panel(self) -> GroupPanel:
        """The panel, made when it is first needed."""
        if self._panel is None:
            from invest_crm.ui.records.group_panel import GroupPanel

            self._panel = GroupPanel()
            self._panel.hide()
            self._panel.changed.connect(self._grid.groups.group_by)
            self._panel.closed.connect(self.close)
            self._page.body.insertWidget(0, self._panel)
        return self._panel

    def follow(self) -> None:
        """The panel and the chip say what is grouped."""
        self._levels = self._grid.groups.grouping.levels
        self._page.show_chips()
        if self.is_open() and self._grid.askable.fields:
            self.panel.load(self._grid.askable.fields, self._grid.groups.grouping)

    def group_here(self) -> None:
        """One more level: the column of the current cell, days by month."""
        levels = self._levels_of(self._grid.view.currentIndex().column())
        if levels:
            self.add_level(levels[0])

    def add_level(self, level: Level) -> None:
        """One more level of groups, below those there are; the third gives way."""
        before = self._grid.groups.grouping.levels
        kept = [one for one in before if one.field != level.field][: MAX_LEVELS - 1]
        self._grid.groups.group_by(self._with_levels((*kept, level)))

    def commands(self) -> list[Command]:
        """What can be done with groups."""
        groups = self._grid.groups
        plain = "" if groups.on() else _("The list is not in groups.")
        here = self._levels_of(self._grid.view.currentIndex().column())
        cannot = "" if here else _("This column cannot make groups.")

        def acts(
            name: str, title: str, do: Callable[[], object], icon: str, keys: tuple[str, ...] = ()
        ) -> Command:
            shown = () if plain else keys  # without groups the key is another's
            return Command(name, title, do, icon, shown, heard=bool(keys), enabled=lambda: plain)

        return [
            Command("group.panel", N_("Group this list"), self.open, "tree", (KEYS,), heard=True),
            Command(
                "group.here",
                N_("Group by this column"),
                self.group_here,
                "tree",
                enabled=lambda: cannot,
            ),
            acts("group.none", N_("No groups"), partial(groups.group_by, UNGROUPED), "close"),
            acts(
                "group.open",
                N_("Open all groups"),
                partial(groups.open_to, MAX_LEVELS),
                "chevron_down",
            ),
            acts(
                "group.close",
                N_("Close all groups"),
                partial(groups.open_to, 0),
                "chevron_right",
            ),
            acts(
                "group.lead",
                N_("Show the records of this group"),
                lambda: groups.lead(self._grid.view.currentIndex().row()),
                "filter",
                ("Ctrl+Return",),
            ),
            acts(
                "copy.groups", N_("Copy with groups"), partial(self._grid.copy, groups=True), "copy"
            ),
        ]

    def _with_levels(self, levels: tuple[Level, ...]) -> Grouping:
        before = self._grid.groups.grouping
        return Grouping(levels, before.figures) if levels else UNGROUPED

    def _levels_of(self, place: int) -> list[Level]:
        columns, fields = self._grid.model.columns(), self._grid.askable.fields
        field = fields.get(columns[place].key) if place >= 0 else None
        return [] if field is None else [Level(field.key, by) for by in ways(field)]

    def _fill_heading(self, menu: QMenu, place: int) -> None:
        """What the menu of a heading offers about groups."""
        levels = self._levels_of(place)
        fields = self._grid.askable.fields
        for level in levels:
            words = level_word(level, fields[level.field])
            add_action(menu, _("Group by {field}").format(field=words),
                       partial(self.add_level, level))  # fmt: skip
        groups = self._grid.groups
        if groups.on():
            figures = groups.figure_menu(self._grid.model.columns()[place].key)
            if figures is not None:
                figures.setTitle(_("Figure of the groups"))
                menu.addMenu(figures)
            groups.fill_levels(menu)
        menu.addSeparator()

    def _loaded(self) -> None:
        """A view brought groups along."""
        if self._levels != self._grid.groups.grouping.levels:
            self.follow()
