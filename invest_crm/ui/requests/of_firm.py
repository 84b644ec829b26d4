"""The open requests of a firm as a small table of its panel; a click opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.requests.words import left_tone, left_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.request_panel import FirmRequest


class FirmRequests(QWidget):
    """Hidden while nothing is open; ``opened(id)``."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        columns = (
            MiniColumn(_("Requests not settled"), 1, least=120),
            MiniColumn(_("Time left"), 0, least=96),
        )
        self.table = TableMini(columns, name=_("Requests not settled"))
        self.table.row_clicked.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GAP_SMALL)
        column.addWidget(self.table)
        self.hide()

    def show_requests(self, requests: Sequence[FirmRequest]) -> None:
        """Show other requests."""
        self.table.set_rows([_row(item) for item in requests])
        self.table.setFixedHeight(self.table.sizeHint().height())
        self.setVisible(bool(requests))


def _row(item: FirmRequest) -> MiniRow:
    left = MiniCell(left_words(item.left), left_tone(item.left), chip=False)
    return MiniRow(item.id, (item.text, left))
