"""Alembic revisions. A revision never imports the tables: they change, it must not."""
