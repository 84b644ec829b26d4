"""What only the window knows about the machine: screens, scale, fonts, styles. No person's data."""

from __future__ import annotations

import os

from PySide6.QtCore import QLibraryInfo, QLocale, QStorageInfo, QSysInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImageReader, QScreen
from PySide6.QtWidgets import QApplication, QStyleFactory

from invest_crm.ui import theme

_OUR_VARIABLES = ("QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_AUTO_SCREEN_SCALE_FACTOR",
                  "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "LANG", "LC_ALL", "XDG_SESSION_TYPE",
                  "XDG_CURRENT_DESKTOP")  # fmt: skip
_CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese


def facts(where: str) -> dict[str, object]:
    """Everything, for the bundle; on the window's thread (a few milliseconds)."""
    look = theme.current()
    application = QApplication.instance()
    style = application.style().name() if isinstance(application, QApplication) else ""
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "system": QSysInfo.productType() + " " + QSysInfo.productVersion(),
        "locale": QLocale.system().name(),
        "style": style,
        "styles": QStyleFactory.keys(),
        "theme": look.mode,
        "text scale": look.text_scale,
        "screens": [_screen(screen) for screen in QGuiApplication.screens()],
        "windows": [[window.width(), window.height()] for window in QApplication.topLevelWidgets()
                    if window.isVisible()],
        "fonts": len(QFontDatabase.families()),
        "fonts with Chinese": sorted(QFontDatabase.families(_CHINESE))[:40],
        "picture formats": [bytes(item.data()).decode() for item in
                            QImageReader.supportedImageFormats()],
        "plugins": _plugins(),
        "file system": _file_system(where),
        "variables": {name: os.environ[name] for name in _OUR_VARIABLES if name in os.environ},
    }  # fmt: skip


def _screen(screen: QScreen) -> dict[str, object]:
    size = screen.size()
    return {
        "pixels": [size.width(), size.height()],
        "ratio": screen.devicePixelRatio(),
        "dots per inch": round(screen.logicalDotsPerInch()),
        "colours": screen.depth(),
    }


def _plugins() -> list[str]:
    from pathlib import Path

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    return sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []


def _file_system(where: str) -> str:
    """The kind of the volume the database lies on; a network or a USB stick explains much."""
    if "://" in where:
        return "-"
    return bytes(QStorageInfo(where).fileSystemType().data()).decode(errors="replace")
