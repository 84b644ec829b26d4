"""The photo or paper of a visit: entered with it, corrected with it, told where the record is."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.db.backup import backup
from invest_crm.domain.quick_entry import PROJECT
from invest_crm.domain.quick_entry import Subject as Here
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.archive_import import import_archive
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import INTERACTION, Subject, every_id
from invest_crm.services.attachments import (
    add_files,
    archive_files,
    content_of,
    facts,
    files_of,
)
from invest_crm.services.export import export_records
from invest_crm.services.interactions import list_interactions, void_interaction
from invest_crm.services.quick_entry import LogLine, enter_line
from invest_crm.services.timeline import AskTimeline, timeline
from invest_crm.services.undo import redo, undo
from tests.support.factories import images

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invest_crm.services.timeline import TimelineItem
    from invest_crm.services.work import App
    from tests.support.factories import Bureau

PHOTO = b"\xff\xd8\xff\xe0" + b"photo" * 100
PAPER = b"%PDF-1.4\n" + b"x" * 300


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with words.using("zh_CN"):
        yield


@pytest.fixture
def project(any_office: Bureau) -> str:
    return any_office.take_up("甲")


def visit(app: App, project: str, line: str = "8/30 拜访 谈用地", **named: bytes) -> str:
    """Enter a line with files; returns the interaction."""
    offered = [Offered(f"{name}.jpg", data) for name, data in named.items()]
    made = enter_line(app, LogLine(line, Here(PROJECT, project, "甲")), offered).value
    assert made is not None
    return made.interaction_id


def stream(app: App, project: str) -> list[TimelineItem]:
    found = app.read(timeline, AskTimeline(PROJECT, project, frozenset({"interaction"})))
    return list(found.items)


def names(app: App, project: str) -> list[str]:
    return [line.name for line in app.read(files_of, Subject(PROJECT, project))]


def test_a_visit_is_entered_with_its_files_and_both_go_with_one_undo(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    visit(app, project, "8/30 拜访 下周三回访", 现场=PHOTO, 名片=PHOTO + b"2")
    (item,) = stream(app, project)
    assert [file.name for file in item.files] == ["现场.jpg", "名片.jpg"]
    assert content_of_first(app, item) == PHOTO
    app.write(undo, None)
    assert (stream(app, project), names(app, project)) == ([], [])
    app.write(redo, None)
    (again,) = stream(app, project)
    assert content_of_first(app, again) == PHOTO
    assert all(finding.ok for finding in app.read(upkeep.check))


def content_of_first(app: App, item: TimelineItem) -> bytes:
    return app.read(content_of, item.files[0].id)[1]


def test_the_record_lists_the_files_of_its_visits_with_where_they_come_from(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    one = visit(app, project, 现场=PHOTO)
    add_files(app, Subject(PROJECT, project), [Offered("协议.pdf", PAPER)])
    found = {line.name: line for line in app.read(files_of, Subject(PROJECT, project))}
    assert (found["协议.pdf"].visit, found["协议.pdf"].origin) == ("", "")
    assert (found["现场.jpg"].visit, found["现场.jpg"].origin) == (one, "2025年8月30日拜访")
    assert app.read(files_of, Subject(PROJECT, any_office.take_up("乙"))) == []


def test_the_same_name_on_the_record_and_on_a_visit_are_two_files(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    visit(app, project, 现场=PHOTO)
    add_files(app, Subject(PROJECT, project), [Offered("现场.jpg", PHOTO + b"2")])
    found = app.read(files_of, Subject(PROJECT, project))
    assert [line.version for line in found] == [1, 1]
    assert len({line.series for line in found}) == 2


def test_files_are_added_to_a_visit_that_stands_later(any_office: Bureau, project: str) -> None:
    app = any_office.app
    one = visit(app, project)
    outcome = add_files(app, Subject(INTERACTION, one), [Offered("纪要.pdf", PAPER)])
    assert [file.name for file in stream(app, project)[0].files] == ["纪要.pdf"]
    app.write(undo, outcome.changes.change_set_id)
    assert stream(app, project)[0].files == ()
    app.write(void_interaction, one)
    with pytest.raises(UserError) as refused:
        add_files(app, Subject(INTERACTION, one), [Offered("纪要.pdf", PAPER)])
    assert refused.value.code == "record-gone"


def test_a_correction_takes_the_files_along_and_its_undo_gives_them_back(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    one = visit(app, project, 现场=PHOTO)
    said = LogLine("8/29 拜访 谈用地", Here(PROJECT, project, "甲"))
    enter_line(app, said, [Offered("名片.jpg", PHOTO + b"2")], one)
    (item,) = stream(app, project)
    assert item.id != one
    assert {file.name for file in item.files} == {"现场.jpg", "名片.jpg"}
    assert {file.origin for file in item.files} == {"2025年8月29日拜访"}
    app.write(undo, None)
    (item,) = stream(app, project)
    assert (item.id, [file.name for file in item.files]) == (one, ["现场.jpg"])


def test_files_of_a_visit_taken_back_are_listed_no_more_and_come_back_with_it(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    one = visit(app, project, 现场=PHOTO)
    app.write(void_interaction, one)
    assert names(app, project) == []
    app.write(undo, None)
    assert names(app, project) == ["现场.jpg"]


def test_a_file_in_the_trash_stands_in_the_stream_no_more(any_office: Bureau, project: str) -> None:
    app = any_office.app
    visit(app, project, 现场=PHOTO)
    (file,) = stream(app, project)[0].files
    app.write(archive_files, (file.id,))
    assert stream(app, project)[0].files == ()
    assert [line.archived for line in app.read(files_of, Subject(PROJECT, project))] == [True]


def test_a_task_alone_takes_no_files_and_leaves_none(office: Bureau) -> None:
    app, here = office.app, Here(PROJECT, office.take_up("甲"), "甲")
    with pytest.raises(UserError) as refused:
        enter_line(app, LogLine("下周三回访", here), [Offered("现场.jpg", PHOTO)])
    assert refused.value.code == "files-without-visit"
    assert (app.read(facts).rows, app.read(facts).idle) == (0, 0)
    assert app.read(list_interactions) == []


def test_a_full_export_carries_the_files_of_visits_and_says_of_which(
    office: Bureau, new_app: Callable[[], App], tmp_path: Path
) -> None:
    project = office.take_up("甲")
    visit(office.app, project, 现场=PHOTO)
    archive = tmp_path / "全部.zip"
    office.app.read(export_records, "all", archive)
    with zipfile.ZipFile(archive) as pack:
        listed = pack.read("attachments.csv").decode("utf-8-sig")
    assert "项目,甲,现场.jpg,1" in listed
    assert "2025年8月30日拜访" in listed
    other = new_app()
    import_archive(other, archive)
    assert images(other) == images(office.app)
    (item,) = stream(other, project)
    assert content_of_first(other, item) == PHOTO
    assert item.files[0].origin == "2025年8月30日拜访"


def test_a_backup_carries_the_files_of_visits(office: Bureau, tmp_path: Path) -> None:
    visit(office.app, office.take_up("甲"), 现场=PHOTO)
    path = office.app.database.path
    assert path is not None
    made = backup(path, tmp_path / "backups")
    assert (list(made.files.values()), made.lost, made.fault) == ([len(PHOTO)], 0, "")


def test_every_file_a_record_had_is_known_also_those_whose_adding_was_undone(
    any_office: Bureau, project: str
) -> None:
    app = any_office.app
    visit(app, project, 现场=PHOTO)
    (kept,) = app.read(files_of, Subject(PROJECT, project))
    gone = add_files(app, Subject(PROJECT, project), [Offered("协议.pdf", PAPER)]).value
    assert gone is not None
    app.write(undo, None)
    assert set(app.read(every_id, Subject(PROJECT, project))) == {kept.id, *gone.ids}
