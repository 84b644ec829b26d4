"""The first step: drop or choose a file, and what was imported lately with its undo."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.clock import at_bureau
from invest_crm.domain.ledger_words import kind_word
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.ledger.words import counts_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.ledger.apply import ImportLine

_ICON = 40


class ChooseView(QWidget):
    """``file_asked``: open the dialog; ``undo_asked(change set id)``.

    ``template`` is the button that offers blank templates.
    """

    file_asked = Signal()
    undo_asked = Signal(str)

    def __init__(self, template: QPushButton) -> None:
        super().__init__()
        self.template = template
        self.drop = DropArea(self.file_asked.emit)
        self._recent = Card(_("Recent imports"))
        self._table = _Recent()
        self._table.undo_asked.connect(self.undo_asked)
        self._recent.add(self._table)
        self._recent.body.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(theme.GAP)
        below.addWidget(self._recent, 5)
        below.addWidget(self._promises(), 3)
        body = ScrollBody()
        body.column.addWidget(self.drop, 2)
        body.column.addLayout(below, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def set_recent(self, lines: Sequence[ImportLine], refusal: str = "") -> None:
        """Show the latest imports; ``refusal``: why none can be undone here."""
        self._table.set_lines(lines, refusal)

    def undo_buttons(self) -> list[QPushButton]:
        """The undo links, newest first (for tests)."""
        return self._table.buttons()

    def _promises(self) -> Card:
        card = Card(_("Look first, then write"))
        for text in (
            _("Merged headings, “约2亿”, “2025.8” and “√” are read as an office means them."),
            _("Nothing is written before you press Import; it is all or nothing."),
            _("Every import can be undone as a whole, now or later."),
        ):
            card.body.addLayout(_promise(text))
        card.body.addSpacing(theme.GAP_TINY)
        card.add(label(_("No ledger at hand?"), "note"))
        card.body.addWidget(self.template, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card


class DropArea(QWidget):
    """The dashed box; it only shows, the whole page takes drops."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__()
        self._hot = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(150))
        self.button = QPushButton(_("Choose a file…"))
        self.button.setToolTip(_("Choose a file (Ctrl+O)"))
        theme.set_role(self.button, "primary")
        self.button.clicked.connect(lambda _on=False: do())
        heading = label(_("Drop a ledger here"), "heading")
        formats = label(
            _("xlsx, xls, ods, csv up to 50 MB and 200,000 rows; or a full export (zip)"), "note"
        )
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP_SMALL)
        column.addStretch(1)
        column.addSpacing(theme.px(_ICON) + theme.GAP_SMALL)
        for part in (heading, formats, self.button):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._heading = heading

    def set_hot(self, hot: bool) -> None:  # noqa: FBT001 - a setter
        """Whether a file hovers over the page."""
        self._hot = hot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the dashed frame and the icon."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color("accent" if self._hot else "link"), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(look.color("accent_soft" if self._hot else "card"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)
        side = look.px(_ICON)
        top = self._heading.y() - side - theme.GAP_SMALL
        place = QRect((self.width() - side) // 2, top, side, side)
        icons.paint(painter, "spreadsheet", place, "accent")


class _Recent(QScrollArea):
    """The earlier imports as lines: when, file, what happened, undo."""

    undo_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons: list[QPushButton] = []
        self.set_lines(())

    def set_lines(self, lines: Sequence[ImportLine], refusal: str = "") -> None:
        """Show other lines."""
        holder = QWidget()
        theme.set_role(holder, "clear")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.GAP_TINY)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        self._buttons = []
        for row, line in enumerate(lines):
            self._put(grid, row, line)
        for button in self._buttons:
            refuse(button, refusal)
        if not lines:
            grid.addWidget(
                label(_("No ledger has been imported yet."), "note", wrap=True), 0, 0, 1, 4
            )
        grid.setRowStretch(max(len(lines), 1), 1)
        self.setWidget(holder)

    def buttons(self) -> list[QPushButton]:
        """The undo links shown."""
        return list(self._buttons)

    def sizeHint(self) -> QSize:
        """Qt: all lines."""
        holder = self.widget()
        return holder.sizeHint() if holder is not None else QSize(300, 100)

    def minimumSizeHint(self) -> QSize:
        """Qt: two lines; the rest scrolls."""
        return QSize(280, theme.current().px(64))

    def _put(self, grid: QGridLayout, row: int, line: ImportLine) -> None:
        when = label(_moment(line.when), "note")
        grid.addWidget(when, row, 0)
        grid.addWidget(ElidedLabel(line.file), row, 1)
        what = f"{kind_word(line.kind)} · {counts_words(line.counts)}"
        grid.addWidget(ElidedLabel(what, size=theme.NOTE, color="ink_2"), row, 2)
        if line.undone:
            grid.addWidget(label(_("Undone"), "hint"), row, 3, Qt.AlignmentFlag.AlignRight)
            return
        button = QPushButton(_("Undo"))
        button.setAccessibleName(_("Undo the import of {file}").format(file=line.file))
        theme.set_role(button, "link")
        button.clicked.connect(lambda _on=False: self.undo_asked.emit(line.change_set_id))
        grid.addWidget(button, row, 3, Qt.AlignmentFlag.AlignRight)
        self._buttons.append(button)


def _promise(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP_SMALL)
    tick = label()
    size = theme.current().px(16)
    tick.setPixmap(icons.icon("check", "accent").pixmap(size, size))
    row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, "label", wrap=True), 1)
    return row


def _moment(text: str) -> str:
    """A moment of the log as the bureau's clock shows it."""
    return at_bureau(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")
