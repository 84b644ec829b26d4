"""导入台账: choose a file, look at what was understood, apply or leave it."""
