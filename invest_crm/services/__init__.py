"""Use cases: permission, transaction, orchestration. Functions ``verb(work, command)``."""
