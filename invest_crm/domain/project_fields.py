"""The fields of a project, declared once: key, word, kind, and where the form shows them.

Lists, forms, import differences and ``projects --json`` all read this table. Keys are those of
the command line and never change.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from invest_crm.words import N_, _

Kind = Literal[
    "text", "long", "money", "area", "date", "deadline", "chain", "node", "choice", "people",
    "contacts", "flags", "extra",
]  # fmt: skip


class Field(Struct, frozen=True):
    """One field. ``stored``: a column of the project row of the same name."""

    key: str
    label_id: str
    kind: Kind
    section: str = "basics"
    stored: bool = True
    editable: bool = True

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(self.label_id)


FIELDS: tuple[Field, ...] = (
    Field("name", N_("Project"), "text"),
    Field("investor", N_("Investor"), "text"),
    Field("content", N_("Content and scale"), "long"),
    Field("chain", N_("Industry chain"), "chain", stored=False),
    Field("node", N_("Chain node"), "node", stored=False),
    Field("industry", N_("Industry"), "text"),
    Field("stage", N_("Stage"), "choice", stored=False, editable=False),
    Field("side_state", N_("State"), "choice", stored=False, editable=False),
    Field("total_investment", N_("Total investment"), "money", "money"),
    Field("fixed_investment", N_("Fixed investment"), "money", "money"),
    Field("external_funds", N_("External funds agreed"), "money", "money"),
    Field("year_plan", N_("Plan of the year"), "money", "money"),
    Field("funds_in_place", N_("Funds in place"), "money", "money", stored=False),
    Field("funds_origin", N_("Origin of funds"), "text", "money"),
    Field("site_mode", N_("Site mode"), "choice", "site"),
    Field("land_mu", N_("Land"), "area", "site", stored=False),
    Field("township", N_("Township"), "text", "site"),
    Field("park", N_("Park"), "text", "site"),
    Field("agreement_type", N_("Agreement type"), "choice", "progress"),
    Field("signed_on", N_("Signed on"), "date", "progress", stored=False),
    Field("registered_on", N_("Registered on"), "date", "progress", stored=False),
    Field("filed_on", N_("Filed on"), "date", "progress", stored=False),
    Field("land_on", N_("Site secured on"), "date", "progress", stored=False),
    Field("permit_on", N_("Construction permit on"), "date", "progress", stored=False),
    Field("started_on", N_("Started on"), "date", "progress", stored=False),
    Field("start_grade", N_("Proof of start"), "choice", "progress", stored=False, editable=False),
    Field("in_stats_on", N_("In the investment database since"), "date", "progress", stored=False),
    Field("completed_on", N_("Completed on"), "date", "progress", stored=False),
    Field("in_production_on", N_("In production since"), "date", "progress", stored=False),
    Field("in_size_on", N_("In above-size statistics since"), "date", "progress", stored=False),
    Field("start_by", N_("Start due"), "deadline", "progress", stored=False),
    Field("complete_by", N_("Completion due"), "deadline", "progress", stored=False),
    Field("project_code", N_("Project code"), "text", "progress"),
    Field("stat_code", N_("Statistics code"), "text", "progress"),
    Field("leader", N_("County leader"), "people", "people"),
    Field("lead_unit", N_("Responsible unit"), "text", "people"),
    Field("task_force", N_("Task force"), "text", "people"),
    Field("contact_unit", N_("Contact unit"), "text", "people"),
    Field("contacts", N_("Contacts"), "contacts", "people", stored=False),
    Field("progress_text", N_("Progress"), "long", "notes"),
    Field("problem_text", N_("Problems"), "long", "notes"),
    Field("remark", N_("Remarks"), "long", "notes"),
    Field("flags", N_("Marks"), "flags", "notes", stored=False, editable=False),
    Field("extra", N_("Other columns"), "extra", "notes", stored=False, editable=False),
)
BY_KEY = {field.key: field for field in FIELDS}
STORED = tuple(field.key for field in FIELDS if field.stored)
DATES = tuple(field.key for field in FIELDS if field.kind == "date")
DEADLINES = tuple(field.key for field in FIELDS if field.kind == "deadline")
"""开工时限, 竣工时限: days that were set; they may be still to come and are no milestones."""
MONEY = tuple(field.key for field in FIELDS if field.kind == "money")
TEXTS = tuple(
    field.key for field in FIELDS if field.stored and field.kind in ("text", "long", "people")
)
AMOUNTS = ("total_investment", "fixed_investment", "external_funds", "year_plan")
"""Amounts that are dated facts: a change takes effect from a day and keeps the former value."""

SITE_MODES = {
    "GRANT": N_("Granted land"),
    "ALLOCATION": N_("Allocated land"),
    "LEASED_PLANT": N_("Leased plant"),
    "FARM_LAND": N_("Facility farmland"),
    "EXPANSION": N_("Expansion on own site"),
    "OPERATION": N_("Operation only"),
}
"""用地方式: which evidence counts at LAND and STARTED (domain rule 1.1b)."""


def site_mode_label(code: str | None) -> str:
    """The word for a site mode: empty for none, the text itself where it is no known code."""
    if not code:
        return ""
    return _(SITE_MODES[code]) if code in SITE_MODES else code
