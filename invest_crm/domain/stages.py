"""The stage ladder, milestones and side states of a project (domain rules 1.1 and 1.2).

A stage says how far a project has come; a side state says what is the matter with it. They are
separate. 入库 and 入规 are independent milestones shown beside the ladder, never a stage.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stage(StrEnum):
    """The main line, in order."""

    LEAD = "LEAD"
    CONTACT = "CONTACT"
    INTENT = "INTENT"
    REVIEW = "REVIEW"
    SIGNED = "SIGNED"
    REGISTERED = "REGISTERED"
    FILED = "FILED"
    LAND = "LAND"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    IN_PRODUCTION = "IN_PRODUCTION"
    AT_CAPACITY = "AT_CAPACITY"

    @property
    def rank(self) -> int:
        """The place on the ladder, 0 for a lead."""
        return _RANK[self]

    @property
    def following(self) -> Stage | None:
        """The stage that comes next on the ladder, None for the last."""
        return next((stage for stage in Stage if stage.rank == self.rank + 1), None)

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STAGE_LABELS[self])

    @property
    def step(self) -> Step:
        """The step of the five-step display."""
        return _STEP_OF[self]


_STAGE_LABELS = {
    Stage.LEAD: N_("Lead"),
    Stage.CONTACT: N_("In talks"),
    Stage.INTENT: N_("Intent"),
    Stage.REVIEW: N_("Admission review"),
    Stage.SIGNED: N_("Signed"),
    Stage.REGISTERED: N_("Registered"),
    Stage.FILED: N_("Filed"),
    Stage.LAND: N_("Site secured"),
    Stage.STARTED: N_("Started"),
    Stage.COMPLETED: N_("Completed"),
    Stage.IN_PRODUCTION: N_("In production"),
    Stage.AT_CAPACITY: N_("At capacity"),
}
_RANK = {stage: rank for rank, stage in enumerate(Stage)}


class Step(StrEnum):
    """The five-step display: 洽谈 → 签约 → 落地 → 开工建设 → 投产."""

    TALKS = "TALKS"
    SIGNED = "SIGNED"
    LANDED = "LANDED"
    BUILDING = "BUILDING"
    PRODUCING = "PRODUCING"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STEP_LABELS[self])


_STEP_LABELS = {
    Step.TALKS: N_("Talks"),
    Step.SIGNED: N_("Signed"),
    Step.LANDED: N_("Landed"),
    Step.BUILDING: N_("Building"),
    Step.PRODUCING: N_("Producing"),
}
_STEP_OF = {
    Stage.LEAD: Step.TALKS,
    Stage.CONTACT: Step.TALKS,
    Stage.INTENT: Step.TALKS,
    Stage.REVIEW: Step.TALKS,
    Stage.SIGNED: Step.SIGNED,
    Stage.REGISTERED: Step.LANDED,
    Stage.FILED: Step.LANDED,
    Stage.LAND: Step.LANDED,
    Stage.STARTED: Step.BUILDING,
    Stage.COMPLETED: Step.BUILDING,
    Stage.IN_PRODUCTION: Step.PRODUCING,
    Stage.AT_CAPACITY: Step.PRODUCING,
}


class MilestoneKind(StrEnum):
    """A dated fact about a project. SIGNED is not among them: it is an agreement row."""

    REGISTERED = "REGISTERED"
    FILED = "FILED"
    LAND = "LAND"
    PERMIT = "PERMIT"
    STARTED = "STARTED"
    IN_STATS = "IN_STATS"
    COMPLETED = "COMPLETED"
    IN_PRODUCTION = "IN_PRODUCTION"
    AT_CAPACITY = "AT_CAPACITY"
    IN_SIZE = "IN_SIZE"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_MILESTONE_LABELS[self])

    @property
    def stage(self) -> Stage | None:
        """The stage this milestone reaches, None for those outside the ladder."""
        return Stage(self.value) if self.value in Stage.__members__ else None

    @property
    def field(self) -> str:
        """The project field that shows it: ``started_on``."""
        return f"{self.value.lower()}_on"


_MILESTONE_LABELS = {
    MilestoneKind.REGISTERED: N_("Registered"),
    MilestoneKind.FILED: N_("Filed"),
    MilestoneKind.LAND: N_("Site secured"),
    MilestoneKind.PERMIT: N_("Construction permit"),
    MilestoneKind.STARTED: N_("Started"),
    MilestoneKind.IN_STATS: N_("In the investment database"),
    MilestoneKind.COMPLETED: N_("Completed"),
    MilestoneKind.IN_PRODUCTION: N_("In production"),
    MilestoneKind.AT_CAPACITY: N_("At capacity"),
    MilestoneKind.IN_SIZE: N_("In above-size statistics"),
}

_K = MilestoneKind
IMPLIES: dict[MilestoneKind, frozenset[MilestoneKind]] = {
    _K.STARTED: frozenset({_K.REGISTERED, _K.FILED, _K.LAND}),
    _K.COMPLETED: frozenset({_K.STARTED}),
    _K.IN_PRODUCTION: frozenset({_K.STARTED}),
    _K.AT_CAPACITY: frozenset({_K.IN_PRODUCTION}),
    _K.IN_STATS: frozenset({_K.STARTED}),
    _K.IN_SIZE: frozenset({_K.REGISTERED, _K.IN_PRODUCTION}),
}
"""Figures rule "Facts": this table only. An implied milestone has no date of its own."""


def with_implied(reached: Iterable[MilestoneKind]) -> frozenset[MilestoneKind]:
    """The milestones reached, together with those they imply.

    >>> sorted(kind.value for kind in with_implied([MilestoneKind.COMPLETED]))
    ['COMPLETED', 'FILED', 'LAND', 'REGISTERED', 'STARTED']
    """
    result: set[MilestoneKind] = set()
    waiting = list(reached)
    while waiting:
        kind = waiting.pop()
        if kind not in result:
            result.add(kind)
            waiting.extend(IMPLIES.get(kind, ()))
    return frozenset(result)


def stage_of(entry: Stage, *, signed: bool, reached: Iterable[MilestoneKind]) -> Stage:
    """The furthest step of the ladder: recorded milestones, the signing, or where it entered."""
    stages = {entry}
    if signed:
        stages.add(Stage.SIGNED)
    stages.update(kind.stage for kind in reached if kind.stage is not None)
    return max(stages, key=lambda stage: stage.rank)


class SideState(StrEnum):
    """What is the matter with a project, beside its stage."""

    STALLED = "STALLED"
    PAUSED = "PAUSED"
    TERMINATED = "TERMINATED"
    LOST = "LOST"
    MERGED = "MERGED"
    ACTIVE = "ACTIVE"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_SIDE_LABELS[self])


_SIDE_LABELS = {
    SideState.STALLED: N_("Stalled"),
    SideState.PAUSED: N_("Paused"),
    SideState.TERMINATED: N_("Terminated"),
    SideState.LOST: N_("Lost"),
    SideState.MERGED: N_("Merged"),
    SideState.ACTIVE: N_("Active"),
}


class AgreementType(StrEnum):
    """What was signed. Only some types count as a signing (a setting of the calibre)."""

    LETTER = "LETTER"
    FRAMEWORK = "FRAMEWORK"
    INVESTMENT = "INVESTMENT"
    FORMAL = "FORMAL"
    SUPPLEMENT = "SUPPLEMENT"
    INCREASE = "INCREASE"
    TERMINATION = "TERMINATION"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_AGREEMENT_LABELS[self])


_AGREEMENT_LABELS = {
    AgreementType.LETTER: N_("Letter of intent"),
    AgreementType.FRAMEWORK: N_("Framework agreement"),
    AgreementType.INVESTMENT: N_("Investment agreement"),
    AgreementType.FORMAL: N_("Formal contract"),
    AgreementType.SUPPLEMENT: N_("Supplementary agreement"),
    AgreementType.INCREASE: N_("Capital increase agreement"),
    AgreementType.TERMINATION: N_("Termination agreement"),
}

COUNTED_AGREEMENTS = frozenset({AgreementType.INVESTMENT, AgreementType.FORMAL})
"""Types that count as a signing by default (domain rule 1.3; a setting of the calibre)."""
