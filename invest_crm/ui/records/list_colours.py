"""What stands around a grid with colour rules on a page: a legend of chips, the panel above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from invest_crm.domain.condition_words import sentence
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.records.colour_panel import ColourPanel


class ListColours(QObject):
    """Belongs to a page; ``add_chips`` puts the legend where the page puts its own chips."""

    def __init__(self, page: Page, grid: DataGrid) -> None:
        super().__init__(page)
        self._page, self._grid = page, grid
        self._panel: ColourPanel | None = None
        self._legend: list[tuple[str, str, int]] = []
        grid.colours.marked.connect(self._follow_legend)
        grid.askable_changed.connect(self._load)

    def add_chips(self) -> None:
        """A chip for each rule with how many records it marks; without rules the way to them."""
        colours, fields = self._grid.colours, self._grid.askable.fields
        if not colours.rules:
            chip = PillButton(_("Colours"), icon="tag")
            chip.setToolTip(_("Mark the records that fulfil a condition by a colour"))
            chip.clicked.connect(self.open)
            self._page.add_chip(chip)
        for rule, count in zip(colours.rules, colours.counts(), strict=True):
            chip = PillButton(f"{rule.name} {count:,}", tone=rule.tone)
            chip.tell(sentence(rule.where, fields) if fields else rule.name)
            chip.clicked.connect(self.open)
            self._page.add_chip(chip)

    def is_open(self) -> bool:
        """Whether the panel is to be seen."""
        return self._panel is not None and not self._panel.isHidden()

    def open(self) -> None:
        """Show the panel and go on from the rules there are."""
        self._grid.begin()
        self.panel.show()
        self._load()
        if self._grid.askable.fields:
            self.panel.begin()

    def close(self) -> None:
        """Hide the panel; the rules stay."""
        self.panel.hide()
        self._grid.setFocus()

    @property
    def panel(self) -> ColourPanel:
        """The panel, made when it is first needed."""
        if self._panel is None:
            from invest_crm.ui.records.colour_panel import ColourPanel

            self._panel = ColourPanel()
            self._panel.hide()
            self._panel.changed.connect(self._grid.colours.set_rules)
            self._panel.closed.connect(self.close)
            self._page.body.insertWidget(0, self._panel)
        return self._panel

    def commands(self) -> list[Command]:
        """What can be done with colours."""
        none = "" if self._grid.colours.rules else _("There is no colour rule.")
        return [
            Command("colours.panel", N_("Colour rules…"), self.open, "tag"),
            Command("colours.none", N_("Remove all colour rules"),
                    lambda: self._grid.colours.set_rules(()), "close", enabled=lambda: none),
        ]  # fmt: skip

    def _follow_legend(self) -> None:
        colours = self._grid.colours
        counts = colours.counts()
        legend = [
            (rule.name, rule.tone, count) for rule, count in zip(colours.rules, counts, strict=True)
        ]
        if legend != self._legend:
            self._legend = legend
            self._page.show_chips()
        self._load()

    def _load(self) -> None:
        askable = self._grid.askable
        if self.is_open() and askable.fields:
            from invest_crm.ui.kit.filters.editors import Ground

            ground = Ground(askable.fields, askable.today, self._grid.ask_values)
            self.panel.load(ground, self._grid.colours.rules)
