"""What stands on papers, typed once beside the evidence, and what cannot be provided yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from invest_crm.db.schema.statistics import stat_answer, stat_paper
from invest_crm.domain.evidence import evidence_kinds, evidence_label
from invest_crm.domain.statistics.papers import KEYS, fields_of, title_of
from invest_crm.domain.statistics.revenue import is_month
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.statistics.acts import chosen, refuse, refuse_day
from invest_crm.services.stored import StoredRecord
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.statistics.papers import Paper
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.work import Work

_COLUMNS = {"on": "dated_on"}


class SavePaper(Struct, frozen=True):
    """What stands on the paper of a kind of evidence: values by the keys of ``papers.KEYS``,
    money in 分. All of them empty: nothing is known any more. ``seen``: what its user saw in the
    same fields; what was left as seen keeps what stands there now.
    """

    about: Subject
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


class CannotProvide(Struct, frozen=True):
    """A paper of the checklist cannot be had yet: who said so, when, and when to ask again."""

    about: Subject
    material: str
    said_by: str
    said_on: date
    ask_on: date
    note: str = ""


def save_paper(work: Work, command: SavePaper) -> None:
    """Write what stands on a paper instead of what was written before.

    UserErrors: ``stat-gone``, ``evidence-unknown``, ``day-to-come``, ``paper-months``,
    ``paper-amount`` (negative); ``EditConflict`` if somebody else typed the same fields meanwhile.
    """
    (line,) = chosen(work, command.about.kind, (command.about.id,))
    if command.kind not in evidence_kinds():
        refuse("evidence-unknown", _("There is no such kind of evidence."))
    before = line.papers.get(command.kind)
    values = _merged(work, command, before)
    _refuse_values(work, values)
    work.name("statistics.paper", name=line.name, kind=evidence_label(command.kind))
    if before is not None:
        work.void(stat_paper, "typed anew", before.id)
    if any(value is not None for value in values.values()):
        work.insert(
            stat_paper,
            kind=command.kind,
            **{f"{command.about.kind}_id": command.about.id},
            **{_COLUMNS.get(key, key): _stored(key, value) for key, value in values.items()},
            **work.fact(source="hand"),
        )


def cannot_provide(work: Work, command: CannotProvide) -> str:
    """Record that a paper cannot be had yet, instead of a former answer; returns its id.

    UserErrors: ``stat-gone``, ``answer-needless`` (it is there or not on the list),
    ``answer-who``, ``answer-day``.
    """
    (line,) = chosen(work, command.about.kind, (command.about.id,))
    wanted = {one.code: one for one in line.checklist.materials}
    one = wanted.get(command.material)
    if one is None or set(one.kinds) & line.evidence:
        refuse(
            "answer-needless", _("This paper is there already, or the list does not ask for it.")
        )
    if not command.said_by.strip():
        refuse("answer-who", _("Say who said so."), _("Enter a name."))
    if command.ask_on <= work.today or command.said_on > work.today:
        refuse(
            "answer-day",
            _("The answer was given by today, and the day to ask again is still to come."),
            _("Enter these days."),
        )
    work.name("statistics.cannot", name=line.name, what=one.label)
    before = line.answers.get(command.material)
    if before is not None:
        work.void(stat_answer, "answered anew", before.id)
    return work.insert(
        stat_answer,
        **{f"{command.about.kind}_id": command.about.id},
        material=command.material,
        said_by=command.said_by.strip(),
        said_on=command.said_on.isoformat(),
        ask_on=command.ask_on.isoformat(),
        note=command.note.strip() or None,
        **work.fact(source="hand"),
    )


def _merged(work: Work, command: SavePaper, before: Paper | None) -> dict[str, Any]:
    """The fields as they are to stand. ``EditConflict`` field by field."""
    asked = [key for key in KEYS if key in fields_of(command.kind)]
    values = {key: _plain(command.values[key]) for key in asked if key in command.values}
    seen = {key: _plain(value) for key, value in command.seen.items()}
    stands = {key: _plain(getattr(before, key, None)) for key in asked}
    changed = {key: value for key, value in values.items() if key not in seen or value != seen[key]}
    record = StoredRecord(before.id if before else "", 0, None, stands)
    refuse_conflicts(
        record,
        changed,
        seen,
        lambda key: title_of(command.kind, key),
        lambda _key: last_writer(work, Place([record.id])),
    )
    return {**(stands if seen else {}), **changed}


def _plain(value: Any) -> Any:
    return None if value in ("", None) else value


def _refuse_values(work: Work, values: Mapping[str, Any]) -> None:
    on = values.get("on")
    if on is not None:
        refuse_day(work, on)
    first, last = values.get("first"), values.get("last")
    months = [month for month in (first, last) if month is not None]
    wrong = len(months) == 1 or months != sorted(months)
    if wrong or not all(is_month(month) for month in months):
        refuse(
            "paper-months",
            _("The paper covers the first to the last month."),
            _("Enter both, as 2026-01."),
        )
    if any((values.get(key) or 0) < 0 for key in ("amount", "revenue")):
        refuse("paper-amount", _("An amount on a paper is not negative."), _("Check the amount."))


def _stored(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if key == "revenue" and value is not None else value
