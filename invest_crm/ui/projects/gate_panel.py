"""What a stage asks for before a project enters it: fields, papers, who confirms; one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton

from invest_crm.domain.stages import AgreementType
from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.evidence_slots import EvidenceSlots
from invest_crm.ui.projects.form import form_fields, texts_of
from invest_crm.ui.projects.gate_words import answer_line, answer_words
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.gates import Gate
    from invest_crm.ui.projects.evidence_slots import Brought
    from invest_crm.ui.projects.jobs import Offered

_USUAL_AGREEMENT: Final = AgreementType.INVESTMENT.value


class Entering(Struct, frozen=True):
    """What the form hands over: values by field, the reason why something is missing (empty if
    all is there), files with their kinds, who is to confirm (empty: anybody).
    """

    values: Mapping[str, Any]
    reason: str = ""
    files: tuple[Brought, ...] = ()
    ask: str = ""


class GatePanel(Occasion):
    """``accepted(Entering)``: enter the stage."""

    accepted = Signal(object)

    def __init__(self, gate: Gate, offered: Offered) -> None:
        stage: Stage = gate.stage
        super().__init__(_("Move to “{stage}”").format(stage=stage.label), _("Move"))
        self._gate, self._year = gate, offered.today.year
        self.form = _form(gate, offered)
        self.slots = EvidenceSlots(
            gate.papers,
            {key: answer_words(found, offered.today.year) for key, found in gate.answers.items()},
        )
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(_("Why it goes on without; kept in the history"))
        self._reason.setAccessibleName(self._reason.placeholderText())
        self._reason.hide()
        self._without = QPushButton(_("Go on without it…"))
        theme.set_role(self._without, "link")
        self._without.clicked.connect(lambda _on=False: self.go_without())
        self.confirmer = Choice(
            [("", _("any second person")), *((name, name) for name in gate.people)],
            name=_("Who confirms"),
        )
        self._build()
        self.agreed.connect(self.accept)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.slots)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.slots.paste)

    def begin(self) -> None:
        """The cursor in the first field that is still empty."""
        empty = [key for key, text in self.form.texts().items() if not text]
        keys = empty or list(self.form.texts())
        if keys:
            self.form.editor(keys[0]).setFocus()
        elif self.slots.slots:
            self.slots.slots[0].choose.setFocus()

    def go_without(self) -> None:
        """Ask for the reason instead of what is missing."""
        self._without.hide()
        self._reason.show()
        self._reason.setFocus()
        QTimer.singleShot(0, self._reason, lambda: self.bring_to_sight(self._reason))

    def accept(self) -> None:
        """Hand over what was typed and brought, if it is whole or there is a reason why not."""
        reason = self._reason.text().strip()
        if self._is_whole(reason):
            values: dict[str, Any] = self.form.values()
            changed = {key: values[key] for key in self.form.touched()}
            files = tuple(self.slots.brought())
            self.accepted.emit(Entering(changed, reason, files, self.confirmer.current()))

    def _build(self) -> None:
        self.body.addWidget(label(self._gate.record["name"], "strong", wrap=True))
        self.body.addWidget(label(_words(self._gate), "note", wrap=True))
        told = [
            answer_line(need, self._gate.answers[need.id], self._year)
            for need in self._gate.missing
            if need.keys and need.id in self._gate.answers
        ]
        for words in told:
            self.body.addWidget(label(words, "doubt", wrap=True))
        if self.form.texts():
            self.body.addWidget(self.form)
        if self.slots.slots:
            self.body.addWidget(label(_("Papers"), "strong"))
            hint = _("Drop files here, paste them with Ctrl+V, or choose them.")
            self.body.addWidget(label(hint, "hint", wrap=True))
            self.body.addWidget(self.slots)
        if self._gate.confirmed:
            self.body.addWidget(label(_("Confirmed by a second person"), "strong"))
            self.body.addWidget(self.confirmer)
        self.body.addWidget(self._without, 0, Qt.AlignmentFlag.AlignLeft)
        self._without.setVisible(not self._gate.is_open)
        self.body.addWidget(self._reason)
        self.body.addStretch(1)

    def _is_whole(self, reason: str) -> bool:
        if not reason:
            fields, papers = self.form.check(), self.slots.check()
            if fields and not papers:
                slot = self.slots.missing()[0]
                slot.choose.setFocus()
                self.bring_to_sight(slot)
            return fields and papers
        texts = self.form.texts()
        wrong = [key for key in self.form.problems() if texts[key]]
        for key in wrong:
            self.form.set_problem(key, self.form.problems()[key])
        return not wrong


def _form(gate: Gate, offered: Offered) -> Form:
    """The fields that are asked for, filled with what stands and with what is usual."""
    by_key = {item.key: item for item in form_fields(offered.choices, offered.today)}
    form = Form(
        [replace(by_key[key], required=gate.must(key)) for key in gate.keys if key in by_key]
    )
    texts = texts_of(gate.record)
    form.set_texts({key: texts[key] for key in gate.keys if key in by_key})
    usual = {gate.day: offered.today.isoformat(), "agreement_type": _USUAL_AGREEMENT}
    empty = {key for key, text in form.texts().items() if not text}
    form.retype({key: text for key, text in usual.items() if key in empty})
    return form


def _words(gate: Gate) -> str:
    if gate.is_open:
        return _("Everything that is required is there.")
    return _("Required before this stage is marked; fields, papers and stage are saved together.")
