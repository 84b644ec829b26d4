"""Files on their way in: checked, copied into the store, and taken back if the action fails."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db import files
from invest_crm.db.schema.attachments import attachment
from invest_crm.errors import UserError
from invest_crm.exchange.exif import Taken, taken
from invest_crm.exchange.media import media_type
from invest_crm.services.options import option
from invest_crm.settings.options import BY_KEY
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from invest_crm.db.files import Staged
    from invest_crm.services.work import App, View

MOST_BYTES = 200 * 1024 * 1024
"""No attachment is larger, whatever the option says."""
MOST_FILES = 100
_OPTION = "files.most_mb"
_MEGA = 1024 * 1024
_NAME = 200


class Offered(Struct, frozen=True):
    """A file to be added: a path to read, or bytes (a pasted picture) under a name.

    ``kind``: the kind of evidence, empty to tell it by the name.
    """

    name: str
    source: Path | bytes
    kind: str = ""


class StagedFile(Struct, frozen=True):
    """A file that was copied and hashed, with its name, its type and its kind of evidence.

    ``taken``: the day and the place a photo says it was taken.
    """

    name: str
    media_type: str
    content: Staged
    kind: str = ""
    taken: Taken = Taken()


def most_bytes(view: View) -> int:
    """How large a file may be here, by the option of the database."""
    said = option(view, _OPTION)
    declared = BY_KEY[_OPTION]
    return int(said if said in dict(declared.choices) else declared.default) * _MEGA


@contextmanager
def staged_files(app: App, offered: Sequence[Offered]) -> Iterator[tuple[StagedFile, ...]]:
    """Files copied and hashed outside of any transaction, for the action that keeps them.

    UserError ``file-missing``, ``file-empty``, ``file-too-big``, ``files-too-many``, ``disk-full``;
    if the action inside fails, nothing of the files remains.
    """
    if len(offered) > MOST_FILES:
        raise _too_many()
    if not offered:
        yield ()
        return
    store, most = files.store_of(app.database), app.read(most_bytes)
    with ExitStack() as stack:
        staged = []
        for one in offered:
            item = stack.enter_context(store.stage(stack.enter_context(_handle(one)), most))
            if not item.size:
                raise _empty()
            data = item.path.read_bytes()
            media = media_type(data)
            staged.append(StagedFile(plain(one.name), media, item, one.kind, taken(data)))
        try:
            yield tuple(staged)
        except BaseException:
            _take_back(app, [one.content for one in staged if one.content.new])
            raise


def plain(name: str) -> str:
    """The last part of a name, without signs nobody can see, at most 200 letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    return shown[-_NAME:] or _("Unnamed")


def _handle(offered: Offered) -> BinaryIO:
    if isinstance(offered.source, bytes):
        return BytesIO(offered.source)
    try:
        if not offered.source.is_file():
            raise _missing()
        return offered.source.open("rb")
    except OSError as error:
        raise _missing() from error


def _take_back(app: App, staged: Sequence[Staged]) -> None:
    """What an action that failed had kept, unless somebody else names it by now."""
    if not staged:
        return
    store = files.store_of(app.database)
    with app.database.writing() as connection:
        for item in staged:
            query = select(func.count()).where(attachment.c.sha256 == item.sha256)
            if not connection.scalar(query):
                store.remove(connection, item.sha256)


def _missing() -> UserError:
    return UserError(
        "file-missing",
        _("The file cannot be opened."),
        safe=_("Nothing was changed."),
        todo=_("Check that it still exists, is no folder, and is not locked by another program."),
    )


def _empty() -> UserError:
    return UserError(
        "file-empty",
        _("The file has no content."),
        safe=_("Nothing was changed."),
        todo=_("Check whether it was saved whole, then add it again."),
    )


def _too_many() -> UserError:
    return UserError(
        "files-too-many",
        _("More than {n} files at once.").format(n=MOST_FILES),
        safe=_("Nothing was changed."),
        todo=_("Add them in several steps, or pack them into one zip."),
    )
