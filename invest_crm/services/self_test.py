"""The installation's own test: database, reference data, translations, a map, a document, a ledger.

Everything happens in a scratch folder; the user's data are not touched.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import create_engine

from invest_crm import words
from invest_crm.paths import resource
from invest_crm.services.chains.atlas import export_chain_map
from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.opening import open_app
from invest_crm.services.reference import load_reference
from invest_crm.services.upkeep import check
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.services.work import App

_LEDGER = (
    "签约项目台账（截至2025年8月31日）,,\n项目名称,总投资（亿元）,签约时间\n𠮷祥项目,1.2,2025.3.1\n"
)
FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Regular.ttf")


class Result(Struct, frozen=True):
    """One part of the test; ``name`` is a code that is also its words in English."""

    name: str
    ok: bool
    detail: str = ""


def check_parts() -> Iterator[Result]:
    """Try every part that needs no window."""
    yield attempt(N_("fonts"), _fonts)
    yield attempt(N_("languages"), _languages)
    yield attempt(N_("server driver"), _driver)
    with tempfile.TemporaryDirectory(prefix="invest-crm-self-test-") as folder:
        where = Path(folder)
        app = open_app(str(where / "self-test.db"), actor="self-test", create=True)
        try:
            yield attempt(N_("reference data"), lambda: _reference(app))
            yield attempt(N_("ledger"), lambda: _ledger(app, where))
            yield attempt(N_("chain map"), lambda: _map(app, where))
            yield attempt(N_("document"), lambda: _document(app, where))
            yield attempt(N_("database"), lambda: _database(app))
        finally:
            app.database.close()


def attempt(name: str, part: Callable[[], str]) -> Result:
    """Run one part; whatever it raises is its failure, told and not hidden."""
    try:
        return Result(name, ok=True, detail=part())
    except Exception as error:  # noqa: BLE001 - a self-test reports every failure
        return Result(name, ok=False, detail=f"{type(error).__name__}: {error}")


def _fonts() -> str:
    total = sum(resource(f"fonts/{name}").stat().st_size for name in FONTS)
    return f"{total // 1024 // 1024} MB"


def _languages() -> str:
    before = words.language()
    for language in words.LANGUAGES:
        words.use(language)
    words.use("zh_CN")
    translated = words._("The file is unchanged.")
    words.use(before)
    if translated == "The file is unchanged.":
        raise RuntimeError("the Chinese catalogue is missing")
    return ", ".join(words.LANGUAGES)


def _driver() -> str:
    """The driver of a database server may be left out, but must not be there in part."""
    try:
        driver: Any = create_engine("postgresql+psycopg://").dialect.dbapi
    except ModuleNotFoundError:
        return "—"
    return f"psycopg {driver.__version__}"


def _reference(app: App) -> str:
    loaded = app.write(load_reference, None).value
    if loaded is None or loaded.leaves == 0:
        raise RuntimeError("no chains")
    return f"{loaded.chains} / {loaded.leaves}"


def _ledger(app: App, folder: Path) -> str:
    path = folder / "台账.csv"
    path.write_text(_LEDGER, encoding="gb18030")
    plan = apply_ledger(app, read_ledger(app, ImportLedger(path))).value
    if plan is None or plan.count("new") != 1:
        raise RuntimeError("the ledger was not understood")
    return f"{plan.reading.kind} {plan.reading.as_of}"


def _map(app: App, folder: Path) -> str:
    sizes = []
    for suffix in ("pdf", "svg", "png", "html"):
        path = folder / f"map.{suffix}"
        app.read(export_chain_map, "live-pigs", path, "A3", date(2025, 8, 31))
        sizes.append(f"{suffix} {path.stat().st_size // 1024} KB")
    return ", ".join(sizes)


def _document(app: App, folder: Path) -> str:
    pages = []
    for suffix in ("pdf", "docx"):
        command = MakeReport(
            "signed-started-bulletin", folder / f"bulletin.{suffix}", date(2025, 8, 31)
        )
        made = app.read(make_report, command)
        if made.missing:
            raise RuntimeError(f"no glyph for {made.missing}")
        pages.append(f"{suffix} {made.pages}")
    return ", ".join(pages)


def _database(app: App) -> str:
    findings = app.read(check)
    bad = [finding.check for finding in findings if not finding.ok]
    if bad:
        raise RuntimeError(", ".join(bad))
    return f"{len(findings)} checks"
