"""Requests of firms: list, record panel, form, closing."""
