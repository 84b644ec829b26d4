"""Exports: the lists as spreadsheet, CSV or JSON, and everything as one archive.

One snapshot per file, so that totals agree inside it. Telephones are masked unless ``reveal``;
only the raw tables of the full export hold personal values whole, because it is the owner's own
copy and must come back equal. What a file looks like is the business of ``exchange.writing``.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.errors import UserError
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.writing import jsonfile
from invest_crm.exchange.writing.archive import Part, write_archive
from invest_crm.exchange.writing.csvfile import write_csv
from invest_crm.exchange.writing.files import replacing
from invest_crm.exchange.writing.stream import StreamBook
from invest_crm.services import archive_parts
from invest_crm.services import export_lists as lists
from invest_crm.services.export_projects import (
    project_items,
    project_table,
    project_values,
    write_project_ledger,
)
from invest_crm.services.money.layout import write_month
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from invest_crm.services.export_lists import Filled
    from invest_crm.services.work import Progress, View

LISTS = ("projects", "firms", "monthly", "requests", "contacts", "parcels", "approvals")
KINDS = (*LISTS, "revenue", "pivot", "all")
"""Revenue of single firms is confidential: written where it is asked for by name, and otherwise
only with the tables of the full export."""
_SUFFIXES = {"all": (".zip", ".xlsx", ".json"), "pivot": (".xlsx",)}
_ANY = (".xlsx", ".csv", ".json")
_log = logging.getLogger(__name__)


class Exported(Struct, frozen=True):
    """What was written: where, and how many records by list. ``private``: the file holds personal
    values that are not masked."""

    path: Path
    counts: dict[str, int]
    private: bool


def export_records(
    view: View,
    kind: str,
    path: str | Path,
    *,
    reveal: bool = False,
    unit: str = "亿元",
    month: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Write a list (or everything) to a file; its suffix says in which form.

    ``unit`` (亿元 or 万元) is that of money columns of the project ledger; ``month`` writes that
    month of monthly reports in the county's layout (XLSX). Raises UserError
    ``export-suffix`` for a suffix this kind does not have, ``cancelled`` within half a second after
    ``progress`` was, and those of ``files.replacing``; nothing half written remains.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    possible = _SUFFIXES.get(kind, _ANY)
    if kind not in KINDS or suffix not in possible:
        raise _unfit(possible)
    if reveal:
        _log.info("phones revealed: export %s by %s", kind, view.app.actor)
    watched = view.watched(progress)
    if month and (kind != "monthly" or suffix != ".xlsx"):
        raise _unfit((".xlsx",))
    maker = _Maker(watched, reveal=reveal, unit=unit, month=month)
    with replacing(target) as handle, without_cycle_search():
        counts = maker.write(handle, kind, suffix)
        watched.look()
    whole = suffix == ".zip" or kind == "revenue" or (reveal and kind != "pivot")
    return Exported(target, counts, private=whole)


class _Maker:
    """Writes one file from one snapshot."""

    def __init__(self, view: View, *, reveal: bool, unit: str, month: str = "") -> None:
        self._view = view
        self._month = month
        self._reveal = reveal
        self._unit = unit

    def write(self, handle: BinaryIO, kind: str, suffix: str) -> dict[str, int]:
        if suffix == ".zip":
            return self._archive(handle)
        if suffix == ".csv":
            return {kind: self._csv(handle, kind)}
        names = LISTS if kind == "all" else (kind,)
        if suffix == ".json":
            lists = {name: self._view.looking(self._items(name)) for name in names}
            return jsonfile.write_lists(handle, lists)
        return self._xlsx(handle, (*names, "pivot") if kind == "all" else names)

    def _xlsx(self, handle: BinaryIO, names: tuple[str, ...]) -> dict[str, int]:
        counts: dict[str, int] = {}
        with StreamBook(handle) as book:
            for name in names:
                if name == "projects":
                    counts[name] = write_project_ledger(
                        self._view, book, unit=self._unit, reveal=self._reveal
                    )
                elif name == "monthly" and self._month:
                    counts[name] = write_month(self._view, book, self._month)
                elif name == "pivot":
                    counts[name] = lists.write_pivots(self._view, book)
                else:
                    counts[name] = lists.write_sheet(book, self._table(name), self._view)
        return counts

    def _csv(self, handle: BinaryIO, name: str) -> int:
        table = self._table(name)
        return write_csv(handle, table.shape.headings, self._view.looking(table.rows))

    def _table(self, name: str) -> Filled:
        if name == "projects":
            values = project_values(self._view)
            return project_table(values, unit="万元", reveal=self._reveal)
        return lists.fill(self._view, name, reveal=self._reveal)

    def _items(self, name: str) -> Iterator[dict[str, object]]:
        if name == "projects":
            return project_items(self._view, reveal=self._reveal)
        return lists.items(self._view, name, reveal=self._reveal)

    def _archive(self, handle: BinaryIO) -> dict[str, int]:
        manifest = write_archive(handle, self._reported(), self._facts(), self._view.look)
        files = manifest["files"]
        found = {str(item["name"]): int(item["records"]) for item in files}  # type: ignore[attr-defined]
        return {name: found[f"lists/{name}.jsonl"] for name in LISTS}

    def _facts(self) -> dict[str, object]:
        return {**archive_parts.facts(self._view), "lists_masked": not self._reveal}

    def _parts(self) -> Iterator[Part]:
        yield from archive_parts.table_parts(self._view)
        yield from archive_parts.file_parts(self._view)
        for name in LISTS:
            yield Part(f"lists/{name}.jsonl", self._lines_of(name))
            yield Part(f"lists/{name}.csv", self._csv_of(name))
        yield Part("lists.xlsx", lambda out: sum(self._xlsx(out, LISTS).values()))
        yield Part("README.txt", _read_me)

    def _reported(self) -> Iterator[Part]:
        """The parts, saying how far they are."""
        parts = list(self._parts())
        for place, part in enumerate(parts):
            self._view.progress.report(place / len(parts), part.name)
            yield part

    def _lines_of(self, name: str) -> Callable[[BinaryIO], int]:
        return lambda out: jsonfile.write_lines(out, self._view.looking(self._items(name)))

    def _csv_of(self, name: str) -> Callable[[BinaryIO], int]:
        return lambda out: self._csv(out, name)


def _read_me(out: BinaryIO) -> int:
    lines = (
        _("Full export of an invest-crm database."),
        "",
        _("lists.xlsx and lists/: the lists for reading; telephones are masked unless asked for."),
        _("records/, log/, private/: every table as stored, one JSON document per line."),
        _("tables/ and tables.xlsx: the same tables for spreadsheets; a long text is cut there."),
        _("files/: the content of attachments; attachments.csv says whose they are."),
        _("The program takes this file back into an empty database: Import, or “import FILE”."),
        _("They hold personal values whole. Keep this file as you keep the database."),
        _("manifest.json: versions, counts and the SHA-256 of every file."),
        _("CSV: a text that begins with = + - @ has an apostrophe in front; take it away."),
    )
    out.write("\r\n".join(lines).encode())
    return 0


def _unfit(possible: tuple[str, ...]) -> UserError:
    return UserError(
        "export-suffix",
        _("This list cannot be written to a file of that type."),
        safe=_("Nothing was written."),
        todo=_("Choose a file name that ends in {names}.").format(names=_(", ").join(possible)),
    )
