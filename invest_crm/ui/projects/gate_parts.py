"""Small forms at the gate: bring one paper, say it cannot be had yet, refuse a step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from invest_crm.ui import theme
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.evidence_slots import EvidenceSlots
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.projects.gate_words import answer_words
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.gates import Need
    from invest_crm.services.projects.missing import Lacking

_AGAIN_DAYS = 14
"""Followed leads are reported every two weeks (domain rule 1.2): usually asked again then."""


class PaperPanel(Occasion):
    """``accepted(files)``: these are to be attached; ``cannot_asked``: it cannot be had."""

    accepted = Signal(object)
    cannot_asked = Signal()

    def __init__(self, name: str, need: Need, lacking: Lacking, year: int) -> None:
        super().__init__(_("Attach: {kind}").format(kind=need.label), _("Attach"))
        notes = {key: answer_words(found, year) for key, found in lacking.answers.items()}
        self.slots = EvidenceSlots([need], notes)
        cannot = QPushButton(_("The investor cannot provide it yet…"))
        theme.set_role(cannot, "link")
        cannot.clicked.connect(lambda _on=False: self.cannot_asked.emit())
        self.body.addWidget(label(name, "strong", wrap=True))
        hint = _("Drop files here, paste them with Ctrl+V, or choose them.")
        self.body.addWidget(label(hint, "hint", wrap=True))
        self.body.addWidget(self.slots)
        self.body.addWidget(cannot, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.slots.paste)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """On the button that chooses a file."""
        self.slots.slots[0].choose.setFocus()

    def accept(self) -> None:
        """Hand over the files, if there are any."""
        if self.slots.check():
            self.accepted.emit(tuple(self.slots.brought()))


class CannotPanel(Occasion):
    """``accepted(need id, (who, said on, ask again on, note))``."""

    accepted = Signal(str, object)

    def __init__(self, name: str, lacking: Lacking, today: date, need: str = "") -> None:
        super().__init__(_("The investor cannot provide it yet"))
        choices = tuple((one.id, one.label) for one in lacking.needs)
        check = day_check(today)
        hint = _("e.g. 2025.8.5, 今天")
        self.form = Form(
            [
                Field("need", _("What is missing"), "choice", required=True, choices=choices,
                      check=checks.plain),
                Field("who", _("Who said so"), required=True, check=checks.plain,
                      hint=_("the investor's contact")),
                Field("said", _("Said on"), "date", required=True, check=check, hint=hint),
                Field("again", _("Ask again on"), "date", required=True, check=check, hint=hint),
                Field("note", _("Note"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        first = need or (choices[0][0] if choices else "")
        again = (today + timedelta(days=_AGAIN_DAYS)).isoformat()
        self.form.set_texts({"need": first, "said": today.isoformat(), "again": again})
        self.body.addWidget(label(name, "strong", wrap=True))
        means = _("It stays missing: the stage is still not entered without a reason. Nothing is"
                  " said about it until the day to ask again.")  # fmt: skip
        self.body.addWidget(label(means, "hint", wrap=True))
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor where the name is entered."""
        self.form.editor("who").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            found = self.form.values()
            said = (found["who"], found["said"], found["again"], str(found["note"] or ""))
            self.accepted.emit(found["need"], said)


class RefusePanel(Occasion):
    """``accepted(reason)``: the step is refused."""

    accepted = Signal(str)

    def __init__(self, name: str, stage: str) -> None:
        super().__init__(_("Refuse “{stage}”").format(stage=stage), _("Refuse"))
        self.form = Form(
            [Field("reason", _("Reason"), "multiline", required=True, check=checks.plain)]
        )
        self.body.addWidget(label(name, "strong", wrap=True))
        means = _("The step is taken back; the project stands again where it stood before.")
        self.body.addWidget(label(means, "hint", wrap=True))
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the reason."""
        self.form.editor("reason").setFocus()

    def accept(self) -> None:
        """Hand over the reason."""
        if self.form.check():
            self.accepted.emit(str(self.form.values()["reason"]))
