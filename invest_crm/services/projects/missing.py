"""What projects still lack for the stage that comes next: one project whole, a list by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.projects import project
from invest_crm.domain.gates import Need, gates, missing_for, own_date
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import Stage
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.answered import Answer, answers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Column

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View


_SAID_IN_ENTERING = ("agreement_type",)
"""What was signed is part of signing, as its day is."""


class Lacking(Struct, frozen=True):
    """What is missing for a stage, besides its own day; ``answers`` by need, due or not.

    ``stage`` None: the project has come to the end of the ladder.
    """

    stage: Stage | None
    needs: tuple[Need, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def required(self) -> tuple[Need, ...]:
        """Those without which the stage is not entered, but what is said in entering it."""
        return tuple(need for need in self.needs if _is_owed(need))


def missing_to_enter(
    values: Mapping[str, Any], stage: Stage, papers: frozenset[str]
) -> tuple[Need, ...]:
    """What a project lacks to enter a stage, besides the day on which it does."""
    day = own_date(stage)
    return tuple(need for need in missing_for(values, stage, papers) if need.keys != (day,))


def lacking(view: View, record: ProjectRecord, stage: Stage | None = None) -> Lacking:
    """What one project lacks for a stage, the next one without."""
    wanted = stage or Stage(record["stage"]).following
    if wanted is None:
        return Lacking(None)
    papers = evidence_of(view, [record.id]).get(record.id, frozenset())
    needs = missing_to_enter(record.values, wanted, papers)
    return Lacking(wanted, needs, answers_of(view, [record.id]).get(record.id, {}))


def missing_counts(view: View, ids: Sequence[str] | None = None) -> dict[str, int]:
    """How many required things each project lacks for its next stage; ``ids`` None: of all.

    Three queries whatever the number of projects (for a part of them: per thousand).
    """
    papers = evidence_of(view, ids)
    columns = _columns()
    query = (
        select(
            project.c.id,
            project_state.c.stage,
            *(column.label(f"f_{key}") for key, column in columns.items()),
        )
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
    )
    people = select(contact.c.project_id).distinct().where(contact.c.project_id.is_not(None))
    parts = [None] if ids is None else list(chunks(list(ids)))
    counts: dict[str, int] = {}
    for part in parts:
        some = query if part is None else query.where(project.c.id.in_(part))
        known = people if part is None else people.where(contact.c.project_id.in_(part))
        with_people = frozenset(view.values(known))
        for row in view.looking(view.rows(some)):
            key, stage = row.id, row.stage
            values: dict[str, Any] = dict(zip(columns, row[2:], strict=True))
            values["contacts"] = (True,) if key in with_people else ()
            following = Stage(stage).following
            counts[key] = 0 if following is None else _required(values, following, papers, key)
    return counts


def _required(
    values: Mapping[str, Any], stage: Stage, papers: Mapping[str, frozenset[str]], key: str
) -> int:
    there = papers.get(key, frozenset())
    return sum(_is_owed(need) for need in missing_to_enter(values, stage, there))


def _is_owed(need: Need) -> bool:
    return need.required and need.keys != _SAID_IN_ENTERING


def _columns() -> dict[str, Column[Any]]:
    """Where each field that a gate asks for is stored, but people."""
    asked = {key for needs in gates().values() for need in needs for key in need.keys}
    found: dict[str, Column[Any]] = {}
    for key in sorted(asked | {"site_mode"}):
        if key == "land_mu":
            found[key] = project.c.land_sqdm
        elif BY_KEY[key].kind == "date":
            found[key] = project_state.c[f"{key.removesuffix('_on')}_day"]
        elif key != "contacts":
            found[key] = project.c[key]
    return found
