"""One thing that happened, as a row of the stream, with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel
from invest_crm.ui.records.task_jobs import REOPEN, carry_out
from invest_crm.ui.records.task_rows import tool
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.timeline import TimelineItem
    from invest_crm.services.work import App, Outcome
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
    """Icon, what and when, the words, who. ``correcting(id)``: an interaction was noted wrongly."""

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
        foot = self._foot()
        if foot:
            words.addWidget(ElidedLabel(foot, size=theme.NOTE, color="ink_3"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def words(self) -> str:
        """What the row says."""
        return self._name

    def menu(self) -> QMenu | None:
        """What can be done about it; None for what is only told."""
        deeds = {
            "interaction": (
                (_("Correct"), lambda: self.correcting.emit(self.item.id)),
                (_("Take back this note"), self._void),
            ),
            "task": ((_("Take up again"), self._reopen),),
        }.get(self.item.kind)
        if not deeds or not self.item.id:
            return None
        menu = QMenu(self)
        for words, do in deeds:
            menu.addAction(words).triggered.connect(lambda _on=False, do=do: do())
        return menu

    def _head(self, year: int) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        title = SpanLabel([Span(self.item.title, strong=True)])
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
