"""What the pages of approvals ask of the services, in the background."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.approvals.gaps import Paper
    from invest_crm.domain.approvals.items import Item
    from invest_crm.domain.approvals.rules import Eia
    from invest_crm.domain.approvals.state import StepKind
    from invest_crm.services.approvals.cases import CaseRecord, Opened
    from invest_crm.services.approvals.catalogue import CatalogueLine
    from invest_crm.services.approvals.holding import Indicators
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import App, Outcome, View


class Shown(Struct, frozen=True):
    """An approval with the others of its project, its history, the day it is seen on, its note."""

    line: ApprovalLine
    path: tuple[ApprovalLine, ...]
    history: tuple[HistoryLine, ...]
    today: date
    note: str = ""


class Path(Struct, frozen=True):
    """The approvals of a project, what is kept of them as a whole, what cannot be told yet.

    ``presumed``: the environmental procedure where it is only presumed from the industry.
    """

    lines: tuple[ApprovalLine, ...]
    case: CaseRecord
    undecided: tuple[str, ...]
    presumed: Eia | None
    today: date


class Gap(Struct, frozen=True):
    """What the form of an acceptance with gaps offers."""

    line: ApprovalLine
    latest: date
    today: date


def in_hand(app: App) -> list[ApprovalLine]:
    """Every approval that somebody holds."""
    from invest_crm.services.approvals.grid import lines_in_hand

    return app.read(lines_in_hand)


def shown(view: View, approval_id: str) -> Shown | None:
    """What the panel shows of an approval; None if it is gone."""
    from invest_crm.services.approvals.owned import ids_of_approval
    from invest_crm.services.approvals.reading import one_approval, project_approvals
    from invest_crm.services.approvals.records import load
    from invest_crm.services.history import record_history

    line = one_approval(view, approval_id)
    if line is None:
        return None
    path = tuple(project_approvals(view, line.project_id))
    history = record_history(view, ids_of_approval(view, approval_id))
    note = load(view, [approval_id])[approval_id]["note"] or ""
    return Shown(line, path, history, view.today, note)


def path(app: App, project_id: str) -> Path:
    """What the panel of a project shows of its approvals."""
    from invest_crm.services.approvals.cases import load_case, presumed_eia, undecided
    from invest_crm.services.approvals.reading import project_approvals
    from invest_crm.services.projects.records import load_one

    def read(view: View) -> Path:
        record = load_one(view, project_id)
        found = tuple(project_approvals(view, project_id))
        here = record is not None and not record.archived_at
        names = tuple(item.name for item in undecided(view, project_id)) if here else ()
        presumed = presumed_eia(view, project_id) if here else None
        return Path(found, load_case(view, project_id), names, presumed, view.today)

    return app.read(read)


def without_path(app: App) -> list[tuple[str, str]]:
    """The projects without approvals as (id, name), those signed first, then by name."""
    from invest_crm.services.approvals.starting import projects_without_path

    return app.read(projects_without_path)


def some(app: App, ids: Sequence[str]) -> list[ApprovalLine]:
    """Approvals as they stand."""
    from invest_crm.services.approvals.acts import chosen

    return app.read(chosen, tuple(ids))


def gap(app: App, approval_id: str) -> Gap:
    """What the form of an acceptance with gaps needs."""
    from invest_crm.services.approvals.acts import chosen
    from invest_crm.services.approvals.papers import last_promise

    def read(view: View) -> Gap:
        (line,) = chosen(view, (approval_id,))
        return Gap(line, last_promise(view, line.item, view.today), view.today)

    return app.read(read)


def take(app: App, ids: Sequence[str], kind: StepKind, values: Mapping[str, Any]) -> Outcome[int]:
    """Let a step happen; ``values``: on, and reason, due, note where they are given."""
    from invest_crm.services.approvals.acts import TakeStep, take_step

    return app.write(take_step, TakeStep(tuple(ids), kind, **values))


def accept_gap(
    app: App, approval_id: str, on: date, papers: Sequence[Paper], note: str
) -> Outcome[None]:
    """Accept with gaps."""
    from invest_crm.services.approvals.papers import AcceptGap
    from invest_crm.services.approvals.papers import accept_gap as use_case

    return app.write(use_case, AcceptGap(approval_id, on, tuple(papers), note))


def receive(app: App, approval_id: str, papers: Sequence[str], on: date) -> Outcome[int]:
    """Papers came."""
    from invest_crm.services.approvals.papers import ReceivePapers, receive_papers

    return app.write(receive_papers, ReceivePapers(approval_id, tuple(papers), on))


def take_back(app: App, approval_id: str, reason: str) -> Outcome[None]:
    """Void the latest step."""
    from invest_crm.services.approvals.acts import TakeBack
    from invest_crm.services.approvals.acts import take_back as use_case

    return app.write(use_case, TakeBack(approval_id, reason))


def hand_on(app: App, ids: Sequence[str], department: str, person: str) -> Outcome[int]:
    """Say who holds them."""
    from invest_crm.services.approvals.acts import HandOn
    from invest_crm.services.approvals.acts import hand_on as use_case

    return app.write(use_case, HandOn(tuple(ids), department, person))


def open_path(app: App, project_id: str) -> Outcome[Opened]:
    """Set up the approvals of a project, or bring them in step."""
    from invest_crm.services.approvals.cases import open_case

    return app.write(open_case, project_id)


def add(app: App, project_id: str, code: str, title: str) -> Outcome[str]:
    """One more item for a project."""
    from invest_crm.services.approvals.cases import AddApproval, add_approval

    return app.write(add_approval, AddApproval(project_id, code, title))


def case(app: App, project_id: str) -> tuple[CaseRecord, date]:
    """The case of a project and the day."""
    from invest_crm.services.approvals.cases import load_case

    return app.read(lambda view: (load_case(view, project_id), view.today))


def save_case(
    app: App, project_id: str, values: Mapping[str, Any], seen: Mapping[str, Any]
) -> Outcome[Opened]:
    """Write values of a case."""
    from invest_crm.services.approvals.cases import EditCase
    from invest_crm.services.approvals.cases import save_case as use_case

    return app.write(use_case, EditCase(project_id, values, seen))


def figures(app: App, first: date | None, last: date | None) -> tuple[Indicators, dict[str, str]]:
    """The indicators of a period (this year without one), and the names of projects."""
    from invest_crm.services.approvals.holding import indicators
    from invest_crm.services.approvals.reading import approval_lines

    def read(view: View) -> tuple[Indicators, dict[str, str]]:
        today = view.today
        found = indicators(view, first or date(today.year, 1, 1), last or today)
        return found, {line.project_id: line.project for line in approval_lines(view)}

    return app.read(read)


def catalogue(app: App) -> list[CatalogueLine]:
    """Every item."""
    from invest_crm.services.approvals.catalogue import catalogue as query

    return app.read(query)


def item_history(app: App, code: str) -> tuple[HistoryLine, ...]:
    """Who changed an item, and when."""
    from invest_crm.services.history import record_history

    return app.read(record_history, [code])


def save_item(app: App, item: Item, seen: Item | None) -> Outcome[str]:
    """Change or add an item."""
    from invest_crm.services.approvals.catalogue import SaveItem
    from invest_crm.services.approvals.catalogue import save_item as use_case

    return app.write(use_case, SaveItem(item, seen))


def retire_item(app: App, code: str) -> Outcome[None]:
    """Retire an item, or take it up again."""
    from invest_crm.services.approvals.catalogue import retire_item as use_case

    return app.write(use_case, code)


def reset_item(app: App, code: str) -> Outcome[None]:
    """Back to the shipped item."""
    from invest_crm.services.approvals.catalogue import reset_item as use_case

    return app.write(use_case, code)


def settings(app: App) -> dict[str, str]:
    """The options of approvals with their values."""
    from invest_crm.services.options import options

    return {key: value for key, value in app.read(options).items() if key.startswith("approvals.")}


def set_setting(app: App, key: str, value: str) -> Outcome[None]:
    """Change one of them."""
    from invest_crm.services.options import SetOption, set_option

    return app.write(set_option, SetOption(key, value))
