"""The newest backup is proven by restoring it, once a month, and a bad one is found out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from invest_crm.db import aside
from invest_crm.db.upgrade import HEAD, downgrade_to
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services import backups
from invest_crm.services.attachments import Offered, Subject, add_files
from invest_crm.services.drill import drill, is_due
from tests.support.factories import Bureau, heads, images

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App


def _path(app: App) -> Path:
    assert app.database.path is not None
    return app.database.path


def _backed_up(office: Bureau) -> Path:
    project = office.take_up("甲")
    add_files(office.app, Subject("project", project), [Offered("协议.txt", b"signed")])
    return backups.make_backup(office.app)[1]


def _spoil(path: Path) -> None:
    """Other bytes at the end of a file of the same length."""
    with path.open("r+b") as handle:
        handle.seek(-100, 2)
        handle.write(b"x" * 100)


def test_a_sound_backup_passes_and_nothing_is_left_or_changed(office: Bureau) -> None:
    path = _backed_up(office)
    before = images(office.app), heads(office.app), path.read_bytes()
    done = drill(office.app)
    assert (done.file, done.fault) == (path.name, "")
    assert backups.standing(office.app).drill == done
    assert (images(office.app), heads(office.app), path.read_bytes()) == before
    assert not list(user_data_dir().glob("drill-*"))
    assert not [one for one in _path(office.app).parent.iterdir() if "before-restore" in one.name]


def test_an_altered_backup_fails_and_is_marked(office: Bureau) -> None:
    _spoil(_backed_up(office))
    done = drill(office.app)
    assert done.fault
    (line,) = backups.list_backups()
    assert line.mark == "faulty"
    assert not list(user_data_dir().glob("drill-*"))


def test_after_one_that_failed_the_next_backup_is_proven_at_once(office: Bureau) -> None:
    path = _backed_up(office)
    _spoil(path)
    assert drill(office.app).fault
    assert not is_due(backups.standing(office.app))
    backups.make_backup(office.app)
    assert is_due(backups.standing(office.app))
    assert drill(office.app).fault == ""


def test_attachments_that_are_missing_from_the_backup_are_found(office: Bureau) -> None:
    path = _backed_up(office)
    (kept,) = [one for one in (path.parent / "files").rglob("*") if one.is_file()]
    kept.unlink()
    assert "attachments" in drill(office.app).fault


def test_without_a_backup_there_is_nothing_to_drill(office: Bureau) -> None:
    with pytest.raises(UserError) as caught:
        drill(office.app)
    assert caught.value.code == "nothing-to-drill"


def test_it_is_due_once_a_month(office: Bureau) -> None:
    assert not is_due(backups.standing(office.app))
    _backed_up(office)
    assert is_due(backups.standing(office.app))
    done = drill(office.app)
    assert not is_due(backups.standing(office.app))
    earlier = (clock.now() - timedelta(days=32)).isoformat()
    aside.keep(_path(office.app), "drill", {"at": earlier, "file": done.file, "fault": ""})
    assert is_due(backups.standing(office.app))


def test_a_backup_of_an_older_schema_is_proven_as_it_would_be_opened(office: Bureau) -> None:
    office.take_up("甲")
    downgrade_to(office.app.database, f"{int(HEAD) - 1:04}")
    _manifest, path = backups.make_backup(office.app)
    assert (drill(office.app).file, drill(office.app).fault) == (path.name, "")


@pytest.mark.postgres
def test_a_server_has_no_drill_of_ours(server_app: App) -> None:
    assert not is_due(backups.standing(server_app))
