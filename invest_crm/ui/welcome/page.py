"""欢迎: an empty database offers three ways to begin, and says what each of them does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.settings import user
from invest_crm.ui import file_dialogs, operations, theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label
from invest_crm.ui.ledger.template_desk import TemplateDesk
from invest_crm.ui.operations import Progress
from invest_crm.ui.welcome import jobs
from invest_crm.ui.welcome.choice_card import ChoiceCard
from invest_crm.words import _, language

if TYPE_CHECKING:
    from invest_crm.errors import UserError
    from invest_crm.services.demo.fill import Filled
    from invest_crm.services.work import Outcome
    from invest_crm.ui.context import Context

_LANGUAGE = "ui.language"
_WIDTH = 940


class WelcomePage(Page):
    """The first page of an empty database.

    ``language_changed(code)``: the window must be made anew in it.
    """

    topics: ClassVar[frozenset[str]] = frozenset()

    language_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Welcome"))
        self.head.hide()
        self._context = context
        self.demo = ChoiceCard(
            "play",
            _("Try it with demonstration data"),
            _("Fills in an invented county: projects, firms, monthly figures, requests."),
            _("Every page says that it is a demonstration. It can be undone as a whole."),
        )
        self.ledger = ChoiceCard(
            "spreadsheet",
            _("Import my ledger"),
            _("Reads the Excel, WPS or csv ledger you keep, with its own headings."),
            _("You look at every row before anything is written, and can undo it."),
        )
        self.empty = ChoiceCard(
            "add",
            _("Begin with an empty database"),
            _("The chain templates and the calendar are there; you enter the projects."),
            _("A ledger can still be imported later."),
        )
        self.language = Segmented((("zh_CN", "中文"), ("en", "English")), language(), _("Language"))
        self.other = QPushButton(_("Open another database…"))
        theme.set_role(self.other, "link")
        self.export = QPushButton(_("Take in a full export…"))
        theme.set_role(self.export, "link")
        self.template = TemplateDesk(self, context).button(_("Blank template…"))
        self._build()
        self.demo.clicked.connect(self.fill_demo)
        self.ledger.clicked.connect(lambda: self.open_page.emit("ledger", {}))
        self.empty.clicked.connect(lambda: self.open_page.emit("projects", {}))
        self.other.clicked.connect(lambda _on=False: self._ask_other())
        self.export.clicked.connect(lambda _on=False: self._ask_export())
        self.language.changed.connect(self._take_language)

    def cards(self) -> tuple[ChoiceCard, ...]:
        """The three ways to begin."""
        return (self.demo, self.ledger, self.empty)

    def fill_demo(self) -> None:
        """Fill in demonstration data and go to the board."""
        progress = Progress(_("Filling in demonstration data"), stoppable=False)
        self._let(working=True)
        self._context.write(
            self, jobs.fill_demo, self._filled, on_error=self._refused, progress=progress
        )

    def open_database(self, path: str | Path) -> None:
        """Work in another database; a file that is none is refused."""
        where = Path(path)
        operations.run_query(self, lambda: jobs.try_open(where), self._context.switch, key="open")

    def _filled(self, _outcome: Outcome[Filled]) -> None:
        self._let(working=False)
        self.open_page.emit("board", {})

    def _refused(self, error: UserError) -> None:
        self._let(working=False)
        self.show_error(error)

    def _let(self, *, working: bool) -> None:
        """While the data is being made nothing else can be begun."""
        self.demo.set_busy(busy=working)
        for part in (*self.cards(), self.template, self.other, self.export, self.language):
            part.setEnabled(not working)

    def _take_language(self, code: str) -> None:
        user.write(_LANGUAGE, code)
        self.language_changed.emit(code)

    def _ask_other(self) -> None:
        title = _("Open another database")
        name = file_dialogs.ask_file(self, title, _("Databases (*.db)"))
        if name:
            self.open_database(name)

    def _ask_export(self) -> None:
        title = _("Take in a full export")
        name = file_dialogs.ask_file(self, title, _("Full exports (*.zip)"))
        if name:
            self.open_page.emit("ledger", {"file": name})

    def _build(self) -> None:
        title = label(_("Investment projects"), "title")
        sentence = label(
            _("From first contact to production: who is on it, where it is held, what is next."),
            "label",
            wrap=True,
        )
        choices = QHBoxLayout()
        choices.setSpacing(theme.GAP)
        for card in self.cards():
            choices.addWidget(card, 1)
        foot = FlowLayout(gap=theme.GAP)
        for choice in (self.template, self.other, self.export, self.language):
            foot.addWidget(choice)
        holder = QWidget()
        theme.set_role(holder, "clear")
        holder.setMaximumWidth(theme.current().px(_WIDTH))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(title)
        column.addWidget(sentence)
        column.addSpacing(theme.MARGIN)
        column.addLayout(choices)
        column.addSpacing(theme.GAP_SMALL)
        column.addLayout(foot)
        column.addSpacing(theme.GAP)
        column.addWidget(label(_("No state secrets may be entered into this system."), "note"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(holder, 100)
        row.addStretch(1)
        body = ScrollBody()
        body.column.addStretch(2)
        body.column.addLayout(row)
        body.column.addStretch(3)
        self.body.addWidget(body, 1)
        for part in (title, sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignLeft)
