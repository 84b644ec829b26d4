"""When is a row of a ledger a record that is stored already?

Order for a project: project code, statistics code, investor and name, name alone when exactly one
candidate is left; a phase (一期) that only one side names is bridged when there is one candidate,
一期 against 二期 never match. The year never decides. Several or similar candidates are for a
person to decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.domain.text import firm_core, firm_key, project_key, split_phase
from invest_crm.services.ledger.decisions import NEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from invest_crm.services.work import View

_SIMILAR_SAME_INVESTOR = 88
_SIMILAR_UNKNOWN_INVESTOR = 92
_PREFIX = 2
_ENDING = re.compile(r"(?:(?:新建|扩建|改建|改扩建|建设)?(?:项目|工程)|建设)$")
_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十百]+")


class Rival(NamedTuple):
    """A record a row may mean."""

    id: str
    name: str


class Match(Struct, frozen=True):
    """The stored record a row means, if any; ``note`` is a problem code worth telling.

    ``rivals``: candidates among which a person must choose (``id`` is then None).
    """

    id: str | None = None
    note: str | None = None
    name: str = ""
    rivals: tuple[Rival, ...] = ()

    @property
    def named(self) -> str:
        """The names of the candidates."""
        return "；".join(rival.name for rival in self.rivals)

    @property
    def possible(self) -> tuple[Rival, ...]:
        """What a person may choose from: the candidates, or the record that was only assumed."""
        assumed = self.note is not None and self.id is not None
        return (Rival(self.id or "", self.name),) if assumed else self.rivals


NO_MATCH = Match()


class Known(Struct, frozen=True):
    """What matching knows of one project."""

    id: str
    name: str
    key: str
    base: str
    phase: str | None
    investor: str | None


class ProjectIndex(Struct):
    """Stored projects (and the new ones of the file at hand) by everything that identifies."""

    codes: dict[str, Known] = field(default_factory=dict)
    stats: dict[str, Known] = field(default_factory=dict)
    keys: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    bases: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    investors: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    prefixes: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    unowned: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    """By prefix as well, but only those whose investor is unknown."""
    names: dict[str, str] = field(default_factory=dict)
    """The name of each by its id."""

    @classmethod
    def load(cls, view: View) -> ProjectIndex:
        """The index of everything stored (the trash left out)."""
        index = cls()
        columns = project.c
        query = select(
            columns.id,
            columns.name,
            columns.investor,
            columns.project_code,
            columns.stat_code,
        ).where(columns.archived_at.is_(None))
        for row in view.rows(query):
            index.add(row.id, row.name, row.investor, row.project_code, row.stat_code)
        return index

    def add(
        self, record_id: str, name: str, investor: str | None, code: str | None, stat: str | None
    ) -> None:
        """Take up one project."""
        key = project_key(name)
        base, phase = split_phase(key)
        known = Known(record_id, name, key, base, phase, firm_key(investor) if investor else None)
        self.names[record_id] = name
        if code:
            self.codes.setdefault(code, known)
        if stat:
            self.stats.setdefault(stat, known)
        self.keys[key].append(known)
        self.bases[base].append(known)
        if known.investor:
            self.investors[known.investor].append(known)
        else:
            self.unowned[key[:_PREFIX]].append(known)
        self.prefixes[key[:_PREFIX]].append(known)

    def match(
        self, name: str, investor: str | None, code: str | None = None, stat: str | None = None
    ) -> Match:
        """The record a row means, by the fixed order."""
        sure = (self.codes.get(code) if code else None) or (self.stats.get(stat) if stat else None)
        if sure is not None:
            return Match(sure.id, name=sure.name)
        key = project_key(name)
        base, phase = split_phase(key)
        who = firm_key(investor) if investor else None
        return (
            self._same_name(key, who)
            or self._other_phase(base, phase, who)
            or self._similar(key, base, phase, who)
            or NO_MATCH
        )

    def _same_name(self, key: str, who: str | None) -> Match | None:
        found = self.keys.get(key, [])
        exact = [item for item in found if who and item.investor == who]
        if len(exact) == 1 or len(found) == 1:
            chosen = exact[0] if len(exact) == 1 else found[0]
            other = bool(who and chosen.investor) and _differ(who, chosen.investor)
            return Match(chosen.id, "investor-differs" if other else None, chosen.name)
        if found:
            return Match(note="several-candidates", rivals=_rivals(exact or found))
        return None

    def _other_phase(self, base: str, phase: str | None, who: str | None) -> Match | None:
        found = [item for item in self.bases.get(base, []) if not (phase and item.phase)]
        exact = [item for item in found if who and item.investor == who]
        if len(exact) == 1 or len(found) == 1:
            chosen = exact[0] if len(exact) == 1 else found[0]
            return Match(chosen.id, "phase-assumed", chosen.name)
        if found:
            return Match(note="several-candidates", rivals=_rivals(found))
        return None

    def _similar(self, key: str, base: str, phase: str | None, who: str | None) -> Match | None:
        from rapidfuzz import fuzz

        for item in self._near(key, who):
            if phase and item.phase and phase != item.phase:
                continue
            same = bool(who) and item.investor == who
            if who and item.investor and not same:
                continue
            if _numbers(base) != _numbers(item.base):
                continue  # 1号厂房 is not 2号厂房, however alike the rest
            bound = _SIMILAR_SAME_INVESTOR if same else _SIMILAR_UNKNOWN_INVESTOR
            if _core(base) == _core(item.base) or fuzz.ratio(base, item.base) >= bound:
                return Match(note="possible-duplicate", name=item.name, rivals=_rivals([item]))
        return None

    def _near(self, key: str, who: str | None) -> Iterable[Known]:
        """Who can be similar at all: with different investors two projects never are.

        Half of a large ledger may begin with 年产; compared each with each it would never end.
        """
        if who:
            yield from self.investors.get(who, ())
        yield from (self.unowned if who else self.prefixes).get(key[:_PREFIX], ())


class FirmIndex(Struct):
    """Stored firms by credit code, name, and name without its legal form."""

    codes: dict[str, str] = field(default_factory=dict)
    keys: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cores: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    @classmethod
    def load(cls, view: View) -> FirmIndex:
        """The index of everything stored (the trash left out)."""
        index = cls()
        query = select(
            firm.c.id, firm.c.name, firm.c.name_key, firm.c.name_core, firm.c.credit_code
        )
        for row in view.rows(query.where(firm.c.archived_at.is_(None))):
            index.add(row.id, row.name, row.credit_code, row.name_key, row.name_core)
        return index

    def add(self, record_id: str, name: str, code: str | None, key: str, core: str) -> None:
        """Take up one firm."""
        if code:
            self.codes.setdefault(code, record_id)
        self.keys[key].append(record_id)
        self.cores[core].append(record_id)
        self.named[record_id] = (name, code)

    def match(self, name: str, code: str | None) -> Match:
        """The firm a row means: by code, else by name; a similar name is for a person."""
        if code and code in self.codes:
            return self._found(self.codes[code])
        same = self.keys.get(firm_key(name), [])
        if len(same) == 1:
            other = self.named[same[0]][1]
            if code and other and code != other:
                return Match(note="code-differs", name=name, rivals=self._rivals(same))
            return self._found(same[0])
        if same:
            return Match(note="several-candidates", rivals=self._rivals(same))
        near = self.cores.get(firm_core(name))
        if not near:
            return NO_MATCH
        rivals = self._rivals(item for item in near if not (code and self.named[item][1]))
        if rivals:
            return Match(note="possible-duplicate", name=rivals[0].name, rivals=rivals)
        return NO_MATCH

    def name_of(self, record_id: str) -> str | None:
        """The name of a firm, None for an id that is not here."""
        known = self.named.get(record_id)
        return known[0] if known else None

    def _found(self, record_id: str) -> Match:
        return Match(record_id, name=self.named[record_id][0])

    def _rivals(self, ids: Iterable[str]) -> tuple[Rival, ...]:
        return tuple(Rival(record_id, self.named[record_id][0]) for record_id in ids)


def settled(match: Match, means: str | None, name_of: Callable[[str], str | None]) -> Match:
    """A match, or what a person said in its place; is that record gone, they must say again."""
    if means is None:
        return match
    if means == NEW:
        return NO_MATCH
    name = name_of(means)
    if name is None:
        return Match(note="choice-gone", rivals=match.possible)
    return Match(means, name=name)


def _core(base: str) -> str:
    """A name without the words that say only that it is a project."""
    return _ENDING.sub("", base) or base


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two firms are clearly not the same under two spellings."""
    cores = firm_core(one or ""), firm_core(other or "")
    return cores[0] not in cores[1] and cores[1] not in cores[0]


def _numbers(base: str) -> list[str]:
    return _NUMBER.findall(base)


def _rivals(found: Iterable[Known]) -> tuple[Rival, ...]:
    return tuple(Rival(item.id, item.name) for item in found)
