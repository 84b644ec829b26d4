"""Projects: list, stage board, record panel, form."""
