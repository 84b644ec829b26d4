"""What is offered when room is short: old backups go, but none that is counted on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from invest_crm.db.backup import backup, verify_backup
from invest_crm.errors import UserError
from invest_crm.services.backups import backup_folder
from invest_crm.services.remedies import KEPT, old_backups, remove_backups

if TYPE_CHECKING:
    from invest_crm.services.work import App


def test_backups_found_faulty_do_not_stand_for_good_ones(app: App) -> None:
    path = app.database.path
    assert path is not None
    made = [backup_folder() / backup(path, backup_folder()).file for _n in range(KEPT + 4)]
    for faulty in made[-3:]:
        faulty.write_bytes(faulty.read_bytes()[:5000])
        with suppress(UserError):
            verify_backup(faulty)
    old = old_backups()
    assert old.files == (made[0],)
    assert remove_backups(old) == old.size
    assert not made[0].exists()
    assert all(one.exists() for one in made[1:])
