"""The main window: rail, search, page buttons, pages, notices, status line. Knows no page inside.

What it shows is given to it: page declarations; a subclass adds commands and what can be found.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, operations, theme
from invest_crm.ui.kit.rail import Rail, RailItem
from invest_crm.ui.kit.search_button import SearchButton
from invest_crm.ui.kit.status_line import StatusLine
from invest_crm.ui.navigation import Navigator, PageSpec
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from invest_crm.errors import UserError
    from invest_crm.ui.commands.command import Command, KeyGuard, Place
    from invest_crm.ui.commands.palette import Palette
    from invest_crm.ui.commands.provider import MenuActions, Provider
    from invest_crm.ui.commands.recent import Recent
    from invest_crm.ui.kit.notice import Level, NoticeBar, UndoBar
    from invest_crm.ui.kit.page import Page

NARROW_BELOW = 1100
PALETTE_KEYS = ("Ctrl+K", "Ctrl+E")
_TOP, _FOOT, _SEARCH, _SEARCH_LEAST = 48, 30, 320, 120


class Shell(QMainWindow):
    """The window; ``go(page id)`` shows a page, made on first showing.

    ``painted`` comes once, when the window stands on the screen: whatever takes time waits for it.
    What is not painted at once (keys, palette, undo bar) comes with ``furnish``, before any page.
    """

    painted = Signal()

    def __init__(
        self,
        specs: Sequence[PageSpec],
        *,
        product: str = "",
    ) -> None:
        super().__init__()
        self._was_painted = self._furnished = False
        self._specs = tuple(specs)
        self._titles = {spec.id: spec.title for spec in specs}
        self._beside = {spec.id: spec.beside for spec in specs if spec.beside}
        self._palette: Palette | None = None
        self._menu: MenuActions | None = None
        self._guard: KeyGuard | None = None
        self.setWindowTitle(product)
        self.setMinimumSize(QSize(800, 520))
        self._product = product
        self.rail = Rail(product, [_entry(spec) for spec in specs if not spec.hidden])
        self.search_button = SearchButton(_("Find or do something"), "Ctrl K")
        self.status = StatusLine()
        self._stack = QStackedWidget()
        self._notices = QVBoxLayout()
        self._buttons = QHBoxLayout()
        self.pages = Navigator(self._stack, specs)
        self._build()
        self.rail.chosen.connect(self.go)
        self.pages.page_made.connect(self._adopt)
        self.pages.shown.connect(self._shown)
        self.search_button.clicked.connect(lambda _on=False: self.search.begin())
        self._wire_background()

    def go(self, page: str, state: dict[str, Any] | None = None) -> None:
        """Show a page, in a state if given (a filter, a record)."""
        self.furnish()
        self.pages.go(page, state)

    def furnish(self) -> None:
        """Set up what the first paint does not show; does nothing the second time."""
        if self._furnished:
            return
        self._furnished = True
        self._furnish()

    @cached_property
    def recent(self) -> Recent:
        """What was opened or done last."""
        from invest_crm.ui.commands.recent import Recent

        return Recent()

    @cached_property
    def undo_bar(self) -> UndoBar:
        """The bar that offers to take back what was done."""
        from invest_crm.ui.kit.notice import UndoBar

        bar = UndoBar(self)
        bar.toggled.connect(self.status.set_covered)
        return bar

    @property
    def search(self) -> Palette:
        """The palette, made when it is first asked for."""
        if self._palette is None:
            from invest_crm.ui.commands.palette import Palette

            self._palette = Palette(self, self.providers, self.recent)
        return self._palette

    def commands(self) -> list[Command]:
        """What can be done on every page; a subclass adds to it."""
        from invest_crm.ui.commands.command import Command

        return [
            *(self._visit(spec, place) for place, spec in enumerate(self._specs)),
            Command("palette", N_("Find or do something"), self._find, "search", ("Ctrl+K",),
                    place="everywhere"),
            Command("palette.recent", N_("Opened last"), self._find_recent, "history", ("Ctrl+E",),
                    place="everywhere"),
            Command("back", N_("Back"), self.pages.back, "chevron_left", ("Alt+Left",),
                    enabled=lambda: self._step_reason(-1), place="everywhere"),
            Command("forward", N_("Forward"), self.pages.forward, "chevron_right", ("Alt+Right",),
                    enabled=lambda: self._step_reason(1), place="everywhere"),
        ]  # fmt: skip

    def providers(self) -> list[Provider]:
        """What the palette offers, in the order of the headings; a subclass adds to it."""
        from invest_crm.ui.commands.provider import Commands

        page, own = self.pages.current(), self.commands_now()
        here = [] if page is None else page.commands_now()
        return [
            Commands(_("Selected records"), lambda: [item for item in here if item.count]),
            *self._cell_menu(here),
            Commands(_("On this page"), lambda: [item for item in here if not item.count]),
            Commands(_("Go to a page"), lambda: _of(own, "pages")),
            Commands(_("Everywhere"), lambda: _of(own, "everywhere")),
            Commands(_("Settings"), lambda: _of(own, "settings")),
        ]

    def why_not_write(self) -> str:
        """Why nothing can be changed in this window, empty where it can; a subclass knows."""
        return ""

    def commands_now(self) -> list[Command]:
        """The commands, those refused that write where nothing can be written."""
        reason = self.why_not_write()
        return [command.against(reason) for command in self.commands()]

    def show_refusal(self) -> None:
        """Switch on or off what writes, on the rail and on every page."""
        for spec in self._specs:
            if spec.writes:
                self.rail.refuse(spec.id, self.why_not_write())
        for page in self.pages.made().values():
            page.show_refusal()

    def run(self, command_id: str) -> None:
        """Carry out a command of the window, or say why it cannot be."""
        found = next((item for item in self.commands_now() if item.id == command_id), None)
        reason = found.run() if found is not None else ""
        if reason:
            self.status.set_action(reason)

    def changed(self, topics: AbstractSet[str]) -> None:
        """Tell the pages that topics changed."""
        self.pages.on_changed(topics)

    def add_tool(self, button: QWidget) -> None:
        """A button at the right end of the top bar, whatever the page."""
        self._tools.addWidget(button)

    def notify(
        self,
        text: str,
        level: Level = "info",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> NoticeBar:
        """Say something over all pages until it is dismissed."""
        from invest_crm.ui.kit.notice import NoticeBar

        bar = NoticeBar(text, level, action=action, do=do)
        self.show_bar(bar)
        return bar

    def show_bar(self, bar: NoticeBar) -> None:
        """Put a bar over all pages."""
        bar.enter(self._notices)
        bar.dismissed.connect(self._give_air)
        self._give_air()

    def show_error(self, error: UserError) -> None:
        """A refusal or failure that no page took."""
        from invest_crm.ui.kit.error_notice import ErrorNotice

        self.show_bar(ErrorNotice(error))

    def said(
        self, text: str, undo: Callable[[], object] | None = None, *, again: bool = False
    ) -> None:
        """What was done: in the status line, and with an undo bar if it can be taken back."""
        if undo is None:
            self.status.set_action(text)
            return

        def take_back() -> None:
            self.undo_bar.hide()
            self.status.set_action("")
            undo()

        self.status.set_action(text, take_back, again=again)
        self.undo_bar.offer(text, take_back, again=again)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: tell once that there is something to look at."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: icons alone below 1100 px."""
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(NARROW_BELOW)
        if narrow != self.rail.is_narrow():
            self.rail.set_narrow(narrow)
        if self._furnished:
            self.undo_bar.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the side buttons of a mouse go back and forward."""
        if event.button() == Qt.MouseButton.BackButton:
            self.pages.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.pages.forward()
        else:
            super().mousePressEvent(event)

    def _furnish(self) -> None:
        """A subclass adds to it."""
        from invest_crm.ui.commands.command import KeyGuard, bind
        from invest_crm.ui.kit import composition
        from invest_crm.ui.kit.enter_key import EnterPresses

        composition.watch()
        EnterPresses(self)
        bind(self.commands(), self, self.run)
        self._guard = KeyGuard(PALETTE_KEYS, self)

    def _build(self) -> None:
        top = QFrame()
        theme.set_role(top, "top")
        self._top = top
        self._take_scale()
        theme.current().changed.connect(self._take_scale)
        bar = QHBoxLayout(top)
        bar.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        bar.setSpacing(theme.GAP_TINY)
        self._back = _arrow("back", "chevron_left", _("Back (Alt+←)"), self.pages.back)
        self._forward = _arrow("forward", "chevron_right", _("Forward (Alt+→)"), self.pages.forward)
        self.search_button.setProperty("command", "palette")
        bar.addWidget(self.search_button, 100)
        bar.addWidget(self._back)
        bar.addWidget(self._forward)
        bar.addStretch(1)
        bar.addLayout(self._buttons)
        self._tools = bar
        self._notices.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self._notices.setSpacing(theme.GAP_SMALL)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(top)
        right.addLayout(self._notices)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _give_air(self) -> None:
        """Notices stand off the top bar; without one the page begins where it always does."""
        items = (self._notices.itemAt(place) for place in range(self._notices.count()))
        top = theme.GAP if any(item is not None and not item.isEmpty() for item in items) else 0
        self._notices.setContentsMargins(theme.MARGIN, top, theme.MARGIN, 0)

    def _take_scale(self) -> None:
        look = theme.current()
        self._top.setFixedHeight(look.px(_TOP))
        self.status.setFixedHeight(look.px(_FOOT))
        self.search_button.setMinimumWidth(look.px(_SEARCH_LEAST))
        self.search_button.setMaximumWidth(look.px(_SEARCH))
        self.rail.updateGeometry()

    def _wire_background(self) -> None:
        background = operations.background()
        background.user_error.connect(self.show_error)
        self.status.watch(background)

    def _cell_menu(self, known: Sequence[Command]) -> list[Provider]:
        if self._menu is not None:
            self._menu.forget()
            self._menu = None
        page = self.pages.current()
        menu = page.menu() if page is not None else None
        if menu is None:
            return []
        from invest_crm.ui.commands.provider import MenuActions

        self._menu = MenuActions(_("This cell"), menu, known)
        return [self._menu]

    def _find(self) -> None:
        self.search.begin()

    def _find_recent(self) -> None:
        self.search.begin(only_recent=True)

    def _step_reason(self, by: int) -> str:
        return "" if self.pages.can_step(by) else _("No page lies that way.")

    def _visit(self, spec: PageSpec, place: int) -> Command:
        from invest_crm.ui.commands.command import Command

        keys = () if spec.hidden else (f"Alt+{place + 1}",)
        return Command(
            f"page:{spec.id}",
            spec.title,
            lambda: self.go(spec.id),
            spec.icon,
            keys,
            enabled=lambda: _("You are here.") if self.pages.current_id() == spec.id else "",
            place="pages",
            writes=spec.writes,
        )

    def _adopt(self, page: Page) -> None:
        self._buttons.addWidget(page.top_bar)
        page.why_not_write = self.why_not_write
        page.show_refusal()
        page.open_page.connect(self.go)
        page.said.connect(self.said)
        page.selection_said.connect(lambda text, page=page: self._say_selection(page, text))
        page.looked_at.connect(self.recent.add)

    def _say_selection(self, page: Page, text: str) -> None:
        """A sum that was asked for before another page was shown comes too late."""
        if page is self.pages.current():
            self.status.set_selection(text)

    def _shown(self, page_id: str) -> None:
        for name, page in self.pages.made().items():
            page.top_bar.setVisible(name == page_id)
        self.rail.set_current(self._beside.get(page_id, page_id))
        self.recent.add(f"page:{page_id}")
        self.status.set_selection("")
        self._back.setEnabled(self.pages.can_step(-1))
        self._forward.setEnabled(self.pages.can_step(1))
        title = _(self._titles[page_id])
        self.setWindowTitle(f"{title} · {self._product}" if self._product else title)


def _entry(spec: PageSpec) -> RailItem:
    group = _(spec.group) if spec.group else ""
    return RailItem(spec.id, _(spec.title), spec.icon, group, spec.foot)


def _of(commands: Sequence[Command], place: Place) -> list[Command]:
    return [command for command in commands if command.place == place]


def _arrow(command: str, icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setProperty("command", command)
    button.setIcon(icons.icon(icon))
    button.setIconSize(icons.size(18))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setEnabled(False)
    button.clicked.connect(lambda _on=False: do())
    return button
