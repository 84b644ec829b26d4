"""Invented projects: what each agreed, reached, received and ran into, from lead to production.

Pure data; how it is stored is the business of ``fill``. Amounts in 分.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from invest_crm.domain.people import ContactReading
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState, Stage
from invest_crm.services.demo.dice import WAN

if TYPE_CHECKING:
    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.services.demo.leaves import Leaf
    from invest_crm.services.demo.months import DemoMonth

_K = MilestoneKind
TALKS_SHARE = 0.26
START_SHARE = 0.45
INCREASE = 8_000 * WAN
_READY_AFTER = 45  # days from signing to the earliest start of works
_BUCKETS = (3, 6, 12)


@dataclass(slots=True)
class Story:
    """One project as it happened."""

    name: str
    chain: str
    leaf: Leaf
    firm: int | None
    investor: str
    origin: str
    entry: Stage
    total: int | None
    signed: date | None = None
    agreements: list[tuple[AgreementType, date, int | None]] = field(default_factory=list)
    milestones: list[tuple[MilestoneKind, PartialDate, int]] = field(default_factory=list)
    amounts: list[tuple[str, int, date]] = field(default_factory=list)
    sides: list[tuple[SideState, date, date | None, str]] = field(default_factory=list)
    statements: list[tuple[str, int, date]] = field(default_factory=list)
    months: list[DemoMonth] = field(default_factory=list)
    texts: dict[str, str | None] = field(default_factory=dict)
    contacts: tuple[ContactReading, ...] = ()
    site_mode: str | None = None
    land_mu: int | None = None
    fixed: int | None = None
    external: int | None = None
    year_plan: int | None = None
