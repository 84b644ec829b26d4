"""What an action changed of a record, field by field, as people read it.

The log holds columns of rows; here they become the fields of the form. A fact that was corrected
is two rows (one voided, one new) and one change of a field. Telephone numbers are not shown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.log import image_after
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.log import change
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    side_state,
)
from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.departments import department_label
from invest_crm.domain.hold_ups import stored_words
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import BY_KEY, MONEY, site_mode_label
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState
from invest_crm.services import firms, parcel_changes, requests
from invest_crm.services.dates import read_date
from invest_crm.services.file_changes import FileTeller
from invest_crm.services.projects.listing import chain_names
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View

    Image = Mapping[str, Any]

_RENAMED = {
    "chain_id": "chain",
    "node_id": "node",
    "land_sqdm": "land_mu",
    "start_by_value": "start_by",
    "complete_by_value": "complete_by",
}
"""Columns that are called otherwise than their field."""

_MODERATE = 500
"""Records in an action up to which its images are searched."""

_SEVERAL = frozenset({"contacts", "node", "attachments"})
"""Fields that hold several values, each a row of its own."""


class FieldChange(Struct, frozen=True):
    """One field: its key, its word, what stood there and what stands there (empty: nothing)."""

    field: str
    title: str
    before: str
    after: str


def with_fields(
    view: View, lines: Iterable[HistoryLine], ids: Sequence[str]
) -> tuple[HistoryLine, ...]:
    """Lines of a history together with what each changed of a record.

    ``ids``: the record and the rows that belong to it. Rows that are gone are found by their image
    in actions of moderate size. What a record was created with is not listed.
    """
    lines = tuple(lines)
    told: defaultdict[int, list[FieldChange]] = defaultdict(list)
    teller = _Teller(view)
    made = set()
    for row in _entries(view, lines, ids):
        told[row.set_seq].extend(teller.changes(row))
        if row.record_id == ids[0] and row.operation == "I":
            made.add(row.set_seq)
    for seq in made:
        told[seq].clear()
    return tuple(replace(line, changes=_joined(told[line.seq])) for line in lines)


def _entries(view: View, lines: Sequence[HistoryLine], ids: Sequence[str]) -> list[Row[Any]]:
    """Rows of the log, in order. Asked by record: an import holds many more than a record has."""
    kept = view.rows(select(change).where(change.c.record_id.in_(ids)))
    gone = view.rows(
        select(change).where(
            change.c.set_seq.in_([line.seq for line in lines if line.records <= _MODERATE]),
            change.c.operation == "D",
            change.c.before.contains(ids[0], autoescape=True),
            change.c.record_id.not_in(ids),
        )
    )
    return sorted((*kept, *gone), key=lambda row: (row.set_seq, row.position))


def _joined(found: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """One change a field, without those that come to nothing."""
    fields: dict[str, FieldChange] = {}
    for one in found:
        known = fields.get(one.field)
        fields[one.field] = one if known is None else _both(known, one)
    return tuple(one for one in fields.values() if one.before != one.after)


def _both(first: FieldChange, then: FieldChange) -> FieldChange:
    """Two changes of a field as one; of a field with several values all of them are named."""
    if first.field in _SEVERAL:
        parts = ((first.before, then.before), (first.after, then.after))
        before, after = (_("; ").join(filter(None, part)) for part in parts)
        return replace(first, before=before, after=after)
    return replace(first, before=first.before or then.before, after=then.after or first.after)


class _Teller:
    """Puts rows of the log into words; the names it needs are read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._chains: dict[str, str] | None = None
        self._files = FileTeller(view)
        self._facts: dict[str, tuple[Table, Callable[[Image], FieldChange]]] = {
            milestone.name: (milestone, _milestone),
            agreement.name: (agreement, _agreement),
            side_state.name: (side_state, _side_state),
            funds_statement.name: (funds_statement, _funds),
        }
        self._records: dict[str, Callable[[str], tuple[str, str]]] = {
            project.name: _project_field,
            "firm": lambda key: (key, firms.firm_word(key) if key in firms.WORDS else ""),
            "service_request": _request_field,
            "parcel": parcel_changes.field_of,
            "responsible": _responsible_field,
            "commitment": _commitment_field,
            "approval": lambda key: (key, _approval_word(key)),
        }

    def changes(self, row: Row[Any]) -> Iterator[FieldChange]:
        """What one row of the log says."""
        before = _image(row.before)
        after: Image = {}
        if row.operation != "D":
            after = image_after(self._view.connection, row.set_seq, row.position, row.after)
        if row.table_name in self._facts:
            yield from self._fact(row, before, after)
        elif row.table_name == "contact":
            yield from _contact(before, after)
        elif row.table_name == attachment.name:
            title = _("Attachments")
            for told in self._files.changes(row, before, after):
                yield FieldChange("attachments", title, *told)
        elif row.table_name == "firm_node":
            place = _("Chain node")
            yield FieldChange("node", place, self._place(before), self._place(after))
        elif row.table_name in self._records and row.operation == "U":
            yield from self._record(row.table_name, before, after)

    def _record(self, table: str, before: Image, after: Image) -> Iterator[FieldChange]:
        if "archived_at" in after:
            words = {True: _("in the trash"), False: ""}
            gone = (words[bool(image.get("archived_at"))] for image in (before, after))
            yield FieldChange("archived_at", _("Trash"), *gone)
        for column in after:
            key, title = self._records[table](_RENAMED.get(column, column))
            if title:
                show = parcel_changes.shown if table == "parcel" else self._show
                shown = (show(column, key, image) for image in (before, after))
                yield FieldChange(key, title, *shown)

    def _show(self, column: str, key: str, image: Image) -> str:
        value = image.get(column)
        if column.endswith("_value"):
            found = image.get(column.replace("_value", "_precision"))
            return str(value or image.get(column.replace("_value", "_raw")) or "") if found else ""
        if value is None or value == "":
            return ""
        if column in {"chain_id", "node_id"}:
            return self._chain(str(value))
        if key in MONEY or key == "registered_capital":
            return show_amount(value)
        if isinstance(value, bool) or key in {"closed", "local", "in_size"}:
            return _("yes") if value else _("no")
        shapes: dict[str, Callable[[Any], str]] = {
            "land_mu": lambda area: _("{n} mu").format(n=sqdm_to_mu_text(area)),
            "site_mode": site_mode_label,
            "agreement_type": _agreement_type,
            "department": department_label,
        }
        return shapes.get(key, str)(value)

    def _fact(self, row: Row[Any], before: Image, after: Image) -> Iterator[FieldChange]:
        table, words = self._facts[row.table_name]
        blank = dict.fromkeys(table.c.keys())
        if row.operation == "I":
            yield words({**blank, **after})
            return
        if row.operation == "D":
            yield _turned(words({**blank, **before}))
            return
        if "voided_at" not in after:
            return
        stored = self._view.first(select(table).where(table.c.id == row.record_id))
        if stored is not None:
            told = words(dict(stored._mapping))  # noqa: SLF001 - SQLAlchemy's way to a mapping
            yield _turned(told) if after["voided_at"] else told

    def _place(self, image: Image) -> str:
        node = image.get("node_id")
        return self._chain(str(node)) if node else ""

    def _chain(self, key: str) -> str:
        if self._chains is None:
            self._chains = chain_names(self._view)
        return self._chains.get(key, key)


def _image(text: str | None) -> Image:
    found: Image = json.loads(text) if text else {}
    return found


def _turned(told: FieldChange) -> FieldChange:
    """A fact that does not count any more."""
    return replace(told, before=told.after, after="")


def _project_field(key: str) -> tuple[str, str]:
    shown = key in BY_KEY and BY_KEY[key].kind not in {"flags", "extra"}
    return key, BY_KEY[key].label if shown else ""


def _request_field(key: str) -> tuple[str, str]:
    named = {"firm": "name", "received_value": "received_on", "due_value": "due_on"}.get(key, key)
    return named, requests.request_word(named) if named in requests.WORDS else ""


def _commitment_field(key: str) -> tuple[str, str]:
    from invest_crm.domain.commitments import WORDS
    from invest_crm.services.agreements.commitments import commitment_word

    told = key in WORDS and key not in ("side", "kind", "fair", "state", "amount")
    return key, commitment_word(key) if told else ""


def _responsible_field(key: str) -> tuple[str, str]:
    from invest_crm.services.five_ones.records import WORDS, responsible_word

    return key, responsible_word(key) if key in WORDS else ""


def _approval_word(key: str) -> str:
    from invest_crm.services.approvals.records import WORDS

    return _(WORDS[key]) if key in WORDS else ""


def _agreement_type(code: str) -> str:
    return AgreementType(code).label if code in AgreementType.__members__ else code


def _milestone(row: Image) -> FieldChange:
    field = BY_KEY.get(MilestoneKind(row["kind"]).field)
    title = field.label if field is not None else MilestoneKind(row["kind"]).label
    key = field.key if field is not None else str(row["kind"])
    when = read_date(row, "effective")
    return FieldChange(key, title, "", show(when) if when and when.value else _("reached"))


def _agreement(row: Image) -> FieldChange:
    when = read_date(row, "contract")
    amount = show_amount(row["amount"]) if row.get("amount") else ""
    kind = AgreementType(row["type"]).label
    parts = (show(when) if when else "", kind, amount)
    field = BY_KEY["signed_on"]
    return FieldChange(field.key, field.label, "", " · ".join(filter(None, parts)))


def _side_state(row: Image) -> FieldChange:
    field = BY_KEY["side_state"]
    why = stored_words(row.get("reasons"), row.get("reason"))
    parts = (SideState(row["state"]).label, str(row["effective_on"] or ""), why)
    return FieldChange(field.key, field.label, "", " · ".join(filter(None, parts)))


def _funds(row: Image) -> FieldChange:
    field = BY_KEY["funds_in_place"]
    amount = show_amount(row["amount"]) if row.get("amount") is not None else ""
    title = field.label if row["subject"] == "funds" else _("Investment completed")
    day = _("as of {day}").format(day=row["as_of"])
    return FieldChange(str(row["subject"]), title, "", f"{amount} · {day}")


def _contact(before: Image, after: Image) -> Iterator[FieldChange]:
    title = _("Contacts")
    if "name" in before or "name" in after or "post" in before or "post" in after:
        shown = (
            " ".join(filter(None, (image.get("name"), image.get("post"))))
            for image in (before, after)
        )
        yield FieldChange("contacts", title, *shown)
    elif "phone" in after:
        yield FieldChange("contacts", title, "", _("telephone changed"))
