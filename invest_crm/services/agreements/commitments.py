"""Promises of both sides: read, recorded, edited, archived, restored.

“审查通过” is refused without an uploaded opinion of the fair competition review (domain rule 1.4).
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.agreements import commitment, commitment_fact
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.projects import project
from invest_crm.domain.commitments import (
    KINDS,
    WORDS,
    Fair,
    Side,
    State,
    Warned,
    clause,
    standing,
    warnings,
)
from invest_crm.errors import UserError
from invest_crm.services.cells import Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.find import found_project
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord, bring_back, put_away
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

OPINION = "FAIR_REVIEW"
"""The kind of evidence that is the opinion of the fair competition review."""
_COLUMNS = tuple(key for key in WORDS if key not in ("project", "state"))


class CommitmentRecord(StoredRecord, frozen=True):
    """One promise. ``values`` by key of ``WORDS`` plus project_id and agreement_id."""

    def warned(self) -> tuple[Warned, ...]:
        """What in it calls for a fair competition review."""
        return warnings(Side(self["side"]), self["kind"], self["wording"])

    def standing(self, day: date) -> str:
        """The state as it is shown on a day."""
        due = self["due_on"]
        return standing(State(self["state"]), date.fromisoformat(due) if due else None, day)


class EditCommitment(EditRecord, frozen=True):
    """Changed values of a promise; a new one names its project by id, code or name."""


class StateFact(Struct, frozen=True):
    """What became of a promise on a day."""

    state: State
    on: date
    amount: int | None
    note: str
    recorded_by: str


def load(view: View, ids: Sequence[str]) -> dict[str, CommitmentRecord]:
    """Promises by id; unknown ids are absent."""
    found: dict[str, CommitmentRecord] = {}
    for part in chunks(ids):
        query = _whole().where(commitment.c.id.in_(part))
        found.update({row.id: _record(row) for row in view.rows(query)})
    return {item: found[item] for item in ids if item in found}


def load_all(view: View, project_id: str | None = None) -> list[CommitmentRecord]:
    """The promises of a project, or of all that are not in the trash, by their day."""
    query = _whole().where(commitment.c.archived_at.is_(None), project.c.archived_at.is_(None))
    if project_id is not None:
        query = query.where(commitment.c.project_id == project_id)
    order = (commitment.c.due_on.is_(None), commitment.c.due_on, commitment.c.id)
    return [_record(row) for row in view.rows(query.order_by(*order))]


def facts_of(view: View, commitment_id: str) -> tuple[StateFact, ...]:
    """What became of a promise, the latest first."""
    query = (
        select(commitment_fact)
        .where(
            commitment_fact.c.commitment_id == commitment_id,
            commitment_fact.c.voided_at.is_(None),
        )
        .order_by(commitment_fact.c.effective_on.desc(), commitment_fact.c.recorded_at.desc())
    )
    return tuple(
        StateFact(
            State(row.state),
            date.fromisoformat(row.effective_on),
            row.amount,
            row.note or "",
            row.recorded_by,
        )
        for row in view.rows(query)
    )


def has_opinion(view: View, project_id: str, commitment_id: str | None) -> bool:
    """Whether the opinion of the review is attached, to the project or to the promise itself."""
    own = select(attachment.c.id).where(
        attachment.c.commitment_id == commitment_id,
        attachment.c.kind == OPINION,
        attachment.c.archived_at.is_(None),
    )
    if commitment_id is not None and view.first(own.limit(1)) is not None:
        return True
    return bool(evidence_of(view, [project_id], (OPINION,)))


def save_commitment(work: Work, command: EditCommitment) -> str:
    """Record or edit a promise; returns its id.

    UserError ``wording-missing``, ``project-unknown``, ``kind-unknown``, ``opinion-missing``
    (passed without an uploaded opinion), ``commitment-gone``; ``EditConflict``.
    """
    if command.id is None:
        values: dict[str, Any] = dict(command.values)
        home = values.pop("project_id", None) or found_project(work, values.pop("project", "")).id
        values.pop("project", None)
        whole = {"side": Side.GOVERNMENT.value, "fair": Fair.PENDING.value, **values}
        _refuse(work, home, whole)
        work.name("commitment.add", text=clause(whole["wording"]))
        return work.insert(
            commitment,
            project_id=home,
            state=State.OPEN.value,
            **{"agreement_id": values.get("agreement_id"), **_row(whole)},
        )
    record = existing(work, [command.id])[command.id]
    record_id = command.id
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        commitment_word,
        lambda key: _last_writer(work, record_id, key),
    )
    _refuse(work, record["project_id"], {**record.values, **command.values}, record_id)
    work.name("commitment.edit", text=clause(record["wording"]))
    work.update(commitment, command.id, **_row(command.values))
    return command.id


def edit_commitment_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many promises, and new ones; returns the ids of the new ones."""
    records = load(work, list(command.values))
    rules = Rules(commitment_word, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for key, wanted in changed.items():
        _refuse(work, records[key]["project_id"], {**records[key].values, **wanted}, key)
    rows = []
    for given in command.new:
        home = found_project(work, str(given.get("project") or "")).id
        whole = {"side": Side.GOVERNMENT.value, "fair": Fair.PENDING.value, **_said(given)}
        _refuse(work, home, whole)
        blank: dict[str, object] = dict.fromkeys(_COLUMNS)
        rows.append({**blank, **_row(whole), "project_id": home, "state": State.OPEN.value})
    named = {key: _Named(record) for key, record in records.items()}
    name_action(work, command, named, "commitment.cells")
    work.update_many(commitment, {key: _row(values) for key, values in changed.items()})
    return tuple(work.insert_many(commitment, rows))


def archive_commitments(work: Work, ids: tuple[str, ...]) -> int:
    """Move promises to the trash."""
    return put_away(work, commitment, "commitment.archive", ids)


def restore_commitments(work: Work, ids: tuple[str, ...]) -> int:
    """Take promises out of the trash."""
    return bring_back(work, commitment, "commitment.restore", ids)


def commitment_word(key: str) -> str:
    """The word for a field."""
    return _(WORDS[key]) if key in WORDS else key


def existing(view: View, ids: Sequence[str]) -> dict[str, CommitmentRecord]:
    """Promises by id. UserError ``commitment-gone`` if one is not there."""
    found = load(view, ids)
    if not ids or len(found) < len(set(ids)):
        raise UserError(
            "commitment-gone",
            _("This promise is no longer there."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return found


class _Named:
    """A promise as cells are named by: its wording."""

    def __init__(self, record: CommitmentRecord) -> None:
        self.values: Mapping[str, Any] = {**record.values, "name": clause(record["wording"])}


def _refuse(
    view: View, project_id: str, values: Mapping[str, Any], promise: str | None = None
) -> None:
    if not str(values.get("wording") or "").strip():
        raise unsaved(
            "wording-missing", _("A promise has its wording."), _("Copy the clause as it stands.")
        )
    side, kind = Side(values["side"]), str(values.get("kind") or "")
    if kind not in KINDS[side]:
        raise unsaved(
            "kind-unknown",
            _("{side} does not promise that.").format(side=side.label),
            _("Choose a kind that belongs to the side."),
        )
    if values.get("fair") == Fair.PASSED and not has_opinion(view, project_id, promise):
        raise unsaved(
            "opinion-missing",
            _("The review is passed only with its opinion: none is attached."),
            _(
                "Attach it to the project or the promise as “fair competition review”, then"
                " choose passed."
            ),
        )


def _whole() -> Any:
    return select(commitment, project.c.name.label("project_name")).join(
        project, project.c.id == commitment.c.project_id
    )


def _record(row: Row[Any]) -> CommitmentRecord:
    values = {key: getattr(row, key) for key in WORDS if key != "project"}
    more = {
        "project": row.project_name,
        "project_id": row.project_id,
        "agreement_id": row.agreement_id,
    }
    return CommitmentRecord(
        row.id, row.row_version, row.archived_at, MappingProxyType({**values, **more})
    )


def _row(values: Mapping[str, Any]) -> dict[str, object]:
    row = {key: values[key] for key in _COLUMNS if key in values}
    if "wording" in values:
        row["wording"] = str(values["wording"]).strip()
    return row


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _last_writer(view: View, record_id: str, key: str) -> HistoryLine | None:
    return last_writer(view, Place([record_id], key))
