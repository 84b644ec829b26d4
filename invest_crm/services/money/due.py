"""What monthly money asks for on a day: reports that are late, amounts to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.money.books import deadline, kept_since, owners
from invest_crm.services.money.reports import record_id
from invest_crm.services.month_locks import closed_months

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from invest_crm.services.work import View


class LateReport(Struct, frozen=True):
    """A project with months of reports that are late and can still be typed, the oldest first.

    ``line``: the id of the first of them in the list of monthly reports; ``late`` in days.
    """

    project: str
    name: str
    unit: str
    line: str
    months: tuple[str, ...]
    due: date
    late: int


class MoneyDue(Struct, frozen=True):
    """Late reports, the latest first; projects with warnings as lines of the month reported."""

    late: tuple[LateReport, ...] = ()
    warned: tuple[str, ...] = ()


def money_due(view: View, day: date, loud: Collection[str]) -> MoneyDue:
    """What is asked for on a day of the projects that do not keep quiet."""
    rule, since = deadline(view), kept_since(view)
    if not since:
        return MoneyDue()
    closed, latest = closed_months(view), rule.latest(day)
    late, warned = [], []
    for owner in owners(view):
        if owner.id not in loud:
            continue
        if owner.warnings(latest):
            warned.append(record_id(owner.id, latest))
        found = [one for one in owner.missing(since, rule, day) if one.month not in closed]
        if found:
            months = tuple(one.month for one in found)
            first = record_id(owner.id, months[0])
            made = LateReport(
                owner.id, owner.name, owner.unit, first, months, found[0].due, found[0].late
            )
            late.append(made)
    return MoneyDue(tuple(sorted(late, key=lambda one: (-one.late, one.name))), tuple(warned))
