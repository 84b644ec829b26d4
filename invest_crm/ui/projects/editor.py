"""The form in which a project is created or edited; what looks wrong is said while one types."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import form_fields, texts_of
from invest_crm.ui.projects.needed import NeededMarks
from invest_crm.ui.records.twins import TwinEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.errors import UserError
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.projects.jobs import Offered

_IN_TURN = ("signed_on", "started_on", "completed_on", "in_production_on")
"""Dates of which each comes after the one before it; approvals may come in any order."""


class ProjectEditor(TwinEditor):
    """The form of a project, or an empty one."""

    def __init__(self, offered: Offered, record: ProjectRecord | None = None) -> None:
        def fields_of(found: ProjectRecord | None) -> list[Field]:
            people = () if found is None else found["contacts"]
            return form_fields(offered.choices, offered.today, people)

        title = _("New project") if record is None else _("Edit project")
        super().__init__(title, fields_of, texts_of, record, ("name", "investor"))
        self.needed = None if record is None else NeededMarks(self.form, record)
        if self.needed is not None and self.needed.shown():
            legend = _("Fields without a mark below them may stay empty.")
            self.notices.addWidget(label(legend, "hint", wrap=True))
        self._order: NoticeBar | None = None
        self.form.changed.connect(self._look_at_order)

    def show_error(self, error: UserError) -> None:
        """What is to be chosen between two values takes the place below the fields."""
        if self.needed is not None:
            self.needed.hide()
        super().show_error(error)

    def _look_at_order(self, key: str) -> None:
        """Started before it was signed: that happens, but rarely."""
        if key not in _IN_TURN:
            return
        if self._order is not None:
            self._order.dismiss()
            self._order = None
        words = out_of_order(self.form.values())
        if words:
            self._order = NoticeBar(words, "warning", dismissible=False)
            self.notices.addWidget(self._order)


def out_of_order(values: Mapping[str, object]) -> str:
    """What is said where a later step of the path has an earlier day; empty if all is in turn."""
    known = [
        (key, when)
        for key in _IN_TURN
        if isinstance(when := values[key], PartialDate) and when.value
    ]
    for (before, first), (after, second) in pairwise(known):
        earliest, latest = first.first_day(), second.latest_day(None)
        if earliest is not None and latest is not None and latest < earliest:
            return _("{later} ({when}) is before {earlier} ({then}): please check.").format(
                later=BY_KEY[after].label,
                when=show(second),
                earlier=BY_KEY[before].label,
                then=show(first),
            )
    return ""
