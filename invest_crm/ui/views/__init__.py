"""Saved views of a list: the switch beside its title, the drop-down, the pinned ones as tabs."""
