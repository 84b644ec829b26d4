"""Gates: what a project must have to enter a stage, by its site mode (domain rules 1.1 and 1.1b).

The rules are data (``resources/reference/gates.json``); this is their interpreter. A need is met
when one of its fields has a value; a date that is only known to have passed counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.domain.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "gates.json"


class Need(Struct, frozen=True):
    """One of these fields must have a value; an optional one is asked for and may stay empty.

    ``modes``: the site modes it holds for, every one if empty.
    """

    keys: tuple[str, ...]
    required: bool = True
    modes: frozenset[str] = frozenset()

    def holds_for(self, site_mode: str | None) -> bool:
        """Whether a project of a site mode needs it; where the mode is unknown it does not yet."""
        return not self.modes or (site_mode or "") in self.modes

    def is_met(self, values: Mapping[str, Any]) -> bool:
        """Whether one of the fields has a value."""
        return any(values.get(key) not in (None, "", ()) for key in self.keys)


@cache
def gates() -> dict[Stage, tuple[Need, ...]]:
    """The needs of every stage that has any."""
    return {
        Stage(stage): tuple(
            Need(
                tuple(entry["any"]),
                not entry.get("optional", False),
                frozenset(entry.get("modes", ())),
            )
            for entry in needs
        )
        for stage, needs in read_json(_FILE)["gates"].items()
    }


def missing_for(values: Mapping[str, Any], stage: Stage) -> tuple[Need, ...]:
    """What a project with these field values still lacks to enter a stage, in the order asked."""
    return tuple(
        need
        for need in gates().get(stage, ())
        if need.holds_for(values.get("site_mode")) and not need.is_met(values)
    )
