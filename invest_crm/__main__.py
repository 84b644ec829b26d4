"""``python -m invest_crm`` and ``invest-crm``: hands over to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns its exit status."""
    from invest_crm.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
