"""Gates: what a project must have to enter a stage, by its site mode (domain rules 1.1 and 1.1b).

The rules are data (``resources/reference/gates.json``); this is their interpreter. A need is met
when one of its fields has a value, or one of its papers is there; a date that is only known to
have passed counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.reference import read_json
from invest_crm.domain.stages import MilestoneKind, Stage
from invest_crm.words import pgettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_FILE = "gates.json"


class Need(Struct, frozen=True):
    """One of these fields must have a value, or one of these kinds of evidence must be there; an
    optional one is asked for and may stay empty.

    ``modes``: the site modes it holds for, every one if empty.
    """

    keys: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    required: bool = True
    modes: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """What an answer about it is stored under."""
        return "+".join(self.keys or self.papers)

    @property
    def label(self) -> str:
        """The fields or papers, for people: one of several is enough."""
        words = [BY_KEY[key].label for key in self.keys]
        words += [evidence_label(code) for code in self.papers]
        return pgettext("between alternatives", " or ").join(words)

    def holds_for(self, site_mode: str | None) -> bool:
        """Whether a project of a site mode needs it; where the mode is unknown it does not yet."""
        return not self.modes or (site_mode or "") in self.modes

    def is_met(self, values: Mapping[str, Any], papers: Collection[str] = ()) -> bool:
        """Whether one of the fields has a value, or one of the papers is there."""
        filled = any(values.get(key) not in (None, "", ()) for key in self.keys)
        return filled or any(code in papers for code in self.papers)


@cache
def gates() -> dict[Stage, tuple[Need, ...]]:
    """The needs of every stage that has any."""
    return {
        Stage(stage): tuple(
            Need(
                tuple(entry.get("any", ())),
                tuple(entry.get("papers", ())),
                not entry.get("optional", False),
                frozenset(entry.get("modes", ())),
            )
            for entry in needs
        )
        for stage, needs in read_json(_FILE)["gates"].items()
    }


@cache
def confirmed_stages() -> frozenset[Stage]:
    """The stages a second person confirms (★ in domain rule 1.1)."""
    return frozenset(Stage(code) for code in read_json(_FILE)["confirmed"])


def missing_for(
    values: Mapping[str, Any], stage: Stage, papers: Collection[str] = ()
) -> tuple[Need, ...]:
    """What a project with these field values and kinds of evidence still lacks to enter a stage,
    in the order asked.
    """
    return tuple(
        need
        for need in gates().get(stage, ())
        if need.holds_for(values.get("site_mode")) and not need.is_met(values, papers)
    )


def applies(key: str, stage: Stage, site_mode: str | None) -> bool:
    """Whether a field that some site modes need before a stage is needed by this one, too; by
    every one whose mode is not known.

    >>> applies("permit_on", Stage.STARTED, "LEASED_PLANT"), applies("permit_on", Stage.STARTED, "")
    (False, True)
    """
    asked = [need for need in gates().get(stage, ()) if key in need.keys]
    return not site_mode or not asked or any(need.holds_for(site_mode) for need in asked)


def own_date(stage: Stage) -> str:
    """The date field that entering a stage fills, empty before signing.

    >>> own_date(Stage.SIGNED), own_date(Stage.STARTED), own_date(Stage.REVIEW)
    ('signed_on', 'started_on', '')
    """
    if stage is Stage.SIGNED:
        return "signed_on"
    known = stage.value in MilestoneKind.__members__
    return MilestoneKind(stage.value).field if known else ""


def needed_at(key: str, stage: Stage, values: Mapping[str, Any]) -> str:
    """What a field is to a project standing at a stage: ``required`` by that stage or one before,
    ``next`` for the following one, else empty (it may stay empty).

    Where one of several fields is enough, the others ask for nothing once one is filled.
    """

    def asks(asked: Stage) -> bool:
        return any(
            key in need.keys
            and need.required
            and need.holds_for(values.get("site_mode"))
            and (need.keys == (key,) or not need.is_met(values))
            for need in gates().get(asked, ())
        )

    following = stage.following
    if any(asks(one) for one in Stage if one.rank <= stage.rank):
        return "required"
    return "next" if following is not None and asks(following) else ""
