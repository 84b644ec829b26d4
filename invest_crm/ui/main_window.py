"""The window of this product: the shell with our pages, search, undo and the news of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance

from invest_crm.ui import crash, operations
from invest_crm.ui.help.button import help_button
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.noting import KEYS as NOTE_KEYS
from invest_crm.ui.noting import NOTE
from invest_crm.ui.pages import page_specs
from invest_crm.ui.shell import Shell
from invest_crm.ui.window_place import KeepingWatch, WindowPlace
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from invest_crm.errors import Remedy, UserError
    from invest_crm.services.work import App
    from invest_crm.ui.backups.keeper import BackupKeeper
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.commands.provider import Provider
    from invest_crm.ui.context import Context
    from invest_crm.ui.diagnostics.healer import Healer
    from invest_crm.ui.help.desk import HelpDesk
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.printing.place import PrintPlace
    from invest_crm.ui.tour.desk import TourDesk
    from invest_crm.ui.welcome.demo_mark import DemoMark

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
    help: HelpDesk
    tour: TourDesk
    demo_mark: DemoMark
    keeper: BackupKeeper
    _healer: Healer

    def __init__(self, context: Context) -> None:
        self._context = context
        self._printing: PrintPlace | None = None
        super().__init__(
            page_specs(context),
            product=_("Investment projects"),
        )
        self.help_button = help_button(self._toggle_help)
        self.add_tool(self.help_button)
        self._keeping = KeepingWatch(self)
        self._place = WindowPlace(self)
        self.pages.page_made.connect(self._listen)
        context.changed.connect(self.changed)
        context.changed.connect(self._look_around)
        context.done.connect(self._say_done)
        context.told.connect(self.said)
        context.warned.connect(self._warn)
        context.switched.connect(self._start_over)

    def start(self, page: str | None = None) -> None:
        """Show the page asked for, else the one shown last; welcome on an empty database."""
        self.show_refusal()
        last = self._place.page()
        shown = {spec.id for spec in self._specs if not spec.hidden}
        self.pages.go(page or (last if last in shown else START_PAGE))
        if page is None:
            self._welcome_when_empty()
        # The rows of the page come first; what stands around it may follow.
        if operations.busy():
            once = Qt.ConnectionType.SingleShotConnection
            operations.background().idle.connect(self._settled, once)
        else:
            self._settled()

    def commands(self) -> list[Command]:
        """The shell's, undo, import, and every setting."""
        from invest_crm.ui.commands.command import Command
        from invest_crm.ui.commands.settings import settings_commands
        from invest_crm.ui.ledger.template_desk import template_commands

        undo = N_("Undo the last change"), N_("Redo what was undone")
        back_up, check = N_("Back up now"), N_("Check the database now")
        everywhere = [
            Command("undo", undo[0], self._context.undo, "undo", ("Ctrl+Z",), place="everywhere",
                    writes=True),
            Command("redo", undo[1], self._context.redo, "redo", ("Ctrl+Y", "Ctrl+Shift+Z"),
                    place="everywhere", writes=True),
            Command("print", N_("Print…"), self._print, "print", ("Ctrl+P",), place="everywhere",
                    enabled=self._nothing_to_print, keywords=N_("print preview, paper, PDF")),
            Command("note.anywhere", NOTE, self._note, "edit", heard=True, place="everywhere",
                    writes=True),
            Command("backup", back_up, lambda: self._safety("backup"), "safe", place="everywhere"),
            Command("check", check, lambda: self._safety("check"), "database", place="everywhere"),
            Command("help", N_("Help for this page"), self._toggle_help, "help", ("F1",),
                    keywords=N_("manual, keys"), place="everywhere"),
            Command("tour", N_("Tour of the window"), self._show_around, "play",
                    place="everywhere"),
            Command("help.contents", N_("User manual"), lambda: self.help.open(""), "help",
                    place="everywhere"),
        ]  # fmt: skip
        settings = settings_commands(self._show_setting, self._take_setting)
        templates = template_commands(self._ask_template)
        return [*super().commands(), *everywhere, *templates, *settings]

    def _note(self) -> None:
        """A visit, wherever one stands: the line of the first page is about any record."""
        if self.why_not_write():
            self.said(self.why_not_write())
        else:
            self.go("today", {"note": True})

    def _take_note_keys(self) -> None:
        """Pages with a line of their own listen to the keys themselves."""
        page = self.pages.current()
        own = [] if page is None else [one.id for one in page.commands()]
        self._note_keys.setEnabled("note" not in own)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: who comes back to the window may have copied something over the open file."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._context.look_at_file()

    def why_not_write(self) -> str:
        """Why nothing can be changed in this window: a backup is shown, or a copy."""
        return self._context.why_not_write()

    def providers(self) -> list[Provider]:
        """The shell's, the records, the saved views."""
        from invest_crm.ui.commands.records import Kind, Records
        from invest_crm.ui.commands.views import Links, Views
        from invest_crm.ui.help.sections import ManualSections

        projects, firms = Kind("project", "projects", "projects"), Kind("firm", "firms", "firms")
        *commands, settings = super().providers()
        return [
            *commands,
            Records(_("Projects"), projects, self._context, self.go),
            Records(_("Firms"), firms, self._context, self.go),
            Views({"projects": _("Projects"), "firms": _("Firms")}, self._context, self.go),
            Links(self._titles, self._context, self.go),
            ManualSections(self.help.open),
            settings,
        ]

    def offered(self, error: UserError) -> tuple[Remedy, ...]:
        """The remedies of a failure that can be carried out now."""
        self.furnish()
        return self._healer.offered(error)

    def heal(self, remedy: Remedy, error: UserError) -> None:
        """Carry out a remedy."""
        self._healer.heal(remedy, error)

    def appear(self) -> None:
        """Show the window, whole on the screen."""
        self._place.appear()

    def place(self) -> tuple[str, dict[str, Any]]:
        """The page shown and its state, to come back to in another language."""
        page = self.pages.current()
        return self.pages.current_id(), {} if page is None else page.state()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember the window's place."""
        self._place.keep()
        super().closeEvent(event)

    @property
    def printing(self) -> PrintPlace:
        """The preview, made when it is first asked for."""
        if self._printing is None:
            from invest_crm.ui.printing.place import PrintPlace

            self._printing = PrintPlace(self, self._context)
            self.pages.shown.connect(lambda _page: self.printing.close_up())
        return self._printing

    def _furnish(self) -> None:
        """Also who keeps the backups, heals, helps and shows around."""
        from PySide6.QtGui import QKeySequence, QShortcut

        from invest_crm.ui.backups.keeper import BackupKeeper
        from invest_crm.ui.diagnostics.healer import Healer
        from invest_crm.ui.help.desk import HelpDesk
        from invest_crm.ui.tour.desk import TourDesk
        from invest_crm.ui.welcome.demo_mark import DemoMark

        super()._furnish()
        self._note_keys = QShortcut(QKeySequence(NOTE_KEYS), self)
        self._note_keys.setProperty("command", "note.anywhere")
        self._note_keys.activated.connect(self._note)
        self.pages.shown.connect(lambda _page: self._take_note_keys())
        context = self._context
        self.help = HelpDesk(self, self.pages, self.commands)
        self.demo_mark = DemoMark(context, self)
        self.status.add(self.demo_mark)
        self.demo_mark.removed.connect(self._welcome_when_empty)
        self.tour = TourDesk(self)
        self.help.tour_asked.connect(self.tour.begin)
        self._healer = Healer(self, context)
        self.keeper = BackupKeeper(context, self)
        crash.offer_bundle(lambda: self.go("diagnostics"))

    def _print(self) -> None:
        """Print what is previewed, else preview what the page offers."""
        page = self.pages.current()
        offer = None if page is None else page.printable()
        if self._printing is not None and self._printing.isVisible():
            self._printing.print_pages()
        elif offer is not None:
            self.printing.begin(offer)

    def _nothing_to_print(self) -> str:
        page = self.pages.current()
        offered = page is not None and page.printable() is not None
        return "" if offered else _("There is nothing to print on this page.")

    def _show_around(self) -> None:
        self.tour.begin()

    def _ask_template(self, kind: str) -> None:
        """Templates are filled in to be imported: the import page saves them."""
        from invest_crm.ui.ledger.page import LedgerPage

        self.go("ledger")
        page = self.pages.current()
        if isinstance(page, LedgerPage):
            page.templates.ask(kind)

    def _toggle_help(self) -> None:
        self.help.toggle()

    def _welcome_when_empty(self) -> None:
        self._context.read(
            self, _is_empty, self._welcome_if, key="start", on_error=_told_by_the_page
        )

    def _welcome_if(self, empty: bool) -> None:  # noqa: FBT001 - an answer
        if empty:
            self.go("welcome")

    def _listen(self, page: Page) -> None:
        """Some pages let the person choose the language."""
        if isinstance(page, ChoosesLanguage):
            page.language_changed.connect(self.language_chosen)

    def _settled(self) -> None:
        self.furnish()
        self._look_around(frozenset())
        self.keeper.begin()
        operations.run_query(self, _sweep, lambda _swept: None)

    def _look_around(self, _topics: object) -> None:
        """What is due today on the rail; that the records are invented in the status line."""
        self.furnish()
        self._context.read(
            self,
            _surroundings,
            self._show_surroundings,
            key="surroundings",
            on_error=_told_by_the_page,
        )

    def _show_surroundings(self, found: tuple[int, bool]) -> None:
        due, demo = found
        self.rail.set_badge("today", due)
        self.status.set_remark(_("Demonstration data") if demo else "", "bad" if demo else "")
        self.demo_mark.setVisible(demo)
        refuse(self.demo_mark, self.why_not_write())

    def _start_over(self) -> None:
        self.show_refusal()
        self.changed(frozenset({"projects", "firms", "chains", "figures", "settings"}))
        self.start()

    def _warn(self, text: str) -> None:
        self.furnish()
        self.keeper.warn(text)

    def _say_done(self, text: str, change_set_id: str, undone: bool) -> None:  # noqa: FBT001
        self.said(text, lambda: self._context.undo(change_set_id), again=undone)

    def _safety(self, command: str) -> None:
        """Backups are made and shown on their page, checks on the settings page."""
        if command == "backup":
            self.go("backups")
        else:
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


def _sweep() -> int:
    """Copies of data that a killed program left behind."""
    from invest_crm.services.own_folder import sweep_folders

    return sweep_folders()


def _surroundings(app: App) -> tuple[int, bool]:
    from invest_crm.services.options import option
    from invest_crm.services.today import today

    return app.read(lambda view: (today(view).badge, bool(option(view, "demo"))))


def _is_empty(app: App) -> bool:
    from invest_crm.services.search import is_empty

    return app.read(is_empty)
