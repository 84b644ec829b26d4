"""The rows of a previewed ledger as texts: what was read, understood, stored before and after.

Rows are made when they are looked at, so that a ledger of 100,000 rows costs nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import AreaReading, sqdm_to_mu_text
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.exchange.reading import MONEY_FIELDS
from invest_crm.exchange.sheet import shown
from invest_crm.services.projects.shapes import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.people import ContactReading
    from invest_crm.exchange.reading import Problem
    from invest_crm.services.ledger.plan import Change, PlannedRow
    from invest_crm.services.ledger.preview import ColumnView, Preview

_CODED = frozenset({"agreement_type", "site_mode"})
_NAMED = ("name", "firm", "contacts", "investor")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a row. ``key`` is a field, or the heading of a column kept as text.

    ``before``: what is stored and would be replaced, None if nothing is. ``problem``: what is
    wrong with the cell; ``taken`` is false where the field was left empty because of it.
    """

    key: str
    original: str
    understood: str
    before: str | None = None
    problem: str = ""
    taken: bool = True


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the ledger: number in the file, action, name, fields, remarks on the row."""

    row: int
    action: str
    name: str
    fields: tuple[FieldView, ...]
    extra: tuple[FieldView, ...]
    remarks: tuple[str, ...]


def places(shown_: Preview, wanted: str = "all", text: str = "") -> list[int]:
    """The places of rows: ``all``, one action, or ``noted`` for those with a problem."""
    rows = shown_.plan.rows
    if wanted == "all":
        found: Sequence[int] = range(len(rows))
    elif wanted == "noted":
        found = shown_.noted
    else:
        found = [place for place, row in enumerate(rows) if row.action == wanted]
    if text:
        needle = text.casefold()
        return [place for place in found if _contains(rows[place], needle)]
    return list(found)


def row_view(shown_: Preview, place: int) -> RowView:
    """One row with everything that was made of it."""
    planned = shown_.plan.rows[place]
    by_key: dict[str, list[ColumnView]] = {}
    for column in shown_.columns:
        if column.key:
            by_key.setdefault(column.key, []).append(column)
    problems = (*planned.reading.problems, *planned.problems)
    changes = {change.field: change for change in planned.changes}
    fields = tuple(
        _field(shown_, planned, key, by_key[key], problems, changes) for key in shown_.keys
    )
    told = {id(p) for columns in by_key.values() for p in _of(columns, problems)}
    remarks = tuple(problem.message for problem in problems if id(problem) not in told)
    return RowView(
        planned.reading.row,
        planned.action,
        _name_of(shown_, planned),
        fields,
        tuple(_extra(planned, frozenset(column.path for column in shown_.columns if column.key))),
        remarks,
    )


def show_value(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of a record in the words of an office; "" for none."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, PartialDate):
        return show(value)
    if isinstance(value, AreaReading):
        return _mu(value.sqdm)
    if isinstance(value, bool):
        return "√" if value else "×"
    if isinstance(value, int):
        return _number(key, value)
    if isinstance(value, tuple):
        return "；".join(_person(item) for item in value)
    if isinstance(value, Mapping):
        return "；".join(f"{heading}：{text}" for heading, text in value.items())
    text = str(value)
    return (label_of(key, text, names) or text) if key in _CODED else names.get(text, text)


def _number(key: str, value: int) -> str:
    if key in MONEY_FIELDS or key == "funds_total":
        return show_amount(value)
    return _mu(value) if key == "land_mu" else str(value)


def _mu(sqdm: int | None) -> str:
    return "" if sqdm is None else f"{sqdm_to_mu_text(sqdm)} 亩"


def _person(item: ContactReading | str) -> str:
    if isinstance(item, str):
        return item
    return " ".join(part for part in (item.name, item.post, item.phone) if part)


def _field(
    shown_: Preview,
    planned: PlannedRow,
    key: str,
    columns: Sequence[ColumnView],
    problems: Sequence[Problem],
    changes: Mapping[str, Change],
) -> FieldView:
    value = planned.reading.fields.get(key)
    understood = show_value(key, value, shown_.names)
    change = changes.get(key)
    before = None
    if change is not None:
        before = show_value(key, change.before, shown_.names)
        understood = show_value(key, change.after, shown_.names) or understood
    mine = _of(columns, problems)
    return FieldView(
        key,
        " · ".join(filter(None, (_original(planned, column) for column in columns))),
        understood,
        before,
        "\n".join(dict.fromkeys(problem.message for problem in mine)),
        taken=not mine or bool(understood),
    )


def _of(columns: Sequence[ColumnView], problems: Sequence[Problem]) -> list[Problem]:
    marks = {mark for column in columns for mark in (column.path, column.key)}
    return [problem for problem in problems if problem.column and problem.column in marks]


def _original(planned: PlannedRow, column: ColumnView) -> str:
    cells = planned.reading.cells
    return shown(cells[column.index]).strip() if column.index < len(cells) else ""


def _extra(planned: PlannedRow, mapped: frozenset[str]) -> Sequence[FieldView]:
    """Texts kept beside the fields; those of a mapped column stand with its field already."""
    extra = planned.reading.fields.get("extra")
    texts = extra if isinstance(extra, Mapping) else {}
    return [
        FieldView(heading, text, text) for heading, text in texts.items() if heading not in mapped
    ]


def _name_of(shown_: Preview, planned: PlannedRow) -> str:
    for key in _NAMED:
        text = show_value(key, planned.reading.fields.get(key), shown_.names)
        if text:
            return " ".join(text.split())
    return ""


def _contains(planned: PlannedRow, needle: str) -> bool:
    return any(needle in shown(cell).casefold() for cell in planned.reading.cells)
