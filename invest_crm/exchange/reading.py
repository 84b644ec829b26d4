"""What was understood of a ledger: the frozen result, and its JSON form.

The shapes are those of ``import --json``. Values inside are the domain's (分, PartialDate,
contacts); only ``to_json_fields`` turns them into text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from invest_crm.domain.area import AreaReading, sqdm_to_mu_text
from invest_crm.domain.money import AmountReading, fen_to_wan_text
from invest_crm.domain.parcel_fields import BY_KEY, FIELDS, MEASURES, measure_text
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.people import ContactReading
from invest_crm.domain.statistics.periods import span_of
from invest_crm.domain.utilities import Utility
from invest_crm.exchange.heading import MONEY_UNITS

if TYPE_CHECKING:
    import datetime as dt

    from invest_crm.exchange.draft import Context
    from invest_crm.exchange.fields import Kind
    from invest_crm.exchange.headers import Layout
    from invest_crm.exchange.mapping import Column, Mapping_
    from invest_crm.exchange.sheet import Row, Sheet
    from invest_crm.exchange.totals import Line

Value: TypeAlias = (
    str
    | int
    | bool
    | PartialDate
    | AreaReading
    | Utility
    | tuple[ContactReading, ...]
    | Mapping[str, str]
    | Mapping[str, int]
    | None
)
MONEY_FIELDS = frozenset(
    {
        "total_investment",
        "fixed_investment",
        "external_funds",
        "year_plan",
        "funds_in_place",
        "registered_capital",
        "completed_month",
        "completed_year",
        "completed_total",
        "funds_month",
        "funds_year",
        "price",
        "revenue",
    }
)


class Problem(Struct, frozen=True):
    """Something a person should look at. ``code`` is stable; ``message`` is translated."""

    row: int
    column: str
    value: str
    code: str
    message: str


class Notice(Struct, frozen=True):
    """Something about the whole ledger a person should know."""

    code: str
    message: str


class RowReading(Struct, frozen=True):
    """One record. Money in 分; ``amounts`` keeps what a single figure cannot say (ranges,
    currencies); ``rejected`` is the code why it cannot be written, None if it can."""

    row: int
    fields: Mapping[str, Value]
    flags: frozenset[str]
    problems: tuple[Problem, ...]
    cells: Row
    rejected: str | None = None
    amounts: Mapping[str, AmountReading] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()
    """Milestones the row says in so many words have not happened (否, ×)."""


class Total(Struct, frozen=True):
    """A stated total against the sum of the records, both in the column's unit."""

    row: int
    column: str
    stated: str | None
    computed: str
    agrees: bool

    def to_json(self) -> dict[str, object]:
        """The form of ``import --json``."""
        return {
            "row": self.row,
            "column": self.column,
            "stated": self.stated,
            "computed": self.computed,
            "agrees": self.agrees,
        }


class CorrectedCell(Struct, frozen=True):
    """A cell read from another text than the file has: row number, column from 0, both texts."""

    row: int
    column: int
    path: str
    was: str
    text: str


class LedgerReading(Struct, frozen=True):
    """A ledger as understood, before it is compared with the database.

    ``talks``: projects in talks; ``signed_title``: titled as signed projects. ``unit`` is the
    caption's, or the one all money columns share. ``context`` is what every cell was read with,
    ``lines`` what each row below the headings is; ``corrected``: the cells that were read from
    another text than the file has.
    """

    file: str
    sha256: str
    sheet: Sheet
    kind: Kind
    layout: Layout
    mapping: Mapping_
    title: str
    caption: str
    as_of: dt.date
    as_of_source: str
    unit: str | None
    talks: bool
    signed_title: bool
    rows: tuple[RowReading, ...]
    skipped: int
    totals: tuple[Total, ...]
    notices: tuple[Notice, ...]
    fingerprint: str
    context: Context
    lines: tuple[Line, ...]
    other_sheets: tuple[str, ...] = field(default=())
    corrected: tuple[CorrectedCell, ...] = ()

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows of the headings."""
        return self.layout.header_rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem in the order of the rows."""
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def mapped(self) -> list[dict[str, str | None]]:
        """The recognised columns: path, field, the unit in force."""
        return [
            {
                "column": column.path,
                "field": self._field_of(column),
                "unit": self._unit_of(column),
            }
            for column in self.mapping.columns
            if column.key
        ]

    def _field_of(self, column: Column) -> str | None:
        """In a list of contacts the parts of a person are fields of their own."""
        if self.kind == "contacts" and column.key == "contacts":
            return column.role or "name"
        return column.key

    def _unit_of(self, column: Column) -> str | None:
        if column.key in MONEY_FIELDS:
            return column.unit if column.unit in MONEY_UNITS else self.unit
        return column.unit


_PLAIN_DAYS = frozenset(
    {"received_on", "due_on", *(field.key for field in FIELDS if field.kind == "date")}
)
"""Days of a request and of a parcel, which their lists give as plain text too."""


def to_json_fields(row: RowReading) -> dict[str, object]:
    """The fields of a record in the public form (money in 万元 as text)."""
    shaped = {key: _json(key, value) for key, value in row.fields.items()}
    return {**shaped, "flags": sorted(row.flags)}


def _json(key: str, value: Value) -> object:
    if isinstance(value, PartialDate):
        return value.value if key in _PLAIN_DAYS else value.to_json()
    if isinstance(value, AreaReading):
        text = None if value.sqdm is None else sqdm_to_mu_text(value.sqdm)
        return text.rstrip("0").rstrip(".") if text else None
    if isinstance(value, Utility):
        return value.to_json()
    if key == "revenue":
        return _figures(value)
    if key in MEASURES and isinstance(value, int):
        return measure_text(BY_KEY[key], value)
    if key in MONEY_FIELDS and isinstance(value, int):
        return fen_to_wan_text(value)
    if key == "contacts" and isinstance(value, tuple):
        return [_contact(contact) for contact in value]
    if key == "extra":
        return dict(value) if value else {}  # type: ignore[arg-type]  # extra is a mapping
    return value


def _figures(value: Value) -> list[dict[str, str]]:
    """Figures by their months, in 万元."""
    figures = value if isinstance(value, Mapping) else {}
    spans = ((span_of(key), fen) for key, fen in figures.items())
    return [
        {"from": span.first, "to": span.last, "amount": fen_to_wan_text(int(fen))}
        for span, fen in spans
    ]


def _contact(contact: ContactReading) -> dict[str, str]:
    shape = {"name": contact.name}
    if contact.post:
        shape["post"] = contact.post
    if contact.phone:
        shape["phone"] = contact.phone
    return shape
