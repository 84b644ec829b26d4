"""The columns of the list of monthly reports, a line as cells, and what is typed in them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.money import FEN_PER_WAN, fen_to_text
from invest_crm.ui.kit.form import Field
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.money.words import (
    month_words,
    short_warnings,
    state_words,
    title_of,
    wan,
    warning_words,
)
from invest_crm.ui.records import checks
from invest_crm.ui.records.source import ListingSource
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.domain.conditions import Group, Value
    from invest_crm.domain.grouping import Grouping
    from invest_crm.services.listing import Listing
    from invest_crm.services.money.reports import MonthRecord
    from invest_crm.services.work import View
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import GridQuery, GroupedRows

_WIDTHS: tuple[tuple[str, int], ...] = (
    ("name", 190), ("month", 92), ("state", 116), ("completed_month", 84), ("funds_month", 96),
    ("progress_text", 150), ("completed_total", 104), ("funds_total", 104), ("warned", 128),
    ("problem_text", 150), ("plan_text", 150), ("filled_by", 84), ("checked_by", 84),
    ("completed_year", 104), ("funds_year", 104), ("completed_more", 104), ("funds_more", 104),
    ("lead_unit", 110),
)  # fmt: skip
KEYS = tuple(key for key, _width in _WIDTHS)
MONTH = KEYS.index("month")
_HIDDEN = frozenset({"month"})
_MONEY = frozenset(key for key in KEYS if key.endswith(("_month", "_year", "_total", "_more")))
_CHIPS = frozenset({"state", "warned"})
TYPED = (
    *("completed_month", "funds_month", "progress_text", "problem_text", "plan_text"),
    *("filled_by", "checked_by"),
)
_LONG = frozenset({"progress_text", "problem_text", "plan_text"})
_WHY_NOT = {
    "closed": N_("This month is closed: enter a correction in the menu of the row."),
    "sums": N_("Sums are never typed: they follow from the months and their corrections."),
    "more": N_("Corrections are entered in the menu of the row, with a reason."),
    "other": N_("This follows from the project: it is changed in the list of projects."),
}


class Offered(Struct, frozen=True):
    """What the cells need to know: the bureau's day, names of projects, whether it is closed."""

    today: date
    names: frozenset[str] = frozenset()
    closed: bool = False


def month_columns() -> tuple[Column, ...]:
    """The columns in their usual order."""
    return tuple(_column(key, width) for key, width in _WIDTHS)


def month_cells(record: MonthRecord) -> tuple[Cell | str, ...]:
    """A line in the order of the columns."""
    return tuple(_cell(key, record) for key in KEYS)


def cell_form() -> CellForm:
    """The fields of a report under the headings of monthly ledgers."""
    return CellForm(form_fields, texts_of, "monthly", "万元", why_not)


def form_fields(offered: Offered) -> list[Field]:
    """What is typed; nothing in a closed month."""
    if offered.closed:
        return []
    unit = _("10,000 yuan")
    return [
        Field("name", title_of("name"), required=True, check=_named(offered.names)),
        *(
            Field(key, title_of(key), "money", _("e.g. 1200, 0.5亿"), unit,
                  check=amount, note=checks.money_note)
            if key in _MONEY
            else Field(key, title_of(key), "multiline" if key in _LONG else "text",
                       check=checks.plain)
            for key in TYPED
        ),
    ]  # fmt: skip


def texts_of(record: MonthRecord) -> dict[str, str]:
    """What stands in the form for a line."""
    return {
        "name": str(record["name"]),
        **{
            key: fen_to_text(record[key], FEN_PER_WAN) if key in _MONEY else record[key] or ""
            for key in TYPED
        },
    }


def why_not(key: str) -> str:
    """Why a column is not typed in its cells."""
    reason = "closed" if key in TYPED else "sums" if key in _MONEY else "other"
    reason = "more" if key.endswith("_more") else reason
    return _(_WHY_NOT[reason])


def amount(text: str) -> tuple[Any, str]:
    """An amount that came in or was completed; what is taken back is a correction."""
    if text.strip()[:1] in ("-", "−", "－"):
        return None, _("What is taken back is entered as a correction, with its reason.")
    return checks.money(text)


class MonthSource(ListingSource):
    """A ``GridSource`` over lines of projects and months."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.month = ""
        """The month shown; empty for the one that is being reported."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, in their usual order."""
        return month_columns()

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The lines of the month shown, unless others are named."""
        return super().ids(self._dated(query))

    def values(self, query: GridQuery, key: str) -> Sequence[tuple[Value | None, int]]:
        """The values of a field under a query."""
        return super().values(self._dated(query), key)

    def grouped(
        self, query: GridQuery, grouping: Grouping, columns: Sequence[Column]
    ) -> GroupedRows:
        """The list in groups."""
        return super().grouped(self._dated(query), grouping, columns)

    def marks(self, query: GridQuery, wheres: Sequence[Group]) -> Mapping[str, int]:
        """The lines that fulfil a condition."""
        return super().marks(self._dated(query), wheres)

    def _dated(self, query: GridQuery) -> GridQuery:
        if not self.month:
            return query
        return replace(query, filters=(*query.filters, ("month", self.month)))

    def listing(self) -> Listing:
        """How lines are listed."""
        from invest_crm.services.money.month_grid import MONTHS

        return MONTHS

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some lines."""
        return self._context.app.read(_rows, ids)

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        """Amounts in 万元; other columns are not added up."""
        if key not in _MONEY:
            return [None] * len(ids)
        return self._context.app.read(_numbers, ids, key)


def _rows(view: View, ids: Sequence[str]) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.money.reports import load

    return {key: month_cells(record) for key, record in load(view, ids).items()}


def _numbers(view: View, ids: Sequence[str], key: str) -> list[Decimal | None]:
    from invest_crm.services.money.reports import load

    found = load(view, ids)
    values = (found[one][key] if one in found else None for one in ids)
    return [None if fen is None else Decimal(fen) / FEN_PER_WAN for fen in values]


def _column(key: str, width: int) -> Column:
    money = key in _MONEY
    title, unit = title_of(key), _("10,000 yuan") if money else ""
    return Column(
        key,
        title,
        unit=unit,
        width=max(width, heading_width(title, unit)),
        kind="money" if money else "chip" if key in _CHIPS else "text",
        sortable=key != "warned",
        frozen=key == "name",
        visible=key not in _HIDDEN,
        format_total=_total if money else None,
    )


def _total(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _cell(key: str, record: MonthRecord) -> Cell | str:
    value = record[key]
    if key == "state":
        return Cell(*state_words(record.values))
    if key == "warned":
        words = short_warnings(value)
        tip = "\n".join(map(warning_words, value))
        return Cell(
            pgettext("between words", ", ").join(words), "slow" if words else "", tip,
            tuple((one, "slow") for one in words),
        )  # fmt: skip
    if key == "month":
        return month_words(value)
    if key in _MONEY:
        return "" if value is None else wan(value)
    return value or ""


def _named(names: frozenset[str]) -> Any:
    def check(text: str) -> tuple[Any, str]:
        text = text.strip()
        if text in names:
            return text, ""
        return None, _("No project of this name.")

    return check
