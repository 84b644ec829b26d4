"""Qt's own dialogs in the language of the window, with the few words Qt's catalogue leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_LEFT_OUT: Final = {
    ("QFileDialog", "&Look in:"): N_("Look in:"),
    ("QFileDialog", "Files of &type:"): N_("Files of type:"),
    ("QAbstractFileIconProvider", "Drive"): N_("Drive"),
    ("QAbstractFileIconProvider", "Folder"): N_("Folder"),
}
"""By the part of Qt that says it and what it says."""


class _Rest(QTranslator):
    """What Qt's catalogue of the language has no words for."""

    def isEmpty(self) -> bool:
        """Qt: it has words."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's signature
        n: int = -1,  # noqa: ARG002 - Qt's signature
    ) -> str:
        """Qt: the words for a text, empty to ask the next translator."""
        found = _LEFT_OUT.get((context, sourceText))
        return _(found) if found is not None else ""


class _Installed:
    translators: tuple[QTranslator, ...] = ()


def speak(application: QApplication, language: str) -> None:
    """Qt's own dialogs in a language, instead of the one before."""
    QLocale.setDefault(QLocale(language))
    for before in _Installed.translators:
        application.removeTranslator(before)
        before.deleteLater()
    own: QObject = application
    catalogue = QTranslator(own)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    made: list[QTranslator] = [_Rest(own)] if language != "en" else []
    if catalogue.load(f"qtbase_{language}", folder):
        made.append(catalogue)
    for translator in made:
        application.installTranslator(translator)
    _Installed.translators = tuple(made)
