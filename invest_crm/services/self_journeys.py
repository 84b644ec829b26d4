"""The installation's longer test: an officer's main jobs from file to file, on invented data.

What the short test tries in parts is tried here in one go, as it happens in an office: a workbook
through the parsing child, every document in every format, every export, a backup and back.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.services.backups import list_backups, make_backup
from invest_crm.services.chains.atlas import export_chain_map
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.demo.ledger import write_demo_ledger
from invest_crm.services.documents import MakeReport, make_report, report_names
from invest_crm.services.export import KINDS, export_records
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, plan_ledger, read_ledger
from invest_crm.services.opening import open_app
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.reference import load_reference
from invest_crm.services.restoring import restore_backup
from invest_crm.services.self_test import attempt
from invest_crm.services.undo import redo, undo
from invest_crm.services.upkeep import verify
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.services.self_test import Result
    from invest_crm.services.work import App

_FIRMS, _PROJECTS = 40, 30
_OF_ONE = frozenset({"follow-up", "project-card", "project-path", "stat-bundle"})
_EXPORTED_AS = {"all": ".zip", "pivot": ".xlsx"}


def check_journeys() -> Iterator[Result]:
    """Go each way once, in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="invest-crm-journeys-") as folder:
        where = Path(folder)
        yield attempt(N_("journey: ledger in, undone, done again"), lambda: _ledger(where))
        yield attempt(N_("journey: documents, maps, exports"), lambda: _paper(where))
        yield attempt(N_("journey: backup and back"), lambda: _backup(where))


@contextmanager
def demonstration(path: Path) -> Iterator[App]:
    """A new database of an invented county; closed at the end."""
    with _opened(path) as app:
        app.write(fill, FillDemo(projects=_PROJECTS, firms=_FIRMS))
        yield app


@contextmanager
def _opened(path: Path) -> Iterator[App]:
    app = open_app(str(path), actor="self-test", create=True)
    try:
        app.write(load_reference, None)
        yield app
    finally:
        app.database.close()


def _ledger(folder: Path) -> str:
    ledger = folder / "台账.xlsx"
    written = write_demo_ledger(ledger)
    command = ImportLedger(ledger)
    counts = []
    with _opened(folder / "ledger.db") as app:
        apply_ledger(app, read_ledger(app, command), accept_suspicious=True)
        counts.append(_projects(app))
        again = app.read(plan_ledger, read_ledger(app, command))
        if again.count("new"):
            raise RuntimeError("the same file twice changes something")
        for step in (lambda work, _: undo(work, None), redo):
            app.write(step, None)
            counts.append(_projects(app))
    if counts != [written, 0, written]:
        raise RuntimeError(f"{written} rows in the file, then {counts}")
    return f"{written} / 0 / {written}"


def _projects(app: App) -> int:
    return len(app.read(list_projects, []))


def _paper(folder: Path) -> str:
    with demonstration(folder / "paper.db") as app:
        written = [*_documents(app, folder), *_maps(app, folder), *_exports(app, folder)]
    empty = [path.name for path in written if not path.stat().st_size]
    if empty:
        raise RuntimeError(f"empty: {', '.join(empty)}")
    return str(len(written))


def _documents(app: App, folder: Path) -> Iterator[Path]:
    from invest_crm.db.schema.five_ones import hand_over
    from invest_crm.db.schema.reviews import review

    reviewed = app.read(lambda view: view.values(select(review.c.project_id)))
    handed = app.read(lambda view: view.values(select(hand_over.c.id)))
    project = str(app.read(list_projects, [])[0]["id"])
    for name, _title, formats in report_names():
        about = reviewed[0] if name == "review" else project if name in _OF_ONE else None
        record = handed[0] if name == "hand-over" else None
        for suffix in formats:
            path = folder / f"{name}.{suffix}"
            made = app.read(make_report, MakeReport(name, path, project=about, record=record))
            if made.missing:
                raise RuntimeError(f"no glyph for {made.missing}")
            yield path


def _maps(app: App, folder: Path) -> Iterator[Path]:
    today = app.read(lambda view: view.today)
    for suffix in ("pdf", "svg", "png", "html"):
        path = folder / f"map.{suffix}"
        app.read(export_chain_map, "mutton-sheep", path, "A3", today)
        yield path


def _exports(app: App, folder: Path) -> Iterator[Path]:
    for kind in KINDS:
        forms = (_EXPORTED_AS[kind],) if kind in _EXPORTED_AS else (".xlsx", ".csv", ".json")
        for suffix in forms:
            path = folder / f"{kind}{suffix}"
            app.read(export_records, kind, path)
            yield path


def _backup(folder: Path) -> str:
    database = folder / "backup.db"
    with demonstration(database) as app:
        before = _projects(app)
        _manifest, made = make_backup(app, folder / "backups")
        app.write(lambda work, _: undo(work, None), None)
    if len(list_backups(folder / "backups")) != 1:
        raise RuntimeError("the backup is not among the backups")
    restore_backup(made, str(database))
    app = open_app(str(database), actor="self-test")
    try:
        after, chain = _projects(app), app.read(verify)
    finally:
        app.database.close()
    if after != before or not chain.ok:
        raise RuntimeError(f"{before} projects before, {after} after; log {chain.detail}")
    return f"{after}"
