"""A firm in the record panel: its words, its facts, what should be known at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.industry import industry_words
from invest_crm.domain.money import show_amount
from invest_crm.ui.attachments.place import TAB as FILES_TAB
from invest_crm.ui.firms.words import (
    LABELS,
    code_fault,
    main_role,
    role_tone,
    role_word,
    size_words,
    title_of,
    twin_words,
)
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import NOTHING, Span
from invest_crm.ui.projects.neighbours import STATISTICS_TAB
from invest_crm.ui.records.timeline_place import TAB as PROGRESS_TAB
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from invest_crm.services.firm_panel import FirmPanel

DETAILS_TAB = "details"
NODES_TAB = "nodes"
PEOPLE_TAB = "people"
PROJECTS_TAB = "projects"
HISTORY_TAB = "history"

_DETAILS = tuple(key for key in LABELS if key not in {"name", "contacts", "nodes"})
_AFTER = _DETAILS.index("in_size")


def panel_record(panel: FirmPanel) -> Record:
    """What the panel shows of a firm."""
    record = panel.record
    role = main_role([place.role for place in panel.places])
    callout, tone = _callout(panel)
    return Record(
        id=record.id,
        title=record["name"],
        subtitle=" · ".join(part for part in (panel.chain, record["business"]) if part),
        state=_("trash") if record.archived_at else role_word(role),
        state_tone="talk" if record.archived_at else role_tone(role),
        facts=_facts(panel),
        callout=callout,
        callout_tone=tone,
        tabs=(
            (DETAILS_TAB, _("Details")),
            (PROGRESS_TAB, _("Activity")),
            (NODES_TAB, _("Nodes")),
            (PEOPLE_TAB, _("Contacts")),
            (PROJECTS_TAB, _("Projects")),
            (STATISTICS_TAB, pgettext("tab", "Statistics")),
            (FILES_TAB, pgettext("tab", "Files")),
            (HISTORY_TAB, _("History")),
        ),
    )


def detail_pairs(panel: FirmPanel) -> list[tuple[str, str]]:
    """Every filled field, then the columns of the ledger that have no field."""
    pairs = [(title_of(key), _words(key, panel)) for key in _DETAILS]
    pairs.insert(_AFTER, (_("Kind of unit above size"), size_words(panel.record["industry"])))
    return [*pairs, *((heading, str(text)) for heading, text in panel.record["extra"].items())]


def _facts(panel: FirmPanel) -> tuple[tuple[str, str], ...]:
    record = panel.record
    capital = record["registered_capital"]
    total = sum(item.total or 0 for item in panel.projects)
    count = len(panel.projects)
    projects = pgettext("projects", "{n} in all").format(n=count) if count else NOTHING
    if total:
        projects = f"{projects} {show_amount(total)}"
    return (
        (_("Registered capital"), NOTHING if capital is None else show_amount(capital)),
        (_("Region"), record["region"] or NOTHING),
        (_("Projects"), projects),
    )


def _callout(panel: FirmPanel) -> tuple[tuple[Span, ...], str]:
    """Doubts first (a twin, a wrong code); then what is being talked about."""
    if panel.twins:
        names = _(", ").join(twin_words(twin) for twin in panel.twins)
        return (Span(_("Perhaps entered twice:"), strong=True), Span(f" {names}")), "slow"
    code = panel.record["credit_code"]
    fault = code_fault(code) if code else ""
    if fault:
        return (Span(_("Credit code:"), strong=True), Span(f" {fault}")), "slow"
    talks = [item for item in panel.projects if item.in_talks]
    if talks:
        words = ngettext("{n} project in talks", "{n} projects in talks", len(talks))
        names = _(", ").join(item.name for item in talks)
        return (
            Span(words.format(n=len(talks)), strong=True),
            Span(_(": {names}").format(names=names)),
        ), "talk"
    return (), "talk"


def _words(key: str, panel: FirmPanel) -> str:
    value = panel.record[key]
    if key in {"chain", "source"}:
        return panel.chain if key == "chain" else panel.source
    if value in (None, "", ()) or value is False:
        return ""
    if key == "registered_capital":
        return show_amount(value)
    if key in {"local", "in_size"}:
        return _("yes")
    return industry_words(value) if key == "industry" else str(value)
