"""A heap of open tasks as a card: each row can be done, postponed or handed over in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.records.task_rows import TaskList
from invest_crm.ui.today.parts import ROWS
from invest_crm.ui.today.words import Link
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.context import Context
    from invest_crm.ui.today.words import TaskContent


class TaskCard(Card):
    """The first tasks of a heap, all of them on demand; ``opened(link)`` for a record."""

    opened = Signal(object)

    def __init__(self, context: Context, content: TaskContent) -> None:
        super().__init__(content.title, " ")
        self.content = content
        self._people: tuple[str, ...] = ()
        self._whole = False
        self.list = TaskList(context, names=True)
        self.list.opened.connect(
            lambda page, record: self.opened.emit(Link(page, {"open": record}))
        )
        self._more = QPushButton()
        theme.set_role(self._more, "link")
        self._more.clicked.connect(lambda _on=False: self.open_all())
        self.add(self.list)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_content(self, content: TaskContent, people: Sequence[str]) -> None:
        """Show other tasks of the same heap."""
        self.content, self._people = content, tuple(people)
        self.set_head(f"{content.title} {content.count}", content.note or " ")
        shown = content.lines if self._whole else content.lines[:ROWS]
        self.list.show_tasks(shown, content.day, people)
        self._more.setText(_("All {n}").format(n=content.count))
        self._more.setVisible(len(shown) < content.count)

    def open_all(self) -> None:
        """Every task of the heap."""
        self._whole = True
        self.show_content(self.content, self._people)

    def weight(self) -> int:
        """About how high it is, in rows of a table."""
        return 2 * min(self.content.count, ROWS) + 2
