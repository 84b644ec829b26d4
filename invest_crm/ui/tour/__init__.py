"""界面导览: a few words beside the real parts of the window, once, and whenever asked for."""
