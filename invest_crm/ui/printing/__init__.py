"""Printing from the window: what a page puts on paper, the preview, the printer."""
