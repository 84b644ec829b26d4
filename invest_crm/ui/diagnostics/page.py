"""诊断包: what somebody needs to help, looked through file by file before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit

from invest_crm.ui import operations, theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.diagnostics import jobs, machine
from invest_crm.ui.documents import say_written
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.text import label
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.services.diagnostics import Bundle
    from invest_crm.ui.context import Context

_NAMES = 180
_FILE = Qt.ItemDataRole.UserRole
_TITLES: Final = {
    "README": N_("About this bundle"),
    "program": N_("Program and system"),
    "database-file": N_("File of the database"),
    "database": N_("Database"),
    "counts": N_("Numbers of records"),
    "checks": N_("Checks"),
    "settings": N_("Settings"),
    "window": N_("Screens and fonts"),
    "timings": N_("Times taken"),
    "log": N_("Log of the program"),
}


class DiagnosticsPage(Page):
    """Made anew whenever it is entered; works when no database opens."""

    topics: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Diagnostic bundle"))
        self._context = context
        self._bundle: Bundle | None = None
        self.names = QListWidget()
        self.names.setAccessibleName(_("Files of the bundle"))
        self.names.setFixedWidth(theme.px(_NAMES))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.currentItemChanged.connect(lambda item, _before: self._show(item))
        theme.set_role(self.names, "clear")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(_("What the file holds"))
        self._save = self.add_command(self._command("bundle.save"), primary=True)
        self._save.setEnabled(False)
        self._build()

    def commands(self) -> list[Command]:
        """Save, collect anew."""
        return [
            Command("bundle.save", N_("Save as one zip…"), self._ask, "save", ("Ctrl+S",),
                    enabled=self._why_not),
            Command("bundle.anew", N_("Collect again"), self.refresh, "refresh", ("F5",)),
        ]  # fmt: skip

    def entered(self) -> None:
        """The window shows this page: collect."""
        super().entered()
        self.refresh()

    def refresh(self) -> None:
        """Collect everything anew."""
        window = machine.facts(self._context.where)
        operations.run_query(
            self, lambda: jobs.collect(self._context, window), self._take, key="bundle"
        )

    def bundle(self) -> Bundle | None:
        """What is shown, None while it is being collected."""
        return self._bundle

    def save(self, target: Path) -> None:
        """Write what was looked at, exactly that."""
        bundle = self._bundle
        if bundle is not None:
            operations.run_query(
                self, lambda: jobs.write(bundle, target), lambda path: say_written(self, path)
            )

    def show_file(self, name: str) -> None:
        """Show one file."""
        for row in range(self.names.count()):
            if self.names.item(row).data(_FILE) == name:
                self.names.setCurrentRow(row)

    def _take(self, bundle: Bundle) -> None:
        shown = self.names.currentItem()
        before = "" if shown is None else str(shown.data(_FILE))
        self._bundle = bundle
        self.names.clear()
        for name in bundle.files:
            item = QListWidgetItem(_(_TITLES.get(name.partition(".")[0], name)), self.names)
            item.setData(_FILE, name)
            item.setToolTip(name)
            item.setSizeHint(QSize(0, theme.px(theme.ROW)))
        self.names.setCurrentRow(0)
        self.show_file(before)
        self._save.setEnabled(True)

    def _show(self, item: QListWidgetItem | None) -> None:
        if self._bundle is not None and item is not None:
            self.text.setPlainText(self._bundle.files[item.data(_FILE)])

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Save as one zip"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("ZIP (*.zip)")
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(jobs.bundle_name())
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _why_not(self) -> str:
        return "" if self._bundle is not None else _("One moment: it is still being collected.")

    def _command(self, command_id: str) -> Command:
        return next(item for item in self.commands() if item.id == command_id)

    def _build(self) -> None:
        said = label(
            _(
                "Versions, counts, checks, settings and the log; no names, telephones, amounts, "
                "texts or passwords. Look through it, then save it: nothing is sent from here."
            ),
            "label",
            wrap=True,
        )
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        card.body.addLayout(row, 1)
        self.body.addWidget(said)
        self.body.addWidget(card, 1)
