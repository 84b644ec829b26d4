"""Invented applications to the statistics: projects at every state, firms near and over their
threshold, what stands on papers, revenue by month. Every fact is marked by its source.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.statistics import (
    firm_revenue,
    stat_answer,
    stat_case,
    stat_paper,
    stat_step,
)
from invest_crm.domain.above_size import size_class
from invest_crm.domain.evidence import evidence_kinds
from invest_crm.domain.ids import new_id
from invest_crm.domain.statistics.materials import firm_list
from invest_crm.domain.statistics.state import StepKind
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import Dice
from invest_crm.services.demo.gate_rows import kept_picture
from invest_crm.services.statistics.projects import DUE, IN, project_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, Table

    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.services.work import Work

_MOST_PROJECTS, _MOST_FIRMS, _WITH_PAPERS = 60, 60, 6
_COURSES = ("", "returned", "handed", "", "prepared", "visited")
"""What has happened to the projects that should be in, one after another."""
_SHARES = (1.25, 0.99, 0.55, 0.2, 0.98, 1.6, 0.4)
"""Revenue of a year against the threshold, one firm after another."""
_REASONS = ("施工合同缺乙方签章，退回补正", "现场照片未显示拍摄时间，退回重拍")
_NO_THRESHOLD = 800  # in 10,000 yuan, for classes without one and farms

Rows = dict[str, list[dict[str, object]]]


def fill_statistics(work: Work, seed: int) -> int:
    """Write the applications; returns how many there are."""
    facts = work.fact(source=words.SOURCE, cut_off=work.today.isoformat())
    tables = (stat_case, stat_step, stat_paper, stat_answer, firm_revenue)
    rows: Rows = {table.name: [] for table in tables}
    for table, row in _all(work, seed):
        more = {} if table is stat_case else facts
        rows[table.name].append({**row, **more})
    for table in tables:
        work.insert_many(table, _same_keys(rows[table.name]))
    return len(rows[stat_case.name])


def _same_keys(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    keys = dict.fromkeys(key for row in rows for key in row)
    return [{**dict.fromkeys(keys), **row} for row in rows]


def _all(work: Work, seed: int) -> Iterator[tuple[Table, dict[str, object]]]:
    lines = project_lines(work)
    due = [line for line in lines if line.stands == DUE][:_MOST_PROJECTS]
    inside = [line for line in lines if line.stands == IN][:_MOST_PROJECTS]
    dice = Dice(f"{seed}/statistics")
    codes = {row.id: row for row in work.rows(select(project.c.id, project.c.industry))}
    for number, line in enumerate((*due, *inside)):
        yield from _papers(dice, line, codes[line.id].industry)
        if line.stands == IN:
            yield from _entered(line, number, work.today)
        else:
            yield from _on_the_way(dice, line, _COURSES[number % len(_COURSES)], work.today)
    query = select(firm).where(firm.c.local.is_(True), firm.c.industry.is_not(None))
    firms = work.rows(query.order_by(firm.c.id).limit(_MOST_FIRMS))
    for number, row in enumerate(firms):
        yield from _revenue(dice, row, _SHARES[number % len(_SHARES)], work.today)
    wanted = [row for row in firms if not row.in_size and size_class(row.industry)]
    for number, row in enumerate(wanted[:_WITH_PAPERS]):
        _attach(work, row, number)
        if number % 3 == 1:
            yield from _firm_case(row, work.today)


def _papers(
    dice: Dice, line: ProjectLine, industry: str | None
) -> Iterator[tuple[Table, dict[str, object]]]:
    """The filing of most projects, and the contract of those that have one."""
    if not dice.chance(0.8):
        return
    began = line.started or line.seen
    filing: dict[str, object] = {
        "project_id": line.id,
        "kind": "FILING",
        "name": line.name,
        "dated_on": (began - timedelta(days=dice.whole(60, 150))).isoformat(),
        "amount": line.total,
        "industry": industry,
    }
    yield stat_paper, filing
    if "CONSTRUCTION_CONTRACT" in line.evidence:
        name = line.name if dice.chance(0.7) else line.name.replace("项目", "工程")
        days = -dice.whole(5, 40) if dice.chance(0.8) else -200
        contract = {"kind": "CONSTRUCTION_CONTRACT", "name": name, "project_id": line.id}
        signed = (began + timedelta(days=days)).isoformat()
        yield stat_paper, {**contract, "dated_on": signed, "amount": (line.total or 0) * 6 // 10}
    if "SITE_PHOTO" in line.evidence:
        taken = (began + timedelta(days=dice.whole(-6, 25))).isoformat()
        yield stat_paper, {"kind": "SITE_PHOTO", "project_id": line.id, "dated_on": taken}


def _entered(
    line: ProjectLine, number: int, today: date
) -> Iterator[tuple[Table, dict[str, object]]]:
    """Handed over, verified and accepted in the month of its milestone."""
    month = line.month if len(line.month) == len("2026-01") else f"{today:%Y-%m}"
    day = min(date.fromisoformat(f"{month}-08"), today)
    key = new_id()
    yield stat_case, {"id": key, "project_id": line.id}
    yield _step(key, StepKind.HANDED, day)
    yield _step(key, StepKind.VISITED, day, passed="yes")
    done = min(day + timedelta(days=18), today)
    code = line.code or f"990000{number:06}"
    yield _step(key, StepKind.ACCEPTED, done, month=month, code=code)


def _on_the_way(
    dice: Dice, line: ProjectLine, course: str, today: date
) -> Iterator[tuple[Table, dict[str, object]]]:
    key, person = new_id(), dice.person()
    since = (today - timedelta(days=dice.whole(4, 40))).isoformat()
    yield stat_case, {"id": key, "project_id": line.id, "person": person, "held_since": since}
    out = today - timedelta(days=dice.whole(6, 20))
    kinds = {
        "prepared": (StepKind.PREPARED,),
        "handed": (StepKind.HANDED,),
        "visited": (StepKind.HANDED, StepKind.VISITED),
        "returned": (StepKind.HANDED, StepKind.RETURNED),
    }.get(course, ())
    for place, kind in enumerate(kinds):
        note = dice.pick(_REASONS) if kind is StepKind.RETURNED else None
        passed = "yes" if kind is StepKind.VISITED else None
        yield _step(key, kind, out + timedelta(days=2 * place), note=note, passed=passed)
    if not course and line.missing:
        yield (
            stat_answer,
            {
                "project_id": line.id,
                "material": line.missing[0].code,
                "said_by": dice.person(),
                "said_on": (today - timedelta(days=9)).isoformat(),
                "ask_on": (today + timedelta(days=dice.whole(-2, 10))).isoformat(),
            },
        )


def _revenue(
    dice: Dice, row: Row[tuple[object, ...]], share: float, today: date
) -> Iterator[tuple[Table, dict[str, object]]]:
    """Last year whole, this year half cumulated and then by month, all in even 10,000 yuan."""
    kind = size_class(row.industry)
    goal = (kind.threshold if kind else None) or _NO_THRESHOLD * 1_000_000
    monthly = goal * (1.6 if row.in_size else share) / 12
    last = today.month - 1
    yield _earned(row.id, today.year - 1, (1, 12), monthly * 10.5)
    half = min(last, 6)
    if half:
        yield _earned(row.id, today.year, (1, half), monthly * half)
    for month in range(half + 1, last + 1):
        amount = monthly * dice.share(0.85, 1.15)
        yield _earned(row.id, today.year, (month, month), amount)


def _earned(
    firm_id: str, year: int, months: tuple[int, int], fen: float
) -> tuple[Table, dict[str, object]]:
    first, last = (f"{year}-{month:02}" for month in months)
    amount = str(round(fen / 1_000_000) * 1_000_000)
    values = {"firm_id": firm_id, "first": first, "last": last, "amount": amount}
    return firm_revenue, {**values, "origin": "firm"}


def _firm_case(
    row: Row[tuple[object, ...]], today: date
) -> Iterator[tuple[Table, dict[str, object]]]:
    key, month = new_id(), f"{today:%Y-%m}"
    yield stat_case, {"id": key, "firm_id": row.id, "unit": "县工信局", "person": "演示联络员"}
    yield _step(key, StepKind.PREPARED, today - timedelta(days=3))
    for kind in ("PROFIT_TABLE", "VAT_RETURN"):
        first = f"{today.year}-01"
        yield stat_paper, {"firm_id": row.id, "kind": kind, "first": first, "last": month}


def _attach(work: Work, row: Row[tuple[object, ...]], number: int) -> None:
    """Papers of a firm, the more the earlier it stands."""
    kind = size_class(row.industry)
    kinds = [one.kinds[0] for one in firm_list(kind.id if kind else "").materials]
    stored = kept_picture(work, photo=False)
    work.insert_many(
        attachment,
        [
            {
                "firm_id": row.id,
                "series": new_id(),
                "version": 1,
                "name": f"{evidence_kinds()[one].zh}（演示）.png",
                "media_type": "image/png",
                "kind": one,
                **stored,
                "added_at": work.now,
                "added_by": words.SOURCE,
            }
            for one in kinds[: len(kinds) - number]
        ],
    )


def _step(case: str, kind: StepKind, on: date, **more: object) -> tuple[Table, dict[str, object]]:
    return stat_step, {"stat_case_id": case, "kind": kind.value, "happened_on": on.isoformat(),
                       **more}  # fmt: skip
