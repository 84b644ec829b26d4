"""五个一: who is in charge of how much, hand-overs, what projects lack."""
