"""The full export: one zip in open formats that can be checked and read back exactly.

    manifest.json          format, versions, counts, and size and SHA-256 of every other file
    schema.sql             the tables as SQL text
    records/<table>.jsonl  every record as stored: ids, row versions, tokens of personal values
    log/change_set.jsonl   the change log, in order
    log/change.jsonl
    private/private_value.jsonl   the personal values behind the tokens
    tables/<table>.csv, tables.xlsx   the same tables for any spreadsheet
    files/ab/<sha256>.pdf  the content of attachments
    attachments.csv        whose attachment is which file
    lists/*.csv, lists/*.jsonl, lists.xlsx   the lists for people to read
    README.txt

The raw tables are complete, personal values included: the export is the owner's own data and must
come back equal. The lists for reading are masked unless asked otherwise. This module packs parts;
it knows no tables.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING, BinaryIO

from msgspec import Struct

from invest_crm.domain import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FORMAT = "invest-crm-export"
FORMAT_VERSION = 2
MANIFEST = "manifest.json"
_IN_MEMORY = 16 * 1024 * 1024


class Part(Struct, frozen=True):
    """A file of the archive; ``write`` fills a handle and returns how many records it wrote.

    ``packed``: worth compressing.
    """

    name: str
    write: Callable[[BinaryIO], int]
    packed: bool = True


class _Hashing:
    """Passes bytes on and keeps their number and SHA-256."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._out.write(data)


def write_archive(
    handle: BinaryIO, parts: Iterable[Part], facts: Mapping[str, object]
) -> dict[str, object]:
    """Pack the parts and a manifest with ``facts`` (versions, moment, …); returns the manifest."""
    files = []
    moment = clock.at_bureau(clock.now()).timetuple()[:6]
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
        for part in parts:
            entry = zipfile.ZipInfo(part.name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED if part.packed else zipfile.ZIP_STORED
            with pack.open(entry, "w", force_zip64=True) as out:
                hashing = _Hashing(out)
                records = _fill(part, hashing)
            files.append(
                {
                    "name": part.name,
                    "records": records,
                    "bytes": hashing.size,
                    "sha256": hashing.digest.hexdigest(),
                }
            )
        manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, **facts, "files": files}
        pack.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _fill(part: Part, out: _Hashing) -> int:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        records = part.write(spool)  # type: ignore[arg-type]  # a file in all but name
        spool.seek(0)
        shutil.copyfileobj(spool, out)
    return records
