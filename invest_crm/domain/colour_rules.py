"""Colour rules of a list: a condition, its name, and one of the few tones with a fixed meaning.

The first rule a record fulfils marks it. A tone never speaks alone: the name stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.conditions import EVERYTHING, Group, from_json, to_json, without_unknown
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.conditions import Field

MAX_RULES = 5
TONES: Mapping[str, str] = {
    "bad": N_("Red: needs a decision"),
    "signed": N_("Amber: to be watched"),
    "started": N_("Green: goes well"),
    "statistics": N_("Blue: to be noted"),
    "talk": N_("Grey: rests"),
}


class ColourRule(Struct, frozen=True):
    """A mark for the records that fulfil a condition; one without conditions marks none."""

    name: str
    tone: str
    where: Group = EVERYTHING


def tone_word(tone: str) -> str:
    """What a tone means, in the language in force."""
    return _(TONES[tone])


def rules_json(rules: Sequence[ColourRule]) -> list[dict[str, Any]]:
    """The stored form; ``rules_of`` makes the same of it."""
    return [{"name": rule.name, "tone": rule.tone, "where": to_json(rule.where)} for rule in rules]


def rules_of(shape: Any) -> tuple[ColourRule, ...]:
    """The rules of a stored form. ValueError if it cannot be read."""
    try:
        found = [
            ColourRule(str(one["name"]), _tone(one["tone"]), from_json(one["where"]))
            for one in shape or ()
        ]
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("no colour rules") from error
    return tuple(found[:MAX_RULES])


def without_lost_rules(
    rules: Sequence[ColourRule], fields: Mapping[str, Field]
) -> tuple[tuple[ColourRule, ...], tuple[str, ...]]:
    """The rules without conditions on what the list no longer has, and the keys left out."""
    kept: list[ColourRule] = []
    gone: list[str] = []
    for rule in rules:
        where, lost = without_unknown(rule.where, fields)
        gone += lost
        kept.append(replace(rule, where=where))
    return tuple(kept), tuple(gone)


def _tone(name: Any) -> str:
    if name not in TONES:
        raise ValueError("no tone")
    return str(name)
