"""Chains: the map drawn from live records, and editing the tree."""
