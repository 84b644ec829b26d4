"""The trash: everything put away or taken out, who did it, and the way back in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.firms import contact
from invest_crm.errors import UserError
from invest_crm.services import firms
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, archive_files
from invest_crm.services.chains.edit import delete_node
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.trash_details import trash_details
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images, person

if TYPE_CHECKING:
    from invest_crm.services.trash import TrashLine
    from invest_crm.services.work import App


def _lines(app: App) -> list[TrashLine]:
    return app.read(list_trash)


def _firm(app: App, name: str, *people: str) -> str:
    values = {"name": name, "contacts": tuple(person(one) for one in people)}
    made = app.write(firms.save_firm, firms.EditFirm(None, values)).value
    assert made is not None
    return made


def _leaf(app: App) -> str:
    leaves = select(chain_node.c.id).where(chain_node.c.level == "leaf").limit(1)
    found: str = app.read(lambda view: view.values(leaves))[0]
    return found


def test_what_is_put_away_is_listed_with_who_and_when(office: Bureau) -> None:
    project = office.take_up("甲", investor="乙公司")
    assert _lines(office.app) == []
    office.app.write(archive_projects, (project,))
    (line,) = _lines(office.app)
    assert (line.id, line.name, line.about) == (f"project:{project}", "甲", "乙公司")
    assert (line.actor, line.what) == ("wang", "Archive 1 project")
    assert line.at.startswith("2025-09-01")


def test_many_kinds_come_back_in_one_step_that_is_one_undo(office: Bureau) -> None:
    app = office.app
    project, firm, leaf = office.take_up("甲"), _firm(app, "乙公司", "张三"), _leaf(app)
    before = images(app)
    app.write(archive_projects, (project,))
    app.write(firms.archive_firms, (firm,))
    app.write(delete_node, leaf)
    away = images(app)
    ids = [line.id for line in _lines(app)]
    assert {one.partition(":")[0] for one in ids} == {"project", "firm", "node"}
    done = app.write(restore_trash, ids)
    assert _plain(images(app)) == _plain(before)
    assert _lines(app) == []
    app.write(undo, done.changes.change_set_id)
    assert _plain(images(app)) == _plain(away)


def _plain(found: dict[str, dict[str, dict[str, object]]]) -> object:
    """Records without their versions, which count every change."""
    return {
        table: {
            key: {name: value for name, value in row.items() if name != "row_version"}
            for key, row in rows.items()
        }
        for table, rows in found.items()
        if table not in {"change", "change_set"}
    }


def test_a_contact_taken_out_comes_back_with_the_number(office: Bureau) -> None:
    firm = _firm(office.app, "乙公司", "张三", "李四")
    office.app.write(firms.save_firm, firms.EditFirm(firm, {"contacts": (person("李四"),)}))
    (line,) = _lines(office.app)
    assert (line.kind, line.name, line.about) == ("contact", "张三", "乙公司")
    office.app.write(restore_trash, (line.id,))
    phones = office.app.read(
        lambda view: view.reveal(view.values(select(contact.c.phone))).values()
    )
    assert len(list(phones)) == 2
    assert _lines(office.app) == []


def test_a_corrected_number_is_nobody_taken_out(office: Bureau) -> None:
    firm = _firm(office.app, "乙公司", "张三")
    edited = (person("张三", "13800000000"),)
    office.app.write(firms.save_firm, firms.EditFirm(firm, {"contacts": edited}))
    assert _lines(office.app) == []


def test_what_was_undone_is_not_in_the_trash(office: Bureau) -> None:
    done = office.app.write(delete_node, _leaf(office.app))
    assert len(_lines(office.app)) == 1
    office.app.write(undo, done.changes.change_set_id)
    assert _lines(office.app) == []


def test_if_one_cannot_come_back_none_does(office: Bureau) -> None:
    project = office.take_up("甲")
    firm = _firm(office.app, "乙公司", "张三")
    office.app.write(firms.save_firm, firms.EditFirm(firm, {"contacts": ()}))
    office.app.write(archive_projects, (project,))
    ids = [line.id for line in _lines(office.app)]
    office.app.write(restore_trash, [one for one in ids if one.startswith("contact")])
    with pytest.raises(UserError) as refused:
        office.app.write(restore_trash, ids)
    assert refused.value.code == "trash-cannot-restore"
    assert [line.id for line in _lines(office.app)] == [f"project:{project}"]


def test_the_details_say_what_comes_back_with_it(office: Bureau) -> None:
    project = office.take_up("甲", signed_on="2025-03", park="城北园区")
    office.app.write(archive_projects, (project,))
    pairs, history = office.app.read(trash_details, _lines(office.app)[0])
    found = dict(pairs)
    assert "城北园区" in found.values()
    assert "agreements: 1" in found["Comes back with it"]
    assert next(line.what for line in history) == "Archive 1 project"


def _attached(app: App, project: str, **named: bytes) -> dict[str, str]:
    """Files by name, with the id of the row each made."""
    offered = [Offered(f"{name}.pdf", data) for name, data in named.items()]
    made = add_files(app, Subject("project", project), offered).value
    assert made is not None
    return dict(zip(named, made.ids, strict=True))


def test_a_file_lies_in_the_trash_once_whatever_its_versions_with_its_record(
    any_office: Bureau,
) -> None:
    app, project = any_office.app, any_office.take_up("甲")
    _attached(app, project, 协议=b"%PDF one", 批复=b"%PDF other")
    second = _attached(app, project, 协议=b"%PDF two")["协议"]
    app.write(archive_files, (second,))
    (line,) = _lines(app)
    assert (line.id, line.name, line.about) == (f"attachment:{second}", "协议.pdf", "甲")
    assert (line.actor, line.owner) == ("wang", f"project:{project}")
    assert line.what == "Move 1 attachments of 甲 to the trash"
    pairs = dict(app.read(trash_details, line)[0])
    assert (pairs["Of the record"], pairs["Versions"]) == ("甲", "2")


def test_files_of_many_records_come_back_in_one_step_that_is_one_undo(office: Bureau) -> None:
    app = office.app
    one, other = office.take_up("甲"), office.take_up("乙")
    files = [*_attached(app, one, 协议=b"%PDF one").values()]
    _attached(app, one, 协议=b"%PDF two")
    files += _attached(app, other, 批复=b"%PDF three").values()
    before = images(app)
    for file in files:
        app.write(archive_files, (file,))
    app.write(archive_projects, (other,))
    away = images(app)
    done = app.write(restore_trash, [line.id for line in _lines(app)])
    assert done.value == 3
    assert (_lines(app), _plain(images(app))) == ([], _plain(before))
    app.write(undo, done.changes.change_set_id)
    assert _plain(images(app)) == _plain(away)


def test_a_file_of_a_record_in_the_trash_says_so(office: Bureau) -> None:
    app, project = office.app, office.take_up("甲")
    file = _attached(app, project, 协议=b"%PDF one")["协议"]
    app.write(archive_files, (file,))
    app.write(archive_projects, (project,))
    lines = {line.kind: line for line in _lines(app)}
    assert lines["attachment"].about == "甲 (in the trash too)"
    pairs = dict(app.read(trash_details, lines["attachment"])[0])
    assert pairs["Of the record"].startswith("甲 (in the trash too")
    assert (
        "attachments: 1" in dict(app.read(trash_details, lines["project"])[0])["Comes back with it"]
    )


def test_a_file_that_came_back_meanwhile_is_not_restored_twice(office: Bureau) -> None:
    app, project = office.app, office.take_up("甲")
    file = _attached(app, project, 协议=b"%PDF one")["协议"]
    app.write(archive_files, (file,))
    (line,) = _lines(app)
    app.write(restore_trash, [line.id])
    with pytest.raises(UserError) as refused:
        app.write(restore_trash, [line.id])
    assert refused.value.code == "trash-cannot-restore"
