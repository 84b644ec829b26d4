"""The Debian package: what the folder needs of the system, and the folder in its place in a tree.

Made with ``dpkg-deb`` alone. Which libraries of the system are needed is read from the packaged
files themselves; one that no Debian package is named for here stops the building.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import package_elf
import package_icons

ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / ".ci" / "package"
HOME = "usr/lib/invest-crm"

# Library -> Debian's packages that bring it (Debian 13 and Ubuntu 24.04 renamed some to …t64).
PACKAGES = {
    "libc.so.6": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgobject-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgio-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libzstd.so.1": "libzstd1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# Needed by one plugin or by Wayland alone; Qt passes over what cannot be loaded.
RECOMMENDED = {
    "libgtk-3.so.0": "libgtk-3-0 | libgtk-3-0t64",
    "libgdk-3.so.0": "libgtk-3-0 | libgtk-3-0t64",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcairo.so.2": "libcairo2",
    "libcairo-gobject.so.2": "libcairo-gobject2",
    "libgdk_pixbuf-2.0.so.0": "libgdk-pixbuf-2.0-0",
    "libpangocairo-1.0.so.0": "libpangocairo-1.0-0",
    "libatk-1.0.so.0": "libatk1.0-0 | libatk1.0-0t64",
}
SPARED = re.compile(r"/plugins/|Wayland")
PARTS_OF_LIBC = re.compile(r"(lib(m|dl|rt|pthread|util|resolv)\.so\.\d+|ld-linux[^/]*\.so\.\d+)$")
CONTROL = """\
Package: invest-crm
Version: {version}
Architecture: {architecture}
Maintainer: The invest-crm authors <invest-crm@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Section: database
Priority: optional
Description: investment-promotion projects of a Chinese county
 招商项目管理：沿产业链管目标企业，从线索、洽谈、签约一直跟到开工、投产。
 .
 Follows firms along industrial chains, leads, signed projects and what becomes
 of them; reads ledgers as they are, draws chain maps, writes bulletins. Needs
 no network. Removing the package leaves the user's databases alone.
"""


class UnknownLibraryError(Exception):
    """A packaged file needs a library that is neither packaged nor in a package named here."""


@dataclass(frozen=True)
class Needs:
    """What a folder needs of the system, as names of Debian packages."""

    depends: list[str]
    recommends: list[str]


# ---- what the folder needs -------------------------------------------------------------------


def needs(folder: Path) -> Needs:
    """Read the needed libraries of every packaged file. Raises UnknownLibraryError."""
    inside = {path.name for path in folder.rglob("*")}
    wanted: dict[str, set[str]] = {}
    libc = (0, 0)
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or not package_elf.is_elf(path):
            continue
        libraries, version = package_elf.needed(path)
        libc = max(libc, version)
        for library in libraries - inside:
            wanted.setdefault(library, set()).add(path.relative_to(folder).as_posix())
    depends, recommends, unknown = set(), set(), []
    for library, users in sorted(wanted.items()):
        if PARTS_OF_LIBC.match(library):
            continue
        if library in PACKAGES:
            depends.add(PACKAGES[library])
        elif library in RECOMMENDED and all(map(SPARED.search, users)):
            recommends.add(RECOMMENDED[library])
        else:
            unknown.append(f"{library} for {', '.join(sorted(users))}")
    if unknown:
        raise UnknownLibraryError("; ".join(unknown))
    depends = depends - {"libc6"} | {f"libc6 (>= {libc[0]}.{libc[1]})"}
    return Needs(sorted(depends), sorted(recommends))


# ---- the tree and the package ----------------------------------------------------------------


def build(folder: Path, work: Path, version: str, epoch: int) -> Path:
    """Put the folder into a tree below ``work`` and pack it; returns the ``.deb``."""
    tree = work / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / HOME, symlinks=True)
    _add_desktop(tree, version, epoch)
    _add_documents(tree, version, epoch)
    found = needs(folder)
    architecture = _said("dpkg", "--print-architecture")
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        CONTROL.format(
            version=version,
            architecture=architecture,
            kilobytes=sum(path.lstat().st_size for path in tree.rglob("*")) // 1024,
            depends=", ".join(found.depends),
            recommends=", ".join(found.recommends),
        ),
        encoding="utf-8",
    )
    _settle(tree, epoch)
    target = work / f"invest-crm_{version}_{architecture}.deb"
    options = ("--root-owner-group", "-Zzstd", "-z9")
    _said("dpkg-deb", *options, "--build", str(tree), str(target), epoch=epoch)
    shutil.rmtree(tree)
    return target


def _add_desktop(tree: Path, version: str, epoch: int) -> None:
    launcher = _place(FILES / "launcher.sh", tree / "usr/bin/invest-crm")
    launcher.chmod(0o755)
    share = tree / "usr/share"
    _place(FILES / "invest-crm.desktop", share / "applications/invest-crm.desktop")
    _place(FILES / "invest-crm.xml", share / "mime/packages/invest-crm.xml")
    package_icons.hicolor(share / "icons")
    manual = (FILES / "invest-crm.1").read_text(encoding="utf-8")
    manual = manual.replace("@VERSION@", version).replace("@DATE@", day_of(epoch))
    _pack(manual, share / "man/man1/invest-crm.1.gz")


def _add_documents(tree: Path, version: str, epoch: int) -> None:
    documents = tree / "usr/share/doc/invest-crm"
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    text = "\n".join(f" {line}" if line else " ." for line in licence)
    copyright_ = (FILES / "copyright").read_text(encoding="utf-8").replace("@LICENCE@", text)
    _place(FILES / "copyright", documents / "copyright").write_text(copyright_, encoding="utf-8")
    changes = (
        f"invest-crm ({version}) stable; urgency=low\n\n"
        "  * See CHANGELOG.md.gz beside this file.\n\n"
        f" -- The invest-crm authors <invest-crm@localhost>  {formatdate(epoch)}\n"
    )
    _pack(changes, documents / "changelog.gz")
    _pack((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), documents / "CHANGELOG.md.gz")


def day_of(epoch: int) -> str:
    """The day of a moment given in seconds since 1970, in UTC."""
    return datetime.fromtimestamp(epoch, tz=UTC).date().isoformat()


def _place(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


def _pack(text: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


def _settle(tree: Path, epoch: int) -> None:
    """The same rights and times whoever builds: programs and folders 755, other files 644."""
    programs = {tree / HOME / "invest-crm", tree / "usr/bin/invest-crm"}
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _said(*command: str, epoch: int | None = None) -> str:
    environment = dict(os.environ)
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = str(epoch)
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()
