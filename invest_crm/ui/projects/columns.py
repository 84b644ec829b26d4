"""The columns of the project list, and a project as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.evidence import grade_label
from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import FEN_PER_YI, show_yi
from invest_crm.domain.not_started import STEPS
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import BY_KEY, site_mode_label
from invest_crm.domain.stages import AgreementType, SideState, Stage
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.tones import side_tone, stage_tone
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from invest_crm.domain.not_started import Waiting
    from invest_crm.services.projects.records import ProjectRecord

_KEYS: tuple[tuple[str, int, bool], ...] = (
    ("name", 184, True),
    ("chain", 76, True),
    ("stage", 62, True),
    ("total_investment", 100, True),
    ("signed_on", 118, True),
    ("held_step", 92, True),
    ("held_days", 76, True),
    ("held_by", 130, True),
    ("started_on", 118, True),
    ("start_grade", 124, True),
    ("lead_unit", 108, True),
    ("leader", 130, True),
    ("investor", 220, False),
    ("side_state", 76, False),
    ("fixed_investment", 108, False),
    ("external_funds", 108, False),
    ("funds_in_place", 108, False),
    ("year_plan", 108, False),
    ("registered_on", 118, False),
    ("filed_on", 118, False),
    ("land_on", 118, False),
    ("permit_on", 118, False),
    ("in_stats_on", 120, False),
    ("completed_on", 118, False),
    ("in_production_on", 118, False),
    ("in_size_on", 120, False),
    ("start_by", 118, False),
    ("complete_by", 118, False),
    ("agreement_type", 104, False),
    ("site_mode", 104, False),
    ("land_mu", 84, False),
    ("township", 96, False),
    ("park", 96, False),
    ("node", 150, False),
    ("funds_origin", 110, False),
    ("task_force", 130, False),
    ("contacts", 170, False),
    ("project_code", 190, False),
    ("stat_code", 160, False),
    ("progress_text", 200, False),
    ("problem_text", 200, False),
)
_UNSORTED = frozenset(
    {"agreement_type", "site_mode", "land_mu", "node", "funds_origin", "task_force", "contacts"}
)
_HELD = {
    "held_step": N_("Waits at"),
    "held_days": N_("For"),
    "held_by": N_("The ball is with"),
}
"""Signed and not started: at which step, for how long, who has to act (``not_started``)."""
_LONG_BUCKET = 1
"""Later buckets are alarming: more than half a year since signing."""


def project_columns() -> tuple[Column, ...]:
    """The columns in their usual order; the first ones are shown."""
    return tuple(_column(key, width, visible=visible) for key, width, visible in _KEYS)


def project_cells(
    record: ProjectRecord, names: Mapping[str, str], year: int, held: Waiting | None = None
) -> tuple[Cell | str, ...]:
    """A project in the order of the columns; phones are masked."""
    return tuple(
        _held_cell(key, held, quiet=bool(record["side_state"]))
        if key in _HELD
        else _cell(key, record, names, year)
        for key, _width, _visible in _KEYS
    )


def _held_column(key: str, width: int, *, visible: bool) -> Column:
    title, unit = _(_HELD[key]), _("days") if key == "held_days" else ""
    kinds = {"held_step": "chip", "held_days": "number"}
    return Column(
        key,
        title,
        unit=unit,
        width=max(width, heading_width(title, unit), _chips(key)),
        kind=kinds.get(key, "text"),  # type: ignore[arg-type]  # one of the literals
        sortable=False,
        visible=visible,
    )


def _chips(key: str) -> int:
    """The room the longest word of a column of chips needs, px at text scale 1."""
    if key not in {"stage", "held_step"}:
        return 0
    stages = [stage.label for stage in Stage]
    words = stages if key == "stage" else [_(label) for _kind, label, _holder in STEPS]
    widest = max(map(chip_width, words))
    return round(widest / theme.current().text_scale) + 2 * PAD


def _held_cell(key: str, held: Waiting | None, *, quiet: bool) -> Cell | str:
    if held is None:
        return "—" if key == "held_days" else ""
    if key == "held_days":
        return str(held.days)
    if key == "held_by":
        return held.holder
    tone = "talk" if quiet else "bad" if held.bucket > _LONG_BUCKET else "signed"
    return Cell(held.step_label, tone, _("Presumed: the first step that is not reached."))


def _column(key: str, width: int, *, visible: bool) -> Column:
    if key in _HELD:
        return _held_column(key, width, visible=visible)
    field = BY_KEY[key]
    money = field.kind == "money"
    if money:
        kind = "money"
    elif key in {"stage", "side_state"}:
        kind = "chip"
    elif field.kind in {"date", "deadline"}:
        kind = "date"
    else:
        kind = "number" if field.kind == "area" else "text"
    unit = _("100 million yuan") if money else _("mu") if field.kind == "area" else ""
    return Column(
        key,
        field.label,
        unit=unit,
        width=max(width, heading_width(field.label, unit), _chips(key)),
        kind=kind,  # type: ignore[arg-type]  # one of the literals above
        sortable=key not in _UNSORTED,
        frozen=key == "name",
        visible=visible,
        format_total=_total if money else None,
    )


def _total(value: Decimal) -> str:
    return show_yi(int(value * FEN_PER_YI))


def _cell(key: str, record: ProjectRecord, names: Mapping[str, str], year: int) -> Cell | str:
    value = record[key]
    kind = BY_KEY[key].kind
    if key == "stage":
        return Cell(Stage(value).label, stage_tone(value))
    if key == "start_grade":
        return grade_label(int(value)) if value else ""
    if key == "side_state":
        return Cell(SideState(value).label, side_tone(value)) if value else ""
    if kind == "contacts":
        return "；".join(f"{one.name} {mask_phone(one.phone)}".strip() for one in value)
    if value is None or value == "":
        return "—" if kind in {"money", "date"} else ""
    if kind == "money":
        return show_yi(value)
    if kind == "deadline":
        return show(value, year=year)
    if kind == "date":
        return show(value, year=year) if value.value else Cell(_("reached"), tip=value.raw)
    return _coded(key, value, names)


def _coded(key: str, value: object, names: Mapping[str, str]) -> str:
    if key in {"chain", "node"}:
        return names.get(str(value), str(value))
    if key == "agreement_type":
        return AgreementType(str(value)).label
    if key == "site_mode":
        return site_mode_label(str(value))
    if key == "land_mu":
        return sqdm_to_mu_text(int(str(value)))
    return str(value)
