"""The database behind the day's page."""

from __future__ import annotations

from tests.ui.pages import context, office, sqlite_template

__all__ = ["context", "office", "sqlite_template"]
