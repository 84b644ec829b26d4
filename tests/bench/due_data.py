"""A county's work around ten thousand projects, for what a day asks for.

Half of everything is done or far away, as it is in an office: a list that reads all to show a
tenth pays for it here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db.schema.agreements import commitment
from invest_crm.db.schema.approvals import approval, approval_step
from invest_crm.db.schema.interactions import interaction, task
from invest_crm.db.schema.projects import side_state
from invest_crm.db.schema.requests import service_request
from invest_crm.db.schema.reviews import review, review_opinion
from invest_crm.db.schema.utilities import utility_case, utility_step
from invest_crm.services.opening import open_app
from invest_crm.services.schedules.commands import MakeSchedules
from invest_crm.services.schedules.planning import make_schedules
from tests.bench import data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from invest_crm.services.work import App, Work

PROJECTS = 10_000
DAY = date(2025, 10, 15)
_FACT = {"source": "bench", "recorded_at": "2025-07-01T00:00:00.000000Z", "recorded_by": "bench"}
_MADE = {"recorded_at": "2025-07-01T00:00:00.000000Z", "recorded_by": "bench"}


class Fill(Struct, frozen=True):
    """Fill the tables around these projects."""

    projects: tuple[str, ...]


def make_county(path: Path) -> None:
    """Ten thousand projects with everything a day can ask for."""
    data.make_project_database(path, PROJECTS)
    app = open_county(path)
    with app.database.reading() as connection:
        ids = tuple(connection.exec_driver_sql("SELECT id FROM project ORDER BY id").scalars())
    app.write(_fill, Fill(ids))
    app.write(make_schedules, MakeSchedules(ids[::50], DAY + timedelta(days=500)))
    app.database.close()


def open_county(path: Path) -> App:
    """The county on the day of the benchmark."""
    app = open_app(str(path), actor="bench")
    app.clock = lambda: datetime(DAY.year, DAY.month, DAY.day, 2, tzinfo=UTC)
    return app


def _fill(work: Work, command: Fill) -> None:
    work.name("ledger.import", file="bench", rows=0)
    chance, ids = Random(17), command.projects
    for table, every, make in _MAKERS:
        work.insert_many(table, [make(chance, key, n) for n, key in enumerate(ids[::every])])
    _steps(work, chance, ids[::3], approval, approval_step, "approval_id", _approval)
    _steps(work, chance, ids[::20], utility_case, utility_step, "utility_case_id", _case)
    reviews = work.insert_many(review, [_review(key) for key in ids[::20]])
    opinions = [_opinion(chance, key, place) for key in reviews for place in range(6)]
    work.insert_many(review_opinion, opinions)


def _steps(
    work: Work,
    chance: Random,
    projects: Sequence[str],
    table: Table,
    steps: Table,
    owner: str,
    make: Callable[[Random, str], dict[str, object]],
) -> None:
    """Applications that were accepted some time ago; every other one is granted since."""
    made = work.insert_many(table, [make(chance, key) for key in projects])
    done = "granted" if table is approval else "done"
    found = []
    for number, key in enumerate(made):
        for kind in ("accepted", done)[: 1 + number % 2]:
            day = _day(chance, -60, -1)
            found.append({owner: key, "kind": kind, "happened_on": day, **_FACT})
    work.insert_many(steps, found)


def _day(chance: Random, first: int, last: int) -> str:
    return (DAY + timedelta(days=chance.randint(first, last))).isoformat()


def _task(chance: Random, key: str, number: int) -> dict[str, object]:
    done = number % 2 == 0
    return {
        "project_id": key,
        "text": f"事项{number}",
        "assignee": chance.choice(("王建国", "李秀英", "bench")),
        "due_on": _day(chance, -30, 60),
        "state": "DONE" if done else "OPEN",
        "done_on": DAY.isoformat() if done else None,
        **_MADE,
    }


def _request(chance: Random, _key: str, number: int) -> dict[str, object]:
    return {
        "firm": f"企业{number}",
        "firm_key": f"企业{number}",
        "kind": "融资",
        "content": "希望协调贷款",
        "due_day": _day(chance, -60, 120),
        "unit": "工信局",
        "closed": number % 2 == 0,
    }


def _pause(chance: Random, key: str, number: int) -> dict[str, object]:
    paused = number % 3 > 0
    return {
        "project_id": key,
        "state": "PAUSED" if paused else "LOST",
        "effective_on": "2025-03-01",
        "until": _day(chance, -30, 200) if paused else None,
        **_FACT,
    }


def _visit(chance: Random, key: str, number: int) -> dict[str, object]:
    return {
        "project_id": key,
        "kind": "CALL",
        "held_value": (day := _day(chance, -200, -1)),
        "held_precision": "day",
        "held_day": day,
        "text": f"回访{number}",
        **_FACT,
    }


def _promise(chance: Random, key: str, number: int) -> dict[str, object]:
    return {
        "project_id": key,
        "side": chance.choice(("GOVERNMENT", "FIRM")),
        "kind": "OTHER",
        "wording": f"承诺{number}",
        "fair": "NONE",
        "due_on": _day(chance, -60, 300),
        "person": "王建国",
        "state": "OPEN" if number % 2 else "KEPT",
    }


def _approval(chance: Random, key: str) -> dict[str, object]:
    return {"project_id": key, "code": chance.choice(("REG", "FILE", "PLAN", "WORKP")), **_MADE}


def _case(chance: Random, key: str) -> dict[str, object]:
    return {"project_id": key, "procedure": chance.choice(("power_10kv", "water_works")), **_MADE}


def _review(key: str) -> dict[str, object]:
    return {"project_id": key, "round": 1, "asked_on": "2025-08-20", **_MADE}


def _opinion(chance: Random, key: str, place: int) -> dict[str, object]:
    answered = chance.random() < 0.5
    return {
        "review_id": key,
        "department": ("DRC", "NR", "EE", "HC", "EM", "TAX")[place],
        "asked_on": "2025-08-20",
        "verdict": "AGREE" if answered else None,
        "answered_on": "2025-08-25" if answered else None,
        "position": place,
    }


_MAKERS: tuple[tuple[Table, int, Callable[[Random, str, int], dict[str, object]]], ...] = (
    (task, 2, _task),
    (service_request, 5, _request),
    (side_state, 15, _pause),
    (interaction, 1, _visit),
    (commitment, 4, _promise),
)
