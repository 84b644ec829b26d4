"""The side panel in which a record is created or edited; problems stand beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invest_crm.errors import UserError
    from invest_crm.ui.kit.form import Field


class Stored(Protocol):
    """A stored record: the typed value of each field by key."""

    def __getitem__(self, key: str) -> Any:
        """The value of one field."""


class RecordEditor(QFrame):
    """``save_asked(record or None, values, seen)``; ``closed`` when the person is done."""

    save_asked = Signal(object, object, object)
    closed = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        record: Stored | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self._record = record
        self._first = fields[0].key
        self.form = Form(fields)
        if texts is not None:
            self.form.set_texts(texts)
        self.setAccessibleName(title)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(theme.GAP_SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(label(title, "heading"))
        column.addLayout(self.notices)
        column.addWidget(_scrolled(self.form), 1)
        column.addLayout(self._buttons())
        self.form.submitted.connect(self.save)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.closed)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.form.editor(self._first).setFocus()

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
        self.notices.addWidget(NoticeBar(str(error), "error"))

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


def changed_values(
    values: Mapping[str, Any], touched: Iterable[str], record: Stored | None
) -> dict[str, Any]:
    """The fields that were really changed, typed as in the record; of a new one those filled."""
    if record is None:
        return {key: value for key, value in values.items() if value not in (None, "", ())}
    typed = {key: _typed(values[key], record[key]) for key in touched}
    return {key: value for key, value in typed.items() if value != record[key]}


def _typed(value: Any, stored: Any) -> Any:
    """An emptied list is an empty list, not nothing."""
    return () if value is None and isinstance(stored, tuple) else value


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    form.setContentsMargins(0, 0, theme.GAP_SMALL, 0)
    area.setWidget(form)
    theme.set_role(form, "clear")
    return area
