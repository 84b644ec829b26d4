"""The quick line: what it means among the stored records, and entering it as one action.

The domain reads day, kind, people and next step; here names are found among firms and projects and
among the contacts of the record. Whoever types sees all of it and may correct each part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import func, literal, or_, select

from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.projects import project
from invest_crm.domain.interactions import InteractionKind
from invest_crm.domain.matching import match
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.quick_entry import (
    FIRM,
    HELD,
    NEXT,
    PROJECT,
    Corrections,
    Entry,
    Subject,
    level,
    read_entry,
    split_initials,
)
from invest_crm.services.attachment_intake import staged_files
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.interactions import (
    Contact,
    CorrectInteraction,
    NextStep,
    Recorded,
    RecordInteraction,
    correct_interaction,
    load_interaction,
    record_interaction,
)
from invest_crm.services.refusals import unsaved
from invest_crm.services.search import find
from invest_crm.services.tasks import AddTask, add_task
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Select, Table

    from invest_crm.errors import UserError
    from invest_crm.services.attachment_intake import Offered, StagedFile
    from invest_crm.services.work import App, Outcome, View, Work

_TABLES = {FIRM: firm, PROJECT: project}
_LEAST = 2
_LEAST_CORE = 3
_MOST = 40
_OFFERED = 5


class LogLine(Struct, frozen=True):
    """A line, the record one stands on (None: none), what was decided by hand, and its files."""

    line: str
    here: Subject | None = None
    corrections: Corrections = field(default_factory=Corrections)
    files: tuple[StagedFile, ...] = ()


class Understood(Struct, frozen=True):
    """What a line means. ``unsure``: records of which only whoever types knows which is meant.

    ``held`` and ``kind`` are never empty; ``entry`` says whether the line named them.
    """

    entry: Entry
    held: PartialDate
    kind: InteractionKind
    firm: Subject | None
    project: Subject | None
    unsure: tuple[Subject, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    due: date | None
    next_text: str
    assignee: str

    @property
    def has_next(self) -> bool:
        """Whether a task will be made."""
        return bool(self.next_text)


def understand(view: View, command: LogLine) -> Understood:
    """What a line means today, without writing anything."""
    given, today = command.corrections, view.today
    line, meant = _by_initials(view, command)
    entry = read_entry(line, today, calendar_in_force(view), given.without)
    entry = replace(entry, line=command.line)
    subjects, unsure = _subjects(view, command, meant)
    contacts = _contacts(view, subjects.values())
    theirs = {name for name in entry.people if name in contacts} | given.theirs
    theirs -= given.ours
    due = given.due or entry.due
    next_text = entry.next_text or (_("Follow up") if due is not None else "")
    presumed = PartialDate(today.isoformat(), "day", "")
    return Understood(
        entry=entry,
        held=given.held or entry.held or presumed,
        kind=given.kind or entry.kind or InteractionKind.OTHER,
        firm=subjects.get(FIRM),
        project=subjects.get(PROJECT),
        unsure=unsure,
        ours=tuple(name for name in entry.people if name not in theirs),
        theirs=tuple(name for name in entry.people if name in theirs),
        due=due,
        next_text=next_text,
        assignee=given.assignee or entry.assignee or view.app.actor,
    )


def log_line(work: Work, command: LogLine) -> Recorded:
    """Enter what a line means: an interaction with its next step, or a task alone.

    UserError if it is empty, names no record, or names one of several and does not say which.
    """
    found = understand(work, command)
    if found.unsure and not (found.firm or found.project):
        raise _which(found.unsure)
    said = _contact(found)
    if found.entry.only_task:
        if command.files:
            raise _no_visit()
        added = AddTask(found.next_text, found.due, found.assignee, said.project_id, said.firm_id)
        return Recorded("", add_task(work, added))
    step = NextStep(found.next_text, found.due, found.assignee) if found.has_next else None
    return record_interaction(work, RecordInteraction(said, step, command.files))


def _contact(found: Understood) -> Contact:
    return Contact(
        found.kind,
        found.held,
        found.entry.text,
        found.project.id if found.project else None,
        found.firm.id if found.firm else None,
        found.ours,
        found.theirs,
    )


class CorrectLine(Struct, frozen=True):
    """An interaction, and the line that says what it really was."""

    id: str
    said: LogLine


def correct_line(work: Work, command: CorrectLine) -> Recorded:
    """Correct an interaction by a line; a next step is not read from it."""
    found = understand(work, command.said)
    said = CorrectInteraction(command.id, _contact(found), command.said.files)
    return Recorded(correct_interaction(work, said))


def enter_line(
    app: App, said: LogLine, offered: Sequence[Offered], corrected: str = ""
) -> Outcome[Recorded]:
    """Enter a line with its files as one action; ``corrected``: the interaction it corrects.

    UserError as ``log_line`` and ``staged_files``; then nothing was changed.
    """
    with staged_files(app, offered) as staged:
        line = replace(said, files=staged)
        if corrected:
            return app.write(correct_line, CorrectLine(corrected, line))
        return app.write(log_line, line)


def as_line(view: View, interaction_id: str) -> tuple[str, Corrections] | None:
    """An interaction as the line and the decisions that would enter it; None if it is gone."""
    found = load_interaction(view, interaction_id)
    if found is None:
        return None
    said = found.contact
    kept = ((FIRM, said.firm_id), (PROJECT, said.project_id))
    subjects = [subject(view, kind, record) for kind, record in kept if record]
    people = " ".join(f"@{name}" for name in (*said.ours, *said.theirs))
    given = Corrections(
        without=frozenset({HELD, NEXT, *(kind for kind, record in kept if not record)}),
        held=said.held,
        kind=said.kind,
        subjects=tuple(item for item in subjects if item is not None),
        theirs=frozenset(said.theirs),
        ours=frozenset(said.ours),
    )
    return f"{said.text} {people}".strip(), given


def subject(view: View, kind: str, record_id: str) -> Subject | None:
    """The record one stands on; None if it is gone."""
    table = _TABLES[kind]
    row = view.first(select(table.c.name).where(table.c.id == record_id))
    return None if row is None else Subject(kind, record_id, row.name)


def named_in(view: View, line: str) -> list[Subject]:
    """The records a line names, by full name, short name or name without its legal form.

    A name inside a longer one that was found does not count.
    """
    text = level(line)
    found: dict[Subject, str] = {}
    for kind, table, names in (
        (FIRM, firm, ("name", "short_name", "name_core")),
        (PROJECT, project, ("name", "name_base")),
    ):
        for row in view.rows(_naming(table, names, text)):
            spoken = _spoken(row, names, (line, text))
            if spoken:
                found[Subject(kind, row.id, row.name)] = spoken
    longest = [
        item
        for item, words in found.items()
        if not any(words != other and words in other for other in found.values())
    ]
    return sorted(longest, key=lambda item: (item.kind, item.name, item.id))


def _naming(table: Table, names: Iterable[str], text: str) -> Select[Any]:
    """The rows one of whose names stands in the text (a first sieve; LIKE knows no signs)."""
    said = literal(text)
    least = {"name_core": _LEAST_CORE}
    inside = [
        said.contains(table.c[name]) & (func.length(table.c[name]) >= least.get(name, _LEAST))
        for name in names
    ]
    columns = [table.c.id, table.c.name, *(table.c[name] for name in names if name != "name")]
    query = select(*columns).where(or_(*inside), table.c.archived_at.is_(None))
    return query.order_by(table.c.id).limit(_MOST)


def _spoken(row: object, names: Iterable[str], texts: tuple[str, ...]) -> str:
    """The longest of a record's names that stands in the line."""
    known = [getattr(row, name) or "" for name in names]
    said = [name for name in known if len(name) >= _LEAST and any(name in text for text in texts)]
    return max(said, key=len, default="")


def _by_initials(view: View, command: LogLine) -> tuple[str, tuple[Subject, ...]]:
    """The line without the initials it begins with, and the records these mean at best.

    Only where one stands on no record: there the line is about that. Firms come before projects.
    """
    typed, rest = split_initials(command.line)
    if command.here is not None or not typed:
        return command.line, ()
    for kind in (FIRM, PROJECT):
        found = [(match(one.title, typed), one) for one in find(view, kind, typed).records]
        known = [(hit.level, one) for hit, one in found if hit is not None and hit.start == 0]
        best = min((how for how, _one in known), default=None)
        meant = [one for how, one in known if how is best]
        if meant:
            return rest, tuple(Subject(kind, one.id, one.title) for one in meant[:_OFFERED])
    return command.line, ()


def _subjects(
    view: View, command: LogLine, meant: Sequence[Subject]
) -> tuple[dict[str, Subject], tuple[Subject, ...]]:
    """The record one stands on, replaced by what the line names, replaced by what was decided.

    ``meant``: by the initials at its beginning, where no name says more.
    """
    given = command.corrections
    found: dict[str, Subject] = {}
    unsure: list[Subject] = []
    here = command.here
    if here is not None:
        found[here.kind] = here if here.name else subject(view, here.kind, here.id) or here
    named = named_in(view, command.line) if len(command.line.strip()) >= _LEAST else []
    named = named or list(meant)
    for kind in (FIRM, PROJECT):
        same = [item for item in named if item.kind == kind]
        if len(same) == 1:
            found[kind] = same[0]
        elif same and found.get(kind) not in same:
            unsure += same
    for item in given.subjects:
        found[item.kind] = item
        unsure = [other for other in unsure if other.kind != item.kind]
    for kind in given.without & set(_TABLES):
        found.pop(kind, None)
        unsure = [other for other in unsure if other.kind != kind]
    return found, tuple(unsure)


def _contacts(view: View, subjects: Iterable[Subject]) -> set[str]:
    """The names of the people of some records."""
    names: set[str] = set()
    for item in subjects:
        column = contact.c.firm_id if item.kind == FIRM else contact.c.project_id
        names |= set(view.values(select(contact.c.name).where(column == item.id)))
    return names - {None}


def _which(unsure: tuple[Subject, ...]) -> UserError:
    return unsaved(
        "subject-unsure",
        _("The line may mean any of: {names}.").format(
            names=_(", ").join(item.name for item in unsure)
        ),
        _("Choose which one is meant, or write its full name."),
    )


def _no_visit() -> UserError:
    return unsaved(
        "files-without-visit",
        _("Files belong to a visit or call; this line only notes a task."),
        _("Say what was talked about, or take the files off the line."),
    )
