"""The search index: what the one search box looks through, on both databases alike.

Each record has its words cut beforehand (``db.words``). SQLite keeps them in FTS5, PostgreSQL in
array indexes. This module is the only writer of ``search_text``; personal data never enter it.
"""

from __future__ import annotations

import re
from functools import partial
from operator import call
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Select, and_, delete, func, literal, literal_column, or_, select, text

from invest_crm.db.bulk import batched, chunks, insert_tuples
from invest_crm.db.schema.derived import search_text
from invest_crm.db.words import pairs_of, words_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

    from invest_crm.db.bulk import Do
    from invest_crm.db.words import Fields

Entry: TypeAlias = "tuple[str, Fields]"
"""The id of a record, and what it is found by."""
FIRST_LETTERS = r"string_to_array(regexp_replace(words, '(\S)\S', '\1', 'g'), ' ')"
"""What PostgreSQL's second index holds; no word has more than two letters."""
_AUTOMERGE = 4  # SQLite's own choice
_WORD = re.compile(r"[^\W_]+")
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


def write_entries(connection: Connection, kind: str, entries: Sequence[Entry]) -> None:
    """Index entries anew; entries of these ids are replaced."""
    remove_entries(connection, [record_id for record_id, _fields in entries])
    add_entries(connection, kind, entries)


def add_entries(connection: Connection, kind: str, entries: Iterable[Entry]) -> None:
    """Index entries of records that are not in the index."""
    for part in batched(entries):
        ids, fields = zip(*part, strict=True)
        add_words(connection, kind, ids, words_of_many(fields))


def add_words(
    connection: Connection, kind: str, ids: Sequence[str], words: Iterable[str], do: Do = call
) -> None:
    """Index records that are not in the index by their words; ``do`` runs the statements."""
    rows = [(kind, *row) for row in zip(ids, words, strict=True)]
    do(partial(_add, connection, rows))


def merge_later(connection: Connection, *, later: bool) -> None:
    """Whether SQLite merges the parts of its index at later writes, not while many are added."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO search_fts(search_fts, rank) VALUES('automerge', ?)",
            (0 if later else _AUTOMERGE,),
        )


def _add(connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
    sqlite = connection.dialect.name == "sqlite"
    before = connection.scalar(select(func.max(search_text.c.rowid_))) if sqlite else None
    insert_tuples(connection, search_text, ("kind", "record_id", "words"), rows)
    if sqlite:
        connection.execute(
            text(
                "INSERT INTO search_fts(rowid, words)"
                " SELECT rowid_, words FROM search_text WHERE rowid_ > :before"
            ),
            {"before": before or 0},
        )


def clear(connection: Connection) -> None:
    """Empty the index (before it is built anew)."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_fts(search_fts) VALUES('delete-all')"))
    connection.execute(delete(search_text))


def remove_entries(connection: Connection, ids: Sequence[str]) -> None:
    """Take records out of the index."""
    for part in chunks(ids):
        chosen = search_text.c.record_id.in_(part)
        if connection.dialect.name == "sqlite":
            found = connection.execute(
                select(search_text.c.rowid_, search_text.c.words).where(chosen)
            ).all()
            if not found:
                continue
            connection.exec_driver_sql(
                "INSERT INTO search_fts(search_fts, rowid, words) VALUES('delete', ?, ?)",
                [tuple(row) for row in found],
            )
        connection.execute(delete(search_text).where(chosen))


def parts_of(query: str) -> list[str]:
    """A query split at blanks and between Latin and Chinese characters, in lower case.

    >>> parts_of("HZ新能源 A1")
    ['hz', '新能源', 'a1']
    """
    return [run for word in _WORD.findall(query.lower()) for run in _RUNS.findall(word)]


def matching(connection: Connection, kind: str, query: str) -> Select[tuple[str]] | None:
    """A select of the ids whose text holds every part of ``query``; None for an empty query.

    ``hz新能源`` means "initials hz" and "name 新能源".
    """
    return matching_any(connection, kind, [(part,) for part in parts_of(query)])


def matching_any(
    connection: Connection, kind: str, parts: Sequence[Sequence[str]]
) -> Select[tuple[str]] | None:
    """A select of the ids whose text holds of every part one of its forms; None without parts."""
    if not parts:
        return None
    ids = select(search_text.c.record_id).where(search_text.c.kind == kind)
    if connection.dialect.name == "sqlite":
        return ids.where(
            search_text.c.rowid_.in_(
                text("SELECT rowid FROM search_fts WHERE search_fts MATCH :match").bindparams(
                    match=" AND ".join(
                        f"({' OR '.join(map(_fts_phrase, forms))})" for forms in parts
                    )
                )
            )
        )
    return ids.where(*(or_(*map(_array_phrase, forms)) for forms in parts))


def _array_phrase(part: str) -> ColumnElement[bool]:
    """PostgreSQL's index holds the words, and another one what they begin with."""
    column = search_text.c.words
    if len(part) == 1:
        return literal_column(FIRST_LETTERS).op("@>")(func.string_to_array(part, ""))
    words, phrase = func.string_to_array(column, literal(" ")), pairs_of(part)
    return and_(
        words.op("@>")(func.string_to_array(literal(phrase), literal(" "))),
        func.concat(" ", column, " ").like(f"% {phrase} %"),
    )


def _fts_phrase(part: str) -> str:
    return f'"{part}"*' if len(part) == 1 else f'"{pairs_of(part)}"'
