"""Without a backup nothing risky happens, unless a person says so for this very action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.db.upgrade import HEAD, downgrade_to
from invest_crm.services import backups, precaution
from invest_crm.services.opening import open_app
from invest_crm.services.precaution import NoBackup
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.safeguards import RISKY, stand_guard
from tests.support.factories import Bureau, images

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from invest_crm.errors import UserError
    from invest_crm.services.work import App, Work


@pytest.fixture
def blocked(office: Bureau) -> Iterator[Bureau]:
    """A guarded bureau with something to lose; a file stands where backups should lie."""
    precaution.waive(None)
    stand_guard(office.app)
    office.take_up("甲")
    backups.backup_folder().parent.mkdir(parents=True, exist_ok=True)
    backups.backup_folder().touch()
    yield office
    precaution.waive(None)


def _many(work: Work, count: int) -> None:
    for number in range(count):
        create_project(work, CreateProject({"name": f"项目{number}"}))
    work.name("project.archive", count=count)


def _refused(office: Bureau) -> NoBackup:
    with pytest.raises(NoBackup) as caught:
        office.app.write(_many, RISKY + 1)
    return caught.value


def _stored(office: Bureau) -> int:
    return len(images(office.app)["project"])


def test_a_large_action_without_its_backup_is_refused_with_the_reason(blocked: Bureau) -> None:
    refused = _refused(blocked)
    assert refused.code == "no-backup-before"
    assert "its folder is not there" in refused.what
    assert _stored(blocked) == 1


def test_a_small_action_needs_none(blocked: Bureau) -> None:
    blocked.app.write(_many, RISKY // 20)
    assert _stored(blocked) == RISKY // 20 + 1


def test_it_goes_on_without_once_and_for_this_state_only(blocked: Bureau) -> None:
    precaution.go_on_without(_refused(blocked))
    blocked.app.write(_many, RISKY + 1)
    assert _stored(blocked) == RISKY + 2
    _refused(blocked)


def test_what_was_excused_is_not_excused_after_another_save(blocked: Bureau) -> None:
    precaution.go_on_without(_refused(blocked))
    blocked.take_up("乙")
    _refused(blocked)


def test_the_backup_is_made_elsewhere_and_listed(blocked: Bureau, tmp_path: Path) -> None:
    precaution.put_elsewhere(_refused(blocked), tmp_path / "U盘")
    blocked.app.write(_many, RISKY + 1)
    (line,) = backups.list_backups(tmp_path / "U盘")
    assert (line.reason, line.projects, line.mark) == ("bulk", 1, "verified")
    assert backups.standing(blocked.app).lines == (line,)


def test_the_place_chosen_is_kept_until_somebody_goes_back_to_the_usual_one(
    blocked: Bureau, tmp_path: Path
) -> None:
    place = tmp_path / "U盘"
    precaution.put_elsewhere(_refused(blocked), place)
    path = blocked.app.database.path
    assert path is not None
    assert precaution.elsewhere(path) == place
    assert backups.standing(blocked.app).precaution == str(place)
    again = open_app(str(path))
    assert backups.standing(again).precaution == str(place)
    again.database.close()
    precaution.back_to_usual(path)
    assert backups.standing(blocked.app).precaution == ""
    _refused(blocked)


def test_another_place_that_fails_is_refused_as_well(blocked: Bureau, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    precaution.put_elsewhere(_refused(blocked), tmp_path / "file")
    _refused(blocked)


def test_a_command_that_waives_it_tells_and_goes_on(blocked: Bureau) -> None:
    told: list[UserError] = []
    precaution.waive(told.append)
    blocked.app.write(_many, RISKY + 1)
    assert [error.code for error in told] == ["backup-failed"]
    assert _stored(blocked) == RISKY + 2


def test_an_upgrade_without_its_backup_is_refused_and_can_be_excused(
    blocked: Bureau, app: App
) -> None:
    path = app.database.path
    assert path is not None
    downgrade_to(app.database, f"{int(HEAD) - 1:04}")
    app.database.close()
    before = path.read_bytes()
    with pytest.raises(NoBackup) as caught:
        open_app(str(path))
    assert caught.value.code == "no-backup-before-upgrade"
    assert path.read_bytes() == before
    precaution.go_on_without(caught.value)
    again = open_app(str(path))
    assert _stored(Bureau(again)) == 1
    again.database.close()
