"""Backups as people use them: made on time and before what is risky, listed, verified, copied.

They lie in one folder of the person at this machine, those of several databases side by side; the
id of the first entry of the log tells whose they are. A database on a server is backed up by its
administrator.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select

from invest_crm.db import aside
from invest_crm.db.backup import backup, copy_backup, made_at, verify_backup
from invest_crm.db.backup_files import sweep_pool
from invest_crm.db.manifest import KEPT, SUFFIX, beside, read_manifest
from invest_crm.db.retention import Aged, shrunken, staying
from invest_crm.db.schema.log import change_set
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services import precaution
from invest_crm.settings import user
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.db.manifest import Manifest
    from invest_crm.services.work import App, View

Mark = Literal["verified", "unverified", "faulty"]

REASONS = {
    "auto": N_("automatic"),
    "manual": N_("by hand"),
    "import": N_("before an import"),
    "bulk": N_("before a bulk change"),
    "upgrade": N_("before an upgrade"),
    "confirmed": N_("after a restore, confirmed"),
    "replaced": N_("database replaced by a restore"),
}
FAULTS = {
    "log-chain": N_("The change log in it does not fit."),
    "altered": N_("The file was altered after it was verified."),
    "damaged": N_("The file is damaged."),
    "files": N_("Attachments that belong to it are missing or altered."),
}
MARKS = {
    "verified": N_("verified"),
    "unverified": N_("not verified"),
    "faulty": N_("faulty"),
}
NAG_AFTER = timedelta(days=7)
"""A second copy older than this is reminded of."""


class BackupLine(Struct, frozen=True):
    """One backup: where, when (UTC), how large in bytes, how many records, why it was made.

    ``shrunken``: far fewer records than the one before. ``seq``: the last entry of its log.
    ``checked_at``: when it was last looked through, empty for never. ``files``: attachments in it,
    ``lost``: those that were missing already when it was made.
    """

    path: Path
    made_at: str
    size: int
    projects: int
    firms: int
    records: int
    reason: str = "manual"
    mark: Mark = "verified"
    fault: str = ""
    shrunken: bool = False
    seq: int = 0
    checked_at: str = ""
    program: str = ""
    files: int = 0
    lost: int = 0


class Drill(Struct, frozen=True):
    """A restore drill: when (UTC), of which backup, and what was wrong (empty for nothing)."""

    at: str
    file: str
    fault: str = ""


class Standing(Struct, frozen=True):
    """How a database is backed up at present.

    ``last``: the newest verified backup. ``unsaved``: log entries that came after it. ``paused``:
    a backup was restored and nobody has confirmed it yet. ``second``: the second place (empty:
    none), ``copied_at``: when it last got a copy (UTC), ``nagging``: that is too long ago.
    ``drill``: the last restore drill. ``precaution``: the folder chosen for backups before what is
    risky, empty for the usual one.
    """

    server: bool
    lines: tuple[BackupLine, ...] = ()
    last: BackupLine | None = None
    unsaved: int = 0
    paused: bool = False
    second: str = ""
    copied_at: str = ""
    nagging: bool = False
    folder: str = ""
    drill: Drill | None = None
    precaution: str = ""


def backup_folder() -> Path:
    """Where backups are kept unless another folder is named."""
    return user_data_dir() / "backups"


def make_backup(
    app: App, folder: Path | None = None, reason: str = "manual"
) -> tuple[Manifest, Path]:
    """A verified backup in ``folder``, or in the user's own, which is then thinned.

    Returns its manifest and where it lies. UserError: a server, disk, damage.
    """
    where = folder or backup_folder()
    manifest = backup(file_of(app), where, reason)
    path = where / manifest.file
    if folder is None:
        thin(where, manifest.database)
    return manifest, path


def file_of(app: App) -> Path:
    """The file of the open database. UserError ``backup-server`` if it lies on a server."""
    path = app.database.path
    if path is None:
        raise UserError(
            "backup-server",
            _("A database on a server is backed up by its administrator."),
            safe=_("Nothing was changed."),
            todo=_("Use “export all” to keep a copy of your own."),
        )
    return path


def list_backups(
    folder: Path | None = None, limit: int | None = None, *, database: str = "", stem: str = ""
) -> list[BackupLine]:
    """The backups in a folder, newest first; of one ``database`` only if it is named.

    A file without a manifest is nobody's for certain: it is listed, unverified, if its name begins
    with ``stem``.
    """
    where = folder or backup_folder()
    found = [line for path in where.glob(f"*{SUFFIX}") if (line := _line(path, database, stem))]
    small = shrunken([_aged(line) for line in found])
    lines = [_with_size_mark(line, small) for line in found]
    return sorted(lines, key=lambda line: line.made_at, reverse=True)[:limit]


def standing(app: App) -> Standing:
    """Everything the window shows of backups; reads manifests, not the backups themselves."""
    path = app.database.path
    if path is None:
        return Standing(server=True)
    origin, seq = app.read(origin_and_head)
    kept = [_replaced(file) for file in path.parent.glob(f"{path.stem}{KEPT}*.db")]
    made = list_backups(database=origin, stem=path.stem)
    other = precaution.elsewhere(path)
    away = list_backups(other, database=origin) if other is not None else []
    lines = sorted([*made, *away, *kept], key=lambda line: line.made_at, reverse=True)
    last = next((line for line in made if line.mark == "verified"), None)
    second = user.read("backup.second")
    copied = str(aside.recall(path, "copied") or "")
    return Standing(
        server=False,
        lines=tuple(lines),
        last=last,
        unsaved=seq - last.seq if last is not None else seq,
        paused=aside.recall(path, "paused") is not None,
        second=second,
        copied_at=copied,
        nagging=_too_long_ago(copied or (made[-1].made_at if made else "")),
        folder=str(backup_folder()),
        drill=_drill(path),
        precaution=str(other or ""),
    )


def standing_unopened(where: str) -> Standing:
    """What backups there are of a database that cannot be opened, by the name of its file."""
    if "://" in where:
        return Standing(server=True)
    path = Path(where)
    made = [
        line for line in list_backups(stem=path.stem) if line.path.name.startswith(f"{path.stem}-")
    ]
    last = next((line for line in made if line.mark == "verified"), None)
    paused = aside.recall(path, "paused") is not None
    return Standing(
        server=False, lines=tuple(made), last=last, paused=paused, folder=str(backup_folder())
    )


def tend(app: App) -> Standing:
    """Make the automatic backup if it is due, and the second copy if its place is there.

    Nothing is due while nothing changed, while a restore waits to be confirmed, or on a server.
    UserError: as ``make_backup``.
    """
    now = standing(app)
    every = user.read("backup.minutes")
    if now.server or now.paused or every == "off":
        return now
    age = _since(now.last.made_at) if now.last is not None else None
    if now.unsaved > 0 and (age is None or age >= timedelta(minutes=int(every))):
        make_backup(app, reason="auto")
    return standing(app) if copy_to_second(app, only_if_due=True) or now.unsaved else now


def copy_to_second(app: App, *, only_if_due: bool = False) -> Path | None:
    """Copy the newest verified backup to the second place; where it lies there, None for nothing.

    ``only_if_due``: once a day, and quietly not at all while the place cannot be reached.
    """
    path, second = file_of(app), user.read("backup.second")
    last = standing(app).last
    if not second or last is None:
        return None
    copied = str(aside.recall(path, "copied") or "")
    today = clock.day_of(clock.now())
    reachable = Path(second).is_dir()
    done = bool(copied) and clock.day_of(datetime.fromisoformat(copied)) == today
    if only_if_due and (done or not reachable):
        return None
    if not reachable:
        raise _no_second(second)
    target = copy_backup(last.path, Path(second))
    aside.keep(path, "copied", clock.now().isoformat())
    thin(Path(second), app.read(origin_and_head)[0])
    return target


def made_words(line: BackupLine) -> str:
    """When a backup was made, on the clock of the bureau."""
    return clock.at_bureau(datetime.fromisoformat(line.made_at)).strftime("%Y-%m-%d %H:%M")


def copy_out(path: Path, folder: Path) -> Path:
    """A copy of a backup, with its manifest, in a folder of the person's choice."""
    return copy_backup(path, folder)


def verify_lines(paths: Sequence[Path]) -> list[tuple[Path, Mark, str]]:
    """Look backups through again: each with its mark and the words of what is wrong."""
    found: list[tuple[Path, Mark, str]] = []
    for path in paths:
        try:
            fault = verify_backup(path).fault
        except UserError:
            fault = "damaged"
        found.append((path, "faulty" if fault else "verified", _(FAULTS[fault]) if fault else ""))
    return found


def thin(folder: Path, database: str) -> None:
    """Remove the backups of a database that need not stay; see ``db.retention``."""
    lines = [line for line in list_backups(folder, database=database) if line.checked_at]
    stays = staying([_aged(line) for line in lines])
    gone = [line.path for line in lines if line.path.name not in stays]
    for path in gone:
        with suppress(OSError):
            remove_backup(path)
    if gone:
        _thin_files(folder)


def remove_backup(path: Path) -> None:
    """A backup with its manifest; the backup goes first: a manifest alone is listed nowhere."""
    path.unlink(missing_ok=True)
    beside(path).unlink(missing_ok=True)


def _thin_files(folder: Path) -> None:
    """Remove the attachments that no backup here needs; none while one cannot be asked."""
    manifests = [read_manifest(path) for path in folder.glob(f"*{SUFFIX}")]
    needed = [manifest.files for manifest in manifests if manifest is not None]
    if len(needed) == len(manifests):
        sweep_pool(folder / "files", frozenset().union(*needed))


def _line(path: Path, database: str, stem: str) -> BackupLine | None:
    manifest = read_manifest(path)
    try:
        size = path.stat().st_size
        if manifest is None:
            ours = not database or path.name.startswith(f"{stem}-")
            return _unknown(path, size, "manual") if ours else None
    except OSError:
        return None
    if database and manifest.database != database:
        return None
    fault = manifest.fault or ("altered" if size != manifest.bytes else "")
    return BackupLine(
        path,
        manifest.made_at,
        size,
        manifest.records.get("project", 0),
        manifest.records.get("firm", 0),
        manifest.rows,
        manifest.reason,
        "faulty" if fault else "verified",
        fault,
        seq=manifest.log_seq,
        checked_at=manifest.checked_at,
        program=manifest.program,
        files=len(manifest.files),
        lost=manifest.lost,
    )


def _replaced(path: Path) -> BackupLine:
    """A database that a backup took the place of."""
    line = _line(path, "", "")
    return replace(line or _unknown(path, 0, ""), reason="replaced")


def _unknown(path: Path, size: int, reason: str) -> BackupLine:
    return BackupLine(path, made_at(path).isoformat(), size, 0, 0, 0, reason, "unverified")


def _with_size_mark(line: BackupLine, small: frozenset[str]) -> BackupLine:
    return replace(line, shrunken=True) if line.path.name in small else line


def _aged(line: BackupLine) -> Aged:
    when = datetime.fromisoformat(line.made_at)
    proven = line.mark == "verified"
    return Aged(line.path.name, when, line.records, proven, line.reason)


def origin_and_head(view: View) -> tuple[str, int]:
    """Which database this is, and the number of the last entry of its log."""
    last = view.values(select(func.max(change_set.c.seq)))[0] or 0
    origin = view.values(select(change_set.c.id).where(change_set.c.seq == 1))
    return (origin[0] if origin else ""), last


def _drill(database: Path) -> Drill | None:
    try:
        return Drill(**aside.recall(database, "drill"))
    except TypeError:
        return None


def _since(moment: str) -> timedelta:
    return clock.now() - datetime.fromisoformat(moment)


def _too_long_ago(moment: str) -> bool:
    return bool(moment) and _since(moment) > NAG_AFTER


def _no_second(second: str) -> UserError:
    return UserError(
        "second-place-missing",
        _("The second place for backups cannot be reached: {folder}").format(folder=second),
        safe=_("The backups on this machine are unchanged."),
        todo=_("Plug the disk in or choose another folder."),
    )
