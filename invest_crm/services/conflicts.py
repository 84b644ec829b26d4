"""Two people, one record: what changed meanwhile, field by field, with three values.

Who wrote the value that stands there now is read from the change log, only when there is a
conflict to tell of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select

from invest_crm.db.log import image_after
from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.partial_date import PartialDate
from invest_crm.errors import UserError
from invest_crm.services.history import HistoryLine, record_history
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Table

    from invest_crm.services.work import View

_RECENT = 1000
"""ChangeSets looked through for a removed row: it can only be found by what stood in it."""


class Stored(Protocol):
    """A stored record: every field by key."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Typed as the service reads them."""
        ...


class Place(Struct, frozen=True):
    """Where a field stands: rows by id, one column of them if named.

    ``table`` and ``owner``: rows of this owner may have been removed altogether.
    """

    ids: Sequence[str]
    column: str = ""
    table: Table | None = None
    owner: str = ""


class FieldConflict(Struct, frozen=True):
    """A field two people changed: what it was, what it is now, what this user wants.

    ``by``: who wrote what it is now, and when; None if the log no longer tells.
    """

    field: str
    original: Any
    current: Any
    wanted: Any
    by: HistoryLine | None = None


class EditConflict(UserError):  # noqa: N818 - a choice to make, not a failure
    """Some fields were changed by somebody else since they were read. ``record``: as it is now."""

    def __init__(
        self,
        record: Stored,
        conflicts: tuple[FieldConflict, ...],
        words: Callable[[str], str],
    ) -> None:
        super().__init__(
            "edit-conflict",
            _("Somebody else changed the same fields: {fields}.").format(
                fields=_(", ").join(words(item.field) for item in conflicts)
            ),
            safe=_("Nothing was overwritten; what you typed is kept."),
            todo=_("Choose a value for each field."),
        )
        self.record = record
        self.conflicts = conflicts


def refuse_conflicts(
    record: Stored,
    wanted: Mapping[str, Any],
    seen: Mapping[str, Any],
    words: Callable[[str], str],
    writer: Callable[[str], HistoryLine | None],
) -> None:
    """Raise ``EditConflict`` if a wanted field is no longer what its user saw.

    ``words`` names a field for people, ``writer`` who wrote it last. A field that already holds
    the wanted value is no conflict.
    """
    current = record.values
    conflicts = tuple(
        FieldConflict(key, seen[key], current[key], value, writer(key))
        for key, value in wanted.items()
        if key in seen and not _same(seen[key], current[key]) and not _same(current[key], value)
    )
    if conflicts:
        raise EditConflict(record, conflicts, words)


def last_writer(view: View, place: Place) -> HistoryLine | None:
    """The latest action on a place, None if the log knows of none."""
    if place.column:
        sets = _sets_of_column(view, place)
        found = record_history(view, (), sets=sets, limit=1) if sets else ()
    else:
        gone = _sets_that_removed(view, place)
        found = record_history(view, place.ids, sets=gone, limit=1)
    return found[0] if found else None


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: a date may be written in two ways."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate) and one.value:
        return replace(one, raw="") == replace(other, raw="")
    return bool(one == other)


def _sets_of_column(view: View, place: Place) -> list[int]:
    query = (
        select(change.c.set_seq, change.c.position, change.c.after)
        .where(change.c.record_id.in_(place.ids), change.c.operation != "D")
        .order_by(change.c.set_seq.desc())
    )
    rows = view.rows(query)
    return next(
        (
            [row.set_seq]
            for row in rows
            if place.column in image_after(view.connection, *tuple(row))
        ),
        [],
    )


def _sets_that_removed(view: View, place: Place) -> list[int]:
    if place.table is None:
        return []
    since = (view.values(select(func.max(change_set.c.seq)))[0] or 0) - _RECENT
    return view.values(
        select(change.c.set_seq).where(
            change.c.set_seq > since,
            change.c.table_name == place.table.name,
            change.c.operation == "D",
            change.c.before.contains(place.owner, autoescape=True),
        )
    )
