"""要素需求表: what is asked of a firm, with units, and which of it counts against a capacity.

Fields: domain rule 5.2. Numbers are kept in thousandths of their unit, so that sums are exact.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALE = 1_000
_MOST = 10**12


class Supply(StrEnum):
    """What a park supplies with a capacity: 电、水、排水、气、热、讯."""

    POWER = "power"
    WATER = "water"
    DRAIN = "drain"
    GAS = "gas"
    HEAT = "heat"
    TELECOM = "telecom"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_SUPPLIES[self][0])

    @property
    def unit(self) -> str:
        """What demand and capacity are measured in."""
        return _SUPPLIES[self][1]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the need sheet that add up to its demand."""
        return _SUPPLIES[self][2]


_SUPPLIES: Mapping[Supply, tuple[str, str, tuple[str, ...]]] = MappingProxyType(
    {
        Supply.POWER: (N_("Power"), "kVA", ("power_kva",)),
        Supply.WATER: (N_("Water"), "t/d", ("water_production", "water_living")),
        Supply.DRAIN: (N_("Sewage"), "t/d", ("sewage",)),
        Supply.GAS: (N_("Gas"), "m³/d", ("gas_day",)),
        Supply.HEAT: (N_("Steam"), "t/h", ("steam",)),
        Supply.TELECOM: (N_("Telecom"), "Mbps", ("bandwidth",)),
    }
)


class NeedField(Struct, frozen=True):
    """One line of the sheet; without a ``unit`` and not ``number`` it is a text."""

    key: str
    group: str
    title: str
    unit: str = ""
    number: bool = True

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(self.title)


def _text(key: str, group: str, title: str, unit: str = "") -> NeedField:
    return NeedField(key, group, title, unit, number=False)


FIELDS: tuple[NeedField, ...] = (
    NeedField("power_kw", "power", N_("Power load"), "kW"),
    NeedField("power_kva", "power", N_("Installed capacity"), "kVA"),
    NeedField("power_year", "power", N_("Power a year"), "万kWh"),
    NeedField("power_kv", "power", N_("Voltage"), "kV"),
    _text("power_supply", "power", N_("Single or double supply")),
    NeedField("water_production", "water", N_("Water for production"), "t/d"),
    NeedField("water_living", "water", N_("Water for living"), "t/d"),
    _text("water_quality", "water", N_("Quality of water")),
    _text("water_pressure", "water", N_("Pressure of water")),
    NeedField("gas_hour", "gas", N_("Gas, most in an hour"), "m³/h"),
    NeedField("gas_day", "gas", N_("Gas, most in a day"), "m³/d"),
    NeedField("gas_year", "gas", N_("Gas a year"), "万m³"),
    NeedField("gas_pressure", "gas", N_("Pressure of gas"), "MPa"),
    NeedField("steam", "heat", N_("Steam"), "t/h"),
    NeedField("steam_pressure", "heat", N_("Pressure of steam"), "MPa"),
    NeedField("steam_heat", "heat", N_("Temperature of steam"), "℃"),
    NeedField("sewage", "drain", N_("Waste water"), "t/d"),
    _text("pollutants", "drain", N_("Main pollutants (COD, NH₃-N, TP, oils)"), "mg/L"),
    _text("pretreatment", "drain", N_("Pretreatment and where it goes")),
    NeedField("exhaust", "waste", N_("Exhaust"), "t/a"),
    NeedField("solid", "waste", N_("Solid waste"), "t/a"),
    NeedField("hazardous", "waste", N_("Hazardous waste"), "t/a"),
    NeedField("bandwidth", "telecom", N_("Dedicated line"), "Mbps"),
    NeedField("freight", "road", N_("Freight a year"), "t/a"),
    _text("vehicles", "road", N_("Vehicles, cold chain")),
    NeedField("energy", "energy", N_("Energy a year"), "tce"),
    NeedField("workers", "labour", N_("Workers"), "人"),
    _text("trades", "labour", N_("Trades and when")),
    NeedField("land", "site", N_("Land wanted"), "亩"),
    NeedField("plant", "site", N_("Plant wanted"), "㎡"),
    _text("plant_notes", "site", N_("Storey height, floor load, cranes")),
    NeedField("finance", "money", N_("Financing wanted"), "万元"),
)
BY_KEY: Mapping[str, NeedField] = MappingProxyType({field.key: field for field in FIELDS})


def group_label(group: str) -> str:
    """The heading over the fields of a group."""
    return {
        "power": pgettext("utility", "Power"),
        "water": pgettext("utility", "Water"),
        "gas": pgettext("utility", "Gas"),
        "heat": pgettext("utility", "Steam, heat"),
        "drain": pgettext("utility", "Sewage"),
        "waste": pgettext("utility", "Exhaust and waste"),
        "telecom": pgettext("utility", "Telecom"),
        "road": pgettext("utility", "Roads and logistics"),
        "energy": pgettext("utility", "Energy"),
        "labour": pgettext("utility", "Labour"),
        "site": pgettext("utility", "Land and plant"),
        "money": pgettext("utility", "Money"),
    }[group]


def parse_amount(text: str) -> tuple[int | None, bool]:
    """Thousandths of the unit, and whether the text could be read; None for a blank one.

    >>> parse_amount("1,250.5"), parse_amount(""), parse_amount("约十")
    ((1250500, True), (None, True), (None, False))
    """
    bare = text.strip().replace(",", "").replace("，", "")
    if not bare:
        return None, True
    try:
        value = Decimal(bare) * SCALE
    except InvalidOperation:
        return None, False
    if not value.is_finite() or value < 0 or value > _MOST or value != int(value):
        return None, False
    return int(value), True


def amount_text(amount: int | None) -> str:
    """An amount as it is typed: no more digits than it has.

    >>> amount_text(1250500), amount_text(3000), amount_text(None)
    ('1250.5', '3', '')
    """
    if amount is None:
        return ""
    return f"{(Decimal(amount) / SCALE).normalize():f}"


def shown_amount(amount: int) -> str:
    """An amount for reading, thousands apart."""
    return f"{(Decimal(amount) / SCALE).normalize():,f}"
