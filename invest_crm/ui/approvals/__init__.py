"""审批: who holds which approval for how long, the path of a project, the catalogue of items."""
