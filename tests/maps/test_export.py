"""One door for every kind of file: whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from pypdfium2 import PdfDocument

from invest_crm.errors import UserError
from invest_crm.maps.export import SUFFIXES, export_map
from invest_crm.maps.graph import MapFacts
from tests.maps.graphs import small_graph

if TYPE_CHECKING:
    from pathlib import Path

BEGINNINGS = {
    ".pdf": b"%PDF",
    ".svg": b"<svg",
    ".png": b"\x89PNG",
    ".html": b"<!DOCTYPE html>",
    ".json": b"{",
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_name_decides_the_kind_of_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"链图{suffix.upper()}"
    written = export_map(small_graph(), path, paper="A4")
    assert path.read_bytes().startswith(BEGINNINGS[suffix])
    assert written.path == path
    assert written.pages == 1
    assert written.smallest_text > 5
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_writing_twice_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    export_map(small_graph(), first)
    export_map(small_graph(), second)
    assert first.read_bytes() == second.read_bytes()


def test_a_tiled_pdf_tells_its_pages(tmp_path: Path) -> None:
    written = export_map(small_graph(), tmp_path / "a.pdf", paper="A2", tile="A4")
    assert written.pages == 9


def test_a_missing_glyph_is_reported(tmp_path: Path) -> None:
    graph = small_graph(name="羊\U0001f411")
    assert export_map(graph, tmp_path / "a.pdf").missing == ("\U0001f411",)


def test_an_unknown_ending_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_map(small_graph(), tmp_path / "map.docx")
    assert caught.value.code == "unknown-map-format"
    assert ".docx" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken.svg").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "taken.svg", tmp_path / "file" / "a.svg"):
        with pytest.raises(UserError) as caught:
            export_map(small_graph(), path)
        assert caught.value.code == "map-not-written"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "taken.svg"]


def test_the_pdf_names_the_office_that_drew_it(tmp_path: Path) -> None:
    graph = replace(small_graph(), facts=MapFacts("肉羊产业链图谱", drawn_by="县投促局"))
    export_map(graph, tmp_path / "a.pdf")
    with PdfDocument(tmp_path / "a.pdf") as document:
        assert document.get_metadata_dict()["Author"] == "县投促局"


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    path.write_text("old " * 100_000, encoding="utf-8")
    export_map(small_graph(), path)
    assert path.read_text(encoding="utf-8").endswith("</svg>\n")


def test_a_written_file_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    plain = tmp_path / "plain"
    plain.touch()
    export_map(small_graph(), path)
    assert path.stat().st_mode == plain.stat().st_mode
