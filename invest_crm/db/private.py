"""Personal values outside the change log.

A record holds a token ``<id>.<salted hash>``; the text itself stands in ``private_value`` and can
be erased without breaking the chain. The hash lets an auditor confirm a value without reading it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from invest_crm.db.bulk import chunks, insert_tuples
from invest_crm.db.schema.log import private_value
from invest_crm.domain.ids import new_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

_ID_LENGTH = 36


def sealed(values: Sequence[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """The rows that keep values, not yet stored, and the tokens that stand for them."""
    salts = secrets.token_hex(8 * len(values))
    rows = [
        (key, salts[16 * place : 16 * place + 16], value)
        for place, (key, value) in enumerate(zip(new_ids(len(values)), values, strict=True))
    ]
    return rows, [f"{key}.{_digest(salt, value)}" for key, salt, value in rows]


def store(connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
    """Store what ``sealed`` made."""
    insert_tuples(connection, private_value, ("id", "salt", "value"), rows)


def reveal(connection: Connection, tokens: Iterable[str | None]) -> dict[str, str]:
    """The texts behind tokens; an erased value is absent from the result."""
    by_id = {token.split(".", 1)[0]: token for token in tokens if token}
    found: dict[str, str] = {}
    for part in chunks(list(by_id)):
        query = select(private_value.c.id, private_value.c.value).where(
            private_value.c.id.in_(part), private_value.c.value.is_not(None)
        )
        found.update({by_id[row.id]: row.value for row in connection.execute(query)})
    return found


def behind(token: ColumnElement[Any]) -> ColumnElement[bool]:
    """The join of a column of tokens with ``private_value``, for reading them all in one query."""
    return private_value.c.id == func.substr(token, 1, _ID_LENGTH)


def is_erased(connection: Connection, token: str) -> bool:
    """Whether the text behind a token has been erased for good."""
    return token not in reveal(connection, [token])


def _digest(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()[:32]
