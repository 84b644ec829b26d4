"""Filters are seen at work on the page of projects, over a real database with five of them."""

from tests.ui.projects.conftest import bureau, page

__all__ = ["bureau", "page"]
