"""The preview: the pages as they come out, over the whole window, with their setup beside them.

Esc leaves, and the page below is found as it was, focus and selection included. The content is
read once; every change of the setup sets its pages anew in the background.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.page_setup import setup_from, stored
from invest_crm.settings import user
from invest_crm.ui import icons, theme
from invest_crm.ui.documents import ask_target
from invest_crm.ui.kit.notice import Level, NoticeBar
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.operations import Progress, run_query
from invest_crm.ui.printing.pages_view import PAGE, WIDTH, PagesView
from invest_crm.ui.printing.setup_panel import SetupPanel
from invest_crm.ui.printing.words import fitting_words, page_words
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtPrintSupport import QPrinter

    from invest_crm.errors import UserError
    from invest_crm.services.printing import Printed, Sheet
    from invest_crm.ui.context import Context
    from invest_crm.ui.printing.content import Content, Printable

_MAKER = "print.maker"
_SIDE = 264
_POLL_MS = 150
_FINER = 2
"""A page is rendered so much larger than it is shown: small type is then drawn evenly."""


class PrintPlace(QWidget):
    """Lies over ``ground`` (the middle of the window) while it is open.

    ``choose_path(title)`` and ``choose_printer(printer, then)`` ask the person; tests answer.
    """

    def __init__(self, ground: QWidget, context: Context) -> None:
        super().__init__(ground)
        theme.set_role(self, "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ground, self._context = ground, context
        self._offer: Printable | None = None
        self._content: Content | None = None
        self._sheet: Sheet | None = None
        self._printed: Printed | None = None
        self._work: Progress | None = None
        self._came_from: QWidget | None = None
        self.choose_path: Callable[[str], Path | None] = self._ask_path
        self.choose_printer: Callable[[QPrinter, Callable[[], None]], None] = self._ask_printer
        self.pages, self.panel = PagesView(), SetupPanel()
        self.leave_button = QPushButton(_("Return"))
        self.save_button = QPushButton(_("Save as PDF"))
        self.print_button = QPushButton(_("Print"))
        self.fit = Segmented(((PAGE, _("Whole page")), (WIDTH, _("Page width"))), name=_("Size"))
        self.said = ElidedLabel(size=theme.NOTE, color="ink_2")
        self.stop_button = QPushButton(_("Stop"))
        self.number = label("", "note")
        self._clock = QTimer(self)
        self._clock.setInterval(_POLL_MS)
        self._clock.timeout.connect(self._say_progress)
        self._told = QWidget()
        self._notices = QVBoxLayout(self._told)
        self._build()
        self._connect()
        self.hide()

    # ---- opening and leaving -------------------------------------------------------------------

    def begin(self, offer: Printable) -> None:
        """Show what a page offers."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self._offer = offer
        self._clear_notices()
        self.panel.offer([content.words for content in offer.contents])
        self.place()
        self.show()
        self.raise_()
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take(0)

    def leave(self) -> None:
        """Close it and give the focus back to where it was."""
        self.close_up()
        before = self._came_from
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> None:
        """Close it; the focus has gone elsewhere."""
        self._stop()
        self.hide()
        self._sheet = self._printed = self._content = None
        self.pages.show_pages(())

    def printed(self) -> Printed | None:
        """The pages shown, None while they are being made."""
        return self._printed

    def place(self) -> None:
        """Over all of the ground."""
        self.setGeometry(self._ground.rect())

    def show_error(self, error: UserError) -> None:
        """A refusal: of the pages wanted beside their field, of anything else above the pages."""
        if error.code == "page-range":
            self.panel.show_problem(str(error))
        else:
            self.notify(str(error), "error")

    def notify(
        self,
        text: str,
        level: Level = "info",
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """Say something above the pages until it is dismissed."""
        bar = NoticeBar(text, level, action=action, do=do, topic="print")
        bar.dismissed.connect(lambda: self._told.setVisible(self._notices.count() > 1))
        bar.enter(self._notices)
        self._told.show()

    # ---- paper and file ------------------------------------------------------------------------

    def save(self) -> None:
        """Ask where to, and write the pages shown as a PDF."""
        printed, offer = self._printed, self._offer
        if printed is None or offer is None:
            return
        path = self.choose_path(self.panel.title.text() or offer.file_name)
        if path is None:
            return

        def job() -> Path:
            from invest_crm.services.printing import save_pages

            return save_pages(path, printed)

        run_query(self, job, self._saved, key="save")

    def print_pages(self) -> None:
        """Send the pages shown to a printer; without one say so, and offer a PDF."""
        from invest_crm.ui.printing.printer import printer_names

        if self._printed is not None:
            run_query(self, printer_names, self._with_printers, key="printers")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the ground has another size."""
        if watched is self._ground and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Qt: Tab goes round in here, never to what lies below."""
        parts = [part for part in self._stops() if part.isVisibleTo(self) and part.isEnabled()]
        here = QApplication.focusWidget()
        at = parts.index(here) if here in parts else -1 if next else 0
        parts[(at + (1 if next else -1)) % len(parts)].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    # ---- making the pages ----------------------------------------------------------------------

    def _take(self, place: int) -> None:
        """Another content: read it and set it as it was set the last time."""
        if self._offer is None:
            return
        content = self._offer.contents[place]
        self._content, self._sheet = content, None
        self.pages.show_pages(())
        kept = setup_from(user.read_state(self._key(content)), content.usual)
        maker = user.read_state(_MAKER)
        self.panel.show_setup(kept, maker if isinstance(maker, str) else "", is_map=content.is_map)
        self._make()

    def _altered(self) -> None:
        if self._content is None:
            return
        wanted = self.panel.wanted()
        if not self._content.is_map:
            user.write_state(self._key(self._content), stored(wanted.setup))
        if wanted.maker is not None:
            user.write_state(_MAKER, wanted.maker)
        self._make()

    def _make(self) -> None:
        """Set the pages anew; what was being made is stopped."""
        content, known, wanted = self._content, self._sheet, self.panel.wanted()
        if content is None:
            return
        self._stop()
        self._printed = None
        work, context = self._begin_work(_("Preparing the print")), self._context

        def job() -> tuple[Sheet | None, Printed] | None:
            from invest_crm.services.work import Cancelled

            try:
                sheet = known if known is not None else content.read(context.app, work)
                return sheet, content.pages(context.app, sheet, wanted, work)
            except Cancelled:
                return None

        run_query(self, job, self._made, key="pages", on_error=self._failed, progress=work)

    def _made(self, found: tuple[Sheet | None, Printed] | None) -> None:
        self._end_work()
        if not self.isVisible():
            return
        if found is None:
            again = _("Set the pages")
            self.notify(_("Stopped: no pages were made."), action=again, do=self._try_again)
            return
        sheet, printed = self._sheet, self._printed = found
        maker = sheet.imprint.maker if sheet is not None else ""
        title = sheet.title if sheet is not None else ""
        self.panel.show_answer(title, maker, landscape=printed.landscape)
        self._end_work()
        self.pages.show_pages(printed.sizes)
        self._turned(self.pages.page())

    def _try_again(self) -> None:
        self._clear_notices()
        self._make()

    def _failed(self, error: UserError) -> None:
        self._end_work()
        self.show_error(error)

    def _begin_work(self, words: str) -> Progress:
        work = self._work = Progress(words)
        self.said.set_text(words)
        self._clock.start()
        self._show_buttons()
        return work

    def _end_work(self) -> None:
        self._work = None
        self._clock.stop()
        self.said.set_text("" if self._printed is None else fitting_words(self._printed))
        self._show_buttons()

    def _say_progress(self) -> None:
        if self._work is None:
            return
        share, text = self._work.seen()
        done = "" if share is None else f"{share:.0%}"
        self.said.set_text(" ".join(part for part in (text or self._work.title, done) if part))
        self.stop_button.setVisible(not self._work.cancelled())

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _fetch(self, place: int, scale: float) -> None:
        printed = self._printed
        if printed is None:
            return

        def job() -> QImage:
            from invest_crm.services.printing import page_picture
            from invest_crm.ui.printing.printer import image_of

            grey = not printed.coloured
            made = image_of(page_picture(printed.data, place, scale * _FINER, grey=grey))
            width = round(made.width() / _FINER)
            return made.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

        def show(picture: QImage) -> None:
            if self._printed is printed:
                self.pages.set_picture(place, scale, picture)

        run_query(self, job, show, key=("picture", place))

    # ---- printing ------------------------------------------------------------------------------

    def _with_printers(self, names: list[str]) -> None:
        if not self.isVisible():
            return
        if not names:
            self.notify(
                _("No printer is set up on this computer. The pages can be saved as PDF and"
                  " printed elsewhere."),
                "warning",
                action=_("Save as PDF"),
                do=self.save,
            )  # fmt: skip
            return
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.choose_printer(printer, partial(self._send, printer))

    def _send(self, printer: QPrinter) -> None:
        from invest_crm.ui.printing.printer import send_pages

        printed = self._printed
        if printed is None:
            return
        work = self._begin_work(_("Printing"))
        run_query(
            self,
            lambda: send_pages(printed, printer, work),
            partial(self._sent, len(printed.sizes), printer.printerName()),
            on_error=self._failed,
            progress=work,
        )

    def _sent(self, wanted: int, name: str, sent: int) -> None:
        self._end_work()
        if sent < wanted:
            self.notify(
                ngettext("Stopped after {n} page.", "Stopped after {n} pages.", sent).format(
                    n=sent
                ),
                "warning",
            )
        else:
            words = ngettext(
                "{n} page was sent to “{name}”.", "{n} pages were sent to “{name}”.", sent
            ).format(n=sent, name=name)
            self.notify(words, "done")

    def _saved(self, path: Path) -> None:
        from invest_crm.ui.documents import open_file

        words = _("Written: {path}").format(path=path)
        self.notify(words, "done", action=_("Open"), do=lambda: open_file(path))

    def _ask_path(self, title: str) -> Path | None:
        as_of = self._sheet.imprint.as_of if self._sheet is not None else None
        return ask_target(self, title.replace("/", "-"), ("pdf",), as_of)

    def _ask_printer(self, printer: QPrinter, then: Callable[[], None]) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.setModal(True)
        dialog.show()

    # ---- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.leave_button.setIcon(icons.icon("chevron_left"))
        self.leave_button.setToolTip(_("Back to the page (Esc)"))
        self.save_button.setIcon(icons.icon("file_export"))
        self.save_button.setToolTip("Ctrl+S")
        self.print_button.setIcon(icons.icon("print", "accent_on"))
        self.print_button.setToolTip("Ctrl+P")
        theme.set_role(self.print_button, "primary")
        top = QFrame()
        theme.set_role(top, "top")
        bar = QHBoxLayout(top)
        bar.setContentsMargins(theme.MARGIN, theme.GAP_SMALL, theme.MARGIN, theme.GAP_SMALL)
        bar.setSpacing(theme.GAP)
        bar.addWidget(self.leave_button)
        bar.addWidget(label(_("Print preview"), "heading"))
        bar.addWidget(self.said, 1)
        bar.addWidget(self.stop_button)
        bar.addWidget(self.number)
        for part in (self.fit, self.save_button, self.print_button):
            bar.addWidget(part)
        self._notices.setContentsMargins(
            theme.MARGIN, theme.GAP_SMALL, theme.MARGIN, theme.GAP_TINY
        )
        left = QVBoxLayout()
        left.setSpacing(theme.GAP_TINY)
        left.addWidget(self._told)
        left.addWidget(self.pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(middle, 1)
        self._take_scale()

    def _connect(self) -> None:
        self.leave_button.clicked.connect(lambda _on=False: self.leave())
        self.save_button.clicked.connect(lambda _on=False: self.save())
        self.stop_button.clicked.connect(lambda _on=False: self._stop())
        self.print_button.clicked.connect(lambda _on=False: self.print_pages())
        self.fit.changed.connect(self.pages.set_fit)
        self.panel.changed.connect(self._altered)
        self.panel.chosen.connect(self._take)
        self.pages.wanted.connect(self._fetch)
        self.pages.turned.connect(self._turned)
        self._ground.installEventFilter(self)
        theme.current().changed.connect(self._take_scale)
        for keys, do in (("Esc", self.leave), ("Ctrl+S", self.save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _take_scale(self) -> None:
        self.panel.setFixedWidth(theme.px(_SIDE))

    def _turned(self, place: int) -> None:
        printed = self._printed
        self.number.setText("" if printed is None else page_words(printed, place))

    def _show_buttons(self) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(self._printed is not None and self._work is None)
        self.stop_button.hide()

    def _clear_notices(self) -> None:
        self._told.hide()
        while (item := self._notices.takeAt(0)) is not None:
            bar = item.widget()
            if isinstance(bar, NoticeBar):
                bar.dismiss()

    def _key(self, content: Content) -> str:
        return f"print.{content.key}"

    def _stops(self) -> list[QWidget]:
        """What can be reached by Tab, from the pages round to the buttons."""
        panel = self.panel
        return [
            *(self.pages, panel.content, panel.title, panel.paper, panel.map_paper, panel.tile),
            *(panel.lying, panel.scale, panel.percent, panel.margins, panel.pages, panel.maker),
            *(panel.repeat, panel.totals, panel.numbered),
            *(self.leave_button, self.stop_button, self.fit, self.save_button, self.print_button),
        ]
