"""A project in the record panel: its words, its path, the five ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.evidence import grade_label
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.domain.stages import MilestoneKind, SideState, Stage
from invest_crm.ui.attachments.place import TAB as FILES_TAB
from invest_crm.ui.kit.path_view import Step
from invest_crm.ui.kit.record_panel import PATH_TAB, One, Record
from invest_crm.ui.kit.text import Span
from invest_crm.ui.projects.gate_words import moment_day, shown_day
from invest_crm.ui.projects.neighbours import (
    APPROVALS_TAB,
    LAND_TAB,
    MONEY_TAB,
    PACTS_TAB,
    SCHEDULE_TAB,
    STATISTICS_TAB,
    UTILITIES_TAB,
)
from invest_crm.ui.records.timeline_place import TAB as PROGRESS_TAB
from invest_crm.ui.tones import side_tone, stage_tone
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.projects.facts import SideLine
    from invest_crm.services.projects.panel import PathStep, ProjectPanel
    from invest_crm.services.projects.records import ProjectRecord

DETAILS_TAB = "details"
PEOPLE_TAB = "people"
HISTORY_TAB = "history"


def panel_record(panel: ProjectPanel) -> Record:
    """What the panel shows of a project."""
    record = panel.record
    state, tone = _state(record)
    return Record(
        id=record.id,
        title=record["name"],
        subtitle=" · ".join(part for part in (record["investor"], _place(panel)) if part),
        state=state,
        state_tone=tone,
        facts=_facts(record),
        callout=_callout(panel),
        callout_tone=_callout_tone(panel),
        tabs=(
            (PATH_TAB, pgettext("tab", "Path")),
            (PROGRESS_TAB, _("Activity")),
            (PACTS_TAB, pgettext("tab", "Agreements")),
            (LAND_TAB, pgettext("tab", "Land")),
            (APPROVALS_TAB, _("Approvals")),
            (SCHEDULE_TAB, _("Schedule")),
            (MONEY_TAB, pgettext("tab", "Money")),
            (UTILITIES_TAB, pgettext("tab", "Utilities")),
            (STATISTICS_TAB, pgettext("tab", "Statistics")),
            (DETAILS_TAB, _("Details")),
            (PEOPLE_TAB, _("Contacts")),
            (FILES_TAB, pgettext("tab", "Files")),
            (HISTORY_TAB, _("History")),
        ),
        steps=tuple(_step(step, panel) for step in panel.path),
        ones=_ones(record),
        ones_note=_ones_note(record),
    )


def _state(record: ProjectRecord) -> tuple[str, str]:
    side = record["side_state"]
    if record.archived_at:
        return _("trash"), "talk"
    if side:
        return SideState(side).label, side_tone(side)
    return Stage(record["stage"]).label, stage_tone(record["stage"])


def _place(panel: ProjectPanel) -> str:
    node = panel.node
    if node and panel.record["node_source"]:
        node = _("{node} (presumed)").format(node=node)
    return " / ".join(part for part in (panel.chain, node) if part)


def _facts(record: ProjectRecord) -> tuple[tuple[str, str], ...]:
    site = site_mode_label(record["site_mode"])
    land = record["land_mu"]
    if land is not None:
        site = f"{site} {_('{n} mu').format(n=sqdm_to_mu_text(land))}".strip()
    return (
        (_("Total investment"), show_amount(record["total_investment"])),
        (_("Funds in place"), show_amount(record["funds_in_place"])),
        (_("Site"), site or "—"),
    )


def _callout(panel: ProjectPanel) -> tuple[Span, ...]:
    """Stuck at …, the ball is with …, for … days."""
    if panel.side is not None:
        return _side_words(panel.side, panel.today)
    held = panel.waiting
    if held is None:
        return ()
    waits = ngettext(
        "Waits at {step} (presumed), the ball is with {holder}, for {days} day;",
        "Waits at {step} (presumed), the ball is with {holder}, for {days} days;",
        held.days,
    )
    signed = ngettext(" signed {months} month ago.", " signed {months} months ago.", held.months)
    text = f"{waits}{signed}"
    spans: list[Span] = []
    for place, part in enumerate(text.split("{")):
        if place == 0:
            spans.append(Span(part))
            continue
        name, _brace, rest = part.partition("}")
        value = {
            "step": held.step_label,
            "holder": held.holder,
            "days": str(held.days),
            "months": str(held.months),
        }[name]
        spans += [Span(value, strong=True), Span(rest)]
    return tuple(spans)


def _callout_tone(panel: ProjectPanel) -> str:
    if panel.side is not None:
        return side_tone(panel.side.state.value)
    return "bad" if panel.waiting and panel.waiting.bucket > 1 else "signed"


def _side_words(side: SideLine, today: date) -> tuple[Span, ...]:
    """Paused since … until …, and why: nothing else is said of it until then."""
    since, until = (
        "" if day is None else shown_day(day, today.year) for day in (side.since, side.until)
    )
    text = _("{state} since {day}").format(state=side.state.label, day=since)
    if until:
        text = _("{state} since {day}, to be taken up again on {until}").format(
            state=side.state.label, day=since, until=until
        )
    if not side.why:
        return (Span(text, strong=True),)
    said = _("{name}: {value}").format(name=text, value=side.why)
    return (Span(text, strong=True), Span(said.removeprefix(text)))


def _step(step: PathStep, panel: ProjectPanel) -> Step:
    label = _("Signed") if step.kind is None else step.kind.label
    kind = "signed_on" if step.kind is None else step.kind.field
    words = ""
    if step.when is not None:
        words = show(step.when, year=panel.today.year) if step.when.value else _("date unknown")
    held = panel.waiting
    if step.state == "held" and held is not None:
        right = ngettext("{n} day", "{n} days", held.days).format(n=held.days)
        if panel.side is not None:  # it keeps quiet
            return Step(label, "waiting", "", step.holder, kind)
        state = "late" if held.bucket > 1 else "doing"
        return Step(label, state, right, step.holder, kind)  # type: ignore[arg-type]
    if step.state == "implied":
        return Step(label, "done", _graded(_("implied"), step, panel), "", kind)
    if step.state == "done":
        return Step(label, "done", _graded(words, step, panel), _confirmed(step, panel), kind)
    return Step(label, "todo", _planned(step, panel.today), step.holder, kind)


def _planned(step: PathStep, today: date) -> str:
    """The day the schedule gives to a step that is ahead."""
    if step.planned is None:
        return ""
    day = shown_day(step.planned, today.year)
    return (_("overdue since {day}") if step.planned < today else _("planned {day}")).format(
        day=day
    )


def _graded(words: str, step: PathStep, panel: ProjectPanel) -> str:
    """Beside a start what it is proved by."""
    grade = panel.record["start_grade"]
    if step.kind is not MilestoneKind.STARTED or not grade:
        return words
    return " · ".join(filter(None, (words, grade_label(int(grade)))))


def _confirmed(step: PathStep, panel: ProjectPanel) -> str:
    """Below a starred step who confirmed it, or that nobody has yet."""
    found = panel.steps.get(Stage.SIGNED if step.kind is None else step.kind.stage or Stage.LEAD)
    if found is None or found.state not in ("PENDING", "CONFIRMED"):
        return ""
    if found.state == "PENDING":
        return _("recorded by {who}, to be confirmed").format(who=found.asked_by)
    words = _("recorded by {who}, confirmed by {second} on {day}")
    return words.format(
        who=found.asked_by,
        second=found.decided_by,
        day=moment_day(found.decided_at, panel.today.year),
    )


def _ones(record: ProjectRecord) -> tuple[One, ...]:
    """五个一: leader, unit, task force (the project and its being followed go without saying)."""
    parts = (
        ("leader", _("leader")),
        ("lead_unit", _("unit")),
        ("task_force", _("task force")),
    )
    return tuple(
        One(record[key], id=key) if record[key] else One(f"＋ {word}", missing=True, id=key)
        for key, word in parts
    )


def _ones_note(record: ProjectRecord) -> str:
    words = (
        ("leader", _("leader")),
        ("lead_unit", _("unit")),
        ("task_force", _("task force")),
    )
    missing = [word for key, word in words if not record[key]]
    return _("missing: {parts}").format(parts=_(", ").join(missing)) if missing else ""
