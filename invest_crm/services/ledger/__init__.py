"""Importing ledgers: identity, plan, apply. A plan is shown before anything is written."""
