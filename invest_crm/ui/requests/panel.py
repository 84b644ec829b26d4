"""A request in the record panel: who asks, by when, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.partial_date import show
from invest_crm.ui import theme
from invest_crm.ui.attachments.place import TAB as FILES_TAB
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import NOTHING, Span
from invest_crm.ui.requests.words import (
    left_tone,
    left_words,
    state_tone,
    state_word,
    title_of,
)
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.request_panel import RequestPanel

DETAILS_TAB = "details"
HISTORY_TAB = "history"
_DETAILS = ("content", "kind", "unit", "progress_text")


def panel_record(panel: RequestPanel) -> Record:
    """What the panel shows of a request."""
    record = panel.record
    closed = record["closed"]
    return Record(
        id=record.id,
        title=record["name"],
        subtitle=" · ".join(part for part in (record["kind"], record["unit"]) if part),
        state=_("trash") if record.archived_at else state_word(closed=closed),
        state_tone="talk" if record.archived_at else state_tone(closed=closed),
        facts=(
            (title_of("received_on"), _day(panel, "received_on")),
            (title_of("due_on"), _day(panel, "due_on")),
        ),
        callout=_callout(panel),
        callout_tone=left_tone(panel.left) or "talk",
        tabs=(
            (DETAILS_TAB, _("Details")),
            (FILES_TAB, pgettext("tab", "Files")),
            (HISTORY_TAB, _("History")),
        ),
    )


def detail_pairs(panel: RequestPanel) -> list[tuple[str, str]]:
    """What stands not above already, then the columns of the ledger that have no field."""
    pairs = [(title_of(key), panel.record[key] or "") for key in _DETAILS]
    return [*pairs, *((heading, str(text)) for heading, text in panel.record["extra"].items())]


class DetailsTab(QWidget):
    """The facts with what can be done below them."""

    close_asked = Signal()
    reopen_asked = Signal()
    edit_asked = Signal()
    firm_asked = Signal(str)

    def __init__(self, facts: QWidget) -> None:
        super().__init__()
        self._firm = ""
        self.close_it = QPushButton(_("Settle…"))
        theme.set_role(self.close_it, "primary")
        self.reopen = QPushButton(_("Take up again"))
        self.edit = QPushButton(_("Edit"))
        self.firm = QPushButton(_("Open the firm"))
        self.close_it.clicked.connect(lambda _on=False: self.close_asked.emit())
        self.reopen.clicked.connect(lambda _on=False: self.reopen_asked.emit())
        self.edit.clicked.connect(lambda _on=False: self.edit_asked.emit())
        self.firm.clicked.connect(lambda _on=False: self.firm_asked.emit(self._firm))
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for button in (self.close_it, self.reopen, self.edit, self.firm):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(facts)
        column.addLayout(flow)

    def show_request(self, panel: RequestPanel) -> None:
        """The buttons that make sense for a request."""
        closed = panel.record["closed"]
        self._firm = panel.firm_id
        self.close_it.setVisible(not closed)
        self.reopen.setVisible(closed)
        self.firm.setVisible(bool(panel.firm_id))


def _callout(panel: RequestPanel) -> tuple[Span, ...]:
    """How long there is still time, while it is open."""
    words = left_words(panel.left)
    if not words:
        return ()
    unit = panel.record["unit"]
    who = _("; in charge: {unit}").format(unit=unit) if unit else ""
    return Span(words, strong=True), Span(who)


def _day(panel: RequestPanel, key: str) -> str:
    when = panel.record[key]
    return NOTHING if when is None else show(when, year=panel.today.year)
