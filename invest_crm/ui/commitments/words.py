"""The words and tones of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.commitments import (
    LATE,
    WORDS,
    Fair,
    Side,
    State,
    kind_label,
    standing_label,
)
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.commitments import Warned
    from invest_crm.services.agreements.commitments import CommitmentRecord

LABELS: Final = {**WORDS, "warning": N_("Warning")}
STATE_TONES: Final = {
    State.OPEN.value: "signed",
    LATE: "bad",
    State.KEPT.value: "production",
    State.BROKEN.value: "bad",
    State.WAIVED.value: "talk",
}
FAIR_TONES: Final = {
    Fair.PASSED.value: "production",
    Fair.PENDING.value: "slow",
    Fair.FAILED.value: "bad",
    Fair.NOT_NEEDED.value: "talk",
}


def title_of(key: str) -> str:
    """The word for a field."""
    return _(LABELS[key])


def side_words(record: CommitmentRecord) -> str:
    """Who promises."""
    return Side(record["side"]).label


def kind_words(record: CommitmentRecord) -> str:
    """What is promised."""
    return kind_label(Side(record["side"]), record["kind"])


def fair_words(record: CommitmentRecord) -> str:
    """The conclusion of the review."""
    return Fair(record["fair"]).label


def state_words(record: CommitmentRecord, today: date) -> tuple[str, str]:
    """How it stands, and its tone."""
    shown = record.standing(today)
    return standing_label(shown), STATE_TONES[shown]


def day_words(day: str | None, year: int) -> str:
    """An ISO day in the office's words, empty for none."""
    return show(PartialDate(day, "day", day), year=year) if day else ""


def warning_words(warned: Sequence[Warned]) -> str:
    """Why a clause calls for a review; empty for nothing."""
    said = [
        _("“{words}”: {why}").format(words=one.words, why=one.why) if one.words else one.why
        for one in warned
    ]
    return _("; ").join(said)
