"""What goes into the packaged program and what stays out; ``build.spec`` and the tests read it.

The program is packaged from whatever environment it is developed in: what none of its own
dependencies brings is left out by name, so that no clean environment has to be made first.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "invest_crm"
EXTRAS = ("pg",)
MIGRATIONS = "invest_crm/db/migrations"

# Parts of the standard library nobody asks for. ``readline`` would bring a library under the GPL.
UNUSED_STANDARD = (
    *("tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data", "curses", "test"),
    *("readline", "_curses", "_curses_panel", "_gdbm", "_dbm", "_tkinter"),
)
# Optional parts of libraries: their libraries are large or unwanted, and nothing here calls them.
UNUSED_PARTS = (
    *("PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL._webp"),
    *("PySide6.QtNetwork", "PySide6.QtDBus", "lxml.objectify", "lxml.isoschematron"),
    *("numpy.f2py", "numpy.testing", "pandas.tests", "sqlalchemy.testing", "alembic.testing"),
)

# Of the hundreds of plugins and translations of Qt, the ones a desktop with widgets uses.
PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg"),
    "platforminputcontexts": ("composeplatforminputcontext", "ibusplatforminputcontext"),
    "platforms": ("qoffscreen", "qwayland", "qxcb", "qwindows", "qdirect2d", "qcocoa"),
    "platformthemes": ("qgtk3", "qxdgdesktopportal"),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
}
TRANSLATIONS = ("qtbase_zh_CN.qm", "qtbase_en.qm")
UNUSED_QT = re.compile(
    r"Qt6?(Designer|EglFS|EglFs|Network|OpenGL|Pdf|Qml|Quick|Sql|Test|VirtualKeyboard|WlShell)"
    r"|opengl32sw|d3dcompiler"
)

# The system's libraries are the system's business (its package says which ones are needed), but
# for these, whose names differ between distributions and which Python itself stands on.
OWN_SYSTEM_LIBRARIES = re.compile(
    r"lib(ssl|crypto|sqlite3|ffi|bz2|lzma|expat|uuid|mpdec|python3\.\d+)\.so"
)


def modules() -> list[str]:
    """Every module of the program, migrations apart: Alembic reads those as files."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            found.append(".".join(parts).removesuffix(".__init__"))
    return found


def distributions() -> dict[str, metadata.Distribution]:
    """What the program depends on, extras included, through any number of steps."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [*project["dependencies"]]
    for extra in EXTRAS:
        waiting += project["optional-dependencies"][extra]
    found: dict[str, metadata.Distribution] = {}
    seen: set[str] = set()
    while waiting:
        text = waiting.pop()
        if text in seen:
            continue
        seen.add(text)
        wanted = Requirement(text)
        name = canonicalize_name(wanted.name)
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform; the self-test finds what is really missing
        waiting += _required_by(found[name], wanted.extras)
    return found


def _required_by(distribution: metadata.Distribution, extras: Iterable[str]) -> Iterator[str]:
    for text in distribution.requires or ():
        wanted = Requirement(text)
        asked = ({"extra": extra} for extra in ("", *extras))
        if wanted.marker is None or any(wanted.marker.evaluate(item) for item in asked):
            options = f"[{','.join(sorted(wanted.extras))}]" if wanted.extras else ""
            yield f"{wanted.name}{options}"


def excludes() -> list[str]:
    """Modules to leave out: whatever the environment holds and no dependency brings."""
    ours = {*distributions(), "invest-crm", "pyinstaller"}
    foreign = [
        module
        for module, owners in metadata.packages_distributions().items()
        if ours.isdisjoint(map(canonicalize_name, owners)) and module.isidentifier()
    ]
    return sorted({*foreign, *UNUSED_STANDARD, *UNUSED_PARTS})


def wanted(target: str, source: str) -> bool:
    """Whether a file PyInstaller collected is kept: by its place in the folder and its origin."""
    name = target.replace("\\", "/")
    path = PurePosixPath(name)
    if "PySide6" in path.parts and "plugins" in path.parts:
        return _wanted_plugin(path)
    if "translations" in path.parts and path.suffix == ".qm":
        return path.name in TRANSLATIONS
    if UNUSED_QT.search(path.name) or (name.startswith("resources/") and path.suffix == ".po"):
        return False
    return not _is_systems(source) or bool(OWN_SYSTEM_LIBRARIES.match(path.name))


def _wanted_plugin(path: PurePosixPath) -> bool:
    folder, stem = path.parts[-2], path.stem.removeprefix("lib").removesuffix("plugin")
    return stem in PLUGINS.get(folder, ())


def _is_systems(source: str) -> bool:
    return sys.platform == "linux" and source.startswith(("/lib", "/usr/lib"))


def datas() -> list[tuple[str, str]]:
    """Files that are no modules: (source, folder in the package)."""
    import docx

    # python-docx finds its templates by way of the folder of a module.
    way = Path(docx.__file__).parent / "parts" / "__init__.py"
    return [
        (str(ROOT / "resources"), "resources"),
        *_migrations(),
        (str(way), "docx/parts"),
    ]


def _migrations() -> list[tuple[str, str]]:
    return [
        (str(path), str(path.parent.relative_to(ROOT)))
        for path in sorted((ROOT / MIGRATIONS).rglob("*"))
        if path.suffix in {".py", ".mako"}
    ]


def kept(entries: Iterable[Any]) -> list[Any]:
    """Of PyInstaller's entries (target, source, kind) the wanted ones; links go with their end."""
    ends = [entry for entry in entries if entry[2] != "SYMLINK" and wanted(entry[0], entry[1])]
    names = {PurePosixPath(entry[0].replace("\\", "/")).name for entry in ends}
    links = [
        entry
        for entry in entries
        if entry[2] == "SYMLINK" and PurePosixPath(entry[1].replace("\\", "/")).name in names
    ]
    return [*ends, *links]
