"""报装: the procedures with their steps and promised days, and how an application stands.

Procedures: domain rule 5.3, shipped in ``resources/reference/utilities.json``; the bureau puts its
own days over them. The clock counts working days after the application; building outside lines and
permits to open roads are not inside the promised days: the clock stands meanwhile.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm import words
from invest_crm.domain.approvals.clock import Pause
from invest_crm.domain.reference import read_json
from invest_crm.domain.utility_needs import Supply
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = "utilities.json"
APPLIED, STOPPED, RESUMED, WITHDRAWN = "applied", "stopped", "resumed", "withdrawn"
STEP = "step:"
"""A step of the procedure that is done: with its number, from 0."""


class CaseState(StrEnum):
    """How an application stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    CONNECTED = "connected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STATES[self])


_STATES = {
    CaseState.RUNNING: N_("In hand"),
    CaseState.STOPPED: N_("Clock stopped"),
    CaseState.CONNECTED: N_("Connected"),
    CaseState.WITHDRAWN: N_("Withdrawn"),
}


class StopReason(StrEnum):
    """Why the clock stands (rule 5.3)."""

    OUTSIDE = "outside"
    ROAD = "road"
    FIRM = "firm"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_REASONS[self])


_REASONS = {
    StopReason.OUTSIDE: N_("outside lines are built"),
    StopReason.ROAD: N_("permit to open a road"),
    StopReason.FIRM: N_("the firm is not ready"),
}


class Procedure(Struct, frozen=True):
    """One way to a connection: its steps in order, and the working days promised in all."""

    code: str
    utility: Supply
    zh: str
    en: str
    days: int
    steps: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.en if self.en and words.language() == "en" else self.zh

    def step(self, number: int) -> str:
        """The name of a step."""
        zh, en = self.steps[number]
        return en if en and words.language() == "en" else zh


class CaseStep(Struct, frozen=True):
    """One thing that happened on a day."""

    kind: str
    on: date
    reason: str = ""
    note: str = ""
    id: str = ""
    by: str = ""


class CaseCourse(Struct, frozen=True):
    """How an application stands after its steps; ``done``: so many steps of its procedure."""

    state: CaseState
    applied: date
    done: int
    pauses: tuple[Pause, ...]
    ended: date | None = None
    stop: str = ""


@cache
def shipped() -> Mapping[str, Procedure]:
    """The procedures the program brings, by code."""
    found = {}
    for entry in read_json(FILE)["procedures"]:
        steps = tuple((str(zh), str(en)) for zh, en in entry["steps"])
        found[entry["code"]] = Procedure(
            entry["code"], Supply(entry["utility"]), entry["zh"], entry["en"], entry["days"], steps
        )
    return found


def fold(procedure: Procedure, applied: date, steps: Iterable[CaseStep]) -> CaseCourse:
    """How an application stands after its steps, in order; what does not fit changes nothing."""
    state, done, ended, stop = CaseState.RUNNING, 0, None, ""
    pauses: list[Pause] = []
    for step in steps:
        if state in (CaseState.CONNECTED, CaseState.WITHDRAWN):
            break
        if step.kind == STOPPED and state is CaseState.RUNNING:
            state, stop = CaseState.STOPPED, step.reason
            pauses.append(Pause(step.on))
        elif step.kind == RESUMED and state is CaseState.STOPPED:
            state, stop = CaseState.RUNNING, ""
            pauses[-1] = Pause(pauses[-1].since, step.on)
        elif step.kind == WITHDRAWN:
            state, ended = CaseState.WITHDRAWN, step.on
        elif step.kind == f"{STEP}{done}":
            if state is CaseState.STOPPED:
                pauses[-1] = Pause(pauses[-1].since, step.on)
                state, stop = CaseState.RUNNING, ""
            done += 1
            if done == len(procedure.steps):
                state, ended = CaseState.CONNECTED, step.on
    return CaseCourse(state, applied, done, tuple(pauses), ended, stop)
