"""The agreements of a project: those that stand, and a further one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.signings import Signing
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

    from invest_crm.services.agreements.repeats import Repeat
    from invest_crm.services.projects.facts import AgreementLine


class AgreementPanel(Occasion):
    """``accepted(values by key)``: a further agreement; ``voided(id, reason)``."""

    accepted = Signal(object)
    voided = Signal(str, str)

    def __init__(
        self,
        name: str,
        lines: Sequence[AgreementLine],
        today: date,
        repeats: Sequence[Repeat] = (),
    ) -> None:
        super().__init__(_("Agreements"), _("Add agreement"))
        parents = tuple((line.id, _words(line, today)) for line in lines)
        earlier = tuple((one.agreement_id, _repeat_words(one)) for one in repeats)
        types = tuple((kind.value, kind.label) for kind in AgreementType)
        self.form = Form(
            [
                Field("type", _("Agreement type"), "choice", required=True, choices=types,
                      check=checks.plain),
                Field("on", _("Signed on"), "date", required=True, check=date_check(today),
                      hint=_("e.g. 2025.8.5, 2025年8月")),
                Field("ceremony", _("Ceremony on"), "date", check=date_check(today),
                      hint=_("the day of the signing event, if another")),
                _money("amount", _("Amount agreed")),
                _money("external_funds", _("External funds agreed")),
                Field("parties", _("Parties"), check=checks.plain,
                      hint=_("government and firm as they sign")),
                *(
                    [Field("parent", _("Supplements or ends"), "choice",
                           choices=parents, check=checks.plain)]
                    if parents else []
                ),
                *_signing_fields(earlier),
            ]
        )  # fmt: skip
        self.body.addWidget(label(name, "strong", wrap=True))
        for line in lines:
            self.body.addWidget(self._line(line, today))
        if repeats:
            self.body.addWidget(label(_asked(repeats), "doubt", wrap=True))
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
        said = _words(line, today)
        reason = QLineEdit()
        reason.setPlaceholderText(_("Why it does not count any more; Enter voids it"))
        reason.setAccessibleName(reason.placeholderText())
        reason.hide()
        button = QPushButton(_("Void"))
        theme.set_role(button, "link")
        button.setAccessibleName(_("Void {agreement}").format(agreement=line.type.label))

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
        row.addWidget(label(said, wrap=True), 1)
        row.addWidget(button)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(reason)
        return holder


def _words(line: AgreementLine, today: date) -> str:
    """An agreement in a line: type, day, amount."""
    words = [line.type.label]
    if line.on is not None:
        words.append(show(line.on, year=today.year) if line.on.value else _("date unknown"))
    if line.amount is not None:
        words.append(show_amount(line.amount))
    return " · ".join(words)


def _repeat_words(one: Repeat) -> str:
    amount = "" if one.amount is None else show_amount(one.amount)
    return " · ".join(filter(None, (one.project, one.day, amount)))


def _asked(repeats: Sequence[Repeat]) -> str:
    """Why it is asked whether the signing is new."""
    named = _("; ").join(map(_repeat_words, repeats))
    return _("The same firm signed already: {signings}. Say what this signing is.").format(
        signings=named
    )


def _signing_fields(earlier: tuple[tuple[str, str], ...]) -> list[Field]:
    kinds = tuple((one.value, one.label) for one in Signing)
    asked = Field("signing", _("This signing is"), "choice", choices=kinds, check=checks.plain)
    beside = Field(
        "signing_of", _("Beside which signing"), "choice", choices=earlier, check=checks.plain
    )
    return [asked, beside] if earlier else [asked]


def _money(key: str, title: str) -> Field:
    unit = _("10,000 yuan")
    return Field(key, title, "money", unit=unit, check=checks.money, note=checks.money_note)
