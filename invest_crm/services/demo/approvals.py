"""Invented approvals: how far each project's path has come, who holds what, what is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.approvals.gaps import MOST_DAYS
from invest_crm.domain.approvals.items import Item, ItemStage, MaterialKind, shipped
from invest_crm.domain.approvals.rules import PERMIT_LIMITS, Works, chosen, eia_kind
from invest_crm.domain.approvals.state import StepKind, StopReason
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import load_calendar
from invest_crm.services.demo.notes import ENDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.stories import Story

_SHARE = 0.75  # of the signed projects that go on
_RUNNING = ("accepted", "accepted", "stopped", "accepted", "gap", "late", "accepted", "correcting")
_LONGEST = 12  # working days an item runs at most, unless it is late
_ROOM = 240  # days a path takes at most


class DemoStep(Struct, frozen=True):
    """Something that happened to an invented approval."""

    kind: StepKind
    on: date
    reason: str = ""
    note: str = ""


class DemoPaper(Struct, frozen=True):
    """A paper of an application with gaps."""

    name: str
    kind: MaterialKind
    received: date | None
    promised: date | None


class DemoApproval(Struct, frozen=True):
    """An item with what happened to it."""

    item: Item
    person: str
    steps: tuple[DemoStep, ...] = ()
    papers: tuple[DemoPaper, ...] = ()


class DemoCase(Struct, frozen=True):
    """The approvals of a project; ``project`` is its place in the list."""

    project: int
    tce: int
    kwh: int
    deal: date | None
    agents: tuple[str, str]
    helped: tuple[date, ...]
    approvals: tuple[DemoApproval, ...]


def make_cases(dice: Dice, stories: Sequence[Story], today: date) -> list[DemoCase]:
    """The paths of most signed projects that go on."""
    cases = []
    for place, story in enumerate(stories):
        ended = any(state in ENDED for state, *_rest in story.sides)
        if story.signed is None or ended or not dice.chance(_SHARE):
            continue
        cases.append(_case(dice, place, story, story.signed, today))
    return cases


def _case(dice: Dice, place: int, story: Story, signed: date, today: date) -> DemoCase:
    tce = dice.pick((120, 450, 800, 1600))
    industry = story.leaf.codes[0] if story.leaf.codes else None
    works = Works(
        site_mode=story.site_mode,
        land=story.land_mu,
        earthwork=0,
        tce=tce,
        kwh=0,
        industry=industry,
        eia=eia_kind(None, industry)[0],
        flags=frozenset({"assessed"}),
    )
    items = chosen(shipped(), works, PERMIT_LIMITS["30/300"])[0]
    reached = frozenset(kind for kind, _day, _grade in story.milestones)
    made = tuple(_approvals(dice, items, signed, reached, today))
    granted = [one for one in made if one.item.code == "LANDP" and len(one.steps) > 1]
    deal = granted[0].steps[0].on if granted else None
    helped = tuple(_workday(signed, days) for days in (1, 3, 5))
    shown = tuple(day for day in helped if day <= today) if dice.chance(0.6) else ()
    agents = (dice.person(), dice.person()) if shown else ("", "")
    return DemoCase(place, tce, 0, deal, agents, shown, made)


def _approvals(
    dice: Dice, items: Sequence[Item], signed: date, reached: frozenset[MilestoneKind], today: date
) -> Iterator[DemoApproval]:
    """Done up to where the project has come, running there, not begun after."""
    front = _front(dice, reached)
    pace = _Pace(dice, signed, today)
    turn = dice.whole(0, len(_RUNNING) - 1)
    for item in items:
        person = dice.person()
        rank = 2 if item.stage is ItemStage.BEFORE_START else item.stage.rank
        if item.stage is ItemStage.BEFORE_PRODUCTION:
            rank = 6
        if _waits(item, reached):
            yield DemoApproval(item, person)
        elif rank < front or (rank == front and item.at_once):
            yield DemoApproval(item, person, pace.done(item))
        elif rank == front and dice.chance(0.75):
            turn += 1
            yield _running(dice, item, person, _RUNNING[turn % len(_RUNNING)], today)
        else:
            yield DemoApproval(item, person)


class _Pace:
    """How a project went through its stages: side by side or one by one, four papers at once."""

    def __init__(self, dice: Dice, signed: date, today: date) -> None:
        self._dice, self._today = dice, today
        room = min(max((today - signed).days, 2), _ROOM)
        self._start, self._step = signed, room / 9
        self._beside = dice.chance(0.7)
        self._at_once = self._start + timedelta(days=round(self._step * 4))
        self._fast = dice.chance(0.4)
        self._last: dict[ItemStage, date] = {}

    def done(self, item: Item) -> tuple[DemoStep, ...]:
        """Accepted and granted, mostly sooner than promised."""
        dice, limit = self._dice, item.binding.days if item.binding is not None else 8
        if item.cert and self._fast:
            began, days = self._at_once, dice.whole(0, 4)
        else:
            began = self._start + timedelta(days=round(self._step * item.stage.rank))
            if not self._beside:
                began = self._last.get(item.stage, began)
            days = max(round(limit * dice.share(0.3, 1.1)), 0)
        granted = min(_workday(began, days), self._today)
        began = min(began, granted)
        self._last[item.stage] = granted
        return (DemoStep(StepKind.ACCEPTED, began), DemoStep(StepKind.GRANTED, granted))


def _front(dice: Dice, reached: frozenset[MilestoneKind]) -> int:
    """The stage at which a project is; its milestones and its approvals say the same."""
    if reached & {MilestoneKind.COMPLETED, MilestoneKind.IN_PRODUCTION}:
        return 6
    if MilestoneKind.STARTED in reached:
        return 5
    if MilestoneKind.PERMIT in reached:
        return 4
    if MilestoneKind.LAND in reached:
        return dice.pick((2, 2, 3))
    return 1 if MilestoneKind.REGISTERED in reached else 0


def _waits(item: Item, reached: frozenset[MilestoneKind]) -> bool:
    """Whether it cannot have begun before a milestone that is not reached."""
    if item.code == "FILE":
        return MilestoneKind.FILED not in reached
    return item.cert and item.stage is ItemStage.SITE and MilestoneKind.LAND not in reached


def _running(dice: Dice, item: Item, person: str, how: str, today: date) -> DemoApproval:
    limit = item.binding.days if item.binding is not None and item.binding.days else 5
    back = (
        dice.whole(limit + 1, limit + 9) if how == "late" else dice.whole(0, min(limit, _LONGEST))
    )
    began = _workday(today, -back)
    accepted = DemoStep(StepKind.ACCEPTED, began)
    if how in ("stopped", "correcting") and began < today:
        reason = StopReason.CORRECTION if how == "correcting" else StopReason.EXPERTS
        since = _workday(began, 1)
        stop = DemoStep(StepKind.STOPPED, min(since, today), reason.value)
        return DemoApproval(item, person, (accepted, stop))
    secondary = [one for one in item.materials if one.kind is MaterialKind.SECONDARY]
    if how == "gap" and secondary and limit > _SHORT:
        steps = (DemoStep(StepKind.GAP_ACCEPTED, began),)
        papers = tuple(
            DemoPaper(one.zh, one.kind, began, None)
            if one.kind is MaterialKind.MAIN
            else DemoPaper(one.zh, one.kind, None, _workday(began, min(limit - 2, MOST_DAYS)))
            for one in item.materials
        )
        return DemoApproval(item, person, steps, papers)
    return DemoApproval(item, person, (accepted,))


_SHORT = 3
"""A limit of so many working days leaves no time for promises."""


def _workday(start: date, days: int) -> date:
    return load_calendar().add_workdays(start, days).day
