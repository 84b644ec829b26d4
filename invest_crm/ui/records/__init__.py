"""What every list of records shares: its page, side, form with its conflicts, tabs of the panel."""
