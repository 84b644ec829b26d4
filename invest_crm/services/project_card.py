"""What the card of one project prints: facts, path, what is open, months, people, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.money import show_wan
from invest_crm.domain.project_fields import FIELDS
from invest_crm.domain.project_words import value_words
from invest_crm.domain.quick_entry import PROJECT
from invest_crm.domain.whole_path import Standing
from invest_crm.maps.path_words import join, when_words
from invest_crm.reports.record_card import CardBrief, CardColumn, CardSection
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import files_of
from invest_crm.services.contacts import contact_lines
from invest_crm.services.follow_up import event_row
from invest_crm.services.options import option
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.listing import chain_names
from invest_crm.services.projects.months import months_of
from invest_crm.services.timeline import AskTimeline, timeline, whole
from invest_crm.services.whole_path.gather import path_of_record
from invest_crm.words import _, language

if TYPE_CHECKING:
    from invest_crm.domain.whole_path import WholePath
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

_LEFT_OUT = frozenset({"name", "contacts", "stage", "side_state", "extra", "flags"})
_MONTHS, _EVENTS, _HASH = 12, 20, 12


def project_card(view: View, project_id: str, fingerprint: str) -> CardBrief:
    """The card as of today. UserError ``project-gone``."""
    record = stored_project(view, project_id)
    path = path_of_record(view, record)
    return CardBrief(
        name=record["name"],
        lead=_lead(path),
        as_of=view.today,
        unit=option(view, "county.bureau"),
        sections=(
            _facts(view, record),
            _texts(view, record),
            _path(path),
            _open(path),
            _months(view, project_id),
            _people(view, project_id),
            _events(view, project_id),
            _evidence(view, project_id),
        ),
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )


def _lead(path: WholePath) -> str:
    said = _("The project stands in the phase “{phase}”.").format(phase=path.phase.label)
    counts = _("{done} items are done, {doing} under way, {late} overdue.").format(
        done=path.count(Standing.DONE),
        doing=path.count(Standing.DOING),
        late=path.count(Standing.LATE),
    )
    whole = _("{phase} {callout} {counts}")
    return " ".join(whole.format(phase=said, callout=path.callout, counts=counts).split())


def _facts(view: View, record: ProjectRecord) -> CardSection:
    """Two to a line, as a form has them."""
    pairs = _pairs(view, record, long=False)
    if len(pairs) % 2:
        pairs.append(("", ""))
    head, content = CardColumn(_("Item"), 28), CardColumn(_("Content"), 50)
    rows = tuple((*left, *right) for left, right in zip(pairs[::2], pairs[1::2], strict=True))
    return CardSection(_("Facts"), (head, content, head, content), rows)


def _texts(view: View, record: ProjectRecord) -> CardSection:
    columns = (CardColumn(_("Item"), 28), CardColumn(_("Content"), 128))
    title = _("Content and progress")
    return CardSection(title, columns, tuple(_pairs(view, record, long=True)))


def _pairs(view: View, record: ProjectRecord, *, long: bool) -> list[tuple[str, str]]:
    names, year = chain_names(view), view.today.year
    found = []
    for field in FIELDS:
        if field.key in _LEFT_OUT or (field.kind == "long") is not long:
            continue
        value = record[field.key]
        coded = field.key in {"chain", "node"}
        words = names.get(value or "", "") if coded else value_words(field.key, value, year)
        if words:
            found.append((field.label, words))
    return found


def _path(path: WholePath) -> CardSection:
    columns = (
        CardColumn(_("Milestone"), 40),
        CardColumn(_("State"), 26),
        CardColumn(_("Day"), 50),
        CardColumn(_("Held by"), 40),
    )
    ladder = next((lane.parts for lane in path.lanes if lane.key == "ladder"), ())
    rows = tuple(
        (part.label, part.standing.label, when_words(part, path.today), part.holder)
        for part in ladder
    )
    return CardSection(_("Path"), columns, rows)


def _open(path: WholePath) -> CardSection:
    columns = (
        CardColumn(_("Kind"), 24),
        CardColumn(_("Matter"), 56),
        CardColumn(_("State"), 18),
        CardColumn(_("Held by"), 28),
        CardColumn(_("Time limit"), 30),
    )
    rows = tuple(
        (lane.title, part.label, part.standing.label, part.holder, when_words(part, path.today))
        for lane in path.lanes
        if lane.key != "ladder"
        for part in lane.parts
        if part.standing.open
    )
    return CardSection(_("Open and overdue matters"), columns, rows)


def _months(view: View, project_id: str) -> CardSection:
    columns = (
        CardColumn(_("Month"), 32),
        CardColumn(_("Completed in the month"), 31, number=True),
        CardColumn(_("Completed in the year"), 31, number=True),
        CardColumn(_("Funds in the month"), 31, number=True),
        CardColumn(_("Funds in the year"), 31, number=True),
    )
    rows = tuple(
        (
            line.month,
            *(
                "—" if fen is None else show_wan(fen)
                for fen in (
                    line.completed_month,
                    line.completed_year,
                    line.funds_month,
                    line.funds_year,
                )
            ),
        )
        for line in months_of(view, project_id)[:_MONTHS]
    )
    return CardSection(_("Monthly rows"), columns, rows, _("Unit: 10,000 yuan"))


def _people(view: View, project_id: str) -> CardSection:
    columns = (
        CardColumn(_("Name"), 40),
        CardColumn(_("Post"), 66),
        CardColumn(_("Telephone"), 50),
    )
    people = contact_lines(view, "project_id", project_id)
    return CardSection(
        _("Contacts"), columns, tuple((line.name, line.post, line.phone) for line in people)
    )


def _events(view: View, project_id: str) -> CardSection:
    columns = (CardColumn(_("Day"), 32), CardColumn(_("Event"), 124))
    items = timeline(view, whole(AskTimeline(PROJECT, project_id))).items[:_EVENTS]
    rows = tuple((row.when, join(row.what, row.text)) for row in map(event_row, items))
    return CardSection(_("Latest events"), columns, rows)


def _evidence(view: View, project_id: str) -> CardSection:
    columns = (
        CardColumn(_("No."), 12, number=True),
        CardColumn(_("Kind"), 34),
        CardColumn(_("File"), 52),
        CardColumn(_("Added on"), 26),
        CardColumn(_("SHA-256, first digits"), 32),
    )
    files = [line for line in files_of(view, Subject(PROJECT, project_id)) if not line.archived]
    rows = tuple(
        (str(number), evidence_label(line.kind) if line.kind else "", line.name,
         line.added_at[:10], line.sha256[:_HASH])
        for number, line in enumerate(files, start=1)
    )  # fmt: skip
    return CardSection(_("Evidence"), columns, rows)
