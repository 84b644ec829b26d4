"""Files the commands write: maps, documents, pictures - of the kind asked for, and not empty."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

MAGIC = {"pdf": b"%PDF-1.", "svg": b"<svg", "png": b"\x89PNG\r\n", "html": b"<!DOCTYPE html>"}


@pytest.mark.slow
def test_a_chain_map_in_every_format(june_crm: Crm, tmp_path: Path) -> None:
    assert june_crm("settings", "county.name", "岚县").status == 0
    for suffix, magic in MAGIC.items():
        out = tmp_path / f"图谱.{suffix}"
        said = june_crm("map", "肉羊", "--out", out, "--as-of", "2026-06-30")
        assert (said.status, said.err) == (0, "")
        assert out.read_bytes()[:60].lstrip().lower().startswith(magic.lower()), suffix
        assert out.stat().st_size > 5000
    graph = tmp_path / "图谱.json"
    assert june_crm("map", "mutton-sheep", "--out", graph).status == 0
    assert "mutton-sheep" in json.dumps(json.loads(graph.read_text(encoding="utf-8")))


@pytest.mark.slow
def test_a_larger_paper_makes_a_larger_page(june_crm: Crm, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    widths = []
    for paper in ("A4", "A3", "A0"):
        out = tmp_path / f"{paper}.pdf"
        assert june_crm("map", "study-tour", "--out", out, "--paper", paper).status == 0
        with PdfDocument(out) as document:
            widths.append(max(document[0].get_size()))
    assert widths == sorted(widths)
    assert widths[-1] == pytest.approx(1189 / 25.4 * 72, abs=2)


def test_the_reports_are_listed_with_their_formats(crm: Crm) -> None:
    lines = crm("report", "--list").out.splitlines()
    listed = {line.split()[0]: line.split()[2:] for line in lines}
    assert listed["signed-started-bulletin"] == ["pdf", "docx", "html"]
    assert listed["signed-not-started"] == ["xlsx", "pdf", "docx", "html"]
    assert crm.bare("report").out.splitlines() == lines


OF_ONE = {"follow-up", "project-card", "project-path", "review", "stat-bundle"}
"""Documents about one project."""
WITHOUT = {"schedule-wall", "hand-over", "utilities"}
"""Nothing was scheduled, handed over or asked for in June."""


@pytest.mark.slow
def test_every_report_in_every_format_names_what_the_figures_name(
    june_crm: Crm, tmp_path: Path
) -> None:
    assert june_crm("settings", "county.name", "岚县").status == 0
    (found,) = june_crm.json("projects", "--where", "name=白露研学营地")["projects"]
    project = found["id"]
    lines = june_crm("report", "--list").out.splitlines()
    for line in lines:
        name, _title, *formats = line.split()
        if name == "review":
            asked = ("--project", "白露研学营地", "--departments", "reform")
            assert june_crm("reviews", "convene", *asked).status == 0
        for suffix in formats if name not in WITHOUT else ():
            out = tmp_path / f"{name}.{suffix}"
            about = ("--project", project) if name in OF_ONE else ("--as-of", "2026-06-30")
            said = june_crm("report", name, "--out", out, *about)
            assert (said.status, said.err) == (0, ""), (name, suffix)
            if not name.startswith("not-in-"):  # it has not started, its firm reports nothing
                assert "白露研学营地" in _text(out), (name, suffix)


def _text(path: Path) -> str:
    """All text of a document, without its line ends."""
    if path.suffix == ".pdf":
        from pypdfium2 import PdfDocument

        with PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        return "".join("".join(pages).split())
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        return "".join(archive.read(name).decode("utf-8") for name in names)


def test_an_existing_file_stays_when_its_successor_cannot_be_made(crm: Crm, tmp_path: Path) -> None:
    out = tmp_path / "通报.pdf"
    out.write_bytes(b"last month")
    crm.refused("report", "weather", "--out", out)
    crm.refused("map", "chocolate", "--out", out)
    assert out.read_bytes() == b"last month"
