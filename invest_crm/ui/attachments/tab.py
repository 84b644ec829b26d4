"""附件: the list of a record's files, ways to add some, and a preview of the one chosen.

``AttachmentsPlace`` gives a page the tab, made when it is first looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments import jobs, taking
from invest_crm.ui.attachments.preview import Preview
from invest_crm.ui.attachments.rows import CHECK, OPEN, RESTORE, SAVE, TRASH, FileRow
from invest_crm.ui.attachments.words import total_words
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.operations import Progress
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from invest_crm.errors import UserError
    from invest_crm.services.attachments import Attached, AttachmentLine
    from invest_crm.services.work import Outcome
    from invest_crm.ui.attachments.jobs import Seen
    from invest_crm.ui.context import Context

TOPIC = "attachments"


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
        self.preview = Preview()
        self._build()
        context.changed.connect(self._heard)

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
        kind, record_id = self._kind, self._id
        if not sources or not record_id:
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
        sources = taking.sources_of(QGuiApplication.clipboard().mimeData())
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
        self.preview.begin(line, versions)
        if line.present:
            self._look(self.preview.page())

    def act(self, line: AttachmentLine, action: str) -> None:
        """Do something with a file."""
        if action == SAVE:
            self._ask_target(line)
        elif action == OPEN:
            self._read(lambda app: jobs.copy_to_open(app, line.id), _open, "open")
        elif action == CHECK:
            self._read(lambda app: jobs.is_unharmed(app, line.id),
                       lambda well: self._say_checked(line, well=well), "check")  # fmt: skip
        elif action in (TRASH, RESTORE):
            self._context.write(
                self,
                lambda app: jobs.archive(app, line.id, restore=action == RESTORE),
                on_error=self._tell_problem,
            )

    def save_as(self, line: AttachmentLine, target: Path) -> None:
        """Write the content to a file."""
        self._read(
            lambda app: jobs.save_copy(app, line.id, target),
            lambda path: self.told.emit(_("Saved: {file}").format(file=path.name)),
            "save",
        )

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
        self.preview.page_asked.connect(self._look)
        self.preview.version_asked.connect(self.choose)
        self.preview.acted.connect(self._act_shown)
        self.preview.noted.connect(self._note)
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
            row = FileRow(line)
            row.chosen.connect(self.choose)
            row.acted.connect(self.act)
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

    def _look(self, page: int) -> None:
        line = self.preview.line()
        if line is None:
            return
        width = round(max(self.width(), theme.px(300)) * self.devicePixelRatioF())
        line_id = line.id

        def show(seen: Seen) -> None:
            if self.preview.line() is not None and self._chosen == line_id:
                self.preview.show_seen(seen)

        self._context.read(
            self,
            lambda app: jobs.look(app, line_id, page, width),
            show,
            key="look",
            on_error=lambda error: self.preview.tell(str(error)),
        )

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

    def _act_shown(self, action: str) -> None:
        line = self.preview.line()
        if line is not None:
            self.act(line, action)

    def _note(self, text: str) -> None:
        line = self.preview.line()
        if line is not None:
            self._context.write(self, lambda app: jobs.note(app, line.id, text))

    def _ask_target(self, line: AttachmentLine) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as"), line.name)
        if name:
            self.save_as(line, Path(name))

    def _say_checked(self, line: AttachmentLine, *, well: bool) -> None:
        words = (
            _("The content of {name} is unharmed. SHA-256: {hash}")
            if well
            else _("The content of {name} was changed since it was added! SHA-256 then: {hash}")
        )
        self.told.emit(words.format(name=line.name, hash=line.sha256))

    def _read(self, job: Callable[..., object], done: Callable[..., object], key: str) -> None:
        self._problem.hide()
        self._context.read(self, job, done, key=key, on_error=self._tell_problem)

    def _tell_problem(self, error: UserError) -> None:
        self._problem.setText(str(error))
        self._problem.show()

    def _toggle_trash(self) -> None:
        self._trash, self._chosen = not self._trash, ""
        self._show(self._lines)

    def _heard(self, topics: object) -> None:
        """Somebody added, moved or took back a file."""
        if isinstance(topics, frozenset) and TOPIC in topics:
            self._stale = True
            if self.isVisible():
                self._load()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
