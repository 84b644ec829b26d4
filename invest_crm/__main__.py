"""``python -m invest_crm`` and ``invest-crm``: hands over to the command line.

A packaged program reads ledgers in a child process of itself: ``--parse-child`` is that child,
and ``--peek-child`` the one that looks into attachments.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["--parse-child"]:
        from invest_crm.exchange.child import main as parse

        return parse()
    if given[:1] == ["--peek-child"]:
        from invest_crm.exchange.peek_child import main as peek

        return peek()
    from invest_crm.cli.main import run

    return run(given)


if __name__ == "__main__":
    raise SystemExit(main())
