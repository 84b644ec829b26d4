"""The data grid: an id list and a page cache over a source, never a proxy model."""
