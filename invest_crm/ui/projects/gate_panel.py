"""What a stage asks for before a project enters it, filled in where the card was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from invest_crm.domain.stages import AgreementType
from invest_crm.ui import theme
from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import form_fields, texts_of
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.gates import Gate
    from invest_crm.ui.projects.jobs import Offered

_USUAL_AGREEMENT: Final = AgreementType.INVESTMENT.value


class GatePanel(Occasion):
    """``accepted(values by key, reason)``: enter the stage; the reason is empty if all is there."""

    accepted = Signal(object, str)

    def __init__(self, gate: Gate, offered: Offered) -> None:
        stage: Stage = gate.stage
        super().__init__(_("Move to “{stage}”").format(stage=stage.label), _("Move"))
        by_key = {item.key: item for item in form_fields(offered.choices, offered.today)}
        self.form = Form(
            [replace(by_key[key], required=gate.must(key)) for key in gate.keys if key in by_key]
        )
        texts = texts_of(gate.record)
        self.form.set_texts({key: texts[key] for key in gate.keys if key in by_key})
        usual = {gate.day: offered.today.isoformat(), "agreement_type": _USUAL_AGREEMENT}
        empty = {key for key, text in self.form.texts().items() if not text}
        self.form.retype({key: text for key, text in usual.items() if key in empty})
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(_("Why it goes on without; kept in the history"))
        self._reason.setAccessibleName(self._reason.placeholderText())
        self._reason.hide()
        self._without = QPushButton(_("Go on without it…"))
        theme.set_role(self._without, "link")
        self._without.clicked.connect(lambda _on=False: self.go_without())
        self.body.addWidget(label(gate.record["name"], "strong", wrap=True))
        self.body.addWidget(label(_words(gate), "note", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self._without, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._reason)
        self.body.addStretch(1)
        self._gate = gate
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the first field that is still empty."""
        empty = [key for key, text in self.form.texts().items() if not text]
        keys = empty or list(self.form.texts())
        if keys:
            self.form.editor(keys[0]).setFocus()

    def go_without(self) -> None:
        """Ask for the reason instead of what is missing."""
        self._without.hide()
        self._reason.show()
        self._reason.setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if it is whole or there is a reason why not."""
        reason = self._reason.text().strip()
        if self._is_whole(reason):
            values: dict[str, Any] = self.form.values()
            changed = {key: values[key] for key in self.form.touched()}
            self.accepted.emit(changed, reason)

    def _is_whole(self, reason: str) -> bool:
        if not reason:
            return self.form.check()
        texts = self.form.texts()
        wrong = [key for key in self.form.problems() if texts[key]]
        for key in wrong:
            self.form.set_problem(key, self.form.problems()[key])
        return not wrong


def _words(gate: Gate) -> str:
    if gate.is_open:
        return _("Everything that is required is there.")
    return _("Required before this stage is marked; stage and fields are saved together.")
