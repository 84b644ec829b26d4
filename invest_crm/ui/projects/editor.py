"""The side panel in which a project is created or edited; problems stand beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import changed_values, form_fields, texts_of
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.errors import UserError
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.projects.form import Choices


class ProjectEditor(QFrame):
    """``save_asked(record or None, values, seen)``; ``closed`` when the person is done."""

    save_asked = Signal(object, object, object)
    closed = Signal()

    def __init__(self, choices: Choices, today: date, record: ProjectRecord | None) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self._record = record
        self.form = Form(form_fields(choices, today))
        if record is not None:
            self.form.set_texts(texts_of(record))
        title = _("Edit project") if record is not None else _("New project")
        self.setAccessibleName(title)
        self._notices = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(label(title, "heading"))
        column.addLayout(self._notices)
        column.addWidget(_scrolled(self.form), 1)
        column.addLayout(self._buttons())
        self.form.submitted.connect(self.save)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.closed)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.form.editor("name").setFocus()

    def focus(self, key: str) -> None:
        """Put the cursor into a field (the one whose step or chip was clicked)."""
        self.form.editor(key).setFocus()

    def save(self) -> None:
        """Ask to save what was changed, if nothing is wrong."""
        if not self.form.check():
            return
        values = changed_values(self.form.values(), self.form.touched(), self._record)
        if self._record is not None and not values:
            self.closed.emit()
            return
        seen = {} if self._record is None else {key: self._record[key] for key in values}
        self.save_asked.emit(self._record, values, seen)

    def show_error(self, error: UserError) -> None:
        """A refusal of the service; what was typed stays."""
        self._notices.addWidget(NoticeBar(str(error), "error"))

    def sizeHint(self) -> QSize:
        """Qt: the width of a panel."""
        return QSize(theme.current().px(theme.PANEL_WIDTH), 600)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(lambda _on=False: self.closed.emit())
        save = QPushButton(_("Save"))
        save.setToolTip("Ctrl+S")
        theme.set_role(save, "primary")
        save.clicked.connect(lambda _on=False: self.save())
        row.addWidget(cancel)
        row.addWidget(save)
        return row


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(form)
    theme.set_role(form, "clear")
    return area
