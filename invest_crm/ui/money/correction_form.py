"""Forms for one occasion: a correction, and why something is taken back or opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from invest_crm.domain.month_reports import Subject
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.scroll import scrolled
from invest_crm.ui.kit.text import label
from invest_crm.ui.money.words import month_words
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class CorrectionForm(Occasion):
    """``accepted(values)``: completed and funds in 分 (negative to take back), reason."""

    accepted = Signal(object)

    def __init__(self, project: str, month: str) -> None:
        super().__init__(_("Enter a correction"))
        unit, hint = _("10,000 yuan"), _("e.g. -120 or 80")
        self.form = Form(
            [
                *(
                    Field(subject.value, subject.label, "money", hint, unit, check=signed_amount)
                    for subject in Subject
                ),
                Field("reason", _("Reason"), "multiline", required=True, check=checks.plain),
            ]
        )
        told = _("Adds to {month}; a minus takes back. The report itself stays as it was.")
        self.body.addWidget(label(project, "strong", wrap=True))
        self.body.addWidget(label(told.format(month=month_words(month)), "hint", wrap=True))
        self.body.addWidget(scrolled(self.form), 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the first amount."""
        self.form.editor(Subject.COMPLETED.value).setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())


class ReasonForm(Occasion):
    """``accepted(reason)``: why something is taken back or opened again."""

    accepted = Signal(str)

    def __init__(self, title: str, told: Sequence[str], button: str) -> None:
        super().__init__(title, button)
        self.form = Form(
            [Field("reason", _("Reason"), "multiline", required=True, check=checks.plain)]
        )
        for line in told:
            self.body.addWidget(label(line, wrap=True))
        self.body.addWidget(scrolled(self.form), 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the reason."""
        self.form.editor("reason").setFocus()

    def accept(self) -> None:
        """Hand over the reason, if there is one."""
        if self.form.check():
            self.accepted.emit(str(self.form.values()["reason"] or ""))


def signed_amount(text: str) -> tuple[Any, str]:
    """An amount with or without a minus, in 分; a bare number is in 万元."""
    text = text.strip()
    if text[:1] in ("-", "−", "－"):
        value, problem = checks.money(text[1:])
        return (None if value is None else -value), problem
    return checks.money(text.removeprefix("+").removeprefix("＋"))
