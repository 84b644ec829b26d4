"""Invented promises of both sides for signed projects: kept, due, overdue, to be reviewed.

One that was kept has the paper that proves it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.agreements import commitment, commitment_fact
from invest_crm.db.schema.attachments import attachment
from invest_crm.domain.commitments import Fair, Side, State
from invest_crm.domain.ids import new_id
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import Dice
from invest_crm.services.demo.gate_rows import kept_content
from invest_crm.services.demo.notes import ENDED
from invest_crm.services.demo.papers import paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.services.demo.stories import Story
    from invest_crm.services.work import Work

    Row = tuple[Table, dict[str, object]]

_SHARE = 0.3  # of the signed projects
_OURS = (
    ("LAND", "乙方完成备案后三个月内组织供地", "项目备案", 150),
    ("UTILITIES", "甲方负责将供水、供电、道路接至项目用地红线", "交地之日", 210),
    ("SERVICE", "甲方明确专人帮代办全部审批手续", "合同签订", 60),
    ("SUBSIDY", "符合条件的，按全县统一的技改政策给予设备补助", "设备投入使用", 500),
)
_TO_REVIEW = (
    ("TAX_REWARD", "投产后三年内，按企业地方留成部分的50%给予奖励", "投产", 700),
    ("LAND_REFUND", "乙方缴清土地出让金后，按出让金的30%返还用于基础设施", "缴清价款", 260),
)
_THEIRS = (
    ("START", "乙方自合同签订之日起六个月内开工建设", "合同签订", 180, MilestoneKind.STARTED),
    ("COMPLETE", "乙方自开工之日起十八个月内建成投产", "开工", 730, MilestoneKind.IN_PRODUCTION),
    ("REGISTER", "乙方在合同签订后一个月内在甲方辖区注册独立法人公司", "合同签订", 30,
     MilestoneKind.REGISTERED),
)  # fmt: skip
_BASIS = "县政府2025年第3次常务会议纪要"


def commitment_rows(
    stories: Sequence[Story], ids: Sequence[str], facts: Mapping[str, object], today: date
) -> Iterator[Row]:
    """Promises of about half of the signed projects that go on."""
    dice = Dice("commitments")
    for key, story in zip(ids, stories, strict=True):
        ended = any(state in ENDED for state, *_rest in story.sides)
        if story.signed is None or ended or not dice.chance(_SHARE):
            continue
        reached = {kind for kind, _day, _grade in story.milestones}
        for kind, wording, trigger, days in dict.fromkeys((dice.pick(_OURS), dice.pick(_OURS[:3]))):
            due = story.signed + timedelta(days=days)
            kept = due < today and dice.chance(0.8)
            yield from _promise(key, Side.GOVERNMENT, (kind, wording, trigger), due, facts, kept)
        if dice.chance(0.25):
            kind, wording, trigger, days = dice.pick(_TO_REVIEW)
            due = story.signed + timedelta(days=days)
            yield from _promise(key, Side.GOVERNMENT, (kind, wording, trigger), due, facts, False)  # noqa: FBT003
        for kind, wording, trigger, days, milestone in _THEIRS:
            due = story.signed + timedelta(days=days)
            yield from _promise(
                key, Side.FIRM, (kind, wording, trigger), due, facts, milestone in reached
            )


def fill_evidence(work: Work) -> None:
    """The approval of the land that proves the first promise of land the government kept."""
    kept = commitment.c.state == State.KEPT.value, commitment.c.kind == "LAND"
    query = select(commitment.c.id).where(*kept).order_by(commitment.c.id).limit(1)
    work.insert_many(
        attachment,
        [
            {
                "commitment_id": one,
                "series": new_id(),
                "version": 1,
                "name": "用地批复（演示）.pdf",
                "media_type": "application/pdf",
                "kind": "ALLOCATION_DECISION",
                **kept_content(work, paper()),
                "added_at": work.now,
                "added_by": words.SOURCE,
            }
            for one in work.values(query)
        ],
    )


def _promise(
    project: str,
    side: Side,
    clause: tuple[str, str, str],
    due: date,
    facts: Mapping[str, object],
    kept: bool,  # noqa: FBT001 - one of two ends
) -> Iterator[Row]:
    key = new_id()
    kind, wording, trigger = clause
    reviewed = kind in ("TAX_REWARD", "LAND_REFUND")
    state = (State.KEPT if kept else State.OPEN).value
    yield (
        commitment,
        {
            "id": key,
            "project_id": project,
            "agreement_id": None,
            "side": side.value,
            "kind": kind,
            "wording": wording,
            "amount": None,
            "ratio": None,
            "trigger": trigger,
            "basis": _BASIS if side is Side.GOVERNMENT else None,
            "fair": (Fair.PENDING if reviewed else Fair.NOT_NEEDED).value,
            "due_on": due.isoformat(),
            "person": None,
            "state": state,
            "archived_at": None,
        },
    )
    if kept:
        fact = {"commitment_id": key, "state": state, "effective_on": due.isoformat()}
        yield commitment_fact, {**fact, "amount": None, "note": None, **facts}
