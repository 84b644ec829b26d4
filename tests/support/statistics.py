"""A day at the bureau with the statistics: short names for what happens to applications."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import Classify, add_files, classify_file
from invest_crm.services.statistics.acts import TakeStep, take_step
from invest_crm.services.statistics.firms import one_firm
from invest_crm.services.statistics.papers import SavePaper, save_paper
from invest_crm.services.statistics.projects import one_project
from invest_crm.services.statistics.revenue import ReportRevenue, report_revenue
from tests.support.factories import wan

if TYPE_CHECKING:
    from invest_crm.domain.statistics.state import StepKind
    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine
    from tests.support.factories import Bureau

STARRED = ("FILING", "CONSTRUCTION_CONTRACT", "SITE_PHOTO")
"""What every list of papers of a construction project asks for."""


def day(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


def started(office: Bureau, name: str = "甲", **values: Any) -> str:
    """A signed project whose works began on 1 July 2025."""
    return office.take_up(
        name,
        **{
            "signed_on": "2025-03-01",
            "agreement_type": "INVESTMENT",
            "started_on": "2025-07-01",
            "total_investment": wan(8000),
            "site_mode": "GRANT",
            "lead_unit": "县工信局",
            **values,
        },
    )


def bring(
    office: Bureau, kind: str, record: str, *papers: str, data: bytes = b"%PDF-1.4\n"
) -> None:
    """Files of kinds of evidence on a record."""
    subject = Subject(kind, record)
    for paper in papers:
        content = data + paper.encode()
        made = add_files(office.app, subject, [Offered(f"{paper}.pdf", content)]).value
        assert made is not None
        office.app.write(classify_file, Classify(made.ids[0], paper))


def paper(office: Bureau, record: str, kind: str, subject: str = "project", **values: Any) -> None:
    """What stands on a paper."""
    office.app.write(save_paper, SavePaper(Subject(subject, record), kind, values))


def take(office: Bureau, record: str, kind: StepKind, on: str, **more: Any) -> None:
    """Let a step happen to a project or, with ``subject``, a firm."""
    subject = more.pop("subject", "project")
    office.app.write(take_step, TakeStep(subject, (record,), kind, day(on), **more))


def earned(office: Bureau, firm: str, first: str, amount: int, last: str = "", **more: Any) -> str:
    """Revenue in 万元, reported by a firm."""
    command = ReportRevenue(firm, first, last or first, wan(amount), **more)
    return str(office.app.write(report_revenue, command).value)


def project_line(office: Bureau, record: str) -> ProjectLine:
    found = office.app.read(one_project, record)
    assert found is not None
    return found


def firm_line(office: Bureau, record: str) -> FirmLine:
    found = office.app.read(one_firm, record)
    assert found is not None
    return found
