"""Starred stages are confirmed by a second person: asked for, confirmed, or refused with a reason.

What was recorded counts at once (figures rule "Facts"); a calibre may say that it counts only once
confirmed. A refusal takes the step back: its facts are voided, and the stage follows from what
stands. People are the names under which the program is used.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.gates import confirmation
from invest_crm.db.schema.log import change_set
from invest_crm.db.schema.projects import agreement, milestone, project
from invest_crm.domain.gates import confirmed_stages
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.stages import COUNTED_AGREEMENTS, Stage
from invest_crm.errors import UserError
from invest_crm.services.options import option
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Row

    from invest_crm.services.work import View, Work

PENDING, CONFIRMED, REFUSED, WITHDRAWN = "PENDING", "CONFIRMED", "REFUSED", "WITHDRAWN"
WANTED, NAMES = "gates.confirm", "gates.confirmers"
_NOBODY = frozenset({"setup"})


class Confirmation(Struct, frozen=True):
    """What became of a step that a second person looks at. Moments are UTC text of the log.

    ``asked_of`` empty: of whoever may confirm.
    """

    project_id: str
    name: str
    stage: Stage
    state: str
    asked_by: str
    asked_at: str
    asked_of: str = ""
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""


class Decide(Struct, frozen=True):
    """Confirm that a project has reached a stage, or refuse it with a reason."""

    project_id: str
    stage: Stage
    refusal: str = ""


def ask(work: Work, steps: Iterable[tuple[str, Stage]], of: str = "") -> None:
    """Ask for confirmation of steps that were recorded by hand; a former question falls away.

    Nothing where the option says that no second person is wanted.
    """
    starred = [step for step in steps if step[1] in confirmed_stages()]
    withdraw(work, starred)
    if not starred or option(work, WANTED) != "yes":
        return
    if of and not may_confirm(work, of, work.actor):
        raise _not_allowed(of)
    work.insert_many(
        confirmation,
        [
            {
                "project_id": project_id,
                "stage": stage.value,
                "state": PENDING,
                "asked_by": work.actor,
                "asked_at": work.now,
                "asked_of": of or None,
            }
            for project_id, stage in starred
        ],
    )


def withdraw(work: Work, steps: Collection[tuple[str, Stage]]) -> None:
    """A step was entered anew or no longer stands: nobody has to look at it any more."""
    wanted = {(project_id, stage.value) for project_id, stage in steps}
    found = [
        row.id
        for part in chunks(sorted({project_id for project_id, _stage in wanted}))
        for row in work.rows(
            select(confirmation).where(
                confirmation.c.project_id.in_(part), confirmation.c.state == PENDING
            )
        )
        if (row.project_id, row.stage) in wanted
    ]
    if found:
        work.update_many(confirmation, {key: {"state": WITHDRAWN} for key in found})


def decide(work: Work, command: Decide) -> None:
    """Confirm or refuse a step.

    UserErrors: ``confirm-none``, ``confirm-own``, ``confirm-not-allowed``. A refused step is
    voided with the reason.
    """
    row = work.first(
        select(confirmation, project.c.name)
        .join(project, project.c.id == confirmation.c.project_id)
        .where(
            confirmation.c.project_id == command.project_id,
            confirmation.c.stage == command.stage.value,
            confirmation.c.state == PENDING,
        )
    )
    if row is None:
        raise _nothing_asked()
    if row.asked_by == work.actor:
        raise _own()
    if not may_confirm(work, work.actor, row.asked_by):
        raise _not_allowed(work.actor)
    reason = mask_numbers(command.refusal.strip())
    action = "project.refuse" if reason else "project.confirm"
    work.name(action, name=row.name, stage=command.stage.label, reason=reason)
    work.update(
        confirmation,
        row.id,
        state=REFUSED if reason else CONFIRMED,
        decided_by=work.actor,
        decided_at=work.now,
        reason=reason or None,
    )
    if reason:
        _take_back(work, command, reason)


def may_confirm(view: View, name: str, asked_by: str) -> bool:
    """Whether a person may confirm what another asked for: never oneself; if the option names
    those who confirm, only they.
    """
    named = _named(view)
    return name != asked_by and (not named or name in named)


def confirmers(view: View) -> tuple[str, ...]:
    """The people whom whoever works here may ask, by name: those the option names, else all who
    ever changed anything.
    """
    known = view.values(select(change_set.c.actor).distinct())
    known += view.values(select(confirmation.c.asked_by).distinct())
    found = _named(view) or frozenset(known) - _NOBODY
    return tuple(sorted(found - {view.app.actor}))


def is_wanted(view: View, stage: Stage) -> bool:
    """Whether entering a stage asks for a second person."""
    return stage in confirmed_stages() and option(view, WANTED) == "yes"


def latest_confirmations(view: View, project_id: str) -> Mapping[Stage, Confirmation]:
    """What became of each starred step of a project, the newest question about it."""
    mine = confirmation.c.project_id == project_id, confirmation.c.state != WITHDRAWN
    return {found.stage: found for found in _load(view, *mine)}


def pending(view: View, ids: Sequence[str] | None = None) -> Mapping[str, tuple[Stage, ...]]:
    """The steps that wait for confirmation by project; ``ids`` None: of every project."""
    query = select(confirmation.c.project_id, confirmation.c.stage).where(
        confirmation.c.state == PENDING
    )
    part = confirmation.c.project_id.in_
    parts = [query] if ids is None else [query.where(part(some)) for some in chunks(list(ids))]
    found: defaultdict[str, list[Stage]] = defaultdict(list)
    for one in parts:
        for row in view.rows(one):
            found[row.project_id].append(Stage(row.stage))
    return {key: tuple(sorted(stages, key=lambda s: s.rank)) for key, stages in found.items()}


def to_confirm(view: View) -> tuple[Confirmation, ...]:
    """What whoever works here should confirm, the oldest first: asked of them, or of anybody."""
    me = view.app.actor
    return tuple(
        found
        for found in _load(view, confirmation.c.state == PENDING)
        if found.asked_of in ("", me) and may_confirm(view, me, found.asked_by)
    )


def _load(view: View, *wanted: ColumnElement[bool]) -> list[Confirmation]:
    query = (
        select(confirmation, project.c.name)
        .join(project, project.c.id == confirmation.c.project_id)
        .where(project.c.archived_at.is_(None), *wanted)
        .order_by(confirmation.c.asked_at, confirmation.c.id)
    )
    return [_shape(row) for row in view.rows(query)]


def _shape(row: Row[Any]) -> Confirmation:
    return Confirmation(
        row.project_id,
        row.name,
        Stage(row.stage),
        row.state,
        row.asked_by,
        row.asked_at,
        row.asked_of or "",
        row.decided_by or "",
        row.decided_at or "",
        row.reason or "",
    )


def _named(view: View) -> frozenset[str]:
    text = option(view, NAMES).replace("，", "、").replace(",", "、")
    return frozenset(filter(None, (name.strip() for name in text.split("、"))))


def _take_back(work: Work, command: Decide, reason: str) -> None:
    """The facts by which the stage was reached no longer stand."""
    table = agreement if command.stage is Stage.SIGNED else milestone
    query = select(table.c.id).where(
        table.c.project_id == command.project_id, table.c.voided_at.is_(None)
    )
    if table is agreement:
        query = query.where(agreement.c.type.in_([kind.value for kind in COUNTED_AGREEMENTS]))
    else:
        query = query.where(milestone.c.kind == command.stage.value)
    work.void(table, reason, *work.values(query))


def _nothing_asked() -> UserError:
    return UserError(
        "confirm-none",
        _("Nothing waits for confirmation here."),
        safe=_("Nothing was changed."),
        todo=_("Refresh the page; the history shows who decided."),
    )


def _own() -> UserError:
    return UserError(
        "confirm-own",
        _("Whoever recorded a step cannot confirm it."),
        safe=_("Nothing was changed."),
        todo=_("Ask a second person."),
    )


def _not_allowed(name: str) -> UserError:
    return UserError(
        "confirm-not-allowed",
        _("{name} cannot confirm this step.").format(name=name),
        safe=_("Nothing was changed."),
        todo=_("The settings say who confirms; never whoever recorded it."),
    )
