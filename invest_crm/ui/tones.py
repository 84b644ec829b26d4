"""Which tone a state is drawn in: one meaning per colour in the whole window."""

from __future__ import annotations

from invest_crm.domain.stages import SideState, Stage, Step

STEP_TONES = {
    Step.TALKS: "talk",
    Step.SIGNED: "signed",
    Step.LANDED: "signed",
    Step.BUILDING: "started",
    Step.PRODUCING: "production",
}
SIDE_TONES = {
    SideState.STALLED: "bad",
    SideState.PAUSED: "slow",
    SideState.TERMINATED: "bad",
    SideState.LOST: "talk",
    SideState.MERGED: "talk",
    SideState.ACTIVE: "started",
}


def stage_tone(code: str) -> str:
    """The tone of a stage."""
    return STEP_TONES[Stage(code).step]


def side_tone(code: str) -> str:
    """The tone of a side state."""
    return SIDE_TONES[SideState(code)]
