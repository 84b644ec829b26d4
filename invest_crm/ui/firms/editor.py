"""The form in which a firm is created or edited, with a warning when it may exist already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.firms.form import form_fields, texts_of
from invest_crm.ui.records.twins import TwinEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.firms import FirmRecord


def firm_editor(chains: Sequence[tuple[str, str]], record: FirmRecord | None) -> TwinEditor:
    """The form of a firm, or an empty one."""
    title = _("New firm") if record is None else _("Edit firm")
    telling = ("name", "credit_code")
    return TwinEditor(title, lambda found: form_fields(chains, found), texts_of, record, telling)
