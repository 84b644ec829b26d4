"""企业: the list of firms, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.attachments.place import AttachmentsPlace
from invest_crm.ui.firms.cells import cell_form
from invest_crm.ui.firms.editor import firm_editor
from invest_crm.ui.firms.jobs import FirmJobs
from invest_crm.ui.firms.panel import (
    DETAILS_TAB,
    HISTORY_TAB,
    NODES_TAB,
    PEOPLE_TAB,
    PROJECTS_TAB,
    detail_pairs,
    panel_record,
)
from invest_crm.ui.firms.source import FirmSource
from invest_crm.ui.firms.tabs import NodesTab, ProjectsTab
from invest_crm.ui.firms.words import LABELS, ROLES, role_word, twin_words
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import shortened
from invest_crm.ui.projects.neighbours import statistics_place
from invest_crm.ui.records.commands import note_command
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.ui.records.timeline_place import TOPICS, TimelinePlace
from invest_crm.ui.requests.of_firm import FirmRequests
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.firms import FirmRecord
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from invest_crm.ui.firms.jobs import Found
    from invest_crm.ui.records.timeline import TimelineTab
    from invest_crm.ui.records.twins import TwinEditor


class FirmsPage(RecordsPage):
    """Everything about firms in one place."""

    topics: ClassVar[frozenset[str]] = TOPICS | {
        *("firms", "contacts", "chains", "projects", "requests", "statistics")
    }

    kind: ClassVar[str] = "firm"
    has_people: ClassVar[bool] = True
    switches: ClassVar[Mapping[str, str]] = {"trash": N_("Trash")}
    fields: ClassVar[Mapping[str, str]] = {
        key: title for key, title in LABELS.items() if key != "nodes"
    }

    def __init__(self, context: Context) -> None:
        source, jobs = FirmSource(context), FirmJobs()
        super().__init__(
            context, "firms", _page_words(), source, jobs, self._make_editor, cell_form()
        )
        self._chains: tuple[tuple[str, str], ...] = ()
        self.nodes = NodesTab()
        self.projects = ProjectsTab()
        self.requests = FirmRequests()
        self.body.addWidget(self.grid, 1)
        for name, tab in (
            (DETAILS_TAB, self._with_edit(self.details)),
            (NODES_TAB, self.nodes),
            (PEOPLE_TAB, self.people),
            (PROJECTS_TAB, self.projects),
            (HISTORY_TAB, self.history),
        ):
            self.panel.add_tab_page(name, tab)
        self._timeline = TimelinePlace(self, context, "firm")
        self.files = AttachmentsPlace(self, context)
        self.statistics = statistics_place(self, context, "firm")
        self.nodes.place_asked.connect(self._place)
        self.projects.opened.connect(
            lambda project_id: self.open_page.emit("projects", {"open": project_id})
        )
        self.requests.opened.connect(lambda one: self.open_page.emit("requests", {"open": one}))
        self.show_chips()
        self._load_chains()

    @property
    def timeline(self) -> TimelineTab:
        """The tab of what happened, made when it is first asked for."""
        return self._timeline.tab()

    def commands(self) -> list[Command]:
        """The line of the timeline too."""
        return [*super().commands(), note_command(self, self._timeline.begin), self.files.command()]

    def refresh(self) -> None:
        """Ask again for what is shown."""
        super().refresh()
        self._load_chains()

    def fill_chips(self) -> frozenset[str]:
        """Chain, part and trash as switches."""
        chain = Choice((("", _("All chains")), *self._chains), name=_("Chain"))
        chain.set_current(str(self.filter("chain") or ""))
        chain.currentIndexChanged.connect(lambda _place: self.set_filter("chain", chain.current()))
        self.add_chip(chain)
        for role in ROLES:
            self.add_switch("role", role_word(role), role)
        self.add_switch("trash", _(self.switches["trash"]))
        return frozenset({"chain", "role", "trash"})

    def words_of(self, name: str) -> str:
        """Why the link narrowed the list."""
        if name == "no_contact":
            return _("No contact person")
        if name == "chain":
            return dict(self._chains).get(str(self.filter(name)), "")
        if name == "role":
            return role_word(str(self.filter(name)))
        return shortened(self.reason) or super().words_of(name)

    def show_found(self, found: Found) -> None:
        """Panel and tabs."""
        panel = found.panel
        self.panel.set_record(panel_record(panel))
        self.details.show_pairs(detail_pairs(panel))
        self.nodes.show_firm(panel, found.nodes)
        self.people.show_people(panel.people)
        self.projects.show_projects(panel.projects)
        self.requests.show_requests(panel.requests)
        self.history.show_lines(panel.history)
        self._timeline.show_record(panel.record.id, panel.record["name"])
        self.files.show_record(panel.record.id)
        self.statistics.show_record(panel.record.id)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        whole = ngettext("{n} firm", "{n} firms", total)
        part = ngettext("{n} of {total} firm", "{n} of {total} firms", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def _with_edit(self, tab: QWidget) -> QWidget:
        """The facts with the way to change them below."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.requests)
        column.addWidget(tab)
        button = QPushButton(_("Edit"))
        button.clicked.connect(lambda _on=False: self.edit_current())
        self.add_writing(button, self.nodes)
        column.addSpacing(theme.GAP_TINY)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _load_chains(self) -> None:
        def job(app: App) -> tuple[tuple[str, str], ...]:
            from invest_crm.services.chains.atlas import form_choices

            return app.read(form_choices)[0]

        def show(found: tuple[tuple[str, str], ...]) -> None:
            if found != self._chains:
                self._chains = found
                self.show_chips()

        self._context.read(self, job, show, key="chains")

    def _place(self, node_id: str, role: str) -> None:
        firm_id = self.shown_id
        if not firm_id:
            return

        def job(app: App) -> Outcome[None]:
            from invest_crm.services.firms import PlaceFirm, place_firm

            return app.write(place_firm, PlaceFirm(firm_id, node_id, role or None))

        self._context.write(self, job)

    def _make_editor(
        self, chains: Sequence[tuple[str, str]], record: FirmRecord | None
    ) -> TwinEditor:
        editor = firm_editor(chains, record)
        self.forms.watch_twins(editor, self._find_twins)
        editor.open_asked.connect(lambda twin: self.open_page.emit("firms", {"open": twin}))
        return editor

    def _find_twins(self, app: App, name: str, code: str, but: str) -> list[tuple[str, str]]:
        from invest_crm.services.firm_panel import find_twins

        found = app.read(find_twins, name, code, but or None)
        return [(twin.id, twin_words(twin)) for twin in found]


def _page_words() -> Words:
    return Words(
        title=_("Firms"),
        new=N_("New firm"),
        icon="firms",
        none=_("No firm yet"),
        sentence=_("Import your list of firms: codes are checked, chains recognised, twins shown."),
        chosen=lambda n: ngettext("{n} chosen firm", "{n} chosen firms", n).format(n=n),
    )
