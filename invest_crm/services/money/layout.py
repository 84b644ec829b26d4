"""到位资金及固投完成情况月报 in the county's own layout (domain 7.1 D), which reads back equal.

A month is written with its corrections. What a ledger stated as cumulative for that very month goes
out as it was stated; where none did, the months are added up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.months import last_day, month_later
from invest_crm.domain.stages import MilestoneKind
from invest_crm.errors import UserError
from invest_crm.exchange.writing import ledger_cells
from invest_crm.exchange.writing.ledger_sheet import Head, Ledger, Section, write_ledger
from invest_crm.exchange.writing.styles import Style
from invest_crm.services.dates import read_date
from invest_crm.services.money.books import owners
from invest_crm.services.options import option
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.exchange.writing.cells import Value
    from invest_crm.exchange.writing.stream import StreamBook
    from invest_crm.services.money.books import Owner
    from invest_crm.services.work import View

_UNIT = "万元"
_HEADS = (
    ("项目名称", 30, False), ("行业", 12, False), ("资金来源地（省、市）", 16, False),
    ("总投资", 12, True), ("年度计划投资", 12, True), ("本月完成", 11, True),
    ("本年累计完成", 12, True), ("占年度计划%", 11, False), ("同比%", 10, False),
    ("自开工累计完成", 13, True), ("本月到位", 11, True), ("本年累计到位", 12, True),
    ("形象进度", 20, False), ("入库时间", 13, False),
    ("统计项目编码", 22, False),
)  # fmt: skip
_SUMMED = (3, 4, 5, 6, 9, 10, 11)
_HUNDRED = Decimal(100)


def write_month(view: View, book: StreamBook, month: str) -> int:
    """The sheet of a month; returns its projects. UserError ``month-empty``."""
    amounts, rows = [], []
    more = _more(view, month)
    for owner in view.looking(owners(view)):
        if month in owner.book.months or any(one.month == month for one in owner.book.corrections):
            values = _values(owner, month, more[owner.id])
            amounts.append(values)
            rows.append([_shown(place, value) for place, value in enumerate(values)])
    if not rows:
        raise UserError(
            "month-empty",
            _("Nobody reported {month}.").format(month=month),
            safe=_("Nothing was written."),
            todo=_("Name a month with reports, e.g. 2025-08."),
        )
    totals: list[Value] = [
        ledger_cells.money(sum(values[place] or 0 for values in amounts), _UNIT)
        if place in _SUMMED
        else None
        for place in range(len(_HEADS))
    ]
    county, year, number = option(view, "county.name"), month[:4], int(month[5:])
    heads = [
        Head("", title, width, Style.CELL if width >= 20 else Style.CELL_MIDDLE, money=money)
        for title, width, money in _HEADS
    ]
    return write_ledger(
        book,
        Ledger(
            "月报",
            f"{county}招商引资项目{year}年{number}月份到位资金及固投完成情况表",
            f"填报单位：{option(view, 'county.bureau')}{'　' * 10}单位：{_UNIT}",
            _UNIT,
            heads,
            [Section[Any]("", rows)],
            totals,
        ),
    )


def _values(owner: Owner, month: str, more: Any) -> list[Any]:
    """The cells of a project, amounts in 分."""
    done, came = (_cumulative(owner, subject, month) for subject in Subject)
    return [
        owner.name,
        more.industry,
        more.funds_origin,
        owner.total,
        more.year_plan,
        owner.book.own(Subject.COMPLETED, month),
        done[0],
        _share(done[0], more.year_plan),
        _growth(done[0], owner.book.sums(Subject.COMPLETED, month_later(month, -12)).year),
        done[1],
        owner.book.own(Subject.FUNDS, month),
        came[0],
        more.report_text,
        ledger_cells.when(read_date(more._mapping, "stats")),  # noqa: SLF001 - SQLAlchemy's name
        more.report_code or more.stat_code,
    ]


def _cumulative(owner: Owner, subject: Subject, month: str) -> tuple[int | None, int | None]:
    """Of the year and since the start: as stated for that month, else added up."""
    sums = owner.book.sums(subject, month)
    if sums.stated_in == month:
        year = sums.stated_year if sums.stated_year is not None else sums.year
        total = sums.stated_total
        return year, total if total is not None else owner.book.reach(subject, last_day(month))
    return sums.year, owner.book.reach(subject, last_day(month))


def _shown(place: int, value: Any) -> Value:
    if _HEADS[place][2]:
        return ledger_cells.money(value, _UNIT)
    shown: Value = value or None
    return shown


def _share(part: int | None, whole: int | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part * _HUNDRED / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _growth(now: int | None, before: int | None) -> Decimal | None:
    """同比, cumulative against cumulative of the same months; none where last year had nothing."""
    if now is None or not before or before < 0:
        return None
    return ((now - before) * _HUNDRED / before).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _more(view: View, month: str) -> dict[str, Any]:
    """What else the layout shows of projects."""
    columns = project.c
    stats = (
        select(milestone)
        .where(milestone.c.kind == MilestoneKind.IN_STATS.value, milestone.c.voided_at.is_(None))
        .subquery()
    )
    dates = [
        stats.c[f"effective_{part}"].label(f"stats_{part}")
        for part in ("value", "precision", "qualifier", "raw", "not_after", "day")
    ]
    query = (
        select(
            columns.id, columns.industry, columns.funds_origin, columns.year_plan,
            columns.stat_code,
            monthly_report.c.progress_text.label("report_text"),
            monthly_report.c.stat_code.label("report_code"), *dates,
        )
        .outerjoin(stats, stats.c.project_id == columns.id)
        .outerjoin(
            monthly_report,
            (monthly_report.c.project_id == columns.id)
            & (monthly_report.c.month == month)
            & monthly_report.c.voided_at.is_(None),
        )
    )  # fmt: skip
    return {row.id: row for row in view.rows(query)}
