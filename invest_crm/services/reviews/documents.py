"""The sheet of a review as the brief of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.project_fields import BY_KEY, site_mode_label
from invest_crm.domain.reviews import item_label, items_of
from invest_crm.errors import UserError
from invest_crm.reports.review import ReviewBrief, ReviewConditionRow, ReviewOpinionRow
from invest_crm.services.options import option
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.reviews.sheets import one_sheet, project_sheets
from invest_crm.words import _, language

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.reviews.sheets import ConditionLine, OpinionLine, Sheet
    from invest_crm.services.work import View

_FACTS = ("investor", "content", "total_investment", "site_mode", "township", "park", "lead_unit")


def review_brief(
    view: View, review_id: str | None, project_id: str | None, fingerprint: str
) -> ReviewBrief:
    """A sheet by its id, or the latest of a project. UserError ``record-missing``."""
    sheet = one_sheet(view, review_id) if review_id else None
    if sheet is None and project_id:
        sheet = next(iter(project_sheets(view, project_id)), None)
    if sheet is None:
        raise UserError(
            "record-missing",
            _("There is no such review."),
            safe=_("Nothing was written."),
            todo=_("Add --project ID of a project with a review, or --record ID of the review."),
        )
    record = stored_project(view, sheet.project_id)
    return ReviewBrief(
        project=sheet.project,
        number=sheet.round,
        unit=option(view, "county.bureau"),
        as_of=view.today,
        facts=(*_project_facts(record), *_meeting(sheet)),
        outcome=sheet.outcome.label,
        opinions=tuple(_opinion(sheet, one) for one in sheet.opinions),
        conditions=tuple(
            _condition(one, held) for one in sheet.opinions for held in one.conditions
        ),
        note=sheet.note,
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def _project_facts(record: ProjectRecord) -> list[tuple[str, str]]:
    shown = {
        **{key: record[key] or "" for key in _FACTS},
        "total_investment": _money(record["total_investment"]),
        "site_mode": site_mode_label(record["site_mode"]),
    }
    return [(BY_KEY[key].label, str(text)) for key, text in shown.items() if text]


def _meeting(sheet: Sheet) -> list[tuple[str, str]]:
    pairs = (
        (_("Convened by"), sheet.convened_by),
        (_("Asked on"), _whole(sheet.asked)),
        (_("Meeting on"), _whole(sheet.held) if sheet.held else ""),
    )
    return [pair for pair in pairs if pair[1]]


def _opinion(sheet: Sheet, one: OpinionLine) -> ReviewOpinionRow:
    asked = [code for code in items_of(one.department) if code in sheet.items]
    said = [one.reason, *(held.text for held in one.conditions)]
    signed = [one.person, _whole(one.answered) if one.answered else ""]
    return ReviewOpinionRow(
        one.name,
        _(", ").join(map(item_label, asked)),
        one.verdict.label if one.verdict else _("awaited"),
        _("; ").join(filter(None, said)),
        " ".join(filter(None, signed)),
    )


def _condition(one: OpinionLine, held: ConditionLine) -> ReviewConditionRow:
    return ReviewConditionRow(
        one.name,
        held.text,
        held.owner,
        _whole(held.due) if held.due else "",
        held.state.label if held.state else "",
    )


def _money(fen: int | None) -> str:
    return "" if fen is None else show_amount(fen)


def _whole(day: date) -> str:
    return show(PartialDate(day.isoformat(), "day", day.isoformat()))
