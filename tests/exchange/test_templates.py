"""A blank workbook, filled in as its second sheet says, is understood without a question."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from invest_crm.exchange.fields import KINDS, exact_field
from invest_crm.exchange.heading import make_heading
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.sheet import HOW_TO
from invest_crm.exchange.understand import Options, understand
from invest_crm.exchange.writing.template_columns import TEMPLATES
from invest_crm.exchange.writing.templates import CUT_OFF, HEAD_ROW, template_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.exchange.fields import Kind
    from invest_crm.exchange.reading import LedgerReading
    from invest_crm.exchange.writing.template_columns import Column

CHAINS = ("生猪", "肉羊", "鲜食玉米")
CUT = dt.date(2026, 7, 10)
_WORDS = st.text("云岭丰登白露恒和盛达兴农林牧", min_size=3, max_size=6)
_DAYS = st.dates(dt.date(2024, 1, 1), CUT)
_CODES = st.sampled_from(["91140000MA0000007K"])


def cell_of(column: Column) -> st.SearchStrategy[Any]:
    """What a person may enter in a column."""
    if column.form == "number":
        return st.integers(1, 5_000).map(lambda n: n / 100 if "亿" in column.heading else n)
    if column.form == "day":
        return _DAYS
    if column.form == "month":
        return _DAYS.map(lambda day: f"{day.year}年{day.month}月")
    if column.form == "choice":
        return st.sampled_from(CHAINS if column.heading == "所属产业链" else column.choices)
    if column.heading == "联系电话":
        return st.integers(10**9, 2 * 10**9 - 1).map(lambda n: f"13{n % 10**9:09d}")
    if column.heading == "统一社会信用代码":
        return _CODES
    if column.form == "code":
        return st.just(column.example)
    return _WORDS


def filled(kind: Kind) -> st.SearchStrategy[list[list[Any]]]:
    """A few rows with different names; a column that need not be filled may stay empty."""
    cells = [
        cell_of(column) if column.must else st.none() | cell_of(column)
        for column in TEMPLATES[kind].columns
    ]
    headings = [column.heading for column in TEMPLATES[kind].columns]
    sound = st.tuples(*cells).map(lambda row: _consistent(dict(zip(headings, row, strict=True))))
    return st.lists(sound, min_size=1, max_size=4)


def _consistent(row: dict[str, Any]) -> list[Any]:
    """Nobody who knows the day of the start says that it has not started."""
    for told, day in (("是否开工", "开工时间"), ("是否投产", "投产时间")):
        if row.get(day):
            row[told] = "是"
    return list(row.values())


def fill(path: Path, kind: Kind, rows: list[list[Any]], *, cut: bool = True) -> Path:
    """Write a template and enter rows as a spreadsheet program does."""
    path.write_bytes(template_workbook(kind, CHAINS))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    if cut:
        sheet.cell(CUT_OFF[0] + 1, CUT_OFF[1] + 1).value = CUT
    for down, row in enumerate(rows, HEAD_ROW + 2):
        for across, value in enumerate(row, 1):
            sheet.cell(down, across).value = value
    book.save(path)
    book.close()
    return path


def numbered(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows as people number them, each name its own."""
    return [
        [place, f"{row[1]}{chr(0x7532 + place)}", *row[2:]] for place, row in enumerate(rows, 1)
    ]


def read(path: Path) -> LedgerReading:
    return understand(read_workbook(path), Options())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_whatever_is_filled_in_is_understood_and_nothing_is_asked(
    kind: Kind, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = numbered(data.draw(filled(kind)))
    reading = read(fill(tmp_path_factory.mktemp("filled") / "a.xlsx", kind, rows))
    assert (reading.kind, reading.as_of, reading.as_of_source) == (kind, CUT, "caption")
    assert reading.notices == ()
    assert [column.path for column in reading.mapping.columns if not column.key] == ["序号"]
    assert [row.rejected for row in reading.rows] == [None] * len(rows)
    assert [problem for row in reading.rows for problem in row.problems] == []
    assert all(row.fields["extra"] == {} for row in reading.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_in_a_heading_is_read_from_it(kind: Kind, tmp_path: Path) -> None:
    row = [column.example for column in TEMPLATES[kind].columns]
    reading = read(fill(tmp_path / "a.xlsx", kind, [row]))
    money = {c.path: c.unit for c in reading.mapping.columns if "元）" in c.path}
    assert all(unit and unit in path for path, unit in money.items())


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_stands_apart_and_is_not_imported(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template_workbook(kind, CHAINS))
    book = openpyxl.load_workbook(path)
    first, second = book.worksheets
    assert second.title == HOW_TO
    assert [c.value for c in first[HEAD_ROW + 1]] == [c.heading for c in TEMPLATES[kind].columns]
    assert not any(cell.value for row in first.iter_rows(min_row=HEAD_ROW + 2) for cell in row)
    told = {row[0].value: row for row in second.iter_rows() if row[0].value}
    for column in TEMPLATES[kind].columns:
        assert told[column.heading][3].value == (column.example or None)
        assert told[column.heading][3].font.color.rgb == "FF808080"
    book.close()


def test_without_a_cut_off_the_file_is_asked_for_its_day(tmp_path: Path) -> None:
    row = [column.example for column in TEMPLATES["firms"].columns]
    reading = read(fill(tmp_path / "a.xlsx", "firms", [row], cut=False))
    assert reading.as_of_source == "file"
    assert [notice.code for notice in reading.notices] == ["as-of-from-file"]


def test_codes_and_telephones_are_texts_and_choices_have_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template_workbook("projects", CHAINS))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = TEMPLATES["projects"].columns
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(HEAD_ROW + 2, place)
        assert (cell.number_format == "@") == (column.form in {"text", "long", "code"})
        rule = next(
            one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref
        )
        assert (rule.type == "list") == (column.form == "choice")
        assert rule.prompt.endswith(column.how)
        assert len(rule.promptTitle) <= 32
    book.close()
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_headings_of_names_are_in_the_vocabulary() -> None:
    words = [column.heading for column in TEMPLATES["contacts"].columns[1:]]
    assert all(exact_field("contacts", make_heading((word,)).leaf) for word in words)
