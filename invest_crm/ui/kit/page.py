"""What every page is: a title row, chips, a body, an optional side panel, buttons for the top bar.

A page is made on its first showing. It refreshes when told that topics it watches changed, and
can say its state (filters, scroll, selection) so that Back brings it back. It tells errors in
place. Subclasses fill ``body`` and know their services; this class knows none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.commands.host import CommandHost
from invest_crm.ui.kit.error_notice import ErrorNotice
from invest_crm.ui.kit.fold_row import FoldRow
from invest_crm.ui.kit.notice import Level, NoticeBar
from invest_crm.ui.kit.page_head import PageHead
from invest_crm.ui.kit.side_grip import SidePlace

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from invest_crm.errors import UserError
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.printing.content import Printable

State = dict[str, Any]


class Page(CommandHost):
    """Base of all pages.

    ``topics`` names what it shows, ``open_page(page id, state)`` asks to go elsewhere,
    ``said(text, undo or None)`` tells what was done, ``selection_said(text)`` sums a selection,
    ``looked_at(key)``: this record was opened (``project:<id>``).
    """

    topics: ClassVar[frozenset[str]] = frozenset()

    open_page = Signal(str, object)
    selection_said = Signal(str)
    looked_at = Signal(str)

    def __init__(self, title: str = "") -> None:
        super().__init__()
        theme.set_role(self, "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stale = False
        self.top_bar = FoldRow()
        self._notices = QVBoxLayout()
        self._notices.setSpacing(theme.GAP_SMALL)
        self.head = PageHead()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        self._main = QVBoxLayout()
        self._main.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        self._main.setSpacing(theme.GAP)
        self._main.addLayout(self._notices)
        self._main.addWidget(self.head)
        self._main.addLayout(self.body, 1)
        self._main.addStretch(0)  # while the body is empty what stands above keeps its height
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addLayout(self._main, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """The title of the page."""
        self.head.title.setText(title)
        self.setAccessibleName(title)

    def title(self) -> str:
        """The title of the page."""
        return self.head.title.text()

    def add_chip(self, widget: QWidget) -> None:
        """Put a chip, filter or switch into the row beside the title."""
        self.head.chips.addWidget(widget)

    def show_chips(self) -> None:
        """Make the chips anew; subclasses say which."""

    def clear_chips(self) -> None:
        """Take all chips away."""
        self.head.chips.clear()

    def set_note(self, text: str) -> None:
        """The quiet words at the right of the title row."""
        self.head.note.set_text(text)
        self.head.note.setVisible(bool(text))

    def add_right(self, widget: QWidget) -> None:
        """Put a widget (a view switch) at the right end of the title row."""
        self.head.right.addWidget(widget)

    def add_button(
        self, text: str, do: Callable[[], object], *, icon: str = "", primary: bool = False
    ) -> QPushButton:
        """A button of this page in the window's top bar; ``primary`` for the main one."""
        button = QPushButton(text)
        if icon:
            button.setIcon(icons.icon(icon, "accent_on" if primary else "ink_2"))
            button.setIconSize(icons.size(22, 16))
        if primary:
            theme.set_role(button, "primary")
        button.clicked.connect(lambda _on=False: do())
        layout = self.top_bar.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def add_command(self, command: Command, *, primary: bool = False) -> QPushButton:
        """A button of the top bar for a command of this page."""
        button = self.add_button(
            command.words(), lambda: self.run(command.id), icon=command.icon, primary=primary
        )
        button.setProperty("command", command.id)
        if command.writes:
            self.add_writing(button)
        return button

    def set_side(self, panel: QWidget, name: str = "") -> None:
        """Put a panel at the right, over the whole height; a third of the page at first.

        ``name``: under which the width is remembered that a person gave it; without one its width
        cannot be changed.
        """
        self.side_place = SidePlace(self, self._main, panel, name)
        if name:
            self._across.addWidget(self.side_place.grip)
        self._across.addWidget(panel)

    def notify(
        self,
        text: str,
        level: Level = "info",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
        topic: str = "",
    ) -> NoticeBar:
        """Say something above the page until it is dismissed."""
        bar = NoticeBar(text, level, action=action, do=do, topic=topic)
        bar.enter(self._notices)
        return bar

    def clear_notices(self) -> None:
        """Take all notices away."""
        while (item := self._notices.takeAt(0)) is not None:
            bar = item.widget()
            if isinstance(bar, NoticeBar):
                bar.dismiss()

    def show_error(self, error: UserError) -> None:
        """A refusal or failure in place: what happened, what is safe, what to do."""
        ErrorNotice(error).enter(self._notices)

    def on_changed(self, topics: AbstractSet[str]) -> None:
        """Something changed; refreshes now if shown, else on the next showing."""
        if not self.topics & topics:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def entered(self) -> None:
        """The window shows this page (again)."""
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Ask for the data again; subclasses say how."""

    def printable(self) -> Printable | None:
        """What can be printed of it at this moment; subclasses say what."""
        return None

    def state(self) -> State:
        """What Back must bring back; subclasses add theirs."""
        return {}

    def restore(self, state: State) -> None:
        """Take up a state given by ``state`` or by a link; missing keys mean the usual."""
