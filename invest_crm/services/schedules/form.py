"""Everything a person changed in the form of a task, as one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.services.schedules.commands import EditTask, ReportTask, SetLinks
from invest_crm.services.schedules.edit import edit_task, report_task, set_links

if TYPE_CHECKING:
    from invest_crm.domain.schedule import Link
    from invest_crm.services.work import Work


class SaveTask(Struct, frozen=True):
    """``values`` with what was ``seen``, what happened in ``report``, ``links`` None: as before."""

    id: str
    values: dict[str, Any]
    seen: dict[str, Any]
    report: dict[str, Any]
    links: tuple[Link, ...] | None = None


def save_task(work: Work, command: SaveTask) -> None:
    """Write what changed. UserErrors and ``EditConflict`` of its parts; then nothing is written."""
    if command.links is not None:
        set_links(work, SetLinks(command.id, command.links))
    if command.report:
        report_task(work, ReportTask(command.id, command.report))
    if command.values:
        edit_task(work, EditTask(command.id, command.values, command.seen))
