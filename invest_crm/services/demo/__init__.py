"""Demonstration data: invented, clearly marked, rich enough to show every page and document."""
