"""The user manual as sections one can open and search. Knows no widget.

The files are ``resources/docs/manual.<language>.md``; a line ``<a id="x"></a>`` before a heading
names the section, ``page-<id>`` is the one of a page of the window.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.domain.matching import Level, match, spell
from invest_crm.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAPTER: Final = 2
PAGE: Final = "page-"
FOUND: Final = 30
"""As many sections as a search lists."""
_ANCHOR: Final = re.compile(r'<a id="([^"]+)"></a>')
_HEADING: Final = re.compile(r"(#{2,3}) (.+)")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_RULE: Final = re.compile(r"[|\s:-]*")
_MARKS: Final = re.compile(r"[*`]+|^[->#\s]+|^\d+\. ")
_NUMBER: Final = re.compile(r"^\d+\.\s*")
_SNIPPET: Final = 72


class Section(Struct, frozen=True):
    """``level`` 2 is a chapter; ``text`` is the Markdown below the heading, without it."""

    id: str
    level: int
    title: str
    text: str
    chapter: str

    @property
    def name(self) -> str:
        """The title without its number."""
        return _NUMBER.sub("", self.title)


class Hit(Struct, frozen=True):
    """A section that answers: the line of it that does, and which letters of the line."""

    section: Section
    line: str
    marks: tuple[int, ...]


class Manual(Struct, frozen=True, dict=True):
    """All sections in the order of the file."""

    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """The section of an anchor."""
        return next((one for one in self.sections if one.id == name), None)

    def chapters(self) -> tuple[Section, ...]:
        """The chapters, for the contents."""
        return tuple(one for one in self.sections if one.level == CHAPTER)

    def read_from(self, name: str) -> tuple[Section, ...]:
        """What is read under an anchor: the section, and if it is a chapter its parts.

        A part that is the section of another page is left to that page. Empty if unknown.
        """
        first = self.section(name)
        if first is None or first.level != CHAPTER:
            return () if first is None else (first,)
        parts = (one for one in self.sections if one.chapter == name and one is not first)
        return (first, *(one for one in parts if not one.id.startswith(PAGE)))

    def find(self, typed: str) -> list[Hit]:
        """Sections that answer words, pinyin or initials: by title, then by what they say."""
        ranked = []
        for place, section in enumerate(self.sections):
            found = _best(section, self._lines[place], typed)
            if found is not None:
                ranked.append((found[0], place, found[1]))
        ranked.sort(key=lambda one: one[:2])
        return [hit for _rank, _place, hit in ranked[:FOUND]]

    @cached_property
    def _lines(self) -> tuple[tuple[str, ...], ...]:
        """The plain lines of each section, spelt beforehand so that a search is quick."""
        lines = tuple(tuple(_plain_lines(one.text)) for one in self.sections)
        for part in lines:
            for line in part:
                spell(line)
        return lines


def read_manual(language: str) -> Manual:
    """The manual in a language, ready to be searched. FileNotFoundError without the resources."""
    text = resource(f"docs/manual.{language}.md").read_text(encoding="utf-8")
    manual = Manual(tuple(_sections(text)))
    manual.find("a")
    return manual


def _sections(text: str) -> Iterator[Section]:
    """Cut the file at its headings; what stands before the first is its cover and left out."""
    name, chapter, heading = "", "", None
    body: list[str] = []
    number = 0
    for line in text.splitlines():
        anchor, found = _ANCHOR.fullmatch(line), _HEADING.fullmatch(line)
        if heading is not None and (anchor or found):
            yield _section(heading, body, chapter)
            heading, body = None, []
        if anchor:
            name = anchor.group(1)
        elif found:
            number += 1
            level = len(found.group(1))
            heading = (name or f"part-{number}", level, found.group(2))
            chapter = heading[0] if level == CHAPTER else chapter
            name = ""
        elif heading is not None:
            body.append(line)
    if heading is not None:
        yield _section(heading, body, chapter)


def _section(heading: tuple[str, int, str], body: list[str], chapter: str) -> Section:
    name, level, title = heading
    return Section(name, level, title, "\n".join(body).strip("\n"), chapter)


def _plain_lines(markdown: str) -> Iterator[str]:
    """The lines as they are read: no marks, a row of a table as one line."""
    for line in markdown.splitlines():
        if _RULE.fullmatch(line) or line.startswith(("```", "![")):
            continue
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        text = " · ".join(_MARKS.sub("", _LINK.sub(r"\1", cell)) for cell in cells if cell)
        if text:
            yield text


def _best(section: Section, lines: tuple[str, ...], typed: str) -> tuple[int, Hit] | None:
    """How well a section answers (the smaller the better), and where."""
    title = match(section.name, typed)
    if title is not None and title.level < Level.LOOSE:
        line = lines[0] if lines else ""
        return int(title.level), Hit(section, _cut(line, 0)[0], ())
    best: tuple[int, Hit] | None = None
    for line in lines:
        found = match(line, typed)
        if found is None or found.level == Level.LOOSE:
            continue
        rank = 10 + int(found.level == Level.INITIALS)
        if best is None or rank < best[0]:
            shown, shift = _cut(line, found.start)
            marks = tuple(mark - shift for mark in found.marks)
            best = rank, Hit(section, shown, tuple(m for m in marks if 0 <= m < len(shown)))
    return best


def _cut(line: str, start: int) -> tuple[str, int]:
    """The part of a line around a place, and how far the places in it moved."""
    if len(line) <= _SNIPPET:
        return line, 0
    begin = max(min(start - _SNIPPET // 4, len(line) - _SNIPPET), 0)
    head = "…" if begin else ""
    end = begin + _SNIPPET
    return head + line[begin:end] + ("…" if end < len(line) else ""), begin - len(head)
