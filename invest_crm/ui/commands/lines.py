"""The lines of the palette: headings and hits, drawn with the letters found marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.commands.ranking import Group, Hit
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.theme import Weight

_LINE = int(Qt.ItemDataRole.UserRole)
_HIT, _HEADING = 34, 28
_CUT = Qt.TextElideMode.ElideRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | _MIDDLE
_Index = QModelIndex | QPersistentModelIndex


class Lines(QListView):
    """``chosen(hit)`` by a click; ``pointed`` when the mouse moves to another line."""

    chosen = Signal(object)
    pointed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Model()
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("What was found"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        # What lies below need not be painted with every key.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.entered.connect(self._point)
        self.clicked.connect(self._click)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground, then the lines."""
        QPainter(self.viewport()).fillRect(event.rect(), theme.current().color("raised"))
        super().paintEvent(event)

    def show_groups(self, groups: Sequence[Group], empty: str, *, keep: str = "") -> None:
        """Show other lines; the line with the key ``keep`` stays chosen, else the first is."""
        lines: list[str | Hit] = []
        for group in groups:
            lines += [group.title, *group.hits]
        if not lines and empty:
            lines = [empty]
        self._lines.set_lines(lines)
        rows = [row for row, line in enumerate(lines) if isinstance(line, Hit)]
        kept = [row for row in rows if keep and self._hit(row).entry.key == keep]
        if rows:
            self._choose((kept or rows)[0])

    def hits(self) -> list[Hit]:
        """The hits listed, in order."""
        return [line for line in self._lines.lines() if isinstance(line, Hit)]

    def headings(self) -> list[str]:
        """The headings, in order."""
        return [line for line in self._lines.lines() if isinstance(line, str)]

    def current(self) -> Hit | None:
        """The hit chosen."""
        line = self.currentIndex().data(_LINE)
        return line if isinstance(line, Hit) else None

    def move_by(self, step: int) -> None:
        """Choose another hit, over headings; from the last on to the first by single steps."""
        rows = [n for n, line in enumerate(self._lines.lines()) if isinstance(line, Hit)]
        if not rows:
            return
        at = rows.index(self.currentIndex().row()) if self.current() is not None else -1
        target = at + step
        if abs(step) == 1:
            target %= len(rows)
        self._choose(rows[min(max(target, 0), len(rows) - 1)])

    def page(self) -> int:
        """How many hits fit."""
        return max(self.viewport().height() // theme.px(_HIT) - 1, 1)

    def wanted_height(self) -> int:
        """The height that shows every line."""
        lines = self._lines.lines()
        return sum(theme.px(_HIT if isinstance(line, Hit) else _HEADING) for line in lines)

    def _choose(self, row: int) -> None:
        index = self._lines.index(row, 0)
        self.setCurrentIndex(index)
        if row == 1:
            self.scrollToTop()  # with its heading
        else:
            self.scrollTo(index)

    def _hit(self, row: int) -> Hit:
        line = self._lines.lines()[row]
        if not isinstance(line, Hit):
            raise TypeError(line)
        return line

    def _point(self, index: QModelIndex) -> None:
        if isinstance(index.data(_LINE), Hit):
            self.setCurrentIndex(index)
            self.pointed.emit()

    def _click(self, index: QModelIndex) -> None:
        line = index.data(_LINE)
        if isinstance(line, Hit):
            self.chosen.emit(line)


def spoken(hit: Hit) -> str:
    """A hit as a screen reader says it."""
    entry = hit.entry
    return " ".join(part for part in (entry.title, entry.note, entry.reason or entry.keys) if part)


class _Model(QAbstractListModel):
    """Headings (texts) and hits."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[str | Hit] = ()

    def lines(self) -> Sequence[str | Hit]:
        return self._lines

    def set_lines(self, lines: Sequence[str | Hit]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: ARG002 - Qt's signature
        return len(self._lines)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.entry.title if isinstance(line, Hit) else line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line) if isinstance(line, Hit) else line
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        hit = isinstance(self._lines[index.row()], Hit)
        shown = Qt.ItemFlag.ItemIsEnabled
        return shown | Qt.ItemFlag.ItemIsSelectable if hit else Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    """Headings small; hits with icon, marked title, quiet note, and key or reason at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """Qt: headings are lower."""
        return QSize(100, theme.px(_HIT if isinstance(index.data(_LINE), Hit) else _HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw one line."""
        look, line = theme.current(), index.data(_LINE)
        box: QRect = option.rect
        painter.save()
        if isinstance(line, Hit):
            self._hit(painter, box, line, bool(option.state & QStyle.StateFlag.State_Selected))
        elif line is not None:
            painter.setFont(look.font(theme.NOTE))
            painter.setPen(look.color("ink_3"))
            painter.drawText(box.adjusted(look.px(12), look.px(4), 0, 0), _LEFT, str(line))
        painter.restore()

    def _hit(self, painter: QPainter, box: QRect, hit: Hit, chosen: bool) -> None:  # noqa: FBT001
        look, entry = theme.current(), hit.entry
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(2, 0, -2, 0), 6, 6)
        quiet = "ink_2" if chosen else "ink_3"
        if entry.icon:
            side = look.px(16)
            place = QRect(box.x() + look.px(12), box.y() + (box.height() - side) // 2, side, side)
            icons.paint(painter, entry.icon, place, quiet if entry.reason else "ink_2")
        room = box.adjusted(look.px(38), 0, -look.px(12), 0)
        room = self._right(painter, room, entry.reason or entry.keys, quiet)
        ink = quiet if entry.reason else "ink"
        room = self._title(painter, room, hit, ink)
        self._text(painter, room, entry.note, quiet if entry.reason else "ink_2")

    def _right(self, painter: QPainter, room: QRect, words: str, ink: str) -> QRect:
        """Words at the right end, in half the room at most; what is left."""
        if not words:
            return room
        look = theme.current()
        metrics = QFontMetrics(look.font(theme.NOTE))
        shown = metrics.elidedText(words, _CUT, room.width() // 2)
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | _MIDDLE, shown)
        return room.adjusted(0, 0, -metrics.horizontalAdvance(shown) - theme.GAP, 0)

    def _title(self, painter: QPainter, room: QRect, hit: Hit, ink: str) -> QRect:
        """The title with its marks; what is left."""
        look = theme.current()
        shown = QFontMetrics(look.font(theme.BODY, 600)).elidedText(
            hit.entry.title, _CUT, room.width()
        )
        x = room.x()
        for text, marked in _runs(shown, frozenset(hit.marks)):
            weight: Weight = 600 if marked else 400
            font = look.font(theme.BODY, weight)
            painter.setFont(font)
            painter.setPen(look.color("accent" if marked else ink))
            painter.drawText(QRect(x, room.y(), room.right() - x + 1, room.height()), _LEFT, text)
            x += QFontMetrics(font).horizontalAdvance(text)
        return QRect(x + theme.GAP_SMALL, room.y(), room.right() - x, room.height())

    def _text(self, painter: QPainter, room: QRect, words: str, ink: str) -> None:
        if not words or room.width() < theme.px(24):
            return
        look = theme.current()
        font = look.font(theme.NOTE)
        painter.setFont(font)
        painter.setPen(look.color(ink))
        shown = QFontMetrics(font).elidedText(words, _CUT, room.width() - theme.GAP_SMALL)
        painter.drawText(room, _LEFT, shown)


def _runs(text: str, marks: frozenset[int]) -> list[tuple[str, bool]]:
    """A text in pieces that are marked, or not."""
    runs: list[tuple[str, bool]] = []
    for place, char in enumerate(text):
        marked = place in marks
        if runs and runs[-1][1] == marked:
            runs[-1] = (runs[-1][0] + char, marked)
        else:
            runs.append((char, marked))
    return runs
