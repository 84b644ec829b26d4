"""What the tab of a project's review and agreements asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from invest_crm.services.five_ones.handing import HandedOver
    from invest_crm.services.reviews.acts import Answer, Convene, EditSheet
    from invest_crm.services.reviews.sheets import Sheet
    from invest_crm.services.work import App, Outcome, View


class Pacts(Struct, frozen=True):
    """Everything the tab shows of a project."""

    project_id: str
    name: str
    today: date
    sheets: tuple[Sheet, ...]
    handed: tuple[HandedOver, ...]


def pacts(app: App, project_id: str) -> Pacts | None:
    """What was agreed about a project; None if it is gone."""
    from invest_crm.services.five_ones.handing import handed_over
    from invest_crm.services.projects.records import load_one
    from invest_crm.services.reviews.sheets import project_sheets

    def read(view: View) -> Pacts | None:
        record = load_one(view, project_id)
        if record is None:
            return None
        return Pacts(
            project_id,
            record["name"],
            view.today,
            tuple(project_sheets(view, project_id)),
            tuple(handed_over(view, project_id=project_id)),
        )

    return app.read(read)


def convene(app: App, command: Convene) -> Outcome[str]:
    """Begin a round."""
    from invest_crm.services.reviews import acts

    return app.write(acts.convene, command)


def edit_sheet(app: App, command: EditSheet) -> Outcome[None]:
    """Change a round."""
    from invest_crm.services.reviews import acts

    return app.write(acts.edit_sheet, command)


def answer(app: App, command: Answer) -> Outcome[None]:
    """Record an opinion."""
    from invest_crm.services.reviews import acts

    return app.write(acts.answer, command)


def take_back(app: App, opinion_id: str) -> Outcome[None]:
    """An opinion is awaited again."""
    from invest_crm.services.reviews import acts

    return app.write(acts.take_back, opinion_id)


def remove_sheet(app: App, review_id: str) -> Outcome[None]:
    """Take out a round."""
    from invest_crm.services.reviews import acts

    return app.write(acts.remove_sheet, review_id)


def write_report(app: App, name: str, path: Path, record: str) -> Path:
    """Write a document about a review or a hand-over."""
    from invest_crm.services.documents import MakeReport, make_report

    return app.read(make_report, MakeReport(name, path, record=record)).path
