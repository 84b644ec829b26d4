"""When something was last heard of each project: a dated fact, a contact, an entry in the log.

Being taken over from a ledger is no news of the project: its dates count, and where it has none
the ledger's cut-off stands for them.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from invest_crm.db.schema.interactions import interaction
from invest_crm.db.schema.land import land_step
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
    side_state,
)
from invest_crm.domain.clock import day_of
from invest_crm.domain.months import month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.work import View

_TAKEN_OVER = ("ledger.import", "demo.fill")
_FACTS = (
    agreement,
    milestone,
    project_amount,
    side_state,
    funds_statement,
    monthly_report,
    month_correction,
    interaction,
    land_step,
)

Heard = tuple[str, str]
"""A project and the day (ISO text) on which something was heard of it."""


def last_heard(view: View, facts: Sequence[ProjectFacts]) -> dict[str, date]:
    """The last day with news of each of these projects, never after today."""
    taken = _taken_over(view)
    last = dict.fromkeys((fact.id for fact in facts), "")
    news = (_dated(facts), _months(view), _met(view), _recorded(view, taken))
    for item, day in chain.from_iterable(news):
        if item in last and day > last[item]:
            last[item] = day
    for row in view.rows(select(project.c.id, project.c.latest_cut_off)):
        if last.get(row.id) == "":
            last[row.id] = row.latest_cut_off or office_day(taken[row.id]).isoformat()
    return {item: min(date.fromisoformat(day), view.today) for item, day in last.items()}


@lru_cache(maxsize=4096)
def office_day(moment: str) -> date:
    """The day at the bureau of a moment of the log (UTC text)."""
    return day_of(datetime.fromisoformat(moment))


def _dated(facts: Iterable[ProjectFacts]) -> Iterator[Heard]:
    for fact in facts:
        if fact.signed_day:
            yield fact.id, fact.signed_day
        for _kind, day in fact.days:
            yield fact.id, day


def _months(view: View) -> Iterator[Heard]:
    query = (
        select(monthly_report.c.project_id, func.max(monthly_report.c.month).label("month"))
        .where(monthly_report.c.voided_at.is_(None))
        .group_by(monthly_report.c.project_id)
    )
    for row in view.rows(query):
        year, month = row.month.split("-")
        yield row.project_id, month_end(int(year), int(month)).isoformat()


def _met(view: View) -> Iterator[Heard]:
    """The last contact on each project."""
    query = (
        select(interaction.c.project_id, func.max(interaction.c.held_day).label("day"))
        .where(interaction.c.voided_at.is_(None), interaction.c.project_id.is_not(None))
        .group_by(interaction.c.project_id)
    )
    for row in view.rows(query):
        yield row.project_id, row.day


def _recorded(view: View, taken: Mapping[str, str]) -> Iterator[Heard]:
    """The last fact that was recorded or voided, or change of the project's own row, after the
    project was taken over."""
    own = (
        select(change.c.record_id, change_set.c.recorded_at)
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(change.c.table_name == project.name)
    )
    facts = (
        select(table.c.project_id, func.coalesce(table.c.voided_at, table.c.recorded_at))
        for table in _FACTS
    )
    each = union_all(own, *facts).subquery("each").c
    owner, moment = each.record_id, func.max(each.recorded_at)
    for row in view.rows(select(owner, moment.label("moment")).group_by(owner)):
        if row.record_id is not None and row.moment > taken.get(row.record_id, ""):
            yield row.record_id, office_day(row.moment).isoformat()


def _taken_over(view: View) -> dict[str, str]:
    """When each project came from a ledger (those entered by hand are absent)."""
    query = (
        select(change.c.record_id, change_set.c.recorded_at)
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(
            change_set.c.action.in_(_TAKEN_OVER),
            change.c.table_name == project.name,
            change.c.operation == "I",
        )
    )
    return {row.record_id: row.recorded_at for row in view.rows(query)}
