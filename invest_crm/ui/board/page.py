"""签约与开工: the page a leader understands in ten seconds.

Every number names its metric; clicking it opens exactly the rows it was counted from.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from invest_crm.ui.board.words import (
    bucket_bars,
    group_bars,
    headline,
    note_of,
    waiting_rows,
    waiting_title,
)
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.charts import Bars
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.date_range import DateRange, PeriodChoice
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.figure_card import FigureCard
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import MiniColumn, TableMini
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.board import LeaderBoard
    from invest_crm.services.figures import Question
    from invest_crm.services.work import App, View
    from invest_crm.ui.context import Context

_CARDS = 5
_ROWS = 4
"""Projects shown at least, before the page scrolls."""


class BoardPage(Page):
    """Cards, bars by group, ages of what waits, and the projects that need a decision."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"projects", "monthly", "figures", "chains", "settings"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(_("Signed, started"))
        self._context = context
        self._board: LeaderBoard | None = None
        self._asked: tuple[date, date | None] | None = None
        self._by = "chain"
        self._period: DateRange | None = None
        self.add_button(_("Export bulletin"), self._export, icon="document")
        self._groups = Choice(_group_choices(), name=_("Group by"))
        self._groups.currentIndexChanged.connect(self._group_changed)
        self._cards = [FigureCard("") for _place in range(_CARDS)]
        self._bars = Bars(name=_("By group"))
        self._ages = Bars(name=_("Signed, not started"), row=33, thick=15, right_align=False)
        self._table = TableMini(_columns(), name=_("Projects that need a decision"), least=_ROWS)
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

    def refresh(self) -> None:
        """Ask for the board."""
        asked, by = self._asked, self._by

        def job(app: App) -> tuple[LeaderBoard, date, int]:
            from invest_crm.services import board

            def read(view: View) -> tuple[LeaderBoard, date, int]:
                question = board.default_question(view, by)
                if asked is not None:
                    question = _question(asked, by)
                found = board.leader_board(view, question)
                return found, view.today, board.default_year(view)

            return app.read(read)

        self._context.read(self, job, self._show, key="board")

    def state(self) -> State:
        """The period and the grouping."""
        period = [day.isoformat() if day else None for day in self._asked] if self._asked else None
        return {"by": self._by, "period": period}

    def restore(self, state: State) -> None:
        """Take up a period and a grouping."""
        self._by = str(state.get("by", self._by))
        self._groups.set_current(self._by)
        period = state.get("period")
        self._asked = None
        if isinstance(period, list) and period[0]:
            start = date.fromisoformat(period[1]) if period[1] else None
            self._asked = (date.fromisoformat(period[0]), start)
        self.refresh()

    def _build(self) -> None:
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

    def _show(self, found: tuple[LeaderBoard, date, int]) -> None:
        board, today, year = found
        self._board = board
        self._show_chips(board, today, year)
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

    def _show_chips(self, board: LeaderBoard, today: date, year: int) -> None:
        choices = _periods(today, year)
        asked = [item.id for item in choices if _asked(item.first, item.last) == self._asked]
        current = asked[0] if asked else choices[0].id
        if self._period is not None:
            self._period.set_current(current)
            return
        self._period = DateRange(choices, current=current)
        self._period.changed.connect(self._period_changed)
        self.add_chip(self._period)
        self.add_chip(self._groups)
        self.add_chip(PillButton(board.figures.question.calibre.label, interactive=False))
        if board.demo:
            self.add_chip(PillButton(_("Demonstration data"), interactive=False, tone="bad"))

    def _period_changed(self, _id: str, first: date, last: date) -> None:
        self._asked = _asked(first, last)
        self.refresh()

    def _group_changed(self) -> None:
        self._by = self._groups.current()
        self.refresh()

    def _open_metric(self, metric: str) -> None:
        if self._board is None:
            return
        if metric == "should_be_in_stats":
            self._open(list(self._board.should_be_in_stats), _("Should be in the database, is not"))
            return
        figure = self._board.figures[metric]
        self._open(list(figure.projects), figure.definition)

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
        self._open(list(ids), f"{group.label} · {by_id[metric].definition}")

    def _open_bucket(self, bucket: str) -> None:
        if self._board is None:
            return
        ids = [row.id for row in self._board.waiting if row.waiting.bucket == int(bucket)]
        self._open(ids, self._board.figures["signed_not_started.count"].definition)

    def _open_waiting(self) -> None:
        if self._board is not None:
            ids = [row.id for row in self._board.waiting]
            self._open(ids, self._board.figures["signed_not_started.count"].definition)

    def _open(self, ids: list[str], reason: str) -> None:
        self.open_page.emit("projects", {"ids": ids, "reason": reason})

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

    def _said_made(self, path: Path) -> None:
        from invest_crm.ui.documents import say_written

        say_written(self, path)


def _make(app: App, path: Path, question: Question) -> Path:
    from invest_crm.services.documents import MakeReport, make_report

    command = MakeReport("signed-started-bulletin", path, question.as_of, question.start)
    return app.read(make_report, command).path


def _question(asked: tuple[date, date | None], by: str) -> Question:
    from invest_crm.services.figures import Question

    as_of, start = asked
    return Question(as_of=as_of, start=start, end=as_of, by=by)


def _asked(first: date, last: date) -> tuple[date, date | None]:
    """A chosen period as the question has it: everything has no first day."""
    return last, first if first.year > 1 else None


def _periods(today: date, year: int) -> list[PeriodChoice]:
    """This year so far, the year before, everything; the year with signings comes first."""
    first = PeriodChoice(
        "now", _("{year} so far").format(year=today.year), date(today.year, 1, 1), today
    )
    years = [
        PeriodChoice(
            str(item), _("Year {year}").format(year=item), date(item, 1, 1), date(item, 12, 31)
        )
        for item in sorted({year, today.year - 1} - {today.year}, reverse=True)
    ]
    every = PeriodChoice("all", _("All signed"), date(1, 1, 1), today)
    ordered = [first, *years] if year == today.year else [*years, first]
    return [*ordered, every]


def _group_choices() -> list[tuple[str, str]]:
    return [
        ("chain", _("By chain")),
        ("unit", _("By unit")),
        ("leader", _("By leader")),
        ("township", _("By township")),
        ("park", _("By park")),
        ("tier", _("By size")),
    ]


def _columns() -> list[MiniColumn]:
    return [
        MiniColumn(_("Project"), 3, least=140),
        MiniColumn(_("Chain"), 1.2, least=70, rank=2),
        MiniColumn(_("Total (100 million yuan)"), 1, right=True, least=84, rank=4),
        MiniColumn(_("Months since signing"), 1, right=True, least=70, rank=3),
        MiniColumn(_("Present step"), 1.2, least=76),
        MiniColumn(_("Held by"), 1.8, least=100),
        MiniColumn(_("Days waiting"), 1, right=True, least=70),
        MiniColumn(_("County leader"), 1.8, least=90),
        MiniColumn(_("Responsible unit"), 1.4, least=100, rank=1),
    ]
