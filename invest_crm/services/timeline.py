"""One stream of what happened to a firm or project: contacts, tasks, stages, money, files, edits.

The open tasks stand before the stream. Facts bring their own day; what the change log knows beside
them is collapsed to one line per person and day.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import or_, select

from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.projects import project
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.partial_date import show
from invest_crm.domain.quick_entry import FIRM
from invest_crm.services import interactions, tasks
from invest_crm.services.history import action_words, done_in
from invest_crm.services.silence import office_day
from invest_crm.services.timeline_facts import facts_of
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

    from invest_crm.services.interactions import InteractionLine
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.work import View

INTERACTION, TASK, STAGE, AMOUNT, DOCUMENT, EDIT = (
    "interaction", "task", "stage", "amount", "document", "edit",
)  # fmt: skip
KINDS = (INTERACTION, TASK, STAGE, AMOUNT, DOCUMENT, EDIT)
PAGE = 30
_TOLD_ELSEWHERE = ("interaction.", "task.", "access.", "demo.")
_IMPORT = "ledger.import"


class TimelineItem(Struct, frozen=True):
    """One thing that happened.

    ``day`` ISO text; ``title`` what, ``text`` the words about it, ``who`` took part or did it,
    ``about`` the project it concerns in the stream of a firm. ``id`` of the interaction or task,
    else empty. ``count``: how many edits a line stands for.
    """

    kind: str
    day: str
    when: str
    title: str
    text: str = ""
    who: tuple[str, ...] = ()
    about: str = ""
    id: str = ""
    count: int = 1
    order: str = ""


class AskTimeline(Struct, frozen=True):
    """Which record (``kind``: firm or project), and what of it; ``kinds`` empty: everything."""

    kind: str
    id: str
    kinds: frozenset[str] = frozenset()
    person: str = ""
    most: int = PAGE


class Timeline(Struct, frozen=True):
    """The newest items asked for, of ``total``; the open tasks; everybody who appears."""

    name: str
    open: tuple[TaskLine, ...]
    items: tuple[TimelineItem, ...]
    total: int
    people: tuple[str, ...]


def timeline(view: View, asked: AskTimeline) -> Timeline:
    """The stream of a record, newest first; empty for one that is gone."""
    projects, firm_id, name = _concerned(view, asked)
    lines = tasks.task_lines(view, tasks.about(projects, firm_id))
    items = [
        *(_contact(line, asked.id) for line in _contacts(view, projects, firm_id)),
        *(_closed(line, asked.id) for line in lines if line.state is not TaskState.OPEN),
        *_facts(view, projects, asked.id),
        *_log(view, asked, projects),
    ]
    items.sort(key=lambda item: (item.day, item.order), reverse=True)
    everybody = {person for item in items for person in item.who}
    kept = [item for item in items if _asked_for(item, asked)]
    return Timeline(
        name,
        tasks.by_due(line for line in lines if line.state is TaskState.OPEN),
        tuple(kept[: asked.most]),
        len(kept),
        tuple(sorted(everybody)),
    )


def _concerned(view: View, asked: AskTimeline) -> tuple[dict[str, str], str | None, str]:
    """The projects (id → name) and the firm whose events the stream holds, and its name."""
    if asked.kind != FIRM:
        row = view.first(select(project.c.name).where(project.c.id == asked.id))
        name = "" if row is None else str(row.name)
        return {asked.id: name}, None, name
    row = view.first(select(firm.c.name, firm.c.name_key).where(firm.c.id == asked.id))
    if row is None:
        return {}, asked.id, ""
    mine = or_(project.c.investor_firm_id == asked.id, project.c.investor_key == row.name_key)
    found = view.rows(
        select(project.c.id, project.c.name).where(mine, project.c.archived_at.is_(None))
    )
    return {item.id: item.name for item in found}, asked.id, str(row.name)


def _contacts(view: View, projects: Iterable[str], firm_id: str | None) -> list[InteractionLine]:
    return interactions.interaction_lines(view, interactions.about(projects, firm_id))


def _contact(line: InteractionLine, here: str) -> TimelineItem:
    found = line.contact
    return TimelineItem(
        INTERACTION,
        line.day,
        line.day if found.held.precision == "day" else show(found.held),
        found.kind.label,
        found.text,
        (*found.ours, *found.theirs) or (line.recorded_by,),
        "" if here in (found.project_id, found.firm_id) else line.subject,
        line.id,
        order=line.recorded_at,
    )


def _closed(line: TaskLine, here: str) -> TimelineItem:
    day = (line.done or office_day(line.recorded_at)).isoformat()
    words = _("Task done") if line.state is TaskState.DONE else _("Task dropped")
    text = _("{task}: {result}").format(task=line.text, result=line.result)
    return TimelineItem(
        TASK,
        day,
        day,
        words,
        text if line.result else line.text,
        (line.assignee,),
        "" if here in (line.project_id, line.firm_id) else line.subject,
        line.id,
        order=line.recorded_at,
    )


def _facts(view: View, projects: dict[str, str], here: str) -> list[TimelineItem]:
    """Stages, side states and amounts of the projects."""
    return [
        TimelineItem(
            STAGE if fact.is_stage else AMOUNT,
            fact.day,
            fact.when,
            fact.title,
            fact.text,
            (fact.recorded_by,),
            "" if fact.project_id == here else projects[fact.project_id],
            order=fact.recorded_at,
        )
        for fact in facts_of(view, list(projects))
    ]


def _log(view: View, asked: AskTimeline, projects: Iterable[str]) -> list[TimelineItem]:
    """Files taken over, and edits by person and day."""
    ids = [asked.id] if asked.kind == FIRM else list(projects)
    owner = "firm_id" if asked.kind == FIRM else "project_id"
    for table in (contact, firm_node):
        if owner in table.c:
            ids += view.values(select(table.c.id).where(table.c[owner].in_(ids)))
    touched = select(change.c.set_seq).where(change.c.record_id.in_(ids))
    rows = view.rows(
        select(change_set).where(change_set.c.seq.in_(touched)).order_by(change_set.c.seq)
    )
    documents = [row for row in rows if row.action == _IMPORT]
    edits: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.action != _IMPORT and not done_in(row).startswith(_TOLD_ELSEWHERE):
            edits[office_day(row.recorded_at).isoformat(), row.actor].append(row)
    return [
        *(_logged(DOCUMENT, [row]) for row in documents),
        *(_logged(EDIT, group) for group in edits.values()),
    ]


def _logged(kind: str, group: Sequence[Row[Any]]) -> TimelineItem:
    last = group[-1]
    day = office_day(last.recorded_at).isoformat()
    words = list(dict.fromkeys(action_words(row) for row in group))
    return TimelineItem(
        kind,
        day,
        day,
        _("Taken over from a file") if kind == DOCUMENT else _("Edited"),
        words[0],
        (last.actor,),
        count=len(group),
        order=last.recorded_at,
    )


def _asked_for(item: TimelineItem, asked: AskTimeline) -> bool:
    right_kind = not asked.kinds or item.kind in asked.kinds
    return right_kind and (not asked.person or asked.person in item.who)


def whole(asked: AskTimeline) -> AskTimeline:
    """The same question without a limit, for printing."""
    return replace(asked, most=1_000_000)
