"""进展: the tab that every record's panel has: the quick line, open tasks, what happened.

``TimelinePlace`` gives a page the tab, made when it is first looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.quick_entry import PROJECT, Subject
from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import label
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.ui.records.quick_line import QuickLine
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.ui.records.task_rows import TaskList, tool
from invest_crm.ui.records.timeline_items import ItemRow, kind_word
from invest_crm.ui.records.timeline_place import TAB
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from invest_crm.domain.quick_entry import Corrections
    from invest_crm.services.timeline import Timeline
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage

_KINDS = ("interaction", "task", "stage", "amount", "document", "edit")
_MORE = 30

Answer = tuple["Timeline", "date", list[str]]


class TimelineTab(QWidget):
    """What happened to a record, newest first. ``kind``: firm or project."""

    opened = Signal(str, str)
    left = Signal()
    written = Signal(object)

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._id, self._name, self._most = "", "", _MORE
        self._stale = False
        self.quick = QuickLine(context)
        self.quick.left.connect(self.left)
        self.tasks = TaskList(context, names=kind == "firm")
        self.tasks.opened.connect(self.opened)
        self._tasks_head = label(_("To be done"), "label")
        self._what = Choice(
            (("", _("Everything")), *((kind, kind_word(kind)) for kind in _KINDS)),
            name=_("What is shown"),
        )
        self._who = Choice((("", _("Everybody")),), name=_("Whose"))
        for choice in (self._what, self._who):
            choice.narrow(5)
            choice.activated.connect(lambda _place: self._changed())
        self._print = tool("print", _("Save as a document (PDF)"))
        self._print.clicked.connect(lambda _on=False: self._ask_target())
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.GAP)
        self._more = QPushButton(_("Earlier"))
        theme.set_role(self._more, "link")
        self._more.clicked.connect(lambda _on=False: self.show_more())
        self._build()

    def join(self, page: RecordsPage) -> None:
        """Lead to what the page can open, back to its list, and say there what was made."""
        self.opened.connect(lambda name, record: page.open_page.emit(name, {"open": record}))
        self.left.connect(page.grid.setFocus)
        self.written.connect(lambda path: _say(page, path))

    def show_record(self, record_id: str, name: str) -> None:
        """The stream of a record; of the same one again, as far back as was looked."""
        if record_id != self._id:
            self._most = _MORE
        self._id, self._name = record_id, name
        self.quick.set_here(Subject(self._kind, record_id, name))
        self._stale = True
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the stream is asked for when somebody looks at it."""
        super().showEvent(event)
        if self._stale:
            self._load()

    def rows(self) -> list[ItemRow]:
        """The items shown, newest first."""
        items = [self._items.itemAt(place) for place in range(self._items.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, ItemRow)]

    def narrow(self, kind: str = "", person: str = "") -> None:
        """Show one kind or one person only (as the choices do)."""
        self._what.set_current(kind)
        self._who.set_current(person)
        self._changed()

    def show_more(self) -> None:
        """Go further back."""
        self._most += _MORE
        self._load()

    def correct(self, interaction_id: str) -> None:
        """Take an interaction into the line to correct it."""

        def job(app: App) -> tuple[str, Corrections] | None:
            from invest_crm.services.quick_entry import as_line

            return app.read(as_line, interaction_id)

        def show(found: tuple[str, Corrections] | None) -> None:
            if found is not None:
                self.quick.correct(interaction_id, *found)

        self._context.read(self, job, show, key="correct")

    def write_document(self, path: Path) -> None:
        """Write the whole stream as a document."""
        project, firm = (self._id, None) if self._kind == PROJECT else (None, self._id)

        def job(app: App) -> Path:
            from invest_crm.services.documents import MakeReport, make_report

            command = MakeReport("follow-up", path, project=project, firm=firm)
            return app.read(make_report, command).path

        self._context.read(self, job, self.written.emit, key="document")

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(theme.GAP_TINY)
        choices = WrapRow(theme.GAP_TINY)
        choices.add(self._what)
        choices.add(self._who)
        filters.addLayout(choices, 1)
        filters.addWidget(self._print, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.quick)
        column.addWidget(self._tasks_head)
        column.addWidget(self.tasks)
        column.addLayout(filters)
        column.addLayout(self._items)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self, page: RecordsPage) -> None:
        """From anywhere on the page into the line; a form with something unsaved stays."""
        editor = page.side.editor()
        if editor is not None:
            editor.tell(_("Save or cancel first, then note the visit."))
            return
        if self._id:
            page.panel.set_current_tab(TAB)
            self.quick.begin()
        else:
            page.open_page.emit("today", {"note": True})

    def _changed(self) -> None:
        self._most = _MORE
        self._load()

    def _load(self) -> None:
        self._stale = False
        kind, record, most = self._kind, self._id, self._most
        kinds = frozenset({self._what.current()} - {""})
        person = self._who.current()

        def job(app: App) -> Answer:
            from invest_crm.services.tasks import people
            from invest_crm.services.timeline import AskTimeline, timeline

            asked = AskTimeline(kind, record, kinds, person, most)
            return app.read(lambda view: (timeline(view, asked), view.today, people(view)))

        self._context.read(self, job, lambda found: self._show(record, found), key="stream")

    def _show(self, record: str, answer: Answer) -> None:
        found, today, people = answer
        if record != self._id:
            return
        self._tasks_head.setVisible(bool(found.open))
        self.tasks.setVisible(bool(found.open))
        self.tasks.show_tasks(found.open, today, people)
        self._show_people(found.people)
        empty_layout(self._items)
        if not found.items:
            self._items.addWidget(label(_("Nothing noted yet."), "hint", wrap=True))
        for item in found.items:
            row = ItemRow(item, self._context, today.year)
            row.correcting.connect(self.correct)
            self._items.addWidget(row)
        self._more.setVisible(found.total > len(found.items))

    def _show_people(self, people: tuple[str, ...]) -> None:
        chosen = self._who.current()
        self._who.clear()
        self._who.addItem(_("Everybody"), "")
        for name in dict.fromkeys((*people, *filter(None, [chosen]))):
            self._who.addItem(name, name)
        self._who.set_current(chosen)

    def _ask_target(self) -> None:
        from invest_crm.ui.documents import ask_target

        title = _("Follow-up record of {name}").format(name=self._name)
        path = ask_target(self, title, ("pdf", "docx"))
        if path is not None:
            self.write_document(path)


def _say(page: RecordsPage, path: Path) -> None:
    from invest_crm.ui.documents import say_written

    say_written(page, path)
