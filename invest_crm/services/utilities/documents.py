"""要素保障清单: what signed projects need of utilities, what runs short, how applications stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.utility_cases import CaseState
from invest_crm.domain.utility_needs import SCALE, Supply, shown_amount
from invest_crm.reports.blocks import Align, Column
from invest_crm.reports.numbers import day as day_words
from invest_crm.reports.tables import TableBrief
from invest_crm.services.options import option
from invest_crm.services.utilities.cases import case_lines
from invest_crm.services.utilities.needs import phases
from invest_crm.services.utilities.outlooks import shortages
from invest_crm.words import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.tables import Cell
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase
    from invest_crm.services.utilities.outlooks import Shortage
    from invest_crm.services.work import View

Short = dict[tuple[str, Supply], "Shortage"]


def utilities_brief(view: View, fingerprint: str) -> TableBrief:
    """A row for each utility a phase of a project needs, with its application and what is short."""
    cases: dict[tuple[str, Supply], CaseLine] = {}
    for line in case_lines(view):
        if line.course.state is not CaseState.WITHDRAWN:
            cases[line.project_id, line.procedure.utility] = line
    short = {(one.park, one.utility): one for one in shortages(view)}
    needed = [
        (phase, utility)
        for phase in phases(view, counted=True)
        for utility in Supply
        if phase.amount(utility)
    ]
    rows = tuple(
        _row(number, phase, utility, cases.get((phase.project_id, utility)), short)
        for number, (phase, utility) in enumerate(needed, 1)
    )
    return TableBrief(
        title=_("Utilities for signed projects"),
        unit=option(view, "county.bureau"),
        as_of=view.today,
        columns=_columns(),
        rows=rows,
        unit_note=_("As of {day}").format(day=day_words(view.today)),
        notes=_notes(list(short.values())),
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 10, Align.CENTER),
        Column(_("Project"), 46),
        Column(_("Park"), 28),
        Column(_("Utility"), 16),
        Column(_("Demand"), 20, Align.RIGHT),
        Column(_("Unit"), 14),
        Column(_("Needed from"), 20),
        Column(_("Supply of the park"), 34),
        Column(_("Connection applied for"), 34),
        Column(_("Stands at"), 26),
        Column(_("Promised day"), 22),
        Column(_("In charge"), 18),
    )


def _row(
    number: int, phase: NeedPhase, utility: Supply, case: CaseLine | None, short: Short
) -> tuple[Cell, ...]:
    lacking = short.get((phase.park, utility))
    applied = ("", _("not applied for"), None, "") if case is None else _case(case)
    return (
        number,
        phase.project,
        phase.park,
        utility.label,
        Decimal(phase.amount(utility)) / SCALE,
        utility.unit,
        phase.first,
        _("enough, or not known") if lacking is None else _short_words(lacking),
        *applied,
    )


def _case(case: CaseLine) -> tuple[Cell, ...]:
    connected = case.course.state is CaseState.CONNECTED
    running = case.course.state is CaseState.RUNNING
    due = None if connected or case.clock is None else case.clock.due
    stands = case.current if running else case.course.state.label
    if case.late:
        stands = _("{step}, overdue").format(step=stands)
    return case.procedure.name, stands, due, case.person


def _short_words(one: Shortage) -> str:
    return _("short from {month}: {amount}").format(
        month=one.month, amount=shown_amount(one.demand - one.capacity)
    )


def _notes(found: Sequence[Shortage]) -> tuple[str, ...]:
    """What runs short, the soonest first, with the projects that collide."""
    if not found:
        return (_("Nothing runs short as far as capacities are known."),)
    told = ngettext("{n} shortage:", "{n} shortages:", len(found)).format(n=len(found))
    lines = [
        _("{park}, {utility}, from {month}: {names}").format(
            park=one.park or _("no park named"),
            utility=one.utility.label,
            month=one.month,
            names=_(", ").join(one.names),
        )
        for one in found
    ]
    return (f"{told} {'; '.join(lines)}",)
