"""The least that a day's lists cost: one statement for each, all of its rows fetched.

Each gives the rows that the page shows, with the rules that a statement can hold: who is quiet,
what is signed, started, heard, reported, due. Working days are left out.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_QUIET = """
    SELECT project_id FROM (
        SELECT project_id, state, until, max(effective_on || recorded_at) FROM side_state
        WHERE effective_on <= :day AND voided_at IS NULL GROUP BY project_id
    ) WHERE state IN ('TERMINATED', 'LOST', 'MERGED')
        OR (state = 'PAUSED' AND (until IS NULL OR until > :day))
"""
_LOUD = f"p.archived_at IS NULL AND p.id NOT IN ({_QUIET})"
_SIGNED = """
    SELECT project_id, min(contract_day) AS signed_day FROM agreement
    WHERE type IN ('INVESTMENT', 'FORMAL') AND voided_at IS NULL AND contract_day <= :day
    GROUP BY project_id
"""
_REACHED = """
    SELECT project_id FROM milestone
    WHERE kind IN ({kinds}) AND voided_at IS NULL AND effective_day <= :day
"""
_STARTED = _REACHED.format(
    kinds="'STARTED', 'COMPLETED', 'IN_PRODUCTION', 'AT_CAPACITY', 'IN_STATS'"
)
_PRODUCING = _REACHED.format(kinds="'IN_PRODUCTION', 'AT_CAPACITY', 'IN_SIZE'")
_RECORDED = "\n".join(
    f"UNION ALL SELECT project_id, substr(max(coalesce(voided_at, recorded_at)), 1, 10) FROM {name}"
    " WHERE project_id IS NOT NULL GROUP BY project_id"
    for name in ("agreement", "milestone", "project_amount", "side_state", "funds_statement",
                 "monthly_report", "month_correction", "interaction", "land_step")
)  # fmt: skip

STATEMENTS: Mapping[str, str] = {
    "not_started": f"""
        SELECT p.id, p.name, p.lead_unit, s.signed_day FROM project p
        JOIN ({_SIGNED}) s ON s.project_id = p.id
        WHERE {_LOUD} AND s.signed_day <= date(:day, '-3 months')
            AND p.id NOT IN ({_STARTED})
        ORDER BY s.signed_day, p.id""",
    "should_be_in_stats": f"""
        SELECT p.id, p.name, p.lead_unit, max(m.effective_day) FROM project p
        JOIN ({_SIGNED}) s ON s.project_id = p.id
        JOIN milestone m ON m.project_id = p.id AND m.kind = 'STARTED' AND m.voided_at IS NULL
            AND m.effective_day <= :day
        WHERE {_LOUD} AND p.total_investment >= 500000000
            AND p.id NOT IN ({_REACHED.format(kinds="'IN_STATS'")})
        GROUP BY p.id ORDER BY 4""",
    "silent": f"""
        SELECT p.id, p.name, p.lead_unit, max(heard.day) AS last FROM project p
        JOIN (
            SELECT project_id, contract_day AS day FROM agreement WHERE voided_at IS NULL
            UNION ALL SELECT project_id, effective_day FROM milestone
                WHERE voided_at IS NULL AND effective_day <= :day
            UNION ALL SELECT project_id, max(date(month || '-01', '+1 month', '-1 day'))
                FROM monthly_report WHERE voided_at IS NULL GROUP BY project_id
            UNION ALL SELECT project_id, max(held_day) FROM interaction
                WHERE voided_at IS NULL GROUP BY project_id
            UNION ALL SELECT c.record_id, substr(max(s.recorded_at), 1, 10) FROM change c
                JOIN change_set s ON s.seq = c.set_seq
                WHERE c.table_name = 'project' GROUP BY c.record_id
            {_RECORDED}
        ) heard ON heard.project_id = p.id
        WHERE {_LOUD} AND p.id NOT IN ({_PRODUCING})
        GROUP BY p.id HAVING last < date(:day, '-30 days') ORDER BY last""",
    "requests": """
        SELECT id, firm, unit, due_day, content FROM service_request
        WHERE closed = 0 AND archived_at IS NULL AND due_day <= date(:day, '+7 days')
        ORDER BY due_day""",
    "resume": """
        SELECT p.id, p.name, p.lead_unit, s.until, max(s.effective_on) FROM side_state s
        JOIN project p ON p.id = s.project_id
        WHERE s.voided_at IS NULL AND s.state = 'PAUSED' AND s.until <= :day
        GROUP BY p.id ORDER BY s.until""",
    "tasks": """
        SELECT t.id, v.value, t.assignee, t.due_on, p.name FROM task t
        LEFT JOIN project p ON p.id = t.project_id
        LEFT JOIN private_value v ON v.id = substr(t.text, 1, instr(t.text, '.') - 1)
        WHERE t.state = 'OPEN' AND p.archived_at IS NULL ORDER BY t.due_on""",
    "approvals": f"""
        SELECT a.id, a.code, p.name, s.department, s.due_day, s.held_no FROM approval a
        JOIN approval_state s ON s.approval_id = a.id JOIN project p ON p.id = a.project_id
        WHERE {_LOUD} AND s.due_day <= date(:day, '+3 days') AND s.decided_day IS NULL
        ORDER BY s.due_day""",
    "approval steps": """
        SELECT t.approval_id, t.kind, t.happened_on FROM approval_step t
        JOIN approval_state s ON s.approval_id = t.approval_id
        WHERE t.voided_at IS NULL AND s.due_day <= date(:day, '+3 days')
            AND s.decided_day IS NULL""",
    "schedule": f"""
        SELECT t.id, t.name, t.owner, p.name, b.plan FROM schedule s
        JOIN project p ON p.id = s.project_id JOIN schedule_task t ON t.schedule_id = s.id
        JOIN schedule_baseline b ON b.schedule_id = s.id AND b.version = 1
        WHERE {_LOUD} AND t.id NOT IN (
            SELECT task_id FROM schedule_fact WHERE kind = 'FINISHED' AND voided_at IS NULL)""",
    "months": f"""
        WITH RECURSIVE months(month) AS (
            SELECT (SELECT min(month) FROM monthly_report WHERE voided_at IS NULL)
            UNION ALL SELECT strftime('%Y-%m', month || '-01', '+1 month') FROM months
            WHERE month < strftime('%Y-%m', :day, '-1 month'))
        SELECT p.id, p.name, p.lead_unit, months.month FROM project p
        JOIN project_state s ON s.project_id = p.id
        JOIN months ON months.month >= substr(s.started_day, 1, 7)
        LEFT JOIN monthly_report r ON r.project_id = p.id AND r.month = months.month
            AND r.voided_at IS NULL
        WHERE {_LOUD} AND r.id IS NULL
            AND (s.in_production_day IS NULL OR months.month <= substr(s.in_production_day, 1, 7))
        ORDER BY p.name, months.month""",
    "money": """
        SELECT p.id, p.total_investment, sum(r.funds_month), sum(r.completed_month),
            max(f.amount) FROM project p
        JOIN monthly_report r ON r.project_id = p.id AND r.voided_at IS NULL
        LEFT JOIN funds_statement f ON f.project_id = p.id AND f.voided_at IS NULL
        GROUP BY p.id""",
    "utilities": """
        SELECT c.id, c.procedure, c.person, p.name, s.kind, s.happened_on FROM utility_case c
        JOIN project p ON p.id = c.project_id JOIN utility_step s ON s.utility_case_id = c.id
        WHERE s.voided_at IS NULL ORDER BY c.id""",
    "opinions": f"""
        SELECT o.id, o.department, o.asked_on, p.name, max(r.round) FROM review_opinion o
        JOIN review r ON r.id = o.review_id JOIN project p ON p.id = r.project_id
        WHERE {_LOUD} AND o.verdict IS NULL GROUP BY o.id ORDER BY o.asked_on""",
    "promises": f"""
        SELECT c.id, c.wording, c.side, c.due_on, p.name FROM commitment c
        JOIN project p ON p.id = c.project_id
        WHERE {_LOUD} AND c.state = 'OPEN' AND c.due_on <= date(:day, '+30 days')
            AND c.archived_at IS NULL ORDER BY c.due_on""",
    "gaps": f"""
        SELECT p.id, p.chain_id, p.node_id, p.leader, p.lead_unit FROM project p
        JOIN project_state s ON s.project_id = p.id
        WHERE {_LOUD} AND (p.chain_id IS NULL OR p.node_id IS NULL OR p.leader IS NULL
            OR p.lead_unit IS NULL)""",
}


def bare_today(path: Path, day: str) -> dict[str, int]:
    """How many rows each statement gives."""
    with closing(sqlite3.connect(path)) as base:
        return {
            name: len(base.execute(statement, {"day": day}).fetchall())
            for name, statement in STATEMENTS.items()
        }
