"""A parcel in the record panel: where it stands in law, what it offers, who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.parcel_fields import BY_KEY, FIELDS, ParcelKind
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui.attachments.place import TAB as FILES_TAB
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import NOTHING, Span
from invest_crm.ui.land.words import (
    alarm_tone,
    differs,
    ready_words,
    status_of,
    status_tone,
    told,
    value_words,
)
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.land_uses import UseLine
    from invest_crm.services.parcel_panel import ParcelPanel

DETAILS_TAB = "details"
HISTORY_TAB = "history"
_ABOVE = frozenset({"kind", "number", "name", "status"})


def panel_record(panel: ParcelPanel) -> Record:
    """What the panel shows of a parcel."""
    record = panel.record
    status = status_of(record, panel.stands)
    words = status.label if status else BY_KEY["kind"].label
    return Record(
        id=record.id,
        title=record["name"],
        subtitle=" · ".join(
            part for part in (record["number"], record["park"], record["place"]) if part
        ),
        state=_("trash") if record.archived_at else words,
        state_tone="talk" if record.archived_at else status_tone(status),
        facts=_facts(panel),
        callout=_callout(panel),
        callout_tone=alarm_tone(panel.stands.alarm) or "talk",
        tabs=(
            (DETAILS_TAB, _("Details")),
            (FILES_TAB, pgettext("tab", "Files")),
            (HISTORY_TAB, _("History")),
        ),
    )


def detail_pairs(panel: ParcelPanel) -> list[tuple[str, str]]:
    """Every field that is filled, then the columns of the ledger that have no field."""
    record, year = panel.record, panel.today.year
    pairs = [
        (field.label, value_words(field, record[field.key], year))
        for field in FIELDS
        if field.key not in _ABOVE
    ]
    taken = _("; ").join(_taken(use, year) for use in panel.uses)
    pairs.insert(0, (_("Projects"), taken))
    return [*pairs, *((heading, str(text)) for heading, text in record["extra"].items())]


def _taken(use: UseLine, year: int) -> str:
    """A project with how far it has the place, since when."""
    day = use.on.isoformat()
    since = show(PartialDate(day, "day", day), year=year)
    return _("{project} ({state}, {day})").format(
        project=use.project, state=use.state.label, day=since
    )


def _facts(panel: ParcelPanel) -> tuple[tuple[str, str], ...]:
    record, year = panel.record, panel.today.year
    size = "floor_area" if record["kind"] == ParcelKind.PLANT else "area_mu"
    return (
        *((BY_KEY[key].label, value_words(BY_KEY[key], record[key], year) or NOTHING)
          for key in (size, "use")),
        (_("Utilities"), ready_words(record) or NOTHING),
    )  # fmt: skip


def _callout(panel: ParcelPanel) -> tuple[Span, ...]:
    """What its clock reached, and where ledger and dates disagree."""
    said = told(panel.record, panel.stands, panel.today)
    other = differs(panel.record, panel.stands)
    spans = [Span(said, strong=panel.stands.alarm is not None)] if said else []
    return (*spans, Span(f"\n{other}" if said else other)) if other else tuple(spans)
