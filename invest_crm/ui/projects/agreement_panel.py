"""The agreements of a project: those that stand, and a further one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.stages import AgreementType
from invest_crm.ui import theme
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import date_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.projects.facts import AgreementLine


class AgreementPanel(Occasion):
    """``accepted(values by key)``: a further agreement; ``voided(id, reason)``."""

    accepted = Signal(object)
    voided = Signal(str, str)

    def __init__(self, name: str, lines: Sequence[AgreementLine], today: date) -> None:
        super().__init__(_("Agreements"), _("Add agreement"))
        types = tuple((kind.value, kind.label) for kind in AgreementType)
        self.form = Form(
            [
                Field("type", _("Agreement type"), "choice", required=True, choices=types,
                      check=checks.plain),
                Field("on", _("Signed on"), "date", required=True, check=date_check(today),
                      hint=_("e.g. 2025.8.5, 2025年8月")),
                _money("amount", _("Amount agreed")),
                _money("external_funds", _("External funds agreed")),
            ]
        )  # fmt: skip
        self.body.addWidget(label(name, "strong", wrap=True))
        for line in lines:
            self.body.addWidget(self._line(line, today))
        self.body.addWidget(label(_("A further agreement"), "strong"))
        self.body.addWidget(self.form, 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the choice of the type."""
        self.form.editor("type").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())

    def _line(self, line: AgreementLine, today: date) -> QWidget:
        """One that stands; voiding it asks for the reason in place."""
        words = [line.type.label]
        if line.on is not None:
            words.append(show(line.on, year=today.year) if line.on.value else _("date unknown"))
        if line.amount is not None:
            words.append(show_amount(line.amount))
        reason = QLineEdit()
        reason.setPlaceholderText(_("Why it does not count any more; Enter voids it"))
        reason.setAccessibleName(reason.placeholderText())
        reason.hide()
        button = QPushButton(_("Void"))
        theme.set_role(button, "link")
        button.setAccessibleName(_("Void {agreement}").format(agreement=words[0]))

        def ask() -> None:
            reason.setVisible(True)
            reason.setFocus()

        def void() -> None:
            if reason.text().strip():
                self.voided.emit(line.id, reason.text())

        button.clicked.connect(lambda _on=False: ask())
        reason.returnPressed.connect(void)
        holder = QWidget()
        row = QHBoxLayout()
        row.addWidget(label(" · ".join(words), wrap=True), 1)
        row.addWidget(button)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(reason)
        return holder


def _money(key: str, title: str) -> Field:
    unit = _("10,000 yuan")
    return Field(key, title, "money", unit=unit, check=checks.money, note=checks.money_note)
