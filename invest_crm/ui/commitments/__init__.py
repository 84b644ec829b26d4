"""双向承诺: what government and firms promised each other, how it stands, what warns of it."""
