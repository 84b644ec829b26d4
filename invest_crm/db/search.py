"""The search index: what the one search box looks through, on both databases alike.

Chinese words are two characters long, and SQLite's trigram index answers nothing below three.
So each record has pre-tokenised text: ``s2`` its bigrams, ``s1`` its single characters, fields
kept apart by a separator so that no phrase straddles two. SQLite keeps them in FTS5, PostgreSQL
in an array index. This module is the only writer of ``search_text``; personal data never enter it.
"""

from __future__ import annotations

import re
from functools import partial
from operator import add, call
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Select, and_, delete, func, literal, or_, select, text

from invest_crm.db.bulk import batched, chunks, insert_tuples
from invest_crm.db.schema.derived import search_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from invest_crm.db.bulk import Do

Entry: TypeAlias = "tuple[str, Sequence[str | None]]"
"""The id of a record, and what it is found by."""
SEPARATOR = "qq0qq"
_EDGE, _END = "\0", "\1"
"""Between two fields, and between two records, while they are one text; no word holds them."""
_OVER_EDGE = re.compile(f"[^ ]{_EDGE} {_EDGE}[^ ]")
_WORD = re.compile(r"[^\W_]+")
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


def tokens(fields: Iterable[str | None]) -> tuple[str, str]:
    """The single characters and the bigrams of several fields.

    >>> tokens(["甲乙丙", "ab"])
    ('甲 乙 丙 qq0qq a b', '甲乙 乙丙 qq0qq ab')
    """
    return next(iter(tokens_of_many([fields])))


def tokens_of_many(records: Iterable[Iterable[str | None]]) -> Iterator[tuple[str, str]]:
    """``tokens`` of each of many records, cut out of one text of them all."""
    words = [[word for field in fields if field and (word := _word(field))] for fields in records]
    if not words:
        return iter(())
    singles = " ".join(_END.join([_EDGE.join(row) for row in words])).replace(_EDGE, SEPARATOR)
    longer = _END.join([_EDGE.join([word for word in row if len(word) > 1]) for row in words])
    pairs = _OVER_EDGE.sub(SEPARATOR, _all_pairs(f"{_END}{longer}{_END}"))
    return zip(
        (row.strip(" ") for row in singles.split(_END)),
        # A row stands between the pairs of its outer characters with the marks of its ends.
        (row[2:-2] for row in pairs[1:-1].split(f"{_END} {_END}")),
        strict=True,
    )


def _word(field: str) -> str:
    lower = field.lower()
    return lower if lower.isalnum() else "".join(_WORD.findall(lower))


def _all_pairs(whole: str) -> str:
    """Every two neighbours of a long text, with blanks between: ``_pairs`` without a loop."""
    codes = memoryview(whole.encode("utf-32-le", "surrogatepass")).cast("I")
    count = len(codes) - 1
    pairs = memoryview(bytearray((" " * 3 * count).encode("utf-32-le"))).cast("I")
    pairs[0::3] = codes[:-1]
    pairs[1::3] = codes[1:]
    return pairs[:-1].tobytes().decode("utf-32-le", "surrogatepass")


def write_entries(connection: Connection, kind: str, entries: Sequence[Entry]) -> None:
    """Index entries anew; entries of these ids are replaced."""
    remove_entries(connection, [record_id for record_id, _fields in entries])
    add_entries(connection, kind, entries)


def add_entries(connection: Connection, kind: str, entries: Iterable[Entry], do: Do = call) -> None:
    """Index entries of records that are not in the index; ``do`` runs the statements."""
    for part in batched(entries):
        found = tokens_of_many(fields for _record_id, fields in part)
        rows = [(kind, entry[0], *both) for entry, both in zip(part, found, strict=True)]
        do(partial(_add, connection, rows))


def _add(connection: Connection, rows: Sequence[tuple[str, str, str, str]]) -> None:
    sqlite = connection.dialect.name == "sqlite"
    before = connection.scalar(select(func.max(search_text.c.rowid_))) if sqlite else None
    insert_tuples(connection, search_text, ("kind", "record_id", "s1", "s2"), rows)
    if sqlite:
        connection.execute(
            text(
                "INSERT INTO search_fts(rowid, s1, s2)"
                " SELECT rowid_, s1, s2 FROM search_text WHERE rowid_ > :before"
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
                select(search_text.c.rowid_, search_text.c.s1, search_text.c.s2).where(chosen)
            ).all()
            if not found:
                continue
            connection.exec_driver_sql(
                "INSERT INTO search_fts(search_fts, rowid, s1, s2) VALUES('delete', ?, ?, ?)",
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
    column = search_text.c.s1 if len(part) == 1 else search_text.c.s2
    phrase = part if len(part) == 1 else _pairs(part)
    words = func.string_to_array(column, literal(" "))
    return and_(
        words.op("@>")(func.string_to_array(literal(phrase), literal(" "))),
        func.concat(" ", column, " ").like(f"% {phrase} %"),
    )


def _fts_phrase(part: str) -> str:
    return f's1 : "{part}"' if len(part) == 1 else f's2 : "{_pairs(part)}"'


def _pairs(part: str) -> str:
    return " ".join(map(add, part, part[1:]))
