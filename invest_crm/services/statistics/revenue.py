"""Revenue that firms reported: read, recorded, corrected. Amounts are personal to a firm.

They stand outside the log (as phones do) and in no name of an action. A correction voids the
figure and puts another there with its reason; nothing computes a figure towards a threshold.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.statistics import firm_revenue
from invest_crm.domain.statistics.revenue import Entry, Origin, is_month
from invest_crm.services.refusals import no_reason, unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row

    from invest_crm.errors import UserError
    from invest_crm.services.work import View, Work


class ReportRevenue(Struct, frozen=True):
    """Revenue (分) of a firm from one month to another of the same year, and where it is from.

    ``reason``: why it stands instead of what was reported of exactly these months before.
    """

    firm_id: str
    first: str
    last: str
    amount: int
    origin: str = Origin.FIRM.value
    reason: str = ""


class VoidRevenue(Struct, frozen=True):
    """A figure that was entered by mistake; ``reason`` says why."""

    id: str
    reason: str


class RevenueRow(Struct, frozen=True):
    """One line of a pasted sheet: a firm by name or credit code, months, an amount in 分."""

    firm: str
    first: str
    last: str
    amount: int


class PasteRevenue(Struct, frozen=True):
    """Lines of a pasted sheet; ``reason`` is asked for where they correct figures."""

    rows: tuple[RevenueRow, ...]
    origin: str = Origin.FIRM.value
    reason: str = ""


def entries_of(
    view: View, ids: Sequence[str] | None = None, *, known_at: str | None = None
) -> Mapping[str, list[Entry]]:
    """What firms reported and stands, by firm, oldest months first; ``ids`` None: of every firm.

    ``known_at``: as known at a moment (UTC text).
    """
    columns = firm_revenue.c
    live: ColumnElement[bool] = columns.voided_at.is_(None)
    if known_at is not None:
        live = (columns.recorded_at <= known_at) & (live | (columns.voided_at > known_at))
    query = select(firm_revenue).where(live).order_by(columns.first, columns.last)
    whose = columns.firm_id.in_
    parts = [query] if ids is None else [query.where(whose(some)) for some in chunks(list(ids))]
    rows = [row for part in parts for row in view.rows(part)]
    texts = view.reveal(row.amount for row in rows)
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        if row.amount in texts:
            found[row.firm_id].append(_entry(row, texts[row.amount]))
    return found


def report_revenue(work: Work, command: ReportRevenue) -> str:
    """Record what a firm reported; returns its id.

    UserErrors: ``firm-gone``, ``revenue-months``, ``revenue-to-come``, ``revenue-negative``,
    ``revenue-origin``, ``reason-missing`` (it replaces another figure), ``revenue-same``.
    """
    name = _firm_name(work, command.firm_id)
    _refuse(work, command)
    made = _write(work, command)
    work.name("revenue.report", name=name)
    return made


def paste_revenue(work: Work, command: PasteRevenue) -> int:
    """Record a sheet as one action; returns how many figures are new.

    A figure that stands already is left. UserErrors as ``report_revenue`` and ``firm-unknown``
    (says which line); then nothing of it remains.
    """
    known = _firms(work)
    made = 0
    for place, row in enumerate(command.rows, start=1):
        firm_id = known.get(row.firm.strip())
        if firm_id is None:
            raise _unknown(place, row.firm)
        one = ReportRevenue(
            firm_id, row.first, row.last, row.amount, command.origin, command.reason
        )
        _refuse_values(work, one, place)
        standing = _standing(work, one)
        if standing is not None and standing.amount == one.amount:
            continue
        _refuse_silent(standing, one, place)
        _write(work, one)
        made += 1
    if not made:
        raise _refusal("revenue-same", _("All of these figures stand there already."))
    work.name("revenue.paste", count=made)
    return made


def void_revenue(work: Work, command: VoidRevenue) -> None:
    """Take a figure back. UserErrors ``revenue-gone``, ``reason-missing``."""
    row = work.first(select(firm_revenue).where(firm_revenue.c.id == command.id))
    if row is None or row.voided_at is not None:
        raise _refusal("revenue-gone", _("This figure was taken back already."))
    if not command.reason.strip():
        raise no_reason()
    work.name("revenue.void", name=_firm_name(work, row.firm_id))
    work.void(firm_revenue, command.reason.strip(), row.id)


def _write(work: Work, command: ReportRevenue) -> str:
    standing = _standing(work, command)
    if standing is not None:
        work.void(firm_revenue, command.reason.strip(), standing.id)
    return work.insert(
        firm_revenue,
        firm_id=command.firm_id,
        first=command.first,
        last=command.last,
        amount=str(command.amount),
        origin=command.origin,
        reason=command.reason.strip() or None if standing is not None else None,
        **work.fact(source="hand"),
    )


def _refuse(work: Work, command: ReportRevenue) -> None:
    _refuse_values(work, command)
    standing = _standing(work, command)
    if standing is not None and standing.amount == command.amount:
        raise _refusal("revenue-same", _("Exactly this was reported already."))
    _refuse_silent(standing, command)


def _refuse_silent(standing: Entry | None, command: ReportRevenue, place: int = 0) -> None:
    """Another figure of the same months is a correction and says why."""
    if standing is not None and not command.reason.strip():
        raise unsaved(
            "reason-missing",
            _at(place)
            + _("Another figure of {period} stands there.").format(period=standing.period),
            _("Say why it is corrected."),
        )


def _refuse_values(work: Work, command: ReportRevenue, place: int = 0) -> None:
    first, last = command.first, command.last
    ordered = is_month(first) and is_month(last) and first[:4] == last[:4] and first <= last
    checks = (
        (not ordered, "revenue-months",
         _("The months must lie in one year, the first not after the last (2026-01).")),
        (ordered and last > f"{work.today:%Y-%m}", "revenue-to-come",
         _("This month is still to come.")),
        (command.amount < 0, "revenue-negative", _("Revenue cannot be negative.")),
        (command.origin not in set(Origin), "revenue-origin",
         _("Say where the figure comes from.")),
    )  # fmt: skip
    for wrong, code, words in checks:
        if wrong:
            raise _refusal(code, _at(place) + words)


def _standing(view: View, command: ReportRevenue) -> Entry | None:
    row = view.first(
        select(firm_revenue).where(
            firm_revenue.c.firm_id == command.firm_id,
            firm_revenue.c.first == command.first,
            firm_revenue.c.last == command.last,
            firm_revenue.c.voided_at.is_(None),
        )
    )
    if row is None:
        return None
    return _entry(row, view.reveal([row.amount]).get(row.amount, "-1"))


def _entry(row: Row[Any], amount: str) -> Entry:
    return Entry(
        row.first,
        row.last,
        int(amount),
        row.origin,
        row.reason or "",
        row.id,
        row.recorded_by,
        row.recorded_at,
    )


def _firms(view: View) -> dict[str, str]:
    """Firms by name and by credit code."""
    query = select(firm.c.id, firm.c.name, firm.c.credit_code).where(firm.c.archived_at.is_(None))
    found: dict[str, str] = {}
    for row in view.rows(query.order_by(firm.c.id.desc())):
        found[row.name] = row.id
        if row.credit_code:
            found[row.credit_code] = row.id
    return found


def _firm_name(view: View, firm_id: str) -> str:
    found = view.values(
        select(firm.c.name).where(firm.c.id == firm_id, firm.c.archived_at.is_(None))
    )
    if not found:
        raise _refusal("firm-gone", _("This firm is no longer there."))
    return str(found[0])


def _at(place: int) -> str:
    return _("Line {n}: ").format(n=place) if place else ""


def _unknown(place: int, name: str) -> UserError:
    return unsaved(
        "firm-unknown",
        _at(place) + _("there is no firm “{name}”.").format(name=name),
        _("Write the name or the credit code as it stands in the list of firms."),
    )


def _refusal(code: str, what: str) -> UserError:
    return unsaved(
        code,
        what,
        _("Check what was entered."),
    )
