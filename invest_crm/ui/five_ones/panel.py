"""Somebody in charge in the record panel: the load with its rows, hand-overs, the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.stages import Stage
from invest_crm.ui import theme
from invest_crm.ui.five_ones.words import (
    day_words,
    kind_word,
    load_number,
    load_text,
    roles_words,
    summary,
    title_of,
)
from invest_crm.ui.kit.figure_card import Figure, FigureRow
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, Span, label
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.ui.tones import stage_tone
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.five_ones.handing import HandedOver
    from invest_crm.services.five_ones.panel import ResponsiblePanel

LOAD_TAB, HANDED_TAB, DETAILS_TAB, HISTORY_TAB = "load", "handed", "details", "history"
_DETAILS = ("kind", "post", "unit", "precedence", "active_from", "active_until", "remark")
_ROWS = 12
"""Projects shown in the panel; the number above opens all."""
_FIGURES = ("projects", "late", "others")


def panel_record(panel: ResponsiblePanel) -> Record:
    """What the panel shows of somebody."""
    record, day = panel.record, panel.today.isoformat()
    gone = not record.active(day)
    state, tone = (kind_word(record), "talk")
    if record.archived_at:
        state = _("trash")
    elif gone:
        state, tone = _("Not in office"), "slow"
    return Record(
        id=record.id,
        title=record["name"],
        subtitle=" · ".join(part for part in (record["post"], record["unit"]) if part),
        state=state,
        state_tone=tone,
        facts=(
            (title_of("projects"), load_text(panel.load, "projects") or "0"),
            (title_of("investment"), _yi(panel)),
            (title_of("late"), load_text(panel.load, "late") or "0"),
        ),
        callout=_callout(panel, gone=gone),
        callout_tone="bad" if gone and panel.carried else "slow",
        tabs=(
            (LOAD_TAB, _("Projects")),
            (HANDED_TAB, _("Hand-overs")),
            (DETAILS_TAB, _("Details")),
            (HISTORY_TAB, _("History")),
        ),
    )


def detail_pairs(panel: ResponsiblePanel) -> list[tuple[str, str]]:
    """The fields that are filled."""
    record, year = panel.record, panel.today.year
    shown = {"kind": kind_word(record)}
    for key in ("active_from", "active_until"):
        shown[key] = day_words(record[key], year)
    return [
        (title_of(key), shown.get(key, "" if record[key] is None else str(record[key])))
        for key in _DETAILS
    ]


def carried_rows(panel: ResponsiblePanel) -> list[MiniRow]:
    """The projects with the roles in them."""
    return [
        MiniRow(
            one.id,
            (
                MiniCell(one.name, "bad" if one.late else "", chip=False),
                roles_words(one),
                MiniCell(Stage(one.stage).label, stage_tone(one.stage)),
            ),
        )
        for one in panel.carried
    ]


class LoadTab(QWidget):
    """The numbers, each with its rows, and the projects. ``opened(ids, reason)``."""

    opened = Signal(list, str)
    hand_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, tuple[str, ...]] = {}
        self._name = ""
        self.figures = FigureRow(size=theme.HEADING)
        self.figures.clicked.connect(self.open_number)
        self.hand = QPushButton(_("Hand over…"))
        theme.set_role(self.hand, "primary")
        self.hand.clicked.connect(lambda _on=False: self.hand_asked.emit())
        self._list = QVBoxLayout()
        self._more = label("", "hint", wrap=True)
        flow = FlowLayout(gap=theme.GAP_SMALL)
        flow.addWidget(self.hand)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.figures)
        column.addLayout(flow)
        column.addLayout(self._list)
        column.addWidget(self._more)
        column.addStretch(1)

    def show_load(self, panel: ResponsiblePanel) -> None:
        """Another's load."""
        load = panel.load
        self._name = panel.record["name"]
        self._ids = {"projects": load.ids, "late": load.late, "others": load.others}
        tones = {"late": "bad"}
        self.figures.set_figures(
            [
                Figure(str(load_number(load, key)), title_of(key), key, title_of(key),
                       tones.get(key, ""))
                for key in _FIGURES
                if load_number(load, key)
            ]
        )  # fmt: skip
        self.figures.setVisible(any(self._ids.values()))
        empty_layout(self._list)
        rows = carried_rows(panel)
        if rows:
            table = TableMini(_columns(), rows[:_ROWS], name=_("Projects"))
            table.row_clicked.connect(lambda one: self.opened.emit([one], self._name))
            table.setFixedHeight(table.sizeHint().height())
            self._list.addWidget(table)
        left = len(rows) - _ROWS
        words = _("{n} more: the numbers above open all.").format(n=left) if left > 0 else ""
        self._more.setText(words if rows else _("Named in no project that goes on."))
        self._more.setVisible(bool(self._more.text()))

    def open_number(self, key: str) -> None:
        """Ask for the rows behind a number."""
        reason = _("{name}: {value}").format(name=self._name, value=title_of(key))
        self.opened.emit(list(self._ids[key]), reason)


class HandedTab(QWidget):
    """The hand-overs from and to somebody. ``print_asked(hand-over id)``."""

    print_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP)

    def show_handed(self, panel: ResponsiblePanel) -> None:
        """Another's hand-overs."""
        empty_layout(self._column)
        if not panel.handed:
            self._column.addWidget(label(_("Nothing was handed over yet."), "hint"))
        for over in panel.handed:
            self._column.addWidget(self._one(over, panel.today.year))
        self._column.addStretch(1)

    def _one(self, over: HandedOver, year: int) -> QWidget:
        words = _("{day}: {giver} → {taker}").format(
            day=day_words(over.on.isoformat(), year), giver=over.from_name, taker=over.to_name
        )
        counted = pgettext("between words", ", ").join(_counted(over))
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_TINY)
        column.addWidget(label(words, "strong", wrap=True))
        column.addWidget(label(counted, wrap=True))
        if over.reason:
            column.addWidget(label(over.reason, "hint", wrap=True))
        button = QPushButton(_("Print the list…"))
        button.setAccessibleName(f"{button.text()} {words}")
        button.clicked.connect(lambda _on=False: self.print_asked.emit(over.id))
        flow = FlowLayout(gap=theme.GAP_SMALL)
        flow.addWidget(button)
        column.addLayout(flow)
        return held


def _counted(over: HandedOver) -> list[str]:
    counts: dict[str, int] = {}
    for role in over.roles:
        counts[role.role.label] = counts.get(role.role.label, 0) + 1
    return [_("{role} {n}").format(role=role, n=n) for role, n in counts.items()]


def _columns() -> Sequence[MiniColumn]:
    return (
        MiniColumn(_("Project"), 3, least=110),
        MiniColumn(_("Role"), 1.6, least=70, rank=1),
        MiniColumn(_("Stage"), 0, least=62),
    )


def _yi(panel: ResponsiblePanel) -> str:
    from invest_crm.domain.money import show_amount

    return show_amount(panel.load.total) if panel.load.total else NOTHING


def _callout(panel: ResponsiblePanel, *, gone: bool) -> tuple[Span, ...]:
    """That somebody out of office is still named in projects; else how much is carried."""
    if gone and panel.carried:
        return (
            Span(_("No longer in office, but still named in projects: hand over."), strong=True),
        )
    return (Span(summary(panel.load)),) if panel.load.late else ()
