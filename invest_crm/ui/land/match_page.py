"""用地匹配: places for projects one by one, the best for all together, demand against supply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from invest_crm.domain.parcel_fields import ParcelKind
from invest_crm.ui import theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.table_mini import TableMini
from invest_crm.ui.kit.text import label
from invest_crm.ui.land import match_jobs as jobs
from invest_crm.ui.land.balance_view import DEMAND, BalanceView
from invest_crm.ui.land.fit_panel import FitPanel
from invest_crm.ui.land.match_words import (
    head_of,
    need_words,
    pair_columns,
    pair_rows,
    place_columns,
    place_rows,
    project_columns,
    project_rows,
    refused_columns,
    refused_rows,
    summary,
)
from invest_crm.ui.records.side import Side
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from invest_crm.services.land_balance import Balance
    from invest_crm.services.land_matching import Matches, Overview, Pair
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State

ONE, ALL, BALANCE = "one", "all", "balance"
_LEAST, _SIDE_BY_SIDE = 100, 600
"""The least width of a list, and from which width on two stand side by side (px at scale 1)."""
_REFUSED_SHOWN = 12
"""So many places that do not suit are listed; the others break no other limits."""


class LandMatchPage(Page):
    """One click reserves a place; every reservation can be undone."""

    topics: ClassVar[frozenset[str]] = frozenset({"parcels", "projects"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Match land"))
        self._context = context
        self._project = ""
        self._parcel = ""
        self._matches: Matches | None = None
        self._pairs: tuple[Pair, ...] = ()
        self._kind = ParcelKind.LAND
        self.views = Segmented(
            ((ONE, _("One project")), (ALL, _("Best for all")), (BALANCE, _("Demand and supply"))),
            name=_("Kind of view"),
        )
        self.views.changed.connect(self._show_view)
        self.add_right(self.views)
        self.projects = TableMini(project_columns(), name=_("Projects that look for a place"),
                                  empty=_("No project looks for a place."))  # fmt: skip
        self.places = TableMini(place_columns(), name=_("Places that suit"),
                                empty=_("No place suits."))  # fmt: skip
        self.refused = TableMini(refused_columns(), name=_("Places that do not suit"))
        self.pairs = TableMini(pair_columns(), name=_("Best for all"),
                               empty=_("Every project has a place."))  # fmt: skip
        self.balance = BalanceView()
        self.panel = FitPanel()
        self.side = Side()
        self._needs = label("", "label", wrap=True)
        self._count = label("", "hint", wrap=True)
        self._sum = label("", "label", wrap=True)
        self.edit_need = QPushButton(_("Change needs…"))
        self.take_all = QPushButton(_("Reserve all of them"))
        self._stack = QStackedWidget()
        self._build()
        self._join()
        self.refresh()

    def commands(self) -> list[Command]:
        """The views, what is needed, and the way back to the ledger."""
        return [
            Command("land.ledger", N_("Open the land ledger"), self._open_ledger, "place"),
            Command("land.need", N_("Change what the project needs…"), self._ask_need, "edit",
                    enabled=lambda: "" if self._matches else _("Select a project."), writes=True),
            Command("land.all", N_("Reserve the best places for all"), self._take_all, "check",
                    enabled=lambda: "" if self._chosen() else _("Show “Best for all” first."),
                    writes=True),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._context.read(self, jobs.look, self._take_projects, key="projects")
        view = self.views.current()
        if view == ALL:
            self._context.read(self, jobs.together, self._take_pairs, key="pairs")
        elif view == BALANCE:
            kind = self._kind
            self._context.read(
                self, lambda app: jobs.weigh(app, kind), self._take_balance, key="sums"
            )
        elif self._project:
            self.show_project(self._project)

    def state(self) -> State:
        """View, project and place."""
        return {"view": self.views.current(), "project": self._project, "kind": self._kind.value}

    def restore(self, state: State) -> None:
        """``project``: whose places are shown; ``view``."""
        if state.get("project"):
            self._project = str(state["project"])
        self._kind = ParcelKind(state.get("kind", self._kind.value))
        view = str(state.get("view", ONE))
        self.views.set_current(view)
        self._show_view(view)

    def show_project(self, project_id: str) -> None:
        """The places for a project."""
        self._project = project_id
        self._context.read(
            self, lambda app: jobs.places(app, project_id), self._take_matches, key="matches"
        )

    # ---- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        theme.set_role(self.take_all, "primary")
        left, right = Card(_("Projects that look for a place")), Card(_("Places"))
        left.add(self.projects, 1)
        for part in (self._needs, self._count):
            right.add(part)
        right.body.addWidget(self.edit_need, 0, Qt.AlignmentFlag.AlignLeft)
        right.add(self.places)
        right.add(self.refused)
        right.body.addStretch(1)
        one = QWidget()
        self._cards = QHBoxLayout(one)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.GAP)
        for card in (left, right):
            area = ScrollBody()
            area.column.addWidget(card, 1)
            self._cards.addWidget(area, 1)
        for table in (self.projects, self.places, self.refused, self.pairs):
            table.setMinimumWidth(theme.px(_LEAST))
        every = Card(_("The best places for all projects without one"))
        every.add(self._sum)
        every.body.addWidget(self.take_all, 0, Qt.AlignmentFlag.AlignLeft)
        every.add(self.pairs)
        every.body.addStretch(1)
        area = ScrollBody()
        area.column.addWidget(every, 1)
        for view in (one, area, self.balance):
            self._stack.addWidget(view)
        self.body.addWidget(self._stack, 1)
        self.side.addWidget(self.panel)
        self.side.hide()
        self.set_side(self.side, "land_matching")
        self.add_command(self.commands()[0])
        self.add_writing(self.edit_need, self.take_all, self.panel.reserve)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the two lists stand side by side where there is room, else one above the other."""
        super().resizeEvent(event)
        narrow = self._stack.width() < theme.px(_SIDE_BY_SIDE)
        ways = QBoxLayout.Direction
        self._cards.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _join(self) -> None:
        self.projects.row_clicked.connect(self._choose_project)
        self.places.row_clicked.connect(self._show_place)
        self.refused.row_clicked.connect(self._show_place)
        self.pairs.row_clicked.connect(self._leave_for)
        self.edit_need.clicked.connect(lambda _on=False: self._ask_need())
        self.take_all.clicked.connect(lambda _on=False: self._take_all())
        self.panel.reserve_asked.connect(self._reserve)
        self.panel.open_asked.connect(lambda one: self.open_page.emit("parcels", {"open": one}))
        self.balance.kind_chosen.connect(self._choose_kind)
        self.balance.rows_asked.connect(self._open_rows)

    # ---- what was asked ----------------------------------------------------------------------

    def _show_view(self, view: str) -> None:
        self._stack.setCurrentIndex((ONE, ALL, BALANCE).index(view))
        self.side.setVisible(view == ONE and bool(self._parcel))
        self.refresh()

    def _take_projects(self, found: Overview) -> None:
        rows = project_rows(found)
        self.projects.set_rows(rows)
        placed = {use.project_id for use in found.uses}
        waiting = sum(line.id not in placed for line in found.lines)
        self.set_note(_("{n} projects look for a place").format(n=waiting))
        if not self._project and rows and self.views.current() == ONE:
            self.show_project(rows[0].id)

    def _take_matches(self, found: Matches | None) -> None:
        self._matches = found
        need = found.line.need if found is not None else None
        if found is None or need is None:
            self._needs.setText(_("This project looks for no place: its site mode decides."))
            self._count.setText("")
            fits: tuple[Any, ...] = ()
            refused: tuple[Any, ...] = ()
        else:
            self._needs.setText(f"{found.line.name}\n{need_words(need)}")
            self._count.setText(head_of(found))
            fits, refused = found.fits, found.refused[:_REFUSED_SHOWN]
        self.edit_need.setVisible(need is not None)
        for table, rows in ((self.places, place_rows(fits)), (self.refused, refused_rows(refused))):
            table.set_rows(rows)
            _fit_height(table)
        self.refused.setVisible(bool(refused))
        known = {one.offer.id for one in (*fits, *refused)}
        first = fits[0].offer.id if fits else ""
        if not self.side.busy():
            self._show_place(self._parcel if self._parcel in known else first)

    def _take_pairs(self, pairs: tuple[Pair, ...]) -> None:
        self._pairs = pairs
        self._sum.setText(summary(pairs))
        self.pairs.set_rows(pair_rows(pairs))
        _fit_height(self.pairs)
        self.take_all.setVisible(bool(self._chosen()))

    def _take_balance(self, found: Balance) -> None:
        self.balance.show_balance(found)

    # ---- what a person does ------------------------------------------------------------------

    def _choose_project(self, project_id: str) -> None:
        self._parcel = ""
        if self.side.busy():
            self.side.show_part(self.panel)
        self.show_project(project_id)

    def _choose_kind(self, kind: ParcelKind) -> None:
        self._kind = kind
        self.refresh()

    def _leave_for(self, project_id: str) -> None:
        self.views.set_current(ONE)
        self._project, self._parcel = project_id, ""
        self._show_view(ONE)

    def _show_place(self, parcel_id: str) -> None:
        found = self._matches
        fit = None
        if found is not None:
            every = (*found.fits, *found.refused)
            fit = next((one for one in every if one.offer.id == parcel_id), None)
        self._parcel = parcel_id if fit is not None else ""
        self.side.setVisible(fit is not None and self.views.current() == ONE)
        if found is not None and fit is not None:
            held = next((use for use in found.uses if use.parcel_id == parcel_id), None)
            self.panel.show_fit(found.line, fit, held)
            self.side.show_part(self.panel)

    def _reserve(self, parcel_id: str, area: int | None) -> None:
        pairs = ((self._project, parcel_id, area),)
        self._context.write(self, partial(_take, pairs))

    def _take_all(self) -> None:
        pairs = self._chosen()
        if pairs:
            self._context.write(self, partial(_take, pairs))

    def _chosen(self) -> tuple[tuple[str, str, int | None], ...]:
        return tuple(
            (pair.line.id, pair.fit.offer.id, pair.line.need.area)
            for pair in self._pairs
            if pair.fit is not None and pair.line.need is not None
        )

    def _ask_need(self) -> None:
        from invest_crm.ui.land.need_panel import NeedPanel

        found = self._matches
        if found is None or found.line.need is None:
            return
        panel = NeedPanel(found.line, found.line.need, self._context.today)
        project = found.line.id

        def write(values: dict[str, Any]) -> None:
            self._context.write(
                self,
                lambda app: jobs.save(app, project, values),
                lambda _outcome: panel.closed.emit(),
                on_error=panel.show_error,
            )

        panel.accepted.connect(write)
        panel.closed.connect(self._close_need)
        self.side.show_part(panel)
        self.side.show()
        panel.begin()

    def _close_need(self) -> None:
        self.side.show_part(self.panel)
        self._show_place(self._parcel)

    def _open_rows(self, side: str, ids: list[str], reason: str) -> None:
        page = "projects" if side == DEMAND else "parcels"
        self.open_page.emit(page, {"ids": ids, "reason": reason})

    def _open_ledger(self) -> None:
        self.open_page.emit("parcels", {})


def _fit_height(table: TableMini) -> None:
    """All rows, or what an empty table says."""
    most = max(table.sizeHint().height(), table.minimumSizeHint().height())
    table.setFixedHeight(most + theme.GAP)


def _take(pairs: tuple[tuple[str, str, int | None], ...], app: App) -> Any:
    return jobs.take(app, pairs)
