"""备份: the list of backups, verifying, looking into them, restoring."""
