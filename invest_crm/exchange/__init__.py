"""Ledgers in and workbooks out: reading, understanding, planning, writing. Knows no services."""
