"""Refusals of what was typed: one sentence says everywhere that nothing of it is lost."""

from __future__ import annotations

from invest_crm.errors import UserError
from invest_crm.words import _


def unsaved(code: str, what: str, todo: str = "") -> UserError:
    """Why what was typed is not stored. ``todo`` empty: to be corrected and saved again."""
    safe = _("Nothing was saved yet; what you typed is kept.")
    return UserError(code, what, safe=safe, todo=todo or _("Correct it and save again."))


def no_reason() -> UserError:
    """A reason is needed."""
    return unsaved("reason-missing", _("Say why."), _("Write the reason in a few words."))
