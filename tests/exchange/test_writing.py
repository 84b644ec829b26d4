"""What is written comes back: texts stay texts, codes whole, files whole or not at all."""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import resource
import threading
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from invest_crm import words
from invest_crm.errors import UserError
from invest_crm.exchange.csvtext import guard, rows_of, unguard
from invest_crm.exchange.writing import jsonfile
from invest_crm.exchange.writing.archive import MANIFEST, Part, write_archive
from invest_crm.exchange.writing.behind import behind
from invest_crm.exchange.writing.cells import MAX_TEXT
from invest_crm.exchange.writing.csvfile import write_csv
from invest_crm.exchange.writing.files import replacing
from invest_crm.exchange.writing.stream import Column, Page, StreamBook

if TYPE_CHECKING:
    from collections.abc import Iterator

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1"]
CODE = "91141082MA0TERT08K"
DIGITS = "646546518133997821"


def write_sheet(path: Path, rows: list[list[object]], width: int) -> None:
    with path.open("wb") as handle, StreamBook(handle) as book:
        columns = [Column(f"列{place}") for place in range(width)]
        with book.sheet("表", columns) as sheet:
            sheet.heading()
            sheet.rows(rows)  # type: ignore[arg-type]


def read_openpyxl(path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def read_calamine(path: Path) -> list[list[object]]:
    return python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]


def test_texts_that_look_like_formulas_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, [[text] for text in DANGEROUS], 1)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [cell.value for cell in cells] == [text.replace("\r", "\n") for text in DANGEROUS]
    assert [cell.hyperlink for cell in cells] == [None] * len(cells)


def test_codes_keep_every_digit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, [[CODE, DIGITS, int(DIGITS), "007"]], 4)
    assert read_openpyxl(path) == [[CODE, DIGITS, DIGITS, "007"]]
    assert read_calamine(path) == [[CODE, DIGITS, DIGITS, "007"]]


def test_cells_have_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row = ["𠮷野", 35000, 3.5, Decimal("0.1"), True, date(2025, 8, 5), None]
    write_sheet(path, [row, [None] * 7], 7)
    found = read_openpyxl(path)[0]
    assert found == ["𠮷野", 35000, 3.5, 0.1, True, datetime(2025, 8, 5), None]  # noqa: DTZ001
    assert read_calamine(path)[0][5] == date(2025, 8, 5)


def test_days_spreadsheets_count_differently_are_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    moment = datetime(2025, 8, 5, 9, 30)  # noqa: DTZ001 - a wall clock time
    write_sheet(path, [[date(1900, 2, 1), date(1900, 3, 1), moment]], 3)
    found = read_openpyxl(path)[0]
    assert found == ["1900-02-01", datetime(1900, 3, 1), "2025-08-05 09:30:00"]  # noqa: DTZ001


def test_control_characters_are_dropped_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    text = "甲\x00\x0b\ud800\ufffe<&>\"'乙\n丙 \t"
    write_sheet(path, [[text, "  前后有空格  ", "a\r\nb"]], 3)
    expected = ["甲<&>\"'乙\n丙 \t", "  前后有空格  ", "a\nb"]
    assert read_openpyxl(path) == [expected]
    assert read_calamine(path) == [expected]


def test_numbers_that_are_none_are_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, [[math.inf, -math.inf, math.nan, Decimal("NaN")]], 4)
    assert read_openpyxl(path) == [["inf", "-inf", "nan", "NaN"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full here")
def test_a_disk_that_fills_up_is_told_by_the_sheet(tmp_path: Path) -> None:
    rows = (["满" * 1000] for _number in range(20_000))
    with (
        pytest.raises(OSError, match="No space") as refused,
        Path("/dev/full").open("wb") as handle,
        StreamBook(handle) as book,
        book.sheet("表", [Column("列")]) as sheet,
    ):
        sheet.rows(rows)
    assert refused.value.errno == errno.ENOSPC
    assert next(rows, None) is not None, "all rows were taken"


def test_a_text_that_looks_like_an_escape_is_written_literally(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, [["_x0041_"]], 1)
    with zipfile.ZipFile(path) as pack:
        assert b"_x005F_x0041_" in pack.read("xl/worksheets/sheet1.xml")
    assert read_calamine(path) == [["_x0041_"]]


def test_a_text_longer_than_a_cell_is_cut_and_counted(tmp_path: Path) -> None:
    with (
        (tmp_path / "a.xlsx").open("wb") as handle,
        StreamBook(handle) as book,
        book.sheet("表", [Column("长")]) as sheet,
    ):
        sheet.rows([["长" * (MAX_TEXT + 5)]])
        assert sheet.clipped == 1
    with (tmp_path / "a.xlsx").open("rb") as handle:
        value = openpyxl.load_workbook(handle).active["A1"].value  # type: ignore[index]
    assert len(value) == MAX_TEXT
    assert value.endswith("…")


def test_names_of_sheets_are_made_valid_and_different(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as handle, StreamBook(handle) as book:
        for name in ("a/b*[c]", "a b c ", "x" * 40, "X" * 40, "'", "项目"):
            with book.sheet(
                name, [Column("列")], Page(printed_columns=1, repeated=(1, 1))
            ) as sheet:
                sheet.rows([["值"]])
    names = openpyxl.load_workbook(path).sheetnames
    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 for name in names)


def test_more_rows_need_no_more_memory(tmp_path: Path) -> None:
    import tracemalloc

    def peak(rows: int) -> int:
        with (
            (tmp_path / "a.xlsx").open("wb") as handle,
            StreamBook(handle) as book,
            book.sheet("表", [Column("甲"), Column("乙")]) as sheet,
        ):
            tracemalloc.start()
            sheet.rows([f"第{n}行" * 20, n] for n in range(rows))
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    few, many = peak(25_000), peak(75_000)
    assert many < 1.5 * few
    assert many < 20_000_000


def test_rows_of_every_kind_come_back_wherever_they_stand(tmp_path: Path) -> None:
    """More rows than are made at once: each column plain here, with gaps or odd values there."""
    path = tmp_path / "a.xlsx"
    odd: dict[int, list[object]] = {
        3: [None, "甲", 1, None],
        700: ["a&b", "", 10**15, True],
        1300: [" 前", "_x0041_", 0.5, date(2025, 8, 5)],
        1301: ["a\nb", "乙", None, 7],
    }
    rows = [odd.get(n, [f"第{n}行", "丙", n, None]) for n in range(1800)]
    write_sheet(path, rows, 4)
    odd[700] = ["a&b", "", str(10**15), True]
    expected = [odd.get(n, row) for n, row in enumerate(rows)]
    assert read_calamine(path) == [["" if v is None else v for v in row] for row in expected]
    cells = openpyxl.load_workbook(path).active
    assert cells is not None
    assert [cells.cell(n + 2, 2).value for n in (700, 3)] == [None, "甲"]
    assert (cells["B702"].data_type, cells["D5"].data_type) == ("n", "n"), "nothing where none is"


def test_rows_of_another_width_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        write_sheet(tmp_path / "a.xlsx", [["甲", "乙"], ["甲"]], 2)


def test_what_goes_wrong_on_either_side_ends_both(tmp_path: Path) -> None:
    def broken() -> Iterator[list[object]]:
        yield from (["满" * 1000] for _number in range(5_000))
        raise KeyError("rows")

    before = threading.active_count()
    target = tmp_path / "a.xlsx"
    with (
        pytest.raises(KeyError, match="rows"),
        replacing(target) as handle,
        StreamBook(handle) as book,
        book.sheet("表", [Column("列")]) as sheet,
    ):
        sheet.rows(broken())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []

    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"), behind(Full()) as out:
        out.write(b"x")
    assert threading.active_count() == before


def test_blocks_are_written_in_their_order() -> None:
    kept = io.BytesIO()
    with behind(kept) as out:
        for number in range(1000):
            out.write(b"%04d" % number)
    assert kept.getvalue() == b"".join(b"%04d" % number for number in range(1000))


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_csv_texts_come_back_as_they_were(texts: list[str]) -> None:
    out = io.BytesIO()
    assert write_csv(out, ["头"], [[text, 1] for text in texts]) == len(texts)
    table = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert [unguard(row[0]) for row in table[1:]] == texts


def test_no_csv_text_begins_like_a_formula() -> None:
    assert all(guard(text).startswith("'") for text in [*DANGEROUS, "'=1", "\n=1"])
    read = rows_of("名称,备注\r\n甲,'=1+1\r\n乙,'tis\r\n", 5)
    assert read == [["名称", "备注"], ["甲", "=1+1"], ["乙", "'tis"]]
    out = io.BytesIO()
    write_csv(out, ["=头"], [[-5, date(2025, 8, 5), True, None]])
    assert out.getvalue().decode("utf-8-sig") == "'=头\r\n-5,2025-08-05,是,\r\n"


def test_json_lines_keep_even_half_a_surrogate_pair() -> None:
    items = [{"名": "𠮷", "n": 10**20}, {"名": "\ud800"}, {"名": "a\nb"}]
    out = io.BytesIO()
    assert jsonfile.write_lines(out, items) == 3
    assert [json.loads(line) for line in out.getvalue().splitlines()] == items


def test_json_lists_are_one_document() -> None:
    out = io.BytesIO()
    lists = {"projects": [{"a": 1}, {"a": 2}], "firms": []}
    assert jsonfile.write_lists(out, lists) == {"projects": 2, "firms": 0}
    assert json.loads(out.getvalue()) == lists


def test_an_archive_says_what_is_in_it() -> None:
    import hashlib

    out = io.BytesIO()
    part = Part("records/a.jsonl", lambda handle: jsonfile.write_lines(handle, [{"a": 1}]))
    write_archive(out, [part], {"schema": "0001"})
    with zipfile.ZipFile(out) as pack:
        manifest = json.loads(pack.read(MANIFEST))
        data = pack.read("records/a.jsonl")
    assert manifest["files"] == [
        {
            "name": "records/a.jsonl",
            "records": 1,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    ]
    assert (manifest["format_version"], manifest["schema"]) == (2, "0001")


def test_a_failure_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_text("old")
    with pytest.raises(TypeError), replacing(target) as handle:
        handle.write(b"half" + "?")  # type: ignore[operator]
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["台账.xlsx"]  # noqa: PTH208 - hidden files too


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(UserError) as caught, replacing(target) as handle:
            handle.write(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code == "disk-full"
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]  # noqa: PTH208 - hidden files too


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("file/a.csv", "folder-missing"),
        ("file/below/a.csv", "folder-missing"),
        ("CON.xlsx", "file-name"),
        ("a?.xlsx", "file-name"),
        ("a.xlsx.", "file-name"),
        ("x" * 300, "file-name"),
        ("sub", "file-is-folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught, replacing(tmp_path / name) as handle:
        handle.write(b"x")
    assert caught.value.code == code


def test_a_target_held_by_another_program_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "held")

    words.use("zh_CN")
    target = tmp_path / "a.csv"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError) as caught, replacing(target) as handle:
        handle.write(b"new")
    assert caught.value.code == "file-held"
    assert "换一个文件名" in caught.value.todo
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]  # noqa: PTH208 - hidden files too
