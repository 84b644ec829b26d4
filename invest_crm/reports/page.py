"""The page of an official document: GB/T 9704-2012 《党政机关公文格式》 in points.

Sizes are in PDF points (1/72 inch) unless a name ends in ``MM``. Shared by PDF and DOCX, so that
both are the same document. Knows no font file and no drawing library.
"""

from __future__ import annotations

from typing import NamedTuple

MM = 72 / 25.4

PAPER_MM = (210.0, 297.0)
TOP_MM, LEFT_MM = 37.0, 28.0
TYPE_AREA_MM = (156.0, 225.0)
RIGHT_MM = PAPER_MM[0] - LEFT_MM - TYPE_AREA_MM[0]
BOTTOM_MM = PAPER_MM[1] - TOP_MM - TYPE_AREA_MM[1]
PAGE_NUMBER_MM = 7.0  # from the type area's lower edge to the dash

LINES, CHARACTERS = 22, 28

PAPER = (PAPER_MM[0] * MM, PAPER_MM[1] * MM)
TOP, LEFT, RIGHT, BOTTOM = TOP_MM * MM, LEFT_MM * MM, RIGHT_MM * MM, BOTTOM_MM * MM
WIDTH, HEIGHT = TYPE_AREA_MM[0] * MM, TYPE_AREA_MM[1] * MM

# 22 fixed lines must fit 225 mm, so no more than 28.99 pt from line to line
PITCH = int(HEIGHT / LINES * 100) / 100
CHARACTER = WIDTH / CHARACTERS

BODY = 16.0  # 3号
TITLE = 22.0  # 2号
PAGE_NUMBER = 14.0  # 4号
TABLE = 10.5  # 5号
NOTE = 9.0
SMALLEST = 7.0  # of a table whose words are too long for its columns
TABLE_LEADING = 1.22  # of the size, from line to line of a cell
ROW_PAD = 3.0  # above and below the text of a cell
WHOLE_SHARE = 0.4  # of a page: a table up to this height is not torn
HEAD_PAD = 0.8  # beside the text of a header
INDENT = 2  # characters, first line of a paragraph


class Room(NamedTuple):
    """The room of a page for a table: its sides, the size of type, the room beside a text."""

    width: float
    height: float
    size: float
    pad: float


UPRIGHT = Room(WIDTH, HEIGHT, TABLE, 4.0)
TURNED = Room(HEIGHT, WIDTH, 9.0, 1.5)  # 小5号
