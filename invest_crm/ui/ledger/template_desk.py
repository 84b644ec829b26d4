"""Blank workbooks to fill in, saved from any page: which kind, where to, and what was written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from invest_crm.domain.ledger_words import KINDS, kind_word
from invest_crm.ui import file_dialogs, icons
from invest_crm.ui.commands.command import Command
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page


class TemplateDesk(QObject):
    """Saves templates for a page, which tells where they are."""

    def __init__(self, page: Page, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context

    def ask(self, kind: str) -> None:
        """The system's dialog for a place, then the file."""
        suggested = _("{kind} template").format(kind=kind_word(kind)) + ".xlsx"
        kinds = _("Spreadsheet (*.xlsx)")
        name = file_dialogs.ask_target(self._page, _("Save as"), suggested, kinds)
        if name:
            self.save(kind, name)

    def save(self, kind: str, path: str | Path) -> None:
        """Write the template of a kind in the background."""
        target = Path(path)
        self._context.read(self._page, lambda app: _save(app, kind, target), self._saved)

    def button(self, words: str) -> QPushButton:
        """A button that offers the kinds."""
        made = QPushButton(words)
        made.setIcon(icons.icon("spreadsheet"))
        menu = QMenu(made)
        menu.setAccessibleName(words)
        for kind in KINDS:
            menu.addAction(kind_word(kind), partial(self.ask, kind))
        made.setMenu(menu)
        return made

    def _saved(self, path: Path) -> None:
        text = _("Saved: {file}. Fill it in and import it here.").format(file=path.name)
        self._page.notify(text, "done", topic="template")


def template_commands(ask: Callable[[str], object]) -> list[Command]:
    """One for each kind, in the palette of every page."""
    return [
        Command(f"template:{kind}", N_("Blank template"), partial(ask, kind), "spreadsheet",
                keywords=N_("empty table to fill in"), value=word, place="everywhere", quiet=True)
        for kind, word in KINDS.items()
    ]  # fmt: skip


def _save(app: App, kind: str, path: Path) -> Path:
    from invest_crm.services.templates import save_template

    return app.read(save_template, kind, path)
