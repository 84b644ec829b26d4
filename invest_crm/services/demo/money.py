"""Invented words beside monthly reports, closed months, papers, returns, dated photos of sites."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.money import money_figure, progress_entry
from invest_crm.db.schema.monthly import month_close, monthly_report
from invest_crm.domain.ids import new_id
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.months import last_day, month_later, month_of
from invest_crm.domain.three_sets import Basis
from invest_crm.services.demo.dice import WAN, Dice
from invest_crm.services.demo.gate_rows import kept_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from invest_crm.services.work import Work

_OPEN = 2
"""The last months are not closed yet."""
_CLOSED = 6
_WITH_PHOTOS = 12
_PROBLEMS = (
    "用电增容未批复",
    "钢材涨价，施工放缓",
    "二期用地未移交",
    "雨季影响基础施工",
    "设备交货推迟",
)
_PLANS = ("完成主体封顶", "设备进场安装", "完成基础验收", "组织联合试车", "完善手续，争取入库")
_PEOPLE = ("赵敏", "钱进", "孙立", "李强", "周明")
_CHECKERS = ("吴主任", "郑局长")
_NODES = {"场地平整": 8, "基础施工": 20, "主体施工": 50, "设备安装": 80, "试生产": 95,
          "正常生产": 100}  # fmt: skip


def fill_money(work: Work, seed: int) -> None:
    """Write what stands beside the invented months."""
    columns = monthly_report.c
    rows = work.rows(
        select(monthly_report).where(columns.voided_at.is_(None)).order_by(columns.month)
    )
    by_project: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_project[row.project_id].append(row)
    facts = work.fact(source="demo", cut_off=work.today.isoformat())
    newest = month_later(month_of(work.today), -1)
    _write_words(work, rows, newest, seed)
    months = [month_later(newest, -_OPEN - back) for back in range(_CLOSED)]
    work.insert_many(month_close, [{"month": month, **facts} for month in sorted(months)])
    figures: list[dict[str, object]] = []
    for number, (key, own) in enumerate(by_project.items()):
        figures += _figures(Dice(f"{seed}/figures/{number}"), key, own, facts)
    work.insert_many(money_figure, figures)
    _progress(work, by_project, facts)


def _write_words(work: Work, rows: Sequence[Row[Any]], newest: str, seed: int) -> None:
    """Problems, plans and people of the last months."""
    changes: dict[str, dict[str, object]] = {}
    for number, row in enumerate(rows):
        if row.month < month_later(newest, -1):
            continue
        dice = Dice(f"{seed}/words/{number}")
        changes[row.id] = {
            "problem_text": dice.pick(_PROBLEMS) if dice.chance(0.3) else None,
            "plan_text": dice.pick(_PLANS),
            "filled_by": dice.pick(_PEOPLE),
            "checked_by": dice.pick(_CHECKERS),
        }
    work.update_many(monthly_report, changes)


def _figures(
    dice: Dice, key: str, rows: Sequence[Row[Any]], facts: dict[str, object]
) -> list[dict[str, object]]:
    """Papers for most of what was reported; statistics count somewhat less."""
    found = []
    for basis, subject, document, share in (
        (Basis.PAPERS, Subject.FUNDS, "Bank receipt", (0.8, 1.0)),
        (Basis.PAPERS, Subject.COMPLETED, "Progress sheet signed by three parties", (0.7, 1.0)),
        (Basis.STATISTICS, Subject.COMPLETED, "Statistical return of the firm", (0.5, 1.05)),
    ):
        if dice.chance(0.35):
            continue
        part = 1.0 if dice.chance(0.3) else dice.share(*share)
        for row in rows:
            whole = row.funds_month if subject is Subject.FUNDS else row.completed_month
            amount = round((whole or 0) * part / WAN) * WAN
            if amount:
                found.append(
                    {
                        "project_id": key,
                        "basis": basis.value,
                        "subject": subject.value,
                        "happened_on": last_day(row.month).isoformat(),
                        "amount": amount,
                        "document": document,
                        "note": None,
                        **facts,
                    }
                )
    return found


def _progress(work: Work, by_project: dict[str, list[Row[Any]]], facts: dict[str, object]) -> None:
    """An entry whenever the visible progress changed, for some projects with a photo."""
    picture = kept_picture(work, photo=True) if by_project else {}
    entries: list[dict[str, object]] = []
    photos: list[dict[str, object]] = []
    for number, (key, rows) in enumerate(by_project.items()):
        before = ""
        for row in rows:
            text = row.progress_text or ""
            if text == before:
                continue
            before = text
            day = min(last_day(row.month) - timedelta(days=number % 9), work.today)
            entry = new_id()
            entries.append(
                {
                    "id": entry,
                    "project_id": key,
                    "happened_on": day.isoformat(),
                    "percent": _NODES.get(text),
                    "node": text or None,
                    "text": None,
                    **facts,
                }
            )
            if number < _WITH_PHOTOS:
                ago = 40 if number % 5 == 4 else number % 3
                taken = day - timedelta(days=ago)
                photos.append(
                    {
                        "project_id": key,
                        "series": new_id(),
                        "version": 1,
                        "name": f"现场照片{taken:%Y%m%d}.png",
                        "media_type": "image/png",
                        "kind": "SITE_PHOTO",
                        "progress_id": entry,
                        "taken_on": taken.isoformat(),
                        **picture,
                        "added_at": facts["recorded_at"],
                        "added_by": facts["recorded_by"],
                    }
                )
    work.insert_many(progress_entry, entries)
    work.insert_many(attachment, photos)
