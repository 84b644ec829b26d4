"""What a drop or the clipboard offers as files, and what becomes of it off the main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachment_intake import Offered
    from invest_crm.services.attachments import Attached
    from invest_crm.services.work import App, Outcome

Source = Path | QImage


def sources_of(mime: QMimeData) -> list[Source]:
    """Files of this machine, else one picture; empty where neither is offered."""
    paths: list[Source] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths or not mime.hasImage():
        return paths
    image = mime.imageData()
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def clipboard() -> QMimeData:
    """What was copied; empty where the system has nothing to hand over."""
    # The stubs know of no absence; an empty clipboard of some systems is one.
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def offers_files(mime: QMimeData) -> bool:
    """Whether a drop could be taken, told without fetching it."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def means_files(mime: QMimeData) -> bool:
    """Whether files or a picture are meant where text is typed: copied cells bring both."""
    return any(url.isLocalFile() for url in mime.urls()) or (mime.hasImage() and not mime.hasText())


def source_words(source: Source) -> str:
    """What a source is called before it is kept."""
    return _("Screenshot") if isinstance(source, QImage) else source.name


def add(app: App, kind: str, record_id: str, sources: Sequence[Source]) -> Outcome[Attached]:
    """Attach files and pictures to a record, as one action."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.attachments import add_files

    return add_files(app, Subject(kind, record_id), offered_of(app, sources))


def offered_of(app: App, sources: Sequence[Source]) -> list[Offered]:
    """Sources as the service takes them; a picture is named by the moment."""
    from invest_crm.domain.clock import at_bureau
    from invest_crm.services.attachment_intake import Offered

    moment = f"{at_bureau(app.clock()):%Y%m%d-%H%M%S}"
    offered: list[Offered] = []
    for source in sources:
        if isinstance(source, QImage):
            number = sum(isinstance(one.source, bytes) for one in offered)
            name = _("Screenshot {moment}").format(moment=moment) + (f"-{number}" if number else "")
            offered.append(Offered(f"{name}.png", _png(source)))
        else:
            offered.append(Offered(source.name, source))
    return offered


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes for the format
    return bytes(buffer.data().data())
