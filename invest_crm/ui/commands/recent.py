"""What was opened or done last, by key, kept in the user's own file. Names are not kept."""

from __future__ import annotations

from typing import Final

from invest_crm.settings import user

KEPT: Final = 60
SHOWN: Final = 20
_STATE = "recent"


class Recent:
    """Keys, the latest first."""

    def __init__(self) -> None:
        stored = user.read_state(_STATE)
        keys = stored if isinstance(stored, list) else []
        self._keys = [key for key in keys if isinstance(key, str)][:KEPT]

    def keys(self) -> list[str]:
        """The latest first."""
        return list(self._keys)

    def places(self) -> dict[str, int]:
        """How long ago, 0 for the latest."""
        return {key: place for place, key in enumerate(self._keys)}

    def add(self, key: str) -> None:
        """This was opened or done just now."""
        if self._keys[:1] == [key]:
            return
        self._keys = [key, *(other for other in self._keys if other != key)][:KEPT]
        user.write_state(_STATE, self._keys)
