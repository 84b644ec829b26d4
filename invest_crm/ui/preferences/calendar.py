"""日历: which days are worked; the bureau may correct single days, and a missing year is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.workdays import DayKind, assumed_notice
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label
from invest_crm.ui.preferences.section import Section, buttons
from invest_crm.ui.preferences.year_view import YearView, kind_of, month_word
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.calendar import YearOfDays

SHIPPED = "shipped"


class CalendarSection(Section):
    """``set_asked(date, DayKind or None)``, ``year_asked(year)``."""

    set_asked = Signal(object, object)
    year_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Calendar"), _("approval time limits are counted in working days"))
        self._days: YearOfDays | None = None
        self._notice: NoticeBar | None = None
        self.year = Choice(name=_("Year"))
        self.year.activated.connect(lambda _i: self.year_asked.emit(int(self.year.current())))
        self.view = YearView()
        self.view.day_chosen.connect(lambda _day: self._tell())
        self._day = label("", "strong")
        self._reason = label("", "label")
        self.kind = Segmented(
            (
                (SHIPPED, _("As announced")),
                (DayKind.OFF.value, _("Day off")),
                (DayKind.WORK.value, _("Working day")),
            ),
            name=_("What this day is"),
        )
        self.kind.changed.connect(self._set)
        self.add_row(_("Year"), buttons(self.year))
        self.add(self.view)
        self.add(buttons(self._day, self._reason, self.kind))
        self.add(
            label(_("H: day off; W: make-up working day; dashed: entered here."), "hint", wrap=True)
        )

    def show_days(self, days: YearOfDays, today: date) -> None:
        """Show a year; the day selected stays."""
        self._days = days
        known = sorted({*days.calendar.years, today.year, today.year + 1, days.year}, reverse=True)
        self.year.clear()
        for year in known:
            self.year.addItem(str(year), str(year))
        self.year.set_current(str(days.year))
        chosen = self.view.chosen()
        if chosen is None or chosen.year != days.year:
            chosen = today if today.year == days.year else date(days.year, 1, 1)
        self.view.show_year(days, chosen)
        self._show_notice(days)
        self._tell()

    def notice(self) -> str:
        """The words where the year's holidays are not known (for tests)."""
        return self._notice.text() if self._notice is not None else ""

    def _show_notice(self, days: YearOfDays) -> None:
        if self._notice is not None:
            self._notice.dismiss()
            self._notice = None
        if not days.announced:
            text = assumed_notice([days.year])
            self._notice = NoticeBar(text, "warning", dismissible=False)
            self.body.insertWidget(2, self._notice)

    def _tell(self) -> None:
        day = self.view.chosen()
        if day is None or self._days is None:
            return
        self._day.setText(
            pgettext("day of a month", "{month} {day}").format(
                month=month_word(day.month), day=day.day
            )
        )
        self._reason.setText(self._days.calendar.day_reason(day))
        kind = kind_of(self._days, day)
        self.kind.set_current(SHIPPED if kind is None else kind.value)

    def _set(self, choice: str) -> None:
        day = self.view.chosen()
        if day is not None:
            self.set_asked.emit(day, None if choice == SHIPPED else DayKind(choice))
