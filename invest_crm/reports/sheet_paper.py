"""The paper of what the window prints: any format, margins and scale, a head and a foot line.

The foot says who made the sheet, of which day it is and which page of how many; from the second
page on the head names the list, because loose sheets get lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.reports import page
from invest_crm.reports.blocks import Document
from invest_crm.reports.fonts import Role
from invest_crm.reports.numbers import day
from invest_crm.reports.pdf_sheet import Sheet
from invest_crm.reports.plain import plain
from invest_crm.reports.typeset import place
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.sheet import Sheet as Content
    from invest_crm.reports.sheet_layout import Plan
    from invest_crm.reports.sheet_table import Tick
    from invest_crm.reports.typeset import Measured

_SIZE, _LEAST, _STEP = 8.5, 5.5, 0.5
_AWAY = 3.0 * page.MM
"""From the foot line to the text above it, and from the head line to the text below."""


class PlannedPaper(Sheet):
    """The pages of a plan, chosen ones only; each bears the number it has among all."""

    def __init__(self, target: BinaryIO, content: Content, plan: Plan, faces: Faces) -> None:
        imprint = content.imprint
        document = Document(
            title=plain(content.title),
            author=plain(imprint.unit),
            subject=_as_of(content),
            created=imprint.as_of,
            language=imprint.language,
            blocks=(),
        )
        super().__init__(target, document, faces)
        self._content, self._plan = content, plan
        self._shown = 0

    def draw(self, numbers: Sequence[int], tick: Tick) -> None:
        """Paint the pages of these numbers and write the file; ``tick(share done)``."""
        for done, number in enumerate(numbers):
            tick(done / len(numbers))
            self.start(turned=False)
            self._shown = number
            for item, y in self._plan.pages[number - 1]:
                if item.paint is not None:
                    item.paint(self, y)
        self.save()

    def _finish_page(self) -> None:
        canvas, frame, factor = self._canvas, self._plan.frame, self._plan.factor
        top, _right, _bottom, left = frame.margins
        canvas.setPageSize((frame.width, frame.height))
        canvas.saveState()
        canvas.scale(factor, factor)
        self._flush(left / factor, (frame.height - top) / factor)
        canvas.restoreState()
        self._furniture()
        canvas.showPage()

    def _furniture(self) -> None:
        """The foot line, the list's name on later pages, the mark of invented records."""
        frame, imprint = self._plan.frame, self._content.imprint
        _width, height = frame.room
        foot = height + _AWAY
        self._line(foot, self._left(), self._numbers(), self._right())
        head = -_AWAY - _SIZE
        name = plain(self._content.title) if self._shown > 1 else ""
        self._line(head, name, "", imprint.mark, Role.HEI)
        self._flush(frame.margins[3], frame.height - frame.margins[0])

    def _numbers(self) -> str:
        """Which page of how many; where the columns need several, which of those side by side."""
        number, total, sides = self._shown, len(self._plan.pages), self._plan.sides
        if sides == 1:
            return _("Page {number} of {total}").format(number=number, total=total)
        return _("Page {number} of {total} (across {side}/{sides})").format(
            number=number, total=total, side=(number - 1) % sides + 1, sides=sides
        )

    def _left(self) -> str:
        imprint = self._content.imprint
        unit = _("Unit: {name}").format(name=plain(imprint.unit)) if imprint.unit else ""
        maker = _("Made by: {name}").format(name=plain(imprint.maker)) if imprint.maker else ""
        return "　".join(part for part in (unit, maker) if part)

    def _right(self) -> str:
        imprint = self._content.imprint
        mark = imprint.fingerprint
        told = _("Data {mark}").format(mark=plain(mark)) if mark else ""
        return "　".join(part for part in (told, _as_of(self._content)) if part)

    def _line(
        self, y: float, left: str, middle: str, right: str, right_role: Role = Role.BODY
    ) -> None:
        """Three texts on one line, smaller where they would meet."""
        width, _height = self._plan.frame.room
        texts = ((left, Role.BODY), (middle, Role.BODY), (right, right_role))
        size = _SIZE
        while True:
            parts = [self._faces.measure(text, role, size) for text, role in texts]
            if size <= _LEAST or _side_by_side(parts, width):
                break
            size -= _STEP
        starts = (0.0, (width - parts[1].length) / 2, width - parts[2].length)
        for part, x in zip(parts, starts, strict=True):
            if part.text:
                self.write(x, y, size, place(part, part.length, spread=False))


def _side_by_side(parts: list[Measured], width: float) -> bool:
    """Whether the outer texts leave the middle one its place."""
    left, middle, right = (part.length for part in parts)
    if not middle:
        return left + right < width
    return max(left, right) + middle / 2 + 6 < width / 2


def _as_of(content: Content) -> str:
    return _("As of {day}").format(day=day(content.imprint.as_of))
