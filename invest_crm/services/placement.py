"""Presuming places on the chains for imported projects and firms that name none."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.schema.chains import chain_node
from invest_crm.domain.placement import LeafWords, best_leaves, words_of_leaf

if TYPE_CHECKING:
    from invest_crm.services.work import View

PRESUMED = "presumed"
"""Marks a place that was read from words and that nobody has confirmed."""


class Placer(Struct, frozen=True):
    """The leaves of all chains with their words, read once for a whole ledger."""

    leaves: tuple[LeafWords, ...]
    names: tuple[tuple[str, str, str], ...] = ()
    """(chain, leaf, name) of every leaf: what a ledger may name in so many words."""
    known: dict[tuple[str | None, str], tuple[str, ...]] = field(default_factory=dict)
    """What texts said before: a large ledger says the same business many times."""
    telling: dict[str | None, re.Pattern[str]] = field(default_factory=dict)
    """Any word of a chain: most names hold none, and need no look at each leaf."""

    @classmethod
    def load(cls, view: View) -> Placer:
        """Read the leaves."""
        query = select(
            chain_node.c.id, chain_node.c.chain_id, chain_node.c.name, chain_node.c.keywords
        ).where(chain_node.c.level == "leaf")
        rows = view.rows(query)
        return cls(
            tuple(
                LeafWords(
                    row.id, row.chain_id, words_of_leaf(row.name, json.loads(row.keywords or "[]"))
                )
                for row in rows
            ),
            tuple((row.chain_id, row.id, row.name) for row in rows),
        )

    def named(self, chain: str | None, text: str) -> str | None:
        """The leaf a ledger names (by its name or id); None if there is none or several."""
        found = [
            leaf for on, leaf, name in self.names if text in (name, leaf) and chain in (None, on)
        ]
        return found[0] if len(found) == 1 else None

    def chain_of(self, node: str) -> str:
        """The chain a leaf belongs to."""
        return next(leaf.chain for leaf in self.leaves if leaf.id == node)

    def place(self, chain: str | None, *texts: str | None) -> str | None:
        """The leaf presumed from the texts, the most telling first; None if unsure."""
        for text in texts:
            winners = self._winners(chain, text) if text else ()
            if winners:
                return winners[0] if len(winners) == 1 else None
        return None

    def _winners(self, chain: str | None, text: str) -> tuple[str, ...]:
        found = self.known.get((chain, text))
        if found is None:
            tells = self._telling(chain).search(text)
            found = best_leaves(self.leaves, chain, text) if tells else ()
            self.known[chain, text] = found
        return found

    def _telling(self, chain: str | None) -> re.Pattern[str]:
        if chain not in self.telling:
            leaves = (leaf for leaf in self.leaves if chain in (None, leaf.chain))
            words = {re.escape(word) for leaf in leaves for word in leaf.words}
            self.telling[chain] = re.compile("|".join(sorted(words)) or r"(?!)")
        return self.telling[chain]
