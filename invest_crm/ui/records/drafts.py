"""What is typed in a form and not saved yet, in the person's own file: it survives the window.

Kept within a second of the last key, so that a crash or a power cut costs no more. It is forgotten
once it is saved or given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.settings import user

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP_MS = 1000


class Left(Struct, frozen=True):
    """A form that was left behind: the record (empty: a new one), what was typed, and what stood
    in the same fields before."""

    record_id: str
    texts: Mapping[str, str]
    before: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name typed or stood before; empty if neither is among them."""
        return self.texts.get("name") or self.before.get("name", "")


class Drafts:
    """The one draft of a page over one database (``where``)."""

    def __init__(self, page: str, where: str) -> None:
        self._key, self._where = f"draft.{page}", where

    def keep(self, left: Left) -> None:
        """Remember what is typed at present."""
        user.write_state(
            self._key,
            {
                "where": self._where,
                "record": left.record_id,
                "texts": dict(left.texts),
                "before": dict(left.before),
            },
        )

    def forget(self) -> None:
        """It was saved or given up."""
        if user.read_state(self._key) is not None:
            user.write_state(self._key, None)

    def left(self) -> Left | None:
        """What was typed and never saved, None for nothing (or for another database)."""
        stored = user.read_state(self._key)
        if not isinstance(stored, dict) or stored.get("where") != self._where:
            return None
        texts, before = stored.get("texts"), stored.get("before")
        if not isinstance(texts, dict) or not isinstance(before, dict) or not texts:
            return None
        return Left(str(stored.get("record", "")), _plain(texts), _plain(before))


def _plain(texts: Mapping[object, object]) -> dict[str, str]:
    return {str(key): str(text) for key, text in texts.items()}
