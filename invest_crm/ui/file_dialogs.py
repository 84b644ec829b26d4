"""The system's dialogs for files. They begin in the folder used last, at first in the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from invest_crm.settings import user

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_STATE = "folder"


def ask_file(owner: QWidget, title: str, kinds: str) -> str:
    """A file that is there; empty if the person thought better."""
    return _kept(QFileDialog.getOpenFileName(owner, title, str(folder()), kinds)[0])


def ask_target(owner: QWidget, title: str, name: str, kinds: str) -> str:
    """Where to write a file, ``name`` is proposed; empty if the person thought better."""
    return _kept(QFileDialog.getSaveFileName(owner, title, str(folder() / name), kinds)[0])


def folder() -> Path:
    """Where the next dialog begins."""
    stored = user.read_state(_STATE)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = (Path(place) for place in (stored, documents) if isinstance(place, str))
    return next((place for place in places if place.is_dir()), Path.home())


def _kept(chosen: str) -> str:
    if chosen:
        user.write_state(_STATE, str(Path(chosen).parent))
    return chosen
