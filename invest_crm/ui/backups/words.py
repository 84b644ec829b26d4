"""Backups in words: columns, marks, what the status line says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from invest_crm.domain import clock
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.backups import BackupLine, Drill, Standing

_MEGA: Final = 1024 * 1024
_DAY_S: Final = 86_400
TONES: Final = {"verified": "started", "unverified": "slow", "faulty": "bad"}
_STATES: Final = {
    "verified": N_("✓ Verified"),
    "unverified": N_("Not verified"),
    "faulty": N_("Faulty"),
}
_SHRUNKEN: Final = N_("Far fewer records")


def moment_words(moment: str) -> str:
    """A moment of a manifest as the clock at the bureau shows it; empty for none."""
    return _at(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def size_words(size: int) -> str:
    """A size in megabytes."""
    return f"{size / _MEGA:,.1f}"


def state_of(line: BackupLine) -> tuple[str, str]:
    """The word for what is known of a backup, and its tone."""
    if line.mark == "verified" and line.shrunken:
        return _(_SHRUNKEN), "bad"
    return _(_STATES[line.mark]), TONES[line.mark]


def sentence_of(line: BackupLine) -> tuple[str, str]:
    """The one sentence that matters about a backup and its tone; empty if it is sound."""
    from invest_crm.services.backups import FAULTS

    if line.fault:
        return _(FAULTS[line.fault]), "bad"
    if line.mark == "unverified":
        words = _("Nobody has looked this file through yet: verify it before you rely on it.")
        return words, "slow"
    if line.shrunken:
        return _(
            "It holds far fewer records than the backup before it. No earlier backup gives way to "
            "it; see whether something was lost."
        ), "bad"
    return "", ""


def status_words(now: Standing) -> tuple[str, str, str]:
    """What the status line says of backups: words, tone, tooltip."""
    if now.server:
        return (
            _("Backed up by the server"),
            "",
            _("A database on a server is backed up by its administrator."),
        )
    if now.paused:
        return (
            _("Automatic backup paused"),
            "slow",
            _("A backup was restored: confirm that it is right."),
        )
    if now.drill is not None and now.drill.fault:
        return _("Restore drill failed"), "bad", drill_words(now.drill)
    if now.last is None:
        return _("No backup yet"), "slow" if now.unsaved else "", _("Show the backups")
    last = _("Last backup {time} ✓ verified").format(time=_short(now.last.made_at))
    if now.drill is not None:
        day = at_bureau_day(now.drill.at)
        last = _("{last} · restore drill {day} ✓").format(last=last, day=day)
    if now.nagging:
        days = second_age(now)
        return (
            ngettext(
                "{last} · second copy {n} day old", "{last} · second copy {n} days old", days
            ).format(last=last, n=days)
            if now.copied_at
            else _("{last} · no second copy").format(last=last),
            "slow",
            _("A copy on another disk survives a broken or stolen computer."),
        )
    return last, "", _("Show the backups")


def drill_words(done: Drill | None) -> str:
    """How the last restore drill went."""
    if done is None:
        return _("not yet: once a month the newest backup is restored on trial and looked through")
    words = (
        _("{day} · {file} · {fault} Make a new backup now; keep the earlier ones.")
        if done.fault
        else _("{day} ✓ {file} was restored on trial: whole, and complete")
    )
    return words.format(day=at_bureau_day(done.at), file=done.file, fault=done.fault)


def at_bureau_day(moment: str) -> str:
    """The day of a moment, without the year: 11月3日."""
    at = _at(moment)
    return _("{month}/{day}").format(month=at.month, day=at.day)


def second_age(now: Standing) -> int:
    """Whole days since the second place got a copy."""
    if not now.copied_at:
        return 0
    return int((clock.now() - datetime.fromisoformat(now.copied_at)).total_seconds() // _DAY_S)


def _short(moment: str) -> str:
    at = _at(moment)
    today = at.date() == clock.day_of(clock.now())
    return at.strftime("%H:%M") if today else at.strftime("%m-%d %H:%M")


def _at(moment: str) -> datetime:
    return clock.at_bureau(datetime.fromisoformat(moment))
