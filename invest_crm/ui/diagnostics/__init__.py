"""When something is wrong: the remedies of failures, and the bundle for whoever is to help."""
