"""Approvals on paper: the list as shown, and who holds what by department, most overdue first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.domain.departments import department_label
from invest_crm.ui.approvals.words import day_words, holder_words, time_words, waits_words
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.printing import Part, Sheet
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress


def approvals_printable(
    shown: Sequence[ApprovalLine], every: Sequence[ApprovalLine], reason: str
) -> Printable | None:
    """The rows the list shows and why only these; what all departments hold. None for no rows."""
    contents = []
    if shown:
        words = _("The list as shown ({n})").format(n=len(shown))
        make = partial(_list_sheet, tuple(shown), reason)
        contents.append(SheetContent("approvals", words, make))
    if any(line.state.running for line in every):
        make_held = partial(_holders_sheet, tuple(every))
        contents.append(SheetContent("approval_holders", _("Who holds what"), make_held))
    return Printable(tuple(contents), _("Approvals")) if contents else None


def _list_sheet(
    lines: tuple[ApprovalLine, ...], reason: str, app: App, progress: Progress
) -> Sheet:
    return _sheet(_("Approvals"), [_table(lines, "", whose=True)], reason, app, progress)


def _holders_sheet(lines: tuple[ApprovalLine, ...], app: App, progress: Progress) -> Sheet:
    from invest_crm.services.approvals.holding import holders

    parts = []
    for holder in holders(lines):
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
