"""容缺受理: which papers are there, and by when each missing one is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.approvals.gaps import Paper
from invest_crm.domain.approvals.items import MaterialKind
from invest_crm.domain.approvals.state import StepKind
from invest_crm.ui.approvals.forms import ActForm, told
from invest_crm.ui.approvals.panel import ACTS
from invest_crm.ui.approvals.words import day_words
from invest_crm.ui.kit.form import Field
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.approvals.items import Material
    from invest_crm.ui.approvals.jobs import Gap

_PAPER = "paper:"


class GapForm(ActForm):
    """``accepted({on, papers, note})``; an empty line of a secondary paper means: it is there."""

    def __init__(self, gap: Gap) -> None:
        title = _(ACTS[StepKind.GAP_ACCEPTED]).rstrip("…")
        self._materials = gap.line.item.materials
        fields = _fields(self._materials, gap.today)
        super().__init__(title, _("Accept"), told([gap.line]), fields)
        self.form.set_texts({"on": gap.today.isoformat()})
        self.form.retype(
            {
                f"{_PAPER}{place}": "yes"
                for place, one in enumerate(self._materials)
                if one.kind is MaterialKind.MAIN
            }
        )
        words = _(
            "Main materials must be there. A missing secondary one is promised by {day} at the"
            " latest; the clock starts now, and it is granted only when all are there."
        )
        self.hint(words.format(day=day_words(gap.latest, gap.today)))

    def values(self) -> dict[str, Any]:
        """The day, the papers, the note."""
        found = self.form.values()
        papers = [
            _paper(one, found[f"{_PAPER}{place}"], found["on"])
            for place, one in enumerate(self._materials)
        ]
        return {"on": found["on"], "papers": papers, "note": str(found["note"] or "")}


def _fields(materials: Sequence[Material], today: date) -> list[Field]:
    there = (("yes", _("there")), ("no", _("missing")))
    fields = [Field("on", _("Accepted on"), "date", required=True, check=day_check(today))]
    for place, one in enumerate(materials):
        key = f"{_PAPER}{place}"
        if one.kind is MaterialKind.MAIN:
            title = _("Main: {name}").format(name=one.name)
            fields.append(Field(key, title, "choice", required=True, choices=there))
        else:
            hint = _("empty: there; else promised by")
            check = day_check(today)
            title = _("Secondary: {name}").format(name=one.name)
            fields.append(Field(key, title, "date", hint=hint, check=check))
    return [*fields, Field("note", _("Note"), "multiline", check=checks.plain)]


def _paper(one: Material, said: Any, on: date) -> Paper:
    if one.kind is MaterialKind.MAIN:
        return Paper(one.name, one.kind, on if said == "yes" else None)
    return Paper(one.name, one.kind, None if said else on, said or None)
