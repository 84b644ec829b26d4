"""Planning anew what is not finished, for another target; the versions of the plan so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.clock import at_bureau
from invest_crm.maps.wall_words import day_words
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.schedule_plan import Outlook
    from invest_crm.services.schedules.records import Baseline


class ReplanPanel(Occasion):
    """``accepted(target, reason)``."""

    accepted = Signal(object, str)

    def __init__(self, seen: Outlook, versions: Sequence[Baseline], today: date) -> None:
        super().__init__(_("Plan anew"), _("Plan anew"))
        self._today = today
        self.form = Form(
            [
                Field("target", _("Target day"), "date", required=True, check=self._target,
                      hint=_("e.g. 12-20, 2027.6.30")),
                Field("reason", _("Reason"), "multiline", check=checks.plain),
            ]
        )  # fmt: skip
        self.form.set_texts({"target": seen.plan.target.isoformat()})
        explained = _(
            "What is finished keeps its days, what has begun its beginning; everything else is"
            " planned backwards from the target. The former plan is kept."
        )
        fits = _("The nearest day that can be met is {day}.").format(
            day=day_words(seen.fitting, today)
        )
        self.body.addWidget(label(explained, "hint", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(label(fits, "hint", wrap=True))
        self.body.addWidget(label(_("Versions of the plan"), "strong"))
        self.body.addWidget(_table(versions, today))
        self.body.addStretch(1)
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor in the target."""
        self.form.editor("target").setFocus()

    def accept(self) -> None:
        """Hand over what was typed, if nothing is wrong with it."""
        if self.form.check():
            values = self.form.values()
            self.accepted.emit(values["target"], str(values["reason"] or ""))

    def _target(self, text: str) -> tuple[object, str]:
        day, problem = day_check(self._today)(text)
        if not problem and day < self._today:
            return None, _("This day is past.")
        return day, problem


def _table(versions: Sequence[Baseline], today: date) -> TableMini:
    """Newest first: target, when, by whom, why."""
    from datetime import datetime

    columns = (
        MiniColumn(_("Version"), 0, least=44),
        MiniColumn(_("Target"), 1, least=76),
        MiniColumn(_("Made"), 1.4, least=96),
        MiniColumn(_("Reason"), 1.6, least=60),
    )
    table = TableMini(columns, name=_("Versions of the plan"))
    rows = []
    for item in reversed(versions):
        made = at_bureau(datetime.fromisoformat(item.made_at)).date()
        who = _("{day}, {name}").format(day=day_words(made, today), name=item.made_by)
        cells = (str(item.version), day_words(item.target, today), who, item.reason)
        rows.append(MiniRow(item.id, cells))
    table.set_rows(rows)
    table.setFixedHeight(table.sizeHint().height())
    return table
