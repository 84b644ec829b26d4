"""The search box: projects and firms by name, code, place or pinyin, spelt out or by initials.

The index holds initials. What was typed in full pinyin is cut into syllables, their initials
bring candidates, and the readings of the names decide among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import case, select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.search import matching, matching_any, parts_of
from invest_crm.domain.matching import Level, match
from invest_crm.domain.pinyin import characters, cuts
from invest_crm.domain.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Row, Select

    from invest_crm.services.work import View

LIMIT: Final = 10
_RANKED: Final = 60
_CANDIDATES: Final = 400


class Found(Struct, frozen=True):
    """One record found: what to show in two lines."""

    id: str
    title: str
    note: str


class Findings(Struct, frozen=True):
    """What a text found, at most ``LIMIT``; ``more``: the list of the kind holds more for it."""

    records: tuple[Found, ...] = ()
    more: bool = False


class _Kind(Struct, frozen=True):
    """Records that are searched: the rows with what is shown, in the order without a better."""

    name: str
    rows: Select[Any]
    id: ColumnElement[str]
    title: ColumnElement[str]
    order: tuple[ColumnElement[Any], ...]
    shown: Callable[[Row[Any]], Found]


def find(view: View, kind: str, text: str) -> Findings:
    """Records of a kind (project, firm) that match every part of a text; none for a blank one.

    Names that begin with the text come first, then by how well the name answers it
    (``domain.matching``), then projects by stage and firms by name.
    """
    ids = matching(view.connection, kind, text)
    if ids is None:
        return Findings()
    what = _KINDS[kind]
    first = case((what.title.startswith(text.strip(), autoescape=True), 0), else_=1)
    rows = what.rows.order_by(first, *what.order)
    found = view.rows(rows.where(what.id.in_(ids)).limit(_RANKED))
    more = len(found) > LIMIT
    if not more:
        found = [*found, *_by_syllables(view, what, rows, text, {row.id for row in found})]
    best = sorted(found, key=lambda row: _level(row.name, text))[:LIMIT]
    return Findings(tuple(what.shown(row) for row in best), more)


def named(view: View, kind: str, ids: Sequence[str]) -> dict[str, Found]:
    """The records of these ids that are not in the trash, by id."""
    what = _KINDS[kind]
    return {row.id: what.shown(row) for row in view.rows(what.rows.where(what.id.in_(ids)))}


def narrow(view: View, kind: str, text: str) -> Select[Any] | None:
    """A select of the ids of a kind that match a text; None for a blank text."""
    return matching(view.connection, kind, text)


def is_empty(view: View) -> bool:
    """Whether the database holds no project and no firm yet."""
    return view.first(select(project.c.id).limit(1)) is None and (
        view.first(select(firm.c.id).limit(1)) is None
    )


def _by_syllables(
    view: View, kind: _Kind, rows: Select[Any], text: str, known: set[str]
) -> list[Row[Any]]:
    """Records whose names are read as what was typed, beyond those the index found as typed."""
    parts = [(part, _forms(part)) for part in parts_of(text)]
    spelt = [part for part, forms in parts if forms]
    if not spelt:
        return []
    ids = matching_any(view.connection, kind.name, [(part, *forms) for part, forms in parts])
    if ids is None:
        return []
    candidates = view.rows(rows.where(kind.id.in_(ids), kind.id.not_in(known)).limit(_CANDIDATES))
    return [
        row for row in candidates if all(_level(row.name, part) < Level.LOOSE for part in spelt)
    ]


def _forms(part: str) -> list[str]:
    """What the index holds of a name read like ``part``: initials, or characters for a syllable."""
    if not (part.isascii() and part.isalpha()):
        return []
    return [*(form for form in cuts(part) if len(form) > 1), *characters(part)]


def _level(name: str, text: str) -> int:
    found = match(name, text)
    return Level.LOOSE + 1 if found is None else found.level


def _project(row: Row[Any]) -> Found:
    return Found(row.id, row.name, _line(Stage(row.stage).label, row.investor))


def _firm(row: Row[Any]) -> Found:
    return Found(row.id, row.name, _line(row.region, row.business))


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


_PROJECTS = _Kind(
    "project",
    select(project.c.id, project.c.name, project.c.investor, project_state.c.stage)
    .join(project_state, project_state.c.project_id == project.c.id)
    .where(project.c.archived_at.is_(None)),
    project.c.id,
    project.c.name,
    (project_state.c.stage_rank.desc(), project.c.name),
    _project,
)
_FIRMS = _Kind(
    "firm",
    select(firm.c.id, firm.c.name, firm.c.region, firm.c.business).where(
        firm.c.archived_at.is_(None)
    ),
    firm.c.id,
    firm.c.name,
    (firm.c.name,),
    _firm,
)
_KINDS: Final = {kind.name: kind for kind in (_PROJECTS, _FIRMS)}
