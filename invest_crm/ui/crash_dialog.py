"""The dialog about a bug. Loaded when there is one: the first window must not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import theme
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path


class CrashDialog(QDialog):
    """What happened, what is safe, what to do; the technical text behind one button.

    ``bundle_asked``: the person wants to send what the maker needs.
    """

    bundle_asked = Signal()

    def __init__(self, log_path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self._texts: list[str] = []
        self._bundle = QPushButton(_("Make a diagnostic bundle…"))
        self._bundle.clicked.connect(lambda _on=False: self.bundle_asked.emit())
        title = QLabel(_("The program met an error it did not expect"))
        theme.set_role(title, "heading")
        said = QLabel(
            _(
                "What was saved before is safe. The step you just took may not have been carried "
                "out: look at it once more and repeat it if needed."
            )
        )
        said.setWordWrap(True)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setAccessibleName(_("Technical details"))
        self._details.hide()
        where = QLabel(_("Log: {path}").format(path=log_path) if log_path else "")
        where.setVisible(log_path is not None)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(where, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.margins(20, 20, 20, 16))
        layout.setSpacing(theme.GAP)
        for widget in (title, said, self._details, where):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        self.setMinimumWidth(theme.current().px(460))

    def offer_bundle(self, *, possible: bool) -> None:
        """Whether there is a window that can make one."""
        self._bundle.setVisible(possible)

    def add(self, details: str) -> None:
        """Append one traceback."""
        self._texts.append(details)
        self._details.setPlainText("\n".join(self._texts))

    def _buttons(self) -> QHBoxLayout:
        show = QPushButton(_("Details"))
        show.setCheckable(True)
        show.toggled.connect(self._details.setVisible)
        copy = QPushButton(_("Copy details"))
        copy.clicked.connect(self._copy)
        close = QPushButton(_("Continue"))
        theme.set_role(close, "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(show)
        row.addWidget(copy)
        row.addWidget(self._bundle)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._texts))
