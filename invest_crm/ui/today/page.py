"""今日: what to look at today, each row opening its record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu

from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import SpanLabel
from invest_crm.ui.noting import KEYS, NOTE
from invest_crm.ui.records.quick_line import QuickLine
from invest_crm.ui.today.parts import Columns, DayCard
from invest_crm.ui.today.tasks import TaskCard
from invest_crm.ui.today.words import cards, greeting, task_cards
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from invest_crm.services.today import Today
    from invest_crm.services.work import App, View
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.today.words import Link, TaskContent

SCOPE = "today.whose"
MOST_UNITS = 40
TWO_COLUMNS_FROM = 1200
"""Width of the window from which the cards stand in two columns."""


class TodayPage(Page):
    """Greeting, counts, cards; ``badge_changed(number)`` for the rail."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("projects", "firms", "requests", "parcels", "imports", "monthly", "chains"),
            *("utilities", "agreements", "statistics"),
            *("calendar", "contacts", "interactions", "tasks", "schedules", "approvals", "reviews"),
        }
    )

    badge_changed = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Today"))
        self._context = context
        self._today: Today | None = None
        self._people: list[str] = []
        self._heaps: dict[str, TaskCard] = {}
        self.quick = QuickLine(context)
        self.quick.left.connect(self.setFocus)
        self.hello = SpanLabel()
        self.columns = Columns()
        self.calm = EmptyState(
            "done",
            _("Nothing to press today"),
            _("No task and no request is due, no signed project is late, no data waits."),
            action=_("Note a visit"),
            do=self.quick.begin,
        )
        self.first = EmptyState(
            "today",
            _("What is due each day will stand here"),
            _("Import the ledger of signed projects: what waits too long, what is due and what is"
              " missing is found by itself."),
            action=_("Import ledger"),
            do=lambda: self.open_page.emit("ledger", {}),
        )  # fmt: skip
        self.whose = Segmented(
            (("me", _("Mine")), ("unit", _("My unit")), ("everyone", _("Everyone"))),
            name=_("Whose day"),
        )
        self.whose.set_current(_remembered())
        self.whose.changed.connect(self.take_scope)
        self.add_right(self.whose)
        self._area = ScrollBody()
        self._area.column.addWidget(self.hello)
        self._area.column.addWidget(self.quick)
        self._area.column.addWidget(self.columns, 1)
        self._area.column.addWidget(self.calm, 1)
        self._area.column.addWidget(self.first, 1)
        self.body.addWidget(self._area, 1)
        self.columns.hide()
        self.calm.hide()
        self.first.hide()
        self.refresh()

    def commands(self) -> list[Command]:
        """Note a visit, ask for the day anew."""
        return [
            Command("note", NOTE, self.quick.begin, "edit", (KEYS,), writes=True),
            Command("today.refresh", N_("Look again"), self.refresh, "refresh", ("F5",)),
        ]

    def printable(self) -> Printable | None:
        """The lists of the day."""
        from invest_crm.ui.printing.today import today_printable

        if self._today is None:
            return None
        return today_printable(self._today)

    def refresh(self) -> None:
        """Ask for the day's lists."""

        whose, unit = self.whose.current(), user.read("me.unit")

        def job(app: App) -> _Day:
            return app.read(_day, whose, unit)

        self._context.read(self, job, self._show, key="today")

    def entered(self) -> None:
        """Shown again: yesterday's lists are asked anew."""
        super().entered()
        known = self._today
        if known is not None and known.day != self._context.today:
            self.refresh()

    def restore(self, state: State) -> None:
        """A line about any record is to be noted."""
        if state.get("note"):
            self.quick.begin()

    def badge(self) -> int:
        """How much is due, as far as is known."""
        return 0 if self._today is None else self._today.badge

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one column in a narrow window."""
        super().resizeEvent(event)
        wide = self.window().width() >= theme.current().px(TWO_COLUMNS_FROM)
        self.columns.set_count(2 if wide else 1)

    def take_scope(self, whose: str) -> None:
        """My day, that of my unit, or everyone's; remembered for the next time."""
        user.write_state(SCOPE, whose)
        self.whose.set_current(whose)
        self.refresh()

    def _show(self, answer: _Day) -> None:
        found, self._people = answer.today, answer.people
        self._today = found
        self.hello.set_spans(greeting(found))
        made = [DayCard(content) for content in cards(found)]
        for card in made:
            card.opened.connect(self._open)
        heaps = [self._heap(content) for content in task_cards(found)]
        shown: list[DayCard | TaskCard] = [*heaps, *made]
        self._heaps = {card.content.id: card for card in heaps}
        self.columns.set_cards(shown)
        self.columns.setVisible(not found.calm)
        self.calm.setVisible(found.calm and not found.empty)
        self.first.setVisible(found.calm and found.empty)
        self._show_counts(shown, answer)
        self.badge_changed.emit(found.badge)

    def _heap(self, content: TaskContent) -> TaskCard:
        """The card of a heap: the same as before, so that what is being typed in it stays."""
        card = self._heaps.get(content.id)
        if card is None:
            card = TaskCard(self._context, content)
            card.opened.connect(self._open)
        card.show_content(content, self._people)
        return card

    def _show_counts(self, shown: list[DayCard | TaskCard], answer: _Day) -> None:
        self.clear_chips()
        if answer.units:
            ours = PillButton(answer.unit, icon="chevron_down")
            ours.tell(_("Another unit…"))
            ours.clicked.connect(lambda: self._choose_unit(ours, answer.units))
            self.add_chip(ours)
        for card in shown:
            words = f"{card.content.title} {card.content.count}"
            pill = PillButton(words)
            pill.clicked.connect(lambda card=card: self._area.ensureWidgetVisible(card))
            self.add_chip(pill)

    def _choose_unit(self, at: QWidget, units: Sequence[str]) -> None:
        """Whose day it is from now on, of the units the ledgers name."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for unit in units[:MOST_UNITS]:
            menu.addAction(unit, partial(self.take_unit, unit))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def take_unit(self, unit: str) -> None:
        """The unit whose day is shown; remembered."""
        user.write("me.unit", unit)
        self.refresh()

    def _open(self, link: Link) -> None:
        self.open_page.emit(link.page, link.state)


def _remembered() -> str:
    kept = user.read_state(SCOPE)
    return kept if kept in ("me", "unit") else "everyone"


class _Day(Struct, frozen=True):
    """What the page shows: the lists, people who can be given tasks, ``unit`` and others."""

    today: Today
    people: list[str]
    unit: str = ""
    units: tuple[str, ...] = ()


def _day(view: View, whose: str, unit: str) -> _Day:
    from invest_crm.services.options import option
    from invest_crm.services.tasks import people
    from invest_crm.services.today import today
    from invest_crm.services.today_scope import Scope, Whose, units

    ours = unit or option(view, "county.bureau")
    found = today(view, scope=Scope(Whose(whose), view.app.actor, ours))
    others = tuple(units(view)) if whose == Whose.UNIT else ()
    return _Day(found, people(view), ours, others)
