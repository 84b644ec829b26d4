"""What a page of records is told about its subject: its words, and what it asks of the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.records.editor import Stored


@dataclass(frozen=True, slots=True)
class Words:
    """What a page calls its records. ``chosen``, ``archive`` and ``restore`` hold ``{n}``."""

    title: str
    new: str
    icon: str
    none: str
    sentence: str
    chosen: str
    archive: str
    restore: str


class RecordJobs(Protocol):
    """What a page asks of the services of its subject; all of it runs in the background."""

    def panel(self, app: App, record_id: str) -> Any | None:
        """What the panel shows, None if the record is gone."""

    def form(self, app: App, record_id: str) -> tuple[Any, Stored | None]:
        """What the form offers, and the record as it is stored (None for an empty id)."""
        ...

    def save(
        self, app: App, record: Stored | None, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[Any]:
        """Create (None) or edit a record; the outcome of creating is its id."""
        ...

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """Move records to the trash, or back."""
        ...
