"""One file per released schema, numbered."""
