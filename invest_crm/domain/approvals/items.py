"""The catalogue of approvals: which items there are, who grants them, by when, on which papers.

What is shipped stands in ``resources/reference/approvals.json``; the bureau puts its own version
of an item over it (``services.approvals.catalogue``). Days of 0 mean at once.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm import words
from invest_crm.domain.day_line import Unit
from invest_crm.domain.reference import Provenance, provenance, read_json
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "approvals.json"


class ItemStage(StrEnum):
    """The stage an item belongs to; the two named ones run beside the numbered."""

    COMPANY = "0"
    SITE = "1"
    WORKS = "2"
    PERMIT = "3"
    BEFORE_START = "start"
    ACCEPTANCE = "4"
    BEFORE_PRODUCTION = "production"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STAGES[self])

    @property
    def rank(self) -> int:
        """The place among the stages."""
        return list(ItemStage).index(self)


_STAGES = {
    ItemStage.COMPANY: N_("Company registration"),
    ItemStage.SITE: N_("1 Project and site"),
    ItemStage.WORKS: N_("2 Works planning"),
    ItemStage.PERMIT: N_("3 Construction permit"),
    ItemStage.BEFORE_START: N_("In parallel, before the start"),
    ItemStage.ACCEPTANCE: N_("4 Acceptance"),
    ItemStage.BEFORE_PRODUCTION: N_("Before production"),
}


class MaterialKind(StrEnum):
    """主要材料 decide whether it is granted; 次要材料 may be handed in later (rule 4.4)."""

    MAIN = "main"
    SECONDARY = "secondary"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _("main material") if self is MaterialKind.MAIN else _("secondary material")


class Limit(Struct, frozen=True):
    """A time limit: so many days of a unit, 0 for at once."""

    days: int
    unit: Unit = Unit.WORK

    @property
    def label(self) -> str:
        """The limit in words."""
        if not self.days:
            return _("at once")
        if self.unit is Unit.WORK:
            return _("{n} working days").format(n=self.days)
        return _("{n} calendar days").format(n=self.days)


class Validity(Struct, frozen=True):
    """Void unless the works start within ``months``; so many extensions of so many months each."""

    months: int
    extensions: int = 0
    each: int = 0


class Material(Struct, frozen=True):
    """A paper that is handed in."""

    kind: MaterialKind
    zh: str
    en: str = ""

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.en if self.en and words.language() == "en" else self.zh


class Item(Struct, frozen=True):
    """One item of the catalogue.

    ``needs``: codes that are granted first; ``modes``: site modes it applies to (empty: all);
    ``when``: conditions that must all hold (``rules.CONDITIONS``); ``role``: joint or separate
    acceptance; ``cert``: one of the four certificates; ``optional``: only where it is added by
    hand; ``retired``: no longer taken into new paths.
    """

    code: str
    zh: str
    en: str
    department: str
    stage: ItemStage
    legal: Limit | None = None
    promise: Limit | None = None
    needs: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    validity: Validity | None = None
    role: str = ""
    cert: bool = False
    optional: bool = False
    retired: bool = False

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.en if self.en and words.language() == "en" else self.zh

    @property
    def at_once(self) -> bool:
        """Whether it is a filing that is granted when it is handed in."""
        return self.legal is not None and not self.legal.days

    @property
    def binding(self) -> Limit | None:
        """The limit it is measured by: the promised one, else the legal one."""
        return self.promise or self.legal


@cache
def shipped() -> dict[str, Item]:
    """The items that come with the program, by code, in the order of the path."""
    found = [_item(entry) for entry in read_json(FILE)["items"]]
    return {item.code: item for item in in_order(found)}


def edition() -> Provenance:
    """Which edition of the catalogue this is and where it comes from."""
    return provenance(FILE)


def in_order(items: list[Item]) -> list[Item]:
    """Items by stage, within one as they come."""
    return sorted(items, key=lambda item: item.stage.rank)


def parallel_with(item: Item, items: Mapping[str, Item]) -> list[str]:
    """The codes an item may run beside: of its stage, neither waiting for the other."""
    before = _before(item.code, items)
    return [
        other.code
        for other in items.values()
        if other.code != item.code
        and other.stage is item.stage
        and other.code not in before
        and item.code not in _before(other.code, items)
    ]


def _before(code: str, items: Mapping[str, Item]) -> set[str]:
    """Everything an item waits for, also through others."""
    found: set[str] = set()
    left = [code]
    while left:
        item = items.get(left.pop())
        new = [need for need in item.needs if need not in found] if item is not None else []
        found.update(new)
        left += new
    return found


def circle(items: Mapping[str, Item]) -> list[str]:
    """The codes that wait for themselves, empty where the catalogue is sound."""
    return [code for code in items if code in _before(code, items)]


def _item(entry: Mapping[str, Any]) -> Item:
    materials = tuple(
        Material(kind, *pair) for kind in MaterialKind for pair in entry.get(kind.value, ())
    )
    return Item(
        code=entry["code"],
        zh=entry["zh"],
        en=entry["en"],
        department=entry["dept"],
        stage=ItemStage(entry["stage"]),
        legal=_limit(entry.get("legal")),
        promise=_limit(entry.get("promise")),
        needs=tuple(entry.get("needs", ())),
        modes=tuple(entry.get("modes", ())),
        when=tuple(entry.get("when", ())),
        materials=materials,
        validity=Validity(*entry["validity"]) if "validity" in entry else None,
        role=entry.get("role", ""),
        cert=entry.get("cert", False),
        optional=entry.get("optional", False),
    )


def _limit(pair: tuple[int, str] | None) -> Limit | None:
    return None if pair is None else Limit(pair[0], Unit(pair[1]))
