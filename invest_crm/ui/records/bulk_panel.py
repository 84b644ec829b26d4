"""Beside the list: one form for many records; only what is touched in it is written to them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Signal

from invest_crm.ui.kit.form import Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from invest_crm.ui.kit.form import Field

_OWN = frozenset({"name", "contacts", "credit_code", "project_code", "stat_code", "short_name"})
"""What is each record's own and never the same for many."""


class BulkPanel(Occasion):
    """``accepted(texts by key)`` with what was touched."""

    accepted = Signal(object)

    def __init__(self, fields: Sequence[Field], texts: Collection[Mapping[str, str]]) -> None:
        super().__init__(
            ngettext("Change {n} record", "Change {n} records", len(texts)).format(
                n=f"{len(texts):,}"
            ),
            _("Write"),
        )
        keys = [field.key for field in fields if field.key not in _OWN]
        shared = {key: _shared(key, texts) for key in keys}
        self.form = Form(
            [_line(field, shared[field.key]) for field in fields if field.key in shared]
        )
        self.form.set_texts({key: text or "" for key, text in shared.items()})
        self._told_count = label("", "hint", wrap=True)
        self.body.addWidget(self._told_count)
        self.body.addWidget(self.form, 1)
        self.form.changed.connect(lambda _key: self._say())
        self.form.submitted.connect(self.accept)
        self.agreed.connect(self.accept)
        self._say()

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.form.editor(next(iter(self.form.texts()))).setFocus()

    def accept(self) -> None:
        """Hand over what was touched, if nothing is wrong with it."""
        touched = self.form.touched()
        if touched and self.form.check():
            texts = self.form.texts()
            self.accepted.emit({key: texts[key] for key in touched})

    def _say(self) -> None:
        n = len(self.form.touched())
        self._told_count.setText(
            ngettext(
                "{n} field will be written to all of them; the others stay.",
                "{n} fields will be written to all of them; the others stay.",
                n,
            ).format(n=n)
            if n
            else _("Only what you change here is written.")
        )
        self.button.setEnabled(n > 0)


def _line(field: Field, shared: str | None) -> Field:
    hint = field.hint if shared is not None else _("(several values)")
    return replace(field, required=False, hint=hint)


def _shared(key: str, texts: Collection[Mapping[str, str]]) -> str | None:
    """The text all records have; None for several."""
    found = {one.get(key, "") for one in texts}
    return found.pop() if len(found) == 1 else None
