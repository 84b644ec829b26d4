"""Approvals on paper: who holds what by department, most overdue first; one approval whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.departments import department_label
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.panel import detail_pairs, panel_record, paper_pairs, step_pairs
from invest_crm.ui.approvals.words import day_words, holder_words, time_words, waits_words
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.printing import Part, Sheet
    from invest_crm.services.work import App, View
    from invest_crm.ui.approvals.page import ApprovalsPage
    from invest_crm.ui.kit.record_panel import Record
    from invest_crm.ui.operations import Progress


def with_holders(page: ApprovalsPage, made: Printable | None) -> Printable | None:
    """What can be printed of the list, and who holds what while anything is in hand."""
    if not page.source.counts.get("running"):
        return made
    held = SheetContent("approval_holders", _("Who holds what"), _holders_sheet)
    if made is None:
        return Printable((held,), held.words)
    return Printable((*made.contents, held), made.file_name)


def approval_parts(view: View, record_id: str) -> tuple[Record, list[Part]]:
    """An approval for its record sheet: facts, papers, steps, and the path of its project."""
    from invest_crm.errors import UserError
    from invest_crm.services.printing import Pairs

    shown = jobs.shown(view, record_id)
    if shown is None:
        raise UserError(
            "record-missing",
            _("The record is no longer there."),
            safe=_("Nothing was printed."),
            todo=_("Go back to the list and choose another one."),
        )
    record, line = panel_record(shown), shown.line
    parts: list[Part] = [
        Pairs(_filled([*record.facts, *detail_pairs(shown)]), _("Facts")),
        Pairs(_filled(paper_pairs(line, shown.today)), _("Papers")),
        Pairs(_filled(step_pairs(line, shown.today)), _("Steps")),
        _table(shown.path, _("Path of the project"), whose=True),
    ]
    return record, parts


def _filled(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _holders_sheet(app: App, progress: Progress) -> Sheet:
    from invest_crm.services.approvals.holding import holders

    parts = []
    for holder in holders(jobs.in_hand(app)):
        counts = _("{held} in hand, {late} overdue, longest {n} working days").format(
            held=len(holder.lines), late=len(holder.late), n=holder.longest
        )
        heading = _("{name}: {value}").format(
            name=department_label(holder.department), value=counts
        )
        parts.append(_table(holder.lines, heading, whose=False))
    return _sheet(_("Who holds what"), parts, "", app, progress)


def _sheet(title: str, parts: list[Part], condition: str, app: App, progress: Progress) -> Sheet:
    from invest_crm.services.printing import Sheet, imprint

    progress.report(None, "")
    return Sheet(
        title=title,
        parts=tuple(parts),
        imprint=app.read(imprint),
        condition=condition,
        landscape=True,
    )


def _table(lines: Sequence[ApprovalLine], heading: str, *, whose: bool) -> Part:
    from invest_crm.ui.printing.minis import mini_table

    columns = (
        MiniColumn(_("Project"), 3),
        MiniColumn(_("Approval"), 2.6),
        MiniColumn(_("State"), 1),
        MiniColumn(_("Handled by"), 2) if whose else MiniColumn(_("Person"), 1),
        MiniColumn(_("Accepted on"), 1.1),
        MiniColumn(_("Due day"), 1.1),
        MiniColumn(_("Time left"), 1.6),
        MiniColumn(_("Waits for, missing"), 2.6),
    )
    rows = [
        MiniRow(
            line.id,
            (
                line.project,
                line.name,
                line.state.label,
                holder_words(line) if whose else line.person,
                day_words(line.course.began, line.seen),
                day_words(line.due.day if line.due else None, line.seen),
                time_words(line),
                waits_words(line),
            ),
        )
        for line in lines
    ]
    return mini_table(columns, rows, heading=heading)
