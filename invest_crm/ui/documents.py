"""Where a document goes and what is said when it is written: the same for every page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from invest_crm.ui import file_dialogs
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.kit.page import Page


def ask_target(
    owner: QWidget, title: str, formats: Sequence[str], day: date | None = None
) -> Path | None:
    """Ask for a file name; the first format is proposed. None if the person thought better."""
    name = f"{title}{day:%Y%m%d}" if day else title
    filters = ";;".join(f"{item.upper()} (*.{item})" for item in formats)
    chosen = file_dialogs.ask_target(owner, title, f"{name}.{formats[0]}", filters)
    if not chosen:
        return None
    path = Path(chosen)
    return (
        path if path.suffix.lstrip(".").lower() in formats else path.with_suffix(f".{formats[0]}")
    )


def say_written(page: Page, path: Path, notice: str = "") -> None:
    """Say where the document lies, with a link that opens it, and what to know about it."""
    page.notify(
        "\n".join(filter(None, (_("Written: {path}").format(path=path), notice))),
        action=_("Open"),
        do=lambda: open_file(path),
        topic="written",
    )


def open_file(path: Path) -> None:
    """Open a file with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
