"""The side panel in which a record is created or edited; problems stand beside the fields.

Where somebody else changed the same field meanwhile, the form asks which value is to stand; what
only the other one changed is taken over and said in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from invest_crm.ui import theme
from invest_crm.ui.kit.error_notice import ErrorNotice
from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.scroll import scrolled
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.conflict import Choosing, ConflictHead, Rivals, Version
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from invest_crm.errors import UserError
    from invest_crm.services.conflicts import EditConflict
    from invest_crm.services.history import HistoryLine
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.kit.notice import Level


class Stored(Protocol):
    """A stored record: its id, and the typed value of each field by key."""

    @property
    def id(self) -> str:
        """Which record."""
        ...

    def __getitem__(self, key: str) -> Any:
        """The value of one field."""


class Draft(Struct, frozen=True):
    """What was typed and not saved: the record as it was read (None: a new one), the texts."""

    record: Stored | None
    texts: Mapping[str, str]


class RecordEditor(QFrame):
    """``save_asked(record or None, values, seen)``; ``closed`` when the person is done.

    ``fields_of`` and ``texts_of`` give the lines of the form and what stands in them for a record.
    """

    save_asked = Signal(object, object, object)
    closed = Signal()

    def __init__(
        self,
        title: str,
        fields_of: Callable[[Any], Sequence[Field]],
        texts_of: Callable[[Any], Mapping[str, str]],
        record: Stored | None = None,
    ) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self._fields_of, self._texts_of = fields_of, texts_of
        self._record = self._before = record
        self._sent: Mapping[str, Any] | None = None
        self._told: NoticeBar | None = None
        fields = fields_of(record)
        self._first = fields[0].key
        self.head = ConflictHead()
        self.form = Form(fields)
        if record is not None:
            self.form.set_texts(texts_of(record))
        self.choosing = Choosing(self.form)
        self.notices = QVBoxLayout()
        self._area = scrolled(self.form)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self._unsaved = label("", "hint")
        self._save = QPushButton(_("Save"))
        self._build(title)

    @property
    def record_id(self) -> str:
        """The record that is edited, empty for a new one."""
        return "" if self._record is None else self._record.id

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.form.editor(self._first).setFocus()

    def focus(self, key: str) -> None:
        """Put the cursor into a field (the one whose step or chip was clicked), if it is here."""
        self.form.editor(key if key in self.form.texts() else self._first).setFocus()
        self._keep_in_sight()

    def save(self) -> None:
        """Ask to save what was changed, if nothing is wrong and nothing is left to choose."""
        card = self.choosing.begin()
        if card is not None:
            self._area.ensureWidgetVisible(card)
            return
        if self._sent is not None or not self.form.check():
            return
        values = self._changed()
        if self._record is not None and not values:
            self.closed.emit()
            return
        self._sent = values
        seen = {} if self._record is None else {key: self._record[key] for key in values}
        self.save_asked.emit(self._record, values, seen)

    def show_error(self, error: UserError) -> None:
        """A refusal of the service; what was typed stays."""
        from invest_crm.services.conflicts import EditConflict

        if isinstance(error, EditConflict):
            self._ask(error)
        else:
            error.again = self.save
            self._put(ErrorNotice(error))
        self._sent = None

    def tell(self, text: str, level: Level = "warning") -> None:
        """Say something above the form, instead of what was said before."""
        self._put(NoticeBar(text, level))

    def _put(self, bar: NoticeBar) -> None:
        if self._told is not None:
            self._told.dismiss()
        self._told = bar
        self._told.dismissed.connect(self._forget_told)
        self.notices.addWidget(self._told)

    def draft(self) -> Draft | None:
        """What would be lost if the form went away, None for nothing.

        While a choice is open the record is the one read before it, so that saving asks again.
        """
        keys = self._touched()
        if not keys:
            return None
        record = self._before if self.choosing.open() else self._record
        texts = self.form.texts()
        return Draft(record, {key: texts[key] for key in keys})

    def sizeHint(self) -> QSize:
        """Qt: the width of a panel."""
        return QSize(theme.current().px(theme.PANEL_WIDTH), 600)

    def _build(self, title: str) -> None:
        self.setAccessibleName(title)
        self.notices.setSpacing(theme.GAP_SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(label(title, "heading"))
        column.addLayout(self.notices)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)
        column.addLayout(self._buttons())
        self.form.submitted.connect(self.save)
        self.form.changed.connect(lambda _key: self._look())
        self.head.all_asked.connect(self.choosing.take_all)
        self.choosing.moved.connect(self._look)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._unsaved, 1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(lambda _on=False: self.closed.emit())
        self._save.setToolTip("Ctrl+S")
        theme.set_role(self._save, "primary")
        self._save.clicked.connect(lambda _on=False: self.save())
        row.addWidget(cancel)
        row.addWidget(self._save)
        return row

    def _keep_in_sight(self) -> None:
        """Where a field stands is known only when the form was laid out, maybe more than once."""
        focus = self.form.focusWidget()
        if focus is not None and focus.hasFocus():
            # Qt's own way shows no more of it than the line with the cursor.
            for corner in (focus.rect().bottomLeft(), focus.rect().topLeft()):
                place = focus.mapTo(self.form, corner)
                self._area.ensureVisible(0, place.y(), 0, theme.GAP)

    def _look(self) -> None:
        """What is still to be chosen or saved."""
        left = len(self.choosing.open())
        self.head.count(left)
        self._save.setEnabled(not left)
        n = len(self._touched())
        self._unsaved.setText(
            ngettext("{n} field not saved", "{n} fields not saved", n).format(n=n) if n else ""
        )

    def _forget_told(self) -> None:
        self._told = None

    def _touched(self) -> list[str]:
        own = self.choosing.own()
        touched = {*self.form.touched(), *own}
        return [key for key in self.form.texts() if key in touched]

    def _changed(self) -> dict[str, Any]:
        return changed_values(self.form.values(), self._touched(), self._record)

    def _ask(self, error: EditConflict) -> None:
        """Take over what only the other one changed; ask about what both did."""
        now: Any = error.record
        old: Any = self._record
        if not self.choosing.open():
            self._before = old
        checks = {field.key: field.check for field in self._fields_of(now)}
        texts, typed = self._texts_of(now), self.form.texts()
        by = {item.field: item.by for item in error.conflicts}
        since = self._changed().keys() - (self._sent or {}).keys()
        rivals: dict[str, Rivals] = {}
        taken: list[str] = []
        for key, text in texts.items():
            if key in by or (key in since and now[key] != old[key]):
                rivals[key] = Rivals(
                    Version(typed[key], self.form.read_by(key)),
                    Version(text, checks[key]),
                    self._shown(key, typed[key]),
                    _writer(by.get(key)),
                )
            elif now[key] != old[key]:
                if typed[key] != text:
                    taken.append(self.form.title(key))
                self.choosing.forget(key)
                self.form.take_over(key, text, checks[key])
        self._record = now
        also = _("Taken over from there: {fields}.").format(fields=_(", ").join(taken))
        self.head.say(f"{error} {also}" if taken else str(error))
        self.choosing.ask(rivals)
        card = self.choosing.begin()
        if card is not None:
            self._area.ensureWidgetVisible(card)

    def _shown(self, key: str, typed: str) -> str:
        """A typed text as the form would show it once stored; people as they were typed."""
        value, problem = self.form.values()[key], self.form.problems().get(key)
        if self._record is None or problem or value is None or isinstance(value, tuple):
            return typed
        return self._texts_of(_With(self._record, key, value))[key]


class _With(Struct, frozen=True):
    """A record in which one field has another value."""

    record: Stored
    key: str
    value: Any

    @property
    def id(self) -> str:
        return self.record.id

    def __getitem__(self, key: str) -> Any:
        return self.value if key == self.key else self.record[key]


def changed_values(
    values: Mapping[str, Any], touched: Iterable[str], record: Stored | None
) -> dict[str, Any]:
    """The fields that were really changed, typed as in the record; of a new one those filled."""
    if record is None:
        return {key: value for key, value in values.items() if value not in (None, "", ())}
    typed = {key: _typed(values[key], record[key]) for key in touched}
    return {key: value for key, value in typed.items() if value != record[key]}


def _writer(line: HistoryLine | None) -> str:
    """Who and when, without the year: a conflict is of these days."""
    return f"{line.actor} · {line.at[5:]}" if line else ""


def _typed(value: Any, stored: Any) -> Any:
    """An emptied list is an empty list, not nothing."""
    return () if value is None and isinstance(stored, tuple) else value
