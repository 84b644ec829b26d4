"""The window: PySide6 Widgets. The only package that loads Qt."""

from __future__ import annotations

import builtins

_own_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - loaded here for what it does to importing

# PySide6 puts itself before ``import`` and reads the source of every module imported from then on,
# for a naming feature we do not use. That is a quarter of the time of loading SQLAlchemy.
builtins.__import__ = _own_import
