"""What a patch of texts comes to: which values would be written, and which texts are wrong.

Pure: looked through before anything is written, and again whenever a person corrects a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from invest_crm.ui.records.typed import read_text
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from invest_crm.ui.kit.grid.cells import Patch
    from invest_crm.ui.records.editor import Stored
    from invest_crm.ui.records.typed import Typed


class Wrong(Struct, frozen=True):
    """A text that cannot be written: row of the patch (from 0), column, and why.

    ``name``: the record's, or the new one's.
    """

    row: int
    key: str
    name: str
    title: str
    text: str
    problem: str


class Proposal(Struct):
    """Values by record with what was seen there, new records, and what is told about them.

    ``over``: how many cells lose another value; ``same``: how many hold the text already.
    """

    patch: Patch
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    over: int = 0
    same: int = 0

    @property
    def cells(self) -> int:
        """How many cells of stored records would be written."""
        return sum(map(len, self.values.values()))


def propose(
    patch: Patch,
    typed: Typed,
    records: Mapping[str, Stored],
    known: Collection[str] = (),
) -> Proposal:
    """Look through a patch. ``known``: names of new records that are stored already."""
    found = Proposal(patch)
    for place, texts in enumerate(patch.rows):
        if place < len(patch.order):
            record = records.get(patch.order[place])
            if record is not None:
                _change(found, typed, place, record, texts)
        elif any(text.strip() for text in texts.values()):
            _add(found, typed, place, texts, known)
    return found


def _change(
    found: Proposal, typed: Typed, place: int, record: Stored, texts: Mapping[str, str]
) -> None:
    before = typed.texts(record)
    for key, text in texts.items():
        if text.strip() == before[key].strip():
            found.same += 1
            continue
        value, problem = read_text(typed.field(key), text, record)
        if problem:
            _tell(found, typed, place, key, str(record["name"]), text, problem)
        elif value == record[key]:
            found.same += 1
        else:
            found.values.setdefault(record.id, {})[key] = value
            found.seen.setdefault(record.id, {})[key] = record[key]
            found.over += bool(before[key].strip())


def _add(
    found: Proposal, typed: Typed, place: int, texts: Mapping[str, str], known: Collection[str]
) -> None:
    values: dict[str, Any] = {}
    name = texts.get("name", "").strip()
    if not name:
        _tell(found, typed, place, "name", "", "", _("Please fill in"))
    elif name in known:
        _tell(found, typed, place, "name", name, name, _("There is already one of this name."))
    for key, text in texts.items():
        value, problem = read_text(typed.field(key), text, None)
        if problem and (name or key != "name"):
            _tell(found, typed, place, key, name, text, problem)
        elif text.strip() and not problem:
            values[key] = value
    if name and name not in known:
        found.new.append(values)


def _tell(
    found: Proposal, typed: Typed, place: int, key: str, name: str, text: str, problem: str
) -> None:
    title = typed.field(key).title
    found.wrong.append(Wrong(place, key, name, title, text, problem))
