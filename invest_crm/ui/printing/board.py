"""The leader's page on upright A4: the figures, groups, ages and what waits, with definitions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.domain.money import show_yi
from invest_crm.domain.page_setup import PAGE, PageSetup
from invest_crm.ui.board.words import (
    bucket_bars,
    headline,
    waiting_columns,
    waiting_rows,
    waiting_title,
)
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.board import LeaderBoard
    from invest_crm.services.figures import Group
    from invest_crm.services.printing import Sheet
    from invest_crm.services.work import App
    from invest_crm.ui.board.words import CardContent
    from invest_crm.ui.operations import Progress


def board_printable(board: LeaderBoard, period: str, by: str) -> Printable:
    """The board as shown, on one page: ``period`` and ``by`` (how it is grouped) in words."""
    make = partial(board_sheet, board, period, by)
    content = SheetContent("board", _("The page as shown"), make, PageSetup(scale=PAGE))
    return Printable((content,), _("Signed, started"))


def board_sheet(board: LeaderBoard, period: str, by: str, app: App, progress: Progress) -> Sheet:
    """The sheet of the board."""
    from invest_crm.services.printing import Prose, Sheet, county_title, imprint
    from invest_crm.ui.printing.minis import mini_table

    progress.report(None, "")
    question = board.figures.question
    tables = (
        mini_table(
            (
                MiniColumn(_("Figure"), 1.4),
                MiniColumn(_("Value"), 1.4),
                MiniColumn(_("Compared"), 1.4),
                MiniColumn(_("Note"), 3),
            ),
            [_card(card) for card in headline(board)],
            numbered=False,
        ),
        mini_table(
            _group_columns(),
            [_group(group) for group in board.figures.groups],
            heading=_("{group}: how far the signed projects have come").format(group=by),
        ),
        mini_table(
            (
                MiniColumn(_("Time since signing"), 1),
                MiniColumn(_("Number"), 0.6),
                MiniColumn(_("where they wait (presumed)"), 4),
            ),
            [
                MiniRow("", (bar.name, bar.segments[0].label, bar.right))
                for bar in bucket_bars(board)
            ],
            heading=waiting_title(board),
            numbered=False,
        ),
        mini_table(
            waiting_columns(),
            waiting_rows(board),
            heading=_("Projects for the county leaders to coordinate"),
            note=_("longest waiting first"),
        ),
    )
    return Sheet(
        title=app.read(county_title, _("Signed and started projects")),
        parts=(*tables, Prose(_definitions(board), _("Definitions"))),
        imprint=replace(app.read(imprint), as_of=question.as_of),
        condition=_("; ").join((period, question.calibre.label)),
        landscape=False,
    )


def _definitions(board: LeaderBoard) -> tuple[str, ...]:
    """What every figure of the cards counts, once each."""
    words = (
        _("{name}: {text}").format(name=card.title, text=figure.definition)
        for card in headline(board)
        for figure in card.figures
        if figure.definition
    )
    return tuple(dict.fromkeys(words))


def _card(card: CardContent) -> MiniRow:
    value = " · ".join(f"{figure.text} {figure.unit}".strip() for figure in card.figures)
    return MiniRow("", (card.title, value, card.right, card.sub))


def _group_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Group"), 2),
        MiniColumn(_("Signed"), 0.6, right=True),
        MiniColumn(_("Total (100 million yuan)"), 1, right=True),
        MiniColumn(_("Started"), 0.6, right=True),
        MiniColumn(_("Producing"), 0.6, right=True),
        MiniColumn(_("Not started"), 0.6, right=True),
    )


def _group(group: Group) -> MiniRow:
    """How far the projects of a group have come; those producing have started too."""
    of = {figure.metric: int(figure.value or 0) for figure in group.figures}
    counts = (of["started.count"], of["in_production.count"], of["signed_not_started.count"])
    return MiniRow(
        "",
        (
            group.label,
            str(of["signed.count"]),
            show_yi(of["signed.amount"]),
            *(str(count) for count in counts),
        ),
    )
