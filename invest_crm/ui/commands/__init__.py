"""What can be done, declared once, and the palette that finds it."""
