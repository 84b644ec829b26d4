"""Columns that our own ledgers show and nobody reads back: they follow from other records.

A column is taken for one of them by its heading and its words together, so that what a county
wrote itself under the same heading is kept as text like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.text import cell_text
from invest_crm.exchange.writing.ledger_cells import GRADES
from invest_crm.exchange.writing.project_ledger import GRADE

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS: Final = {("projects", GRADE): frozenset(GRADES.values())}


def is_derived(kind: str, path: str, samples: Sequence[object]) -> bool:
    """Whether a column of a ledger only repeats what the program works out itself."""
    words = _WORDS.get((kind, path.rpartition("/")[2]))
    return words is not None and bool(samples) and {cell_text(one) for one in samples} <= words
