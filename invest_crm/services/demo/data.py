"""All demonstration data of one seed and day, before they are stored. Pure: no database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.services.demo.approvals import make_cases
from invest_crm.services.demo.dice import Dice
from invest_crm.services.demo.firms import make_firms
from invest_crm.services.demo.leaves import Leaf, plan_chain
from invest_crm.services.demo.notes import make_notes
from invest_crm.services.demo.papers import make_gates
from invest_crm.services.demo.parcels import make_needs, make_parcels
from invest_crm.services.demo.projects import make_projects
from invest_crm.services.demo.requests import make_requests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.demo.approvals import DemoCase
    from invest_crm.services.demo.firms import DemoFirm
    from invest_crm.services.demo.leaves import ChainPlan
    from invest_crm.services.demo.notes import DemoNote
    from invest_crm.services.demo.papers import DemoGates
    from invest_crm.services.demo.requests import DemoRequest
    from invest_crm.services.demo.stories import Story


class DemoChain(Struct, frozen=True):
    """A chain as the data need it: id, name and leaves."""

    id: str
    name: str
    leaves: tuple[Leaf, ...]


class DemoData(Struct, frozen=True):
    """Everything that was invented."""

    plans: Sequence[ChainPlan]
    firms: Sequence[DemoFirm]
    projects: Sequence[Story]
    requests: Sequence[DemoRequest]
    notes: Sequence[DemoNote]
    gates: DemoGates
    cases: Sequence[DemoCase]
    parcels: Sequence[dict[str, Any]]
    needs: Sequence[tuple[int, dict[str, Any]]]


def invent(
    chains: Sequence[DemoChain], *, seed: int, today: date, projects: int, firms: int
) -> DemoData:
    """The data of a seed: each part has its own chance, so one number does not change another."""
    plans = [
        plan_chain(Dice(f"{seed}/{chain.id}"), chain.id, chain.name, chain.leaves)
        for chain in chains
    ]
    firm_list = make_firms(Dice(f"{seed}/firms"), plans, firms)
    stories = make_projects(Dice(f"{seed}/projects"), plans, firm_list, projects, today)
    return DemoData(
        plans,
        firm_list,
        stories,
        make_requests(Dice(f"{seed}/requests"), firm_list, today),
        make_notes(Dice(f"{seed}/notes"), stories, today),
        make_gates(Dice(f"{seed}/gates"), stories, today),
        make_cases(Dice(f"{seed}/approvals"), stories, today),
        make_parcels(Dice(f"{seed}/parcels"), stories, today),
        make_needs(Dice(f"{seed}/needs"), stories, today),
    )
