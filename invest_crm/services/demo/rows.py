"""Invented data as rows of the tables, every one marked as demonstration data."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.db.schema.land import land_need, land_step, parcel, parcel_use
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
    side_state,
)
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.ids import new_id
from invest_crm.domain.land_path import path_of
from invest_crm.domain.land_uses import UseState
from invest_crm.domain.months import year_before
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.project_fields import STORED
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.text import firm_core, firm_key, project_key, split_phase
from invest_crm.services.dates import date_columns
from invest_crm.services.demo import words
from invest_crm.services.demo.agreements import commitment_rows
from invest_crm.services.demo.approval_rows import case_rows
from invest_crm.services.demo.dice import WAN, on_day
from invest_crm.services.demo.five_ones import deadlines, responsible_rows
from invest_crm.services.demo.gate_rows import gate_rows
from invest_crm.services.demo.note_rows import note_rows
from invest_crm.services.demo.papers import proofs
from invest_crm.services.demo.projects import START_SHARE
from invest_crm.services.demo.reviews import review_rows
from invest_crm.services.parcels import new_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.people import ContactReading
    from invest_crm.services.demo.data import DemoData
    from invest_crm.services.demo.firms import DemoFirm
    from invest_crm.services.demo.months import DemoMonth
    from invest_crm.services.demo.stories import Story
    from invest_crm.services.work import Work

    Row = tuple[Table, dict[str, object]]

_LATE = 6
"""About one project in so many has not reported the last month yet."""
_EXTRA = json.dumps({words.MARK_KEY: words.MARK}, ensure_ascii=False)
_AMOUNTS = ("total_investment", "fixed_investment", "external_funds", "year_plan")
_AMBITION = 1.05  # this year's task against what is on course


class RowMaker:
    """Turns invented things into rows; ids are made here so that rows can refer to each other."""

    def __init__(self, facts: Mapping[str, object], today: date, now: str) -> None:
        self._facts = facts
        self._reporting = count()
        self._today = today
        self._now = now
        self._firm_ids: list[str] = []
        self._project_ids: list[str] = []

    def firms(self, data: DemoData) -> Iterator[Row]:
        """Firms with their places on the chains and contacts."""
        for item in data.firms:
            key = new_id()
            self._firm_ids.append(key)
            yield firm, _firm_row(key, item)
            for place, (node, role) in enumerate(item.nodes):
                yield (
                    firm_node,
                    {"firm_id": key, "node_id": node, "role": role, "is_primary": place == 0},
                )
            yield from _people("firm_id", key, item.contacts)

    def projects(self, data: DemoData) -> Iterator[Row]:
        """Projects with everything that happened to them."""
        for story in data.projects:
            key = new_id()
            self._project_ids.append(key)
            yield project, self._project_row(key, story)
            yield from self._happened(key, story)
            yield from self._money(key, story)
            yield from _people("project_id", key, story.contacts)

    def requests(self, data: DemoData) -> Iterator[Row]:
        """Requests of firms."""
        for item in data.requests:
            owner = data.firms[item.firm]
            yield (
                service_request,
                {
                    "firm_id": self._firm_ids[item.firm],
                    "firm": owner.name,
                    "firm_key": firm_key(owner.name),
                    "kind": item.kind,
                    "content": item.content,
                    **date_columns("received", on_day(item.received), None),
                    **date_columns("due", on_day(item.due), None),
                    "unit": item.unit,
                    "progress_text": item.progress,
                    "closed": item.closed,
                    "extra": _EXTRA,
                },
            )

    def parcels(self, data: DemoData) -> Iterator[Row]:
        """Land and plants, and what projects ask for; after ``projects``.

        Each project in a park whose land is settled has a parcel of it, with its way to it.
        """
        for place, values in data.needs:
            yield land_need, {"project_id": self._project_ids[place], **values}
        settled = self._settled(data)
        for values in data.parcels:
            key = new_id()
            yield parcel, {**new_row(values, self._today), "extra": _EXTRA, "id": key}
            if values["kind"] == ParcelKind.LAND and values["status"] == ParcelStatus.IN_USE:
                yield from self._taken(key, values["area_mu"], next(settled, None))

    def _settled(self, data: DemoData) -> Iterator[tuple[str, PartialDate]]:
        """Projects on granted land that have it, with the day they got it."""
        for key, story in zip(self._project_ids, data.projects, strict=True):
            days = {kind: when for kind, when, _grade in story.milestones}
            if story.site_mode == "GRANT" and MilestoneKind.LAND in days:
                yield key, days[MilestoneKind.LAND]

    def _taken(
        self, parcel_id: str, area: int, settled: tuple[str, PartialDate] | None
    ) -> Iterator[Row]:
        if settled is None:
            return
        project_id, when = settled
        day = when.latest_day(self._today) or self._today
        use = {
            "state": UseState.DELIVERED.value,
            "effective_on": day.isoformat(),
            "area_sqdm": area,
        }
        yield parcel_use, {"parcel_id": parcel_id, "project_id": project_id, **use, **self._facts}
        path = path_of("GRANT")[:12]
        for before, step in zip(range(len(path) - 1, -1, -1), path, strict=True):
            reached = date_columns("reached", on_day(day - timedelta(days=26 * before)), None)
            row = {"project_id": project_id, "step": step.code, **reached}
            yield land_step, {**row, **self._facts}

    def charge(self, data: DemoData) -> Iterator[Row]:
        """Who is in charge; after ``projects``, which name them."""
        return responsible_rows(data.projects, self._project_ids, self._facts, self._today)

    def reviews(self, data: DemoData) -> Iterator[Row]:
        """Joint reviews; after ``projects``, to which they belong."""
        return review_rows(data.projects, self._project_ids, self._facts, self._today)

    def promises(self, data: DemoData) -> Iterator[Row]:
        """Promises of both sides; after ``projects``, to which they belong."""
        return commitment_rows(data.projects, self._project_ids, self._facts, self._today)

    def notes(self, data: DemoData) -> Iterator[Row]:
        """Visits and tasks; after ``projects``, to which they belong."""
        return note_rows(data.notes, self._project_ids, self._facts)

    def gates(self, work: Work, data: DemoData) -> Iterator[Row]:
        """Evidence, confirmations and answers; after ``projects``, to which they belong."""
        return gate_rows(work, data.gates, self._project_ids, self._facts)

    def cases(self, data: DemoData) -> Iterator[Row]:
        """Approvals; after ``projects``, to which they belong."""
        return case_rows(data.cases, self._project_ids, self._facts)

    def _project_row(self, key: str, story: Story) -> dict[str, object]:
        name_key = project_key(story.name)
        signed = [kind for kind, _day, _amount in story.agreements if kind != "INCREASE"]
        return {
            **dict.fromkeys(STORED),
            "id": key,
            "name": story.name,
            "name_key": name_key,
            "name_base": split_phase(name_key)[0],
            "investor": story.investor,
            "investor_key": firm_key(story.investor),
            "investor_firm_id": None if story.firm is None else self._firm_ids[story.firm],
            "chain_id": story.chain,
            "node_id": story.leaf.id,
            "industry": story.leaf.codes[0] if story.leaf.codes else None,
            "entry_stage": story.entry.value,
            "total_investment": story.total,
            "fixed_investment": story.fixed,
            "external_funds": story.external,
            "year_plan": story.year_plan,
            "funds_origin": story.origin,
            "site_mode": story.site_mode,
            "land_sqdm": story.land_mu,
            "agreement_type": signed[-1].value if signed else None,
            **story.texts,
            **deadlines(story),
            "extra": _EXTRA,
            "first_source": words.SOURCE,
            "latest_cut_off": self._today.isoformat(),
        }

    def _happened(self, key: str, story: Story) -> Iterator[Row]:
        for kind, day, amount in story.agreements:
            yield (
                agreement,
                {
                    "project_id": key,
                    "type": kind.value,
                    **date_columns("contract", on_day(day), self._today),
                    "amount": amount,
                    "external_funds": story.external if amount == story.total else None,
                    **self._facts,
                },
            )
        for milestone_kind, when, grade in story.milestones:
            yield (
                milestone,
                {
                    "project_id": key,
                    "kind": milestone_kind.value,
                    **date_columns("effective", when, self._today),
                    "grade": grade,
                    "evidence": _evidence(milestone_kind, grade, story),
                    **self._facts,
                },
            )
        for state, day, until, reason in story.sides:
            yield (
                side_state,
                {
                    "project_id": key,
                    "state": state.value,
                    "effective_on": day.isoformat(),
                    "until": until.isoformat() if until else None,
                    "reason": reason,
                    "reasons": json.dumps(words.HOLD_UPS[reason])
                    if reason in words.HOLD_UPS
                    else None,
                    **self._facts,
                },
            )

    def _money(self, key: str, story: Story) -> Iterator[Row]:
        for kind, amount, day in story.amounts:
            row = {"kind": kind, "amount": amount, "effective_on": day.isoformat()}
            yield project_amount, {"project_id": key, **row, **self._facts}
        for subject, amount, day in story.statements:
            yield (
                funds_statement,
                {
                    "project_id": key,
                    "subject": subject,
                    "scope": "since_start",
                    "amount": amount,
                    "as_of": day.isoformat(),
                    **self._facts,
                },
            )
        late = bool(story.months) and next(self._reporting) % _LATE == 0
        for month in story.months[:-1] if late else story.months:
            yield from self._taken_back(key, month)
            voided = {"voided_at": self._now, "void_reason": "单位填错，已更正"}
            yield (
                monthly_report,
                {
                    "project_id": key,
                    "month": month.month,
                    "completed_month": max(month.completed, 0),
                    "completed_year": month.completed_year,
                    "completed_total": month.completed_total,
                    "funds_month": max(month.funds, 0),
                    "funds_year": month.funds_year,
                    "progress_text": month.text,
                    "stat_code": story.texts.get("stat_code"),
                    "extra": _EXTRA,
                    **self._facts,
                    **(voided if month.voided else {"voided_at": None, "void_reason": None}),
                },
            )

    def _taken_back(self, key: str, month: DemoMonth) -> Iterator[Row]:
        """What a month takes back is a correction with its reason."""
        taken = {"completed": min(month.completed, 0), "funds": min(month.funds, 0)}
        if any(taken.values()) and not month.voided:
            reason = words.CORRECTIONS[int(month.month[-2:]) % len(words.CORRECTIONS)]
            row = {"project_id": key, "month": month.month, "reason": reason}
            amounts = {name: amount or None for name, amount in taken.items()}
            yield month_correction, {**row, **amounts, **self._facts}


def target_rows(data: DemoData, today: date) -> list[dict[str, object]]:
    """Annual tasks of the county for this year and the last."""
    rows: list[dict[str, object]] = []
    for year, course in ((today.year - 1, 1.0), (today.year, today.timetuple().tm_yday / 365)):
        last = today if year == today.year else year_before(today).replace(month=12, day=31)
        signed = [
            story
            for story in data.projects
            if story.signed and story.signed.year == year and story.signed <= last
        ]
        count = max(1, round(len(signed) / course * _AMBITION))
        amount = sum(story.total or 0 for story in signed) / course * _AMBITION
        step = 10_000 * WAN
        rows += [
            _target(year, "signed.count", number=count),
            _target(year, "signed.amount", amount=max(1, round(amount / step)) * step),
            _target(year, "started.count", number=max(1, round(count * START_SHARE * 1.1))),
        ]
    return rows


def chain_changes(data: DemoData) -> dict[str, dict[str, object]]:
    """What the chains' heads say: leader in charge, leading firm, regions to visit."""
    changes: dict[str, dict[str, object]] = {}
    for place, plan in enumerate(data.plans):
        leading = [item.name for item in data.firms if item.chain == plan.id and item.tags]
        first = place * 4 % len(words.REGIONS)
        changes[plan.id] = {
            "leader": words.CHAIN_LEADERS.get(plan.id, words.LEADERS[0]),
            "leading_firm": leading[0] if leading else None,
            "target_regions": "、".join(words.REGIONS[first : first + 3]),
        }
    return changes


def _target(
    year: int, metric: str, *, amount: int | None = None, number: int | None = None
) -> dict[str, object]:
    return {
        "year": year,
        "metric": metric,
        "scope": "county",
        "amount": amount,
        "number": number,
    }


def _firm_row(key: str, item: DemoFirm) -> dict[str, object]:
    return {
        "id": key,
        "name": item.name,
        "name_key": firm_key(item.name),
        "name_core": firm_core(item.name),
        "credit_code": item.credit_code,
        "short_name": item.brand,
        "region": item.region,
        "region_code": item.region_code,
        "business": item.business,
        "industry": item.industry or None,
        "registered_capital": item.capital,
        "legal_person": item.legal_person,
        "chain_id": item.chain,
        "tags": item.tags,
        "source": words.SOURCE,
        "remark": words.REMARK,
        "local": item.local,
        "in_size": item.in_size,
        "extra": _EXTRA,
    }


def _people(owner: str, key: str, people: Iterable[ContactReading]) -> Iterator[Row]:
    other = "project_id" if owner == "firm_id" else "firm_id"
    for position, person in enumerate(people):
        yield (
            contact,
            {
                owner: key,
                other: None,
                "name": person.name,
                "post": person.post or None,
                "phone": person.phone,
                "position": position,
            },
        )


def _evidence(kind: MilestoneKind, grade: int, story: Story) -> str | None:
    started = kind is MilestoneKind.STARTED
    return "+".join(sorted(proofs(grade, story.site_mode))) or None if started else None
