"""The icon of the program in the sizes desktops ask for, drawn from one SVG."""

from __future__ import annotations

import os
from pathlib import Path

SOURCE = Path(__file__).with_name("package") / "icon.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)


def png(target: Path, size: int) -> Path:
    """One square picture of ``size`` pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise OSError(f"{target} was not written")
    return target


def ico(target: Path) -> Path:
    """The icon of a Windows program: several sizes in one file."""
    from PIL import Image

    largest = png(target.with_suffix(".png"), max(ICO_SIZES))
    with Image.open(largest) as image:
        image.save(target, sizes=[(size, size) for size in ICO_SIZES])
    return target


def hicolor(folder: Path) -> None:
    """``hicolor/SIZExSIZE/apps/invest-crm.png`` and the drawing itself below a folder."""
    for size in SIZES:
        png(folder / f"hicolor/{size}x{size}/apps/invest-crm.png", size)
    drawing = folder / "hicolor/scalable/apps/invest-crm.svg"
    drawing.parent.mkdir(parents=True, exist_ok=True)
    drawing.write_bytes(SOURCE.read_bytes())
