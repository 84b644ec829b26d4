"""One place for one project beside the list: its score part by part, or what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from invest_crm.domain.land_match import area_words
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.land.match_words import score_tone
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.land_match import Fit
    from invest_crm.services.land_needs import NeedLine
    from invest_crm.services.land_uses import UseLine


class FitPanel(QFrame):
    """``reserve_asked(parcel id, area or None)``, ``open_asked(parcel id)``."""

    reserve_asked = Signal(str, object)
    open_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Place for the project"))
        self._fit: Fit | None = None
        self._area: int | None = None
        self._title = label("", "heading", wrap=True)
        self._sub = label("", "label", wrap=True)
        self._score = Chip()
        self._parts = PairsTab()
        self._why = label("", wrap=True)
        self.reserve = QPushButton(_("Reserve it"))
        theme.set_role(self.reserve, "primary")
        self.open = QPushButton(_("Open it"))
        self.reserve.clicked.connect(lambda _on=False: self._reserve())
        self.open.clicked.connect(lambda _on=False: self._open())
        body = ScrollBody()
        for part in (self._title, self._sub):
            body.column.addWidget(part)
        body.column.addWidget(self._score, 0, Qt.AlignmentFlag.AlignLeft)
        body.column.addWidget(self._parts)
        body.column.addWidget(self._why)
        for button in (self.reserve, self.open):
            body.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.addWidget(body)

    def show_fit(self, line: NeedLine, fit: Fit, held: UseLine | None = None) -> None:
        """A place for a project; ``held``: the project has it already."""
        self._fit, need = fit, line.need
        self._area = need.area if need is not None else None
        offer = fit.offer
        free = NOTHING if offer.free is None else area_words(offer.kind, offer.free)
        self._title.setText(offer.name)
        told = (line.name, offer.park, _("{area} free").format(area=free))
        has = held.state.label if held is not None else ""
        self._sub.setText(" · ".join(part for part in (*told, has) if part))
        self._score.set(_("{n} points").format(n=fit.score), score_tone(fit.score))
        self._score.setVisible(fit.suits)
        self._parts.show_pairs(
            (part.title, f"{part.points}/{part.most}  {part.reason}") for part in fit.parts
        )
        self._parts.setVisible(fit.suits)
        self._why.setText("\n".join((_("Does not suit:"), *fit.refusals)))
        self._why.setVisible(not fit.suits)
        self.reserve.setVisible(fit.suits and held is None)

    def _reserve(self) -> None:
        if self._fit is not None:
            self.reserve_asked.emit(self._fit.offer.id, self._area)

    def _open(self) -> None:
        if self._fit is not None:
            self.open_asked.emit(self._fit.offer.id)
