"""The gate before a stage as a form asks for it: what is missing, in which fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.moving import missing_to_enter, own_date

if TYPE_CHECKING:
    from invest_crm.domain.gates import Need
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View


class Gate(Struct, frozen=True):
    """A project before a stage. ``day``: the field of the stage's date, empty before signing."""

    record: ProjectRecord
    stage: Stage
    day: str
    missing: tuple[Need, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing required is missing."""
        return not any(need.required for need in self.missing)

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields to ask for, the day first."""
        asked = [key for need in self.missing for key in need.keys]
        return tuple(dict.fromkeys([*([self.day] if self.day else []), *asked]))

    def must(self, key: str) -> bool:
        """Whether this very field must be filled (not one of several)."""
        return key == self.day or any(
            need.required and need.keys == (key,) for need in self.missing
        )


def gate(view: View, project_id: str, stage: Stage) -> Gate:
    """What a project lacks to enter a stage. UserError if it is gone."""
    record = stored_project(view, project_id)
    return Gate(record, stage, own_date(stage), missing_to_enter(record, stage))
