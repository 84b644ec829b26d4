"""Documents: pure functions of a brief. They see no session and no service."""
