"""Approvals of construction projects (domain rules 4.1 to 4.6): items, clocks, states, rates."""
