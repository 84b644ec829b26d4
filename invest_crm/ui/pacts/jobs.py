"""What the tab of a project's review and agreements asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from invest_crm.services.agreements.amounts import AmountChange, ChangeAmount
    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.services.agreements.repeats import AnswerSigning, Repeat
    from invest_crm.services.five_ones.handing import HandedOver
    from invest_crm.services.projects.facts import AgreementLine
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
    agreements: tuple[AgreementLine, ...] = ()
    amounts: Mapping[str, tuple[AmountChange, ...]] = {}
    unanswered: tuple[tuple[str, list[Repeat]], ...] = ()
    promises: tuple[CommitmentRecord, ...] = ()
    scans: int = 0
    """Files of the project that are contracts."""


def pacts(app: App, project_id: str) -> Pacts | None:
    """What was agreed about a project; None if it is gone."""
    from invest_crm.services.agreements.amounts import amount_changes
    from invest_crm.services.agreements.commitments import load_all
    from invest_crm.services.agreements.repeats import unanswered
    from invest_crm.services.agreements.scans import contract_files
    from invest_crm.services.five_ones.handing import handed_over
    from invest_crm.services.projects.facts import agreements
    from invest_crm.services.projects.records import load_one
    from invest_crm.services.reviews.sheets import project_sheets

    def read(view: View) -> Pacts | None:
        record = load_one(view, project_id)
        if record is None:
            return None
        lines = agreements(view, project_id)
        return Pacts(
            project_id,
            record["name"],
            view.today,
            tuple(project_sheets(view, project_id)),
            tuple(handed_over(view, project_id=project_id)),
            lines,
            amount_changes(view, [line.id for line in lines]),
            tuple(unanswered(view, project_id)),
            tuple(load_all(view, project_id)),
            contract_files(view, project_id),
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


def change_amount(app: App, command: ChangeAmount) -> Outcome[None]:
    """Another amount of an agreement."""
    from invest_crm.services.agreements import amounts

    return app.write(amounts.change_amount, command)


def answer_signing(app: App, command: AnswerSigning) -> Outcome[None]:
    """Say what a signing is."""
    from invest_crm.services.agreements import repeats

    return app.write(repeats.answer_signing, command)
