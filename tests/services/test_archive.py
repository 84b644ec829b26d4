"""The full export comes back equal into an empty database, and nothing else comes in."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.migrations import versions
from invest_crm.db.schema.derived import project_state
from invest_crm.domain.views import ViewForm
from invest_crm.errors import UserError
from invest_crm.exchange import archive_reader
from invest_crm.services import attachments, upkeep
from invest_crm.services.agreements.commitments import EditCommitment, save_commitment
from invest_crm.services.archive_import import import_archive, look_into
from invest_crm.services.archive_parts import raw_tables
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, archive_files
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.export import export_records
from invest_crm.services.opening import open_app
from invest_crm.services.undo import undo
from invest_crm.services.views import NewView, save_view
from tests.support.factories import CANARY, Bureau, Clock, derived, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.services.work import App

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def tables(app: App) -> dict[str, list[Any]]:
    """Every stored row of every table that is exported, in the order of its key."""
    with app.database.reading() as connection:
        return {
            table.name: sorted(
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            )
            if table.name == "change"
            else [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in raw_tables()
        }


def files_in(app: App) -> dict[str, bytes]:
    """Every stored content by its hash."""

    def read(view: Any) -> dict[str, bytes]:
        found = {}
        for sha256 in attachments.named_files(view):
            with attachments.opened_file(view, sha256) as handle:
                found[sha256] = handle.read()
        return found

    return app.read(read)


def fill_everything(app: App) -> None:
    """A bureau with something of every kind, and a file that is known to the log only."""
    app.write(fill, FillDemo(projects=20, firms=20))
    office = Bureau(app)
    subject = Subject("project", office.take_up("甲", contacts=(person("张三"),)))
    add_files(app, subject, [Offered("协议.pdf", b"%PDF-1.4 x"), Offered("照片.png", PICTURE)])
    made = add_files(app, subject, [Offered("协议.pdf", b"%PDF-1.4 y")]).value
    assert made is not None
    app.write(archive_files, made.ids)
    add_files(app, Subject("firm", office.firm("恒丰")), [Offered("一.txt", "签约".encode())])
    app.write(undo, None)
    said = {"project_id": subject.id, "side": "FIRM", "kind": "START", "wording": "六个月内开工"}
    promise = str(app.write(save_commitment, EditCommitment(None, said)).value)
    add_files(app, Subject("commitment", promise), [Offered("开工照片.png", PICTURE[:99])])
    app.write(save_view, NewView("projects", "看", ViewForm(text="甲")))


def exported(app: App, folder: Path) -> Path:
    path = folder / "全部.zip"
    app.read(export_records, "all", path)
    return path


def assert_equal(one: App, other: App) -> None:
    mine, back = tables(one), tables(other)
    for name, rows in mine.items():
        assert back[name] == rows, name
    assert files_in(other) == files_in(one)
    assert derived(other) == derived(one)
    assert [item for item in other.read(upkeep.check) if not item.ok] == []


@pytest.fixture(scope="module")
def full(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A database with everything, for reading only."""
    path = tmp_path_factory.mktemp("full") / "crm.db"
    shutil.copy(sqlite_template, path)
    made = open_app(str(path), actor="wang")
    made.clock = Clock()
    fill_everything(made)
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def original(full: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(full, tmp_path_factory.mktemp("archive"))


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


def rewritten(source: Path, change: Callable[[dict[str, bytes]], None], *, honest: bool) -> Path:
    """The archive with other contents; ``honest``: its manifest agrees with them."""
    with zipfile.ZipFile(source) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    change(parts)
    if honest:
        manifest = json.loads(parts["manifest.json"])
        lines = {item["name"]: item["records"] for item in manifest["files"]}
        manifest["files"] = [
            {
                "name": name,
                "records": data.count(b"\n") if name.endswith(".jsonl") else lines.get(name, 0),
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for name, data in parts.items()
            if name != "manifest.json"
        ]
        parts["manifest.json"] = json.dumps(manifest).encode()
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts.items():
            pack.writestr(name, data)
    return target


def refused(app: App, path: Path) -> str:
    """The code of the refusal; nothing was changed."""
    before, stored = tables(app), app.read(attachments.facts)
    with pytest.raises(UserError) as caught:
        import_archive(app, path)
    assert caught.value.safe
    assert caught.value.todo
    assert (tables(app), app.read(attachments.facts)) == (before, stored)
    return caught.value.code


# ---- it comes back ---------------------------------------------------------------------------


def test_everything_comes_back_equal(full: App, archive: Path, new_app: Callable[[], App]) -> None:
    other = new_app()
    assert look_into(other, archive).records["project"] == 21
    assert tables(other) != tables(full)
    done = import_archive(other, archive)
    assert done.files == len(files_in(full)) == 8
    assert done.made_by == "wang"
    assert_equal(full, other)


def test_from_a_file_to_a_server_and_back(
    full: App, archive: Path, server_app: App, new_app: Callable[[], App], tmp_path: Path
) -> None:
    import_archive(server_app, archive)
    assert_equal(full, server_app)
    folder = tmp_path / "server"
    folder.mkdir()
    again = new_app()
    import_archive(again, exported(server_app, folder))
    assert_equal(full, again)


def test_work_goes_on_where_it_ended(archive: Path, new_app: Callable[[], App]) -> None:
    other = new_app()
    import_archive(other, archive)
    other.write(undo, None)  # the view
    other.write(undo, None)  # the archived files
    office = Bureau(other)
    office.take_up("乙")
    assert all(item.ok for item in other.read(upkeep.check))
    with pytest.raises(Exception, match="append-only"), other.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM change")


def test_every_table_can_be_read_without_the_program(full: App, archive: Path) -> None:
    with zipfile.ZipFile(archive) as pack:
        for table in raw_tables():
            data = pack.read(f"tables/{table.name}.csv")
            assert data.startswith(b"\xef\xbb\xbf")
            head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
            assert head == list(table.c.keys())
            assert len(rows) == len(tables(full)[table.name])
        head, *rows = csv.reader(io.StringIO(pack.read("attachments.csv").decode("utf-8-sig")))
        places = {row[2]: row[-1] for row in rows}
        assert pack.read(places["照片.png"]) == PICTURE
        assert places["照片.png"].endswith(".png")
        assert "tables.xlsx" in pack.namelist()


def test_a_database_whose_file_is_lost_is_exported_and_comes_back_with_the_gap(
    office: Bureau, tmp_path: Path, new_app: Callable[[], App]
) -> None:
    subject = Subject("project", office.take_up("甲"))
    add_files(office.app, subject, [Offered("一.txt", b"one"), Offered("二.txt", b"two")])
    line = office.app.read(attachments.files_of, subject)[0]
    Path(line.place).unlink()
    other = new_app()
    import_archive(other, exported(office.app, tmp_path))
    assert tables(other) == tables(office.app)
    assert [lost.id for lost in other.read(attachments.facts).lost] == [line.id]


# ---- it is refused ---------------------------------------------------------------------------


def test_only_an_empty_database_takes_it(archive: Path, new_app: Callable[[], App]) -> None:
    other = new_app()
    Bureau(other).take_up("已有")
    assert refused(other, archive) == "database-not-empty"
    other.write(undo, None)
    assert refused(other, archive) == "database-not-empty"


def _altered(parts: dict[str, bytes]) -> None:
    parts["records/project.jsonl"] = parts["records/project.jsonl"].replace("甲".encode(), b"X")


def _shortened(parts: dict[str, bytes]) -> None:
    parts["records/project.jsonl"] = b"".join(
        parts["records/project.jsonl"].splitlines(keepends=True)[:-1]
    )


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[next(part for part in parts if part.startswith(name))]

    return change


def _with(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, data)


def _said(**facts: object) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        manifest = {**json.loads(parts["manifest.json"]), **facts}
        parts["manifest.json"] = json.dumps(manifest).encode()

    return change


def _logged(parts: dict[str, bytes]) -> None:
    """Somebody else did it, says the log - but its chain says no."""
    parts["log/change_set.jsonl"] = parts["log/change_set.jsonl"].replace(b'"wang"', b'"li"')


def _cell(name: str, value: object) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        first, *rest = parts["records/firm.jsonl"].splitlines(keepends=True)
        row = {**json.loads(first), name: value}
        parts["records/firm.jsonl"] = b"".join([json.dumps(row).encode() + b"\n", *rest])

    return change


@pytest.mark.parametrize(
    ("change", "honest", "code"),
    [
        (_altered, False, "archive-altered"),
        (_shortened, False, "archive-altered"),
        (_without("records/project.jsonl"), False, "archive-incomplete"),
        (_without("records/project.jsonl"), True, "archive-incomplete"),
        (_without("files/"), False, "archive-incomplete"),
        (_without("files/"), True, "archive-incomplete"),
        (_without("manifest.json"), False, "archive-foreign"),
        (_with("extra.txt"), False, "archive-altered"),
        (_with("../../evil.txt"), True, "archive-unsafe"),
        (_with("/etc/evil"), True, "archive-unsafe"),
        (_with("C:\\evil.exe"), True, "archive-unsafe"),
        (_with("Records/Project.jsonl"), True, "archive-unsafe"),
        (_with("files/ab/" + "ab" * 32, b"other content"), True, "archive-altered"),
        (_with("bomb.txt", b"\0" * 40_000_000), True, "archive-unsafe"),
        (_with("records/firm.jsonl", b"[" * 5000 + b"\n"), True, "archive-altered"),
        (_with("records/firm.jsonl", b"not json\n"), True, "archive-altered"),
        (_with("manifest.json", b"{"), False, "archive-altered"),
        (_with("manifest.json", b'{"format": "other"}'), False, "archive-foreign"),
        (_said(format_version=99), False, "archive-newer"),
        (_said(schema="9999"), False, "archive-newer"),
        (_said(schema="../1"), False, "archive-newer"),
        (_said(schema=None), False, "archive-altered"),
        (_said(files=None), False, "archive-altered"),
        (_said(log_head="0" * 64), False, "archive-altered"),
        (_logged, True, "archive-altered"),
        (_cell("name", ["a", "list"]), True, "archive-altered"),
        (_cell("name", None), True, "archive-altered"),
        (_cell("registered_capital", 2**70), True, "archive-altered"),
        (_cell("local", "yes"), True, "archive-altered"),
        (_cell("chain_id", "nowhere"), True, "archive-altered"),
        (_cell("no_such_column", 1), True, "archive-altered"),
        (_cell("id", "00000000-0000-7000-8000-000000000000"), True, "archive-altered"),
    ],
)
def test_what_was_tampered_with_is_refused(
    archive: Path,
    new_app: Callable[[], App],
    change: Callable[[dict[str, bytes]], None],
    honest: bool,
    code: str,
) -> None:
    assert refused(new_app(), rewritten(archive, change, honest=honest)) == code


def test_a_broken_reference_is_refused_on_a_server_too(archive: Path, server_app: App) -> None:
    path = rewritten(archive, _cell("chain_id", "nowhere"), honest=True)
    assert refused(server_app, path) == "archive-altered"
    path = rewritten(archive, _logged, honest=True)
    assert refused(server_app, path) == "archive-altered"


@pytest.mark.parametrize("cut", [0, 10, 0.5, 0.99])
def test_a_download_that_broke_off_is_refused(
    archive: Path, new_app: Callable[[], App], cut: float
) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: int(cut * len(data)) if cut < 1 else int(cut)])
    assert refused(new_app(), archive) == "archive-foreign"


def test_a_flipped_bit_in_any_part_is_noticed(archive: Path, new_app: Callable[[], App]) -> None:
    other, data = new_app(), bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as pack:
        parts = [part for part in pack.infolist() if part.file_size]
    for part in parts:
        name, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
        place = part.header_offset + 30 + name + extra + part.compress_size // 2
        data[place] ^= 0x10
        archive.write_bytes(data)
        data[place] ^= 0x10
        assert refused(other, archive).startswith("archive-")


def test_links_and_passwords_in_the_zip_are_refused(
    archive: Path, new_app: Callable[[], App]
) -> None:
    path = rewritten(archive, lambda parts: None, honest=True)
    with zipfile.ZipFile(path, "a") as pack:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        pack.writestr(link, "/etc/passwd")
    assert refused(new_app(), path) == "archive-unsafe"


def test_another_zip_and_no_zip_are_told_apart_from_damage(
    tmp_path: Path, new_app: Callable[[], App]
) -> None:
    other = new_app()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        pack.writestr("台账.xlsx", b"x")
    assert refused(other, tmp_path / "a.zip") in {"archive-foreign", "archive-unsafe"}
    (tmp_path / "b.zip").write_bytes(b"not a zip")
    assert refused(other, tmp_path / "b.zip") == "archive-foreign"
    assert refused(other, tmp_path / "none.zip") == "file-missing"


def test_it_can_be_stopped_and_leaves_nothing(archive: Path, new_app: Callable[[], App]) -> None:
    class Impatient:
        def __init__(self, after: float) -> None:
            self.after, self.seen = after, 0.0

        def report(self, fraction: float, text: str) -> None:
            self.seen = fraction

        def cancelled(self) -> bool:
            return self.seen >= self.after

    other = new_app()
    before = tables(other)
    with pytest.raises(UserError) as caught:
        import_archive(other, archive, Impatient(0.2))
    assert caught.value.code == "cancelled"
    assert tables(other) == before


def _before(revision: str) -> str:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(versions.__path__[0]).parent))
    return str(ScriptDirectory.from_config(config).get_revision(revision).down_revision)


def test_an_export_of_an_older_version_is_brought_up_to_date(
    office: Bureau, new_app: Callable[[], App], tmp_path: Path
) -> None:
    row = {"name": "甲", "signed_on": "2025-03", "contacts": (person("张三", CANARY),)}
    office.ledger("2025-08-31", row)
    schedules = (f"schedule{part}" for part in ("", "_task", "_link", "_fact", "_baseline"))
    land = ("parcel", "parcel_use", "land_step", "land_need", "land_indicator")
    approvals = (f"approval{part}" for part in ("", "_item", "_case", "_step", "_paper"))
    pacts = (
        *("responsible", "hand_over", "hand_over_role"),
        *("review", "review_opinion", "review_condition"),
        *("agreement_amount", "commitment", "commitment_fact"),
    )
    money = ("month_correction", "month_close", "money_figure", "progress_entry")
    utilities = (f"utility_{part}" for part in ("need", "case", "step", "capacity", "item"))
    statistics = ("stat_case", "stat_step", "stat_paper", "stat_answer", "firm_revenue")
    later = (*schedules, *approvals, *land, *pacts, *money, *utilities, *statistics)
    tables = ("attachment", "confirmation", "gate_answer", *later)
    added = {f"records/{table}.jsonl" for table in tables}

    def older(parts: dict[str, bytes]) -> None:
        for name in added:
            del parts[name]
        for name in ("project", "agreement"):
            part = f"records/{name}.jsonl"
            parts[part] = _without_later(parts[part])
        _said(schema=_before("0006"), format_version=1)(parts)

    path = rewritten(exported(office.app, tmp_path), older, honest=True)
    other = new_app()
    import_archive(other, path)
    assert_equal(office.app, other)
    assert other.read(lambda view: view.count(select(project_state))) == 1


def _without_later(lines: bytes) -> bytes:
    """The rows of projects and agreements as they were before deadlines, parties and chains."""
    rows = [json.loads(line) for line in lines.splitlines()]
    later = ("start_by_", "complete_by_", "parties", "parent_id", "signing")
    kept = [{key: row[key] for key in row if not key.startswith(later)} for row in rows]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept).encode()


def test_a_line_without_end_is_not_read_into_memory(
    archive: Path, new_app: Callable[[], App], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_reader, "_MOST_LINE", 100)
    assert refused(new_app(), archive) == "archive-altered"


def test_the_empty_database_may_be_a_new_file(archive: Path, full: App, tmp_path: Path) -> None:
    other = open_app(str(tmp_path / "fresh.db"), actor="li", create=True)
    other.clock = full.clock
    import_archive(other, archive)
    assert_equal(full, other)
    other.database.close()
