"""Storage: tables, engine, recorder, search index, migrations, backup. Knows no services."""
