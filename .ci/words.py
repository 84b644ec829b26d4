"""The catalogues of translated sentences: extract, update, compile, check.

    python .ci/words.py extract [room ...]   print the sentences of the rooms as a template
    python .ci/words.py update  [room ...]   bring the .po files in step with the code
    python .ci/words.py compile [room ...]   write each .mo beside its .po
    python .ci/words.py check   [room ...]   say what is missing, obsolete or out of date

A *room* is a package below ``invest_crm`` (domain, db, maps, reports, exchange, services,
settings, cli, ui); modules at the top of ``invest_crm`` (errors.py, __main__.py) belong to the
room ``core``. Each room has ``resources/locale/zh_CN/LC_MESSAGES/<room>.po`` and ``.mo``; English
needs none, because the message ids are English.

``update`` never loses a translation: what the code no longer says is kept as obsolete (``#~``)
until ``update --prune``, and a sentence that moved to another room or came back brings its
translation along. Nothing is guessed: there are no fuzzy entries. Where a translation rightly
uses other placeholders than the English (a month's number for its name), the comment
``# other placeholders on purpose`` above the entry says so; the code must then pass both.
"""

from __future__ import annotations

import argparse
import gettext
import io
import re
import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "invest_crm"
LOCALE = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
CORE = "core"
PERMIT = "other placeholders on purpose"
HEADER = """\
# Chinese (China) sentences of the room "{room}". Brought in step by .ci/words.py.
"""

# (context or None, message id) - one English sentence; ngettext's first form stands for both
Key = tuple[str | None, str]
PERCENT_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrfx](?![A-Za-z])")


# ---- rooms and files -------------------------------------------------------------------------


def room_of(path: Path) -> str:
    """The room a source file belongs to."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else CORE


def sources() -> dict[str, list[Path]]:
    """Every source file, by room."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.setdefault(room_of(path), []).append(path)
    return found


def po_path(room: str) -> Path:
    return LOCALE / f"{room}.po"


def load(room: str) -> Catalog:
    """The room's catalogue as it stands; empty when there is none yet."""
    path = po_path(room)
    if not path.exists():
        return Catalog(locale="zh_CN", charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale="zh_CN", charset="utf-8")


def entries(catalog: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue, without its header."""
    return {key_of(message): message for message in catalog if message.id}


def key_of(message: Message) -> Key:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context, first)


# ---- extract ---------------------------------------------------------------------------------


def extract(room: str) -> Catalog:
    """The sentences that the code of a room says, in the order of its files."""
    catalog = Catalog(locale="zh_CN", charset="utf-8")
    for path in sources().get(room, []):
        place = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in extract_from_file(
            "python", path, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


# ---- update ----------------------------------------------------------------------------------


def update(room: str, memory: dict[Key, Message], *, prune: bool) -> None:
    """Rewrite the room's .po from the code, with every translation that is known."""
    old, said = load(room), extract(room)
    fresh = Catalog(locale="zh_CN", charset="utf-8", fuzzy=False)
    fresh.header_comment = HEADER.format(room=room).strip()
    own = entries(old) | {key_of(m): m for m in old.obsolete.values()}
    for key, message in entries(said).items():
        known = own.get(key) or memory.get(key)
        if known is not None and known.string:
            message.string = _as_form_of(message, known.string)
        message.user_comments = list(known.user_comments) if known else []
        fresh[message.id] = message
    if not prune:
        kept = {key: m for key, m in own.items() if key not in entries(said) and m.string}
        fresh.obsolete.update({key[1]: message for key, message in kept.items()})
    if not entries(fresh) and not fresh.obsolete:
        return
    LOCALE.mkdir(parents=True, exist_ok=True)
    po_path(room).write_bytes(_po_bytes(fresh))


def _as_form_of(message: Message, known: str | Sequence[str]) -> str | tuple[str, ...]:
    """The translation as one string or as a tuple of plural forms, as the message needs it."""
    first = known if isinstance(known, str) else known[0]
    return (first,) if isinstance(message.id, tuple | list) else first


def _po_bytes(catalog: Catalog) -> bytes:
    """The .po without dates and line numbers: they would change with every edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, sort_by_file=False)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    volatile = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Generated-By')
    unused = ('"Project-Id-Version', '"Report-Msgid-Bugs-To', '"Language-Team')
    return "".join(line for line in lines if not line.startswith(volatile + unused)).encode()


def translation_memory() -> dict[Key, Message]:
    """Every translation of every room, for sentences that moved."""
    memory: dict[Key, Message] = {}
    for path in sorted(LOCALE.glob("*.po")):
        catalog = load(path.stem)
        for message in [*catalog.obsolete.values(), *entries(catalog).values()]:
            if _text(message):
                memory[key_of(message)] = message
    return memory


# ---- compile ---------------------------------------------------------------------------------


def compiled(room: str) -> bytes:
    """The .mo of a room, always the same bytes for the same sentences."""
    buffer = io.BytesIO()
    catalog = load(room)
    catalog.fuzzy = False
    write_mo(buffer, catalog)
    return buffer.getvalue()


def compile_room(room: str) -> None:
    if po_path(room).exists():
        po_path(room).with_suffix(".mo").write_bytes(compiled(room))


# ---- check -----------------------------------------------------------------------------------


def check(rooms: list[str]) -> list[str]:
    """Everything wrong with the catalogues of these rooms, one line each."""
    problems: list[str] = []
    for room in rooms:
        problems += [f"{room}: {problem}" for problem in _room_problems(room)]
    return problems + contradictions(rooms)


def _room_problems(room: str) -> Iterator[str]:
    said, catalog = entries(extract(room)), load(room)
    have = entries(catalog)
    for key in [key for key in said if key not in have]:
        yield f"not in the catalogue: {_shown(key)}"
    for key in [key for key in have if key not in said]:
        yield f"no longer said: {_shown(key)}"
    for message in catalog.obsolete.values():
        yield f"obsolete: {_shown(key_of(message))} (update --prune removes it)"
    for key in [key for key in said if key in have]:
        yield from translation_problems(said[key], have[key])
    yield from _compiled_problems(room)


def translation_problems(said: Message, entry: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    shown, text = _shown(key_of(said)), _text(entry)
    if entry.fuzzy:
        yield f"fuzzy: {shown}"
    if not text:
        yield f"not translated: {shown}"
        return
    if isinstance(said.id, str) != isinstance(entry.id, str):
        yield f"singular in one, plural in the other: {shown}"
    source = said.id if isinstance(said.id, str) else said.id[-1]
    on_purpose = PERMIT in entry.user_comments
    if placeholders(source) != placeholders(text) and not on_purpose:
        yield f"other placeholders in the translation: {shown} -> {text!r}"
    if text == source and re.search(r"[a-z]{2,} [a-z]{2,}", source):
        yield f"left in English: {shown}"


def placeholders(text: str) -> set[str]:
    """``{name}`` and ``%s`` placeholders of a sentence; ``{{`` and ``%%`` are text."""
    try:
        names = {
            f"{{{name}}}" for _text, name, _spec, _conv in string.Formatter().parse(text) if name
        }
    except ValueError:
        names = set()
    return names | set(PERCENT_PLACEHOLDER.findall(text.replace("%%", "")))


def _compiled_problems(room: str) -> Iterator[str]:
    path = po_path(room)
    if not path.exists():
        return
    compiled_path = path.with_suffix(".mo")
    if not compiled_path.exists():
        yield f"{compiled_path.name} is missing (words.py compile)"
    elif mo_entries(compiled_path.read_bytes()) != mo_entries(compiled(room)):
        yield f"{compiled_path.name} is older than {path.name} (words.py compile)"


def mo_entries(data: bytes) -> dict[object, str]:
    """What a .mo translates, whatever tool wrote it."""
    catalogue = vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    return {key: text for key, text in catalogue.items() if key != ""}


def contradictions(rooms: list[str]) -> list[str]:
    """One sentence, two translations: only one would ever be shown; pgettext tells them apart."""
    seen: dict[Key, dict[str, str]] = {}
    for room in rooms:
        for key, message in entries(load(room)).items():
            if text := _text(message):
                seen.setdefault(key, {}).setdefault(text, room)
    return [
        f"two translations of {_shown(key)}: "
        + ", ".join(f"{text!r} in {room}" for text, room in texts.items())
        for key, texts in seen.items()
        if len(texts) > 1
    ]


def _text(message: Message) -> str:
    string = message.string or ""
    return string if isinstance(string, str) else "".join(string[:1])


def _shown(key: Key) -> str:
    context, text = key
    return repr(text) if context is None else f"{text!r} ({context})"


# ---- command line ----------------------------------------------------------------------------


def all_rooms() -> list[str]:
    """The rooms that have code or a catalogue."""
    return sorted(sources().keys() | {path.stem for path in LOCALE.glob("*.po")})


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="words.py", description="Catalogues of translations.")
    parser.add_argument("verb", choices=("extract", "update", "compile", "check"))
    parser.add_argument("rooms", nargs="*", help="default: every room")
    parser.add_argument("--prune", action="store_true", help="update: drop obsolete sentences")
    options = parser.parse_args(arguments)
    rooms = options.rooms or all_rooms()
    if options.verb == "check":
        problems = check(rooms)
        print("\n".join([*problems, f"{len(problems)} problems in {len(rooms)} catalogues"]))
        return 1 if problems else 0
    memory = translation_memory() if options.verb == "update" else {}
    for room in rooms:
        if options.verb == "extract":
            sys.stdout.buffer.write(_po_bytes(extract(room)))
        elif options.verb == "update":
            update(room, memory, prune=options.prune)
        else:
            compile_room(room)
    return 0


if __name__ == "__main__":
    sys.exit(main())
