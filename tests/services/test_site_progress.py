"""Dated entries of what a site looks like, with photos that say themselves when they were taken."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.log import change
from invest_crm.errors import UserError
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachment_peek import reveal_place
from invest_crm.services.attachments import add_files
from invest_crm.services.money.progress import (
    AddProgress,
    VoidProgress,
    progress_of,
    record_progress,
    void_progress,
)
from tests.support.photos import photo

if TYPE_CHECKING:
    from tests.support.factories import Bureau

PLACE = (34.50012, 109.51234)


@pytest.fixture
def bureau(any_office: Bureau) -> Bureau:
    return any_office


def note(bureau: Bureau, project: str, on: str = "2025-08-20", **values: Any) -> str:
    files = [Offered(name, data) for name, data in values.pop("photos", {}).items()]
    command = AddProgress(project, date.fromisoformat(on), **values)
    return str(record_progress(bureau.app, command, files).value)


def test_entries_stand_newest_first_with_their_photos(bureau: Bureau) -> None:
    one = bureau.take_up()
    note(bureau, one, "2025-06-20", percent=20, node="Foundations")
    note(bureau, one, percent=45, text="三层封顶",
         photos={"a.jpg": photo("2025:08:20 09:00:00"), "b.jpg": photo()})  # fmt: skip
    found = bureau.app.read(progress_of, one)
    assert [(line.on.isoformat(), line.percent) for line in found.lines] == [
        ("2025-08-20", 45), ("2025-06-20", 20),
    ]  # fmt: skip
    assert {item.file.name for item in found.lines[0].photos} == {"a.jpg", "b.jpg"}
    assert [item.older for item in found.photos] == [0, 0]


def test_a_photo_older_than_its_entry_says_so(bureau: Bureau) -> None:
    one = bureau.take_up()
    note(bureau, one, "2025-08-20", percent=45,
         photos={"old.jpg": photo("2025:05:20 09:00:00"),
                 "near.jpg": photo("2025:08:13 09:00:00")})  # fmt: skip
    found = bureau.app.read(progress_of, one)
    assert {item.file.name: item.older for item in found.photos} == {"old.jpg": 92, "near.jpg": 0}
    assert [item.on.isoformat() for item in found.photos] == ["2025-05-20", "2025-08-13"]


def test_photos_among_the_files_stand_on_the_strip_if_they_have_a_day(bureau: Bureau) -> None:
    one = bureau.take_up()
    subject = Subject("project", one)
    dated, plain = Offered("x.jpg", photo("2025:07:01 08:00:00")), Offered("y.jpg", photo())
    add_files(bureau.app, subject, [dated, plain, Offered("z.txt", b"abc")])
    found = bureau.app.read(progress_of, one)
    assert [item.file.name for item in found.photos] == ["x.jpg"]


def test_a_file_that_is_there_already_comes_to_belong_to_the_entry(bureau: Bureau) -> None:
    one = bureau.take_up()
    data = photo("2025:08:19 08:00:00")
    add_files(bureau.app, Subject("project", one), [Offered("x.jpg", data)])
    note(bureau, one, photos={"x.jpg": data})
    found = bureau.app.read(progress_of, one)
    assert [item.file.name for item in found.lines[0].photos] == ["x.jpg"]


def test_where_a_photo_was_taken_is_no_text_of_the_log(bureau: Bureau) -> None:
    one = bureau.take_up()
    note(bureau, one, photos={"x.jpg": photo("2025:08:20 08:00:00", PLACE)})
    logged = bureau.app.read(lambda view: view.rows(select(change.c.before, change.c.after)))
    assert "34.50012" not in json.dumps([tuple(row) for row in logged])
    (shown,) = bureau.app.read(progress_of, one).photos
    assert shown.file.located
    ids = bureau.app.read(lambda view: view.values(select(attachment.c.id)))
    assert bureau.app.write(reveal_place, ids[0]).value == "34.50012,109.51234"
    stored = bureau.app.read(lambda view: view.values(select(attachment.c.taken_at)))
    assert "34.50012" not in str(stored)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": "2025-09-02", "percent": 1}, "day-to-come"),
        ({"percent": 101}, "percent"),
        ({"text": "  "}, "progress-empty"),
    ],
)
def test_an_entry_says_something_of_a_day_that_was(
    bureau: Bureau, values: dict[str, Any], code: str
) -> None:
    one = bureau.take_up()
    with pytest.raises(UserError) as caught:
        note(bureau, one, **values)
    assert caught.value.code == code
    assert bureau.app.read(progress_of, one).lines == ()


def test_an_entry_taken_back_leaves_its_photos_among_the_files(bureau: Bureau) -> None:
    one = bureau.take_up()
    made = note(bureau, one, percent=3, photos={"x.jpg": photo("2025:08:20 08:00:00")})
    bureau.app.write(void_progress, VoidProgress(made, "记错项目"))
    found = bureau.app.read(progress_of, one)
    assert (found.lines, len(found.photos)) == ((), 1)
    bureau.undo()
    assert len(bureau.app.read(progress_of, one).lines) == 1


def test_undo_takes_entry_and_photos_back_together(bureau: Bureau) -> None:
    one = bureau.take_up()
    note(bureau, one, percent=3, photos={"x.jpg": photo("2025:08:20 08:00:00")})
    bureau.undo()
    found = bureau.app.read(progress_of, one)
    assert (found.lines, found.photos) == ((), ())
