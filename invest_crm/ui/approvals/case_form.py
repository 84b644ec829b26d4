"""What decides which approvals a project needs, the land contract, and 帮代办."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.approvals.rules import FLAGS, Eia
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.approvals.ticks import Ticks
from invest_crm.ui.industry import industry_note, industry_value
from invest_crm.ui.kit.form import Field
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from invest_crm.services.approvals.cases import CaseRecord

_NUMBERS = {"earthwork": "m³", "floor": "㎡", "tce": "tce", "kwh": "kWh"}
_LARGEST = 2_000_000_000


class CaseForm(ActForm):
    """``accepted(values)``: what differs from the stored case; ``seen`` is what stood there."""

    def __init__(
        self, record: CaseRecord, project: str, today: date, word: Callable[[str], str]
    ) -> None:
        self._record = record
        super().__init__(_("Data of the approvals"), _("Save"), project, _fields(today, word))
        self.form.set_texts({key: _text(key, record[key]) for key in self.form.texts()})
        self.hint(
            _("A path that is set up follows these data; what has begun stays. An industry code"
              " alone lets the environmental procedure be presumed.")
        )  # fmt: skip
        flags = {name: _(words) for name, words in FLAGS.items()}
        self.flags = Ticks(word("flags"), flags, record["flags"])
        self.body.addWidget(self.flags)
        self.body.addStretch(1)

    @property
    def seen(self) -> Mapping[str, Any]:
        """What stood in the fields before."""
        return {key: self._record[key] for key in (*self.form.texts(), "flags")}

    def values(self) -> dict[str, Any]:
        """What was changed."""
        found = self.form.values()
        changed = {key: _value(key, found[key]) for key in self.form.touched()}
        flags = tuple(sorted(self.flags.checked()))
        if set(flags) != set(self._record["flags"]):
            changed["flags"] = flags
        return changed


def _fields(today: date, word: Callable[[str], str]) -> list[Field]:
    day, hint = day_check(today), _("e.g. 2025.8.5, 今天")
    kinds = tuple((kind.value, kind.label) for kind in Eia)
    helped = ("entrusted_on", "analysed_on", "planned_on", "handled_on", "told_on", "revisited_on")
    return [
        Field("industry", word("industry"), check=_industry, note=industry_note),
        Field("eia", word("eia"), "choice", choices=kinds),
        *(Field(key, word(key), unit=unit, check=_number) for key, unit in _NUMBERS.items()),
        Field("cost", word("cost"), "money", unit=_("10,000 yuan"), check=checks.money),
        Field("deal_on", word("deal_on"), "date", hint=hint, check=day),
        Field("our_agent", word("our_agent"), check=checks.plain),
        Field("their_agent", word("their_agent"), check=checks.plain),
        *(Field(key, word(key), "date", hint=hint, check=day) for key in helped),
    ]


def _industry(text: str) -> tuple[Any, str]:
    return industry_value(text), ""


def _number(text: str) -> tuple[Any, str]:
    """A whole number; 1.5万 and thousands separators are understood."""
    bare = text.strip().replace(",", "").replace("，", "")
    scale = 10_000 if bare.endswith("万") else 1
    try:
        found = round(float(bare.removesuffix("万")) * scale)
    except ValueError:
        return None, _("Not a number. Write 12000 or 1.2万.")
    if not 0 <= found <= _LARGEST:
        return None, _("Too large or negative.")
    return found, ""


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key == "cost":
        return fen_to_wan_text(value)
    return str(value.value if isinstance(value, Eia) else value)


def _value(key: str, value: Any) -> Any:
    return Eia(value) if key == "eia" and value else value or (0 if value == 0 else None)
