"""Planning and applying a ledger of revenue.

A row means a firm that is stored; figures are compared by their months. A figure that stands
already is left, another one of the same months is corrected: the former is voided and stays in
the history. No firm is made of a row, and no amount stands in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.db.schema.statistics import firm_revenue
from invest_crm.domain.statistics.periods import span_of
from invest_crm.domain.statistics.revenue import Origin, period_words
from invest_crm.services.ledger.decisions import NOTHING_DECIDED
from invest_crm.services.ledger.identity import FirmIndex, settled
from invest_crm.services.ledger.plan import Candidate, Change, PlannedRow, mark, rejected
from invest_crm.services.statistics.revenue import entries_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.statistics.revenue import Entry
    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.ledger.identity import Match, Rival
    from invest_crm.services.work import View, Work

_FIGURES = "revenue"


def plan_revenue(
    view: View, reading: LedgerReading, decisions: Decisions = NOTHING_DECIDED
) -> list[PlannedRow]:
    """Match each row's firm, then compare its figures with what stands."""
    index = FirmIndex.load(view)
    planner = _Planner(view, min(f"{reading.as_of:%Y-%m}", f"{view.today:%Y-%m}"))
    rows: list[PlannedRow] = []
    for row in view.looking(reading.rows):
        proposed = None if row.rejected else _match(index, row)
        if proposed is None:
            rows.append(rejected(row))
            continue
        match = settled(proposed, decisions.of(row.row).means, index.name_of)
        planned = planner.plan(row, match.id) if match.id else _refused(row, match)
        planned.candidates = tuple(_candidate(index, rival) for rival in proposed.possible)
        rows.append(planned)
    return rows


def apply_revenue(
    work: Work, reading: LedgerReading, rows: Sequence[PlannedRow], source: str
) -> None:
    """Write the figures that are new; those they correct are voided."""
    fact = work.fact(source=source, cut_off=reading.as_of.isoformat())
    firms = [row.values["firm_id"] for row in rows if row.values.get(_FIGURES)]
    standing = _standing(entries_of(work, firms))
    new, gone = [], []
    for row in rows:
        values = row.values
        for key, amount in values.get(_FIGURES, {}).items():
            former = standing.get((values["firm_id"], key))
            if former is not None:
                gone.append(former.id)
            new.append(_columns(values, key, amount, reading.file if former else None) | fact)
        row.target = values.get("firm_id", row.target)
    if gone:
        work.void(firm_revenue, f"replaced by {source}", *gone)
    work.insert_many(firm_revenue, new)


class _Planner:
    """What a ledger is compared with, and the figures of its rows seen so far."""

    def __init__(self, view: View, until: str) -> None:
        self._until = until
        self._standing = _standing(entries_of(view))
        self._seen: dict[tuple[str, str], int] = {}

    def plan(self, row: RowReading, firm: str) -> PlannedRow:
        """What a row of a firm would do."""
        planned = PlannedRow(row, "same", target=firm)
        wanted = self._possible(planned)
        first = min((self._seen.setdefault((firm, key), row.row) for key in wanted), default=0)
        if wanted and first != row.row:
            planned = rejected(row)
            mark(planned, "duplicate-in-file", str(first))
            return planned
        known = {key: one.amount for key in wanted if (one := self._standing.get((firm, key)))}
        news = {key: amount for key, amount in wanted.items() if known.get(key) != amount}
        if not news:
            return planned
        before = {key: known[key] for key in news if key in known}
        planned.action = "changed" if known else "new"
        planned.target = firm if known else None
        planned.changes = [Change(_FIGURES, before, news)] if known else []
        said = {key: row.fields[key] for key in ("origin", "reason") if row.fields.get(key)}
        planned.values = {"firm_id": firm, _FIGURES: news, **said}
        return planned

    def _possible(self, planned: PlannedRow) -> dict[str, int]:
        """The figures of months that are over or running; the others are told."""
        stated: Any = planned.reading.fields.get(_FIGURES) or {}
        found = {}
        for key, amount in stated.items():
            span = span_of(key)
            if span.last > self._until:
                words = period_words(span.first, span.last)
                mark(planned, "months-to-come", words, column=_FIGURES)
            else:
                found[key] = amount
        return found


def _match(index: FirmIndex, row: RowReading) -> Match:
    code = row.fields.get("credit_code")
    return index.match(str(row.fields["name"]), code if isinstance(code, str) else None)


def _refused(row: RowReading, match: Match) -> PlannedRow:
    planned = rejected(row)
    mark(planned, match.note or "firm-unknown", match.named)
    return planned


def _candidate(index: FirmIndex, rival: Rival) -> Candidate:
    _name, code = index.named[rival.id]
    return Candidate(rival.id, rival.name, (("credit_code", code),) if code else ())


def _standing(entries: Mapping[str, Sequence[Entry]]) -> dict[tuple[str, str], Entry]:
    return {
        (firm, f"{entry.first}/{entry.last}"): entry
        for firm, found in entries.items()
        for entry in found
    }


def _columns(
    values: Mapping[str, Any], key: str, amount: int, corrects: str | None
) -> dict[str, object]:
    """The columns of a figure; ``corrects``: the file that is the reason where none is given."""
    span = span_of(key)
    return {
        "firm_id": values["firm_id"],
        "first": span.first,
        "last": span.last,
        "amount": str(amount),
        "origin": values.get("origin", Origin.FIRM.value),
        "reason": values.get("reason") or corrects,
    }
