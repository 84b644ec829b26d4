"""WordprocessingML for official documents: fonts by their office names, fixed line spacing.

A .docx only *names* its fonts (方正小标宋简体, 仿宋_GB2312, …): the office that edits it has them.
Texts are escaped here; nothing of a person's text is read as markup or as a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from invest_crm.reports import page
from invest_crm.reports.fonts import Role

if TYPE_CHECKING:
    from typing import Any

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EAST_ASIAN = {
    Role.TITLE: "方正小标宋简体",
    Role.BODY: "仿宋_GB2312",
    Role.HEI: "黑体",
    Role.KAI: "楷体_GB2312",
    Role.SONG: "宋体",
}
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_DRAWING = (
    f'xmlns:wps="{_SHAPE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_EMU = 12_700  # English metric units in a point
_LATIN = "Times New Roman"
LINE = 578  # twentieths of a point: 固定值 28.9 磅, so that 22 lines fit
FOOT_LINE = 364  # of the page number
EDGE_MM = 25.0  # from the paper's edge to head and foot; puts the dash 7 mm below the type area
_TWIPS = 20
_TIGHTER = -5  # twentieths of a point: 28 characters of 16 pt fit into 156 mm


def twips(points: float) -> int:
    """Points in twentieths of a point."""
    return round(points * _TWIPS)


def run(text: str, role: Role, size: float) -> str:
    """A run of text; line breaks in it become line breaks."""
    latin = EAST_ASIAN[role] if role is Role.SONG else _LATIN
    name = EAST_ASIAN[role]
    tight = f'<w:spacing w:val="{_TIGHTER}"/>' if size == page.BODY else ""
    broken = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")
    )
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" '
        f'w:eastAsia="{name}" w:cs="{latin}"/>{tight}<w:sz w:val="{round(size * 2)}"/>'
        f'<w:szCs w:val="{round(size * 2)}"/></w:rPr>{broken}</w:r>'
    )


def paragraph(
    runs: str,
    *,
    align: str = "both",
    indent: str = "",
    line: int = LINE,
    keep: bool = False,
    outline: int | None = None,
) -> str:
    """A paragraph; ``indent`` is the attributes of w:ind, ``outline`` the level for navigation."""
    kept = "<w:keepNext/>" if keep else ""
    ind = f"<w:ind {indent}/>" if indent else ""
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return (
        f'<w:p {W}><w:pPr>{kept}<w:spacing w:before="0" w:after="0" w:line="{line}" '
        f'w:lineRule="exact"/>{ind}<w:jc w:val="{align}"/>{level}</w:pPr>{runs}</w:p>'
    )


def first_line(characters: int) -> str:
    """First-line indent in characters (首行缩进), with its value in points for other readers."""
    return f'w:firstLineChars="{characters * 100}" w:firstLine="{twips(characters * page.BODY)}"'


def right_indent(characters: float) -> str:
    """Right indent in characters."""
    return f'w:rightChars="{round(characters * 100)}" w:right="{twips(characters * page.BODY)}"'


def left_indent(characters: float) -> str:
    """Left indent in characters."""
    return f'w:leftChars="{round(characters * 100)}" w:left="{twips(characters * page.BODY)}"'


def page_number(*, right: bool) -> str:
    """“— 1 —” in 4号宋体 with the page field, one character in from the outer edge."""
    side = "right" if right else "left"
    size = page.PAGE_NUMBER
    field = '<w:fldSimple w:instr=" PAGE ">' + run("1", Role.SONG, size) + "</w:fldSimple>"
    return paragraph(
        run("— ", Role.SONG, size) + field + run(" —", Role.SONG, size),
        align=side,
        indent=f'w:{side}Chars="100" w:{side}="{twips(size)}"',
        line=FOOT_LINE,
    )


def turned_foot(paragraph_xml: str, number: int) -> str:
    """A paragraph that anchors a box with another, turned a quarter to the right.

    On a page on its side the box stands where an upright page has its foot (GB/T 9704: the page
    number keeps its place), as high as the type area. ``number`` is unique in the file.
    """
    sizes = f'cx="{_emu(FOOT_LINE / _TWIPS)}" cy="{_emu(page.WIDTH)}"'
    across, down = _emu(EDGE_MM * page.MM), _emu(page.LEFT)
    box = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {sizes}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{paragraph_xml}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/>'
        "</wps:wsp>"
    )
    drawing = (
        f'<w:drawing {_DRAWING}><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{across}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f'<wp:extent {sizes}/><wp:wrapNone/><wp:docPr id="{number}" name="{number}"/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}">{box}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )
    # a program that knows no such shapes skips it instead of calling the file damaged
    choice = f'<mc:Choice Requires="wps" {_DRAWING}>{drawing}</mc:Choice>'
    run = f"<w:r><mc:AlternateContent {_DRAWING}>{choice}</mc:AlternateContent></w:r>"
    return paragraph(run, line=_TWIPS)


def _emu(points: float) -> int:
    return round(points * _EMU)


def element(xml: str) -> Any:
    """The element of a piece of XML made here."""
    return parse_xml(xml)
