"""The window's part of the installation test: what Qt needs, icons, fonts, themes, a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QPluginLoader, QTranslator
from PySide6.QtGui import QFontDatabase, QImageReader

from invest_crm import words
from invest_crm.services.self_test import Result, attempt
from invest_crm.ui import icons, theme
from invest_crm.ui.app import make_application
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invest_crm.ui.theme import Mode

_PICTURES: Mapping[Mode, str] = {
    "light": N_("picture (light)"),
    "dark": N_("picture (dark)"),
}
_FORMATS = ("png", "svg", "jpg")
_PLUGINS = {
    "linux": (
        "platforms/libqxcb.so",
        "platforms/libqoffscreen.so",
        "platforminputcontexts/libibusplatforminputcontextplugin.so",
        "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    ),
    "win32": ("platforms/qwindows.dll", "platforms/qoffscreen.dll"),
}
"""By ``sys.platform``: showing a window with and without a display, and typing Chinese in it."""


def check_window() -> Iterator[Result]:
    """Try what only the window uses."""
    application = make_application(words.language(), "light")
    yield attempt(N_("Qt plugins"), _plugins)
    yield attempt(N_("Qt words"), _qt_words)
    yield attempt(N_("window fonts"), _families)
    yield attempt(N_("icons"), _icons)
    for mode, name in _PICTURES.items():
        theme.current().apply(mode)
        yield attempt(name, _picture)
    application.processEvents()


def _plugins() -> str:
    """Every plugin is there; one whose system library is missing is told, not held against us."""
    known = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    missing = [name for name in _FORMATS if name not in known]
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    wanted = _PLUGINS.get(sys.platform, ())
    missing += [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise RuntimeError(f"missing: {', '.join(missing)}")
    loaders = [QPluginLoader(str(folder / name)) for name in wanted]
    failed = [loader.errorString() for loader in loaders if not loader.load()]
    return "; ".join([str(len(wanted)), *failed])


def _qt_words() -> str:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not QTranslator().load("qtbase_zh_CN", folder):
        raise RuntimeError("qtbase_zh_CN.qm is missing")
    return "zh_CN"


def _families() -> str:
    found = [name for name in QFontDatabase.families() if "Noto Sans SC" in name]
    if not found:
        raise RuntimeError("the bundled font was not loaded")
    return found[0]


def _icons() -> str:
    for role in icons.roles():
        if icons.icon(role).pixmap(16, 16).isNull():
            raise RuntimeError(f"icon {role} is missing")
    return str(len(icons.roles()))


_LEAST_COLOURS = 8
"""Letters have smooth edges; a picture without any has two or three."""


def _picture() -> str:
    widget = EmptyState("projects", "𠮷祥如意", "invest-crm")
    widget.resize(480, 320)
    picture = widget.grab().toImage()
    colours = {
        picture.pixelColor(x, y).rgb()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    widget.deleteLater()
    if len(colours) < _LEAST_COLOURS:
        raise RuntimeError(f"an empty picture: {len(colours)} colours")
    return f"{len(colours)} colours"
