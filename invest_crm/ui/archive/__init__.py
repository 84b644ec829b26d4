"""全库导出: everything as one zip, and taking such a zip back."""
