"""Chain maps: graph in, pure layout, scene of boxes, labels and links out, and its painters."""
