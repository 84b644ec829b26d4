"""The reports, declared once: name, title, formats and the brief each needs.

``render`` is the one door: it sets the brief's language, makes the bytes, and puts the file in
place whole. A new report is a line in ``REPORTS`` and a maker in ``_MAKERS``. Drawing libraries
are loaded when a report is made, not when the list is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from invest_crm import words
from invest_crm.errors import UserError
from invest_crm.reports.brief import BulletinBrief, NotStartedBrief
from invest_crm.reports.files import check_target, write_whole
from invest_crm.reports.follow_up import FollowUpBrief
from invest_crm.reports.record_card import CardBrief
from invest_crm.reports.review import ReviewBrief
from invest_crm.reports.stat_lists import StatListBrief
from invest_crm.reports.tables import TableBrief
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.reports.blocks import Document

Brief = (
    BulletinBrief
    | NotStartedBrief
    | FollowUpBrief
    | CardBrief
    | TableBrief
    | ReviewBrief
    | StatListBrief
)


class Report(Struct, frozen=True):
    """One report: ``title`` is an untranslated message, ``formats`` are file suffixes.

    ``needs`` None: a picture that is drawn, or bound of files, not set from a brief.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    needs: type[Brief] | None

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return _(self.title)


class Rendered(Struct, frozen=True):
    """A written report; ``missing`` are characters no font has (drawn as boxes in a PDF).

    ``pages`` is 0 where the format has none. ``replaced_fonts`` could not be read.
    """

    path: Path
    pages: int
    missing: tuple[str, ...] = ()
    replaced_fonts: tuple[str, ...] = ()


class _Made(NamedTuple):
    data: bytes
    pages: int = 0
    missing: tuple[str, ...] = ()
    replaced_fonts: tuple[str, ...] = ()


REPORTS = (
    Report(
        "signed-started-bulletin",
        N_("Circular on signed and started projects"),
        ("pdf", "docx", "html"),
        BulletinBrief,
    ),
    Report(
        "signed-not-started",
        N_("Signed projects not yet started"),
        ("xlsx", "pdf", "docx", "html"),
        NotStartedBrief,
    ),
    Report("follow-up", N_("Follow-up record"), ("pdf", "docx", "html"), FollowUpBrief),
    Report("project-card", N_("Project file"), ("pdf", "docx", "html"), CardBrief),
    Report("project-path", N_("Whole path of a project"), ("pdf",), None),
    Report("schedule-wall", N_("Schedule wall"), ("pdf",), None),
    Report(
        "five-ones",
        N_("Responsibility table of the five ones"),
        ("pdf", "xlsx", "docx", "html"),
        TableBrief,
    ),
    Report("review", N_("Admission review sheet"), ("pdf", "docx", "html"), ReviewBrief),
    Report(
        "utilities",
        N_("Utilities for signed projects"),
        ("pdf", "xlsx", "docx", "html"),
        TableBrief,
    ),
    Report("hand-over", N_("Hand-over list"), ("pdf", "docx", "xlsx", "html"), TableBrief),
    Report(
        "not-in-stats",
        N_("Projects that should be in the investment database"),
        ("xlsx", "pdf", "docx", "html"),
        StatListBrief,
    ),
    Report(
        "not-in-size",
        N_("Firms that should be in the statistics"),
        ("xlsx", "pdf", "docx", "html"),
        StatListBrief,
    ),
    Report("stat-bundle", N_("Bound papers for the statistics"), ("pdf",), None),
)


def find(name: str) -> Report:
    """The report of that name; raises UserError ``unknown-report``."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise UserError(
        "unknown-report",
        _("There is no report “{name}”.").format(name=name),
        safe=_("Nothing was written."),
        todo=_("Choose one of: {names}.").format(names=", ".join(r.name for r in REPORTS)),
    )


def render(name: str, brief: Brief, path: Path, *, system_fonts: bool = True) -> Rendered:
    """Make a report as the file ``path``; the suffix says the format.

    ``system_fonts=False`` gives the same bytes on every machine. Raises UserError for an unknown
    report or format and for a target that cannot be written, TypeError for a wrong brief.
    """
    needs = find(name).needs
    if needs is None or not isinstance(brief, needs):
        raise TypeError(f"{name} is not made of a {type(brief).__name__}")
    suffix = checked(name, path).suffix.lower().removeprefix(".")
    with words.using(brief.language):
        made = _make(brief, suffix, system_fonts=system_fonts)
    write_whole(path, made.data)
    return Rendered(path, made.pages, made.missing, made.replaced_fonts)


def checked(name: str, path: Path) -> Path:
    """Where a report may go. UserError for an unknown report or format, or a target that cannot
    be written.
    """
    report = find(name)
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in report.formats:
        raise UserError(
            "unknown-format",
            _("“{title}” cannot be written as “{format}”.").format(
                title=report.label, format=suffix or path.name
            ),
            safe=_("Nothing was written."),
            todo=_("Use one of: {formats}.").format(formats=", ".join(report.formats)),
        )
    check_target(path)
    return path


def _make(brief: Brief, suffix: str, *, system_fonts: bool) -> _Made:
    if suffix == "xlsx" and isinstance(brief, NotStartedBrief):
        from invest_crm.reports.signed_not_started_xlsx import workbook

        return _Made(workbook(brief))
    if suffix == "xlsx" and isinstance(brief, TableBrief):
        from invest_crm.reports import table_xlsx

        return _Made(table_xlsx.workbook(brief))
    if suffix == "xlsx" and isinstance(brief, StatListBrief):
        from invest_crm.reports import stat_lists_xlsx

        return _Made(stat_lists_xlsx.workbook(brief))
    document = _document(brief)
    if suffix == "docx":
        from invest_crm.reports.docx_document import docx_bytes

        return _Made(docx_bytes(document))
    if suffix == "html":
        from invest_crm.reports.html_document import html

        return _Made(html(document).encode())
    from invest_crm.reports.pdf_document import pdf

    made = pdf(document, system_fonts=system_fonts)
    return _Made(made.data, made.pages, made.missing, made.unusable_fonts)


def _document(brief: Brief) -> Document:
    from invest_crm.reports.bulletin_text import bulletin, not_started_list
    from invest_crm.reports.follow_up import follow_up
    from invest_crm.reports.record_card import record_card
    from invest_crm.reports.review import review_document
    from invest_crm.reports.stat_lists import stat_list
    from invest_crm.reports.tables import table_document

    if isinstance(brief, TableBrief):
        return table_document(brief)
    if isinstance(brief, ReviewBrief):
        return review_document(brief)
    if isinstance(brief, BulletinBrief):
        return bulletin(brief)
    if isinstance(brief, FollowUpBrief):
        return follow_up(brief)
    if isinstance(brief, CardBrief):
        return record_card(brief)
    return stat_list(brief) if isinstance(brief, StatListBrief) else not_started_list(brief)
