# ruff: noqa: E501
"""Harmful, broken and foreign files end in a clear refusal and leave nothing behind."""

from __future__ import annotations

import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invest_crm.errors import UserError
from invest_crm.exchange import reader
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.understand import understand
from tests.exchange import hostile
from tests.exchange.ledgers import SIGNED, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

DOCTYPE = '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">'
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def code_of(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path)
    error = caught.value
    assert error.what
    assert error.safe
    assert error.todo
    return error.code


@pytest.fixture(autouse=True)
def _nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    threads, children = threading.active_count(), _children()
    yield
    assert list(folder.iterdir()) == []
    assert threading.active_count() <= threads
    assert _children() <= children


def _children() -> set[str]:
    import os

    path = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return set(path.read_text().split()) if path.exists() else set()


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (hostile.bomb, "file-bomb"),
        (lambda p: hostile.workbook(p, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "file-too-wide"),
        (lambda p: hostile.workbook(p, '<row r="250000"><c r="A250000"><v>1</v></c></row>'), "file-too-wide"),
        (lambda p: hostile.workbook(p, '<row r="1"><c r="GS1"><v>1</v></c></row>'), "file-too-wide"),
        (lambda p: hostile.workbook(p, hostile.good_rows(), prolog=ENTITY), "file-entity"),
        (lambda p: hostile.workbook(p, hostile.good_rows(), prolog=DOCTYPE), "file-entity"),
        (lambda p: hostile.workbook(p, hostile.good_rows(), prolog=ENTITY, encoding="utf-16"), "file-entity"),
        (lambda p: hostile.workbook(p, "", workbook_xml=ENTITY + hostile.WORKBOOK), "file-entity"),
        (lambda p: hostile.ole(p, "EncryptionInfo", "EncryptedPackage"), "file-encrypted"),
        (lambda p: hostile.ole(p, "WordDocument"), "file-type"),
        (lambda p: hostile.ole(p, "Workbook"), "file-damaged"),
        (hostile.plain_zip, "file-type"),
        (hostile.xlsb, "file-type"),
        (lambda p: hostile.workbook(p, ""), "file-empty"),
    ],
)  # fmt: skip
def test_built_file_is_refused_with_its_code(
    tmp_path: Path, build: Callable[[Path], Path], code: str
) -> None:
    assert code_of(build(tmp_path / "a.xlsx")) == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "file-type"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "file-type"),
        ("a.xls", "\ufeff <TABLE><TR>".encode(), "file-type"),
        ("a.et", b"PK\x03\x04", "file-type"),
        ("a.pdf", b"%PDF-1.7\n", "file-type"),
        ("a.csv", b"", "file-empty"),
        ("a.csv", b"\0\0\0\0\n", "file-empty"),
        ("a.csv", b"a\0b,c\n1,2", "file-type"),
        ("a.csv", b"\x81\xff\xfe\xff,\xff", "file-damaged"),
        ("a.xlsx", b"PK\x03\x04 nothing", "file-damaged"),
        ("a.xlsx", hostile.encrypted_zip(), "file-encrypted"),
        ("a.csv", b",".join([b"x"] * 300), "file-too-wide"),
    ],
)
def test_bytes_are_refused_with_their_code(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert code_of(path) == code


def test_missing_and_too_big_files_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.xlsx") == "file-missing"
    big = tmp_path / "big.csv"
    with big.open("wb") as handle:
        handle.truncate(reader.MAX_FILE + 1)
    assert code_of(big) == "file-too-big"


def test_far_cell_written_in_unusual_xml_dies_in_the_child_only(tmp_path: Path) -> None:
    rows = "<row r = '1048576'><c t='n' r = 'XFD1048576'><v>1</v></c><c r='A1'><v>1</v></c></row>"
    path = hostile.workbook(tmp_path / "a.xlsx", rows)
    assert code_of(path) in {"file-too-wide", "parse-memory", "file-damaged"}


def test_entry_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    assert code_of(hostile.lying_bomb(tmp_path / "a.xlsx")) in {"file-damaged", "file-bomb"}


def test_empty_styled_cells_far_out_are_harmless(tmp_path: Path) -> None:
    rows = hostile.good_rows() + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    book = read_workbook(hostile.workbook(tmp_path / "a.xlsx", rows))
    assert len(book.sheets[0].rows) == 2


def test_short_dimension_does_not_hide_rows(tmp_path: Path) -> None:
    rows = "".join(hostile.text_row(number, "a", "b") for number in range(1, 1001))
    book = read_workbook(hostile.workbook(tmp_path / "a.xlsx", rows, dimension="A1:B10"))
    assert len(book.sheets[0].rows) == 1000


def test_macros_are_noted_and_values_read(tmp_path: Path) -> None:
    path = hostile.workbook(
        tmp_path / "a.xlsm", hostile.good_rows(), extra={"xl/vbaProject.bin": b"\0" * 64}
    )
    ledger = understand(read_workbook(path))
    assert ledger.rows[0].fields["name"] == "某某有限公司"
    assert "macros" in {notice.code for notice in ledger.notices}


def test_file_cut_anywhere_is_refused_not_crashed_on(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", SIGNED).read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(0, len(whole), 1024):
        path.write_bytes(whole[:end])
        assert code_of(path) in {"file-empty", "file-damaged", "file-type"}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 6000), junk=st.binary(min_size=1, max_size=40))
def test_scrambled_workbook_never_raises_anything_else(
    tmp_path: Path, place: int, junk: bytes
) -> None:
    whole = bytearray(write_xlsx(tmp_path / "whole.xlsx", SIGNED).read_bytes())
    whole[place : place + len(junk)] = junk
    path = tmp_path / "junk.xlsx"
    path.write_bytes(bytes(whole))
    with suppress(UserError):
        understand(read_workbook(path))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=400))
def test_random_bytes_never_raise_anything_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "random.xls"
    path.write_bytes(data)
    with suppress(UserError):
        understand(read_workbook(path))


class Impatient:
    """A Progress that cancels at once."""

    def report(self, fraction: float, text: str) -> None:
        pass

    def cancelled(self) -> bool:
        return True


def test_cancelling_kills_the_child_quickly(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", SIGNED)
    start = time.monotonic()
    with pytest.raises(UserError) as caught:
        read_workbook(path, Impatient())
    assert caught.value.code == "cancelled"
    assert time.monotonic() - start < 2


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", SIGNED)
    with pytest.raises(UserError) as caught:
        read_workbook(path, wall_seconds=0)
    assert caught.value.code == "parse-timeout"
