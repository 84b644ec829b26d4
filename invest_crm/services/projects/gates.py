"""The gate before a stage as a form asks for it: what is missing, in which fields and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from invest_crm.domain.gates import own_date
from invest_crm.services.projects.confirming import confirmers, is_wanted
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.missing import lacking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.gates import Need
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.answered import Answer
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View


class Gate(Struct, frozen=True):
    """A project before a stage. ``day``: the field of the stage's date, empty before signing.

    ``confirmed``: a second person looks at it; ``people``: who can be asked. ``answers``: what the
    investor cannot provide yet, by the id of the need.
    """

    record: ProjectRecord
    stage: Stage
    day: str
    missing: tuple[Need, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    confirmed: bool = False
    people: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing required is missing."""
        return not any(need.required for need in self.missing)

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields to ask for, the day first."""
        asked = [key for need in self.missing for key in need.keys]
        return tuple(dict.fromkeys([*([self.day] if self.day else []), *asked]))

    @property
    def papers(self) -> tuple[Need, ...]:
        """The papers to ask for, the required ones first."""
        asked = [need for need in self.missing if need.papers]
        return tuple(sorted(asked, key=lambda need: not need.required))

    def must(self, key: str) -> bool:
        """Whether this very field must be filled (not one of several)."""
        return key == self.day or any(
            need.required and need.keys == (key,) for need in self.missing
        )


def gate(view: View, project_id: str, stage: Stage) -> Gate:
    """What a project lacks to enter a stage. UserError if it is gone."""
    record = stored_project(view, project_id)
    found = lacking(view, record, stage)
    wanted = is_wanted(view, stage)
    people = confirmers(view) if wanted else ()
    return Gate(record, stage, own_date(stage), found.needs, found.answers, wanted, people)
