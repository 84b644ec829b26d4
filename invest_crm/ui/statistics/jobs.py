"""What the parts of the statistics ask of the services, in the background."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from invest_crm.domain.statistics.sheet import SheetLine
    from invest_crm.domain.statistics.state import StepKind
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.work import App, Outcome, View

PROJECT, FIRM = "project", "firm"
PAGES = {PROJECT: "statistics", FIRM: "stat_firms"}
"""The pages of the two lists."""


class Shown(Struct, frozen=True):
    """An application with its history and the day it is seen on."""

    line: Line
    history: tuple[HistoryLine, ...]
    today: date


def some(app: App, subject: str, ids: Sequence[str]) -> list[Line]:
    """Applications as they stand."""
    from invest_crm.services.statistics.acts import chosen

    return app.read(chosen, subject, tuple(ids))


def one(app: App, subject: str, record: str) -> Line | None:
    """An application as it stands, None if its record is gone."""
    from invest_crm.services.statistics.firms import one_firm
    from invest_crm.services.statistics.projects import one_project

    return app.read(one_project, record) if subject == PROJECT else app.read(one_firm, record)


def shown(app: App, subject: str, record: str) -> Shown | None:
    """What the panel shows; None if the record is gone."""
    from invest_crm.services.history import record_history
    from invest_crm.services.statistics.owned import ids_of_firm, ids_of_project

    def read(view: View) -> Shown | None:
        from invest_crm.services.statistics.firms import one_firm
        from invest_crm.services.statistics.projects import one_project

        mine = subject == PROJECT
        line: Line | None = one_project(view, record) if mine else one_firm(view, record)
        if line is None:
            return None
        ids = ids_of_project(view, record) if mine else ids_of_firm(view, record)
        return Shown(line, record_history(view, ids), view.today)

    return app.read(read)


def take(
    app: App, subject: str, ids: Sequence[str], kind: StepKind, values: Mapping[str, Any]
) -> Outcome[int]:
    """Let a step happen; ``values``: on, and note, month, code, passed where they are given."""
    from invest_crm.services.statistics.acts import TakeStep, take_step

    return app.write(take_step, TakeStep(subject, tuple(ids), kind, **values))


def take_back(app: App, subject: str, record: str, reason: str) -> Outcome[None]:
    """Void the latest step."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.statistics.acts import TakeBack
    from invest_crm.services.statistics.acts import take_back as use_case

    return app.write(use_case, TakeBack(Subject(subject, record), reason))


def hand_on(app: App, subject: str, ids: Sequence[str], unit: str, person: str) -> Outcome[int]:
    """Say who holds the ball."""
    from invest_crm.services.statistics.acts import HandOn
    from invest_crm.services.statistics.acts import hand_on as use_case

    return app.write(use_case, HandOn(subject, tuple(ids), unit, person))


def edit_case(
    app: App, subject: str, record: str, *, kind: str | None = None, qualified: bool | None = None
) -> Outcome[None]:
    """Say what a project is, or whether a builder is qualified."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.statistics.acts import EditCase
    from invest_crm.services.statistics.acts import edit_case as use_case

    return app.write(use_case, EditCase(Subject(subject, record), kind, qualified))


def save_paper(
    app: App,
    about: tuple[str, str],
    kind: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
) -> Outcome[None]:
    """Write what stands on a paper of a record (its subject and id)."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.statistics.papers import SavePaper
    from invest_crm.services.statistics.papers import save_paper as use_case

    return app.write(use_case, SavePaper(Subject(*about), kind, values, seen))


def cannot(
    app: App, subject: str, record: str, material: str, values: Mapping[str, Any]
) -> Outcome[str]:
    """A paper cannot be provided yet."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.statistics.papers import CannotProvide, cannot_provide

    about = Subject(subject, record)
    said = {**values, "note": str(values.get("note") or "")}
    return app.write(cannot_provide, CannotProvide(about, material, **said))


def report(app: App, firm: str, values: Mapping[str, Any]) -> Outcome[str]:
    """Record what a firm reported."""
    from invest_crm.services.statistics.revenue import ReportRevenue, report_revenue

    first = str(values["first"])
    return app.write(
        report_revenue,
        ReportRevenue(
            firm,
            first,
            str(values["last"] or first),
            values["amount"],
            values["origin"],
            str(values["reason"] or ""),
        ),
    )


def paste(app: App, lines: Sequence[SheetLine], origin: str, reason: str) -> Outcome[int]:
    """Record a sheet."""
    from invest_crm.services.statistics.revenue import PasteRevenue, RevenueRow, paste_revenue

    rows = tuple(RevenueRow(one.firm, one.first, one.last, one.amount) for one in lines)
    return app.write(paste_revenue, PasteRevenue(rows, origin, reason))


def void_revenue(app: App, entry: str, reason: str) -> Outcome[None]:
    """Take a figure back."""
    from invest_crm.services.statistics.revenue import VoidRevenue
    from invest_crm.services.statistics.revenue import void_revenue as use_case

    return app.write(use_case, VoidRevenue(entry, reason))


def write_bundle(app: App, subject: str, record: str, path: Path) -> Path:
    """Bind the papers of a record into a PDF."""
    return _report(app, "stat-bundle", path, **{subject: record})


def write_list(app: App, subject: str, path: Path) -> Path:
    """Write the list of those that should be in and are not."""
    return _report(app, "not-in-stats" if subject == PROJECT else "not-in-size", path)


def write_revenue(app: App, path: Path) -> Path:
    """Write the ledger of revenue; who took it is put on record before."""
    from invest_crm.services.access import AccessNote, note_access
    from invest_crm.services.export import export_records

    app.write(note_access, AccessNote("export", "revenue"))
    return app.read(export_records, "revenue", path).path


def _report(app: App, name: str, path: Path, **about: str) -> Path:
    from invest_crm.services.documents import MakeReport, make_report

    return app.read(make_report, MakeReport(name, path, **about)).path  # type: ignore[arg-type]
