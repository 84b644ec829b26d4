"""Narrowing a list: the values of a column, the builder of conditions."""
