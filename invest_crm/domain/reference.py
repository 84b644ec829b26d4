"""One way of reading ``resources/reference``: rows, JSON, and where a table came from.

It knows files and encodings only. What the rows mean is the business of the module that asks.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator


class Provenance(Struct, frozen=True):
    """What a table is, which edition, where it came from and under which terms."""

    title: str
    version: str
    source: str
    licence: str


def read_json(name: str) -> dict[str, Any]:
    """The object in ``resources/reference/<name>``."""
    with resource(f"reference/{name}").open(encoding="utf-8") as handle:
        value: dict[str, Any] = json.load(handle)
    return value


def read_rows(name: str) -> Iterator[list[str]]:
    """The rows of a CSV in ``resources/reference``, without its header."""
    with resource(f"reference/{name}").open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle)
        next(rows)
        yield from rows


def provenance(name: str) -> Provenance:
    """Edition, source and licence of a table: in the JSON itself, or beside the CSV."""
    value = read_json(name.removesuffix(".csv") + ".meta.json" if name.endswith(".csv") else name)
    return Provenance(value["title"], value["version"], value["source"], value["licence"])
