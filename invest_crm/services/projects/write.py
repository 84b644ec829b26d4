"""Writing projects: one way for the form, the board and the ledger import.

A ``ProjectWriter`` collects the rows of many projects and writes them together. What happened to a
project becomes dated facts: a new date or amount adds a row and voids the one it replaces; nothing
is overwritten. Values are those of ``ProjectRecord``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
)
from invest_crm.domain.ids import new_id
from invest_crm.domain.project_fields import AMOUNTS, DEADLINES, STORED
from invest_crm.domain.stages import COUNTED_AGREEMENTS, AgreementType, MilestoneKind, Stage
from invest_crm.domain.text import firm_key, project_key, split_phase
from invest_crm.services.dates import date_columns
from invest_crm.services.projects.confirming import ask, withdraw
from invest_crm.services.projects.grading import regrade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row, Table

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.people import ContactReading
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import Work

_KINDS = {kind.field: kind for kind in MilestoneKind}
HAND = "hand"
_SIGNING = frozenset({"signed_on", "agreement_type"})


class ProjectWriter:
    """Collects projects and their facts from one source and writes them in one go.

    ``source`` says where the facts come from (``hand``, ``ledger:<sha>``); ``cut_off`` is the day
    the source speaks for, and from which changed amounts take effect. Starred stages that are
    entered by hand wait for a second person, ``asked_of`` or anybody.
    """

    def __init__(self, work: Work, *, source: str, cut_off: date, asked_of: str = "") -> None:
        self._work = work
        self._source = source
        self._cut_off = cut_off
        self._day = cut_off.isoformat()
        self._fact = work.fact(source=source, cut_off=cut_off.isoformat())
        self._new: dict[Table, list[dict[str, object]]] = defaultdict(list)
        self._changed: dict[str, dict[str, object]] = {}
        self._asked_of = asked_of
        self._regraded: list[str] = []
        self._steps: dict[tuple[str, Stage], bool] = {}
        self._replaced: dict[Table, list[tuple[str, Mapping[str, str]]]] = defaultdict(list)

    def create(self, values: Mapping[str, Any], *, entry: Stage = Stage.LEAD) -> str:
        """Take up a new project; returns its id."""
        project_id = new_id()
        row: dict[str, object] = dict.fromkeys(STORED)
        row.update(
            id=project_id,
            entry_stage=entry.value,
            first_source=self._source,
            latest_cut_off=self._cut_off.isoformat(),
            **_derived_columns({"name": None, "investor": None, **values}),
        )
        row.update(_columns(values))
        self._new[project].append(row)
        if values.get("agreement_type") or values.get("signed_on"):
            self._sign(project_id, values.get("agreement_type"), values.get("signed_on"), values)
        self._facts(project_id, values)
        self._note_steps(project_id, {}, values)
        return project_id

    def change(self, record: ProjectRecord, values: Mapping[str, Any]) -> None:
        """Take up changed fields of a stored project (only those that differ)."""
        row = _columns(values)
        if {"name", "investor"} & values.keys():
            row.update(_derived_columns({**record.values, **values}))
        self._changed.setdefault(record.id, {}).update(row)
        for key in values:
            if key in _KINDS and record[key] is not None:
                self._void_facts(milestone, record.id, kind=_KINDS[key].value)
        if _SIGNING & values.keys():
            self._void_facts(agreement, record.id)
            kind = values.get("agreement_type", record["agreement_type"])
            day = values.get("signed_on", record["signed_on"])
            if kind or day:
                self._sign(record.id, kind, day, {**record.values, **values})
        self._void_money(record, values)
        self._facts(record.id, values)
        if values.get("started_on") is not None or "site_mode" in values:
            self._regraded.append(record.id)
        self._note_steps(record.id, record.values, values)

    def seen(self, record: ProjectRecord) -> None:
        """Remember that a source with this cut-off has spoken about a project."""
        if (record.latest_cut_off or "") < self._cut_off.isoformat():
            change = {"latest_cut_off": self._cut_off.isoformat()}
            self._changed.setdefault(record.id, {}).update(change)

    def amount(self, project_id: str, key: str, value: int) -> None:
        """Record an amount as of the cut-off without changing what stands now (older files)."""
        self._add_amount(project_id, key, value)

    def flush(self) -> None:
        """Write everything collected."""
        self._void_replaced()
        self._work.update_many(project, {key: row for key, row in self._changed.items() if row})
        for table in (project, agreement, milestone, project_amount, funds_statement, contact):
            rows = self._new.pop(table, [])
            if rows:
                self._work.insert_many(table, rows)
        regrade(self._work, self._regraded)
        self._regraded.clear()
        if self._source == HAND:
            withdraw(self._work, [step for step, stands in self._steps.items() if not stands])
            steps = [step for step, stands in self._steps.items() if stands]
            ask(self._work, steps, self._asked_of)
        self._steps.clear()

    def _note_steps(
        self, project_id: str, before: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """The stages whose day is entered or cleared."""
        for key, kind in _KINDS.items():
            if key in values and kind.stage is not None:
                self._steps[project_id, kind.stage] = values[key] is not None
        if _SIGNING & values.keys():
            kind = values.get("agreement_type", before.get("agreement_type"))
            day = values.get("signed_on", before.get("signed_on"))
            counts = (kind or AgreementType.INVESTMENT.value) in COUNTED_AGREEMENTS
            self._steps[project_id, Stage.SIGNED] = bool((kind or day) and counts)

    def _void_money(self, record: ProjectRecord, values: Mapping[str, Any]) -> None:
        """A cleared amount no longer stands; a statement corrected the same day gives way."""
        for key in AMOUNTS:
            if key in values and values[key] is None:
                self._void_facts(project_amount, record.id, kind=key)
        if "funds_in_place" in values:
            same_day = {} if values["funds_in_place"] is None else {"as_of": self._day}
            self._void_facts(funds_statement, record.id, subject="funds", **same_day)

    def _facts(self, project_id: str, values: Mapping[str, Any]) -> None:
        for key, kind in _KINDS.items():
            if values.get(key) is not None:
                self._milestone(project_id, kind, values[key])
        for key in AMOUNTS:
            if values.get(key) is not None:
                self._add_amount(project_id, key, values[key])
        if values.get("funds_in_place") is not None:
            self._new[funds_statement].append(
                {
                    "project_id": project_id,
                    "subject": "funds",
                    "scope": "since_start",
                    "amount": values["funds_in_place"],
                    "as_of": self._cut_off.isoformat(),
                    **self._fact,
                }
            )
        if "contacts" in values:
            self._contacts(project_id, values["contacts"])

    def _milestone(self, project_id: str, kind: MilestoneKind, day: PartialDate) -> None:
        self._new[milestone].append(
            {
                "project_id": project_id,
                "kind": kind.value,
                **date_columns("effective", day, self._cut_off),
                "grade": 1,
                **self._fact,
            }
        )

    def _sign(
        self, project_id: str, kind: str | None, day: PartialDate | None, values: Mapping[str, Any]
    ) -> None:
        columns = date_columns("contract", day, self._cut_off)
        columns["contract_day"] = columns["contract_day"] or self._cut_off.isoformat()
        self._new[agreement].append(
            {
                "project_id": project_id,
                "type": kind or AgreementType.INVESTMENT.value,
                **columns,
                "amount": values.get("total_investment"),
                "external_funds": values.get("external_funds"),
                **self._fact,
            }
        )

    def _add_amount(self, project_id: str, key: str, value: int) -> None:
        self._new[project_amount].append(
            {
                "project_id": project_id,
                "kind": key,
                "amount": value,
                "effective_on": self._cut_off.isoformat(),
                **self._fact,
            }
        )

    def _contacts(self, project_id: str, people: Iterable[ContactReading]) -> None:
        for position, person in enumerate(people):
            self._new[contact].append(
                {
                    "project_id": project_id,
                    "name": person.name or None,
                    "post": person.post or None,
                    "phone": person.phone or None,
                    "position": position,
                }
            )

    def _void_facts(self, table: Table, project_id: str, **where: str) -> None:
        """Those of the project's facts give way; which these are is asked for all at once."""
        self._replaced[table].append((project_id, where))

    def _void_replaced(self) -> None:
        for table, wishes in self._replaced.items():
            of_project: dict[str, list[Mapping[str, str]]] = defaultdict(list)
            for project_id, where in wishes:
                of_project[project_id].append(where)
            ids = [
                row.id
                for row in self._standing(table, list(of_project))
                if any(
                    all(getattr(row, name) == value for name, value in where.items())
                    for where in of_project[row.project_id]
                )
            ]
            if ids:
                self._work.void(table, f"replaced by {self._source}", *ids)

    def _standing(self, table: Table, projects: Sequence[str]) -> Iterator[Row[Any]]:
        query = select(table).where(table.c.voided_at.is_(None))
        if table is agreement:  # a corrected signing leaves what was agreed besides it
            query = query.where(agreement.c.type.not_in(("INCREASE", "SUPPLEMENT", "TERMINATION")))
        for part in chunks(projects):
            yield from self._work.rows(query.where(table.c.project_id.in_(part)))


def _columns(values: Mapping[str, Any]) -> dict[str, object]:
    """The columns of the project row that hold some of ``values``."""
    row: dict[str, object] = {key: values[key] for key in STORED if key in values}
    for key, column in (("chain", "chain_id"), ("node", "node_id"), ("land_mu", "land_sqdm")):
        if key in values:
            row[column] = values[key]
    for key in DEADLINES:
        if key in values:
            row.update(date_columns(key, values[key], None))
    if "node" in values:
        row["node_source"] = values.get("node_source")
    if "total_high" in values:
        row["total_high"] = values["total_high"]
    for key in ("flags", "extra"):
        if key in values:
            row[key] = json.dumps(values[key], ensure_ascii=False) if values[key] else None
    return row


def _derived_columns(values: Mapping[str, Any]) -> dict[str, object]:
    """What matching compares: the normalised name, the same without its phase, the investor."""
    key = project_key(values["name"] or "")
    investor = values["investor"]
    return {
        "name_key": key,
        "name_base": split_phase(key)[0],
        "investor_key": firm_key(investor) if investor else None,
    }
