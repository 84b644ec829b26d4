"""The program's own child processes: what each is for and how it is started.

A packaged program has no Python beside it and starts itself again with the child's flag.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

CHILDREN = MappingProxyType(
    {
        "--parse-child": "invest_crm.exchange.child",
        "--peek-child": "invest_crm.exchange.peek_child",
        "--bind-child": "invest_crm.exchange.bind_child",
        "--cut-child": "invest_crm.db.cut_child",
    }
)
"""Flag and module: parsing ledgers, looking into attachments, binding them, cutting words for the
index.
"""


def command(flag: str) -> list[str]:
    """How to start a child."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    return [sys.executable, "-P", "-s", "-m", CHILDREN[flag]]


def environment() -> dict[str, str]:
    """Only what Python needs to start and to find the same packages."""
    kept = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    home = str(Path(__file__).resolve().parents[1])
    found["PYTHONPATH"] = os.pathsep.join([home, *(entry for entry in sys.path if entry)])
    found["PYTHONDONTWRITEBYTECODE"] = "1"
    return found


def no_window() -> int:
    """The flag with which Windows opens no console for a child."""
    import subprocess

    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


def run(flag: str) -> int:
    """Be the child of a flag; returns its exit status."""
    status: int = import_module(CHILDREN[flag]).main()
    return status
