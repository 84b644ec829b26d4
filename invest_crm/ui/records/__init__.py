"""Parts that the pages of projects and of firms share: side, editor, tabs of the panel."""
