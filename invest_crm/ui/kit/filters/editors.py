"""The right side of a condition: what it compares with, by field and comparison."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from invest_crm.domain.condition_words import period_word, value_word
from invest_crm.domain.conditions import Op
from invest_crm.domain.periods import Period
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.filters import parts, readers
from invest_crm.ui.kit.text import label, shortened
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invest_crm.domain.conditions import Field, Value
    from invest_crm.ui.kit.filters.readers import Reading

    Values = tuple[Value, ...]
    Asked = Callable[[str, Callable[[Sequence[tuple[Value | None, int]]], object]], None]

_NARROW, _WIDE, _DAYS = 112, 200, 56
_SHOWN_WORDS = 24


class Ground(Struct, frozen=True):
    """What editors stand on: the fields, today, and how the values of a field are asked for."""

    fields: Mapping[str, Field]
    today: date
    ask_values: Asked

    def others(self, field: Field) -> tuple[tuple[str, str], ...]:
        """The other fields of days, as (key, words)."""
        days = (item for item in self.fields.values() if item.kind == "date")
        return tuple((item.key, item.label) for item in days if item.key != field.key)


class Editor(QWidget):
    """``read()``: the values, None while something is missing; and what is wrong in words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP_TINY)

    @abstractmethod
    def read(self) -> tuple[Values | None, str]:
        """What is chosen."""

    @abstractmethod
    def fill(self, values: Values) -> None:
        """Show values, without a signal."""

    def _line(self, name: str, width: int, hint: str = "") -> QLineEdit:
        edit = QLineEdit()
        edit.setAccessibleName(name)
        edit.setPlaceholderText(hint)
        edit.setFixedWidth(theme.px(width))
        edit.textEdited.connect(lambda _text: self.changed.emit())
        self._row.addWidget(edit)
        return edit


class NoEditor(Editor):
    """Empty and filled compare with nothing."""

    def read(self) -> tuple[Values | None, str]:
        """Nothing, and that is enough."""
        return (), ""

    def fill(self, values: Values) -> None:
        """Nothing to show."""


class LineEditor(Editor):
    """One typed value, or two with "to" between them."""

    def __init__(
        self,
        field: Field,
        count: int,
        read: Callable[[str], Reading],
        show: Callable[[Any], str],
        *,
        hint: str = "",
        unit: str = "",
        width: int = _NARROW,
    ) -> None:
        super().__init__()
        self._read, self._show = read, show
        self._edits = [self._line(field.label, width, hint)]
        if count > 1:
            self._row.addWidget(label(_("to"), "label"))
            self._edits.append(self._line(_("{field}, to").format(field=field.label), width, hint))
        if unit:
            self._row.addWidget(label(unit, "label"))

    def read(self) -> tuple[Values | None, str]:
        """Every line."""
        found: list[Value] = []
        for edit in self._edits:
            value, problem = self._read(edit.text())
            theme.set_problem(edit, on=bool(problem))
            if problem:
                return None, problem
            if value is not None:
                found.append(value)
        if len(found) < len(self._edits):
            return None, ""
        if len(found) > 1 and found[0] > found[1]:  # type: ignore[operator]  # of one kind
            return None, _("The second value is less than the first.")
        return tuple(found), ""

    def fill(self, values: Values) -> None:
        """Write them."""
        for edit, value in zip(self._edits, values, strict=False):
            edit.setText(self._show(value))


class AmountEditor(LineEditor):
    """Amounts with the unit that a bare number is in."""

    def __init__(self, field: Field, count: int) -> None:
        super().__init__(field, count, self._amount, lambda fen: readers.amount_text(fen)[0])
        units = ((readers.YI, _("100 million yuan")), (readers.WAN, _("10,000 yuan")))
        self._unit = Choice(units, name=_("Unit"))
        self._unit.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._row.addWidget(self._unit)

    def fill(self, values: Values) -> None:
        """Write them in the unit that suits the least."""
        amounts = [int(value) for value in values]
        unit = readers.amount_text(min(filter(None, amounts), default=0))[1]
        self._unit.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._unit.set_current(unit)
        self._unit.blockSignals(False)  # noqa: FBT003 - Qt's signature
        for edit, fen in zip(self._edits, amounts, strict=False):
            text, own = readers.amount_text(fen)
            edit.setText(text if own == unit else f"{text}{own[0]}")

    def _amount(self, typed: str) -> Reading:
        return readers.amount(typed, self._unit.current())


class SeveralEditor(Editor):
    """A button with the values that are chosen; it opens the list to tick them."""

    def __init__(self, field: Field, ground: Ground) -> None:
        super().__init__()
        self._field, self._ground = field, ground
        self._values: Values = ()
        self._button = QPushButton()
        self._button.setIcon(icons.icon("chevron_down"))
        self._button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow at the right
        self._button.clicked.connect(lambda _on=False: self._ask())
        self._row.addWidget(self._button)
        self._tell()

    def read(self) -> tuple[Values | None, str]:
        """What is ticked."""
        return self._values or None, ""

    def fill(self, values: Values) -> None:
        """Say them."""
        self._values = tuple(values)
        self._tell()

    def _tell(self) -> None:
        words = _(", ").join(value_word(value, self._field) for value in self._values)
        shown = words or _("Choose…")
        short = shortened(shown, _SHOWN_WORDS)
        self._button.setText(short.replace("&", "&&"))
        self._button.setToolTip(words if short != shown else "")
        self._button.setAccessibleName(f"{self._field.label}: {shown}")

    def _ask(self) -> None:
        self._ground.ask_values(self._field.key, self._open)

    def _open(self, values: Sequence[tuple[Value | None, int]]) -> None:
        from invest_crm.ui.kit.filters.value_list import ValueList

        known = {value for value, _count in values}
        offered = [value for value, _word in self._field.choices] + list(self._values)
        more = [(value, 0) for value in dict.fromkeys(offered) if value not in known]
        filled = [(value, count) for value, count in values if value not in (None, "")]
        options = parts.options(self._field, [*filled, *more])
        popup = ValueList(
            self._field.label, options, self._values, self._button, verb=_("Choose these")
        )
        popup.taken.connect(self._take)
        popup.open_below(self._button, QPoint(0, self._button.height()))

    def _take(self, values: list[Value]) -> None:
        self.fill(tuple(values))
        self.changed.emit()


class PeriodEditor(Editor):
    """A period that moves with today, with its number of days where one belongs to it."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        words = [(period.value, period_word(period, "N")) for period in Period]
        self._period = Choice(words, name=_("Period of {field}").format(field=field.label))
        self._row.addWidget(self._period)
        self._days = self._line(_("Number of days"), _DAYS, "N")
        self._days.setText("30")
        self._unit = label(_("days"), "label")
        self._row.addWidget(self._unit)
        self._period.set_current(Period.THIS_MONTH)
        self._period.currentIndexChanged.connect(lambda _place: self._switch())
        self._show_days()

    def read(self) -> tuple[Values | None, str]:
        """Period and days (0 where none belong)."""
        period = Period(self._period.current())
        if not period.counted:
            return (period.value, 0), ""
        days, problem = readers.number(self._days.text())
        if not problem and days is not None and int(days) < 1:
            problem = _("At least one day.")
        theme.set_problem(self._days, on=bool(problem))
        return (None if problem or days is None else (period.value, days)), problem

    def fill(self, values: Values) -> None:
        """Show them."""
        self._period.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._period.set_current(str(values[0]))
        self._period.blockSignals(False)  # noqa: FBT003 - Qt's signature
        if Period(str(values[0])).counted:
            self._days.setText(str(values[1]))
        self._show_days()

    def _switch(self) -> None:
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        counted = Period(self._period.current()).counted
        self._days.setVisible(counted)
        self._unit.setVisible(counted)


class FieldEditor(Editor):
    """Another field of days, and so many days after it."""

    def __init__(self, field: Field, ground: Ground) -> None:
        super().__init__()
        self._other = Choice(ground.others(field), name=_("The other date"))
        self._other.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._row.addWidget(self._other)
        self._row.addWidget(label(_("plus"), "label"))
        self._days = self._line(_("Number of days"), _DAYS, "0")
        self._row.addWidget(label(_("days"), "label"))

    def read(self) -> tuple[Values | None, str]:
        """Field and days."""
        days, problem = readers.number(self._days.text())
        theme.set_problem(self._days, on=bool(problem))
        return (None if problem else (self._other.current(), days or 0)), problem

    def fill(self, values: Values) -> None:
        """Show them."""
        self._other.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._other.set_current(str(values[0]))
        self._other.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self._days.setText(str(values[1] or ""))


def shape_of(field: Field, op: Op) -> str:
    """What an editor is like; where it stays the same, what was typed stays too."""
    if op in (Op.EMPTY, Op.FILLED):
        return "none"
    if op in (Op.ONE_OF, Op.NONE_OF, Op.IN_MONTHS):
        return f"several {field.key}"
    if op is Op.WITHIN:
        return "period"
    if op in (Op.BEFORE_FIELD, Op.AFTER_FIELD):
        return f"field {field.key}"
    return f"{field.kind} {2 if op is Op.BETWEEN else 1}"


def editor_for(field: Field, op: Op, ground: Ground) -> Editor:
    """The editor of a condition."""
    shape, _blank, rest = shape_of(field, op).partition(" ")
    if shape in _OTHERS:
        return _OTHERS[shape](field, ground)
    count = int(rest)
    if shape == "money":
        return AmountEditor(field, count)
    if shape == "area":
        return LineEditor(field, count, readers.area, readers.area_text, unit=_("mu"))
    if shape == "date":
        read = partial(readers.day, today=ground.today)
        return LineEditor(field, count, read, str, hint=_("2025.8.5"))
    if shape == "number":
        return LineEditor(field, count, readers.number, str)
    return LineEditor(field, count, readers.text, str, width=_WIDE)


_OTHERS: Mapping[str, Callable[[Field, Ground], Editor]] = {
    "none": lambda _field, _ground: NoEditor(),
    "several": SeveralEditor,
    "period": lambda field, _ground: PeriodEditor(field),
    "field": FieldEditor,
}
