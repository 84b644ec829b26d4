"""五个一: records of who is in charge, what they carry, hand-overs, what a project lacks."""
