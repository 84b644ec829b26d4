"""The papers an application to the statistics needs, by type of project or class of firm.

They are data (``resources/reference/stat-materials.json``, domain rules 2.1 and 2.2) and told by
the kinds of evidence. Required are those that every published list names; the others are asked
for in some places.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Collection

FILE = "stat-materials.json"
_FEN = 1_000_000  # of 10,000 yuan


class Work(StrEnum):
    """What a project is to the statistics, as it is entered."""

    WORKS = "works"
    PURCHASE = "purchase"
    REAL_ESTATE = "real_estate"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_WORKS[self])


_WORKS = {
    Work.WORKS: N_("Construction"),
    Work.PURCHASE: N_("Purchase of equipment only"),
    Work.REAL_ESTATE: N_("Real-estate development"),
}


class Material(Struct, frozen=True):
    """One paper of a checklist: one of ``kinds`` (of evidence) is enough."""

    code: str
    zh: str
    en: str
    kinds: tuple[str, ...]
    required: bool = False

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return self.zh if language() == "zh_CN" else self.en


class Checklist(Struct, frozen=True):
    """The papers of a type. ``form``: the form the statistics use for it; ``source``: from where.

    ``version``: the edition of the data.
    """

    id: str
    zh: str
    en: str
    form: str
    source: str
    version: str
    materials: tuple[Material, ...]

    @property
    def label(self) -> str:
        """The type in the language in force."""
        return self.zh if language() == "zh_CN" else self.en

    def missing(self, kinds: Collection[str]) -> tuple[Material, ...]:
        """The required papers of which no kind is there."""
        return tuple(
            one for one in self.materials if one.required and not set(one.kinds) & set(kinds)
        )


def threshold() -> int:
    """From which planned total (分) on a project is to be in the database."""
    return int(read()["threshold"]) * _FEN


def project_list(work: Work, planned: int | None) -> Checklist:
    """The checklist of a project; construction is told apart by the planned total.

    >>> project_list(Work.WORKS, 8_000 * 1_000_000).id
    'works-large'
    """
    if work is not Work.WORKS:
        return lists()[work.value]
    large = planned is not None and planned >= int(read()["large"]) * _FEN
    return lists()["works-large" if large else "works-middle"]


def firm_list(kind: str) -> Checklist:
    """The checklist of a firm by its class above size (``domain.above_size``)."""
    return lists()[read()["firms"].get(kind, "firm")]


def presumed_work(industry: str | None, site_mode: str | None) -> Work:
    """What a project probably is, where nobody said: by industry and the way it has its site."""
    if (industry or "").startswith(str(read()["real_estate"])):
        return Work.REAL_ESTATE
    return Work.PURCHASE if site_mode in read()["purchase_modes"] else Work.WORKS


@cache
def lists() -> dict[str, Checklist]:
    """Every checklist by its id."""
    data = read()
    known = {
        entry["code"]: Material(entry["code"], entry["zh"], entry["en"], tuple(entry["kinds"]))
        for entry in data["materials"]
    }
    return {
        entry["id"]: Checklist(
            entry["id"],
            entry["zh"],
            entry["en"],
            entry["form"],
            entry["source"],
            data["version"],
            tuple(_material(known, name) for name in entry["materials"]),
        )
        for entry in data["lists"]
    }


def _material(known: dict[str, Material], name: str) -> Material:
    """``*`` behind a code: required."""
    one = known[name.rstrip("*")]
    return Material(one.code, one.zh, one.en, one.kinds, name.endswith("*"))


@cache
def read() -> dict[str, Any]:
    """The data as they are shipped."""
    return read_json(FILE)
