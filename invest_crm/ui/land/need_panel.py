"""What a project asks for of its place: area, use, utilities, measures of a plant, parks, day."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from invest_crm.domain.area import parse_area, sqdm_to_mu_text
from invest_crm.domain.parcel_fields import BY_KEY, ParcelKind, measure_text
from invest_crm.domain.parcel_reading import parse_measure
from invest_crm.domain.text import squeeze
from invest_crm.domain.utilities import UTILITIES
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.land.words import unit_of
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.land_match import Need
    from invest_crm.services.land_needs import NeedLine

_MEASURES = ("height", "load", "crane")


class NeedPanel(Occasion):
    """``accepted(values)``: every value, as ``Need`` has them."""

    accepted = Signal(object)

    def __init__(self, line: NeedLine, need: Need, today: date) -> None:
        super().__init__(_("What the project needs"))
        self.form = Form(_fields(need, today))
        self.form.set_texts(_texts(need))
        self.body.addWidget(label(line.name, "strong", wrap=True))
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the area."""
        self.form.editor("area").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())


def _fields(need: Need, today: date) -> list[Field]:
    plant = need.kind is ParcelKind.PLANT
    area = BY_KEY["floor_area" if plant else "area_mu"]
    fields = [
        Field("area", area.label, unit=unit_of(area), check=partial(_area, plant)),
        Field("use", BY_KEY["use"].label, check=checks.plain),
        Field("utilities", _("Utilities that must be there"), check=_utilities,
              hint=_("e.g. {words}").format(words=_names(UTILITIES[1:4:2]))),
    ]  # fmt: skip
    if plant:
        fields += [
            Field(key, BY_KEY[key].label, unit=unit_of(BY_KEY[key]), check=partial(_measure, key))
            for key in _MEASURES
        ]
    return [
        *fields,
        Field("parks", _("Parks wished for"), check=_parks),
        Field("wanted_on", _("Wanted by"), "date", _("e.g. 2025.8.5"), check=partial(_day, today)),
    ]


def _texts(need: Need) -> dict[str, str]:
    plant = need.kind is ParcelKind.PLANT
    area = ""
    if need.area is not None:
        area = (
            measure_text(BY_KEY["floor_area"], need.area) if plant else sqdm_to_mu_text(need.area)
        )
    texts = {
        "area": area,
        "use": need.use,
        "utilities": _names(need.utilities),
        "parks": "、".join(need.parks),
        "wanted_on": need.wanted_on.isoformat() if need.wanted_on else "",
    }
    if plant:
        for key in _MEASURES:
            value = getattr(need, key)
            texts[key] = "" if value is None else measure_text(BY_KEY[key], value)
    return texts


def _area(plant: bool, text: str) -> tuple[Any, str]:  # noqa: FBT001 - bound by partial
    reading = parse_area(text, "平方米" if plant else "亩")
    return (None, _("Not an area. Write 80 or 80亩.")) if reading.problem else (reading.sqdm, "")


def _measure(key: str, text: str) -> tuple[Any, str]:
    value, readable = parse_measure(BY_KEY[key], text)
    unit = unit_of(BY_KEY[key])
    return value, "" if readable else _("Not a number. Write it in {unit}, e.g. 8.5.").format(
        unit=unit
    )


def _utilities(text: str) -> tuple[Any, str]:
    known = {squeeze(BY_KEY[key].label).casefold(): key for key in UTILITIES}
    found = []
    for word in filter(None, re.split(r"[、,，;；]+", text)):
        key = known.get(squeeze(word).casefold())
        if key is None:
            return None, _("Write one or more of: {words}").format(words=_names(UTILITIES))
        found.append(key)
    return tuple(dict.fromkeys(found)), ""


def _parks(text: str) -> tuple[Any, str]:
    return tuple(filter(None, (part.strip() for part in re.split(r"[、,，;；]+", text)))), ""


def _day(today: date, text: str) -> tuple[Any, str]:
    return day_check(today)(text) if text.strip() else (None, "")


def _names(keys: tuple[str, ...]) -> str:
    return "、".join(BY_KEY[key].label for key in keys)
