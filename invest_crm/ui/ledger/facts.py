"""What was recognised of a file: sheet, kind, cut-off, unit, headings; what can be corrected is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from invest_crm.domain.ledger_words import kind_word
from invest_crm.domain.partial_date import parse_date
from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.text import NOTHING, ElidedLabel, Span, SpanLabel, label
from invest_crm.ui.ledger.words import header_words, rows_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.ledger.preview import Preview

_DATE_WIDTH = 104


class Facts(QFrame):
    """``sheet_chosen``, ``kind_chosen``, ``as_of_chosen(date)`` ask to read the file again."""

    sheet_chosen = Signal(str)
    kind_chosen = Signal(str)
    as_of_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._title = ElidedLabel(weight=600)
        self._caption = ElidedLabel(
            size=theme.NOTE, color="ink_2", align=Qt.AlignmentFlag.AlignRight
        )
        self._flow = FlowLayout(gap=theme.MARGIN, line_gap=theme.GAP_SMALL)
        self._rows = ElidedLabel(size=theme.NOTE, color="ink_2")
        self._totals = SpanLabel(role="note")
        self.kind: Choice | None = None
        self.sheet: Choice | None = None
        self.as_of: QLineEdit | None = None
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self._title, 3)
        head.addWidget(self._caption, 2)
        column = QVBoxLayout(self)
        pad = theme.px(10)
        column.setContentsMargins(theme.CARD_PADDING, pad, theme.CARD_PADDING, pad)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addLayout(self._flow)
        column.addWidget(self._rows)
        column.addWidget(self._totals)

    def show_preview(self, shown: Preview, kinds: Sequence[str]) -> None:
        """Show what was recognised."""
        reading = shown.reading
        self._title.set_text(" ".join(reading.title.split()) or reading.file)
        self._caption.set_text(" · ".join(reading.caption.split()))
        self._flow.clear()
        self._flow.addWidget(self._sheet_fact(shown))
        self.kind = Choice([(kind, kind_word(kind)) for kind in kinds], name=_("Kind"))
        self.kind.set_current(reading.kind)
        kind = self.kind
        kind.activated.connect(lambda _i: self.kind_chosen.emit(kind.current()))
        self._flow.addWidget(_fact(_("Kind"), kind))
        self._flow.addWidget(self._as_of_fact(shown))
        self._flow.addWidget(_fact(_("Unit of money"), _value(reading.unit or NOTHING)))
        self._rows.set_text(_rows_text(reading.header_rows, len(reading.rows), reading.skipped))
        self._totals.set_spans(_totals(shown))
        self._totals.setVisible(bool(self._totals.plain()))

    def stay(self, shown: Preview) -> None:
        """What was chosen could not be read: the choices say again what is looked at."""
        for choice, now in (
            (self.kind, shown.reading.kind),
            (self.sheet, shown.reading.sheet.name),
        ):
            if choice is not None:
                choice.set_current(now)

    def rows_text(self) -> str:
        """The line about the rows (for tests)."""
        return self._rows.text()

    def totals_text(self) -> str:
        """The line about the totals (for tests)."""
        return self._totals.plain()

    def _sheet_fact(self, shown: Preview) -> QWidget:
        name, sheets = shown.reading.sheet.name, shown.opened.sheets
        if len(sheets) < 2:
            self.sheet = None
            return _fact(_("Sheet"), _value(name))
        chooser = Choice([(sheet, sheet) for sheet in sheets], name=_("Sheet"))
        chooser.set_current(name)
        chooser.activated.connect(lambda _i: self.sheet_chosen.emit(chooser.current()))
        self.sheet = chooser
        return _fact(_("Sheet"), chooser)

    def _as_of_fact(self, shown: Preview) -> QWidget:
        day = shown.reading.as_of.isoformat()
        if shown.as_of_stated:
            self.as_of = None
            return _fact(_("As of"), _value(_("{day} (stated in the ledger)").format(day=day)))
        edit = QLineEdit(day)
        edit.setAccessibleName(_("As of"))
        edit.setToolTip(_("The ledger names no cut-off; check this day."))
        edit.setFixedWidth(theme.current().px(_DATE_WIDTH))
        edit.editingFinished.connect(lambda: self._as_of_typed(edit, shown.reading.as_of))
        self.as_of = edit
        return _fact(_("As of"), edit)

    def _as_of_typed(self, edit: QLineEdit, before: date) -> None:
        reading = parse_date(edit.text(), year=before.year)
        day = reading.date.last_day() if reading.date is not None else None
        if day is None:
            edit.setText(before.isoformat())
        elif day != before:
            self.as_of_chosen.emit(day)


def _rows_text(headings: tuple[int, ...], data: int, skipped: int) -> str:
    """Which rows are headings, how many hold records, how many were passed over and why."""
    parts = [
        _("Headings: {rows}").format(rows=header_words(headings)),
        _("Data: {rows}").format(rows=rows_words(data)),
    ]
    if skipped:
        text = _("Skipped: {rows} (sections, totals, notes, blanks)")
        parts.append(text.format(rows=rows_words(skipped)))
    return " · ".join(parts)


def _totals(shown: Preview) -> list[Span]:
    """ "Total: 总投资 80.20 agrees": the ledger's own totals against the sum of its rows."""
    spans: list[Span] = []
    for total in shown.reading.totals:
        name = total.column.rpartition("/")[2]
        if spans:
            spans.append(Span("\u00a0" * 4))
        if total.stated is None:
            spans.append(
                Span(
                    _("{name}: {sum} (the total is a formula)").format(
                        name=name, sum=total.computed
                    ),
                    "ink_2",
                )
            )
        elif total.agrees:
            spans += [
                Span("✓ ", "started_ink", strong=True),
                Span(_("{name}: total {sum} agrees").format(name=name, sum=total.computed)),
            ]
        else:
            spans += [
                Span("✕ ", "bad_ink", strong=True),
                Span(
                    _("{name}: the ledger states {stated}, its rows add up to {sum}").format(
                        name=name, stated=total.stated, sum=total.computed
                    ),
                    "bad_ink",
                ),
            ]
    return spans


def _value(text: str) -> QWidget:
    made = label(text, "strong")
    made.setMinimumHeight(theme.current().px(theme.CONTROL))
    return made


def _fact(name: str, value: QWidget) -> QWidget:
    holder = QWidget()
    theme.set_role(holder, "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label(name, "label"))
    row.addWidget(value)
    return holder
