"""One or more requests are settled: since when, and with what result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.scroll import scrolled
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.requests import RequestRecord

_NAMED = 3
"""So many firms are named where several requests are settled."""


class ClosePanel(Occasion):
    """``accepted(day, result)``; ``records``: the open ones that are to be closed."""

    accepted = Signal(object, str)

    def __init__(self, records: Sequence[RequestRecord], today: date) -> None:
        n = len(records)
        title = ngettext("Settle the request", "Settle {n} requests", n).format(n=n)
        super().__init__(title, _("Settle"))
        self.form = Form(
            [
                Field("on", _("Settled on"), "date", required=True, check=day_check(today),
                      hint=_("e.g. 2025.8.5, 今天")),
                Field("result", _("Result"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"on": today.isoformat()})
        self.body.addWidget(label(_told(records), "strong", wrap=True))
        self.body.addWidget(
            label(_("Day and result are added to “How it stands”."), "hint", wrap=True)
        )
        self.body.addWidget(scrolled(self.form), 1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor where the result is written."""
        self.form.editor("result").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            self.accepted.emit(values["on"], str(values["result"] or ""))


def _told(records: Sequence[RequestRecord]) -> str:
    """A single request in full, several by their firms."""
    if len(records) == 1:
        asked = records[0]["content"] or records[0]["kind"] or ""
        return "\n".join(filter(None, (records[0]["name"], asked)))
    names = list(dict.fromkeys(record["name"] for record in records))
    told = _(", ").join(names[:_NAMED])
    more = len(names) - _NAMED
    return told + _(" and {n} more").format(n=more) if more > 0 else told
