"""Which font file plays which part: the office's own faces if installed, else those we ship.

The customary faces of official documents (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体) are
proprietary: they are used where the system has them and never shipped. Only files with TrueType
outlines count, because a PDF embeds nothing else here. Knows no drawing library.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.paths import resource_root

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")


class Role(StrEnum):
    """The part a face plays in a document."""

    TITLE = "title"  # 小标宋
    BODY = "body"  # 仿宋
    HEI = "hei"  # 黑体
    KAI = "kai"  # 楷体
    SONG = "song"  # 宋体, page numbers


_SHIPPED = {
    Role.TITLE: "NotoSerifSC-Bold.ttf",
    Role.BODY: "NotoSerifSC-Regular.ttf",
    Role.HEI: "NotoSansSC-Medium.ttf",
    Role.KAI: "NotoSerifSC-Bold.ttf",
    Role.SONG: "NotoSerifSC-Regular.ttf",
}
# for a character the face of the role lacks; the small file of rare characters is read before
# the large complete one (they have no character in common)
_FALLBACK = (
    "NotoSerifSC-Regular.ttf",
    "NotoSansRareHan-Regular.ttf",
    "NotoSansSC-Regular.ttf",
)
_SYSTEM = {
    Role.TITLE: ("fzxbsjw", "fzxbsk", "方正小标宋简体", "方正小标宋_gbk"),
    Role.BODY: ("simfang", "仿宋_gb2312", "fzfsk", "fzfsjw", "stfangso", "方正仿宋_gbk"),
    Role.HEI: ("simhei", "fzhtk", "fzhtjw", "方正黑体_gbk"),
    Role.KAI: ("simkai", "楷体_gb2312", "fzktk", "fzktjw", "stkaiti", "方正楷体_gbk"),
    Role.SONG: ("simsun", "fzssk", "fzssjw", "方正书宋_gbk"),
}


class FontFile(Struct, frozen=True):
    """A usable font file; ``name`` is stable and unique, for registration."""

    name: str
    path: Path


def shipped(name: str) -> Path:
    """The path of a font of ours."""
    return resource_root() / "fonts" / name


def candidates(role: Role, *, system_fonts: bool) -> Iterator[FontFile]:
    """The files to try for a role, best first, then the fallbacks for rare characters.

    With ``system_fonts=False`` the answer is the same on every machine.
    """
    names = [_SHIPPED[role], *(name for name in _FALLBACK if name != _SHIPPED[role])]
    if system_fonts:
        found = _installed()
        for stem in _SYSTEM[role]:
            if stem in found:
                yield FontFile(f"system-{stem}", found[stem])
                break
    for name in names:
        path = shipped(name)
        if is_truetype(path):
            yield FontFile(path.stem, path)


def is_truetype(path: Path) -> bool:
    """Whether the file exists and has TrueType outlines (by its first four bytes)."""
    try:
        with path.open("rb") as handle:
            return handle.read(4) in _TRUETYPE
    except OSError:
        return False


def font_folders() -> list[Path]:
    """The folders where this system keeps fonts (Windows, macOS, Linux, 统信 UOS, 麒麟)."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
        return [
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
            Path(local) / "Microsoft/Windows/Fonts",
        ]
    if sys.platform == "darwin":
        return [Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    ]


@cache
def _installed() -> dict[str, Path]:
    wanted = {stem for stems in _SYSTEM.values() for stem in stems}
    found: dict[str, Path] = {}
    for folder in font_folders():
        for base, _folders, files in os.walk(folder):
            for path in (Path(base) / file for file in sorted(files)):
                stem = path.stem.lower()
                new = stem in wanted and stem not in found
                if new and path.suffix.lower() == ".ttf" and is_truetype(path):
                    found[stem] = path
    return found
