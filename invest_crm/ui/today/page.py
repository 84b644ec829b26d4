"""今日: what to look at today, each row opening its record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import SpanLabel
from invest_crm.ui.today.parts import Columns, DayCard
from invest_crm.ui.today.words import cards, greeting
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from invest_crm.services.today import Today
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.today.words import Link

TWO_COLUMNS_FROM = 1200
"""Width of the window from which the cards stand in two columns."""


class TodayPage(Page):
    """Greeting, counts, cards; ``badge_changed(number)`` for the rail."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"projects", "firms", "requests", "imports", "monthly", "chains", "calendar", "contacts"}
    )

    badge_changed = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Today"))
        self._context = context
        self._today: Today | None = None
        self.hello = SpanLabel()
        self.columns = Columns()
        self.calm = EmptyState(
            "done",
            _("Nothing to press today"),
            _("No request is due, no signed project is late, no data waits to be checked."),
        )
        self._area = ScrollBody()
        self._area.column.addWidget(self.hello)
        self._area.column.addWidget(self.columns, 1)
        self._area.column.addWidget(self.calm, 1)
        self.body.addWidget(self._area, 1)
        self.columns.hide()
        self.calm.hide()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the day's lists."""

        def job(app: App) -> Today:
            from invest_crm.services.today import today

            return app.read(today)

        self._context.read(self, job, self._show, key="today")

    def entered(self) -> None:
        """Shown again: yesterday's lists are asked anew."""
        super().entered()
        known = self._today
        if known is not None and known.day != date.today():  # noqa: DTZ011 - the screen's day
            self.refresh()

    def badge(self) -> int:
        """How much is due, as far as is known."""
        return 0 if self._today is None else self._today.badge

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one column in a narrow window."""
        super().resizeEvent(event)
        wide = self.window().width() >= theme.current().px(TWO_COLUMNS_FROM)
        self.columns.set_count(2 if wide else 1)

    def _show(self, found: Today) -> None:
        self._today = found
        self.hello.set_spans(greeting(found))
        made = [DayCard(content) for content in cards(found)]
        for card in made:
            card.opened.connect(self._open)
        self.columns.set_cards(made)
        self.columns.setVisible(not found.calm)
        self.calm.setVisible(found.calm)
        self._show_counts(made)
        self.badge_changed.emit(found.badge)

    def _show_counts(self, made: list[DayCard]) -> None:
        self.clear_chips()
        for card in made:
            words = f"{card.content.title} {card.content.count}"
            pill = PillButton(words)
            pill.clicked.connect(lambda card=card: self._area.ensureWidgetVisible(card))
            self.add_chip(pill)

    def _open(self, link: Link) -> None:
        self.open_page.emit(link.page, link.state)
