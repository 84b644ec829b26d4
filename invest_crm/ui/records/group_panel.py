"""The line above a list that says by what it is grouped, applied while one chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.grouping import (
    BY_COUNT,
    MAX_LEVELS,
    By,
    Folding,
    Grouping,
    Level,
    figure_word,
    level_word,
    ways,
)
from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.filters.rows import close_button
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.scroll import FittedRows
from invest_crm.ui.kit.text import label
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from invest_crm.domain.conditions import Field

_WORDS = (N_("Group by"), N_("then by"), N_("then by"))
_LETTERS: Final = 14
_LEAST_LETTERS: Final = 5
_BETWEEN: Final = "|"
_DOWN: Final = "-"


class GroupPanel(QFrame):
    """``changed(grouping)`` at every choice; ``closed`` on Esc or the cross."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.setAccessibleName(_("Groups"))
        self._fields: Mapping[str, Field] = {}
        self._said = Grouping()
        self._levels: list[LevelLine] = []
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._flow = FlowLayout(self._holder)
        self._none = QPushButton(_("No groups"))
        theme.set_role(self._none, "link")
        self._none.clicked.connect(lambda _on=False: self._say([]))
        self._hint = label(
            _(
                "A click on a figure below the headings chooses another: sum, average, rate."
                " A double click on a number of a group shows its records."
            ),
            "note",
            wrap=True,
        )
        held = QWidget()
        theme.set_role(held, "clear")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_TINY)
        column.addWidget(self._holder)
        column.addWidget(self._hint)
        rows = FittedRows()
        rows.hold(held)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(12, 8, 8, 8))
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(rows, 1)
        row.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        close = close_button(_("Close and keep the groups (Esc)"), self.closed.emit)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def load(self, fields: Mapping[str, Field], grouping: Grouping) -> None:
        """Show a grouping; the level after its last can be chosen."""
        if self._levels and (fields, grouping.levels) == (self._fields, self._said.levels):
            self._said = grouping
            return
        self._fields, self._said = fields, grouping
        at = self._place()
        for line in self._levels:
            line.hide()
            line.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        wanted: list[Level | None] = [*grouping.levels, None][:MAX_LEVELS]
        self._levels = [self._line(place, level) for place, level in enumerate(wanted)]
        self._none.setVisible(bool(grouping.levels))
        self._hint.setVisible(bool(grouping.levels))
        if at is not None:
            self._put(*at)

    def _place(self) -> tuple[int, bool] | None:
        """The level with the focus, and whether on its order."""
        boxes = [(line.by, line.order) for line in self._levels]
        places = [
            (n, box is pair[1]) for n, pair in enumerate(boxes) for box in pair if box.hasFocus()
        ]
        return places[0] if places else None

    def _put(self, place: int, on_order: bool) -> None:  # noqa: FBT001 - a place
        line = self._levels[min(place, len(self._levels) - 1)]
        (line.order if on_order and line.order.isVisible() else line.by).setFocus()

    def lines(self) -> Sequence[LevelLine]:
        """The levels shown, the last of them not chosen yet (below three)."""
        return self._levels

    def begin(self) -> None:
        """Put the cursor on the last level."""
        if self._levels:
            self._levels[-1].by.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes and keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _line(self, place: int, level: Level | None) -> LevelLine:
        taken = {one.field for one in self._said.levels[:place]}
        line = LevelLine(_(_WORDS[place]), self._offered(taken), self._orders(), level)
        line.changed.connect(self._choose)
        self._flow.addWidget(line)
        line.show()
        return line

    def _choose(self) -> None:
        self._say([level for level in (line.level() for line in self._levels) if level])

    def _say(self, levels: Sequence[Level]) -> None:
        distinct = list({level.field: level for level in reversed(levels)}.values())[::-1]
        before = self._said
        same = [one.field for one in distinct] == [one.field for one in before.levels]
        folding = before.folding if same else Folding()
        self.changed.emit(replace(before, levels=tuple(distinct), folding=folding))

    def _offered(self, taken: set[str]) -> list[tuple[str, str]]:
        """(field and way, words): choices and days first, then texts."""
        known = [field for field in self._fields.values() if field.key not in taken]
        kinds = {"choice": 0, "date": 1}
        known.sort(key=lambda field: kinds.get(field.kind, 2))
        return [
            (f"{field.key}{_BETWEEN}{by}", level_word(Level(field.key, by), field))
            for field in known
            for by in ways(field)
        ]

    def _orders(self) -> list[tuple[str, str]]:
        """(order, words): its own both ways, by how many, by the figures of amounts."""
        found = [
            ("", _("own order")),
            (_DOWN, _("reverse order")),
            (f"{BY_COUNT}{_DOWN}", _("most records")),
            (BY_COUNT, _("fewest records")),
        ]
        for field in self._fields.values():
            figure = self._said.figure(field)
            if figure is not None and field.kind in ("money", "area", "number"):
                words = _("{field}, {figure}: highest")
                found.append(
                    (
                        f"{field.key}{_DOWN}",
                        words.format(field=field.label, figure=figure_word(figure, field.kind)),
                    )
                )
        return found


class LevelLine(QWidget):
    """One level: by what, and in which order; ``changed`` at every choice."""

    changed = Signal()

    def __init__(
        self,
        words: str,
        offered: Sequence[tuple[str, str]],
        orders: Sequence[tuple[str, str]],
        level: Level | None,
    ) -> None:
        super().__init__()
        self.by = Choice((("", _("no groups")), *offered), name=words)
        self.order = Choice(orders, name=_("Order of the groups"))
        for box in (self.by, self.order):
            # As wide as at the usual text size: larger letters, fewer of them.
            box.narrow(max(_LEAST_LETTERS, round(_LETTERS / theme.current().text_scale)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.GAP, 0)
        row.setSpacing(theme.GAP_TINY)
        row.addWidget(label(words, "note"))
        row.addWidget(self.by)
        row.addWidget(self.order)
        if level is not None:
            self.by.set_current(f"{level.field}{_BETWEEN}{level.by}")
            self.order.set_current(f"{level.order}{_DOWN if level.descending else ''}")
        self.order.setVisible(level is not None)
        self.by.activated.connect(lambda _place: self.changed.emit())
        self.order.activated.connect(lambda _place: self.changed.emit())

    def level(self) -> Level | None:
        """What is chosen, None for nothing."""
        key, _between, by = self.by.current().partition(_BETWEEN)
        order = self.order.current()
        down = order.endswith(_DOWN)
        return Level(key, By(by), order.removesuffix(_DOWN), down) if key else None
