"""THIRD-PARTY.txt: the name, version and licence of everything inside the package, with the texts.

Everything is followed from the files that are really packaged back to who they belong to. Building
stops when a file belongs to nobody known, or to something whose only licence is the GPL.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import package_parts
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

LICENCES = package_parts.ROOT / ".ci" / "package" / "licences"
RESOURCES = package_parts.ROOT / "resources"
LINE = "=" * 100
HEADING = """\
invest-crm contains the following works of others. invest-crm itself is under the MIT licence.

The libraries under the LGPL (Qt, PySide6, Shiboken, psycopg) lie in this folder as files of their
own and may be replaced by other builds of the same version; their makers publish their sources
under the versions named here. Of PyInstaller only the boot loader is inside, which its exception
allows under any terms.
"""

# Where a package says less, or more, than the licence it is used under.
USED_UNDER = {
    "charset-normalizer": "MIT",
    "lxml": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
}
# Libraries of the system that Python stands on: Debian's package of the library -> licence.
SYSTEM = {
    "libbz2": "bzip2-1.0.6",
    "libexpat": "MIT",
    "libffi": "MIT",
    "liblzma": "0BSD",
    "libmpdec": "BSD-2-Clause",
    "libsqlite3": "blessing (public domain)",
    "libssl": "Apache-2.0",
    "libcrypto": "Apache-2.0",
    "libuuid": "BSD-3-Clause",
}
LGPL_TEXTS = ("LGPL-3.0.txt", "GPL-3.0.txt")
TEXT_NAMES = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


class ForeignFileError(Exception):
    """A file in the package that belongs to nobody who may be in it."""


@dataclass
class Part:
    """Something of others in the package: its licence as an SPDX expression, its texts."""

    name: str
    version: str
    licence: str
    texts: list[Path] = field(default_factory=list)
    remark: str = ""


def write(target: Path, sources: Iterable[str]) -> Path:
    """Write the notice for the files the package is made of (their places on this machine)."""
    found = parts(sources)
    refused = [f"{part.name}: {part.licence}" for part in found if gpl_only(part.licence)]
    if refused:
        raise ForeignFileError(f"only under the GPL: {', '.join(refused)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_document(found), encoding="utf-8")
    return target


def gpl_only(licence: str) -> bool:
    """Whether an SPDX expression leaves no choice but the GPL without an exception."""
    choices = re.split(r"\s+OR\s+", licence.replace("(", " ").replace(")", " "))
    return all(
        re.search(r"(?<!L)GPL", choice) is not None and " WITH " not in choice for choice in choices
    )


# ---- whose file is it ------------------------------------------------------------------------


def parts(sources: Iterable[str]) -> list[Part]:
    """Everything of others that these files belong to, by name."""
    owners = _owners_of_files()
    allowed = {*package_parts.distributions(), "pyinstaller"}
    found: dict[str, Part] = {}
    for source in sorted(set(sources)):
        path = Path(source)
        if not path.is_absolute() or source in {"-", "built-in", "namespace"}:
            continue
        owner = owners.get(os.path.realpath(path))
        if owner is not None:
            if owner not in allowed:
                raise ForeignFileError(
                    f"{path.name} of {owner}, which the program does not depend on"
                )
            found.setdefault(owner, _of_distribution(owner))
        elif not _is_ours(path):
            part = _of_system(path)
            found.setdefault(part.name, part)
    found.setdefault("pyinstaller", _of_distribution("pyinstaller"))
    return [*_of_resources(), *sorted(found.values(), key=lambda part: part.name.lower())]


def _owners_of_files() -> dict[str, str]:
    """The distribution of every installed file, by its real path."""
    found: dict[str, str] = {}
    for distribution in metadata.distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        for file in distribution.files or ():
            found[os.path.realpath(str(file.locate()))] = name
    return found


def _is_ours(path: Path) -> bool:
    if "site-packages" in path.parts:
        return False
    return path.is_relative_to(package_parts.ROOT)


def _of_distribution(name: str) -> Part:
    distribution = metadata.distribution(name)
    said = distribution.metadata
    stated = [said[key] for key in ("License-Expression", "License") if key in said]
    licence = USED_UNDER.get(name) or stated[0]
    texts = [
        Path(str(file.locate()))
        for file in distribution.files or ()
        if ".dist-info" in str(file) and _is_text(str(file))
    ]
    part = Part(said["Name"], distribution.version, licence.splitlines()[0], sorted(texts))
    if "LGPL" in licence:
        part.texts += [LICENCES / text for text in LGPL_TEXTS]
    if name == "pyside6-essentials":
        part.remark = (
            f"with Qt {distribution.version}, under the same licence, and ICU (Unicode-3.0)"
        )
    return part


def _is_text(name: str) -> bool:
    return "/licenses/" in name or TEXT_NAMES.search(Path(name).name) is not None


def _of_system(path: Path) -> Part:
    """Python itself, or a library it stands on."""
    real = Path(os.path.realpath(path))
    if real.is_relative_to(sys.base_prefix) and not package_parts.OWN_SYSTEM_LIBRARIES.match(
        real.name
    ):
        return _python()
    if real.name == "base_library.zip" or real.name.startswith("libpython"):
        return _python()
    stem = real.name.split(".so")[0].split("-")[0]
    for library, licence in SYSTEM.items():
        if stem == library:
            return Part(stem, _debian(real, "${Version}"), licence, _debian_text(real))
    raise ForeignFileError(f"{path} belongs to nothing that is known")


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    here = Path(os.__file__).parent / "LICENSE.txt"
    debian = Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright")
    return Part(
        "Python", version, "PSF-2.0", [text for text in (here, debian) if text.exists()][:1]
    )


def _debian_package(library: Path) -> str:
    """The Debian package of a library; empty where dpkg does not know it."""
    if shutil.which("dpkg-query") is None:
        return ""
    for name in (str(library), str(library).removeprefix("/usr")):
        done = subprocess.run(
            ["dpkg-query", "-S", name], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    return ""


def _debian(library: Path, wanted: str) -> str:
    package = _debian_package(library)
    if not package:
        return ""
    command = ["dpkg-query", "-W", f"-f={wanted}\n", package]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]


def _debian_text(library: Path) -> list[Path]:
    text = Path("/usr/share/doc") / _debian_package(library) / "copyright"
    return [text] if text.is_file() else []


def _of_resources() -> list[Part]:
    """What lies in ``resources/`` and is not ours; its sources are told beside it."""
    return [
        Part("Noto Sans SC, Noto Serif SC (fonts)", "", "OFL-1.1", [RESOURCES / "fonts/OFL.txt"]),
        Part("Lucide (icons)", "", "ISC AND MIT", [RESOURCES / "icons/LICENSE.txt"]),
        Part("pypinyin (readings of characters)", "", "MIT", [LICENCES / "pypinyin.txt"]),
    ]


# ---- the text --------------------------------------------------------------------------------


def _document(found: list[Part]) -> str:
    texts: dict[str, list[str]] = {}
    for part in found:
        for path in part.texts:
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            texts.setdefault(text, []).append(part.name)
    table = [
        f"{part.name:<38}{part.version:<22}{part.licence}"
        + (f"\n{'':<38}{part.remark}" if part.remark else "")
        for part in found
    ]
    return "\n".join(
        [
            HEADING,
            *table,
            "",
            *(
                f"{LINE}\n{', '.join(sorted(set(names)))}\n{LINE}\n\n{text}\n"
                for text, names in texts.items()
            ),
        ]
    )
