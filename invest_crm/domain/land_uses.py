"""How far a project has a parcel: 预留、已签合同、已交付."""

from __future__ import annotations

from enum import StrEnum

from invest_crm.words import N_, _


class UseState(StrEnum):
    """In the order in which they come."""

    RESERVED = "RESERVED"
    CONTRACTED = "CONTRACTED"
    DELIVERED = "DELIVERED"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self])

    @property
    def following(self) -> UseState | None:
        """The state after it, None after the last."""
        states = list(UseState)
        place = states.index(self) + 1
        return states[place] if place < len(states) else None


_LABELS = {
    UseState.RESERVED: N_("reserved"),
    UseState.CONTRACTED: N_("under contract"),
    UseState.DELIVERED: N_("delivered"),
}
