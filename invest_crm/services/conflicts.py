"""Two people, one record: what changed meanwhile, field by field, with three values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field two people changed: what it was, what it is now, what this user wants."""

    field: str
    original: Any
    current: Any
    wanted: Any


class EditConflict(UserError):  # noqa: N818 - a choice to make, not a failure
    """Some fields were changed by somebody else since they were read."""

    def __init__(self, conflicts: tuple[FieldConflict, ...], words: Callable[[str], str]) -> None:
        super().__init__(
            "edit-conflict",
            _("Somebody else changed the same fields: {fields}.").format(
                fields=_(", ").join(words(item.field) for item in conflicts)
            ),
            safe=_("Nothing was overwritten; what you typed is kept."),
            todo=_("Choose a value for each field."),
        )
        self.conflicts = conflicts


def refuse_conflicts(
    current: Mapping[str, Any],
    wanted: Mapping[str, Any],
    seen: Mapping[str, Any],
    words: Callable[[str], str],
) -> None:
    """Raise ``EditConflict`` if a wanted field is no longer what its user saw.

    ``words`` names a field for people. A field that already holds the wanted value is no conflict.
    """
    conflicts = tuple(
        FieldConflict(key, seen[key], current[key], value)
        for key, value in wanted.items()
        if key in seen and seen[key] != current[key] and current[key] != value
    )
    if conflicts:
        raise EditConflict(conflicts, words)
