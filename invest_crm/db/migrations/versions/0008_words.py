r"""The search index holds every text once: bigrams, and the last character of a field alone.

Single characters had a column and an index of their own; now they are the beginnings of words.
On SQLite the words are taken as they come, since they are cut already, and no lengths are kept
for a ranking that nobody asks for. An import of many records spends a third of the time on it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0008"
down_revision = "0007"

_GAP = " qq0qq "
_FIRST = r"string_to_array(regexp_replace(words, '(\S)\S', '\1', 'g'), ' ')"


def upgrade() -> None:
    """Cut the texts anew, out of the single characters."""
    rows = [(kind, key, _words(text)) for kind, key, text in _rows("s1")]
    _table(("kind", "record_id", "words"), rows)
    if op.get_bind().dialect.name == "sqlite":
        _index(
            "words, content='search_text', content_rowid='rowid_', columnsize=0, tokenize='ascii'"
        )
        return
    for name, words in (("words", "string_to_array(words, ' ')"), ("first", _FIRST)):
        op.get_bind().exec_driver_sql(
            f"CREATE INDEX ix_search_text_{name} ON search_text USING gin ({words})"
        )


def downgrade() -> None:
    """Give single characters their column again."""
    rows = [(kind, key, *_both(text)) for kind, key, text in _rows("words")]
    _table(("kind", "record_id", "s1", "s2"), rows)
    if op.get_bind().dialect.name == "sqlite":
        _index(
            "s1, s2, content='search_text', content_rowid='rowid_', "
            "tokenize='unicode61 remove_diacritics 0'"
        )
        return
    for name in ("s1", "s2"):
        op.execute(
            f"CREATE INDEX ix_search_text_{name} ON search_text "
            f"USING gin (string_to_array({name}, ' '))"
        )


def _rows(column: str) -> list[tuple[str, str, str]]:
    query = f"SELECT kind, record_id, {column} FROM search_text ORDER BY rowid_"
    return [(kind, key, text) for kind, key, text in op.get_bind().execute(sa.text(query))]


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """The table anew with other texts."""
    op.drop_table("search_text")
    made = op.create_table(
        "search_text",
        sa.Column("rowid_", sa.Integer(), autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.PrimaryKeyConstraint("rowid_", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_record", "search_text", ["record_id"], unique=False)
    op.bulk_insert(made, [dict(zip(names, row, strict=True)) for row in rows])


def _index(how: str) -> None:
    for statement in (
        "DROP TABLE search_fts",
        f"CREATE VIRTUAL TABLE search_fts USING fts5({how})",
        "INSERT INTO search_fts(search_fts, rank) VALUES('hashsize', 16777216)",
        "INSERT INTO search_fts(search_fts) VALUES('rebuild')",
    ):
        op.execute(statement)


def _words(singles: str) -> str:
    """Bigrams, and each field's last character, of single characters with gaps between fields."""
    fields = [field.replace(" ", "") for field in singles.split(_GAP)] if singles else []
    return " ".join(
        word for field in fields for word in [*map("".join, pairwise(field)), field[-1]]
    )


def _both(words: str) -> tuple[str, str]:
    """Single characters and bigrams with gaps between fields; a field ends with a single one."""
    fields: list[list[str]] = [[]]
    for word in words.split():
        fields[-1].append(word)
        if len(word) == 1:
            fields.append([])
    singles = (" ".join(word[0] for word in field) for field in fields if field)
    longer = (" ".join(field[:-1]) for field in fields if len(field) > 1)
    return _GAP.join(singles), _GAP.join(longer)
