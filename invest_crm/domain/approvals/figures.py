"""The three indicators of approvals (rule 4.1) and 拿地即开工 (rule 4.5), with what they count.

并联审批率: of the stages of projects finished in the period with two items or more, those whose
items all ran beside another one. 联合验收率: of the projects accepted in the period, those accepted
jointly. 压缩率: (limit - used) / limit in working days over the items granted in the period.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date  # noqa: TC003 - named in public fields
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.approvals.items import ItemStage  # noqa: TC001 - named in public fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Handled(Struct, frozen=True):
    """An approval as the indicators see it; those that are not needed are left out before.

    ``began`` and ``granted``: None where it is not so far. ``limit`` and ``used``: working days
    of the legal limit and those that counted, None where there is no limit.
    """

    id: str
    project: str
    stage: ItemStage
    began: date | None
    granted: date | None
    role: str = ""
    cert: str = ""
    limit: int | None = None
    used: int | None = None


class Rate(Struct, frozen=True):
    """A share with the approvals behind its two numbers."""

    part: int
    whole: int
    part_ids: tuple[str, ...]
    whole_ids: tuple[str, ...]

    @property
    def value(self) -> Fraction | None:
        """The share, None where nothing is counted."""
        return Fraction(self.part, self.whole) if self.whole else None


def parallel_rate(handled: Iterable[Handled], first: date, last: date) -> Rate:
    """并联审批率 of the stages finished from ``first`` to ``last``."""
    groups: dict[tuple[str, ItemStage], list[Handled]] = defaultdict(list)
    for one in handled:
        groups[one.project, one.stage].append(one)
    finished = [
        group
        for group in groups.values()
        if len(group) > 1 and _ended_within([one.granted for one in group], first, last)
    ]
    beside = [group for group in finished if all(_beside(one, group) for one in group)]
    return Rate(len(beside), len(finished), _ids(beside), _ids(finished))


def joint_rate(handled: Iterable[Handled], first: date, last: date) -> Rate:
    """联合验收率 of the projects accepted from ``first`` to ``last``."""
    groups: dict[str, list[Handled]] = defaultdict(list)
    for one in handled:
        if one.role and one.granted is not None and first <= one.granted <= last:
            groups[one.project].append(one)
    joint = [group for group in groups.values() if any(one.role == "joint" for one in group)]
    return Rate(len(joint), len(groups), _ids(joint), _ids(groups.values()))


def saved_rate(handled: Iterable[Handled], first: date, last: date) -> Rate:
    """压缩率 of the items with a legal limit granted from ``first`` to ``last``."""
    counted = [
        one
        for one in handled
        if one.limit and one.used is not None and one.granted and first <= one.granted <= last
    ]
    base = sum(one.limit or 0 for one in counted)
    used = sum(one.used or 0 for one in counted)
    ids = tuple(one.id for one in counted)
    return Rate(base - used, base, ids, ids)


class FourCerts(Struct, frozen=True):
    """四证齐发 of a project: days from T0 to the last certificate, or those still missing.

    ``days``: working days, None while a certificate is missing. ``met``: all within the target.
    """

    project: str
    t0: date
    days: int | None
    missing: tuple[str, ...]
    met: bool


def _ended_within(days: Sequence[date | None], first: date, last: date) -> bool:
    known = [day for day in days if day is not None]
    return len(known) == len(days) and first <= max(known) <= last


def _beside(one: Handled, group: Sequence[Handled]) -> bool:
    """Whether an item was begun together with another or before that one was granted."""
    return any(_overlap(one, other) for other in group if other is not one)


def _overlap(one: Handled, other: Handled) -> bool:
    if one.began is None or other.began is None or one.granted is None or other.granted is None:
        return False
    begun, ended = max(one.began, other.began), min(one.granted, other.granted)
    return begun < ended or one.began == other.began


def _ids(groups: Iterable[Sequence[Handled]]) -> tuple[str, ...]:
    return tuple(one.id for group in groups for one in group)
