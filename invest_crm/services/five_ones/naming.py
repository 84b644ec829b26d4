"""Names that projects give and no record has yet: offered to become records, all in one action."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.five_ones import responsible
from invest_crm.db.schema.projects import project
from invest_crm.domain.five_ones import Kind, Role, names_of
from invest_crm.domain.people import split_leaders, split_units
from invest_crm.domain.text import squeeze
from invest_crm.errors import UserError
from invest_crm.services.five_ones.records import WORDS, key_of, load_all
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


class Offer(Struct, frozen=True):
    """A name found in projects: ``post`` as most of them write it, ``times``: in how many."""

    kind: Kind
    name: str
    post: str
    times: int


class TakeNames(Struct, frozen=True):
    """These names become records."""

    offers: tuple[Offer, ...]


def offered_names(view: View) -> list[Offer]:
    """Names of leaders, units and task forces without a record: the most frequent first, by kind.

    A leader known by post alone is offered under the post.
    """
    known: dict[Kind, set[str]] = defaultdict(set)
    for record in load_all(view):
        kind = Kind(record["kind"])
        known[kind] |= {squeeze(record["name"])}
        if kind is Kind.PERSON and record["post"]:
            known[kind].add(squeeze(record["post"]))
    times: Counter[tuple[Kind, str]] = Counter()
    posts: dict[str, Counter[str]] = defaultdict(Counter)
    columns = (project.c.leader, project.c.lead_unit, project.c.support_units, project.c.task_force)
    for row in view.rows(select(*columns).where(project.c.archived_at.is_(None))):
        for leader in split_leaders(row.leader):
            name = squeeze(leader.name or leader.title or "")
            times[Kind.PERSON, name] += 1
            if leader.name and leader.title:
                posts[name][leader.title] += 1
        for unit in (*split_units(row.lead_unit), *split_units(row.support_units)):
            times[Kind.UNIT, squeeze(unit)] += 1
        if row.task_force and len(names_of(Role.FORCE, row.task_force)) == 1:
            times[Kind.FORCE, squeeze(row.task_force)] += 1
    order = list(Kind)
    return [
        Offer(kind, name, (posts[name].most_common(1) or [("", 0)])[0][0], count)
        for (kind, name), count in sorted(
            times.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])
        )
        if name and name not in known[kind]
    ]


def take_names(work: Work, command: TakeNames) -> tuple[str, ...]:
    """Make records of names; returns their ids. UserError ``names-none``, ``names-known``."""
    if not command.offers:
        raise UserError(
            "names-none",
            _("No name is chosen."),
            safe=_("Nothing was changed."),
            todo=_("Choose the names that are to become records."),
        )
    known = {(record["kind"], key_of(record["name"])) for record in load_all(work)}
    fresh = [one for one in command.offers if (one.kind.value, key_of(one.name)) not in known]
    if not fresh:
        raise UserError(
            "names-known",
            _("These names are recorded already."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who did it."),
        )
    work.name("responsible.take", count=len(fresh))
    blank: dict[str, object] = dict.fromkeys(WORDS)
    rows = [
        {
            **blank,
            "kind": one.kind.value,
            "name": one.name,
            "name_key": key_of(one.name),
            "post": one.post or None,
        }
        for one in fresh
    ]
    return tuple(work.insert_many(responsible, rows))
