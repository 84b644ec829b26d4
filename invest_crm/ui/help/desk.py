"""F1: opens the help beside the page, follows the page, and gives the focus back at the end.

The panel and the manual are made when help is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from invest_crm.ui import operations, theme
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMainWindow, QWidget

    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.help.manual import Manual
    from invest_crm.ui.help.panel import HelpPanel
    from invest_crm.ui.help.picture_view import PictureView
    from invest_crm.ui.navigation import Navigator

_PAGE: Final = "page"
_LEAST_PAGE: Final = 760
"""A page keeps this width beside the help; in a narrower window the help lies over it."""


class HelpDesk(QObject):
    """``tour_asked``: the person wants to be shown around."""

    tour_asked = Signal()

    def __init__(
        self, window: QMainWindow, pages: Navigator, keys: Callable[[], Sequence[Command]]
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._keys = window, pages, keys
        self._panel: HelpPanel | None = None
        self._picture: PictureView | None = None
        self._manual: Manual | None = None
        self._came_from: QWidget | None = None
        self._trail: list[str] = []
        self._whole_sheet = False
        pages.shown.connect(self._page_changed)
        window.installEventFilter(self)

    @property
    def panel(self) -> HelpPanel:
        """The side place, made when it is first asked for."""
        if self._panel is None:
            self._panel = self._made()
        return self._panel

    def is_open(self) -> bool:
        """Whether the help is on the screen."""
        return self._panel is not None and self._panel.isVisible()

    def toggle(self) -> None:
        """F1: the help of this page, or away with it."""
        if self.is_open():
            self.close()
        else:
            self._whole_sheet = False
            self.open(_PAGE)

    def open(self, place: str) -> None:
        """Show a section by its anchor, ``page`` for the page shown, empty for the contents."""
        panel = self.panel
        if not panel.isVisible():
            self._came_from = QApplication.focusWidget()
        self._trail = [place]
        panel.search.clear()
        panel.show()
        self._arrange()
        panel.raise_()
        panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show()

    def close(self) -> None:
        """Put it away; the focus goes back to where it was."""
        if self._panel is None or not self._panel.isVisible():
            return
        inside = self._panel.isAncestorOf(QApplication.focusWidget() or self._window)
        self._panel.hide()
        self._arrange()
        before = self._came_from
        if inside and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif inside and (page := self._pages.current()) is not None:
            page.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.is_open():
            self._arrange()
        return super().eventFilter(watched, event)

    # ---- what is read --------------------------------------------------------------------------

    def _made(self) -> HelpPanel:
        from invest_crm.ui.help.panel import HelpPanel
        from invest_crm.ui.help.picture_view import PictureView

        panel = HelpPanel()
        panel.setParent(self._window)
        panel.left.connect(self.close)
        panel.typed.connect(lambda _text: self._show())
        panel.back_asked.connect(self._step_back)
        panel.contents_asked.connect(lambda: self._go(""))
        panel.view.asked.connect(self._follow)
        panel.search.returnPressed.connect(self._first_found)
        self._picture = PictureView(self._window)
        self._picture.left.connect(panel.view.setFocus)
        theme.current().changed.connect(self._arrange)
        return panel

    def _show(self) -> None:
        """Show the place in hand, or what was found; the manual is read once, in the background."""
        if self._manual is None:
            from invest_crm.ui.help.manual import read_manual

            code = language()
            operations.run_query(self, lambda: read_manual(code), self._take, key="manual")
            return
        from invest_crm.ui.help import texts

        panel, manual = self.panel, self._manual
        typed, place = panel.search.text().strip(), self._trail[-1]
        panel.back.setEnabled(len(self._trail) > 1 or bool(typed))
        if typed:
            panel.title.set_text(_("Search"))
            panel.view.show_text(texts.found_text(typed, manual.find(typed)))
        elif not place:
            panel.title.set_text(_("Help"))
            panel.view.show_text(texts.contents_text(manual))
        elif place == _PAGE:
            page = self._pages.current()
            panel.title.set_text("" if page is None else page.title())
            panel.view.show_text(self._page_text(manual))
        else:
            self._show_section(manual, place)

    def _page_text(self, manual: Manual) -> str:
        from invest_crm.ui.help import keys, texts

        page = self._pages.current()
        groups = keys.sheet([] if page is None else page.commands(), self._keys())
        sections = manual.read_from(f"page-{self._pages.current_id()}")
        return texts.page_text(sections, groups, whole=self._whole_sheet)

    def _show_section(self, manual: Manual, place: str) -> None:
        from invest_crm.ui.help import texts

        sections = manual.read_from(place)
        self.panel.title.set_text(sections[0].name if sections else _("Help"))
        self.panel.view.show_text("\n\n".join(map(texts.section_text, sections)))

    def _take(self, manual: Manual) -> None:
        self._manual = manual
        self._show()

    def _follow(self, address: str) -> None:
        """A link of the text: another section, a picture, or something to do."""
        from invest_crm.ui.help import texts
        from invest_crm.ui.help.dressing import PICTURE

        if address.startswith("#"):
            self._go(address[1:])
        elif address.startswith(PICTURE):
            image = self.panel.view.picture(address.removeprefix(PICTURE))
            if image is not None and self._picture is not None:
                self._picture.open(image)
        elif address == texts.ALL_KEYS:
            self._whole_sheet = True
            self._show()
        elif address == texts.CONTENTS:
            self._go("")
        elif address == texts.TOUR:
            self.close()
            self.tour_asked.emit()

    def _go(self, place: str) -> None:
        if self._manual is not None and place and not self._manual.read_from(place):
            return
        self._trail.append(place)
        self.panel.search.clear()
        self._show()

    def _step_back(self) -> None:
        if self.panel.search.text():
            self.panel.search.clear()
        elif len(self._trail) > 1:
            self._trail.pop()
            self._show()

    def _first_found(self) -> None:
        typed = self.panel.search.text().strip()
        hits = self._manual.find(typed) if self._manual is not None and typed else []
        if hits:
            self._go(hits[0].section.id)

    def _page_changed(self, _page: str) -> None:
        """The window shows another page: so does the help, unless it is being searched."""
        self._whole_sheet = False
        if self.is_open() and not self.panel.search.text():
            self._trail = [_PAGE]
            self._show()
            QTimer.singleShot(0, self._arrange)

    # ---- where it stands -----------------------------------------------------------------------

    def _arrange(self) -> None:
        """At the right edge; the page makes room if it keeps enough, else the help lies over it."""
        if self._panel is None:
            return
        from invest_crm.ui.help.panel import WIDE

        middle = self._window.centralWidget()
        layout = middle.layout() if middle is not None else None
        wide = min(theme.px(WIDE), self._window.width() * 2 // 5)
        wide = max(wide, min(theme.px(320), self._window.width() - theme.px(64)))
        room = self._window.width() - wide >= theme.px(_LEAST_PAGE)
        beside = self._panel.isVisible() and room
        if layout is not None:
            layout.setContentsMargins(0, 0, wide if beside else 0, 0)
        self._panel.setGeometry(self._window.width() - wide, 0, wide, self._window.height())
