"""入库入统 in the window: the page of the statistics, the tab of a project, the part of a firm."""
