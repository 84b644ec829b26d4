"""What the panel of an application shows above its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import Span
from invest_crm.ui.statistics.words import (
    day_words,
    held_words,
    missing_words,
    stands_tone,
    stands_words,
    state_tone,
    window_words,
)
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.ui.statistics.jobs import Shown

DETAILS: Final = "details"
HISTORY: Final = "history"


def stat_record(shown: Shown) -> Record:
    """The panel of an application."""
    line = shown.line
    missing = missing_words(line)
    told = [Span(held_words(line), strong=True)] if held_words(line) else []
    if missing:
        told.append(Span(_("; missing: {papers}").format(papers=missing)))
    if line.course.reason and line.course.state.value == "returned":
        told.append(Span(_("; returned: {reason}").format(reason=line.course.reason)))
    return Record(
        id=line.id,
        title=line.name,
        subtitle=line.checklist.label,
        state=line.course.state.label,
        state_tone=state_tone(line.course.state),
        facts=(
            (_("Standing"), stands_words(line)),
            (_("Missing papers"), str(len(line.missing))),
            (_("Next hand-over"), day_words(line.round.hand, line.seen))
            if isinstance(line, ProjectLine)
            else (_("Window"), window_words(line)),
        ),
        callout=tuple(told),
        callout_tone=stands_tone(line),
        tabs=((DETAILS, _("Details")), (HISTORY, _("History"))),
    )
