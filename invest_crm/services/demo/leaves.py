"""Which leaf of a chain shows which state, so that the maps have every colour.

States are those of ``domain.chain_state``. A leaf planned as missing gets neither firms nor
projects; one planned as coming gets projects but no local firm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain import chain_state
from invest_crm.domain.industry import section_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.demo.dice import Dice

_SHARES = (
    (chain_state.STRONG, 0.06),
    (chain_state.PRESENT, 0.14),
    (chain_state.COMING, 0.12),
    (chain_state.TALKS, 0.14),
)
_WEAK = 0.12


class Leaf(Struct, frozen=True):
    """A leaf firms and projects are placed on."""

    id: str
    name: str
    codes: tuple[str, ...]

    @property
    def farming(self) -> bool:
        """Whether no firm of it can be in the above-size statistics (section A)."""
        return all(section_of(code) == "A" for code in self.codes)


class ChainPlan(Struct, frozen=True):
    """A chain and its leaves by the state they are to show."""

    id: str
    name: str
    leaves: Mapping[str, Sequence[Leaf]]

    def of(self, *states: str) -> list[Leaf]:
        """The leaves planned for some states."""
        return [leaf for state in states for leaf in self.leaves[state]]


def plan_chain(dice: Dice, chain_id: str, name: str, leaves: Sequence[Leaf]) -> ChainPlan:
    """Deal the leaves out. At least one of each state where there are six leaves or more."""
    rest = dice.shuffled(leaves)
    weak = [leaf for leaf in rest if not leaf.farming][: max(1, round(len(rest) * _WEAK))]
    rest = [leaf for leaf in rest if leaf not in weak]
    dealt: dict[str, Sequence[Leaf]] = {chain_state.WEAK: weak}
    for state, share in _SHARES:
        size = max(1, round(len(leaves) * share))
        dealt[state], rest = rest[:size], rest[size:]
    dealt[chain_state.MISSING] = rest
    return ChainPlan(chain_id, name, dealt)
