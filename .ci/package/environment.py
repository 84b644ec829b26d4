"""Runs first in the packaged program: what it starts must find the system's own libraries.

The boot loader points ``LD_LIBRARY_PATH`` into the package. This process has read it already; a
browser, an office program or a file manager opened from here would load our libraries.
"""

import os
import sys

if sys.platform == "linux":
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
