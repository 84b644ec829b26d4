"""Writing files: spreadsheets, text tables, JSON and the full export; knows no database."""
