"""Words and rules of investment promotion: pure, standard library only."""
