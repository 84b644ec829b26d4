"""What the help shows, as Markdown: a page with its keys, the contents, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.ui.help.manual import CHAPTER
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.help.keys import Keys
    from invest_crm.ui.help.manual import Hit, Manual, Section

ALL_KEYS: Final = "do:keys"
TOUR: Final = "do:tour"
CONTENTS: Final = "do:contents"
FEW: Final = 6
"""Keys shown before the whole sheet is asked for."""


def page_text(sections: Sequence[Section], groups: Sequence[Keys], *, whole: bool) -> str:
    """The keys of a page, then its section of the manual."""
    return "\n\n".join([*_keys(groups, whole=whole), *map(section_text, sections)])


def section_text(section: Section) -> str:
    """A section with its heading."""
    marks = "##" if section.level == CHAPTER else "###"
    return f"{marks} {section.title}\n\n{section.text}"


def contents_text(manual: Manual) -> str:
    """The chapters with their parts, and the tour."""
    heading = _("User manual")
    lines = [f"## {heading}", ""]
    for chapter in manual.chapters():
        lines.append(f"- **[{chapter.name}](#{chapter.id})**  ")
        parts = [one for one in manual.sections if one.chapter == chapter.id and one is not chapter]
        if parts:
            named = " · ".join(f"[{one.name}](#{one.id})" for one in parts)
            lines.append(f"  {named}")
    tour = _("Show the tour of the window again")
    return "\n".join([*lines, "", f"[{tour}]({TOUR})"])


def found_text(typed: str, hits: Sequence[Hit]) -> str:
    """What a search found, the best first."""
    if not hits:
        nothing = _("The manual says nothing about “{text}”.").format(text=_escaped(typed))
        hint = _("Try another word, or the initials of its pinyin.")
        contents = _("Contents")
        return f"{nothing}\n\n{hint} [{contents}]({CONTENTS})"
    lines = [
        ngettext("Found in {n} place:", "Found in {n} places:", len(hits)).format(n=len(hits)),
        "",
    ]
    for hit in hits:
        lines += [f"**[{_escaped(hit.section.name)}](#{hit.section.id})**  ", _marked(hit), ""]
    return "\n".join(lines)


def _keys(groups: Sequence[Keys], *, whole: bool) -> list[str]:
    """The sheet; at first only what belongs to the page, the most important lines."""
    heading = "## " + _("Keys of this page")
    total = sum(len(group.lines) for group in groups)
    if whole:
        parts = [heading]
        for group in groups:
            parts += [f"**{group.title}**", _table(group.lines)]
        return parts
    lines = [line for group in groups for line in group.lines][:FEW]
    more = _("All {n} keys").format(n=total)
    return (
        [heading, _table(lines), f"[{more}]({ALL_KEYS})"]
        if total > FEW
        else [heading, _table(lines)]
    )


def _table(lines: Sequence[tuple[str, str]]) -> str:
    rows = [f"| {' '.join(f'`{_cell(key)}`' for key in keys.split('   '))} | {_cell(what)} |"
            for keys, what in lines]  # fmt: skip
    heading = _("Keys"), _("What they do")
    return "\n".join([f"| {heading[0]} | {heading[1]} |", "|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#~&" else char for char in text)


def _marked(hit: Hit) -> str:
    """The line of a hit, what was looked for in bold."""
    marks, out, inside = frozenset(hit.marks), [], False
    for place, char in enumerate(hit.line):
        if (place in marks) != inside:
            inside = not inside
            out.append("**")
        out.append(_escaped(char))
    return "".join([*out, "**" if inside else ""])
