"""What a file is, decided by its content; and in what form a copy of it may be opened.

Files come from outside and their names may lie: a program named ``报告.pdf`` is a program. Only
kinds listed here are ever opened, each under an ending that leads to a viewer of that kind.
"""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from pathlib import PurePath
from typing import Final

HEAD: Final = 64 * 1024
"""How many bytes from the start tell what a file is, containers apart."""

PROGRAM: Final = "application/x-executable"
MACROS: Final = "application/vnd.ms-office.macros"
UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
XLS: Final = "application/vnd.ms-excel"
PDF: Final = "application/pdf"

_MAGIC: Final = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"#!", PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", PROGRAM),
    (b"ITSF", PROGRAM),
)
_PARTS: Final = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", "application/ofd"),
    ("META-INF/MANIFEST.MF", PROGRAM),
    ("AndroidManifest.xml", PROGRAM),
)
_STREAMS: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", XLS),
    ("Book\0", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ODF: Final = {
    "application/vnd.oasis.opendocument.text",
    ODS,
    "application/vnd.oasis.opendocument.presentation",
}
_MARKUP: Final = (b"<!doctype html", b"<html", b"<script", b"<hta:", b"<?xml", b"<svg")

ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/bmp": (".bmp",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    PDF: (".pdf",),
    "application/ofd": (".ofd",),
    TEXT: (".txt", ".csv", ".tsv", ".log", ".md"),
    "application/rtf": (".rtf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    "application/msword": (".doc", ".wps"),
    XLS: (".xls", ".et"),
    "application/vnd.ms-powerpoint": (".ppt", ".dps"),
    "application/vnd.oasis.opendocument.text": (".odt",),
    ODS: (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
    "application/zip": (".zip",),
    "application/vnd.rar": (".rar",),
    "application/x-7z-compressed": (".7z",),
    "audio/mpeg": (".mp3",),
    "video/mp4": (".mp4", ".m4v", ".mov", ".m4a"),
}
"""The endings under which a copy of a kind may be opened; the first where its own is another."""

_RUNS: Final = frozenset(
    (
        *(".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js"),
        *(".jse", ".wsf", ".wsh", ".hta", ".msi", ".msp", ".reg", ".lnk", ".url", ".jar"),
        *(".py", ".sh", ".desktop", ".command", ".app", ".cpl", ".dll", ".chm", ".scf", ".inf"),
        *(".gadget", ".html", ".htm", ".mht", ".svg", ".docm", ".dotm", ".xlsm", ".xlam", ".xltm"),
        *(".pptm", ".ppam"),
    )
)


def media_type(data: bytes) -> str:
    """The kind of a whole file.

    >>> media_type(b"MZ\\x90\\x00"), media_type("签约".encode()), media_type(b"\\0\\1\\2")
    ('application/x-executable', 'text/plain', 'application/octet-stream')
    """
    if data.startswith(b"PK"):
        return _container(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if b"%PDF-" in data[:1024]:
        return PDF
    return _text(data[:HEAD])


def copy_name(name: str, kind: str) -> str | None:
    """Under what name a copy may be opened; None where it must not be (programs, unknown kinds).

    >>> copy_name("报告.PDF", PDF), copy_name("a.exe", TEXT), copy_name("ab.pdf", PROGRAM)
    ('报告.PDF', None, None)
    >>> copy_name("扫描件", PDF), copy_name("a/../b.txt", PDF)
    ('扫描件.pdf', 'b.txt.pdf')
    """
    endings = ENDINGS.get(kind)
    plain = "".join(
        sign if sign.isprintable() and sign not in '<>:"/\\|?*' else "_"
        for sign in PurePath(name.replace("\\", "/")).name
    ).strip(". ")
    ending = PurePath(plain).suffix.lower()
    if endings is None or ending in _RUNS:
        return None
    stem = plain or "file"
    return stem if ending in endings else f"{stem[:150]}{endings[0]}"


def _container(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            names = set(pack.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return MACROS
            for part, kind in _PARTS:
                if part in names:
                    return kind
            if "mimetype" in names and pack.getinfo("mimetype").file_size < HEAD:
                said = pack.read("mimetype").decode("ascii", "replace").strip()
                return said if said in _ODF else "application/zip"
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return UNKNOWN
    return "application/zip"


def _compound(data: bytes) -> str:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return MACROS
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return UNKNOWN


def _text(head: bytes) -> str:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in head and not wide:
        return UNKNOWN
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "text/html"
    for encoding in ("utf-16",) if wide else ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            decoder.decode(head)
        except UnicodeDecodeError:
            continue
        return TEXT
    return UNKNOWN
