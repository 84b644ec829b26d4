"""What a full export is made of besides the lists: every table as stored, the files, the facts.

Tables come from the schema's own declaration, so a table added later is exported without a word
here. Left out are only what is computed from the others and the store of files itself, whose
contents go into the archive as files.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, select
from sqlalchemy.schema import CreateTable

from invest_crm import __version__
from invest_crm.db import files, upgrade
from invest_crm.db.schema import whole
from invest_crm.db.schema.approvals import approval_state
from invest_crm.db.schema.attachments import blob
from invest_crm.db.schema.derived import project_state, search_text
from invest_crm.db.schema.log import change_set, private_value
from invest_crm.domain.evidence import evidence_label
from invest_crm.exchange.media import ENDINGS
from invest_crm.exchange.writing import jsonfile
from invest_crm.exchange.writing.archive import Part
from invest_crm.exchange.writing.cells import Column
from invest_crm.exchange.writing.csvfile import write_csv
from invest_crm.exchange.writing.stream import StreamBook
from invest_crm.services.attachments import every_file, named_files, opened_file
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from sqlalchemy import Table

    from invest_crm.services.work import View

LEFT_OUT = (project_state, approval_state, search_text, blob)
_AT_ONCE = 5000
_SHEET_ROWS = 1_000_000
_BLOCK = 256 * 1024


def raw_tables() -> list[Table]:
    """Every table that is exported as stored, parents before children."""
    return [table for table in whole().sorted_tables if table not in LEFT_OUT]


def part_name(table: Table) -> str:
    """The exact copy of a table in the archive."""
    folder = "records" if table.info.get("record") else "log"
    return f"{'private' if table is private_value else folder}/{table.name}.jsonl"


def table_parts(view: View) -> Iterator[Part]:
    """Every table as JSON Lines (exact) and as CSV, all of them as sheets of one workbook."""
    for table in raw_tables():
        yield Part(part_name(table), _lines(view, table))
        yield Part(f"tables/{table.name}.csv", _csv(view, table))
    yield Part("tables.xlsx", lambda out: _sheets(view, out))
    yield Part("schema.sql", lambda out: _schema(view, out))


def file_parts(view: View) -> Iterator[Part]:
    """The content of every attachment, and a list that says whose it is and where it lies."""
    endings = {line.sha256: ENDINGS.get(line.media_type, ("",))[0] for line, _n in every_file(view)}
    places = {}
    for sha256 in sorted(_present(view)):
        places[sha256] = f"files/{sha256[:2]}/{sha256}{endings.get(sha256, '')}"
        yield Part(places[sha256], _copied(view, sha256), packed=False)
    yield Part("attachments.csv", lambda out: _index(view, places, out))


def facts(view: View) -> dict[str, object]:
    """Versions, moment, the log's head, and the files whose content was lost before."""
    last = view.first(
        select(change_set.c.seq, change_set.c.hash).order_by(change_set.c.seq.desc()).limit(1)
    )
    return {
        "program": f"invest-crm {__version__}",
        "schema": upgrade.HEAD,
        "made_at": view.app.clock().isoformat(),
        "made_by": view.app.actor,
        "raw_tables_hold_personal_values": True,
        "log_seq": last.seq if last else 0,
        "log_head": last.hash if last else "",
        "files_lost": sorted(named_files(view) - _present(view)),
    }


def _present(view: View) -> frozenset[str]:
    return files.store_of(view.app.database).present(view.connection, named_files(view))


def _lines(view: View, table: Table) -> Callable[[BinaryIO], int]:
    names = tuple(table.c.keys())
    return lambda out: jsonfile.write_lines(
        out, (dict(zip(names, row, strict=True)) for row in _rows(view, table))
    )


def _csv(view: View, table: Table) -> Callable[[BinaryIO], int]:
    return lambda out: write_csv(out, tuple(table.c.keys()), _rows(view, table))


def _sheets(view: View, out: BinaryIO) -> int:
    count = 0
    with StreamBook(out) as book:
        for table in filter(_is_readable, raw_tables()):
            columns = [Column(name) for name in table.c.keys()]  # noqa: SIM118 - not a dict
            with book.sheet(table.name, columns) as sheet:
                sheet.heading()
                count += sheet.rows(_rows(view, table, most=_SHEET_ROWS))
    return count


def _is_readable(table: Table) -> bool:
    """Whether cells can hold it: packed images of the log are too long for them."""
    return not any(isinstance(column.type, LargeBinary) for column in table.c)


def _rows(view: View, table: Table, most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows as stored, in the order of the key; bytes as base64 text."""
    query = select(table).order_by(*table.primary_key.columns).limit(most)
    binary = [place for place, column in enumerate(table.c) if isinstance(column.type, LargeBinary)]
    found = view.connection.execute(query.execution_options(yield_per=_AT_ONCE))
    for row in view.looking(found):
        values = list(row)
        for place in binary:
            if values[place] is not None:
                values[place] = base64.b64encode(values[place]).decode("ascii")
        yield tuple(values)


def _copied(view: View, sha256: str) -> Callable[[BinaryIO], int]:
    def write(out: BinaryIO) -> int:
        with opened_file(view, sha256) as source:
            out.writelines(view.looking(iter(lambda: source.read(_BLOCK), b"")))
        return 1

    return write


def _index(view: View, places: dict[str, str], out: BinaryIO) -> int:
    headings = (
        *(_("Belongs to"), _("Record"), _("File name"), _("Version"), _("Size in bytes")),
        *(
            _("Added"),
            _("Added by"),
            _("Visit"),
            _("Kind of evidence"),
            _("In the trash"),
            _("Note"),
            "SHA-256",
            _("In this archive"),
        ),
    )
    kinds = {"project": _("project"), "firm": _("firm"), "request": _("request")}
    kinds |= {"parcel": _("parcel or plant"), "commitment": _("promise")}
    rows = (
        (
            *(kinds[owner.record.kind], owner.name, line.name, line.version, line.size),
            *(line.added_at, line.added_by, line.origin),
            evidence_label(line.kind),
            *(line.archived, line.note, line.sha256, places.get(line.sha256)),
        )
        for line, owner in every_file(view)
    )
    return write_csv(out, headings, rows)


def _schema(view: View, out: BinaryIO) -> int:
    dialect = view.connection.dialect
    texts = [str(CreateTable(table).compile(dialect=dialect)).strip() for table in raw_tables()]
    out.write((";\n\n".join(texts) + ";\n").encode())
    return len(texts)
