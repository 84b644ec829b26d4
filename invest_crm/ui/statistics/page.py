"""入库入统: projects and firms that should be in the statistics, with who holds what is missing.

Two lists of the same kind, a page each; a switch leads from one to the other.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.acts import ACTS, ICONS, ONE, READS, possible
from invest_crm.ui.statistics.desk import StatDesk
from invest_crm.ui.statistics.part import StatPart
from invest_crm.ui.statistics.record import DETAILS, HISTORY, stat_record
from invest_crm.ui.statistics.record_form import FIELDS, cell_form, make_editor
from invest_crm.ui.statistics.record_jobs import StatJobs
from invest_crm.ui.statistics.source import FirmSource, ProjectSource
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.statistics.acts import Line
    from invest_crm.ui.context import Context
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.records.typed import CellForm
    from invest_crm.ui.statistics.source import StatSource

PROJECT, FIRM = jobs.PROJECT, jobs.FIRM
_WRITES = frozenset({"record.edit", "field.history"})


class StatListPage(RecordsPage):
    """What the two lists have in common. ``subject``: whose applications they are."""

    subject: ClassVar[str] = ""
    only: ClassVar[Mapping[str, str]] = {}
    fields: ClassVar[Mapping[str, str]] = FIELDS
    has_trash: ClassVar[bool] = False
    has_details: ClassVar[bool] = False

    def __init__(self, context: Context, words: Words, source: StatSource, cells: CellForm) -> None:
        self.source = source
        page = jobs.PAGES[self.subject]
        super().__init__(context, page, words, source, StatJobs(self.subject), make_editor, cells)
        self.set_title(_("Statistics"))
        self.desk = StatDesk(self, context, self.forms.show_occasion)
        self.part = StatPart()
        self.panel.add_tab_page(DETAILS, self.part)
        self.panel.add_tab_page(HISTORY, self.history)
        self._switch = Segmented(
            [
                (PROJECT, pgettext("statistics", "Projects")),
                (FIRM, pgettext("statistics", "Firms")),
            ],
            name=_("Which list"),
        )
        self._switch.set_current(self.subject)
        self.add_right(self._switch)
        self.body.addWidget(self.grid, 1)
        self.add_command(self._list_command())
        self._connect()
        self.show_chips()

    def commands(self) -> list[Command]:
        """The documents, the next step, the other list too."""
        usual = [
            replace(one, keys=()) if one.id == "record.edit" else one for one in super().commands()
        ]  # Enter is for the next step
        return [
            *usual,
            self._list_command(),
            Command("statistics.ledger", N_("Export the ledger of revenue…"),
                    self.desk.write_revenue, "spreadsheet",
                    keywords=N_("ledger, figures of firms, spreadsheet")),
            Command("statistics.paste", N_("Paste revenue…"), self.desk.paste, "paste",
                    keywords=N_("revenue of firms, sheet"), writes=True),
            Command("statistics.next", N_("The next step…"), self._next_step, "flag", ("Return",),
                    heard=True, enabled=lambda: "" if self.shown_id else _("Select one record."),
                    writes=True),
            Command("statistics.open", N_("Open the record"), self._open_record, "open_external",
                    enabled=lambda: "" if self.shown_id else _("Nothing is selected.")),
            *(
                Command(f"filter.{only}", N_("Only"), partial(self.show_only, only), "filter",
                        value=title)
                for only, title in self.only.items()
            ),
            *(
                Command(f"statistics.view.{one}", N_("Which list"), partial(self.show_view, one),
                        icon, value=title)
                for one, title, icon in (
                    (PROJECT, N_("Projects into the database"), "projects"),
                    (FIRM, N_("Firms into the statistics"), "firms"),
                )
            ),
        ]  # fmt: skip

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """What can be done with every one of those selected."""
        lines = self._lines(ids)
        found = set.intersection(*map(possible, lines)) if lines else set()
        return [
            Command(
                f"statistics.{act}",
                title,
                partial(self.desk.act, self.subject, str(act), list(ids)),
                ICONS.get(act, "flag"),
                enabled=partial(_why_not, str(act), found, len(lines)),
                count=len(lines),
                quiet=True,
                writes=act not in READS,
            )
            for act, title in ACTS.items()
        ]

    def fill_chips(self) -> frozenset[str]:
        """A switch for each kind with how many."""
        for only, title in self.only.items():
            self.add_switch("only", f"{_(title)} {self.source.counts.get(only, 0):,}", only)
        return frozenset({"only"})

    def words_of(self, name: str) -> str:
        """Which applications are shown."""
        return _(self.only.get(self.filter(name), "")) if name == "only" else super().words_of(name)

    def show_found(self, found: jobs.Shown) -> None:
        """Panel and tabs."""
        self.panel.set_record(stat_record(found))
        self.part.show_line(found.line)
        self.history.show_lines(found.history)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} record", "{n} records", total)
        part = ngettext("{n} of {total} record", "{n} of {total} records", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=f"{shown:,}", total=f"{total:,}"))

    def show_only(self, only: str) -> None:
        """Only one kind of records; empty for all."""
        self.restore({"filters": [("only", only)] if only else []})

    def show_view(self, view: str) -> None:
        """The list of the projects or of the firms."""
        self._switch.set_current(self.subject)
        if view != self.subject:
            self.open_page.emit(jobs.PAGES[view], {})

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._switch.changed.connect(self.show_view)
        self.part.asked.connect(lambda act: self.desk.act(self.subject, act, self._shown_ids()))
        self.part.paper_asked.connect(self._ask_paper)
        self.part.entry_asked.connect(self._ask_entry)
        self.add_writing(*(one for act, one in self.part.buttons.items() if act not in READS))
        self.grid.loaded.connect(self.show_chips)

    def _list_command(self) -> Command:
        return Command(
            "statistics.list", N_("Write this list…"), lambda: self.desk.write_list(self.subject),
            "export", keywords=N_("report, document, should be in"),
        )  # fmt: skip

    def _lines(self, ids: Sequence[str]) -> list[Line]:
        found = (self.source.line(one) for one in ids)
        return [line for line in found if line is not None]

    def _shown_ids(self) -> list[str]:
        return [self.shown_id] if self.shown_id else []

    def _activated(self, _record_id: str) -> None:
        """Enter or a double click: what comes next."""
        self._next_step()

    def _next_step(self) -> None:
        ids = self.grid.selected_ids() or self._shown_ids()
        acts = self.selection_extras(ids)
        first = next((act for act in acts if not act.enabled()), None)
        if first is not None:
            first.do()

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            self.fill(menu, [act for act in self.selection_extras(ids) if not act.enabled()])
            self.fill(menu, [one for one in super().commands() if one.id in _WRITES])

    def _ask_paper(self, code: str) -> None:
        for record in self._shown_ids():
            self.desk.paper(self.subject, record, code)

    def _ask_entry(self, entry: str) -> None:
        for record in self._shown_ids():
            self.desk.void_entry(record, entry)

    def _open_record(self) -> None:
        page = "projects" if self.subject == PROJECT else "firms"
        for record in self._shown_ids():
            self.open_page.emit(page, {"open": record})


class StatProjectsPage(StatListPage):
    """项目入库: projects on their way into the investment database."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"statistics", "projects", "attachments", "monthly", "interactions", "settings"}
    )
    subject: ClassVar[str] = PROJECT
    kind: ClassVar[str] = "project"
    only: ClassVar[Mapping[str, str]] = {
        "due": N_("Should be in"),
        "late": N_("Papers late"),
        "returned": N_("Returned"),
        "handed": N_("With statistics"),
        "in": N_("In"),
        "unreported": N_("No row this month"),
        "unfiled": N_("No filed total"),
    }

    def __init__(self, context: Context) -> None:
        words = Words(
            title=_("Projects into the database"),
            new=N_("New project"),
            icon="board",
            none=_("No project has started yet"),
            sentence=_(
                "Started projects with a planned total of 5 million yuan or more stand here until"
                " they are in the investment database."
            ),
            chosen=_chosen,
        )
        super().__init__(context, words, ProjectSource(context), cell_form("projects"))

    def new_record(self) -> None:
        """A project is entered on its own page."""
        self.open_page.emit("projects", {"open": "", "edit": True})


class StatFirmsPage(StatListPage):
    """企业入统: firms on their way into the above-size statistics."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"statistics", "projects", "firms", "attachments", "interactions", "settings"}
    )
    subject: ClassVar[str] = FIRM
    kind: ClassVar[str] = "firm"
    only: ClassVar[Mapping[str, str]] = {
        "should": N_("Should be in the statistics"),
        "watch": N_("Near the threshold"),
        "returned": N_("Returned"),
        "handed": N_("With statistics"),
        "registered": N_("In"),
        "unreported": N_("No revenue"),
        "never": N_("Never eligible"),
    }

    def __init__(self, context: Context) -> None:
        words = Words(
            title=_("Firms into the statistics"),
            new=N_("Paste revenue…"),
            icon="firms",
            none=_("No firm of the county yet"),
            sentence=_(
                "Firms marked as local, and those that report revenue or produce here, stand here"
                " with what they still need."
            ),
            chosen=_chosen,
        )
        super().__init__(context, words, FirmSource(context), cell_form("firms"))

    def new_record(self) -> None:
        """What is new of firms is what they report."""
        self.desk.paste()

    def printable(self) -> Printable | None:
        """With the reminder that revenue of single firms stays in the bureau."""
        from invest_crm.ui.printing.statistics import confidential

        return confidential(super().printable())


def _chosen(n: int) -> str:
    return ngettext("{n} chosen record", "{n} chosen records", n).format(n=n)


def _why_not(act: str, found: set[str], n: int) -> str:
    if not n:
        return _("Nothing is selected.")
    if act in ONE and n > 1:
        return _("Select one record.")
    return "" if act in found else _("Not possible as it stands.")
