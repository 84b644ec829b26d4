"""Private copies: nothing is written, attachments are shown, nothing of them stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.backup import backup
from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, content_of, files_of
from invest_crm.services.own_folder import OwnFolder, sweep_folders
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.projects.records import all_ids
from invest_crm.services.read_only import close_read_only, open_backup, open_read_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App
    from tests.support.factories import Bureau


@pytest.fixture(autouse=True)
def _ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder and a folder for what does not last, of this test alone."""
    for name in ("home", "passing"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("INVEST_CRM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))


def _copies() -> list[Path]:
    roots = (user_data_dir(), Path(tempfile.gettempdir()))
    return [path for root in roots for path in root.glob("invest-crm-copy-*")]


def _of_backup(office: Bureau, folder: Path) -> App:
    path = office.app.database.path
    assert path is not None
    return open_backup(folder / backup(path, folder).file)


def _of_database(office: Bureau, _folder: Path) -> App:
    return open_read_only(str(office.app.database.path))


@pytest.mark.parametrize(
    ("opened", "code"), [(_of_backup, "preview-read-only"), (_of_database, "opened-read-only")]
)
def test_a_copy_is_read_never_written_and_gone_when_closed(
    office: Bureau, tmp_path: Path, opened: Callable[[Bureau, Path], App], code: str
) -> None:
    project = Subject("project", office.take_up("甲"))
    add_files(office.app, project, [Offered("协议.pdf", b"%PDF one")])
    shown = opened(office, tmp_path / "backups")
    (folder,) = _copies()
    assert shown.database.path is not None
    assert shown.database.path.parent == folder
    assert folder.stat().st_mode & 0o077 == 0
    assert len(shown.read(all_ids)) == 1
    (line,) = shown.read(files_of, project)
    assert shown.read(content_of, line.id)[1] == b"%PDF one"
    with pytest.raises(UserError) as refused:
        shown.write(create_project, CreateProject({"name": "乙"}))
    assert refused.value.code == code
    close_read_only(shown)
    assert _copies() == []
    assert office.app.read(content_of, line.id)[1] == b"%PDF one", "the store itself stays"


def test_what_cannot_be_copied_leaves_nothing(tmp_path: Path) -> None:
    foreign = tmp_path / "notes.db"
    foreign.write_bytes(b"words" * 100)
    with pytest.raises(UserError) as refused:
        open_read_only(str(foreign))
    assert refused.value.code == "nothing-to-copy"
    assert _copies() == []


_KILLED = """
import os, sys
from invest_crm.services.own_folder import OwnFolder
folder = OwnFolder()
(folder.path / "copy.db").write_bytes(b"data")
print(folder.path, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_program_left_is_swept_and_what_a_running_one_has_is_not() -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _KILLED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": tempfile.gettempdir()},
    )
    try:
        assert running.stdout is not None
        folder = Path(running.stdout.readline().strip())
        assert folder in _copies()
        assert sweep_folders() == 0
        assert (folder / "copy.db").exists()
    finally:
        running.kill()
        running.communicate()
    assert sweep_folders() == 1
    assert not folder.exists()


def test_nothing_else_is_swept(tmp_path: Path) -> None:
    passing = Path(tempfile.gettempdir())
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "in-use.lock").touch()
    others = [passing / "invest-crm-other", passing / "invest-crm-copy-file"]
    others[0].mkdir()
    others[1].write_text("a file")
    link = passing / "invest-crm-copy-link"
    link.symlink_to(precious, target_is_directory=True)
    half = passing / "invest-crm-copy-half"
    half.mkdir()
    assert sweep_folders() == 0
    assert all(path.exists() for path in (*others, link, half, precious))
    os.utime(half, (1, 1))
    assert sweep_folders() == 1
    assert not half.exists()


def test_links_in_a_folder_are_removed_and_not_followed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "content").write_bytes(b"kept")
    (store / "content").chmod(0o400)
    with OwnFolder() as folder:
        (folder / "files").symlink_to(store, target_is_directory=True)
        read_only = folder / "seen.pdf"
        read_only.write_bytes(b"seen")
        read_only.chmod(0o400)
    assert not folder.exists()
    assert (store / "content").read_bytes() == b"kept"
    assert (store / "content").stat().st_mode & 0o777 == 0o400
