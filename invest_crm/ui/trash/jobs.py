"""What the trash asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.trash import TrashLine
    from invest_crm.services.work import App, Outcome


class Details(Struct, frozen=True):
    """What a thing in the trash held, as pairs of words, what was done to it, a file's versions."""

    pairs: list[tuple[str, str]]
    history: tuple[HistoryLine, ...]
    versions: list[AttachmentLine]


def lines(app: App) -> list[TrashLine]:
    """Everything in the trash, the latest first."""
    from invest_crm.services.trash import list_trash

    return app.read(list_trash)


def restore(app: App, ids: Sequence[str]) -> Outcome[int]:
    """Bring things back in one action."""
    from invest_crm.services.trash import restore_trash

    return app.write(restore_trash, tuple(ids))


def details(app: App, line: TrashLine) -> Details:
    """What a thing in the trash held."""
    from invest_crm.services.attachments import versions_of
    from invest_crm.services.trash_details import trash_details

    versions = app.read(versions_of, line.record) if line.kind == "attachment" else []
    return Details(*app.read(trash_details, line), versions)
