"""What taking a full export in and out asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.archive_import import Imported
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress


class _Quietly:
    """The window's progress as the services see it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, fraction: float, text: str) -> None:
        """Pass it on."""
        self._progress.report(fraction, text)

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._progress.cancelled()


def look_into(app: App, path: Path, progress: Progress) -> Imported:
    """What an export would bring, everything in it checked."""
    from invest_crm.services.archive_import import look_into as looked

    return looked(app, path, _Quietly(progress))


def take_in(app: App, path: Path, progress: Progress) -> Imported:
    """Take an export into the empty database."""
    from invest_crm.services.archive_import import import_archive

    return import_archive(app, path, _Quietly(progress))


def export_everything(app: App, path: Path, progress: Progress) -> Path:
    """Write everything into one zip; that somebody did so is on record."""
    from invest_crm.services.access import AccessNote, note_access
    from invest_crm.services.export import export_records

    app.write(note_access, AccessNote("export", "all"))
    return app.read(export_records, "all", path, progress=_Quietly(progress)).path
