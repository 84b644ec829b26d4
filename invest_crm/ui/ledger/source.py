"""The rows of a previewed ledger for the grid: made when looked at, never all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.ledger_words import field_word
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.source import Askable, Cell, Column, GridQuery
from invest_crm.ui.ledger.words import ACTIONS, TONES, action_word
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from invest_crm.services.ledger.preview import Preview
    from invest_crm.services.ledger.preview_rows import FieldView, RowView

WANTED = "wanted"
"""The filter that names which rows are shown: all, an action, or noted."""

WRITE = "write"
"""The column that says whether a row will be written."""

WRITTEN, UNWRITTEN = "✓", "✕"
_WIDE = {"name": 190, "investor": 140, "chain": 76, "content": 170, "firm": 200, "business": 170}
_LONG = frozenset({"content", "progress_text", "problem_text", "remark", "business"})
_MONEY_WIDTH, _USUAL, _TWO_VALUES = 112, 120, 178
_CELL_PAD = 9


class PlanSource:
    """Answers a grid from a plan in memory; ids are the places of the rows."""

    def __init__(self, shown: Preview) -> None:
        self._shown = shown
        self._columns = self._make_columns()
        self._keys = [column.key for column in self._columns[3:]]

    def take(self, shown: Preview) -> None:
        """Answer from another state of the same ledger: same columns, same rows."""
        self._shown = shown

    def columns(self) -> tuple[Column, ...]:
        """Row number, whether it is written, what happens, then a column per recognised field."""
        return self._columns

    def _make_columns(self) -> tuple[Column, ...]:
        kind = self._shown.reading.kind
        money = {column.key for column in self._shown.columns if column.money}
        keys = sorted(self._shown.keys, key=_rank)
        action = max(chip_width(action_word(action)) for action in ACTIONS) + 2 * _CELL_PAD
        return (
            Column("row", _("Row"), width=52, kind="number", sortable=False, frozen=True),
            Column(WRITE, _("Write"), width=56, sortable=False, frozen=True),
            Column("action", _("Action"), width=action, kind="chip", sortable=False, frozen=True),
            *(
                Column(
                    key,
                    field_word(kind, key),
                    width=self._width(key, money=key in money),
                    align="right" if key in money else "",
                    sortable=False,
                    frozen=key == "name",
                )
                for key in keys
            ),
        )

    def ids(self, query: GridQuery) -> Sequence[str]:
        """The places of the rows asked for."""
        from invest_crm.services.ledger.preview_rows import places

        wanted = next((str(value) for key, value in query.filters if key == WANTED), "all")
        return [str(place) for place in places(self._shown, wanted, query.text)]

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        """The cells of some rows."""
        return {place: self._row(int(place)) for place in ids}

    def raw(
        self,
        ids: Sequence[str],
        key: str,  # noqa: ARG002 - the protocol's signature
    ) -> Sequence[Decimal | int | None]:
        """No sums over a preview; the totals line checks the columns."""
        return [None for _place in ids]

    def askable(self) -> Askable:
        """Nothing: a preview is narrowed by what happens to its rows."""
        return Askable()

    def values(
        self,
        query: GridQuery,  # noqa: ARG002 - the protocol's signature
        key: str,  # noqa: ARG002 - the protocol's signature
    ) -> Sequence[tuple[Any, int]]:
        """No field, no values."""
        return ()

    def value(
        self,
        record: str,  # noqa: ARG002 - the protocol's signature
        key: str,  # noqa: ARG002 - the protocol's signature
    ) -> Any:
        """No field, no value."""
        return None

    def _width(self, key: str, *, money: bool) -> int:
        """Room for one value, or for two where values change or were not taken."""
        usual = _WIDE.get(key, _MONEY_WIDTH if money else _USUAL)
        return max(usual, _TWO_VALUES) if key in self._shown.touched else usual

    def _row(self, place: int) -> Sequence[Cell | str]:
        from invest_crm.services.ledger.preview_rows import row_view

        row = row_view(self._shown, place)
        fields = {field.key: field for field in row.fields}
        action = Cell(action_word(row.action), TONES[row.action], "\n".join(row.remarks))
        return (str(row.row), _mark(row), action, *(cell_of(fields[key]) for key in self._keys))


def _mark(row: RowView) -> Cell | str:
    """Written or left out; a blank where nothing can be written."""
    if not row.writable:
        return ""
    tip = _("Space or a click: write this row or leave it out")
    return Cell(WRITTEN, "started", tip) if row.written else Cell(UNWRITTEN, "bad", tip)


def _rank(key: str) -> int:
    """The name first and frozen, texts last: what is checked is the amounts and dates."""
    return 0 if key == "name" else 2 if key in _LONG else 1


def cell_of(field: FieldView) -> Cell | str:
    """A field as a grid cell: what was understood, the original text in the tooltip."""
    tip = _("In the file: {text}").format(text=field.original) if field.original else ""
    if field.presumed:
        told = _("presumed from: {field}").format(field=field.presumed)
        return "" if field.kept else Cell(field.understood, "slow", told)
    if field.problem:
        text = field.understood if field.taken else field.original
        word = _("Note: {text}") if field.taken else _("Not taken: {text}")
        tone = "slow" if field.taken else "bad"
        return Cell(word.format(text=text), tone, f"{field.problem}\n{tip}".strip())
    if field.kept:
        said = _("The stored value stays; in the ledger: {text}").format(text=field.understood)
        return Cell(field.before or "", "", said)
    if field.before is not None:
        text = f"{field.before or '—'} → {field.understood}"
        return Cell(text, "", tip)
    if field.original in ("", field.understood):
        return field.understood
    return Cell(field.understood, "", tip)


def field_choices(kind: str) -> list[tuple[str, str]]:
    """What a column may be taken for, as (id, words); the first leaves it as text."""
    from invest_crm.services.ledger.choices import importable

    choices: list[tuple[str, str]] = [("", _("Keep as text"))]
    for key, roles in importable(kind):
        choices += [(f"{key}/{role}", field_word(kind, key, role)) for role in roles]
    return choices


def column_id(key: str | None, role: str) -> str:
    """The id of a choice of ``field_choices``."""
    return f"{key}/{role}" if key else ""


def column_of(choice: str) -> tuple[Any, str]:
    """Field and role of a choice."""
    key, _slash, role = choice.partition("/")
    return key or None, role
