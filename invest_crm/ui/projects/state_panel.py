"""What is the matter with a project: paused, stalled, terminated, lost, merged or going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.stages import SideState, Stage
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


class StatePanel(Occasion):
    """``accepted(state, day, reason, until or None)``."""

    accepted = Signal(str, object, str, object)

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
                Field("reason", _("Reason"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"on": today.isoformat()})
        self.body.addWidget(label(record["name"], "strong", wrap=True))
        self.body.addWidget(self._means)
        self.body.addWidget(self.form, 1)
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
            self.accepted.emit(values["state"], values["on"], reason, values["until"])

    def _tell(self, _key: str) -> None:
        state = self.form.texts()["state"]
        self._means.setText(_(_MEANS[SideState(state)]) if state else "")


def offered(record: ProjectRecord) -> list[SideState]:
    """The states that can be set from where the project stands."""
    signed = Stage(record["stage"]).rank >= Stage.SIGNED.rank
    left_out = {SideState.LOST if signed else SideState.TERMINATED}
    left_out.add(SideState(record["side_state"] or SideState.ACTIVE.value))
    return [state for state in SideState if state not in left_out]
