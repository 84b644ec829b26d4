"""Which column is which field: a table one can correct; every correction reads the file again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import NOTHING, ElidedLabel, label
from invest_crm.ui.ledger.source import column_id, column_of
from invest_crm.ui.ledger.words import confidence_word
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from invest_crm.services.ledger.preview import ColumnView

    _Columns = tuple[Sequence[ColumnView], Sequence[tuple[str, str]], Sequence[str]]

_ROW_GAP = 6


class MappingTable(QFrame):
    """``changed(path, field or None, role, unit or None)`` when the person corrects a column.

    The boxes of a wide ledger take a while to make, so they are made when first looked at.
    """

    changed = Signal(str, object, str, object)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self._fields: list[Choice] = []
        self._waiting: _Columns | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(_("Columns and fields"))
        box = QGridLayout(self)
        box.setContentsMargins(theme.CARD_PADDING, theme.GAP_SMALL, 4, 4)
        box.addWidget(self._area)

    def fields(self) -> list[Choice]:
        """The field choosers in the order of the columns (for tests)."""
        self._fill()
        return list(self._fields)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the table is looked at now."""
        super().showEvent(event)
        self._fill()

    def show_columns(
        self,
        columns: Sequence[ColumnView],
        choices: Sequence[tuple[str, str]],
        units: Sequence[str],
    ) -> None:
        """Show the columns with what each may be taken for."""
        self._waiting = (columns, choices, units)
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        if self._waiting is None:
            return
        columns, choices, units = self._waiting
        self._waiting = None
        place = self._area.verticalScrollBar().value()
        holder = QWidget()
        theme.set_role(holder, "clear")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 10, 8)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(_ROW_GAP)
        for at, stretch in ((1, 3), (2, 4), (3, 3)):
            grid.setColumnStretch(at, stretch)
        titles = (_("Column"), _("Heading"), _("Samples"), _("Field"), _("Unit"), _("How sure"))
        for at, title in enumerate(titles):
            grid.addWidget(label(title, "note"), 0, at)
        model = _model(choices, holder)
        self._fields = []
        for row, column in enumerate(columns, 1):
            self._put(grid, row, column, model, units)
        grid.setRowStretch(len(columns) + 1, 1)
        self._area.setWidget(holder)
        self._area.verticalScrollBar().setValue(place)

    def _put(
        self,
        grid: QGridLayout,
        row: int,
        column: ColumnView,
        model: QStandardItemModel,
        units: Sequence[str],
    ) -> None:
        grid.addWidget(label(column.letters, "hint"), row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(ElidedLabel(column.path or NOTHING), row, 1)
        samples = " · ".join(" ".join(text.split()) for text in column.samples)
        grid.addWidget(ElidedLabel(samples, size=theme.NOTE, color="ink_2"), row, 2)
        chooser = Choice(name=_("Field of column {name}").format(name=column.path))
        chooser.setModel(model)
        mapped = column_id(column.key, column.role)
        known = chooser.findData(mapped) >= 0
        chooser.set_current(mapped if known else column_id(column.key, "date"))
        if column.derived:
            chooser.setPlaceholderText(_("Not read"))
            chooser.setCurrentIndex(-1)
            chooser.setEnabled(False)
        chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chooser.setMinimumWidth(theme.current().px(150))
        chooser.setMinimumContentsLength(8)
        unit = self._unit(column, units)
        grid.addWidget(chooser, row, 3)
        if unit is not None:
            grid.addWidget(unit, row, 4)
        word, color = confidence_word(column)
        grid.addWidget(ElidedLabel(word, size=theme.NOTE, color=color), row, 5)
        chooser.activated.connect(lambda _i: self._tell(column, chooser, unit))
        if unit is not None:
            unit.activated.connect(lambda _i: self._tell(column, chooser, unit))
        self._fields.append(chooser)

    def _unit(self, column: ColumnView, units: Sequence[str]) -> Choice | None:
        if not column.money:
            return None
        name = _("Unit of column {name}").format(name=column.path)
        unit = Choice([(word, word) for word in units], name=name)
        if column.unit_in_force not in units:
            unit.insertItem(0, column.unit_in_force or NOTHING, column.unit_in_force or "")
        unit.set_current(column.unit_in_force or "")
        unit.setMinimumWidth(theme.current().px(84))
        return unit

    def _tell(self, column: ColumnView, chooser: Choice, unit: Choice | None) -> None:
        key, role = column_of(chooser.current())
        said = unit.current() if unit is not None else ""
        wanted = column.unit if said == (column.unit_in_force or "") else said
        if (key, role, wanted) != (column.key, column.role, column.unit):
            self.changed.emit(column.path, key, role, wanted or None)


def _model(choices: Sequence[tuple[str, str]], owner: QWidget) -> QStandardItemModel:
    """One list of choices for all the boxes: a wide ledger would make thousands of items."""
    model = QStandardItemModel(owner)
    for choice, words in choices:
        item = QStandardItem(words)
        item.setData(choice, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model
