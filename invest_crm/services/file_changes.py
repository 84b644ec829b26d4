"""What an action did to the attachments of a record, in words: attached, renamed, put away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.log import change
from invest_crm.domain.evidence import evidence_label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Row

    from invest_crm.services.work import View

    Image = Mapping[str, Any]

Told = tuple[str, str]
"""What stood there and what stands there."""


class FileTeller:
    """Puts rows of the log about attachments into words, each once an action.

    All versions of a file are renamed and put away together; that is told once. Names and notes
    stand outside of the log and may have been erased.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._told: set[tuple[int, Told]] = set()

    def changes(self, row: Row[Any], before: Image, after: Image) -> Iterator[Told]:
        """What one row of the log says."""
        for told in self._changes(row, before, after):
            if (row.set_seq, told) not in self._told:
                self._told.add((row.set_seq, told))
                yield told

    def _changes(self, row: Row[Any], before: Image, after: Image) -> Iterator[Told]:
        if row.operation == "I":
            yield "", self._version(after)
        elif row.operation == "D":
            yield self._version(before), ""
        elif "name" in after:
            yield self._text(before["name"]), self._text(after["name"])
        elif "note" in after:
            name = self._name(row.record_id)
            yield self._noted(name, before["note"]), self._noted(name, after["note"])
        elif "kind" in after:
            name = self._name(row.record_id)
            yield _of_kind(name, before["kind"]), _of_kind(name, after["kind"])
        elif "archived_at" in after:
            name = self._name(row.record_id)
            away = _("{name} (in the trash)").format(name=name)
            yield (name, away) if after["archived_at"] else (away, name)

    def _version(self, image: Image) -> str:
        name, version = self._text(image["name"]), image.get("version") or 1
        if version == 1:
            return _of_kind(name, image.get("kind"))
        return _("{name} (version {n})").format(name=name, n=version)

    def _noted(self, name: str, note: str | None) -> str:
        return _("{name}: {note}").format(name=name, note=self._text(note)) if note else name

    def _name(self, record_id: str) -> str:
        """What the file is called now, else what it was called when it went."""
        found = self._view.values(select(attachment.c.name).where(attachment.c.id == record_id))
        if found:
            return self._text(found[0])
        gone = self._view.values(
            select(change.c.before)
            .where(change.c.record_id == record_id, change.c.operation == "D")
            .order_by(change.c.set_seq.desc())
            .limit(1)
        )
        return self._text(json.loads(gone[0])["name"] if gone else "")

    def _text(self, token: str | None) -> str:
        return self._view.reveal([token]).get(token or "", "") or _("(name erased)")


def _of_kind(name: str, kind: str | None) -> str:
    return _("{name}: {note}").format(name=name, note=evidence_label(kind)) if kind else name
