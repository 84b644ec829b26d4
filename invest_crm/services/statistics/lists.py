"""Applications to the statistics as JSON shapes, narrowed, and what presses on a day.

Revenue of a single firm is confidential: it is in ``list stat-firms`` and ``list revenue``, whose
``notice`` says so, and in nothing that goes to others by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.above_size import CLASSES, STANDINGS
from invest_crm.domain.departments import department_label
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.statistics.state import State
from invest_crm.services.statistics.firms import FirmLine, firm_lines
from invest_crm.services.statistics.projects import DUE, IN, ProjectLine, project_lines
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invest_crm.domain.statistics.checks import Finding
    from invest_crm.services.work import View

CONFIDENTIAL = N_(
    "Revenue of single firms is confidential by the Statistics Law: for work inside the bureau"
    " only, not to be passed on or published."
)
PROJECT_TESTS: Mapping[str, Callable[[ProjectLine], bool]] = {
    "due": lambda line: line.stands == DUE,
    "late": lambda line: line.late,
    "handed": lambda line: line.course.with_statistics,
    "returned": lambda line: line.course.state is State.RETURNED,
    "in": lambda line: line.stands == IN,
    "unreported": lambda line: line.unreported,
    "unfiled": lambda line: line.planned is None and line.stands != IN,
}
"""What projects can be narrowed to: should be in and is not, papers late, with the bureau,
returned, in, without this month's row, without the planned total of the filing."""
FIRM_TESTS: Mapping[str, Callable[[FirmLine], bool]] = {
    "should": lambda line: line.standing == "should",
    "watch": lambda line: line.standing == "watch",
    "handed": lambda line: line.course.with_statistics,
    "returned": lambda line: line.course.state is State.RETURNED,
    "registered": lambda line: line.standing == "registered",
    "unreported": lambda line: line.standing == "unreported",
    "never": lambda line: line.standing == "never",
}
"""What firms can be narrowed to: should be in and is not, near the threshold, with the bureau,
returned, in, without revenue, never eligible."""
STANDS = {
    "due": N_("To be entered"),
    "in": N_("In the database"),
    "below": N_("Below the threshold"),
    "unknown": N_("Planned total not known"),
    "early": N_("Not started"),
}


def counted(lines: Sequence[Any], tests: Mapping[str, Callable[[Any], bool]]) -> dict[str, int]:
    """How many lines each of some tests leaves."""
    return {only: sum(map(test, lines)) for only, test in tests.items()}


def list_projects(view: View, only: str = "") -> list[dict[str, object]]:
    """Projects on their way into the statistics; ``only`` a key of ``PROJECT_TESTS``."""
    return [
        project_json(line) for line in project_lines(view) if not only or PROJECT_TESTS[only](line)
    ]


def list_firms(view: View, only: str = "") -> list[dict[str, object]]:
    """Firms on their way into the statistics; ``only`` a key of ``FIRM_TESTS``."""
    return [firm_json(line) for line in firm_lines(view) if not only or FIRM_TESTS[only](line)]


def list_revenue(view: View) -> list[dict[str, object]]:
    """Every figure of revenue that stands."""
    return [
        {
            "firm": line.id,
            "name": line.name,
            "credit_code": line.credit_code or None,
            "from": entry.first,
            "to": entry.last,
            "amount": fen_to_wan_text(entry.amount),
            "origin": entry.origin,
            "reason": entry.reason or None,
            "recorded_by": entry.by,
        }
        for line in sorted(firm_lines(view), key=lambda line: line.name)
        for entry in line.entries
    ]


def project_json(line: ProjectLine) -> dict[str, object]:
    """One project."""
    return {
        "id": line.id,
        "name": line.name,
        "stands": line.stands,
        "stands_label": _(STANDS[line.stands]),
        "planned": _wan(line.planned),
        "planned_from_filing": line.planned is not None,
        "total_investment": _wan(line.total),
        "started_on": _text(line.started),
        "days": line.days,
        "kind": line.work.value,
        "checklist": line.checklist.id,
        "next_hand_over": _text(line.round.hand),
        "month": line.month or None,
        "stat_code": line.code or None,
        "reported": line.reported,
        **_common(line),
    }


def firm_json(line: FirmLine) -> dict[str, object]:
    """One firm; ``revenue`` of ``year`` as reported, over ``months``."""
    revenue, window = line.revenue, line.window
    return {
        "id": line.id,
        "name": line.name,
        "credit_code": line.credit_code or None,
        "industry": line.industry or None,
        "class": line.kind.id if line.kind else None,
        "class_label": _(CLASSES[line.kind.id]) if line.kind else None,
        "stands": line.standing,
        "stands_label": _(STANDINGS[line.standing]),
        "threshold": _wan(line.threshold),
        "year": line.year,
        "revenue": None if revenue is None else _wan(revenue.amount),
        "months": None if revenue is None else revenue.months,
        "new": line.new,
        "window": None if window is None else window.kind,
        "window_opens": None if window is None else _text(window.opens),
        "window_closes": None if window is None else _text(window.closes),
        "open_this_year": line.open,
        "days": line.days,
        **_common(line),
    }


def _common(line: ProjectLine | FirmLine) -> dict[str, object]:
    holder = line.holder
    return {
        "state": line.course.state.value,
        "state_label": line.course.state.label,
        "returned_for": line.course.reason or None,
        "holder": holder.unit if holder else None,
        "holder_label": department_label(holder.unit) if holder else None,
        "person": (holder.person or None) if holder else None,
        "held_days": line.held,
        "missing": [one.code for one in line.missing],
        "missing_label": pgettext("between words", ", ").join(one.label for one in line.missing),
        "findings": [_finding(one) for one in line.findings],
    }


def _finding(one: Finding) -> dict[str, object]:
    return {
        "code": one.code,
        "text": one.text,
        "todo": one.todo,
        "papers": list(one.kinds),
        "blocks": one.blocks,
    }


def _wan(fen: int | None) -> str | None:
    return None if fen is None else fen_to_wan_text(fen)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
