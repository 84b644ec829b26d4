"""What the build scripts share: where things go, and one way of writing them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent.parent / "resources"
REFERENCE = RESOURCES / "reference"


def write_text(path: Path, text: str) -> None:
    """UTF-8 without a mark, LF, one newline at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((text.rstrip("\n") + "\n").encode("utf-8"))
    print(f"{path.relative_to(RESOURCES.parent)}  {path.stat().st_size:,} bytes")


def write_json(path: Path, value: Any, *, indent: int | None = 1) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=indent))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_text(path, buffer.getvalue())


def write_meta(
    path: Path, *, title: str, version: str, source: str, licence: str, rows: int
) -> None:
    """The sidecar of a CSV: what it is, which edition, from where, under which terms."""
    meta = {"title": title, "version": version, "source": source, "licence": licence, "rows": rows}
    write_json(path.with_name(path.name.removesuffix(".csv") + ".meta.json"), meta)
