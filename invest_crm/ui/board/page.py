"""签约与开工: the page a leader understands in ten seconds.

Every number names its metric; clicking it opens exactly the rows it was counted from.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.ui import theme
from invest_crm.ui.board import periods
from invest_crm.ui.board.words import (
    bucket_bars,
    bucket_label,
    group_bars,
    headline,
    note_of,
    said_of,
    waiting_columns,
    waiting_rows,
    waiting_title,
)
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.charts import Bars
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.date_range import OWN, DateRange, DateSpan
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.figure_card import FigureCard
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import TableMini
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from invest_crm.services.board import LeaderBoard
    from invest_crm.services.figures import Group, Question
    from invest_crm.services.work import App, View
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.date_range import PeriodChoice, Typed
    from invest_crm.ui.printing.content import Printable

_CARDS = 5
_ROWS = 4
"""Projects shown at least, before the page scrolls."""
GROUPS = (
    ("chain", N_("By chain")),
    ("unit", N_("By unit")),
    ("leader", N_("By leader")),
    ("township", N_("By township")),
    ("park", N_("By park")),
    ("tier", N_("By size")),
)
"""How signed projects can be grouped: key, title."""
_LARGE = (1500, 900)
"""From this width and height (px) on the page is read from afar: larger figures."""


class _Answer(Struct, frozen=True):
    """The board, the period it is of, and what decides which periods are offered."""

    board: LeaderBoard
    period: PeriodChoice
    today: date
    year: int


class BoardPage(Page):
    """Cards, bars by group, ages of what waits, and the projects that need a decision."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"projects", "monthly", "figures", "chains", "settings"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(_("Signed, started"))
        self._context = context
        self._board: LeaderBoard | None = None
        self._asked: str | DateSpan = ""
        self._today: date = context.today
        self._said = ""
        self._by = "chain"
        self._period = DateRange(self._read_dates)
        self._period.changed.connect(self._period_changed)
        self._calibre = PillButton("", interactive=False)
        self._demo = PillButton(_("Demonstration data"), interactive=False, tone="bad")
        self.add_command(self.commands()[0])
        self._groups = Choice([(key, _(title)) for key, title in GROUPS], name=_("Group by"))
        self._groups.currentIndexChanged.connect(self._group_changed)
        self._cards = [FigureCard("") for _place in range(_CARDS)]
        self._bars = Bars(name=_("By group"))
        self._ages = Bars(name=_("Signed, not started"), row=33, thick=15, right_align=False)
        self._table = TableMini(
            waiting_columns(),
            name=_("Projects that need a decision"),
            least=_ROWS,
            empty=_("No signed project waits for its start."),
        )
        self._group_card = Card(" ", " ")
        self._age_card = Card(" ", " ")
        self._table_card = Card(" ", " ")
        self._all_waiting = self._table_card.add_link()
        self._empty = EmptyState(
            "board",
            _("No signed project in this period"),
            _("Once a ledger of signed projects is imported, this page shows what was signed, what"
              " has really started and what waits where."),
            action=_("Import ledger"),
            do=lambda: self.open_page.emit("ledger", {}),
        )  # fmt: skip
        self._build()
        self.refresh()

    def commands(self) -> list[Command]:
        """The bulletin, and how the projects are grouped."""
        return [
            Command("board.export", N_("Export bulletin"), self._export, "document",
                    enabled=lambda: _("Nothing is shown yet.") if self._board is None else ""),
            *(
                Command(f"board.by.{key}", N_("Group by"), partial(self._group_by, key),
                        "board", value=title)
                for key, title in GROUPS
            ),
        ]  # fmt: skip

    def printable(self) -> Printable | None:
        """The board as shown."""
        from invest_crm.ui.printing.board import board_printable

        if self._board is None:
            return None
        return board_printable(self._board, self._said, self._groups.currentText())

    def refresh(self) -> None:
        """Ask for the board."""
        asked, by = self._asked, self._by

        def job(app: App) -> _Answer:
            from invest_crm.services import board
            from invest_crm.services.figures import Question

            def read(view: View) -> _Answer:
                year = board.default_year(view)
                period = periods.chosen(asked, view.today, year)
                span = period.span
                question = Question(as_of=span.as_of, start=span.first, end=span.last, by=by)
                return _Answer(board.leader_board(view, question), period, view.today, year)

            return app.read(read)

        self._context.read(self, job, self._show, key="board")

    def state(self) -> State:
        """The period and the grouping."""
        asked = self._asked
        period = periods.span_state(asked) if isinstance(asked, DateSpan) else asked
        return {"by": self._by, "period": period}

    def restore(self, state: State) -> None:
        """Take up a period (its name or its days) and a grouping."""
        self._by = str(state.get("by", self._by))
        self._groups.set_current(self._by)
        period = state.get("period")
        self._asked = periods.span_from(period) if isinstance(period, list) else period or ""
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: larger figures on a large screen."""
        super().resizeEvent(event)
        wide, high = (theme.px(length) for length in _LARGE)
        large = self.width() >= wide and self.height() >= high
        for card in self._cards:
            card.figures.set_size(theme.LARGE_FIGURE if large else theme.FIGURE)

    def _build(self) -> None:
        for chip in (self._period, self._groups, self._calibre, self._demo):
            self.add_chip(chip)
            chip.hide()
        row = WrapRow()
        for place, card in enumerate(self._cards):
            card.metric_clicked.connect(self._open_metric)
            row.add(card, 27 if place == 0 else 20)
        middle = WrapRow()
        self._group_card.add(self._bars, 1)
        self._age_card.add(self._ages, 1)
        middle.add(self._group_card, 56)
        middle.add(self._age_card, 44)
        self._table_card.add(self._table, 1)
        self._bars.clicked.connect(self._open_group)
        self._ages.clicked.connect(self._open_bucket)
        self._all_waiting.clicked.connect(self._open_waiting)
        self._table.row_clicked.connect(self._open_project)
        body = ScrollBody()
        body.column.addLayout(row)
        body.column.addLayout(middle, 3)
        body.column.addWidget(self._table_card, 3)
        self.body.addWidget(body, 1)
        self.body.addWidget(self._empty, 1)
        self._full = body
        for part in (self._full, self._empty):
            part.hide()

    def _show(self, found: _Answer) -> None:
        board = self._board = found.board
        self._show_chips(found)
        signed = int(board.figures["signed.count"].value or 0)
        self._empty.setVisible(signed == 0)
        self._full.setVisible(signed > 0)
        for card, content in zip(self._cards, headline(board), strict=True):
            card.set(
                content.title,
                content.figures,
                right=content.right,
                right_tone=content.right_tone,
                sub=content.sub,
            )
        self._group_card.set_head(
            _("{group}: how far the signed projects have come").format(
                group=self._groups.currentText()
            ),
            _("projects · 100 million yuan"),
        )
        self._bars.set_bars(group_bars(board))
        self._age_card.set_head(waiting_title(board), _("where they wait (presumed)"))
        self._ages.set_bars(bucket_bars(board))
        self._table_card.set_head(
            _("Projects for the county leaders to coordinate"),
            _("longest waiting first"),
        )
        self._all_waiting.setText(_("all {n}").format(n=len(board.waiting)))
        self._table.set_rows(waiting_rows(board))
        self.set_note(note_of(board))

    def _show_chips(self, found: _Answer) -> None:
        """The periods of the day, the calibre in force, whether the records are invented."""
        period = found.period
        self._today, self._said = found.today, period.words
        self._period.set_choices(periods.usual(found.today, found.year), periods.more(found.today))
        self._period.show_span(period.id, period.span)
        self._calibre.set_text(found.board.figures.question.calibre.label)
        for chip in (self._period, self._groups, self._calibre):
            chip.show()
        self._demo.setVisible(found.board.demo)

    def _read_dates(self, typed: Typed) -> tuple[DateSpan | None, str]:
        return periods.read_span(typed, self._today)

    def _period_changed(self, period: str, span: DateSpan) -> None:
        self._asked = span if period == OWN else period
        self.refresh()

    def _group_changed(self) -> None:
        self._by = self._groups.current()
        self.refresh()

    def _group_by(self, key: str) -> None:
        self._groups.setCurrentIndex([item for item, _title in GROUPS].index(key))

    def _open_metric(self, metric: str) -> None:
        if self._board is None:
            return
        if metric == "should_be_in_stats":
            self._open(list(self._board.should_be_in_stats), metric)
            return
        self._open(list(self._board.figures[metric].projects), metric)

    def _open_group(self, place: str) -> None:
        if self._board is None:
            return
        key, _sep, metric = place.rpartition("|")
        group = next(item for item in self._board.figures.groups if item.key == key)
        by_id = {figure.metric: figure for figure in group.figures}
        ids = by_id[metric].projects
        if metric == "started.count":
            done = frozenset(by_id["in_production.count"].projects)
            ids = tuple(item for item in ids if item not in done)
        self._open(list(ids), metric, group)

    def _open_bucket(self, bucket: str) -> None:
        if self._board is None:
            return
        ids = [row.id for row in self._board.waiting if row.waiting.bucket == int(bucket)]
        self._open(ids, "signed_not_started.count", bucket_label(self._board, int(bucket)))

    def _open_waiting(self) -> None:
        if self._board is not None:
            ids = [row.id for row in self._board.waiting]
            self._open(ids, "signed_not_started.count")

    def _open(self, ids: list[str], metric: str, part: Group | str = "") -> None:
        if self._board is not None:
            said = said_of(self._board, metric, self._said, part)
            self.open_page.emit("projects", {"ids": ids, **said})

    def _open_project(self, project_id: str) -> None:
        self.open_page.emit("projects", {"open": project_id})

    def _export(self) -> None:
        from invest_crm.ui.documents import ask_target

        if self._board is None:
            return
        question = self._board.figures.question
        path = ask_target(
            self, _("Bulletin on signed and started projects"), ("pdf", "docx"), question.as_of
        )
        if path is None:
            return
        self._context.read(self, lambda app: _make(app, path, question), self._said_made)

    def _said_made(self, made: tuple[Path, str]) -> None:
        from invest_crm.ui.documents import say_written

        say_written(self, *made)


def _make(app: App, path: Path, question: Question) -> tuple[Path, str]:
    """Write the bulletin; where it lies and what to know about it."""
    from invest_crm.services.documents import MakeReport, make_report
    from invest_crm.services.options import unset_county

    command = MakeReport("signed-started-bulletin", path, question=replace(question, by=None))
    return app.read(make_report, command).path, app.read(unset_county)
