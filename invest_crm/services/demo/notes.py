"""Invented visits and tasks: what officers noted of some projects, what is due, late and done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.interactions import InteractionKind, TaskState
from invest_crm.domain.stages import SideState
from invest_crm.services.demo import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.stories import Story

ENDED = frozenset({SideState.LOST, SideState.TERMINATED, SideState.MERGED})
_SHARE = 0.45  # of the projects; the others stay silent
_DUE = (-9, -2, 0, 2, 4, 6, 12, 25)  # days from today, dealt in turn
_DONE_BEFORE = 14
_MOST_VISITS = 3


class DemoTask(Struct, frozen=True):
    """A next step. ``assignee`` empty: whoever fills in the data."""

    text: str
    assignee: str
    due: date
    state: TaskState
    done: date | None = None
    result: str = ""


class DemoNote(Struct, frozen=True):
    """A contact on a project; ``project`` is its place in the list."""

    project: int
    kind: InteractionKind
    day: date
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    text: str
    task: DemoTask | None


def make_notes(dice: Dice, projects: Sequence[Story], today: date) -> list[DemoNote]:
    """One to three contacts for a good part of the projects that go on, the last with a task."""
    notes: list[DemoNote] = []
    turn = 0
    for place, story in enumerate(projects):
        if not dice.chance(_SHARE) or any(state in ENDED for state, *_rest in story.sides):
            continue
        notes += _of_project(dice, place, story, today, turn)
        turn += 1
    return notes


def _of_project(dice: Dice, place: int, story: Story, today: date, turn: int) -> Iterator[DemoNote]:
    count = dice.whole(1, _MOST_VISITS)
    day = today - timedelta(days=dice.whole(1, 12))
    for number in range(count):
        kind = dice.pick(tuple(words.VISITS))
        last = number == 0
        yield DemoNote(
            place,
            InteractionKind(kind),
            day,
            (dice.pick(words.STAFF),),
            tuple(person.name for person in story.contacts[:1]),
            dice.pick(words.VISITS[kind]),
            _open(dice, today, turn) if last else _done(dice, day),
        )
        day -= timedelta(days=dice.whole(15, 45))


def _open(dice: Dice, today: date, turn: int) -> DemoTask:
    due = today + timedelta(days=_DUE[(3 * turn + turn // 2) % len(_DUE)])
    assignee = "" if turn % 2 == 0 else dice.pick(words.STAFF)
    return DemoTask(dice.pick(words.FOLLOW_UPS), assignee, due, TaskState.OPEN)


def _done(dice: Dice, day: date) -> DemoTask:
    done = day + timedelta(days=dice.whole(2, _DONE_BEFORE))
    return DemoTask(
        dice.pick(words.FOLLOW_UPS),
        dice.pick(words.STAFF),
        done,
        TaskState.DONE,
        done,
        dice.pick(words.RESULTS),
    )
