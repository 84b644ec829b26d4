"""What a page of records is told about its subject: its words, and what it asks of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.records.editor import Stored


class Words(Struct, frozen=True):
    """What a page calls its records: ``new`` is a message id; ``chosen(n)`` says how many."""

    title: str
    new: str
    icon: str
    none: str
    sentence: str
    chosen: Callable[[int], str]


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

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, Stored]:
        """Records by id as they are stored; those that are gone are left out."""
        ...

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:
        """Which of these names stored records have."""
        ...

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many records and new records; the outcome are the ids of these."""
        ...

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """Move records to the trash, or back."""
        ...
