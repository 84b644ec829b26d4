"""The main window: rail, search, page buttons, pages, notices, status line. Knows no page inside.

What it shows is given to it: page declarations, a search provider, what a search hit opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
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
from invest_crm.ui.kit.notice import Level, NoticeBar, UndoBar
from invest_crm.ui.kit.rail import Rail, RailItem
from invest_crm.ui.kit.search_box import SearchBox, SearchGroup, SearchHit
from invest_crm.ui.kit.status_line import StatusLine
from invest_crm.ui.navigation import Navigator, PageSpec
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from invest_crm.errors import UserError
    from invest_crm.ui.kit.page import Page

NARROW_BELOW = 1100
_TOP, _FOOT, _SEARCH, _SEARCH_LEAST = 48, 30, 320, 120


class Shell(QMainWindow):
    """The window; ``go(page id)`` shows a page, made on first showing.

    ``painted`` comes once, when the window stands on the screen: whatever takes time waits for it.
    """

    painted = Signal()

    def __init__(
        self,
        specs: Sequence[PageSpec],
        *,
        product: str = "",
        search: Callable[[str], Sequence[SearchGroup]] | None = None,
        open_hit: Callable[[SearchHit], object] | None = None,
    ) -> None:
        super().__init__()
        self._was_painted = False
        self._titles = {spec.id: spec.title for spec in specs}
        self.setWindowTitle(product)
        self.setMinimumSize(QSize(800, 520))
        self._product = product
        self.rail = Rail(product, [_entry(spec) for spec in specs if not spec.hidden])
        self.search = SearchBox(search)
        self.status = StatusLine()
        self._stack = QStackedWidget()
        self._notices = QVBoxLayout()
        self._buttons = QHBoxLayout()
        self.pages = Navigator(self._stack, specs)
        self._build()
        self.undo_bar = UndoBar(self)
        self.undo_bar.toggled.connect(self.status.set_covered)
        self.rail.chosen.connect(self.go)
        self.pages.page_made.connect(self._adopt)
        self.pages.shown.connect(self._shown)
        if open_hit is not None:
            self.search.chosen.connect(open_hit)
        self._wire_background()
        self._make_shortcuts()

    def go(self, page: str, state: dict[str, Any] | None = None) -> None:
        """Show a page, in a state if given (a filter, a record)."""
        self.pages.go(page, state)

    def back(self) -> None:
        """The page before, as it was left."""
        self.pages.back()

    def forward(self) -> None:
        """The page after, as it was left."""
        self.pages.forward()

    def changed(self, topics: AbstractSet[str]) -> None:
        """Tell the pages that topics changed."""
        self.pages.on_changed(topics)

    def set_badge(self, page: str, number: int) -> None:
        """A number on an entry of the rail."""
        self.rail.set_badge(page, number)

    def notify(
        self,
        text: str,
        level: Level = "info",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> NoticeBar:
        """Say something over all pages until it is dismissed."""
        bar = NoticeBar(text, level, action=action, do=do)
        self._notices.addWidget(bar)
        return bar

    def show_error(self, error: UserError) -> None:
        """A refusal or failure that no page took."""
        self.notify(str(error), "error")

    def said(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """What was done: in the status line, and with an undo bar if it can be taken back."""
        if undo is None:
            self.status.set_action(text)
            return

        def take_back() -> None:
            self.undo_bar.hide()
            self.status.set_action("")
            undo()

        self.status.set_action(text, take_back)
        self.undo_bar.offer(text, take_back)

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
        self.undo_bar.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the side buttons of a mouse go back and forward."""
        if event.button() == Qt.MouseButton.BackButton:
            self.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward()
        else:
            super().mousePressEvent(event)

    def _build(self) -> None:
        top = QFrame()
        theme.set_role(top, "top")
        self._top = top
        self._take_scale()
        theme.current().changed.connect(self._take_scale)
        bar = QHBoxLayout(top)
        bar.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        bar.setSpacing(theme.GAP_TINY)
        self._back = _arrow("chevron_left", _("Back (Alt+←)"), self.back)
        self._forward = _arrow("chevron_right", _("Forward (Alt+→)"), self.forward)
        bar.addWidget(self.search, 100)
        bar.addWidget(self._back)
        bar.addWidget(self._forward)
        bar.addStretch(1)
        bar.addLayout(self._buttons)
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

    def _take_scale(self) -> None:
        look = theme.current()
        self._top.setFixedHeight(look.px(_TOP))
        self.status.setFixedHeight(look.px(_FOOT))
        self.search.setMinimumWidth(look.px(_SEARCH_LEAST))
        self.search.setMaximumWidth(look.px(_SEARCH))
        self.rail.updateGeometry()

    def _wire_background(self) -> None:
        background = operations.background()
        background.user_error.connect(self.show_error)
        self.status.watch(background)

    def _make_shortcuts(self) -> None:
        for keys, do in (
            ("Ctrl+K", self.search.begin),
            ("Alt+Left", self.back),
            ("Alt+Right", self.forward),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)

    def _adopt(self, page: Page) -> None:
        self._buttons.addWidget(page.top_bar)
        page.open_page.connect(self.go)
        page.said.connect(self.said)
        page.selection_said.connect(self.status.set_selection)

    def _shown(self, page_id: str) -> None:
        for name, page in self.pages.made().items():
            page.top_bar.setVisible(name == page_id)
        self.rail.set_current(page_id)
        self.status.set_selection("")
        self._back.setEnabled(self.pages.can_step(-1))
        self._forward.setEnabled(self.pages.can_step(1))
        title = _(self._titles[page_id])
        self.setWindowTitle(f"{title} · {self._product}" if self._product else title)


def _entry(spec: PageSpec) -> RailItem:
    group = _(spec.group) if spec.group else ""
    return RailItem(spec.id, _(spec.title), spec.icon, group, spec.foot)


def _arrow(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setIconSize(icons.size(18))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setEnabled(False)
    button.clicked.connect(lambda _on=False: do())
    return button
