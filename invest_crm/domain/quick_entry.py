"""One line about a visit, understood: “5/12 赴宁波拜访甲公司 @张三 下周回访”.

The day stands first; people follow an @; the next step is the last time expression that begins a
phrase, with the words after it, or that ends the line right behind what is to be done (回访12-2).
A line that begins with initials may mean the record by them (``split_initials``). What was
recognised is told with its place in the line, so that whoever types sees it, corrects it or takes
it away. Nothing else is guessed: a line without a day has none, and a day to come makes the line a
task.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.due_words import due_at
from invest_crm.domain.held_words import held_at
from invest_crm.domain.interactions import InteractionKind
from invest_crm.domain.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.workdays import Calendar

HELD, KIND, PERSON, NEXT = "held", "kind", "person", "next"
FIRM, PROJECT = "firm", "project"

_LEVEL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_STOPS = " \t,.;:!?、。，；：()"
_PERSON = pattern(r"@([^\s@,.;:!?、。()]{1,20})")
_NAME_LEAST, _NAME_MOST = 2, 4
_MARK = pattern(r"(?:下一步|下步|待办|后续)(?:工作|打算|计划)?:?\s*")
_TRIP = "赴外招商|外出招商|驻点招商|招商推介|[赴到去][^ ,、。@]{1,6}?(?:招商|考察|推介)"
_TO_DO = pattern(r"(?:回访|复访|再访|跟进|跟踪|催办|催报|答复|回复|报送|上报|联系|对接|签约|约见)$")
_INITIALS = pattern(r"\s*([A-Za-z]{3,12})(?![A-Za-z0-9])")
_KIND_WORDS = (
    (InteractionKind.OUTBOUND, _TRIP),
    (InteractionKind.RECEIVED, "来访|到访|来县|来我县|来考察|来我局|接待"),
    (InteractionKind.CALL, "电话|通话|致电|来电|去电|回电"),
    (InteractionKind.WECHAT, "微信"),
    (InteractionKind.MEETING, "座谈|会议|恳谈|会商|洽谈会|专题会|视频会|协调会|推进会|开会"),
    (InteractionKind.VISIT, "拜访|走访|登门|上门|回访|看望"),
)  # fmt: skip
_KINDS = tuple((kind, pattern(words)) for kind, words in _KIND_WORDS)


class Part(Struct, frozen=True):
    """A stretch of the line that was understood. ``what``: held, kind, person or next."""

    what: str
    start: int
    end: int


class Entry(Struct, frozen=True):
    """A line understood.

    ``held``: the day of the contact, None where none is said. ``text``: the line without day,
    people and next step. ``next_text``, ``due``, ``assignee``: the next step, empty or None where
    not said. ``only_task``: the line begins with a day to come, so nothing has happened yet.
    """

    line: str
    held: PartialDate | None = None
    kind: InteractionKind | None = None
    people: tuple[str, ...] = ()
    text: str = ""
    next_text: str = ""
    due: date | None = None
    assignee: str = ""
    only_task: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def has_next(self) -> bool:
        """Whether a next step was said."""
        return bool(self.next_text) or self.due is not None


class Subject(Struct, frozen=True):
    """A firm or project a line is about. ``kind``: firm or project."""

    kind: str
    id: str
    name: str


class Corrections(Struct, frozen=True):
    """What whoever types decided by hand; None or empty: as the line says.

    ``without``: parts that are not to be recognised (see ``read_entry``), and ``firm`` or
    ``project`` for a record the line is not about.
    """

    without: frozenset[str] = frozenset()
    held: PartialDate | None = None
    kind: InteractionKind | None = None
    due: date | None = None
    assignee: str = ""
    subjects: tuple[Subject, ...] = ()
    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


class _Next(Struct, frozen=True):
    """The next step in the line: its stretch, its words, its day."""

    start: int
    end: int
    text: str
    due: date | None


def level(text: str) -> str:
    """The text with full-width letters, digits and signs made half-width, place by place.

    >>> level("５／１２　＠张三")
    '5/12 @张三'
    """
    return text.translate(_LEVEL)


def split_initials(line: str) -> tuple[str, str]:
    """The Latin letters a line begins with, and the line with blanks in their places.

    >>> split_initials("sxny拜访谈供电")
    ('sxny', '    拜访谈供电')
    """
    match = _INITIALS.match(level(line))
    if match is None:
        return "", line
    return match[1], " " * match.end() + line[match.end() :]


def read_entry(
    line: str, today: date, calendar: Calendar, without: frozenset[str] = frozenset()
) -> Entry:
    """Understand a line as of ``today``.

    ``without`` names what is not to be recognised: held, kind, next, or ``person:<name>``.
    """
    return _Reader(line, today, calendar, without).read()


class _Reader:
    """One line: ``_text`` is compared, ``_line`` handed on; their places are the same."""

    def __init__(self, line: str, today: date, calendar: Calendar, without: frozenset[str]) -> None:
        self._line, self._text = line, level(line)
        self._today, self._calendar, self._without = today, calendar, without
        self._people = self._find_people()

    def read(self) -> Entry:
        start = len(self._text) - len(self._text.lstrip())
        held = None if HELD in self._without else held_at(self._text, start, self._today)
        ahead = self._due(start) if held is None and NEXT not in self._without else None
        if ahead is not None:
            return self._task(*ahead)
        body = start if held is None else held[0]
        day = [] if held is None else [Part(HELD, start, body)]
        step = None if NEXT in self._without else self._next_step(body)
        until = len(self._text) if step is None else step.start
        kind = None if KIND in self._without else _kind(self._text, body, until)
        inside = [part for part in self._people if part.start >= until]
        after = [] if step is None else [Part(NEXT, step.start, step.end)]
        said = [] if kind is None else [kind[1]]
        parts = [*day, *said, *self._people, *after]
        text = self._rest([*day, *self._people, *after])
        if step is not None and held is None and not text:
            return self._only(step)
        return Entry(
            line=self._line,
            held=None if held is None else held[1],
            kind=None if kind is None else kind[0],
            people=self._names(part for part in self._people if part not in inside),
            text=text,
            next_text="" if step is None else step.text,
            due=None if step is None else step.due,
            assignee=next(iter(self._names(inside)), ""),
            parts=tuple(sorted(parts, key=lambda part: part.start)),
        )

    def _task(self, end: int, due: date) -> Entry:
        """A line that begins with a day to come: all of it is the next step."""
        step = Part(NEXT, 0, end)
        return Entry(
            line=self._line,
            next_text=self._rest([step, *self._people]),
            due=due,
            assignee=next(iter(self._names(self._people)), ""),
            only_task=True,
            parts=(step, *self._people),
        )

    def _only(self, step: _Next) -> Entry:
        """A line that says nothing but what is to be done."""
        return Entry(
            line=self._line,
            next_text=step.text,
            due=step.due,
            assignee=next(iter(self._names(self._people)), ""),
            only_task=True,
            parts=(Part(NEXT, step.start, step.end), *self._people),
        )

    def _due(self, place: int) -> tuple[int, date] | None:
        return due_at(self._text, place, self._today, self._calendar)

    def _find_people(self) -> list[Part]:
        """Every @ with its name; a name that runs on ends where a time expression begins."""
        found = []
        for match in _PERSON.finditer(self._text):
            first, end = match.start(1), match.end()
            for place in range(first + _NAME_LEAST, min(end, first + _NAME_MOST + 1)):
                if self._due(place) is not None:
                    end = place
                    break
            if f"{PERSON}:{self._line[first:end]}" not in self._without:
                found.append(Part(PERSON, match.start(), end))
        return found

    def _names(self, people: Iterable[Part]) -> tuple[str, ...]:
        """The names, each once, in the order of the line."""
        return tuple(dict.fromkeys(self._line[part.start + 1 : part.end] for part in people))

    def _next_step(self, body: int) -> _Next | None:
        """What follows a mark (下一步), else the last time expression that begins a phrase."""
        begins = {body, *(part.end for part in self._people)}
        free = [
            place
            for place in range(body, len(self._text))
            if (place in begins or (place > 0 and self._text[place - 1] in _STOPS))
            and not any(part.start <= place < part.end for part in self._people)
        ]
        for place in free:
            mark = _MARK.match(self._text, place)
            if mark is not None:
                return self._marked(place, mark.end())
        for place in reversed(free):
            found = self._due(place)
            if found is not None and place > body:
                return self._timed(body, place, found)
        return self._at_the_end(body)

    def _at_the_end(self, body: int) -> _Next | None:
        """回访12-2: a day to come that ends the line right behind what is to be done."""
        end = len(self._text.rstrip(_STOPS))
        for place in range(body + 1, end):
            if _TO_DO.search(self._text, body, place) is None:
                continue
            found = self._due(place)
            if found is not None and found[0] == end and found[1] > self._today:
                return self._timed(body, place, found)
        return None

    def _marked(self, start: int, body: int) -> _Next:
        inside = [part for part in self._people if part.start >= start]
        end = len(self._text)
        for place in range(body, end):
            found = self._due(place)
            if found is not None:
                cut = [Part(NEXT, 0, body), Part(NEXT, place, found[0]), *inside]
                return _Next(start, end, self._rest(cut), found[1])
        return _Next(start, end, self._rest([Part(NEXT, 0, body), *inside]), None)

    def _timed(self, body: int, place: int, found: tuple[int, date]) -> _Next:
        """The words after the expression; where there are none, the phrase before it."""
        after = [part for part in self._people if part.start >= place]
        words = self._rest([Part(NEXT, 0, found[0]), *after])
        if words:
            return _Next(place, len(self._text), words, found[1])
        least = max([body, *(part.end for part in self._people if part.end <= place)])
        end = place
        while end > least and self._text[end - 1] in _STOPS:
            end -= 1
        start = end
        while start > least and self._text[start - 1] not in _STOPS:
            start -= 1
        words = self._line[start:end].strip(_STOPS)
        return _Next(start if words else place, len(self._text), words, found[1])

    def _rest(self, cut: Iterable[Part]) -> str:
        """The line without some stretches, spaces made single and loose stops taken off."""
        kept, place = [], 0
        for part in sorted(cut, key=lambda part: part.start):
            kept.append(self._line[place : max(part.start, place)])
            place = max(place, part.end)
        kept.append(self._line[place:])
        return " ".join("  ".join(kept).split()).strip(_STOPS)


def _kind(text: str, body: int, until: int) -> tuple[InteractionKind, Part] | None:
    """The word that says first how the contact was made."""
    found = [
        (kind, Part(KIND, match.start(), match.end()))
        for kind, words in _KINDS
        if (match := words.search(text, body, until)) is not None
    ]
    return min(found, key=lambda pair: pair[1].start, default=None)
