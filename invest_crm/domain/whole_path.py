"""The whole path of a project as one picture: lanes of parts, each done, doing, waiting or late.

Every subject gives a lane; a part says how it stands, who holds it and by when. Nothing is computed
here that a subject does not know: this is only the shape in which they are seen side by side.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.partial_date import PartialDate  # noqa: TC001 - named in a public field
from invest_crm.domain.stages import Stage
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable


class Phase(IntEnum):
    """The columns of the picture, in order."""

    SIGNING = 0
    SETTLING = 1
    PREPARING = 2
    BUILDING = 3
    RUNNING = 4

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_PHASES[self])


_PHASES = {
    Phase.SIGNING: N_("Talks and signing"),
    Phase.SETTLING: N_("Settling"),
    Phase.PREPARING: N_("Before the start"),
    Phase.BUILDING: N_("Construction"),
    Phase.RUNNING: N_("Production and statistics"),
}


class Standing(StrEnum):
    """How a part stands. ``WAITING``: it could go on now, and somebody has to act."""

    DONE = "done"
    DOING = "doing"
    WAITING = "waiting"
    LATE = "late"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The word that is printed with the mark."""
        return _(_STANDINGS[self])

    @property
    def open(self) -> bool:
        """Whether somebody has it in hand, or should have."""
        return self in (Standing.DOING, Standing.WAITING, Standing.LATE)


_STANDINGS = {
    Standing.DONE: N_("done"),
    Standing.DOING: N_("doing"),
    Standing.WAITING: N_("waiting"),
    Standing.LATE: N_("late"),
    Standing.AHEAD: N_("ahead"),
}


class Part(Struct, frozen=True):
    """One thing on the path.

    ``on``: when it was reached, as precisely as that is known; ``due``: by when it has to be;
    ``held``: working days it has been in somebody's hands. ``said``: words of its subject in place
    of those that follow from the dates. ``page`` and ``link``: where it is dealt with.
    """

    id: str
    label: str
    phase: Phase
    standing: Standing
    on: PartialDate | None = None
    due: date | None = None
    held: int | None = None
    holder: str = ""
    said: str = ""
    page: str = ""
    link: tuple[tuple[str, str], ...] = ()


class Lane(Struct, frozen=True):
    """The parts of one subject, in order; ``title`` in the language in force."""

    key: str
    title: str
    parts: tuple[Part, ...]


class WholePath(Struct, frozen=True):
    """What the picture shows. ``facts``: the line below the name; ``phase``: where it stands now;
    ``callout``: the one sentence that matters, empty for none.
    """

    id: str
    name: str
    facts: str
    phase: Phase
    lanes: tuple[Lane, ...]
    today: date
    callout: str = ""

    def parts(self) -> Iterable[Part]:
        """Every part of every lane."""
        return (part for lane in self.lanes for part in lane.parts)

    def count(self, standing: Standing) -> int:
        """How many parts stand so."""
        return sum(part.standing is standing for part in self.parts())

    def part(self, part_id: str) -> Part | None:
        """A part by its id."""
        return next((part for part in self.parts() if part.id == part_id), None)


def phase_of(stage: Stage) -> Phase:
    """Where a project stands that has come to a stage.

    >>> phase_of(Stage.FILED).name, phase_of(Stage.STARTED).name
    ('SETTLING', 'BUILDING')
    """
    if stage.rank < Stage.SIGNED.rank:
        return Phase.SIGNING
    if stage.rank < Stage.LAND.rank:
        return Phase.SETTLING
    if stage.rank < Stage.STARTED.rank:
        return Phase.PREPARING
    return Phase.BUILDING if stage.rank < Stage.COMPLETED.rank else Phase.RUNNING
