"""审批: the catalogue, the approvals of projects, their steps, papers, clocks and indicators."""
