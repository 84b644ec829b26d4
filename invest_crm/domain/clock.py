"""The one clock: now, and which day it is at the bureau, whatever the machine is set to.

Nothing else asks the machine for the time; ``App.clock`` can stand in for ``now`` in a test.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""The bureau's time zone: an office day begins and ends there."""


def now() -> datetime:
    """This moment, with its time zone (UTC)."""
    return datetime.now(UTC)


def at_bureau(moment: datetime) -> datetime:
    """A moment with a time zone as the clock on the bureau's wall shows it."""
    return moment.astimezone(CHINA)


def day_of(moment: datetime) -> date:
    """The day at the bureau on which a moment falls.

    >>> day_of(datetime(2025, 12, 31, 16, 17, tzinfo=UTC))
    datetime.date(2026, 1, 1)
    """
    return at_bureau(moment).date()


def from_stamp(seconds: float) -> datetime:
    """The moment of a file's time stamp (seconds since 1970), at the bureau."""
    return datetime.fromtimestamp(seconds, CHINA)
