"""Forms of a project's money: what a paper proves or statistics count, what the site looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import KEPT
from invest_crm.ui.attachments.waiting import WaitingFiles
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.scroll import scrolled
from invest_crm.ui.kit.text import label
from invest_crm.ui.money.correction_form import signed_amount
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_MOST = 100


class FigureForm(Occasion):
    """``accepted(values)``: basis, subject, on, amount in 分, document, note."""

    accepted = Signal(object)

    def __init__(self, project: str, documents: Sequence[str], today: date) -> None:
        super().__init__(_("Enter a figure"))
        self.form = Form(
            [
                Field("basis", _("Which set"), "choice", check=checks.plain,
                      choices=tuple((one.value, one.label) for one in KEPT)),
                Field("subject", _("Of what"), "choice", check=checks.plain,
                      choices=tuple((one.value, one.label) for one in Subject)),
                Field("amount", _("Amount"), "money", _("e.g. 1200, 0.5亿"), _("10,000 yuan"),
                      required=True, check=signed_amount),
                Field("on", _("Day of the paper"), "date", _("e.g. 2025.8.5, 今天"),
                      required=True, check=day_check(today)),
                Field("document", _("Voucher"), "choice", check=checks.plain,
                      choices=tuple((one, _(one)) for one in documents)),
                Field("note", _("Number, note"), check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts(
            {"basis": KEPT[0].value, "subject": Subject.FUNDS.value, "document": documents[0]}
        )
        told = _("It stands beside what was reported and never changes it.")
        self.body.addWidget(label(project, "strong", wrap=True))
        self.body.addWidget(label(told, "hint", wrap=True))
        self.body.addWidget(scrolled(self.form), 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the amount."""
        self.form.editor("amount").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values())


class ProgressForm(Occasion):
    """``accepted(values, sources)``: on, percent, node, text; photos to be kept with them."""

    accepted = Signal(object, object)

    def __init__(self, project: str, nodes: Sequence[str], today: date) -> None:
        super().__init__(_("Note progress"))
        self.form = Form(
            [
                Field("on", _("Day"), "date", _("e.g. 2025.8.5, 今天"), required=True,
                      check=day_check(today)),
                Field("percent", _("Progress"), unit="%", check=_percent),
                Field("node", _("Node"), "choice", check=checks.plain,
                      choices=(("", "—"), *((_(one), _(one)) for one in nodes))),
                Field("text", _("What is seen"), check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"on": today.isoformat()})
        line = self.form.editor("text")
        self.photos = WaitingFiles(line if isinstance(line, QLineEdit) else QLineEdit(self))
        self.photos.show_key(project)
        told = _("Photos bring their own day; add them here or drop them on the line above.")
        self.body.addWidget(label(project, "strong", wrap=True))
        self.body.addWidget(scrolled(self.form), 1)
        self.body.addWidget(label(told, "hint", wrap=True))
        self.body.addWidget(self.photos.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.photos)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the percentage."""
        self.form.editor("percent").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            self.accepted.emit(self.form.values(), self.photos.sources())


def _percent(text: str) -> tuple[Any, str]:
    """A whole number from 0 to 100; None for none."""
    bare = text.strip().rstrip("%％").strip()
    if not bare:
        return None, ""
    if not bare.isdecimal() or int(bare) > _MOST:
        return None, _("A number from 0 to 100.")
    return int(bare), ""
