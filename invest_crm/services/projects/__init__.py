"""Use cases and queries about projects."""
