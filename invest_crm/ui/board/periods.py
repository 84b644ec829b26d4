"""The periods a board offers, and dates as an office types them: 8月底, 2025年8月, 2025-08-31."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invest_crm.domain.months import month_end, year_before
from invest_crm.domain.partial_date import parse_date
from invest_crm.ui.kit.date_range import OWN, DateSpan, PeriodChoice
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.ui.kit.date_range import Typed


def usual(today: date, year: int) -> list[PeriodChoice]:
    """This year so far, the year before, everything; the year with signings comes first."""
    now = _until("now", _("{year} so far").format(year=today.year), today)
    last = _year(today.year - 1)
    every = PeriodChoice("all", _("All signed"), DateSpan(None, today, today))
    if year == today.year:
        return [now, last, every]
    return [last, now, every] if year == last.span.last.year else [_year(year), last, now, every]


def more(today: date) -> list[PeriodChoice]:
    """To the end of last month, that month alone, the same periods of last year, last year's
    signings as they stand today.
    """
    end = today.replace(day=1) - timedelta(days=1)
    before = month_end(end.year - 1, end.month)
    last = today.year - 1
    month = PeriodChoice(
        "month",
        _("month {month} of {year} alone").format(month=end.month, year=end.year),
        DateSpan(end.replace(day=1), end, end),
    )
    whole = DateSpan(date(last, 1, 1), date(last, 12, 31), today)
    return [
        _until("month_end", _months(end), end),
        month,
        _until("same_day", _("same period of last year"), year_before(today)),
        _until("same_month_end", _months(before), before),
        PeriodChoice("still", _("signed in {year}, as of today").format(year=last), whole),
    ]


def chosen(asked: str | DateSpan, today: date, year: int) -> PeriodChoice:
    """What a period's name means on a day, or typed dates; an unknown name is the first choice."""
    if isinstance(asked, DateSpan):
        return PeriodChoice(OWN, _own_words(asked), asked)
    offered = {choice.id: choice for choice in (*usual(today, year), *more(today))}
    return offered.get(asked) or usual(today, year)[0]


def read_span(typed: Typed, today: date) -> tuple[DateSpan | None, str]:
    """Typed dates as a span, or what is wrong. No first day: from the beginning; no as-of day:
    the last day, or today where that is still to come.
    """
    days = [_day(text, today, ends=place > 0) for place, text in enumerate(typed)]
    first, last, as_of = days
    unread = any(text and day is None for text, day in zip(typed, days, strict=True))
    if unread or last is None:
        return None, _("Not a date. Write 2025-08-31 or 2025-08.")
    stood = as_of or min(last, today)
    if first is not None and first > last:
        return None, _("The first day must not be after the last")
    if stood > today:
        return None, _("The as-of day is still to come")
    if first is not None and first > stood:
        return None, _("The first day must not be after the as-of day")
    return DateSpan(first, last, stood), ""


def span_state(span: DateSpan) -> list[str | None]:
    """A span as part of a page's state."""
    first = span.first.isoformat() if span.first else None
    return [first, span.last.isoformat(), span.as_of.isoformat()]


def span_from(state: list[str | None]) -> DateSpan:
    """The span of a state."""
    first, last, as_of = (date.fromisoformat(item) if item else None for item in state)
    if last is None or as_of is None:
        raise ValueError(state)
    return DateSpan(first, last, as_of)


def _own_words(span: DateSpan) -> str:
    first = span.first.isoformat() if span.first else ""
    days = f"{first} – {span.last.isoformat()}".strip()
    if span.as_of == span.last:
        return days
    return _("{days}, as of {day}").format(days=days, day=span.as_of)


def _year(year: int) -> PeriodChoice:
    return _until(str(year), _("Year {year}").format(year=year), date(year, 12, 31))


def _until(period: str, words: str, end: date) -> PeriodChoice:
    """From 1 January to a day, as of that day."""
    return PeriodChoice(period, words, DateSpan(date(end.year, 1, 1), end, end))


def _months(end: date) -> str:
    if end.month == 1:
        return _("month {month} of {year}").format(month=1, year=end.year)
    return _("months 1–{month} of {year}").format(month=end.month, year=end.year)


def _day(text: str, today: date, *, ends: bool) -> date | None:
    """The day a text means; of a month or a year its first, or its last where a period ends."""
    found = parse_date(text, year=today.year)
    if not text or found.date is None or found.problem:
        return None
    return found.date.last_day() if ends else found.date.first_day()
