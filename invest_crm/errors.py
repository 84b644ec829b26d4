"""The two kinds of error: what a user can act on, and bugs.

A ``UserError`` says what happened, what is safe and what to do, in the user's language.
Anything else that reaches a door is a bug and is shown with its traceback. Nothing swallows either.
"""

from __future__ import annotations


class UserError(Exception):
    """A refusal or failure the user can understand and act on.

    ``what`` happened, what is ``safe`` (often "nothing was changed"), what ``todo`` next: whole
    translated sentences without personal data. ``code`` is a stable, untranslated identifier
    (kebab-case) for tests, logs and ``--json``.
    """

    def __init__(self, code: str, what: str, *, safe: str = "", todo: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.safe = safe
        self.todo = todo

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)
