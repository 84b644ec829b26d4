"""The restore drill: a backup is proven by restoring it, once a month, beside everything else.

The newest backup is restored as a person would restore it, into a folder of its own that is
removed afterwards; the database that comes out is brought to the present schema and looked through
as a whole (reliability: every backup shown with a tick has been opened and checked).
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import asdict
from sqlalchemy import func, select

from invest_crm.db import aside, upgrade
from invest_crm.db.engine import open_engine
from invest_crm.db.restore import restore
from invest_crm.db.schema.projects import project
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services import upkeep
from invest_crm.services.backups import Drill, file_of, standing, verify_lines
from invest_crm.services.safeguards import LOG_HEAD
from invest_crm.services.work import App
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.backups import BackupLine, Standing

_FOLDER: Final = "drill-"


def is_due(now: Standing) -> bool:
    """Whether there is a backup to prove and none was proven this month (on the bureau's clock).

    After one that failed the next backup is proven at once.
    """
    last, before = now.last, now.drill
    if now.server or now.paused or last is None:
        return False
    if before is None or _month(before.at) != _month(clock.now().isoformat()):
        return True
    return bool(before.fault) and before.file != last.path.name


def drill(app: App) -> Drill:
    """Restore the newest backup beside everything else, look it through, and remember the result.

    A backup that fails is marked. UserError ``backup-server``, ``nothing-to-drill``.
    """
    path = file_of(app)
    line = standing(app).last
    if line is None:
        raise UserError(
            "nothing-to-drill",
            _("There is no verified backup to restore."),
            safe=_("Nothing was changed."),
            todo=_("Make a backup first."),
        )
    fault = _fault(line, app)
    if fault:
        verify_lines([line.path])
    done = Drill(clock.now().isoformat(), line.path.name, fault)
    aside.keep(path, "drill", asdict(done))
    return done


def _fault(line: BackupLine, app: App) -> str:
    """What is wrong with what comes out of a backup, in words; empty for nothing."""
    home = user_data_dir()
    _sweep(home)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=home))
    try:
        return _look_through(line, folder / "crm.db", app)
    except UserError as error:
        return error.what
    except (OSError, sqlite3.Error):
        return _("The backup could not be restored into a folder of its own.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _look_through(line: BackupLine, target: Path, app: App) -> str:
    restore(line.path, target)
    database = open_engine(target)
    try:
        upgrade.prepare(database, create=False)
        trial = App(database, app.actor, app.clock)
        # A backup is rightly behind what was saved since, so that is no fault of it.
        failed = [
            _(upkeep.CHECKS[item.check])
            for item in trial.read(upkeep.check)
            if not item.ok and item.check != LOG_HEAD
        ]
        if failed:
            return _("The restored database is not whole: {checks}.").format(
                checks=_(", ").join(failed)
            )
        found = trial.read(lambda view: view.values(select(func.count()).select_from(project))[0])
        if found != line.projects:
            return ngettext(
                "The restored database holds {n} project, the backup {m}.",
                "The restored database holds {n} projects, the backup {m}.",
                found,
            ).format(n=found, m=line.projects)
        return ""
    finally:
        database.close()


def _sweep(home: Path) -> None:
    """What a drill left that was killed."""
    for leftover in home.glob(f"{_FOLDER}*"):
        with suppress(OSError):
            shutil.rmtree(leftover)


def _month(moment: str) -> str:
    return clock.at_bureau(datetime.fromisoformat(moment)).strftime("%Y-%m")
