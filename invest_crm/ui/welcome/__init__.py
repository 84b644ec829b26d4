"""欢迎: what to do with an empty database."""
