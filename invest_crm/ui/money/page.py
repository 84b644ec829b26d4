"""月报: what every project reported of a month, typed as in a spreadsheet; the three sets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QMenu, QStackedWidget

from invest_crm.domain.months import month_later
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.money import jobs
from invest_crm.ui.money.columns import (
    MONTH,
    TYPED,
    MonthSource,
    cell_form,
    form_fields,
    texts_of,
)
from invest_crm.ui.money.desk import MonthDesk
from invest_crm.ui.money.panel import HISTORY_TAB, REPORT_TAB, ReportTab, panel_record
from invest_crm.ui.money.words import LABELS, month_words
from invest_crm.ui.records.commands import field_history
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.money.reports import MonthRecord
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.money.columns import Offered
    from invest_crm.ui.money.jobs import Ground, Shown
    from invest_crm.ui.money.sets_view import SetsView

_NOT_HERE = frozenset({"record.trash", "record.restore", "record.link"})
"""A month is no record of its own: it is not put away, and no link leads to it."""
_LISTED = 36
VIEWS = (
    ("grid", N_("Months"), "spreadsheet"),
    ("sets", N_("Three sets"), "board"),
)


class MonthsPage(RecordsPage):
    """One month of all projects, or all months of one."""

    topics: ClassVar[frozenset[str]] = frozenset({"monthly", "projects", "attachments", "settings"})

    kind: ClassVar[str] = "month"
    has_details: ClassVar[bool] = False
    switches: ClassVar[Mapping[str, str]] = {
        "lacking": N_("Not reported"),
        "warned": N_("With warnings"),
        "corrected": N_("Corrected"),
        "every": N_("All signed projects"),
    }
    fields: ClassVar[Mapping[str, str]] = {key: LABELS[key] for key in TYPED}

    def __init__(self, context: Context) -> None:
        self._months, self.source = jobs.MonthJobs(), MonthSource(context)
        self.ground: Ground | None = None
        self.shown: Shown | None = None
        super().__init__(
            context, "months", _page_words(), self.source, self._months, _make_editor, cell_form()
        )
        self.desk = MonthDesk(self, context)
        self._sets: SetsView | None = None
        self._views = QStackedWidget()
        self._views.addWidget(self.grid)
        self.body.addWidget(self._views, 1)
        self._switch = Segmented(
            [(view, _(title)) for view, title, _icon in VIEWS], name=_("Kind of view")
        )
        self._switch.changed.connect(self.show_view)
        self.add_right(self._switch)
        self.report = ReportTab(context)
        self.report.correct_asked.connect(self.new_record)
        self.report.void_asked.connect(self.desk.take_back)
        self.report.evidence_asked.connect(self.desk.ask_evidence)
        self.report.project_asked.connect(
            lambda project: self.open_page.emit("projects", {"open": project})
        )
        self.report.acts.told.connect(self.notify)
        self.report.acts.failed.connect(self.show_error)
        self.add_writing(self.report.correct, self.report.attach)
        self.panel.add_tab_page(REPORT_TAB, self.report)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.add_command(self._closing_command())
        self._learn()
        self.show_chips()

    # ---- the month shown ---------------------------------------------------------------------

    @property
    def month(self) -> str:
        """The month shown; empty until it is known which one is being reported."""
        return self.source.month or (self.ground.latest if self.ground is not None else "")

    def show_month(self, month: str) -> None:
        """Another month of all projects."""
        self.source.month = self._months.month = month
        self._filters.pop("project", None)
        self._filters.pop("ids", None)
        self.cell_desk.cells.prepare()
        self.apply_filters()
        self.grid.refresh()

    def state(self) -> State:
        """The month and the view too."""
        return {"month": self.source.month, "view": self._switch.current(), **super().state()}

    def restore(self, state: State) -> None:
        """A state left before, or a link: ``month``, ``project``, ``ids``, ``open``, ``view``."""
        other = str(state.get("month", self.source.month))
        moved = other != self.source.month
        self.source.month = self._months.month = other
        super().restore(state)
        if "project" in state:
            self._filters = {"project": str(state["project"])}
            self._reason = str(state.get("reason", ""))
            self.apply_filters()
        self._show_month_column()
        if moved:
            self.cell_desk.cells.prepare()
            self.show_chips()
            self.grid.refresh()
        if "view" in state:
            self.show_view(str(state["view"]))

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._learn()
        if self._sets is not None and self._views.currentWidget() is self._sets:
            self._sets.refresh()
        super().refresh()

    def _learn(self) -> None:
        self._context.read(self, jobs.ground, self._take_ground, key="months")

    def _take_ground(self, found: Ground) -> None:
        first = self.ground is None
        self.ground = found
        self._months.month = self.month
        if first:
            self.cell_desk.cells.prepare()
        self.show_chips()

    def _show_month_column(self) -> None:
        """Which month a line is of is said where they are not all of one."""
        mixed = bool(self._filters.get("project") or self._filters.get("ids"))
        if self.grid.view.isColumnHidden(MONTH) is mixed:
            self.grid.columns.set_hidden(MONTH, hidden=not mixed)

    # ---- what the page says ------------------------------------------------------------------

    def apply_filters(self) -> None:
        """Ask the list anew; months in a column where lines of several stand together."""
        super().apply_filters()
        self._show_month_column()

    def fill_chips(self) -> frozenset[str]:
        """The month with the ways to its neighbours, then the switches."""
        month = self.month
        if month and not self._filters.get("project"):
            for words, step in (("‹", -1), (month_words(month), 0), ("›", 1)):
                chip = PillButton(words, checked=not step)
                if step:
                    other = month_later(month, step)
                    chip.setAccessibleName(month_words(other))
                    chip.setToolTip(month_words(other))
                    chip.clicked.connect(partial(self.show_month, other))
                else:
                    chip.setToolTip(_("Choose a month"))
                    chip.clicked.connect(self._choose_month)
                self.add_chip(chip)
        for name, title in self.switches.items():
            self.add_switch(name, _(title))
        return frozenset(self.switches)

    def words_of(self, name: str) -> str:
        """Whose months are listed."""
        if name == "project":
            return self.reason or _("Months of one project")
        return super().words_of(name)

    def say_count(self, shown: int, total: int) -> None:  # noqa: ARG002 - the base gives both
        """How many, and whether the month is closed."""
        words = ngettext("{n} line", "{n} lines", shown).format(n=shown)
        closed = self.ground.closed.get(self.month) if self.ground is not None else None
        if closed is not None and not self._filters.get("project"):
            told = _("closed by {person}, {day}").format(person=closed.by, day=closed.at)
            words = f"{words} · {told}"
        self.set_note(words)

    def show_found(self, found: Shown) -> None:
        """Panel and tabs."""
        self.shown = found
        today = self._context.app.today
        self.panel.set_record(panel_record(found.facts, today))
        self.report.show_month(found, today)
        self.history.show_lines(found.history)

    def _choose_month(self) -> None:
        self.month_menu().popup(self.mapToGlobal(self.head.geometry().bottomLeft()))

    def month_menu(self) -> QMenu:
        """The months that can be chosen, the newest first, closed ones marked."""
        menu = QMenu(self)
        latest = self.ground.latest if self.ground is not None else self.month
        closed = self.ground.closed if self.ground is not None else {}
        for back in range(-1, _LISTED):
            month = month_later(latest, -back)
            words = month_words(month)
            if month in closed:
                words = _("{month} (closed)").format(month=words)
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(month == self.month)
            action.triggered.connect(lambda _on=False, month=month: self.show_month(month))
        return menu

    # ---- commands ----------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Closing, evidence and the views too; a month is not put away."""
        kept = [one for one in super().commands() if one.id not in _NOT_HERE]
        return [
            *kept,
            self._closing_command(),
            Command("month.export", N_("Export this month…"), self.desk.ask_export, "export"),
            *(
                Command(f"view.{view}", N_("Kind of view"), partial(self.show_view, view), icon,
                        value=title)
                for view, title, icon in VIEWS
            ),
        ]  # fmt: skip

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:
        """All months of the project of a line, its evidence."""
        one = ids[0] if len(ids) == 1 else ""
        reason = "" if one else _("Select one record.")
        made = (
            ("month.evidence", N_("Attach evidence…"), self.desk.ask_evidence, "attach", True),
            ("month.project", N_("All months of this project"), partial(self.show_project, one),
             "date", False),
        )  # fmt: skip
        return [
            Command(name, title, do, icon, heard=True, enabled=lambda: reason,
                    count=int(bool(one)), writes=writes)
            for name, title, do, icon, writes in made
        ]  # fmt: skip

    def _closing_command(self) -> Command:
        return Command(
            "month.close", N_("Close month…"), self.desk.open_closing, "locked", writes=True
        )

    def new_record(self) -> None:
        """A correction of the line shown."""
        self.desk.correct()

    def show_project(self, record_id: str) -> None:
        """All months of the project of a line, with the way back."""
        project = record_id.partition(":")[0]
        name = self.shown.facts.owner.name if self.shown is not None else ""
        self.open_page.emit("months", {"project": project, "reason": name})

    # ---- views -------------------------------------------------------------------------------

    def show_view(self, view: str) -> None:
        """The list, or the three sets of figures."""
        self._switch.set_current(view)
        self.grid.begin()
        if view == "sets":
            self._views.setCurrentWidget(self.sets())
            self.sets().refresh()
        else:
            self._views.setCurrentWidget(self.grid)
        self.side.setVisible(view == "grid" and bool(self.shown_id))

    def sets(self) -> SetsView:
        """The three sets, made when they are first looked at."""
        if self._sets is None:
            from invest_crm.ui.money.sets_view import SetsView

            self._sets = SetsView(self._context)
            self._sets.opened.connect(
                lambda ids, reason: self.open_page.emit("projects", {"ids": ids, "reason": reason})
            )
            self._sets.project_opened.connect(
                lambda project: self.open_page.emit("projects", {"open": project, "tab": "money"})
            )
            self._views.addWidget(self._sets)
        return self._sets

    # ---- inside ------------------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if ids:
            new = Command("record.new", self.words.new, self.new_record, "edit", writes=True)
            self.fill(menu, [new, field_history(self), *self.selection_extras(ids)])


def _make_editor(offered: Offered, record: MonthRecord | None) -> RecordEditor:
    month = month_words(record["month"]) if record is not None else ""
    title = _("Report of {month}").format(month=month)

    def fields(_found: Any) -> list[Any]:
        return [field for field in form_fields(offered) if field.key != "name"]

    def texts(found: MonthRecord) -> dict[str, str]:
        return {key: text for key, text in texts_of(found).items() if key != "name"}

    return RecordEditor(title, fields, texts, record)


def _page_words() -> Words:
    return Words(
        title=_("Months"),
        new=N_("Enter a correction…"),
        icon="spreadsheet",
        none=_("Nobody owes a report for this month"),
        sentence=_(
            "Projects report from the start of works to production. Import the monthly ledger, or"
            " list all signed projects and type."
        ),
        chosen=lambda n: ngettext("{n} chosen line", "{n} chosen lines", n).format(n=n),
    )
