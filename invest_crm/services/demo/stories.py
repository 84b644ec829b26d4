"""One invented project as it happened, from lead to production. Pure data; amounts in 分.

How it comes about is the business of ``projects``, how it is stored that of ``rows``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.people import ContactReading
    from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState, Stage
    from invest_crm.services.demo.leaves import Leaf
    from invest_crm.services.demo.months import DemoMonth


class Story(Struct):
    """A project. ``firm`` is the investor's place in the list of firms."""

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
