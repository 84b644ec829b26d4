"""五个一: the list of who is in charge, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from invest_crm.domain.five_ones import Kind
from invest_crm.ui.commands.command import Command
from invest_crm.ui.five_ones.cells import cell_form
from invest_crm.ui.five_ones.form import KEYS, form_fields, texts_of
from invest_crm.ui.five_ones.jobs import FiveOnesJobs
from invest_crm.ui.five_ones.panel import (
    DETAILS_TAB,
    HANDED_TAB,
    HISTORY_TAB,
    LOAD_TAB,
    HandedTab,
    LoadTab,
    detail_pairs,
    panel_record,
)
from invest_crm.ui.five_ones.source import FiveOnesSource
from invest_crm.ui.five_ones.words import LABELS
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.five_ones.handing import HandedOver
    from invest_crm.services.five_ones.naming import Offer
    from invest_crm.services.five_ones.panel import ResponsiblePanel
    from invest_crm.services.five_ones.records import Responsible
    from invest_crm.ui.context import Context
    from invest_crm.ui.five_ones.form import Offered
    from invest_crm.ui.five_ones.hand_panel import HandPanel
    from invest_crm.ui.five_ones.jobs import HandOffer

_KINDS = {
    Kind.PERSON.value: N_("People"),
    Kind.UNIT.value: N_("Units"),
    Kind.FORCE.value: N_("Task forces"),
}
_TABLE = "five-ones"


class FiveOnesPage(RecordsPage):
    """Everything about who is in charge in one place."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"five_ones", "projects", "contacts", "schedules", "tasks", "approvals", "chains"}
    )

    kind: ClassVar[str] = "responsible"
    switches: ClassVar[Mapping[str, str]] = {
        "late": N_("With late projects"),
        "gone": N_("Not in office"),
        "trash": N_("Trash"),
    }
    fields: ClassVar[Mapping[str, str]] = {key: LABELS[key] for key in KEYS}

    def __init__(self, context: Context) -> None:
        self._five = FiveOnesJobs()
        self._lacking: tuple[str, ...] = ()
        super().__init__(
            context,
            "five_ones",
            _page_words(),
            FiveOnesSource(context),
            self._five,
            _make_editor,
            cell_form(),
        )
        self.body.addWidget(self.grid, 1)
        self.load = LoadTab()
        self.load.opened.connect(self._open_projects)
        self.load.hand_asked.connect(lambda: self.hand_over(self.shown_id))
        self.add_writing(self.load.hand)
        self.handed = HandedTab()
        self.handed.print_asked.connect(self._print_handed)
        self._shown_overs: dict[str, HandedOver] = {}
        self.panel.add_tab_page(LOAD_TAB, self.load)
        self.panel.add_tab_page(HANDED_TAB, self.handed)
        self.panel.add_tab_page(DETAILS_TAB, self.details)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        for command in self._own_commands():
            self.add_command(command)
        self.show_chips()
        self._count_lacking()

    def commands(self) -> list[Command]:
        """Names from projects and the responsibility table too."""
        return [*super().commands(), *self._own_commands()]

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """Handing over, and the projects of those selected."""
        one = ids[0] if len(ids) == 1 else ""
        reason = "" if one else _("Select one record.")
        return [
            Command("five_ones.hand", N_("Hand over…"), partial(self.hand_over, one), "move",
                    heard=True, enabled=lambda: reason, count=int(bool(one)), writes=True),
        ]  # fmt: skip

    def fill_chips(self) -> frozenset[str]:
        """Kinds, late ones, those no longer in office, trash; how many projects lack one."""
        for kind, words in _KINDS.items():
            self.add_switch("kind", _(words), kind)
        for name, words in self.switches.items():
            self.add_switch(name, _(words))
        if self._lacking:
            pill = PillButton(_lacking_words(len(self._lacking)))
            pill.clicked.connect(self.open_lacking)
            self.add_chip(pill)
        return frozenset({"kind", *self.switches})

    def words_of(self, name: str) -> str:
        """Which records are shown."""
        return _(_KINDS[self.filter(name)]) if name == "kind" else super().words_of(name)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        super().refresh()
        self._count_lacking()

    def show_found(self, found: ResponsiblePanel) -> None:
        """Panel and tabs."""
        self.panel.set_record(panel_record(found))
        self.load.show_load(found)
        self._shown_overs = {over.id: over for over in found.handed}
        self.handed.show_handed(found)
        self.details.show_pairs(detail_pairs(found))
        self.history.show_lines(found.history)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} record", "{n} records", total)
        part = ngettext("{n} of {total} record", "{n} of {total} records", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def open_lacking(self) -> None:
        """The projects that lack one of the five."""
        reason = _("lack one of the five")
        self.open_page.emit("projects", {"ids": list(self._lacking), "reason": reason})

    def take_names(self) -> None:
        """Offer the names that projects give to become records."""
        from invest_crm.ui.five_ones.names_panel import NamesPanel

        def show(offers: list[Offer]) -> None:
            panel = NamesPanel(offers)

            def write(chosen: tuple[Offer, ...]) -> None:
                self._context.write(
                    self,
                    lambda app: self._five.take_names(app, chosen),
                    lambda _done: panel.closed.emit(),
                    on_error=panel.show_error,
                )

            panel.accepted.connect(write)
            self.forms.show_occasion(panel)

        self._context.read(self, self._five.names, show, key="names")

    def hand_over(self, record_id: str) -> None:
        """Ask to whom somebody hands over, showing what would change."""

        def show(offer: HandOffer | None) -> None:
            if offer is None:
                self.notify(_("This person or unit is no longer recorded."), "warning")
                return
            from invest_crm.ui.five_ones.hand_panel import HandPanel

            panel = HandPanel(offer)
            panel.asked.connect(partial(self._show_roles, panel, record_id))
            panel.accepted.connect(partial(self._hand_over, panel, record_id))
            self.forms.show_occasion(panel)

        if record_id:
            self._context.read(
                self, lambda app: self._five.hand_offer(app, record_id), show, key="hand"
            )

    def write_table(self) -> None:
        """Ask where the responsibility table goes, and write it."""
        self._write(_TABLE, _("Responsibility table of the five ones"))

    def _own_commands(self) -> list[Command]:
        return [
            Command("five_ones.names", N_("Names from projects…"), self.take_names, "person",
                    writes=True),
            Command("five_ones.table", N_("Responsibility table…"), self.write_table, "document"),
        ]  # fmt: skip

    def _show_roles(self, panel: HandPanel, giver: str, taker: str) -> None:
        self._context.read(
            panel,
            lambda app: self._five.roles(app, giver, taker),
            panel.show_roles,
            key="roles",
            on_error=panel.show_error,
        )

    def _hand_over(
        self,
        panel: HandPanel,
        giver: str,
        values: Mapping[str, Any],
        keys: tuple[str, ...],
        leaves: bool,  # noqa: FBT001 - a signal's value
    ) -> None:
        from invest_crm.services.five_ones.handing import HandOverAll

        reason = str(values["reason"] or "")
        command = HandOverAll(giver, values["to"], values["on"], reason, keys, leaves)
        self._context.write(
            self,
            lambda app: self._five.hand_over(app, command),
            lambda _done: panel.closed.emit(),
            on_error=panel.show_error,
        )

    def _open_projects(self, ids: list[str], reason: str) -> None:
        self.open_page.emit("projects", {"ids": ids, "reason": reason})

    def _print_handed(self, over: str) -> None:
        from invest_crm.ui.five_ones.hand_panel import list_title

        self._write("hand-over", list_title(self._shown_overs[over]), over)

    def _write(self, name: str, title: str, record: str = "") -> None:
        from invest_crm.ui.documents import ask_target, say_written

        path = ask_target(self, title, ("pdf", "docx", "xlsx"), self._context.today)
        if path is not None:
            self._context.read(
                self,
                lambda app: self._five.write_report(app, name, path, record),
                lambda made: say_written(self, *made),
                key="document",
            )

    def _count_lacking(self) -> None:
        def show(ids: tuple[str, ...]) -> None:
            if ids != self._lacking:
                self._lacking = ids
                self.show_chips()

        self._context.read(self, self._five.lacking, show, key="lacking")


def _make_editor(offered: Offered, record: Responsible | None) -> RecordEditor:
    title = _("New entry") if record is None else _("Edit entry")
    return RecordEditor(title, lambda _found: form_fields(offered), texts_of, record)


def _lacking_words(n: int) -> str:
    return ngettext(
        "{n} project lacks one of the five", "{n} projects lack one of the five", n
    ).format(n=n)


def _page_words() -> Words:
    return Words(
        title=_("Five ones"),
        new=N_("New entry"),
        icon="people",
        none=_("Nobody in charge is recorded yet"),
        sentence=_("Take the names from the projects: who carries how much is counted at once."),
        chosen=lambda n: ngettext("{n} chosen record", "{n} chosen records", n).format(n=n),
    )
