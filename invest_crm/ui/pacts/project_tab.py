"""Review and agreements of a project in its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.pacts import jobs
from invest_crm.ui.pacts.agreement_part import AgreementPart
from invest_crm.ui.pacts.charge_part import ChargePart
from invest_crm.ui.pacts.promise_part import PromisePart
from invest_crm.ui.pacts.review_part import ReviewPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.ui.context import Context
    from invest_crm.ui.pacts.jobs import Pacts
    from invest_crm.ui.records.page import RecordsPage


class PactsTab(QWidget):
    """The joint review, agreements, promises, and who was in charge."""

    def __init__(
        self, page: RecordsPage, context: Context, manage: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._context = context
        self.review = ReviewPart(page, context)
        self.agreements = AgreementPart(page, context, manage)
        self.promises = PromisePart(page, context)
        self.charge = ChargePart()
        self._parts = (self.review, self.agreements, self.promises, self.charge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP * 2)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(1)

    def show_record(self, project: str) -> None:
        """Ask for what was agreed about another project."""
        if project:
            self._context.read(self, lambda app: jobs.pacts(app, project), self._show, key="pacts")

    def _show(self, found: Pacts | None) -> None:
        if found is not None:
            for part in self._parts:
                part.show_pacts(found)
