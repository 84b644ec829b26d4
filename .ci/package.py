"""The package for Linux, made and tried: folder, Debian package, sizes, self-test, start-up.

``python .ci/package.py`` writes into ``out/package/`` and fails when the package is too large,
carries what it must not, needs a library nobody names, or does not pass its own test. What is
tried is what ships: the files taken out of the finished Debian package. ``--archive`` also writes
the folder as ``.tar.gz`` for systems that are no Debian.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import package_deb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "package"
MB = 1_000_000
FOLDER_LIMIT, PACKED_LIMIT = 350 * MB, 150 * MB
LISTED = 14
STARTS = 5


def version() -> str:
    """The version the program says of itself."""
    text = (ROOT / "invest_crm" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, flags=re.MULTILINE)
    if found is None:
        raise LookupError("invest_crm/__init__.py names no version")
    return found[1]


def epoch(of: str, changes: str) -> int:
    """The first second of the month in which the changes list a version: the time of every file.

    Two packages of the same sources are then the same, whenever and wherever they are made.
    Raises LookupError if the version is not listed.
    """
    found = re.search(rf"^## {re.escape(of)} — (\d{{4}})-(\d\d)", changes, flags=re.MULTILINE)
    if found is None:
        raise LookupError(f"CHANGELOG.md does not list {of} with its month")
    return int(datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC).timestamp())


# ---- making ----------------------------------------------------------------------------------


def make_folder(moment: int) -> Path:
    """The program as one folder."""
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": str(moment),
        "PYTHONHASHSEED": "0",
        "PYINSTALLER_CONFIG_DIR": str(OUT / "cache"),
    }
    where = ("--distpath", str(OUT), "--workpath", str(OUT / "work"))
    command = [sys.executable, "-m", "PyInstaller", "build.spec", *where, "--noconfirm"]
    subprocess.run([*command, "--log-level", "ERROR"], cwd=ROOT, env=environment, check=True)
    folder = OUT / "invest-crm"
    strip(folder)
    return folder


def strip(folder: Path) -> None:
    """Take what is for debugging out of Python's own libraries; wheels come without it."""
    own = [*folder.glob("_internal/libpython*.so*"), *folder.glob("_internal/python*/**/*.so")]
    subprocess.run(["strip", "--strip-unneeded", *map(str, own)], check=True)


def make_archive(folder: Path, name: str, moment: int) -> Path:
    """The folder as ``.tar.gz``."""

    def settled(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        return entry

    target = OUT / f"{name}.tar.gz"
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        archive.add(folder, name, filter=settled)
    return target


# ---- measuring and trying --------------------------------------------------------------------


def sizes(folder: Path) -> Iterator[tuple[int, str]]:
    """The bytes of every part of the folder, the largest first; Qt's parts one by one."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(folder).parts
            depth = 4 if "PySide6" in parts else 3 if "resources" in parts else 2
            name = "/".join(parts[:depth]).removeprefix("_internal/")
            found[name] = found.get(name, 0) + path.stat().st_size
    yield from sorted(((size, name) for name, size in found.items()), reverse=True)


def tell_sizes(folder: Path, packed: Path) -> list[str]:
    """Print the sizes; returns what is too large."""
    parts = list(sizes(folder))
    whole, small = sum(size for size, _name in parts), packed.stat().st_size
    for size, name in parts[:LISTED]:
        print(f"{size / MB:8.1f} MB  {name}")
    print(f"{whole / MB:8.1f} MB  the folder (at most {FOLDER_LIMIT // MB})")
    print(f"{small / MB:8.1f} MB  {packed.name} (at most {PACKED_LIMIT // MB})")
    limits = ((whole, FOLDER_LIMIT, "folder"), (small, PACKED_LIMIT, packed.name))
    return [f"{name}: {size / MB:.0f} MB" for size, limit, name in limits if size > limit]


def environment(home: Path) -> dict[str, str]:
    """As bare as a new user's: nothing of this checkout or its Python can help the program."""
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "QT_QPA_PLATFORM": "offscreen",
    }


def try_program(program: Path, home: Path) -> bool:
    """The program's own test with its journeys, printed as it goes."""
    command = [str(program), "--lang", "en", "self-test", "--journeys"]
    return subprocess.run(command, cwd=home, env=environment(home), check=False).returncode == 0


def tell_start(program: Path, home: Path) -> None:
    """Print how long the window takes to stand and to show the rows of invented projects."""
    database = str(home / "start.db")
    subprocess.run(
        [program, "--db", database, "demo"],
        env=environment(home),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    command = [str(program), "--db", database, "self-test", "--start"]
    runs = [_words_after(command, home) for _again in range(STARTS)]
    for word in ("painted", "ready"):
        found = sorted(run[word] for run in runs)
        print(f"{statistics.median(found):8.2f} s   {word} ({found[0]:.2f} to {found[-1]:.2f})")


def _words_after(command: Sequence[str], home: Path) -> dict[str, float]:
    """Each word a program prints, with the seconds since it was started."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, text=True
    ) as process:
        lines = process.stdout or ()
        return {line.strip(): time.perf_counter() - began for line in lines}


# ---- all of it -------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", action="store_true", help="also write a .tar.gz")
    args = parser.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    name = version()
    moment = epoch(name, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    folder = make_folder(moment)
    package = package_deb.build(folder, OUT, name, moment)
    faults = tell_sizes(folder, package)
    tree, home = OUT / "installed", OUT / "home"
    home.mkdir()
    subprocess.run(["dpkg-deb", "--extract", package, tree], check=True)
    program = tree / package_deb.HOME / "invest-crm"
    if not try_program(program, home):
        faults.append("the packaged program fails its own test")
    tell_start(program, home)
    if args.archive:
        print(make_archive(folder, f"invest-crm-{name}", moment).name)
    for scratch in (tree, home, OUT / "work", OUT / "cache"):
        shutil.rmtree(scratch, ignore_errors=True)
    print("\n".join([*(f"FAULT {fault}" for fault in faults), f"{package.relative_to(ROOT)}"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
