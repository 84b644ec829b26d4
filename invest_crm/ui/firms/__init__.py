"""Firms: list, record panel, form."""
