"""What makes a record whole once its cells are read: rules that look at several cells at once.

Milestone rule (figures rule "What a ledger means"): a date wins over a tick, a tick without a
date is a milestone of unknown date no later than the cut-off, a date after the cut-off is a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.stages import AgreementType
from invest_crm.domain.text import is_error_cell, is_unknown
from invest_crm.exchange.chains import find_chain
from invest_crm.exchange.people_cells import contacts_of
from invest_crm.exchange.reading import RowReading
from invest_crm.exchange.revenue_cells import settle_figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.exchange.draft import Context, Draft, Sign
    from invest_crm.exchange.reading import Value


_NONE: frozenset[str] = frozenset()


def finish(draft: Draft, context: Context, template: Mapping[str, Value]) -> RowReading:
    """The frozen record of a draft; ``template`` holds every mapped field as empty."""
    draft.fields = fields = {**template, **draft.fields}
    for key, signs in draft.signs.items():
        fields[key] = _milestone(draft, signs, context)
    if context.kind == "projects":
        _project(draft, context)
    elif context.kind == "firms":
        _firm(draft)
    elif context.kind == "monthly":
        _monthly(draft, context)
    elif context.kind == "requests":
        fields["closed"] = bool(fields.get("closed"))
    elif context.kind == "parcels":
        fields["name"] = fields.get("name") or fields.get("number")
    elif context.kind == "revenue":
        _revenue(draft, context)
    elif context.kind == "contacts":
        _contact(draft)
    _require_name(draft, context)
    fields["extra"] = draft.extra
    return RowReading(
        draft.row,
        fields,
        frozenset(draft.flags) if draft.flags else _NONE,
        tuple(draft.problems),
        draft.cells,
        draft.rejected,
        draft.amounts,
        _denied(draft.signs) if draft.signs else _NONE,
    )


def _denied(signs: Mapping[str, Sequence[Sign]]) -> frozenset[str]:
    return frozenset(key for key, found in signs.items() if any(map(_denies, found)))


def _denies(sign: Sign) -> bool:
    """Whether a cell says no in so many words; a dash or a blank records nothing."""
    return sign.said is False and not is_unknown(sign.raw) and sign.raw not in {"", "0"}


def _require_name(draft: Draft, context: Context) -> None:
    key = "firm" if context.kind == "requests" else "name"
    name = draft.fields.get(key)
    if name and not is_error_cell(str(name)):
        return
    draft.fields[key] = None
    draft.rejected = "name-missing"
    draft.trouble("name-missing", None, "")


def _project(draft: Draft, context: Context) -> None:
    fields = draft.fields
    _fixed(draft)
    if "name" not in fields:
        fields["name"] = fields.get("investor")
    if draft.people:
        fields["contacts"] = contacts_of(draft.people)
    if not fields.get("chain") and "chain" not in fields and fields.get("industry"):
        chain = find_chain(str(fields["industry"]), context.chains)
        if chain:
            fields["chain"] = chain
    if context.talks:
        return
    signed = context.signed_title or fields.get("signed_on")
    if signed and "agreement_type" not in fields:
        fields["agreement_type"] = AgreementType.INVESTMENT.value


def _fixed(draft: Draft) -> None:
    """A fixed part written in the total's cell fills an empty column; else the column wins."""
    total = draft.amounts.get("total_investment")
    if total is None or total.fixed_fen is None:
        return
    stated = draft.fields.get("fixed_investment")
    if stated is None:
        draft.fields["fixed_investment"] = total.fixed_fen
    elif stated != total.fixed_fen:
        column = draft.total_column
        cell = draft.cells[column.index] if column else ""
        draft.trouble("fixed-disagrees", column, cell)


def _firm(draft: Draft) -> None:
    owner = draft.fields.get("legal_person")
    if draft.people:
        name = owner if isinstance(owner, str) else ""
        found = contacts_of(draft.people, name)
        draft.fields["contacts"] = tuple(
            replace(one, post="法定代表人") if name and one.name == name and not one.post else one
            for one in found
        )


def _monthly(draft: Draft, context: Context) -> None:
    if not draft.fields.get("month"):
        draft.fields["month"] = f"{context.as_of.year}-{context.as_of.month:02d}"


def _revenue(draft: Draft, context: Context) -> None:
    """A firm without a name goes by its code; a figure has no room for further texts."""
    draft.fields["name"] = draft.fields.get("name") or draft.fields.get("credit_code")
    if context.times is not None:
        settle_figures(draft, context.times)
    draft.extra = {}


def _contact(draft: Draft) -> None:
    found = contacts_of(draft.people)
    if found:
        first = found[0]
        draft.fields["name"] = first.name
        draft.fields["phone"] = first.phone or None
        if first.post and not draft.fields.get("post"):
            draft.fields["post"] = first.post
        if len(found) > 1:
            others = (f"{one.name} {one.phone}".strip() for one in found[1:])
            draft.extra["contacts"] = "；".join(others)


def _milestone(draft: Draft, signs: list[Sign], context: Context) -> PartialDate | None:
    """One milestone from its columns: the date if any, else the tick."""
    dated = [sign for sign in signs if sign.when is not None and sign.when.value]
    said_no = any(sign.said is False and sign.column.role == "flag" for sign in signs)
    for sign in signs:
        if sign.problem:
            draft.trouble(sign.problem, sign.column, sign.raw)
    for sign in dated:
        first = sign.when.first_day() if sign.when else None
        if first is not None and first > context.as_of:
            draft.trouble("date-after-cut-off", sign.column, sign.raw)
            draft.flags.add("suspicious")
            continue
        if said_no:
            draft.trouble("flag-date-disagree", sign.column, sign.raw)
            continue
        return sign.when
    if said_no:
        return None
    return _ticked(signs, dated, context)


def _ticked(signs: list[Sign], dated: list[Sign], context: Context) -> PartialDate | None:
    """A tick without a usable date: reached at an unknown day no later than the cut-off."""
    for sign in signs:
        if sign.said and sign not in dated:
            return PartialDate(None, "unknown", sign.raw, not_after=context.as_of.isoformat())
    return None
