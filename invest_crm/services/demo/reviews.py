"""Invented joint reviews: passed ones of signed projects, open ones of projects in talks."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.reviews import review, review_condition, review_opinion
from invest_crm.domain.ids import new_id
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.reviews import ITEMS, REVIEWERS, Verdict
from invest_crm.domain.stages import Stage
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import Dice
from invest_crm.services.demo.notes import ENDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.services.demo.stories import Story

    Row = tuple[Table, dict[str, object]]

_MOST = 14  # sheets, so that some projects have none yet
_CONDITIONS = (
    "补充环境影响说明并明确污水去向",
    "明确用地边界，避让永久基本农田",
    "补充安全条件论证",
    "出具用能情况说明",
)


def review_rows(
    stories: Sequence[Story], ids: Sequence[str], facts: Mapping[str, object], today: date
) -> Iterator[Row]:
    """Sheets with the opinions of the usual departments."""
    dice = Dice("reviews")
    made = 0
    for key, story in zip(ids, stories, strict=True):
        ended = any(state in ENDED for state, *_rest in story.sides)
        in_talks = story.signed is None and story.entry.rank >= Stage.INTENT.rank
        if ended or made >= _MOST or not (story.signed or in_talks) or not dice.chance(0.6):
            continue
        made += 1
        lately = today - timedelta(days=dice.whole(2, 9))
        asked = story.signed - timedelta(days=40) if story.signed else lately
        yield from _sheet(dice, key, asked, facts, today, done=story.signed is not None)


def _sheet(
    dice: Dice,
    project: str,
    asked: date,
    facts: Mapping[str, object],
    today: date,
    *,
    done: bool,
) -> Iterator[Row]:
    sheet = new_id()
    recorded = {name: facts[name] for name in ("recorded_at", "recorded_by")}
    held = asked + timedelta(days=6)
    yield (
        review,
        {
            "id": sheet,
            "project_id": project,
            "round": 1,
            "asked_on": asked.isoformat(),
            "held_on": held.isoformat() if held <= today else None,
            "convened_by": dice.pick(words.LEADERS[1:5]),
            "items": json.dumps(list(ITEMS)),
            "note": None,
            **recorded,
        },
    )
    for place, department in enumerate(REVIEWERS):
        opinion = new_id()
        answered = done or dice.chance(0.6)
        conditional = answered and dice.chance(0.15)
        verdict = Verdict.CONDITION if conditional else Verdict.AGREE
        on = min(asked + timedelta(days=dice.whole(1, 5)), today)
        yield (
            review_opinion,
            {
                "id": opinion,
                "review_id": sheet,
                "department": department,
                "asked_on": asked.isoformat(),
                "verdict": verdict.value if answered else None,
                "person": dice.person() if answered else None,
                "answered_on": on.isoformat() if answered else None,
                "reason": None,
                "position": place,
            },
        )
        if conditional:
            yield from _condition(dice, project, opinion, on, recorded, today, done=done)


def _condition(
    dice: Dice,
    project: str,
    opinion: str,
    on: date,
    recorded: Mapping[str, object],
    today: date,
    *,
    done: bool,
) -> Iterator[Row]:
    made, text = new_id(), dice.pick(_CONDITIONS)
    due = on + timedelta(days=30)
    yield (
        task,
        {
            "id": made,
            "project_id": project,
            "firm_id": None,
            "interaction_id": None,
            "text": f"联审条件：{text}",
            "assignee": dice.person(),
            "due_on": (due if done else max(due, today + timedelta(days=9))).isoformat(),
            "state": (TaskState.DONE if done else TaskState.OPEN).value,
            "done_on": due.isoformat() if done else None,
            "result": None,
            "snoozed_until": None,
            "source": words.SOURCE,
            **recorded,
        },
    )
    yield review_condition, {"opinion_id": opinion, "task_id": made, "text": text}
