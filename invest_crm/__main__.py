"""``python -m invest_crm`` and ``invest-crm``: hands over to the command line.

A packaged program starts itself again for its child processes (``children``).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from invest_crm import children

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given and given[0] in children.CHILDREN:
        return children.run(given[0])
    from invest_crm.cli.main import run

    return run(given)


if __name__ == "__main__":
    raise SystemExit(main())
