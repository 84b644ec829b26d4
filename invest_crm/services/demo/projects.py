"""Invented projects in every stage and side state, over two years up to a given day.

About 45 % of the signed ones have started; those that have not are of every age and wait at
different steps. The same seed and day give the same projects.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invest_crm.domain.months import add_months, months_between
from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState, Stage
from invest_crm.services.demo import words
from invest_crm.services.demo.cast import Cast
from invest_crm.services.demo.dice import WAN, in_month, on_day, ticked
from invest_crm.services.demo.months import make_months, month_end_of
from invest_crm.services.demo.signings import make_signings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.firms import DemoFirm
    from invest_crm.services.demo.leaves import ChainPlan
    from invest_crm.services.demo.signings import Signing
    from invest_crm.services.demo.stories import Story

_K = MilestoneKind
TALKS_SHARE = 0.26
START_SHARE = 0.45
INCREASE = 8_000 * WAN
_PRODUCING, _SOONEST_PRODUCTION = 2, 150
_READY_AFTER = 45  # days from signing to the earliest start of works
_BUCKETS = (3, 6, 12)
_TALKS = (Stage.LEAD, Stage.CONTACT, Stage.CONTACT, Stage.INTENT, Stage.REVIEW)
_STEPS = ((_K.REGISTERED, 0.2), (_K.FILED, 0.4), (_K.LAND, 0.65), (_K.PERMIT, 0.85))
_LATE_STEPS = ((_K.COMPLETED, 0.6), (_K.IN_PRODUCTION, 0.75), (_K.AT_CAPACITY, 0.95))


def make_projects(
    dice: Dice,
    plans: Sequence[ChainPlan],
    firms: Sequence[DemoFirm],
    count: int,
    today: date,
) -> list[Story]:
    """``count`` projects: talks first, then signed ones by day, then duplicates merged away."""
    cast = Cast(dice, plans, firms)
    merged = count // 50 if count >= 50 else count // 20
    talks = round(count * TALKS_SHARE)
    signed = count - talks - merged
    increased = max(1, signed // 40) if signed else 0
    signings = make_signings(dice, signed, today, increased * INCREASE)
    stories = [_talks(dice, cast, number, today) for number in range(talks)]
    stories += _signed(dice, cast, signings, increased, today)
    stories += [_merged(dice, cast, today) for _number in range(merged)]
    return stories


def _talks(dice: Dice, cast: Cast, number: int, today: date) -> Story:
    stage = _TALKS[number % len(_TALKS)]
    total = None if stage is Stage.LEAD else dice.whole(6, 100) * 500 * WAN
    story = cast.story(stage, total, signed=False)
    first = dice.day(add_months(today, -10), today - timedelta(days=20))
    if stage is Stage.INTENT:
        kind = AgreementType.FRAMEWORK if number % 2 else AgreementType.LETTER
        story.agreements.append((kind, dice.day(first, today), None))
    if total is not None:
        story.amounts.append(("total_investment", total, first))
    story.texts.update(
        content=f"拟建设{story.leaf.name}项目",
        progress_text=dice.pick(words.REVIEWS),
        problem_text=dice.pick(words.PROBLEMS) if dice.chance(0.3) else None,
    )
    if number % 8 == 5:
        story.sides.append(
            (SideState.LOST, dice.day(first, today), None, dice.pick(words.LOST_REASONS))
        )
    elif number % 6 == 1:
        stalled = dice.day(first, today)
        story.sides.append((SideState.STALLED, stalled, None, words.STALLED_REASONS[0]))
        if number % 12 == 7:
            story.sides.append((SideState.ACTIVE, dice.day(stalled, today), None, "恢复对接"))
    return story


def _merged(dice: Dice, cast: Cast, today: date) -> Story:
    """A duplicate entry that was merged into another: in no figure."""
    signing = dice.day(add_months(today, -8), add_months(today, -1))
    story = cast.story(Stage.LEAD, dice.whole(10, 40) * 500 * WAN, signed=True)
    _sign(dice, cast, story, signing)
    story.sides.append((SideState.MERGED, today, None, "与其他项目重复，已并入"))
    return story


def _signed(
    dice: Dice, cast: Cast, signings: Sequence[Signing], increased: int, today: date
) -> list[Story]:
    ranks = {place: rank for rank, place in enumerate(_starters(dice, signings, today))}
    far = _outcomes(len(ranks))
    for rank in _early(ranks, signings, today):
        far[rank] = max(far[rank], _PRODUCING)
    waiting = 0
    stories = []
    for place, signing in enumerate(signings):
        story = cast.story(Stage.LEAD, signing.total, signed=True)
        _sign(dice, cast, story, signing.day)
        if place in ranks:
            rank = ranks[place]
            _build(dice, story, far[rank], today)
            if rank < increased:
                day = dice.day(date(today.year, 1, 1), today)
                story.agreements.append((AgreementType.INCREASE, day, INCREASE))
        else:
            _wait(dice, story, waiting, today)
            waiting += 1
        stories.append(story)
    return stories


def _starters(dice: Dice, signings: Sequence[Signing], today: date) -> list[int]:
    """Which have started, oldest first; of every age some stay behind."""
    kept: set[int] = set()
    for low, high in zip((0, *_BUCKETS), (*_BUCKETS, 999), strict=True):
        same_age = [
            place
            for place, item in enumerate(signings)
            if low <= months_between(item.day, today) < high
        ]
        kept.update(dice.shuffled(same_age)[: max(2, len(same_age) // 6)])
    able = [
        place
        for place, item in enumerate(signings)
        if place not in kept and (today - item.day).days > _READY_AFTER
    ]
    ages = {place: (today - signings[place].day).days + dice.whole(0, 400) for place in able}
    started: list[int] = []
    # Year by year, so that the rate of this year's cohort is as likely as that of all.
    for year in sorted({item.day.year for item in signings}):
        cohort = sum(item.day.year == year for item in signings)
        ready = [place for place in able if signings[place].day.year == year]
        first = sorted(ready, key=lambda place: -ages[place])
        started += first[: round(cohort * START_SHARE)]
    return sorted(started)


def _early(ranks: Mapping[int, int], signings: Sequence[Signing], today: date) -> list[int]:
    """Two that signed this year and produce already, in leased plants: a leader looks for them."""
    ready = [
        rank
        for place, rank in ranks.items()
        if signings[place].day.year == today.year
        and (today - signings[place].day).days >= _SOONEST_PRODUCTION
    ]
    return sorted(ready)[:2]


def _outcomes(count: int) -> list[int]:
    """How many of the late steps each started project has taken, the oldest first."""
    top = max(1, count // 20)
    producing = max(1, count // 6)
    completed = max(1, count // 7)
    steps = [3] * top + [2] * producing + [1] * completed
    return (steps + [0] * count)[:count]


def _sign(dice: Dice, cast: Cast, story: Story, day: date) -> None:
    total = story.total or 0
    story.signed = day
    if dice.chance(0.15):
        story.agreements.append((AgreementType.FRAMEWORK, day - timedelta(days=60), None))
    kind = AgreementType.FORMAL if dice.chance(0.3) else AgreementType.INVESTMENT
    story.agreements.append((kind, day, total))
    story.fixed = _part(total, dice.share(0.6, 0.85))
    story.external = _part(total, dice.share(0.7, 1.0))
    story.amounts += [
        ("total_investment", total, day),
        ("fixed_investment", story.fixed, day),
        ("external_funds", story.external, day),
    ]
    cast.site(story)
    story.texts["content"] = f"建设{story.leaf.name}生产线及配套设施"


def _wait(dice: Dice, story: Story, number: int, today: date) -> None:
    """Signed and not started: at one of five steps, with what holds it."""
    signed = story.signed or today
    age = (today - signed).days
    steps = min(number % 5, age // 20)
    reached = Stage.SIGNED
    for kind, share in _STEPS[:steps]:
        day = signed + timedelta(days=max(1, round(min(age, 240) * share)))
        story.milestones.append((kind, _said(dice, kind, day, today), 1))
        reached = kind.stage or reached
    deposit = _part(story.external or 0, dice.share(0.02, 0.12)) if steps else 0
    story.statements.append(("funds", deposit, max(signed, today - timedelta(days=20))))
    story.texts.update(
        progress_text=words.PROGRESS[reached.value],
        problem_text=dice.pick(words.PROBLEMS) if age > 60 or number % 2 else None,
        remark=dice.pick(words.NEXT_STEPS) if age > 180 else None,
    )
    if age > 365 and number % 3 == 0:
        day = dice.day(signed + timedelta(days=200), today)
        reason = dice.pick(words.TERMINATED_REASONS)
        story.sides.append((SideState.TERMINATED, day, None, reason))
    elif age > 120 and number % 7 == 3:
        day = dice.day(signed + timedelta(days=100), today)
        reason = dice.pick(words.PAUSED_REASONS)
        story.sides.append((SideState.PAUSED, day, add_months(today, 4), reason))


def _build(dice: Dice, story: Story, outcome: int, today: date) -> None:
    """Started: the steps before, the start with its grade, statistics, what came after."""
    signed = story.signed or today
    age = (today - signed).days
    # The further it has come, the sooner after signing it must have begun.
    latest = age - 3 if outcome == 0 else max(_READY_AFTER, age * 4 // 10)
    start = signed + timedelta(days=min(dice.whole(_READY_AFTER - 3, 170), latest))
    for kind, share in _STEPS:
        day = signed + timedelta(days=max(1, round((start - signed).days * share)))
        story.milestones.append((kind, _said(dice, kind, day, today), 1))
    grade = dice.weighted((1, 2, 3), (0.2, 0.4, 0.4))
    story.milestones.append((_K.STARTED, _said(dice, _K.STARTED, start, today), grade))
    length = (today - start).days
    if outcome or (length > 40 and dice.chance(0.65)):
        day = start + timedelta(days=min(length - 1, dice.whole(25, 60)))
        story.milestones.append((_K.IN_STATS, in_month(day), 4))
        story.texts["stat_code"] = f"99{dice.whole(10**15, 10**16 - 1)}"
    for kind, share in _LATE_STEPS[:outcome]:
        story.milestones.append((kind, on_day(start + timedelta(days=round(length * share))), 1))
    if outcome >= 2 and dice.chance(0.6):
        story.milestones.append((_K.IN_SIZE, in_month(today - timedelta(days=25)), 1))
    stage = ("STARTED", "COMPLETED", "IN_PRODUCTION", "AT_CAPACITY")[outcome]
    story.texts.update(
        progress_text=words.PROGRESS[stage],
        problem_text=dice.pick(words.PROBLEMS) if dice.chance(0.2) else None,
        project_code=f"{start.year}-990000-00-01-{dice.whole(100_000, 999_999)}",
    )
    _pay(dice, story, start, today)


def _pay(dice: Dice, story: Story, start: date, today: date) -> None:
    fixed, external = story.fixed or 0, story.external or 0
    opening = _part(external, dice.share(0.05, 0.2))
    story.statements.append(("funds", opening, start.replace(day=1) - timedelta(days=1)))
    reach = _part(external, dice.share(0.55, 0.9)) - opening
    story.months = make_months(dice, start, today, _part(fixed, 0.95), max(reach, 0))
    story.year_plan = _part(fixed, dice.share(0.3, 0.55))
    story.amounts.append(("year_plan", story.year_plan, max(start, date(today.year, 1, 1))))
    if story.months:
        arrived = opening + sum(row.funds for row in story.months if not row.voided)
        story.statements.append(("funds", arrived, month_end_of(story.months[-1].month)))


def _said(dice: Dice, kind: MilestoneKind, day: date, today: date) -> PartialDate:
    """The day as ledgers tell it: mostly whole, sometimes the month, now and then a mere tick."""
    roll = dice.share(0, 1)
    if kind is _K.REGISTERED and roll < 0.1:
        return ticked(today)
    return in_month(day) if roll < 0.25 else on_day(day)


def _part(amount: int, share: float) -> int:
    """A share of an amount in whole 10 万元."""
    return round(amount * share / (10 * WAN)) * 10 * WAN
