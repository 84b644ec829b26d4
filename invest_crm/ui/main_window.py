"""The window of this product: the shell with our pages, search, undo and the news of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal, SignalInstance

from invest_crm.settings import user
from invest_crm.ui import crash, operations
from invest_crm.ui.commands.command import Command
from invest_crm.ui.diagnostics.healer import Healer
from invest_crm.ui.pages import page_specs
from invest_crm.ui.shell import Shell
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from invest_crm.errors import Remedy, UserError
    from invest_crm.services.work import App
    from invest_crm.ui.commands.provider import Provider
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page

START_PAGE = "board"


@runtime_checkable
class ChoosesLanguage(Protocol):
    """A page with a choice of language."""

    language_changed: SignalInstance


class MainWindow(Shell):
    """The shell with everything connected to the open database.

    ``language_chosen(code)``: the person chose another language; the window is to be made anew.
    """

    language_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        self._context = context
        super().__init__(
            page_specs(context),
            product=_("Investment projects"),
        )
        context.changed.connect(self.changed)
        context.changed.connect(self._look_around)
        self.pages.page_made.connect(self._listen)
        context.done.connect(self._say_done)
        context.told.connect(self.said)
        self._healer = Healer(self, context)
        context.switched.connect(self._start_over)
        crash.offer_bundle(lambda: self.go("diagnostics"))
        self._take_place()

    def start(self, page: str | None = None) -> None:
        """Show the first page: the one asked for, else welcome on an empty database."""
        self.go(page or START_PAGE)
        if page is None:
            self._context.read(
                self, _is_empty, self._welcome_if, key="start", on_error=_told_by_the_page
            )
        # The rows of the page come first; what stands around it may follow.
        if operations.busy():
            once = Qt.ConnectionType.SingleShotConnection
            operations.background().idle.connect(self._settled, once)
        else:
            self._settled()

    def commands(self) -> list[Command]:
        """The shell's, undo, import, and every setting."""
        from invest_crm.ui.commands.settings import settings_commands

        undo = N_("Undo the last change"), N_("Redo what was undone")
        back_up, check = N_("Back up now"), N_("Check the database now")
        everywhere = [
            Command("undo", undo[0], self._context.undo, "undo", ("Ctrl+Z",), place="everywhere"),
            Command("redo", undo[1], self._context.redo, "redo", ("Ctrl+Y", "Ctrl+Shift+Z"),
                    place="everywhere"),
            Command("backup", back_up, lambda: self._safety("backup"), "safe", place="everywhere"),
            Command("check", check, lambda: self._safety("check"), "database", place="everywhere"),
        ]  # fmt: skip
        settings = settings_commands(self._show_setting, self._take_setting)
        return [*super().commands(), *everywhere, *settings]

    def providers(self) -> list[Provider]:
        """The shell's, the records, the saved views."""
        from invest_crm.ui.commands.records import Kind, Records
        from invest_crm.ui.commands.views import Links, Views

        projects, firms = Kind("project", "projects", "projects"), Kind("firm", "firms", "firms")
        *commands, settings = super().providers()
        return [
            *commands,
            Records(_("Projects"), projects, self._context, self.go),
            Records(_("Firms"), firms, self._context, self.go),
            Views({"projects": _("Projects"), "firms": _("Firms")}, self._context, self.go),
            Links(self._titles, self._context, self.go),
            settings,
        ]

    def offered(self, error: UserError) -> tuple[Remedy, ...]:
        """The remedies of a failure that can be carried out now."""
        return self._healer.offered(error)

    def heal(self, remedy: Remedy, error: UserError) -> None:
        """Carry out a remedy."""
        self._healer.heal(remedy, error)

    def place(self) -> tuple[str, dict[str, Any]]:
        """The page shown and its state, to come back to in another language."""
        page = self.pages.current()
        return self.pages.current_id(), {} if page is None else page.state()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember the window's place."""
        user.write_state("window", [self.width(), self.height(), self.isMaximized()])
        super().closeEvent(event)

    def _take_place(self) -> None:
        stored = user.read_state("window")
        if (
            isinstance(stored, list)
            and len(stored) == 3
            and all(isinstance(n, int) for n in stored)
        ):
            self.resize(max(800, stored[0]), max(520, stored[1]))
            if stored[2]:
                self.showMaximized()
        else:
            self.resize(1366, 768)

    def _welcome_if(self, empty: bool) -> None:  # noqa: FBT001 - an answer
        if empty:
            self.go("welcome")

    def _listen(self, page: Page) -> None:
        """Some pages let the person choose the language."""
        if isinstance(page, ChoosesLanguage):
            page.language_changed.connect(self.language_chosen)

    def _settled(self) -> None:
        self._look_around(frozenset())

    def _look_around(self, _topics: object) -> None:
        """What is due today on the rail; that the records are invented in the status line."""
        self._context.read(
            self,
            _surroundings,
            self._show_surroundings,
            key="surroundings",
            on_error=_told_by_the_page,
        )

    def _show_surroundings(self, found: tuple[int, bool]) -> None:
        due, demo = found
        self.set_badge("today", due)
        self.status.set_backup(_("Demonstration data") if demo else "", "bad" if demo else "")

    def _start_over(self) -> None:
        self.changed(frozenset({"projects", "firms", "chains", "figures", "settings"}))
        self.start()

    def _say_done(self, text: str, change_set_id: str, undone: bool) -> None:  # noqa: FBT001
        self.said(text, lambda: self._context.undo(change_set_id), again=undone)

    def _safety(self, command: str) -> None:
        """Backup and check are done, and shown, on the settings page."""
        self._show_setting("safety", "")
        page = self.pages.current()
        if page is not None:
            page.run(command)

    def _show_setting(self, section: str, option: str) -> None:
        self.go("preferences", {"section": section, "option": option})

    def _take_setting(self, key: str, value: str) -> None:
        from invest_crm.ui.preferences.taking import take_choice

        anew = take_choice(self, key, value)
        self.changed(frozenset({"settings"}))
        if anew:
            self.language_chosen.emit(anew)


def _told_by_the_page(_error: UserError) -> None:
    """The page asks the same database and says in its place what is wrong with it."""


def _surroundings(app: App) -> tuple[int, bool]:
    from invest_crm.services.options import option
    from invest_crm.services.today import today

    return app.read(lambda view: (today(view).badge, bool(option(view, "demo"))))


def _is_empty(app: App) -> bool:
    from invest_crm.services.search import is_empty

    return app.read(is_empty)
