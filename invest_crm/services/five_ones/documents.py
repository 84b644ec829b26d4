"""The responsibility table of the five ones and the list of a hand-over, as briefs of documents.

The table has the columns counties use (domain rule 7.1 C), so that its workbook is read in again
as a ledger and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.five_ones import missing, parse_five
from invest_crm.domain.stages import SideState, Stage
from invest_crm.errors import UserError
from invest_crm.exchange.writing import ledger_cells as cells
from invest_crm.reports.blocks import Align, Column
from invest_crm.reports.numbers import day as day_words
from invest_crm.reports.tables import Cell, TableBrief
from invest_crm.services.five_ones.handing import handed_over
from invest_crm.services.options import FIVE, option
from invest_crm.services.projects import records
from invest_crm.words import _, language, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.people import ContactReading
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

_ENDED = (SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value)
_LIAISON = "联络"
HEADS = (
    "序号", "项目名称", "总投资（万元）", "包联领导", "责任单位", "责任人", "工作专班成员",
    "专班联络员及电话", "开工时限", "竣工时限", "目前形象进度",
)  # fmt: skip
"""The headings of layout C."""


def five_ones_brief(view: View, fingerprint: str) -> TableBrief:
    """The responsibility table: signed projects that have not ended, the largest first."""
    found = _projects(view)
    fives = parse_five(option(view, FIVE))
    lacking = sum(bool(missing(fives, record.values)) for record in found)
    county, bureau, today = option(view, "county.name"), option(view, "county.bureau"), view.today
    total = sum(record["total_investment"] or 0 for record in found)
    said = "、".join(five.label for five in fives)
    return TableBrief(
        title=_("Responsibility table of the five ones"),
        unit=bureau,
        as_of=today,
        columns=_columns(),
        rows=tuple(_row(number, record) for number, record in enumerate(found, 1)),
        total=_total(_("Total"), total) if found else (),
        sheet_total=_total("合计", total) if found else (),
        unit_note=_("As of {day}; amounts in 10,000 yuan").format(day=day_words(today)),
        notes=(_notes(said, len(found), lacking),),
        sheet_title=f"{county}重点项目“五个一”包联责任表（截至{_chinese(view)}）",
        sheet_caption=f"填报单位：{bureau}{'　' * 10}单位：万元",
        heads=HEADS,
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def hand_over_brief(view: View, hand_over_id: str, fingerprint: str) -> TableBrief:
    """The list of a hand-over, to be signed. UserError ``record-missing``."""
    found = handed_over(view, hand_over_id) if hand_over_id else []
    if not found:
        raise UserError(
            "record-missing",
            _("Say which hand-over the list is to be written of."),
            safe=_("Nothing was written."),
            todo=_("Add --record ID of a hand-over; “five-ones handed” lists them."),
        )
    over = found[0]
    columns = (
        Column(pgettext("column", "No."), 8, Align.CENTER),
        Column(_("Role"), 24),
        Column(_("Project or matter"), 60),
        Column(_("So far"), 34),
        Column(_("From now on"), 34),
    )
    rows = tuple(
        (number, role.role.label, role.subject, role.before, role.after)
        for number, role in enumerate(over.roles, 1)
    )
    n = len(rows)
    counted = ngettext("{n} role was handed over.", "{n} roles were handed over.", n)
    signed = _("Handed over by: ____________    Taken over by: ____________    Witness: ________")
    reason = (_("Reason: {text}").format(text=over.reason),) if over.reason else ()
    return TableBrief(
        title=_("Hand-over list: {giver} to {taker}").format(
            giver=over.from_name, taker=over.to_name
        ),
        unit=option(view, "county.bureau"),
        as_of=over.on,
        columns=columns,
        rows=rows,
        unit_note=_("Takes effect on {day}").format(day=day_words(over.on)),
        notes=(counted.format(n=n), *reason, signed),
        landscape=False,
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def _projects(view: View) -> list[ProjectRecord]:
    query = (
        select(project.c.id)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(
            project.c.archived_at.is_(None),
            project_state.c.stage_rank >= Stage.SIGNED.rank,
            project_state.c.side_state.is_(None) | project_state.c.side_state.not_in(_ENDED),
        )
        .order_by(
            project.c.total_investment.is_(None), project.c.total_investment.desc(), project.c.id
        )
    )
    return list(records.load(view, view.values(query)).values())


def _row(number: int, record: ProjectRecord) -> tuple[Cell, ...]:
    charge, liaison = _people(record["contacts"])
    values = {**record.values, "support_units": None}
    return (
        number,
        record["name"],
        cells.total({**record.values, "total_high": None}, "万元", "总投资（万元）"),
        record["leader"],
        cells.units(values),
        charge,
        record["task_force"],
        liaison,
        cells.when(record["start_by"]),
        cells.when(record["complete_by"]),
        record["progress_text"],
    )


def _total(word: str, fen: int) -> tuple[Cell, ...]:
    return ("", word, cells.money(fen, "万元"), *[""] * 8)


def _people(contacts: Sequence[ContactReading]) -> tuple[str | None, str | None]:
    """责任人 and 联络员, telephones masked.

    Liaisons are those called so, else those with a telephone beside some without, else all but the
    first.
    """
    liaisons = [one for one in contacts if _LIAISON in one.post]
    if not liaisons and not all(one.phone for one in contacts):
        liaisons = [one for one in contacts if one.phone]
    if not liaisons:
        liaisons = list(contacts[1:])
    charge = [one for one in contacts if one not in liaisons]
    return cells.people(charge, reveal=False), cells.people(liaisons, reveal=False)


def _columns() -> tuple[Column, ...]:
    right, middle = Align.RIGHT, Align.CENTER
    return (
        Column(pgettext("column", "No."), 8, middle),
        Column(pgettext("column", "Project name"), 32),
        Column(pgettext("column", "Investment (10,000 yuan)"), 18, right),
        Column(pgettext("column", "County leader"), 24),
        Column(pgettext("column", "Responsible unit"), 22),
        Column(pgettext("column", "Person in charge"), 22),
        Column(pgettext("column", "Members of the task force"), 26),
        Column(pgettext("column", "Liaison and telephone"), 26),
        Column(pgettext("column", "Start due"), 18, middle),
        Column(pgettext("column", "Completion due"), 18, middle),
        Column(pgettext("column", "Progress so far"), 34),
    )


def _notes(five: str, count: int, lacking: int) -> str:
    said = _("The five ones: {five}.").format(five=five)
    counted = ngettext("{n} project", "{n} projects", count).format(n=count)
    lack = ngettext("{n} lacks one of the five", "{n} lack one of the five", lacking)
    return _("{said} {counted}, {lack}.").format(
        said=said, counted=counted, lack=lack.format(n=lacking)
    )


def _chinese(view: View) -> str:
    day = view.today
    return f"{day.year}年{day.month}月{day.day}日"
