"""A control indicator of a project: what was promised or measured, on which day."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from invest_crm.domain.land_indicators import Indicator, limit_text, per_hectare, value_text
from invest_crm.domain.text import fold
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.land_indicators import IndicatorLine

_LARGEST = 10**9
_PER_LAND = frozenset({Indicator.INTENSITY, Indicator.OUTPUT, Indicator.TAX})


class IndicatorPanel(Occasion):
    """``accepted(side, value or None, day, note)``."""

    accepted = Signal(str, object, object, str)

    def __init__(self, line: IndicatorLine, today: date) -> None:
        super().__init__(_("Control indicators"))
        one = line.indicator
        promised = line.promised is None or line.promised.computed
        self.form = Form(
            [
                Field("side", _("Promised or measured"), "choice", required=True,
                      check=checks.plain, choices=(
                          ("PROMISED", _("promised")), ("MEASURED", _("measured")))),
                Field("value", _("Value"), unit=one.unit, hint=_("empty: take it back"),
                      check=_number, note=_per_hectare if one in _PER_LAND else None),
                Field("on", _("On"), "date", required=True, check=day_check(today),
                      hint=_("e.g. 2025.8.5, 今天")),
                Field("note", _("Note"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        side = "PROMISED" if promised else "MEASURED"
        self.form.set_texts({"side": side, "on": today.isoformat()})
        self.body.addWidget(label(one.label, "strong", wrap=True))
        limit = limit_text(line.limit) if line.limit is not None else ""
        self.body.addWidget(
            label(" · ".join(filter(None, (one.formula, limit))), "hint", wrap=True)
        )
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the value."""
        self.form.editor("value").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            note = str(values["note"] or "")
            self.accepted.emit(values["side"], values["value"], values["on"], note)


def _number(text: str) -> tuple[Any, str]:
    """The value in 1/100 of its unit."""
    said = fold(text).strip().removesuffix("%").replace(",", "")
    if not said:
        return None, ""
    try:
        value = Decimal(said) * 100
    except InvalidOperation:
        return None, _("Not a number. Write 150 or 1.2.")
    if not value.is_finite() or not 0 <= value < _LARGEST:
        return None, _("Not a number. Write 150 or 1.2.")
    return int(value), ""


def _per_hectare(text: str) -> tuple[str, bool]:
    """Below money per 亩: the same per hectare."""
    value, problem = _number(text)
    if problem or value is None:
        return "", False
    return _("{n} per hectare").format(n=value_text(per_hectare(value))), False
