"""The list under a heading: the values of a column with their counts, to be ticked or not.

Typing narrows the list (Chinese, or pinyin initials); Enter takes what is ticked, Esc leaves all
as it was. Where nothing was ticked by hand, Enter takes what the search left over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.pinyin import initials
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from invest_crm.ui.kit.filters.parts import Option, Value

MOST: Final = 500
"""As many values as a list shows; the most frequent are asked for."""
_COUNT: Final = int(Qt.ItemDataRole.UserRole)
_TICK: Final = int(Qt.ItemDataRole.CheckStateRole)
_BOX: Final = 15
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE, _LEAST_ROWS, _MOST_ROWS = 280, 4, 12


class ValueList(QFrame):
    """``taken(values)``: what was ticked when the person agreed."""

    taken = Signal(object)

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        ticked: Collection[Value],
        parent: QWidget,
        *,
        verb: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme.set_role(self, "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._options = tuple(options)
        self._by_hand = False
        self._edit = SearchEdit(_("Find a value"))
        self._edit.setAccessibleName(_("Find a value"))
        self._edit.textChanged.connect(self._narrow)
        self._list = QListWidget()
        self._list.setAccessibleName(title)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setItemDelegate(_Counted(self._list))
        self._fill(set(ticked))
        self._all = QPushButton(_("All values"))
        self._none = QPushButton(_("No value"))
        self._take = QPushButton(verb or _("Filter"))
        theme.set_role(self._take, "primary")
        self._all.clicked.connect(lambda _on=False: self._tick_shown(on=True))
        self._none.clicked.connect(lambda _on=False: self._tick_shown(on=False))
        self._take.clicked.connect(lambda _on=False: self._finish())
        self._list.itemChanged.connect(self._changed_by_hand)
        self._build()
        self._tell()

    def open_below(self, anchor: QWidget, place: QPoint) -> None:
        """Show it with its corner at a place of ``anchor``, inside the screen."""
        self.adjustSize()
        corner = anchor.mapToGlobal(place)
        screen = anchor.screen().availableGeometry()
        x = max(min(corner.x(), screen.right() - self.width()), screen.left())
        y = max(min(corner.y(), screen.bottom() - self.height()), screen.top())
        self.move(x, y)
        self.show()
        self._edit.setFocus()

    def lines(self) -> list[tuple[str, int]]:
        """What the list shows: words and counts."""
        shown = zip(self._items(), self._options, strict=True)
        return [(option.words, option.count) for item, option in shown if not item.isHidden()]

    def tick(self, words: str, *, on: bool = True) -> None:
        """Tick a value or not."""
        for item in self._items():
            if item.text() == words:
                item.setCheckState(_state(on=on))

    def values(self) -> list[Value]:
        """What would be taken."""
        pairs = list(zip(self._items(), self._options, strict=True))
        if self._edit.text().strip() and not self._by_hand:
            pairs = [(item, option) for item, option in pairs if not item.isHidden()]
        return [option.value for item, option in pairs if _on(item)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter takes it, Esc leaves, Down goes from the search to the list."""
        focus = self.focusWidget()
        if event.key() in _ENTER and isinstance(focus, QPushButton):
            focus.click()
        elif event.key() in _ENTER:
            self._finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and focus is self._edit:
            self._list.setFocus()
            shown = [row for row, item in enumerate(self._items()) if not item.isHidden()]
            self._list.setCurrentRow(shown[0] if shown else -1)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP_SMALL)
        foot.addWidget(self._all)
        foot.addWidget(self._none)
        foot.addStretch(1)
        foot.addWidget(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(8, 8, 8, 8))
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self._edit)
        column.addWidget(self._list, 1)
        if len(self._options) >= MOST:
            column.addWidget(label(_("Only the {n} most frequent").format(n=MOST), "hint"))
        column.addLayout(foot)
        rows = max(_LEAST_ROWS, min(_MOST_ROWS, len(self._options)))
        self._list.setFixedHeight(rows * theme.px(theme.ROW_COMPACT) + 2)
        self.setMinimumWidth(theme.px(_WIDE))

    def _fill(self, ticked: Collection[Value]) -> None:
        for option in self._options:
            item = QListWidgetItem(option.words)
            item.setData(_COUNT, option.count)
            item.setToolTip(option.words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{option.words} {option.count}")
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(_state(on=option.value in ticked))
            self._list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item, option in zip(self._items(), self._options, strict=True):
            found = wanted in option.words.casefold() or wanted in initials(option.words)
            item.setHidden(bool(wanted) and not found)
        self._tell()

    def _tick_shown(self, *, on: bool) -> None:
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(_state(on=on))

    def _changed_by_hand(self) -> None:
        self._by_hand = True
        self._tell()

    def _tell(self) -> None:
        self._take.setEnabled(bool(self.values()))

    def _finish(self) -> None:
        values = self.values()
        if values:
            self.close()
            self.taken.emit(values)


class _Counted(QStyledItemDelegate):
    """A line with its box, which a click anywhere on the line ticks, and its count."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """Qt: lines as high as in a compact table."""
        return QSize(theme.px(_WIDE // 2), theme.px(theme.ROW_COMPACT))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Qt: the whole line ticks, not only its box."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            return model.setData(index, _state(on=not _is_ticked(index)), _TICK)
        if isinstance(event, QKeyEvent):
            return super().editorEvent(event, model, option, index)
        return False

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: box and words, the count in quieter ink at the right."""
        look, pad = theme.current(), theme.GAP_SMALL
        line = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(line, look.color("accent_soft"))
        side = look.px(_BOX)
        box = QRect(line.x() + pad, line.center().y() - side // 2, side, side)
        _paint_box(painter, box, on=_is_ticked(index))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        count = f"{index.data(_COUNT):,}"
        inner = line.adjusted(2 * pad + side, 0, -pad, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, count)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(count) - pad)
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, words)
        painter.restore()


def _paint_box(painter: QPainter, box: QRect, *, on: bool) -> None:
    look = theme.current()
    painter.setPen(look.color("accent" if on else "ink_3"))
    painter.setBrush(look.color("accent" if on else "field"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        inside = look.px(2)
        icons.paint(painter, "check", box.adjusted(inside, inside, -inside, -inside), "accent_on")


def _is_ticked(index: QModelIndex | QPersistentModelIndex) -> bool:
    return Qt.CheckState(index.data(_TICK)) == Qt.CheckState.Checked


def _state(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _on(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
