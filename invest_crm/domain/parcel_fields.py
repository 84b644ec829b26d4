"""The fields of a parcel of land or a plant, declared once: key, word, kind, unit.

The columns of the table, the form, the list, the ledger in and out and ``list parcels --json`` all
read this table (domain rules 3.2, 3.4, 5.1, 5.2). Keys never change.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "long", "choice", "area", "money", "date", "utility", "measure", "flag"]


class ParcelKind(StrEnum):
    """地块、厂房."""

    LAND = "LAND"
    PLANT = "PLANT"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_KINDS[self])


class ParcelStatus(StrEnum):
    """Where a place stands: the first five of land (domain rule 3.4), the rest of plants."""

    UNSUPPLIED = "UNSUPPLIED"
    UNUSED = "UNUSED"
    IDLE = "IDLE"
    INEFFICIENT = "INEFFICIENT"
    IN_USE = "IN_USE"
    VACANT = "VACANT"
    PARTLY_USED = "PARTLY_USED"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STATUSES[self])


_KINDS = {ParcelKind.LAND: N_("Parcel"), ParcelKind.PLANT: N_("Plant")}
_STATUSES = {
    ParcelStatus.UNSUPPLIED: N_("Not supplied"),
    ParcelStatus.UNUSED: N_("Not used"),
    ParcelStatus.IDLE: N_("Idle"),
    ParcelStatus.INEFFICIENT: N_("Inefficient"),
    ParcelStatus.IN_USE: N_("In use"),
    ParcelStatus.VACANT: N_("Vacant"),
    ParcelStatus.PARTLY_USED: N_("Partly vacant"),
}


class Field(Struct, frozen=True):
    """One field. ``unit`` and ``scale`` of a measure: it is stored as a whole number of 1/scale.

    ``of``: the kind of place it is asked of, None for both.
    """

    key: str
    label_id: str
    kind: Kind
    unit: str = ""
    scale: int = 1
    of: ParcelKind | None = None

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(self.label_id)

    @property
    def column(self) -> str:
        """The column, or for a date and a utility the prefix of the columns."""
        if self.kind == "date":
            return self.key.removesuffix("_on")
        return f"{self.key.removesuffix('_mu')}_sqdm" if self.kind == "area" else self.key


_LAND, _PLANT = ParcelKind.LAND, ParcelKind.PLANT
FIELDS: tuple[Field, ...] = (
    Field("kind", N_("Land or plant"), "choice"),
    Field("number", N_("Parcel number"), "text"),
    Field("name", N_("Parcel or plant"), "text"),
    Field("township", N_("Township"), "text"),
    Field("park", N_("Park"), "text"),
    Field("place", N_("Location"), "text"),
    Field("area_mu", N_("Area"), "area"),
    Field("floor_area", N_("Floor area"), "measure", "㎡", 100, _PLANT),
    Field("use", N_("Use"), "text"),
    Field("conditions", N_("Planning conditions"), "long", of=_LAND),
    Field("holder", N_("Holder"), "text"),
    Field("status", N_("Status"), "choice"),
    Field("approval_no", N_("Approval number"), "text", of=_LAND),
    Field("approved_on", N_("Approved on"), "date", of=_LAND),
    Field("supplied_mu", N_("Area supplied"), "area", of=_LAND),
    Field("supplied_on", N_("Supplied on"), "date", of=_LAND),
    Field("unsupplied_reason", N_("Why not supplied"), "long", of=_LAND),
    Field("contract_no", N_("Contract number"), "text"),
    Field("price", N_("Transfer price"), "money", of=_LAND),
    Field("agreed_start_on", N_("Agreed start of works"), "date", of=_LAND),
    Field("agreed_end_on", N_("Agreed completion"), "date", of=_LAND),
    Field("start_confirmed_on", N_("Start of works confirmed on"), "date", of=_LAND),
    Field("built_percent", N_("Share built"), "measure", "%", 100, _LAND),
    Field("invested_percent", N_("Share invested"), "measure", "%", 100, _LAND),
    Field("stopped_on", N_("Works stopped on"), "date", of=_LAND),
    Field("government_caused", N_("Caused by government"), "flag", of=_LAND),
    Field("recognised_on", N_("Recognised as idle on"), "date", of=_LAND),
    Field("basis", N_("Basis of the finding"), "text", of=_LAND),
    Field("road", N_("Road"), "utility"),
    Field("water", N_("Water supply"), "utility"),
    Field("drain", N_("Drainage"), "utility"),
    Field("power", N_("Power supply"), "utility"),
    Field("telecom", N_("Telecom"), "utility"),
    Field("gas", N_("Gas"), "utility"),
    Field("heat", N_("Heat"), "utility"),
    Field("levelled", N_("Levelled ground"), "utility"),
    Field("height", N_("Storey height"), "measure", "m", 100, _PLANT),
    Field("load", N_("Floor load"), "measure", "t/㎡", 1000, _PLANT),
    Field("crane", N_("Crane"), "measure", "t", 1000, _PLANT),
    Field("rent", N_("Rent"), "measure", "元/㎡·月", 100, _PLANT),
    Field("available_on", N_("Available from"), "date"),
    Field("intent", N_("Intended project"), "text"),
    Field("disposal", N_("Disposal"), "text"),
    Field("unit", N_("Responsible unit"), "text"),
    Field("due_on", N_("Deadline"), "date"),
    Field("progress_text", N_("Progress"), "long"),
    Field("remark", N_("Remarks"), "long"),
)
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
MEASURES = frozenset(field.key for field in FIELDS if field.kind == "measure")

DISPOSALS = ("调剂", "收回", "协商盘活", "追加投资", "嫁接招商", "腾笼换鸟")
"""处置方式, as ledgers list them."""

CHOICES: Mapping[str, type[ParcelKind | ParcelStatus]] = {
    "kind": ParcelKind,
    "status": ParcelStatus,
}


def choice_label(key: str, code: str) -> str:
    """The word for a code of a choice; the text itself where it is none."""
    members = CHOICES[key]
    return members(code).label if code in members.__members__ else code


def measure_text(field: Field, value: int) -> str:
    """The bare number of a measure, without zeros behind the point.

    >>> measure_text(BY_KEY["height"], 850), measure_text(BY_KEY["floor_area"], 1200000)
    ('8.5', '12000')
    """
    text = f"{Decimal(value) / field.scale:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
