"""五个一: who is in charge of a project, told by the texts its ledger gave them.

Domain rule 7.1 C: which five a county asks for is a setting; a project has all five when none of
their fields is empty. A cell may name several people or units; one of them is found and replaced
without touching the others.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from invest_crm.domain.people import parse_contacts, split_leaders, split_units
from invest_crm.domain.text import squeeze
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What can be in charge."""

    PERSON = "PERSON"
    UNIT = "UNIT"
    FORCE = "FORCE"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_KINDS[self])


class Role(StrEnum):
    """What somebody can hold; values are stored in hand-overs."""

    LEADER = "LEADER"
    LEAD_UNIT = "LEAD_UNIT"
    SUPPORT_UNIT = "SUPPORT_UNIT"
    CONTACT_UNIT = "CONTACT_UNIT"
    FORCE = "FORCE"
    CONTACT = "CONTACT"
    CHAIN = "CHAIN"
    TASK = "TASK"
    APPROVAL = "APPROVAL"
    AGENT = "AGENT"
    REQUEST = "REQUEST"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_ROLES[self])


_KINDS: Final = {
    Kind.PERSON: N_("Official"),
    Kind.UNIT: N_("Unit"),
    Kind.FORCE: N_("Task force"),
}
_ROLES: Final = {
    Role.LEADER: N_("County leader"),
    Role.LEAD_UNIT: N_("Responsible unit"),
    Role.SUPPORT_UNIT: N_("Supporting unit"),
    Role.CONTACT_UNIT: N_("Contact unit"),
    Role.FORCE: N_("Task force"),
    Role.CONTACT: N_("Contact"),
    Role.CHAIN: N_("Leader of a chain"),
    Role.TASK: N_("Task"),
    Role.APPROVAL: N_("Approval in hand"),
    Role.AGENT: N_("Agent for approvals"),
    Role.REQUEST: N_("Request of a firm"),
}
COLUMNS: Final = {
    Role.LEADER: "leader",
    Role.LEAD_UNIT: "lead_unit",
    Role.SUPPORT_UNIT: "support_units",
    Role.CONTACT_UNIT: "contact_unit",
    Role.FORCE: "task_force",
}
"""The column of a project that says who holds a role."""
MAIN: Final = {Kind.PERSON: Role.LEADER, Kind.UNIT: Role.LEAD_UNIT, Kind.FORCE: Role.FORCE}
"""The role by which the load of a kind is counted."""
HELD: Final = {
    Kind.PERSON: (Role.LEADER, Role.FORCE, Role.CONTACT, Role.CHAIN, Role.TASK, Role.APPROVAL,
                  Role.AGENT),
    Kind.UNIT: (Role.LEAD_UNIT, Role.SUPPORT_UNIT, Role.CONTACT_UNIT, Role.FORCE, Role.REQUEST),
    Kind.FORCE: (Role.FORCE,),
}  # fmt: skip
"""The roles a kind can hold, and hand over."""

_PEOPLE = frozenset({Role.LEADER, Role.CHAIN})
_UNITS = frozenset({Role.LEAD_UNIT, Role.SUPPORT_UNIT, Role.CONTACT_UNIT, Role.REQUEST})
_MARKS = re.compile(r"([、，,；;/／\n\r]+)")


class Holder(Struct, frozen=True):
    """Who is looked for in a cell: a person by name or, where the cell has only that, by post."""

    name: str
    post: str = ""


class Five(Struct, frozen=True):
    """One of the five: its words and the fields of a project that fulfil it (none: always)."""

    label: str
    keys: tuple[str, ...]


# ---- cells -----------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def names_of(role: Role, text: str) -> tuple[str, ...]:
    """Who a cell names, as they are compared: names, or the post of somebody named by it alone.

    A task force may be called by all its members: then the whole cell is a name too.

    >>> names_of(Role.LEADER, "县委常委、常务副县长 张三、李四")
    ('张三', '李四')
    >>> names_of(Role.FORCE, "王五、赵六")
    ('王五', '赵六', '王五、赵六')
    """
    if role in _PEOPLE:
        found = [leader.name or leader.title or "" for leader in split_leaders(text)]
    elif role in _UNITS:
        found = list(split_units(text))
    else:
        found = [_member(part) for part in _MARKS.split(text)[::2]]
        whole = squeeze(text)
        found += [whole] if len(found) > 1 else []
    return tuple(dict.fromkeys(squeeze(name) for name in found if name))


def holds(role: Role, text: str | None, holder: Holder) -> bool:
    """Whether a cell names somebody."""
    return bool(text) and not _keys(holder).isdisjoint(names_of(role, text or ""))


def replaced(role: Role, text: str, holder: Holder, new: Holder) -> str:
    """The cell with another in the place of one; who stands there already is not named twice.

    A person who was named with a post is replaced by one with a post.

    >>> replaced(Role.LEADER, "副县长 张三、李四", Holder("张三"), Holder("王五", "县委常委"))
    '县委常委 王五、李四'
    >>> replaced(Role.LEAD_UNIT, "发改局（牵头）、工信局", Holder("发改局"), Holder("商务局"))
    '商务局（牵头）、工信局'
    """
    if role in _PEOPLE:
        return _leaders_replaced(text, holder, new)
    if _keys(holder) & {squeeze(text)}:
        return new.name
    parts = _MARKS.split(text)
    for place in range(0, len(parts), 2):
        if holds(role, parts[place], holder):
            old = next((key for key in (holder.name, holder.post) if key in parts[place]), "")
            parts[place] = parts[place].replace(old, new.name) if old else new.name
    return _once(role, parts)


def _leaders_replaced(text: str, holder: Holder, new: Holder) -> str:
    keys = _keys(holder)
    said: list[str] = []
    for leader in split_leaders(text):
        if squeeze(leader.name or leader.title or "") in keys:
            named = f"{new.post} {new.name}" if leader.title and new.post else new.name
            said.append(named)
        else:
            said.append(leader.text)
    mark = "；" if any("、" in one for one in said) else "、"
    known: dict[str, str] = {}
    for one in said:
        known.setdefault("".join(names_of(Role.LEADER, one)), one)
    return mark.join(known.values())


def _once(role: Role, parts: list[str]) -> str:
    """Parts with the marks between them, each name once."""
    seen: set[tuple[str, ...]] = set()
    said = ""
    for place in range(0, len(parts), 2):
        name = names_of(role, parts[place])
        if name and name in seen:
            continue
        seen.add(name)
        said += (parts[place - 1] if said else "") + parts[place]
    return said


def _keys(holder: Holder) -> frozenset[str]:
    return frozenset(filter(None, (squeeze(holder.name), squeeze(holder.post))))


def _member(part: str) -> str:
    """A member of a task force without post and telephone; a name of a force as it stands."""
    people = parse_contacts(part)
    return people[0].name if len(people) == 1 and people[0].name else part


# ---- the five --------------------------------------------------------------------------------

FIELD_WORDS: Final = {
    "项目名称": "name",
    "包联领导": "leader",
    "责任单位": "lead_unit",
    "工作专班": "task_force",
    "责任人": "contacts",
    "配合单位": "contact_unit",
}
"""How the setting names the fields of a project."""


@lru_cache(maxsize=16)
def parse_five(text: str) -> tuple[Five, ...]:
    """The five as the setting says them: words, =, fields with + between. ValueError if unread.

    >>> [five.keys for five in parse_five("一个项目=项目名称；一套班子=工作专班+责任人；一抓到底")]
    [('name',), ('task_force', 'contacts'), ()]
    """
    found = []
    for part in filter(None, map(str.strip, re.split(r"[；;\n]+", text))):
        pieces = part.replace("＝", "=").partition("=")
        words, fields = pieces[0].strip(), pieces[2]
        named = [word for word in map(str.strip, re.split(r"[+＋、]", fields)) if word]
        unknown = [word for word in named if word not in FIELD_WORDS]
        if not words or unknown:
            raise ValueError("、".join(unknown) or part)
        found.append(Five(words, tuple(FIELD_WORDS[word] for word in named)))
    if not found:
        raise ValueError(text)
    return tuple(found)


def missing(fives: tuple[Five, ...], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of those a project lacks: one of their fields is empty.

    >>> missing(parse_five("一个项目=项目名称；一名领导=包联领导"), {"name": "甲", "leader": ""})
    ('一名领导',)
    """
    return tuple(five.label for five in fives if not all(values.get(key) for key in five.keys))
