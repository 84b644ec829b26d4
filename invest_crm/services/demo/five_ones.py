"""Invented people and units in charge, one hand-over, and the deadlines of signed projects."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from invest_crm.db.schema.five_ones import hand_over, hand_over_role, responsible
from invest_crm.domain.five_ones import Kind, Role
from invest_crm.domain.ids import new_id
from invest_crm.services.dates import date_columns
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import Dice, in_month
from invest_crm.services.five_ones.records import WORDS, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.services.demo.stories import Story

    Row = tuple[Table, dict[str, object]]

_TO_START, _TO_END = 200, 760  # days from signing to the days that were set
_SINCE, _CHANGED = 900, 140  # days ago: most took office; one handed over


def responsible_rows(
    stories: Sequence[Story], ids: Sequence[str], facts: Mapping[str, object], today: date
) -> Iterator[Row]:
    """County leaders by post, units, and the leader whose predecessor handed over."""
    dice = Dice("five-ones")
    since = (today - timedelta(days=_SINCE)).isoformat()
    changed = today - timedelta(days=_CHANGED)
    post = words.LEADERS[-1]
    before, after = new_id(), new_id()
    names = {one: dice.person() for one in words.LEADERS}
    for place, leader in enumerate(words.LEADERS, 1):
        last = leader == post
        yield responsible, _record(Kind.PERSON, names[leader], place, {
            "id": after if last else new_id(),
            "post": leader,
            "active_from": changed.isoformat() if last else since,
        })  # fmt: skip
    former = dice.person()
    yield responsible, _record(Kind.PERSON, former, len(words.LEADERS), {
        "id": before, "post": post, "active_from": since, "active_until": changed.isoformat(),
        "remark": "已调任",
    })  # fmt: skip
    for place, unit in enumerate(words.UNITS, 1):
        yield responsible, _record(Kind.UNIT, unit, place, {"id": new_id()})
    handed = [key for key, story in zip(ids, stories, strict=True)
              if story.texts["leader"] == post]  # fmt: skip
    if handed:
        over = new_id()
        yield (
            hand_over,
            {
                "id": over,
                "from_id": before,
                "to_id": after,
                "from_name": former,
                "to_name": names[post],
                "happened_on": changed.isoformat(),
                "reason": "工作调整",
                "recorded_at": facts["recorded_at"],
                "recorded_by": facts["recorded_by"],
            },
        )
        known = dict(zip(ids, stories, strict=True))
        for key in handed:
            yield (
                hand_over_role,
                {
                    "hand_over_id": over,
                    "project_id": key,
                    "role": Role.LEADER.value,
                    "subject": known[key].name,
                    "before": f"{post} {former}",
                    "after": post,
                },
            )


def deadlines(story: Story) -> dict[str, object]:
    """The months by which a signed project is to start and to be completed."""
    if story.signed is None:
        return {**date_columns("start_by", None, None), **date_columns("complete_by", None, None)}
    days = (story.signed + timedelta(days=_TO_START), story.signed + timedelta(days=_TO_END))
    return {
        **date_columns("start_by", in_month(days[0]), None),
        **date_columns("complete_by", in_month(days[1]), None),
    }


def _record(kind: Kind, name: str, place: int, more: Mapping[str, object]) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(WORDS)
    own = {"kind": kind.value, "name": name, "name_key": key_of(name), "precedence": place}
    return {**blank, **own, **more}
