"""One thing that happened, as a row of the stream, with what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui import icons, theme
from invest_crm.ui.attachments import taking
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel, label
from invest_crm.ui.operations import Progress, tell_fault
from invest_crm.ui.records.task_jobs import REOPEN, carry_out
from invest_crm.ui.records.task_rows import tool
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent

    from invest_crm.errors import UserError
    from invest_crm.services.timeline import TimelineItem
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.attachments.file_chip import FileChip
    from invest_crm.ui.attachments.taking import Source
    from invest_crm.ui.context import Context

_ICONS = {
    "interaction": "people",
    "task": "done",
    "stage": "flag",
    "amount": "targets",
    "document": "import",
    "edit": "edit",
}


def kind_word(kind: str) -> str:
    """What a kind of items is called."""
    return {
        "interaction": _("Visits and calls"),
        "task": _("Tasks"),
        "stage": _("Stages"),
        "amount": _("Money"),
        "document": _("Files"),
        "edit": _("Edits"),
    }[kind]


class ItemRow(QWidget):
    """Icon, what and when, the words, the files, who.

    ``correcting(id)``: an interaction was noted wrongly. Files and pictures can be dropped and
    pasted on an interaction.
    """

    correcting = Signal(str)

    def __init__(self, item: TimelineItem, context: Context, year: int) -> None:
        super().__init__()
        self.item, self._context = item, context
        self._name = " ".join(part for part in (item.title, item.when, item.text) if part)
        self.setAccessibleName(self._name)
        sign = QToolButton()
        sign.setIcon(icons.icon(_ICONS[item.kind], "ink_3"))
        sign.setIconSize(icons.size(15))
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sign.setAccessibleName(kind_word(item.kind))
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        words.addLayout(self._head(year))
        if item.text:
            words.addWidget(SpanLabel([Span(item.text)]))
        self._chips: list[FileChip] = []
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        if item.files:
            words.addLayout(self._files())
        words.addWidget(self._problem)
        foot = self._foot()
        if foot:
            words.addWidget(ElidedLabel(foot, size=theme.NOTE, color="ink_3"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._drawn_over = False
        if item.kind == "interaction" and not context.why_not_write():
            self._take_files()

    def words(self) -> str:
        """What the row says."""
        return self._name

    def chips(self) -> list[FileChip]:
        """The files shown."""
        return list(self._chips)

    def take(self, sources: Sequence[Source]) -> None:
        """Attach files and pictures to the interaction."""
        if not sources:
            return
        self._problem.hide()
        item = self.item.id
        self._context.write(
            self,
            lambda app: taking.add(app, "interaction", item, sources),
            on_error=self._tell_problem,
            progress=Progress(_("Adding files")),
        )

    def paste(self) -> None:
        """Attach what the clipboard holds."""
        sources = taking.sources_of(taking.clipboard())
        self.take(sources)
        if not sources:
            self._tell(_("There is neither a picture nor a file in the clipboard."))

    def menu(self) -> QMenu | None:
        """What can be done about it; None for what is only told."""
        deeds = {
            "interaction": (
                (_("Correct"), lambda: self.correcting.emit(self.item.id)),
                (_("Attach files…"), self._ask_files),
                (_("Paste a picture or files"), self.paste),
                (_("Take back this note"), self._void),
            ),
            "task": ((_("Take up again"), self._reopen),),
        }.get(self.item.kind)
        if not deeds or not self.item.id:
            return None
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        reason = self._context.why_not_write()
        for words, do in deeds:
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, do=do: do())
            action.setEnabled(not reason)
            action.setToolTip(reason)
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files over an interaction are taken, and it shows that they are."""
        if taking.offers_files(event.mimeData()):
            event.acceptProposedAction()
            self._draw_over(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: they went on."""
        super().dragLeaveEvent(event)
        self._draw_over(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: the photos or papers of this visit."""
        self._draw_over(on=False)
        event.acceptProposedAction()
        self.take(taking.sources_of(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the ground while files are held over it."""
        if self._drawn_over:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().color("accent"), 1))
            painter.setBrush(theme.current().color("accent_soft"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

    def _take_files(self) -> None:
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _files(self) -> FlowLayout:
        from invest_crm.ui.attachments.acts import FileActs
        from invest_crm.ui.attachments.file_chip import FileChip

        acts = FileActs(self, self._context)
        acts.begun.connect(self._problem.hide)
        acts.told.connect(self._context.told)
        acts.failed.connect(self._tell_problem)
        flow = FlowLayout(gap=theme.px(6))
        flow.setContentsMargins(theme.margins(0, 3, 0, 3))
        for line in self.item.files:
            chip = FileChip(line, self._context)
            chip.acted.connect(acts.act)
            flow.addWidget(chip)
            self._chips.append(chip)
        return flow

    def _ask_files(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.take([Path(name) for name in names])

    def _draw_over(self, *, on: bool) -> None:
        self._drawn_over = on
        self.update()

    def _tell_problem(self, error: UserError) -> None:
        self._tell(str(error))
        tell_fault(error)

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()

    def _head(self, year: int) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        title = SpanLabel([Span(self.item.title, strong=True)])
        title.setMinimumWidth(1)
        head.addWidget(title, 1)
        head.addWidget(
            ElidedLabel(_when(self.item, year), size=theme.NOTE, color="ink_3"),
            0,
            Qt.AlignmentFlag.AlignVCenter,
        )
        if self.item.id:
            more = tool("more", _("More about: {task}").format(task=self._name))
            more.clicked.connect(lambda _on=False: self._show_menu(more))
            head.addWidget(more, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _foot(self) -> str:
        parts = [self.item.about, _(", ").join(self.item.who)]
        if self.item.count > 1:
            parts.append(_("{n} edits").format(n=self.item.count))
        return " · ".join(part for part in parts if part)

    def _show_menu(self, button: QToolButton) -> None:
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _void(self) -> None:
        item = self.item.id

        def job(app: App) -> Outcome[Any]:
            from invest_crm.services.interactions import void_interaction

            return app.write(void_interaction, item)

        self._context.write(self, job)

    def _reopen(self) -> None:
        item = self.item.id
        self._context.write(self, lambda app: carry_out(app, REOPEN, item, ""))


def _when(item: TimelineItem, year: int) -> str:
    """The day as it is known; a whole one without the year that runs."""
    if item.when != item.day:
        return item.when
    return show(PartialDate(item.day, "day", item.day), year=year)
