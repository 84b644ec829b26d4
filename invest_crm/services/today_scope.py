"""Whose day it is: one's own, that of one's unit, or everyone's.

A project is somebody's who is named on it: as leader, in the task force, as responsible person or
in its contact unit; it is a unit's that leads or supports it. What is held by a person or a unit
itself (a task, an approval, a request) is theirs whatever the project says.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.projects import project
from invest_crm.domain.people import is_person_name, split_units
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.services.work import View

_APART = re.compile(r"[\s,，、;；/|()（）:：]+")


class Whose(StrEnum):
    """Whose day is asked for."""

    ME = "me"
    UNIT = "unit"
    EVERYONE = "everyone"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self])


_LABELS = {
    Whose.ME: N_("Mine"),
    Whose.UNIT: N_("My unit"),
    Whose.EVERYONE: N_("Everyone"),
}


class Scope(Struct, frozen=True):
    """Whose day, and who asks: ``name`` of the person, ``unit`` as the ledgers write it."""

    whose: Whose = Whose.EVERYONE
    name: str = ""
    unit: str = ""


EVERYONE = Scope()


class Mine:
    """Says of a record whether it belongs to whoever asks."""

    def __init__(self, view: View, scope: Scope) -> None:
        self._scope = scope
        self._projects = _projects(view, scope)

    @property
    def everyone(self) -> bool:
        """Whether nothing is left out."""
        return self._scope.whose is Whose.EVERYONE

    @property
    def own(self) -> bool:
        """Whether only what is one's own is asked for."""
        return self._scope.whose is Whose.ME

    def __call__(self, project_id: str = "", *, person: str = "", unit: str = "") -> bool:
        """By its project, by who holds it, or by the unit that does."""
        if self.everyone or project_id in self._projects:
            return True
        if self._scope.whose is Whose.ME:
            return named(self._scope.name, person)
        return named(self._scope.name, person) or of_unit(self._scope.unit, unit)


def named(name: str, text: str) -> bool:
    """Whether a person is named in a cell, alone, among others or with a title.

    >>> named("王强", "县长王强、李四"), named("王强", "王强林"), named("li", "liang")
    (True, False, False)
    """
    if not name:
        return False
    tokens = [token for token in _APART.split(text) if token]
    return any(token == name or _titled(name, token) for token in tokens)


def _titled(name: str, token: str) -> bool:
    return not name.isascii() and name in token and not is_person_name(token)


def of_unit(unit: str, text: str) -> bool:
    """Whether a unit is named in a cell, as leading or supporting."""
    return bool(unit) and unit in split_units(text)


def _projects(view: View, scope: Scope) -> frozenset[str]:
    """The projects of whoever asks; none are looked for where everyone's are wanted."""
    if scope.whose is Whose.EVERYONE:
        return frozenset()
    c = project.c
    rows = view.rows(
        select(c.id, c.leader, c.task_force, c.lead_unit, c.contact_unit).where(
            c.archived_at.is_(None)
        )
    )
    if scope.whose is Whose.UNIT:
        units = (c.lead_unit.name, c.contact_unit.name)
        return frozenset(
            row.id
            for row in view.looking(rows)
            if any(of_unit(scope.unit, getattr(row, key) or "") for key in units)
        )
    people = (c.leader.name, c.task_force.name, c.contact_unit.name)
    found = {
        row.id
        for row in view.looking(rows)
        if any(named(scope.name, getattr(row, key) or "") for key in people)
    }
    held = select(contact.c.project_id).where(
        contact.c.project_id.is_not(None), contact.c.name == scope.name
    )
    return frozenset(found | set(view.values(held)))


def units(view: View) -> list[str]:
    """The units that lead or support a project, those with the most projects first."""
    c = project.c
    rows = view.rows(select(c.lead_unit, c.contact_unit).where(c.archived_at.is_(None)))
    texts = (text for row in rows for text in row if text)
    counted = Counter(unit for text in texts for unit in split_units(text))
    return sorted(counted, key=lambda unit: (-counted[unit], unit))
