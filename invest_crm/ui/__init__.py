"""The window: PySide6 Widgets. The only package that loads Qt."""
