"""The other parts of a printed sheet as items of the flow: its head, facts in pairs, sentences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from invest_crm.reports import page
from invest_crm.reports.blocks import Align
from invest_crm.reports.fonts import Role
from invest_crm.reports.pdf_flow import Item, gap
from invest_crm.reports.pdf_table import Wrapper, note_items, paint_cell
from invest_crm.reports.plain import plain
from invest_crm.reports.sheet_table import NOTE_SIZE, SIZE
from invest_crm.reports.typeset import break_lines, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.pdf_sheet import Sheet as Paper
    from invest_crm.reports.pdf_table import Line as Wrapped
    from invest_crm.reports.sheet import Pairs, Prose, Sheet
    from invest_crm.reports.typeset import Placed

TITLE, HEADING = 16.0, 11.0
_LINE = 1.5
_LABEL_MM, _LONG = 26.0, 2
_PAD = 3.0


def head_items(faces: Faces, sheet: Sheet, width: float, factor: float) -> list[Item]:
    """Title, condition and count above the first part; the same size on paper at any scale."""
    title = TITLE / factor
    measured = faces.measure(plain(sheet.title), Role.TITLE, title)
    items: list[Item] = []
    for start, end in break_lines(measured.text, measured.advances, width):
        part = measured.part(start, end)
        runs = place(part, part.length, spread=False)
        x = (width - part.length) / 2
        mark = "" if items else measured.text
        paint = partial(_write_title, mark, x, title, runs)
        items.append(Item(title * _LINE, paint, keep=True))
    return [*items, *_condition_items(faces, sheet, width, factor), gap(4 / factor, keep=True)]


def _condition_items(faces: Faces, sheet: Sheet, width: float, factor: float) -> Iterator[Item]:
    """What is shown at the left, how much of it at the right of the first line."""
    size = SIZE / factor
    count = faces.measure(plain(sheet.count), Role.BODY, size)
    condition = faces.measure(plain(sheet.condition), Role.BODY, size)
    room = width - count.length - (2 * size if sheet.count else 0)
    spans = break_lines(condition.text, condition.advances, room)
    if not spans and sheet.count:
        spans = [(0, 0)]
    for number, (start, end) in enumerate(spans):
        part = condition.part(start, end)
        runs = place(part, part.length, spread=False) if part.text else []
        if number == 0 and sheet.count:
            at = width - count.length
            told = place(count, count.length, spread=False)
            runs += [run._replace(x=run.x + at) for run in told]
        yield Item(size * _LINE, partial(_write, 0.0, size, runs), keep=True)


def heading_items(faces: Faces, words: str, note: str, width: float) -> list[Item]:
    """The heading of a part, with a note at the right; nothing where there is neither."""
    if not words and not note:
        return []
    heading = faces.measure(plain(words), Role.HEI, HEADING)
    quiet = faces.measure(plain(note), Role.BODY, NOTE_SIZE)
    runs = place(heading, heading.length, spread=False) if words else []
    at = width - quiet.length
    told = place(quiet, quiet.length, spread=False) if note else []
    paint = partial(_paint_heading, runs, [run._replace(x=run.x + at) for run in told])
    return [gap(6, keep=True), Item(HEADING * _LINE, paint, keep=True)]


def prose_items(faces: Faces, prose: Prose, width: float) -> list[Item]:
    """Sentences in small type."""
    lines = note_items(faces, [plain(text) for text in prose.sentences], NOTE_SIZE, width)
    return [*heading_items(faces, prose.heading, "", width), *lines]


class _Cell(NamedTuple):
    label: tuple[Wrapped, ...]
    words: tuple[Wrapped, ...]
    edges: tuple[float, float, float]


class PairItems:
    """Sets pairs of label and words: two side by side while both are short."""

    def __init__(self, faces: Faces, pairs: Pairs, width: float) -> None:
        self._faces, self._pairs, self._width = faces, pairs, width
        self._label = Wrapper(faces, Role.HEI, SIZE, _PAD)
        self._words = Wrapper(faces, Role.BODY, SIZE, _PAD)

    def items(self) -> list[Item]:
        """The heading and the rows."""
        items = heading_items(self._faces, self._pairs.heading, "", self._width)
        for number, cells in enumerate(self._rows()):
            lines = max(1, *(max(len(cell.label), len(cell.words)) for cell in cells))
            height = lines * self._words.leading + 2 * page.ROW_PAD
            paint = partial(self._paint, cells, height, first=number == 0)
            items.append(Item(height, paint))
        return items

    def _rows(self) -> Iterator[list[_Cell]]:
        half = self._width / 2
        waiting: list[_Cell] = []
        for label, text in self._pairs.pairs:
            cell = self._cell(label, text, len(waiting) * half, half)
            if len(cell.words) > _LONG:
                if waiting:
                    yield [*waiting, self._cell("", "", half, half)]
                waiting = []
                yield [self._cell(label, text, 0.0, self._width)]
                continue
            waiting.append(cell)
            if len(waiting) == 2:
                yield waiting
                waiting = []
        if waiting:
            yield [*waiting, self._cell("", "", half, half)]

    def _cell(self, label: str, text: str, left: float, width: float) -> _Cell:
        edges = (left, left + _LABEL_MM * page.MM, left + width)
        return _Cell(
            self._label.lines(plain(label), edges[1] - left - 2 * _PAD),
            self._words.lines(text, edges[2] - edges[1] - 2 * _PAD),
            edges,
        )

    def _paint(
        self, cells: list[_Cell], height: float, paper: Paper, y: float, *, first: bool
    ) -> None:
        if first or y == 0:
            paper.rule(0, y, self._width, y)
        paper.rule(0, y + height, self._width, y + height)
        down = (y, y + height)
        for edge in sorted({edge for cell in cells for edge in cell.edges}):
            paper.rule(edge, y, edge, y + height)
        for cell in cells:
            left, middle, right = cell.edges
            paint_cell(paper, self._label, cell.label, (left, middle), down, Align.LEFT)
            paint_cell(paper, self._words, cell.words, (middle, right), down, Align.LEFT)


def _write(x: float, size: float, runs: list[Placed], paper: Paper, y: float) -> None:
    paper.write(x, y + size * (_LINE - 1) / 2, size, runs)


def _write_title(
    mark: str, x: float, size: float, runs: list[Placed], paper: Paper, y: float
) -> None:
    if mark:
        paper.outline(mark, 0)
    _write(x, size, runs, paper, y)


def _paint_heading(left: list[Placed], right: list[Placed], paper: Paper, y: float) -> None:
    paper.write(0, y + HEADING * (_LINE - 1) / 2, HEADING, left)
    lower = HEADING * (_LINE + 1) / 2 - NOTE_SIZE
    paper.write(0, y + lower, NOTE_SIZE, right)
