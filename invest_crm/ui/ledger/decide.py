"""Write this row or leave it out; and where it may be one of several stored records, which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import Span, SpanLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from invest_crm.services.ledger.preview_rows import RowView

NEW = "new"
_WRITE, _LEAVE = "write", "leave"
_DOT = 14


class DecideBox(QWidget):
    """``write_chosen(bool)``; ``means_chosen(what)``: the id of a stored record, or ``NEW``."""

    write_chosen = Signal(bool)
    means_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._choices: tuple[tuple[str, str, str], ...] = ()
        self._options: dict[str, _Option] = {}
        self.write = Segmented(
            ((_WRITE, _("Write")), (_LEAVE, _("Leave out"))), name=_("Write this row")
        )
        self.write.changed.connect(lambda choice: self.write_chosen.emit(choice == _WRITE))
        self._question = label(_("Which record is it?"), "note")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.margins(0, 4, 0, 8))
        self._column.setSpacing(theme.GAP_TINY)
        self._column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._question)

    def show_row(self, row: RowView | None) -> None:
        """Offer what can be decided about a row; nothing where there is nothing to decide."""
        choices = _choices(row) if row is not None and row.options else ()
        self.setVisible(row is not None and (row.writable or bool(choices)))
        self.write.setVisible(row is not None and row.writable)
        self._question.setVisible(bool(choices))
        if row is None:
            return
        self.write.set_current(_WRITE if row.written else _LEAVE)
        if choices != self._choices:
            self._make(choices)
        for choice, option in self._options.items():
            option.set_on(on=choice == row.means)

    def options(self) -> dict[str, QRadioButton]:
        """The buttons by what they choose (for tests)."""
        return {choice: option.button for choice, option in self._options.items()}

    def plain(self) -> str:
        """The words of the choices (for tests)."""
        return "\n".join(option.plain() for option in self._options.values())

    def _make(self, choices: tuple[tuple[str, str, str], ...]) -> None:
        for option in self._options.values():
            self._column.removeWidget(option)
            option.hide()
            option.deleteLater()
        self._choices = choices
        self._options = {}
        for choice, name, facts in choices:
            option = _Option(name, facts)
            option.button.clicked.connect(
                lambda _on=False, choice=choice: self.means_chosen.emit(choice)
            )
            self._column.addWidget(option)
            self._options[choice] = option


class _Dot(QRadioButton):
    """A radio button without words, drawn in the colours of the theme."""

    def sizeHint(self) -> QSize:
        """Qt: as high as a line of text beside it."""
        return QSize(_DOT + 4, QFontMetrics(theme.current().font()).lineSpacing() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ring = QRectF(2, (self.height() - _DOT) / 2, _DOT, _DOT)
        painter.setPen(QPen(look.color("accent" if on or self.hasFocus() else "ink_3"), 1.5))
        painter.setBrush(look.color("accent_soft" if self.hasFocus() else "field"))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawEllipse(ring.adjusted(4, 4, -4, -4))


class _Option(QWidget):
    """A radio button whose words may take several lines."""

    def __init__(self, name: str, facts: str) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self.button = _Dot()
        self.button.setAutoExclusive(False)
        self.button.setAccessibleName(name)
        self.button.setAccessibleDescription(facts)
        spans = [Span(name)] + ([Span(f"\n{facts}", "ink_3")] if facts else [])
        self._words = SpanLabel(spans)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_on(self, *, on: bool) -> None:
        """Mark it as the one in force, or not."""
        self.button.setChecked(on)

    def plain(self) -> str:
        """Its words."""
        return self._words.plain()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the words choose as well."""
        self.button.click()


def _choices(row: RowView) -> tuple[tuple[str, str, str], ...]:
    """What may be chosen as (choice, words, facts)."""
    stored = [
        (option.id, _("It is “{name}”").format(name=option.name), option.facts)
        for option in row.options
    ]
    new = (NEW, _("It is another one: write it as new"), "")
    return (*stored, new) if row.may_be_new else tuple(stored)
