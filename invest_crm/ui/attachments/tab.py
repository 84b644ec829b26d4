"""附件: the list of a record's files, ways to add some, and a preview of the one chosen.

``AttachmentsPlace`` gives a page the tab, made when it is first looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments import jobs, taking
from invest_crm.ui.attachments.acts import FileActs
from invest_crm.ui.attachments.looking import Looking
from invest_crm.ui.attachments.rows import FileRow
from invest_crm.ui.attachments.words import total_words
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.operations import Progress
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from invest_crm.errors import UserError
    from invest_crm.services.attachments import Attached, AttachmentLine
    from invest_crm.services.work import Outcome
    from invest_crm.ui.context import Context

TOPICS = frozenset({"attachments", "interactions"})


class AttachmentsTab(QWidget):
    """``told(words)``: something to be said on the page; ``refused(error)``."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._id = ""
        self._stale = False
        self._trash = False
        self._lines: list[AttachmentLine] = []
        self._chosen = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.add = QPushButton(_("Add files…"))
        self.add.setIcon(icons.icon("add"))
        self.add.clicked.connect(lambda _on=False: self.ask_files())
        self.paste_button = QPushButton(_("Paste"))
        self.paste_button.setToolTip(_("A screenshot or copied files (Ctrl+V)"))
        self.paste_button.clicked.connect(lambda _on=False: self.paste())
        self._total = ElidedLabel(size=theme.NOTE, color="ink_2", align=Qt.AlignmentFlag.AlignRight)
        self._problem = label("", "problem", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._hint = label(
            _("Drop files on this panel, or paste a screenshot with Ctrl+V."), "hint", wrap=True
        )
        self.bin = QPushButton()
        theme.set_role(self.bin, "link")
        self.bin.clicked.connect(lambda _on=False: self._toggle_trash())
        self.acts = FileActs(self, context)
        self.acts.begun.connect(self._problem.hide)
        self.acts.told.connect(self.told)
        self.acts.failed.connect(self._tell_problem)
        self._looking = Looking(context, self.acts)
        self.preview = self._looking.preview
        self._build()
        context.changed.connect(self._heard)
        context.switched.connect(self._take_refusal)
        self._take_refusal()

    def rows(self) -> list[FileRow]:
        """The files shown, newest first."""
        items = [self._list.itemAt(place) for place in range(self._list.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, FileRow)]

    def show_record(self, record_id: str) -> None:
        """The files of a record; asked for when somebody looks."""
        if record_id != self._id:
            self._id, self._lines, self._chosen, self._trash = record_id, [], "", False
            self._problem.hide()
            self.preview.forget()
            self._show([])
        self._stale = True
        if self.isVisible():
            self._load()

    def take(self, sources: list[taking.Source]) -> None:
        """Attach files and pictures to the record."""
        kind, record_id, reason = self._kind, self._id, self._context.why_not_write()
        if reason:
            self._problem.setText(reason)
            self._problem.show()
        if not sources or not record_id or reason:
            return
        self._problem.hide()
        self._context.write(
            self,
            lambda app: taking.add(app, kind, record_id, sources),
            self._added,
            on_error=self._tell_problem,
            progress=Progress(_("Adding files"), stoppable=False),
        )

    def paste(self) -> None:
        """Attach what the clipboard holds."""
        sources = taking.sources_of(taking.clipboard())
        if sources:
            self.take(sources)
        else:
            self._problem.setText(_("There is neither a picture nor a file in the clipboard."))
            self._problem.show()

    def ask_files(self) -> None:
        """The system's dialog for files."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.take([Path(name) for name in names])

    def choose(self, line: AttachmentLine) -> None:
        """Show a version of a file in the preview."""
        self._chosen = line.id
        for row in self.rows():
            row.set_on(row.line.series == line.series)
        versions = [other for other in self._lines if other.series == line.series]
        self._looking.show(line, versions)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the files are asked for when somebody looks at them."""
        super().showEvent(event)
        if self._stale:
            self._load()

    # ---- parts -------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self.add)
        head.addWidget(self.paste_button)
        head.addWidget(self._total, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self._problem)
        column.addLayout(self._list)
        column.addWidget(self._hint)
        column.addWidget(self.bin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.preview)
        self._problem.hide()
        self.bin.hide()
        self.preview.version_asked.connect(self.choose)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _load(self) -> None:
        self._stale = False
        kind, record_id = self._kind, self._id
        if not record_id:
            return

        def show(found: list[AttachmentLine]) -> None:
            if record_id == self._id:
                self._show(found)

        self._context.read(self, lambda app: jobs.lines(app, kind, record_id), show, key="files")

    def _show(self, lines: Sequence[AttachmentLine]) -> None:
        """The newest version of every file; those in the trash only when they are asked for."""
        self._lines = list(lines)
        newest: dict[str, AttachmentLine] = {}
        for line in lines:
            newest.setdefault(line.series, line)
        gone = [line for line in newest.values() if line.archived]
        self._trash = self._trash and bool(gone)
        shown = gone if self._trash else [line for line in newest.values() if not line.archived]
        focused = next((row.line.series for row in self.rows() if row.hasFocus()), "")
        empty_layout(self._list)
        for line in shown:
            row = FileRow(line, self._context.why_not_write())
            row.chosen.connect(self.choose)
            row.acted.connect(self.acts.act)
            row.renamed.connect(self.acts.rename)
            self._list.addWidget(row)
            if line.series == focused:
                row.setFocus()
        self._total.set_text(total_words(lines))
        self._hint.setVisible(not shown)
        self.bin.setVisible(bool(gone))
        back, trash = _("Back to the files"), _("Trash ({n})").format(n=len(gone))
        self.bin.setText(back if self._trash else trash)
        self._follow_choice(shown)

    def _follow_choice(self, shown: Sequence[AttachmentLine]) -> None:
        """The file in the preview stays while it is in the list; else the first one is shown."""
        series = {line.series for line in shown}
        kept = next(
            (line for line in self._lines if line.id == self._chosen and line.series in series),
            None,
        )
        line = kept or next(iter(shown), None)
        if line is None:
            self.preview.forget()
        else:
            self.choose(line)

    def _take_refusal(self) -> None:
        reason = self._context.why_not_write()
        for part in (self.add, self.paste_button):
            refuse(part, reason)
        self.preview.note.setReadOnly(bool(reason))

    def _added(self, outcome: Outcome[Attached]) -> None:
        found = outcome.value
        if found is None:
            return
        self._trash = False
        self._chosen = found.ids[-1] if found.ids else self._chosen
        if found.known:
            names = _(", ").join(found.known)
            self.told.emit(_("Already attached with the same content: {names}").format(names=names))
        self._load()

    def _tell_problem(self, error: UserError) -> None:
        self._problem.setText(str(error))
        self._problem.show()

    def _toggle_trash(self) -> None:
        self._trash, self._chosen = not self._trash, ""
        self._show(self._lines)

    def _heard(self, topics: object) -> None:
        """Somebody added, moved or took back a file, or the visit it belongs to."""
        if isinstance(topics, frozenset) and TOPICS & topics:
            self._stale = True
            if self.isVisible():
                self._load()
