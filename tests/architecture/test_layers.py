"""Imports point inward.

      cli      ui                      doors: parse, show, never decide
        \\      /
        services                       use cases: permission, transaction, orchestration
     /     |      |        \\
    db   maps  reports  exchange       engines: storage, drawing, documents, spreadsheets
     \\     |      |        /
            domain                     words and rules: standard library and structs

Each rule below is one line a person can read. Exceptions are named, with their reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.imports import (
    Import,
    ImportGraph,
    describe,
    is_below,
    is_standard_library,
    read_package,
)

ROOT = Path(__file__).resolve().parents[2]
NAME = "invest_crm"

# ---- the rules -------------------------------------------------------------------------------

# Small modules at the top that every room may use; they use nothing of the program.
BASE = ("words", "message_file", "paths", "errors", "safe_text", "children")

# room -> the rooms it may import (besides itself and BASE)
MAY_IMPORT = {
    "domain": (),
    "settings": ("domain",),
    "db": ("domain",),
    "maps": ("domain",),
    "reports": ("domain", "maps"),
    "exchange": ("domain",),
    "services": ("domain", "db", "maps", "reports", "exchange", "settings"),
    "cli": ("domain", "maps", "services", "settings"),
    "ui": ("domain", "maps", "services", "settings"),
    "__main__": ("cli",),
}

# library -> the rooms that may import it, at any place
LIBRARY_LIVES_IN = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "pandas": ("exchange",),
    "numpy": ("exchange",),
    "xlsxwriter": ("exchange", "reports"),
    "python_calamine": ("exchange",),
    "reportlab": ("maps", "reports"),
    "docx": ("reports",),
    "pypdf": ("exchange",),
    "alembic": ("db",),
    "psycopg": ("db",),
    "sqlalchemy": ("db", "services"),
}

# library -> the rooms whose modules may import it at module level (elsewhere: inside a function)
HEAVY_AT_MODULE_LEVEL_IN = {
    "pandas": ("exchange",),
    "numpy": ("exchange",),
    "xlsxwriter": ("exchange",),
    "openpyxl": (),
    "reportlab": ("reports", "maps.pdf", "maps.pdf_font"),
    "docx": ("reports",),
    "alembic": ("db",),
    "psycopg": ("db",),
    "pypdf": (),
    "pypdfium2": (),
    "pypinyin": (),
    "sqlalchemy": ("db", "services"),
}


@dataclass(frozen=True)
class Exception_:  # noqa: N801 - an exception to a rule, not a Python exception
    """An import that a transitive rule does not follow, and why."""

    source: str
    target: str
    reason: str


EXCEPTIONS = (
    Exception_("cli.gui", "ui", "the subcommand that opens the window"),
    Exception_("cli.screenshot", "ui", "the subcommand that paints a page into a file"),
    Exception_("cli.self_test", "ui", "the subcommand that tries everything, windows included"),
    Exception_("paths", "platformdirs", "asked only when the user's folder is needed"),
)

# ---- the tests -------------------------------------------------------------------------------

GRAPH = read_package(ROOT / NAME)


def full(*names: str) -> tuple[str, ...]:
    return tuple(f"{NAME}.{name}" for name in names)


def is_excepted(item: Import) -> bool:
    return any(
        is_below(item.source, full(rule.source))
        and is_below(item.target, (*full(rule.target), rule.target))
        and item.deferred
        for rule in EXCEPTIONS
    )


def direct_violations(graph: ImportGraph, room: str, allowed: tuple[str, ...]) -> list[str]:
    """Imports of other rooms that ``room`` may not know, types included."""
    inside = full(room, *allowed, *BASE)
    return [
        str(item)
        for item in graph.imports
        if is_below(item.source, full(room))
        and is_below(item.target, (NAME,))
        and item.target != NAME
        and not is_below(item.target, inside)
        and not is_excepted(item)
    ]


def chains(graph: ImportGraph, start: str, forbidden: tuple[str, ...]) -> list[str]:
    """How ``start`` reaches a forbidden module, through any number of imports."""
    return [
        describe(chain)
        for chain in graph.reach(start, lambda i: not i.typing_only and not is_excepted(i))
        if is_below(chain[-1].target, forbidden)
    ]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_it_may_know(room: str) -> None:
    assert direct_violations(GRAPH, room, MAY_IMPORT[room]) == []


def test_every_room_has_a_rule() -> None:
    rooms = {name.split(".")[1] for name in GRAPH.modules if "." in name}
    assert rooms - set(BASE) - set(MAY_IMPORT) == set()


@pytest.mark.parametrize("module", GRAPH.below(*full("domain", *BASE)))
def test_domain_and_base_reach_the_standard_library_and_structs_only(module: str) -> None:
    follow = GRAPH.reach(module, lambda i: not i.typing_only and not is_excepted(i))
    foreign = [
        describe(chain)
        for chain in follow
        if not is_standard_library(chain[-1].target)
        and not is_below(chain[-1].target, (*full("domain", *BASE), "msgspec"))
    ]
    assert foreign == []


@pytest.mark.parametrize("module", sorted(GRAPH.modules - set(GRAPH.below(*full("ui")))), ids=str)
def test_only_ui_reaches_qt_even_indirectly(module: str) -> None:
    assert chains(GRAPH, module, ("PySide6", "shiboken6")) == []


@pytest.mark.parametrize("library", LIBRARY_LIVES_IN)
def test_a_library_is_imported_only_where_it_lives(library: str) -> None:
    homes = full(*LIBRARY_LIVES_IN[library])
    strangers = [
        str(item)
        for item in GRAPH.imports
        if is_below(item.target, (library,)) and not is_below(item.source, homes)
    ]
    assert strangers == []


@pytest.mark.parametrize("library", HEAVY_AT_MODULE_LEVEL_IN)
def test_a_heavy_library_is_imported_inside_functions_elsewhere(library: str) -> None:
    homes = full(*HEAVY_AT_MODULE_LEVEL_IN[library])
    eager = [
        str(item)
        for item in GRAPH.imports
        if is_below(item.target, (library,))
        and not (item.deferred or item.typing_only)
        and not is_below(item.source, homes)
    ]
    assert eager == []


def test_modules_do_not_need_each_other_in_a_circle() -> None:
    assert GRAPH.cycles() == []


def test_every_exception_is_still_needed() -> None:
    """An exception for a module that exists must be used, or it hides the next mistake."""
    unused = [
        rule.source
        for rule in EXCEPTIONS
        if full(rule.source)[0] in GRAPH.modules
        and not any(
            is_below(item.source, full(rule.source))
            and is_below(item.target, (*full(rule.target), rule.target))
            for item in GRAPH.imports
        )
    ]
    assert unused == []


# ---- the checker can fail --------------------------------------------------------------------


def graph_of(folder: Path, **sources: str) -> ImportGraph:
    """A package named like ours, from module names (``domain__money``) and their sources."""
    package = folder / NAME
    for name, source in {"__init__": "", **sources}.items():
        path = package.joinpath(*name.split("__x__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_package(package)


def test_a_function_level_import_two_steps_away_is_found(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        services__x__firms="def f():\n    from invest_crm.helper import g\n    g()\n",
        helper="from PySide6.QtCore import QObject\n",
    )
    assert chains(graph, "invest_crm.services.firms", ("PySide6",)) == [
        "invest_crm.services.firms:2 -> invest_crm.helper:1 -> PySide6.QtCore"
    ]


def test_an_import_by_literal_name_is_found(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, cli__x__main="import importlib\nimportlib.import_module('PySide6')\n"
    )
    assert chains(graph, "invest_crm.cli.main", ("PySide6",)) != []


def test_a_door_that_knows_the_storage_is_found_even_for_types(tmp_path: Path) -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from invest_crm.db import t\n"
    )
    graph = graph_of(tmp_path, ui__x__page=source, db__x__t="")
    assert direct_violations(graph, "ui", MAY_IMPORT["ui"]) == [
        "invest_crm.ui.page:3 imports invest_crm.db.t"
    ]


def test_an_exception_holds_only_inside_a_function(tmp_path: Path) -> None:
    late = "def run():\n    from invest_crm.ui.app import start\n    start()\n"
    window = "import PySide6\n"
    graph = graph_of(tmp_path / "a", cli__x__gui=late, ui__x__app=window)
    assert chains(graph, "invest_crm.cli.gui", ("PySide6",)) == []
    early = "from invest_crm.ui.app import start\n"
    graph = graph_of(tmp_path / "b", cli__x__gui=early, ui__x__app=window)
    assert chains(graph, "invest_crm.cli.gui", ("PySide6",)) != []


def test_a_circle_is_found_and_a_late_import_breaks_it(tmp_path: Path) -> None:
    first = "from invest_crm.b import y\nx = 1\n"
    circle = graph_of(
        tmp_path / "a", a=first, b="from invest_crm.c import z\n", c="import invest_crm.a\n"
    )
    assert circle.cycles() == [["invest_crm.a", "invest_crm.b", "invest_crm.c"]]
    late = "def z():\n    import invest_crm.a\n"
    assert (
        graph_of(tmp_path / "b", a=first, b="from invest_crm.c import z\n", c=late).cycles() == []
    )
