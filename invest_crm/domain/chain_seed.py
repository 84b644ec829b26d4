"""The six industry chains a county starts from: tiers, segments, links and their leaves.

A drafted, generic starting point; the county's own chains live in the database. This module only
reads the seed. A leaf (子环节) is what firms and projects are placed on.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.reference import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator


class SeedTier(Struct, frozen=True):
    """上游, 中游, 下游 or 支撑配套, in the order they are drawn."""

    id: str
    name: str
    name_en: str


class SeedNode(Struct, frozen=True):
    """A segment, a link (环节) or a leaf (子环节, no children).

    ``codes`` are GB/T 4754-2017 classes firms here usually fall into, the likeliest first.
    ``env_sensitive``: check environmental approval before promising land.
    """

    id: str
    name: str
    name_en: str
    tier: str
    codes: tuple[str, ...]
    keywords: tuple[str, ...]
    critical: bool
    env_sensitive: bool
    note: str
    children: tuple[SeedNode, ...]

    def walk(self) -> Iterator[SeedNode]:
        """This node and all below it, in drawing order."""
        yield self
        for child in self.children:
            yield from child.walk()


class SeedFlow(Struct, frozen=True):
    """A main flow of goods or services between two links of one chain."""

    source: str
    target: str


class SeedChain(Struct, frozen=True):
    """One chain; ``segments`` are the top nodes, each in one tier."""

    id: str
    name: str
    name_en: str
    summary: str
    lead_department: str
    segments: tuple[SeedNode, ...]
    flows: tuple[SeedFlow, ...]

    @property
    def nodes(self) -> tuple[SeedNode, ...]:
        """Every node of the chain in drawing order."""
        return tuple(node for segment in self.segments for node in segment.walk())

    @property
    def links(self) -> tuple[SeedNode, ...]:
        """The nodes of the second level (环节)."""
        return tuple(link for segment in self.segments for link in segment.children)

    @property
    def leaves(self) -> tuple[SeedNode, ...]:
        """The nodes firms and projects are placed on (子环节)."""
        return tuple(leaf for link in self.links for leaf in link.children)


@cache
def seed_tiers() -> tuple[SeedTier, ...]:
    """The four tiers in drawing order."""
    return tuple(SeedTier(t["id"], t["name"], t["name_en"]) for t in _data()["tiers"])


@cache
def seed_chains() -> tuple[SeedChain, ...]:
    """The six chains in the order they are offered."""
    return tuple(map(_chain, _data()["chains"]))


def seed_chain(chain_id: str) -> SeedChain | None:
    """One chain by its id (``mutton-sheep``), or None."""
    return next((chain for chain in seed_chains() if chain.id == chain_id), None)


def seed_code_names() -> dict[str, str]:
    """The official name of every industry code the seed uses."""
    return dict(_data()["code_names"])


@cache
def _data() -> dict[str, Any]:
    return read_json("chains-2026.json")


def _chain(raw: dict[str, Any]) -> SeedChain:
    return SeedChain(
        id=raw["id"],
        name=raw["name"],
        name_en=raw["name_en"],
        summary=raw["summary"],
        lead_department=raw["lead_department"],
        segments=tuple(_node(segment, segment["tier"]) for segment in raw["segments"]),
        flows=tuple(SeedFlow(source, target) for source, target in raw["flows"]),
    )


def _node(raw: dict[str, Any], tier: str) -> SeedNode:
    return SeedNode(
        id=raw["id"],
        name=raw["name"],
        name_en=raw["name_en"],
        tier=tier,
        codes=tuple(raw["codes"]),
        keywords=tuple(raw["keywords"]),
        critical=raw["critical"],
        env_sensitive=raw["env_sensitive"],
        note=raw["note"],
        children=tuple(_node(child, tier) for child in raw["children"]),
    )
