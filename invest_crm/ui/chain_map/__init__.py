"""The chain map in the window: drawn from live records, edited in an outline beside it."""
