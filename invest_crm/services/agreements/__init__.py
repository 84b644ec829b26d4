"""Agreements beyond their signing: amounts as they change, repeats, promises of both sides."""
