"""Moving a project on to a stage: the gate is looked at first, stage and fields are saved together.

Where something required is missing the move is refused, unless it goes with the missing values or
with a reason, which the log keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from invest_crm.db.schema.projects import project
from invest_crm.domain.gates import Need, missing_for
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import MilestoneKind, Stage
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import refuse_future, stored_project
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import Work


class MoveProject(Struct, frozen=True):
    """Enter a stage on a day: writes a dated milestone, or an agreement for signing.

    ``values``: what the gate asked for, typed as in ``ProjectRecord``; a date of the stage itself
    among them stands instead of ``on``. ``reason``: why it goes on without what is missing.
    """

    id: str
    stage: Stage
    on: date
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def own_date(stage: Stage) -> str:
    """The date field that entering a stage fills, empty before signing."""
    if stage is Stage.SIGNED:
        return "signed_on"
    known = stage.value in MilestoneKind.__members__
    return MilestoneKind(stage.value).field if known else ""


def missing_to_enter(record: ProjectRecord, stage: Stage) -> tuple[Need, ...]:
    """What a project lacks to enter a stage, besides the day on which it does."""
    day = own_date(stage)
    return tuple(need for need in missing_for(record.values, stage) if need.keys != (day,))


def move_project(work: Work, command: MoveProject) -> None:
    """Reach a stage: the ladder's milestone is recorded, nothing is taken back.

    UserErrors: ``stage-reached``, ``stage-backwards``, ``date-in-future``, ``gate-missing``.
    """
    record = stored_project(work, command.id)
    _refuse_reached(record, command.stage)
    values = _given(command)
    refuse_future(work, values)
    lacking = _lacking(record, values, command.stage)
    if lacking and not command.reason.strip():
        raise _gate_error(command.stage, lacking)
    _name(work, record, command, lacking)
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    if not own_date(command.stage):
        _change_entry(work, record, command.stage)
    if values:
        writer.change(record, values)
    writer.flush()


def _given(command: MoveProject) -> dict[str, Any]:
    """The values to write, with the day of the stage and, for signing, what was signed."""
    values = {key: value for key, value in command.values.items() if value not in (None, "", ())}
    day = own_date(command.stage)
    if day and day not in values:
        text = command.on.isoformat()
        values[day] = PartialDate(text, "day", text)
    if command.stage is Stage.SIGNED:
        values.setdefault("agreement_type", "INVESTMENT")
    return values


def _lacking(record: ProjectRecord, values: Mapping[str, Any], stage: Stage) -> tuple[Need, ...]:
    found = missing_for({**record.values, **values}, stage)
    return tuple(need for need in found if need.required)


def _name(
    work: Work, record: ProjectRecord, command: MoveProject, lacking: tuple[Need, ...]
) -> None:
    stage = command.stage.label
    if lacking:
        reason = mask_numbers(command.reason.strip())
        work.name("project.move.without", name=record["name"], stage=stage, reason=reason)
    else:
        work.name("project.move", name=record["name"], stage=stage)


def words_of(need: Need) -> str:
    """The fields of a need, for people: one of several is enough."""
    return pgettext("between alternatives", " or ").join(BY_KEY[key].label for key in need.keys)


def _gate_error(stage: Stage, lacking: tuple[Need, ...]) -> UserError:
    fields = pgettext("between words", ", ").join(words_of(need) for need in lacking)
    return UserError(
        "gate-missing",
        _("To enter “{stage}” this is missing: {fields}.").format(stage=stage.label, fields=fields),
        safe=_("Nothing was changed."),
        todo=_("Fill it in, or give the reason why the project goes on without it."),
    )


def _change_entry(work: Work, record: ProjectRecord, stage: Stage) -> None:
    if Stage(record["stage"]).rank >= Stage.SIGNED.rank:
        raise UserError(
            "stage-backwards",
            _("A signed project does not go back to talks."),
            safe=_("Nothing was changed."),
            todo=_("Void the agreement or the milestone, or set the state to terminated."),
        )
    work.update(project, record.id, entry_stage=stage.value)


def _refuse_reached(record: ProjectRecord, stage: Stage) -> None:
    """The board only moves projects on; a step that was passed is dated in the form."""
    ladder = Stage(record["stage"])
    if stage.rank >= Stage.SIGNED.rank and stage.rank <= ladder.rank:
        raise UserError(
            "stage-reached",
            _("The project has already come as far as “{stage}”.").format(stage=ladder.label),
            safe=_("Nothing was changed."),
            todo=_("Enter or correct the date of a step in the form."),
        )
