"""Where on its chain a project or firm probably belongs, read from its own words.

Only a presumption, marked as such wherever it is shown: a person's placement always wins. A leaf
speaks through its name, the parts of its name, and its keywords; longer words weigh more. Two
leaves that fit equally well mean that nothing is presumed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ASIDE = re.compile(r"[（(][^）)]*[）)]")
_JOINTS = re.compile(r"[、，,/·与和及]|及其|等")
_WEAK = frozenset({"项目", "生产", "加工", "建设", "服务", "平台", "基地", "产业", "企业", "技术"})
_LEAST = 2
_SURE_ANYWHERE = 4
"""Without a known chain only a word of this length is taken."""


class LeafWords(Struct, frozen=True):
    """A leaf with everything it answers to."""

    id: str
    chain: str
    words: tuple[str, ...]


def words_of_leaf(name: str, keywords: Iterable[str]) -> tuple[str, ...]:
    """The words a leaf answers to: its whole name, the parts of it, its keywords.

    >>> words_of_leaf("冷库与猪肉储备（国储）", ["冷库"])
    ('冷库与猪肉储备', '猪肉储备', '冷库')
    """
    whole = _ASIDE.sub("", name)
    parts = [part for part in _JOINTS.split(whole) if len(part) >= _LEAST]
    found = dict.fromkeys([whole, *parts, *keywords])
    return tuple(
        sorted((word for word in found if word not in _WEAK and len(word) >= _LEAST),
               key=len, reverse=True)
    )  # fmt: skip


def suggest(leaves: Sequence[LeafWords], chain: str | None, texts: Iterable[str]) -> str | None:
    """The leaf whose longest word stands in the first text that has any; None if unsure."""
    for text in texts:
        winners = best_leaves(leaves, chain, text)
        if winners:
            return winners[0] if len(winners) == 1 else None
    return None


def best_leaves(leaves: Sequence[LeafWords], chain: str | None, text: str) -> tuple[str, ...]:
    """The leaves of a chain (None: of any) whose longest word in the text is the longest of all."""
    least = _SURE_ANYWHERE if chain is None else _LEAST
    best: dict[str, int] = {}
    for leaf in leaves:
        if chain is not None and leaf.chain != chain:
            continue
        for word in leaf.words:
            if word in text:
                if len(word) >= least:
                    best[leaf.id] = len(word)
                break
    top = max(best.values(), default=0)
    return tuple(leaf for leaf, length in best.items() if length == top)
