"""Demand and supply by park and year: a bar for each park, and a table whose numbers open rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.land_match import area_words
from invest_crm.domain.parcel_fields import ParcelKind
from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.charts import Bar, Bars, Segment
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.land_balance import Balance, Cell, Sum

DEMAND, SUPPLY = "demand", "supply"


class BalanceView(QWidget):
    """``kind_chosen(ParcelKind)``; ``rows_asked(side, ids, reason)`` for a number."""

    kind_chosen = Signal(object)
    rows_asked = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__()
        self._found: Balance | None = None
        kinds = ((kind.value, kind.label) for kind in ParcelKind)
        self.switch = Segmented(tuple(kinds), name=_("Land or plants"))
        self.switch.changed.connect(lambda kind: self.kind_chosen.emit(ParcelKind(kind)))
        self.bars = Bars(name=_("Demand and supply by park"))
        self.bars.clicked.connect(self._bar_clicked)
        self._chart = Card(_("By park, all years"))
        self._chart.add(self.bars)
        self._table = Card(_("By park and year"))
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._table.add(holder)
        self._hint = label("", "hint", wrap=True)
        body = ScrollBody()
        body.column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._chart, self._table, self._hint):
            body.column.addWidget(part)
        body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def show_balance(self, found: Balance) -> None:
        """Other numbers."""
        self._found = found
        self.switch.set_current(found.kind.value)
        self.bars.set_bars([_bar(found, park) for park in found.parks])
        self._fill(found)
        total = found.cell(None, 0)
        unknown = total.demand.unknown + total.supply.unknown
        told = _("Demand: signed projects before production without a place delivered to them, in"
                 " the year they want it (else of signing). Supply: what is free, in the year it"
                 " is available; idle and inefficient land counts.")  # fmt: skip
        missing = ngettext("{n} record has no area.", "{n} records have no area.", unknown)
        self._hint.setText(f"{told} {missing.format(n=unknown)}" if unknown else told)

    def _fill(self, found: Balance) -> None:
        empty_layout(self._grid)
        for column, year in enumerate((*found.years, 0), 1):
            head = _aligned(label(str(year) if year else _("Sum"), "label"))
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        line = 1
        for park in (*found.parks, None):
            name = _("Sum") if park is None else park or _("no park named")
            for side, words in (
                (DEMAND, _("demand")),
                (SUPPLY, _("supply")),
                ("", _("balance so far")),
            ):
                role = "strong" if not side else ""
                first = label(f"{name} · {words}", role or "label")
                self._grid.addWidget(first, line, 0)
                for column, year in enumerate((*found.years, 0), 1):
                    cell = found.cell(park, year)
                    self._grid.addWidget(
                        self._number(cell, side, name, found.balance(park, year)), line, column,
                        Qt.AlignmentFlag.AlignRight,
                    )  # fmt: skip
                line += 1
        self._grid.setColumnStretch(0, 1)

    def _number(self, cell: Cell, side: str, name: str, balance: int) -> QWidget:
        if not side:
            return _aligned(label(_signed(self._kind(), balance), "strong"))
        of: Sum = getattr(cell, side)
        if not of.ids:
            return _aligned(label(NOTHING, "hint"))
        words = area_words(self._kind(), of.area)
        link = QPushButton(words)
        theme.set_role(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        reason = _reason(side, name, cell.year)
        link.setAccessibleName(f"{reason} {words}")
        link.setToolTip(reason)
        ids = list(of.ids)
        link.clicked.connect(lambda _on=False: self.rows_asked.emit(side, ids, reason))
        return link

    def _kind(self) -> ParcelKind:
        return self._found.kind if self._found is not None else ParcelKind.LAND

    def _bar_clicked(self, what: str) -> None:
        side, _colon, park = what.partition(":")
        if self._found is not None and side:
            cell = self._found.cell(park, 0)
            name = park or _("no park named")
            self.rows_asked.emit(side, list(getattr(cell, side).ids), _reason(side, name, 0))


def _bar(found: Balance, park: str) -> Bar:
    cell = found.cell(park, 0)
    short_demand = area_words(found.kind, cell.demand.area)
    short_supply = area_words(found.kind, cell.supply.area)
    demand = _("demand {area}").format(area=short_demand)
    supply = _("supply {area}").format(area=short_supply)
    segments = (
        Segment(cell.demand.area, demand, "signed", f"{DEMAND}:{park}", short=short_demand),
        Segment(cell.supply.area, supply, "production", f"{SUPPLY}:{park}", short=short_supply),
    )
    right = _("{balance} left").format(balance=_signed(found.kind, found.balance(park, 0)))
    return Bar(park or _("no park named"), segments, right)


def _aligned(words: QLabel) -> QLabel:
    """Words that end where the words of a link end."""
    words.setContentsMargins(0, 0, theme.GAP_TINY, 0)
    return words


def _signed(kind: ParcelKind, area: int) -> str:
    return area_words(kind, area) if area >= 0 else f"−{area_words(kind, -area)}"


def _reason(side: str, name: str, year: int) -> str:
    words = _("Land demand of {park}") if side == DEMAND else _("Land supply of {park}")
    told = words.format(park=name)
    return f"{told} · {year}" if year else told
