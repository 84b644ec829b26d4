"""Write a chain map to a file; the kind of file follows from the name.

Why: window and command line share one door. The file appears whole or not at all: it is written
beside its place and moved there. It must not know services or the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from invest_crm.errors import UserError
from invest_crm.maps.layout import LayoutOptions, layout
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.maps.graph import ChainGraph
    from invest_crm.maps.scene import Scene

SUFFIXES = (".pdf", ".svg", ".png", ".html", ".json")


class MapFile(Struct, frozen=True):
    """What was written: size of the smallest text in points, pages, characters no font has."""

    path: Path
    pages: int
    smallest_text: float
    missing: tuple[str, ...] = ()


def export_map(
    graph: ChainGraph,
    path: Path,
    *,
    paper: str = "A3",
    tile: str | None = None,
    firms: bool | None = None,
) -> MapFile:
    """Lay out for a paper and write; ``tile`` cuts a PDF to smaller sheets (A4, A3).

    Raises UserError: ``unknown-map-format``, ``unknown-paper``, ``map-not-written``.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            "unknown-map-format",
            _("A map cannot be written as “{suffix}”.").format(suffix=path.suffix),
            safe=_("Nothing was written."),
            todo=_("Use a name ending in {suffixes}.").format(suffixes=" ".join(SUFFIXES)),
        )
    scene = layout(graph, LayoutOptions(paper=paper, firms=firms))
    data, pages, missing = _contents(graph, scene, suffix, tile)
    _write(path, data)
    return MapFile(path, pages, scene.smallest_text(), missing)


def _contents(
    graph: ChainGraph, scene: Scene, suffix: str, tile: str | None
) -> tuple[bytes, int, tuple[str, ...]]:
    title = graph.facts.title
    if suffix == ".svg":
        from invest_crm.maps.svg import svg

        return svg(scene, title=title).encode(), 1, ()
    if suffix == ".html":
        from invest_crm.maps.html import html

        return html(graph, scene).encode(errors="replace"), 1, ()
    if suffix == ".json":
        from invest_crm.maps.json_out import json_text

        return json_text(graph, scene).encode(errors="replace"), 1, ()
    from invest_crm.maps.pdf import pdf

    if suffix == ".pdf":
        result = pdf(scene, title=title, author=graph.facts.drawn_by, tile=tile)
        return result.data, result.pages, result.missing
    from invest_crm.maps.png import png

    result = pdf(scene, title=title)
    return png(result.data), 1, result.missing


def _write(path: Path, data: bytes) -> None:
    # Not the tempfile module: its files are readable by their owner only.
    beside = path.with_name(f".{path.stem}-{uuid4().hex[:8]}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            "map-not-written",
            _("The map could not be written to {path}: {reason}.").format(
                path=path, reason=error.strerror or type(error).__name__
            ),
            safe=_("An earlier file of that name is unchanged."),
            todo=_("Close the file if it is open elsewhere, or choose another folder."),
        ) from error
