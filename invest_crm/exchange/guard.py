"""What a file really is, decided by its content, before anything is parsed.

Refuses what could harm (bombs, far cells, entities) or cannot be read (passwords, web pages
named .xls, binary workbooks). It never looks at the meaning of a cell. Limits: design rule
"import" (50 MB file, 500 MB unzipped, ratio 100 : 1, 200,000 rows, 200 columns).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.errors import UserError
from invest_crm.exchange.scan import PartScan, SheetFacts, sheet_parts, telling_styles
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_FILE = 50 * 1024 * 1024
MAX_UNZIPPED = 500 * 1024 * 1024
MAX_RATIO = 100
RATIO_FLOOR = 1024 * 1024
MAX_ENTRIES = 5000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CHUNK = 1024 * 1024


def refuse(code: str) -> UserError:
    """The refusal of a code: what was found, that nothing was changed, what to do."""
    what, todo = _WORDS[code]()
    return UserError(code, what, safe=_("Nothing was imported."), todo=todo)


def _save_as_xlsx() -> str:
    return _("Open it in WPS or Excel, save it as .xlsx and import that file.")


_WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "file-missing": lambda: (
        _("The file cannot be opened."),
        _("Check that it still exists and that no other program has locked it."),
    ),
    "file-too-big": lambda: (
        _("The file is larger than 50 MB."),
        _("Split it into smaller files, or remove pictures and unused sheets."),
    ),
    "file-empty": lambda: (
        _("The file has no content."),
        _("Choose a ledger with at least one row of headings and one row of data."),
    ),
    "file-type": lambda: (
        _("The file is not a spreadsheet this program can read."),
        _save_as_xlsx(),
    ),
    "file-encrypted": lambda: (
        _("The file is protected by a password."),
        _("Open it with its password, remove the password, save it and import it again."),
    ),
    "file-damaged": lambda: (
        _("The file is damaged or incomplete."),
        _("Ask the sender for it again, or open it in WPS or Excel and save it as a new .xlsx."),
    ),
    "file-bomb": lambda: (
        _("The file unpacks to an unreasonable size; this is how harmful files are built."),
        _("Do not open it. Ask the sender for the original ledger."),
    ),
    "file-entity": lambda: (
        _("The file contains declarations that a spreadsheet never needs and that can do harm."),
        _("Do not open it. Ask the sender for the original ledger."),
    ),
    "file-too-wide": lambda: (
        _("The sheet reaches beyond 200,000 rows or 200 columns."),
        _("Delete the stray cells at the far right or bottom, or split the ledger."),
    ),
    "parse-timeout": lambda: (
        _("Reading the file took too long and was stopped."),
        _("Split it into smaller files, or save it again as .xlsx."),
    ),
    "parse-memory": lambda: (
        _("Reading the file needed too much memory and was stopped."),
        _("Delete stray cells far from the table, or split the ledger."),
    ),
    "cancelled": lambda: (_("Reading was cancelled."), ""),
}


class Container(Struct, frozen=True):
    """What the outside of a file told: its kind and the codes of what is noted."""

    kind: str
    notes: tuple[str, ...]


class FileFacts(Struct, frozen=True):
    """What scanning the parts of a workbook found, by sheet name."""

    sheets: dict[str, SheetFacts]
    date1904: bool


def identify(data: bytes, name: str) -> Container:
    """Decide what ``data`` is; ``name`` only serves to recognise WPS's own ``.et``.

    Raises UserError ``file-too-big``, ``file-empty``, ``file-type``, ``file-encrypted``,
    ``file-damaged``, ``file-bomb``.
    """
    if len(data) > MAX_FILE:
        raise refuse("file-too-big")
    if not data.strip(b"\0 \t\r\n"):
        raise refuse("file-empty")
    if PurePath(name).suffix.lower() in {".et", ".ett"}:
        raise refuse("file-type")
    if data.startswith(OLE_MAGIC):
        return _identify_ole(data)
    if data.startswith(b"PK"):
        return _identify_zip(data)
    return _identify_text(data)


def _identify_ole(data: bytes) -> Container:
    if _wide("EncryptedPackage") in data or _wide("EncryptionInfo") in data:
        raise refuse("file-encrypted")
    if any(_wide(stream) in data for stream in ("WordDocument", "PowerPoint Document")):
        raise refuse("file-type")
    if _wide("Workbook") not in data and _wide("Book\0") not in data:
        raise refuse("file-damaged")
    macros = _wide("_VBA_PROJECT") in data
    return Container("xls", ("macros",) if macros else ())


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _identify_text(data: bytes) -> Container:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    markup = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"mime-version")
    if head.startswith(markup) or b"<html" in head:
        raise refuse("file-type")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide:
        raise refuse("file-type")
    if head.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8", b"rar!", b"7z\xbc")):
        raise refuse("file-type")
    return Container("csv", ())


def _identify_zip(data: bytes) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive)
            return _identify_archive(archive)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error) as error:
        raise refuse("file-damaged") from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise refuse("file-bomb")
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise refuse("file-encrypted")
        total += entry.file_size
        if entry.file_size > RATIO_FLOOR and entry.file_size > MAX_RATIO * max(
            entry.compress_size, 1
        ):
            raise refuse("file-bomb")
    if total > MAX_UNZIPPED:
        raise refuse("file-bomb")


def _identify_archive(archive: zipfile.ZipFile) -> Container:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        macros = any(name.endswith("vbaProject.bin") for name in names)
        links = any(name.startswith("xl/externalLinks/") for name in names)
        noted = (("macros", macros), ("external-links", links))
        return Container("xlsx", tuple(code for code, seen in noted if seen))
    if _read_small(archive, "mimetype").strip() != ODS_TYPE:
        raise refuse("file-type")
    if b"manifest:encryption-data" in _read_small(archive, "META-INF/manifest.xml"):
        raise refuse("file-encrypted")
    return Container("ods", ())


def _read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part whole, or nothing when it is absent or suspiciously large."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    return archive.read(name) if info.file_size <= 4 * CHUNK else b""


def scan_parts(data: bytes) -> FileFacts:
    """Stream every XML part of a zip workbook once.

    Raises UserError ``file-entity``, ``file-too-wide``, ``file-bomb`` (an entry that unpacks to
    more than it declares), ``file-damaged``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan_archive(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise refuse("file-damaged") from error


def _scan_archive(archive: zipfile.ZipFile) -> FileFacts:
    workbook = _read_small(archive, "xl/workbook.xml")
    relations = _read_small(archive, "xl/_rels/workbook.xml.rels")
    parts = sheet_parts(workbook, relations)
    styles = telling_styles(_read_small(archive, "xl/styles.xml"))
    facts: dict[str, SheetFacts] = {}
    total = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        scan = PartScan(is_sheet=entry.filename.startswith("xl/worksheets/"), styles=styles)
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                fault = "file-bomb" if total > MAX_UNZIPPED else scan.feed(chunk)
                if fault:
                    raise refuse(fault)
        if entry.filename in parts:
            facts[parts[entry.filename]] = scan.facts()
    return FileFacts(facts, date1904=b'date1904="1"' in workbook or b'date1904="true"' in workbook)
