"""One order to a child that looks at a stranger's file, and its one answer.

A line of JSON and the file go in; a line of JSON and bytes come back. The child limits itself and
can neither write files nor open sockets while it works; whatever it does, the program goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from invest_crm import children
from invest_crm.exchange.child import limit_resources, refuse_side_effects

if TYPE_CHECKING:
    from collections.abc import Callable

    Order = dict[str, Any]
    Answer = tuple[dict[str, Any], bytes]


def ask(flag: str, order: Order, data: bytes, seconds: float) -> Answer:
    """What the child of a flag says; nothing at all where it died or took too long."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, no user text
            children.command(flag),
            input=json.dumps(order).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=children.environment(),
            timeout=seconds,
            check=False,
            creationflags=children.no_window(),
        )
    except subprocess.TimeoutExpired:
        return {}, b""
    head, _, rest = done.stdout.partition(b"\n") if done.returncode == 0 else (b"{}", b"", b"")
    try:
        said = json.loads(head)
    except ValueError:
        return {}, b""
    return (said if isinstance(said, dict) else {}), rest


def answer(prepare: Callable[[Order], None], do: Callable[[bytes, Order], Answer]) -> int:
    """Be the child for one order; ``prepare`` loads what cannot be opened freely afterwards.

    Exit status 0 also where nothing can be done: the answer says why (memory, encrypted, damaged).
    """
    limit_resources()
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    prepare(order)
    sys.addaudithook(refuse_side_effects)
    try:
        said, made = do(data, order)
    except (MemoryError, RecursionError):
        said, made = {"error": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - whatever a parser raises about a strange file
        locked = "password" in f"{type(error).__name__} {error}".lower()
        said, made = {"error": "encrypted" if locked else "damaged"}, b""
    out = sys.stdout.buffer
    out.write(json.dumps(said).encode() + b"\n" + made)
    out.flush()
    return 0
