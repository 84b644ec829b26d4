"""``export all`` and ``import`` of the zip, ``files``: what they do and say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, files_of
from invest_crm.services.opening import open_app
from tests.support.factories import Bureau

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Crm


def with_file(where: str) -> Path:
    """A project with one attachment; where its content lies."""
    app = open_app(where, actor="wang")
    subject = Subject("project", Bureau(app).take_up("甲"))
    add_files(app, subject, [Offered("协议.txt", b"signed")])
    place = Path(app.read(files_of, subject)[0].place)
    app.database.close()
    return place


def test_a_full_export_goes_out_and_into_an_empty_database(
    crm: Crm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_file(crm.where)
    out = tmp_path / "全部.zip"
    assert crm("export", "all", "--out", out).status == 0
    other = type(crm)(str(tmp_path / "other.db"), capsys)
    assert other("import", out, "--dry-run").status == 1, "there is no database to look into"
    assert other("init").status == 0
    dry = other.json("import", out, "--dry-run", "--json")
    assert (dry["written"], dry["files"], dry["records"]["project"]) == (False, 1, 1)
    done = other.json("import", out, "--json")
    assert (done["written"], done["records"]) == (True, dry["records"])
    assert other("verify").status == 0
    assert other("check").status == 0
    again = other("import", out)
    assert again.status == 1
    assert "空库" in again.err


def test_files_tells_what_is_kept_and_what_is_missing(crm: Crm) -> None:
    place = with_file(crm.where)
    found = crm.json("files", "--json")
    assert (found["attachments"], found["bytes"], found["lost"], found["unnamed"]) == (1, 6, [], 0)
    place.unlink()
    said = crm("files")
    assert said.status == 1
    assert str(place) in said.out
    stray = place.parent / ("0" * 62)
    stray.write_bytes(b"x")
    assert "没有被引用的内容：1" in crm("files").out
    assert "已清除：1" in crm("files", "--sweep").out
    assert not stray.exists()
