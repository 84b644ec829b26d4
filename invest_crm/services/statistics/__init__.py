"""Getting into the statistics: what stands, what is due, and everything that happens to it."""
