"""回收站: what was put away or taken out, and the way back."""
