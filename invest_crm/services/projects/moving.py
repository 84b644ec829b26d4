"""Moving a project on to a stage: the gate is looked at first, and all is saved together.

Stage, fields and evidence are one action. Where something required is missing the move is refused,
unless it goes with what is missing or with a reason, which the log keeps; that the investor cannot
provide it yet is no reason by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.db.schema.projects import project
from invest_crm.domain.evidence import likeliest
from invest_crm.domain.gates import own_date
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.stages import Stage
from invest_crm.errors import UserError
from invest_crm.services.attachment_intake import staged_files
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import AddFiles, keep_files
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.edit import refuse_future, stored_project
from invest_crm.services.projects.missing import missing_to_enter
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.domain.gates import Need
    from invest_crm.services.attachment_intake import Offered, StagedFile
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App, Outcome, Work


class MoveProject(Struct, frozen=True):
    """Enter a stage on a day: writes a dated milestone, or an agreement for signing.

    ``values``: what the gate asked for, typed as in ``ProjectRecord``; a date of the stage itself
    among them stands instead of ``on``. ``reason``: why it goes on without what is missing.
    ``files``: staged evidence. ``ask``: who is to confirm a starred stage, empty for anybody.
    """

    id: str
    stage: Stage
    on: date
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    files: tuple[StagedFile, ...] = ()
    ask: str = ""


def move_with_files(
    app: App, command: MoveProject, offered: Sequence[Offered] = ()
) -> Outcome[None]:
    """Enter a stage with evidence that is still to be copied, as one action.

    UserErrors of ``staged_files`` and ``move_project``; then neither file nor stage remains.
    """
    with staged_files(app, offered) as staged:
        return app.write(move_project, replace(command, files=staged))


def move_project(work: Work, command: MoveProject) -> None:
    """Reach a stage: the ladder's milestone is recorded, nothing is taken back.

    UserErrors: ``stage-reached``, ``stage-backwards``, ``date-in-future``, ``gate-missing``,
    ``confirm-not-allowed``.
    """
    record = stored_project(work, command.id)
    _refuse_reached(record, command.stage)
    values = _given(command)
    refuse_future(work, values)
    lacking = _lacking(work, record, values, command)
    if lacking and not command.reason.strip():
        raise _gate_error(command.stage, lacking)
    _name(work, record, command, lacking)
    keep_files(work, AddFiles(Subject("project", record.id), command.files))
    writer = ProjectWriter(work, source="hand", cut_off=work.today, asked_of=command.ask)
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


def _lacking(
    work: Work, record: ProjectRecord, values: Mapping[str, Any], command: MoveProject
) -> tuple[Need, ...]:
    there = evidence_of(work, [record.id]).get(record.id, frozenset())
    brought = {one.kind or likeliest(one.name) for one in command.files}
    found = missing_to_enter({**record.values, **values}, command.stage, there | brought)
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


def _gate_error(stage: Stage, lacking: tuple[Need, ...]) -> UserError:
    fields = pgettext("between words", ", ").join(need.label for need in lacking)
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
