"""The states of an approval, folded from its dated steps.

Steps are facts: they are added and voided, never overwritten. A step that does not fit the state
before it (left over when an earlier one was undone) changes nothing.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.approvals.clock import Pause
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(StrEnum):
    """How an approval stands."""

    NOT_BEGUN = "not_begun"
    ACCEPTED = "accepted"
    GAP = "gap"
    STOPPED = "stopped"
    CORRECTING = "correcting"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STATES[self])

    @property
    def running(self) -> bool:
        """Whether somebody holds it."""
        return self in RUNNING


_STATES = {
    State.NOT_BEGUN: N_("Not begun"),
    State.ACCEPTED: N_("Accepted"),
    State.GAP: N_("Accepted with gaps"),
    State.STOPPED: N_("Clock stopped"),
    State.CORRECTING: N_("Papers being corrected"),
    State.GRANTED: N_("Granted"),
    State.REFUSED: N_("Refused"),
    State.ENDED: N_("Procedure ended"),
    State.NOT_NEEDED: N_("Not needed"),
}
RUNNING = frozenset({State.ACCEPTED, State.GAP, State.STOPPED, State.CORRECTING})
DONE = frozenset({State.GRANTED, State.NOT_NEEDED})
"""What those that wait for it need it to be."""


class StepKind(StrEnum):
    """What can happen to an approval."""

    ACCEPTED = "accepted"
    GAP_ACCEPTED = "gap_accepted"
    PROMISED = "promised"
    STOPPED = "stopped"
    RESUMED = "resumed"
    NOTICED = "noticed"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"
    NOT_NEEDED = "not_needed"
    CHECK_PASSED = "check_passed"
    CHECK_FAILED = "check_failed"
    EXTENDED = "extended"
    REPAIRED = "repaired"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STEPS[self])


_STEPS = {
    StepKind.ACCEPTED: N_("accepted"),
    StepKind.GAP_ACCEPTED: N_("accepted with gaps"),
    StepKind.PROMISED: N_("granted on promise"),
    StepKind.STOPPED: N_("clock stopped"),
    StepKind.RESUMED: N_("clock goes on"),
    StepKind.NOTICED: N_("notice of the broken promise sent"),
    StepKind.GRANTED: N_("granted"),
    StepKind.REFUSED: N_("refused"),
    StepKind.ENDED: N_("procedure ended"),
    StepKind.NOT_NEEDED: N_("not needed"),
    StepKind.CHECK_PASSED: N_("check passed"),
    StepKind.CHECK_FAILED: N_("check failed, grant withdrawn"),
    StepKind.EXTENDED: N_("start of works extended"),
    StepKind.REPAIRED: N_("credit repaired"),
}


class StopReason(StrEnum):
    """Why the clock stands (行政许可法第45条)."""

    CORRECTION = "correction"
    EXPERTS = "experts"
    NOTICE = "notice"
    HEARING = "hearing"
    TESTING = "testing"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_REASONS[self])


_REASONS = {
    StopReason.CORRECTION: N_("papers to be corrected"),
    StopReason.EXPERTS: N_("expert review"),
    StopReason.NOTICE: N_("public notice"),
    StopReason.HEARING: N_("hearing"),
    StopReason.TESTING: N_("testing"),
}
_BEGIN = frozenset({StepKind.ACCEPTED, StepKind.GAP_ACCEPTED, StepKind.PROMISED})
_END = frozenset({StepKind.GRANTED, StepKind.REFUSED, StepKind.ENDED})
_AGAIN = _BEGIN | {StepKind.NOT_NEEDED}
_HELD = _END | {StepKind.STOPPED}
_STANDING = frozenset({StepKind.RESUMED, StepKind.REFUSED, StepKind.ENDED, StepKind.NOTICED})
_ALLOWED = {
    State.NOT_BEGUN: _AGAIN,
    State.ACCEPTED: _HELD,
    State.GAP: _HELD | {StepKind.NOTICED},
    State.STOPPED: _STANDING,
    State.CORRECTING: _STANDING,
    State.GRANTED: frozenset({StepKind.EXTENDED, StepKind.CHECK_PASSED, StepKind.CHECK_FAILED}),
    State.REFUSED: _AGAIN,
    State.ENDED: _AGAIN,
    State.NOT_NEEDED: frozenset(),
}
_BECOMES = {
    StepKind.ACCEPTED: State.ACCEPTED,
    StepKind.GAP_ACCEPTED: State.GAP,
    StepKind.PROMISED: State.GRANTED,
    StepKind.GRANTED: State.GRANTED,
    StepKind.REFUSED: State.REFUSED,
    StepKind.ENDED: State.ENDED,
    StepKind.NOT_NEEDED: State.NOT_NEEDED,
    StepKind.CHECK_FAILED: State.ENDED,
}


class Step(Struct, frozen=True):
    """One thing that happened on a day.

    ``reason``: of a stop its ``StopReason``; of an end ``BROKEN`` where a promise was not kept;
    ``due``: by when a promise is checked; ``note``: in the words of whoever entered it.
    """

    kind: StepKind
    on: date
    reason: str = ""
    due: date | None = None
    note: str = ""
    id: str = ""
    by: str = ""


BROKEN = "broken"
"""The reason of an end that came of a promise which was not kept."""


class Course(Struct, frozen=True):
    """How an approval stands after its steps.

    ``began``: the day it was accepted, ``decided`` the day it was granted, refused or ended;
    ``mode``: how it was accepted; ``check_due``: a promise that is still to be checked;
    ``broken``: a promise was not kept and the credit is not repaired.
    """

    state: State = State.NOT_BEGUN
    mode: StepKind | None = None
    began: date | None = None
    decided: date | None = None
    pauses: tuple[Pause, ...] = ()
    stop: str = ""
    noticed: date | None = None
    check_due: date | None = None
    extensions: int = 0
    broken: bool = False
    since: date | None = None
    note: str = ""

    def allows(self, *, at_once: bool = False) -> frozenset[StepKind]:
        """What can happen next; ``at_once``: the item is granted when it is handed in."""
        allowed = _ALLOWED[self.state]
        if self.state is State.GRANTED and self.check_due is None:
            allowed -= {StepKind.CHECK_PASSED, StepKind.CHECK_FAILED}
        if self.broken:
            allowed |= {StepKind.REPAIRED}
        if at_once and self.state in (State.NOT_BEGUN, State.REFUSED, State.ENDED):
            allowed |= {StepKind.GRANTED}
        return allowed


def fold(steps: Iterable[Step]) -> Course:
    """How an approval stands after its steps, in the order they happened."""
    course = Course()
    for step in steps:
        if step.kind in course.allows(at_once=True):
            course = _after(course, step)
    return course


def _after(course: Course, step: Step) -> Course:
    if step.kind in _BEGIN or (step.kind is StepKind.GRANTED and not course.state.running):
        course = Course(began=step.on, mode=step.kind, broken=course.broken)
    course = replace(course, note=step.note or course.note)
    maker = _MAKERS.get(step.kind)
    if maker is not None:
        return maker(course, step)
    state = _BECOMES[step.kind]
    decided = None if state.running else step.on
    course = _resumed(course, step) if decided else course
    return replace(
        course,
        state=state,
        since=step.on,
        decided=decided,
        stop="",
        check_due=step.due if step.kind is StepKind.PROMISED else None,
        broken=course.broken or step.reason == BROKEN or step.kind is StepKind.CHECK_FAILED,
    )


def _stopped(course: Course, step: Step) -> Course:
    state = State.CORRECTING if step.reason == StopReason.CORRECTION else State.STOPPED
    pauses = (*course.pauses, Pause(step.on))
    return replace(course, state=state, since=step.on, stop=step.reason, pauses=pauses)


def _resumed(course: Course, step: Step) -> Course:
    """The clock goes on, or all is over while it stood."""
    if not course.pauses or course.pauses[-1].until is not None:
        return course
    state = State.GAP if course.mode is StepKind.GAP_ACCEPTED else State.ACCEPTED
    pauses = (*course.pauses[:-1], replace(course.pauses[-1], until=step.on))
    return replace(course, state=state, since=step.on, stop="", pauses=pauses)


def _noticed(course: Course, step: Step) -> Course:
    return replace(course, noticed=step.on)


def _checked(course: Course, _step: Step) -> Course:
    return replace(course, check_due=None)


def _extended(course: Course, _step: Step) -> Course:
    return replace(course, extensions=course.extensions + 1)


def _repaired(course: Course, _step: Step) -> Course:
    return replace(course, broken=False)


_MAKERS = {
    StepKind.STOPPED: _stopped,
    StepKind.RESUMED: _resumed,
    StepKind.NOTICED: _noticed,
    StepKind.CHECK_PASSED: _checked,
    StepKind.EXTENDED: _extended,
    StepKind.REPAIRED: _repaired,
}
