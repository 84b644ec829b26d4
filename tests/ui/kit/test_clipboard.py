"""What is put on the clipboard survives a spreadsheet."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.ui.kit.grid.clipboard import to_html, to_tsv
from invest_crm.ui.kit.grid.source import Column

WORDS = Column("name", "项目")
MONEY = Column("total", "总投资", "亿元", kind="money")


def test_quotes_tabs_and_line_breaks_survive() -> None:
    text = to_tsv([WORDS, MONEY], [['他说"好"\n第二行\t完', "1.20"]], header=False)
    assert list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")) == [
        ['他说"好"\n第二行\t完', "1.20"]
    ]


def test_line_breaks_stay_in_one_cell_in_html() -> None:
    page = to_html([WORDS], [["一\n二"]], header=False)
    assert page.count("<tr>") == 1
    assert "mso-data-placement:same-cell" in page


def test_numbers_are_not_marked_as_text() -> None:
    page = to_html([WORDS, MONEY], [["甲", "1,234.50"]], header=True)
    assert "<td>1,234.50</td>" in page
    assert "总投资(亿元)" in page


def test_markup_in_data_is_shown_literally() -> None:
    page = to_html([WORDS], [["<img src=x onerror=1>&"]], header=False)
    assert "<img" not in page
    assert "&lt;img src=x onerror=1&gt;&amp;" in page


def test_a_text_never_becomes_a_formula() -> None:
    for text in ("=1+1", "+86 139", "-甲", "@SUM(A1)"):
        assert to_tsv([WORDS], [[text]], header=False).startswith("'")
    assert to_tsv([MONEY], [["-5.00"]], header=False) == "-5.00\r\n"


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"))


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_any_text_comes_back_from_the_plain_form(rows: list[tuple[str, str]]) -> None:
    text = to_tsv([WORDS, WORDS], rows, header=False)
    back = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
    assert [[_bare(cell) for cell in row] for row in back] == [
        [_bare(cell) for cell in row] for row in rows
    ]


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a text from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t") else cell
