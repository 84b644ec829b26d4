"""What is the matter with a project: paused, stalled, terminated, lost, merged or going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.domain.hold_ups import HOLD_UPS
from invest_crm.domain.stages import SideState, Stage
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.projects.records import ProjectRecord

_MEANS = {
    SideState.STALLED: N_("No progress; it stays in the rates."),
    SideState.PAUSED: N_("Agreed in writing, with the day it is taken up again; it stays in the"
                         " rates and is quiet until then."),
    SideState.TERMINATED: N_("The agreement was dissolved; it stays in the signings of its year."),
    SideState.LOST: N_("Given up before signing; it counts in no rate."),
    SideState.MERGED: N_("The same as another project; it is left out everywhere. Name that"
                         " project as the reason."),
    SideState.ACTIVE: N_("Goes on as usual from that day."),
}  # fmt: skip
"""What a state does to the figures (domain rule 1.2)."""


_WITHOUT_LIST = frozenset({"", SideState.ACTIVE.value, SideState.MERGED.value})


class StatePanel(Occasion):
    """``accepted(state, day, reason, until or None, codes of reasons)``."""

    accepted = Signal(str, object, str, object, object)

    def __init__(self, record: ProjectRecord, today: date) -> None:
        super().__init__(_("State of the project"))
        self._means = label("", "hint", wrap=True)
        choices = tuple((state.value, state.label) for state in offered(record))
        self.form = Form(
            [
                Field("state", _("State"), "choice", required=True, choices=choices,
                      check=checks.plain),
                Field("on", _("From"), "date", required=True, check=day_check(today),
                      hint=_("e.g. 2025.8.5, 今天")),
                Field("until", _("Taken up again on"), "date", check=day_check(today),
                      hint=_("only for a pause")),
                Field("reason", _("In words"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"on": today.isoformat()})
        self.body.addWidget(label(record["name"], "strong", wrap=True))
        self.body.addWidget(self._means)
        self.body.addWidget(self.form)
        self.reasons = ReasonPicks()
        self.body.addWidget(self.reasons)
        self.body.addStretch(1)
        self.reasons.hide()
        self.form.changed.connect(self._tell)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the choice of the state."""
        self.form.editor("state").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            reason = str(values["reason"] or "")
            picked = () if self.reasons.isHidden() else self.reasons.picked()
            self.accepted.emit(values["state"], values["on"], reason, values["until"], picked)

    def _tell(self, _key: str) -> None:
        state = self.form.texts()["state"]
        self.reasons.setVisible(state not in _WITHOUT_LIST)
        self._means.setText(_(_MEANS[SideState(state)]) if state else "")


class ReasonPicks(QWidget):
    """The reasons of domain rule 1.2 as switches; several may hold."""

    def __init__(self) -> None:
        super().__init__()
        self.pills = {code: PillButton(_(words), small=True) for code, words in HOLD_UPS.items()}
        flow = FlowLayout(gap=theme.px(6))
        for pill in self.pills.values():
            pill.clicked.connect(lambda pill=pill: pill.set_checked(not pill.is_checked()))
            flow.addWidget(pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(label(_("Reasons (one or several)"), "label"))
        column.addLayout(flow)

    def picked(self) -> tuple[str, ...]:
        """The codes that are on, in the order of the list."""
        return tuple(code for code, pill in self.pills.items() if pill.is_checked())


def offered(record: ProjectRecord) -> list[SideState]:
    """The states that can be set from where the project stands."""
    signed = Stage(record["stage"]).rank >= Stage.SIGNED.rank
    left_out = {SideState.LOST if signed else SideState.TERMINATED}
    left_out.add(SideState(record["side_state"] or SideState.ACTIVE.value))
    return [state for state in SideState if state not in left_out]
