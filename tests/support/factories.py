"""Databases and records for tests: a prepared database copied in a millisecond, and a small bureau.

Everything is written through the program's own services; only what has no service yet (a capital
increase, a monthly row) is written as a record through the same door.
"""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import select, text

from invest_crm.db.engine import open_engine
from invest_crm.db.log import images_text
from invest_crm.db.schema import record_tables, whole
from invest_crm.db.schema.approvals import approval_state
from invest_crm.db.schema.derived import project_state, search_text
from invest_crm.db.schema.figures import annual_target
from invest_crm.db.schema.log import change, change_block, change_set
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import agreement, funds_statement, milestone, side_state
from invest_crm.domain.clock import CHINA
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.people import ContactReading
from invest_crm.services import figures, firms, undo
from invest_crm.services.opening import open_app
from invest_crm.services.projects import edit
from invest_crm.services.projects.records import load_one
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.services.reference import load_reference
from invest_crm.services.work import App

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Table

    from invest_crm.domain.stages import AgreementType, MilestoneKind, SideState
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.undo import Undone
    from invest_crm.services.work import View, Work
    from tests.support.postgres import Server

bounded = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""For properties over whole databases: few examples, and no minutes of shrinking."""

CANARY = "13912345678"
"""A phone number no log, text or exception may ever show."""


def wan(amount: int) -> int:
    """万元 in 分."""
    return amount * 1_000_000


def yi(amount: int) -> int:
    """亿元 in 分."""
    return amount * 10_000_000_000


def when(text_: str, *, not_after: str | None = None) -> PartialDate:
    """A date from its value: 2025, 2025-Q3, 2025-H1, 2025-08, 2025-08-05; √ for unknown."""
    forms = {"year": r"\d{4}", "quarter": r".*Q\d", "half": r".*H\d", "month": r"\d{4}-\d\d"}
    if text_ == "√":
        return PartialDate(None, "unknown", text_, not_after=not_after)
    precision = next((name for name, form in forms.items() if re.fullmatch(form, text_)), "day")
    return PartialDate(text_, precision, text_, not_after=not_after)


def person(name: str, phone: str = CANARY, post: str = "") -> ContactReading:
    """A contact."""
    return ContactReading(name, post, phone)


class Clock:
    """A clock the test sets; every look at it is a second later."""

    def __init__(self, start: str = "2025-09-01T09:00") -> None:
        self.set(start)

    def set(self, moment: str) -> None:
        """Put the clock to a moment at the bureau."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


# ---- databases -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared database with the reference data, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _prepare(str(path))
    return path


@pytest.fixture
def new_app(sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[], App]]:
    """Makes one more SQLite database with the reference data; all are closed at the end."""
    made: list[App] = []

    def make() -> App:
        path = tmp_path / f"crm-{len(made)}.db"
        shutil.copy(sqlite_template, path)
        made.append(open_app(str(path), actor="wang"))
        made[-1].clock = Clock()
        return made[-1]

    yield make
    for app in made:
        app.database.close()


@pytest.fixture
def app(new_app: Callable[[], App]) -> App:
    """A SQLite database with the reference data, on 1 September 2025, in the hands of wang."""
    return new_app()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_app(request: pytest.FixtureRequest) -> Iterator[App]:
    """The same on each kind of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
    else:
        yield request.getfixturevalue("server_app")


@pytest.fixture(scope="session")
def server_database(pg_server: Server) -> Iterator[str]:
    """One prepared PostgreSQL database (making one takes a second) and a clean copy inside it."""
    url = pg_server.create()
    _prepare(url)
    database = open_engine(url)
    with database.writing() as connection:
        connection.execute(text("CREATE SCHEMA clean"))
        for name in whole().tables:
            connection.execute(text(f"CREATE TABLE clean.{name} AS TABLE public.{name}"))
    database.close()
    yield url
    pg_server.drop(url)


@pytest.fixture
def server_app(server_database: str) -> Iterator[App]:
    """The prepared PostgreSQL database, put back to how it was."""
    app = open_app(server_database, actor="wang")
    app.clock = Clock()
    names = [table.name for table in whole().sorted_tables]
    log = ("change", "change_block", "change_set")
    raw(
        app,
        *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in log),
        *(f"DELETE FROM {name}" for name in reversed(names)),
        *(f"INSERT INTO {name} SELECT * FROM clean.{name}" for name in names),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in log),
    )
    yield app
    app.database.close()


@pytest.fixture
def office(app: App) -> Bureau:
    """The bureau on SQLite."""
    return Bureau(app)


@pytest.fixture
def any_office(any_app: App) -> Bureau:
    """The bureau on each kind of database."""
    return Bureau(any_app)


def _prepare(where: str) -> None:
    app = open_app(where, actor="setup", create=True)
    app.clock = Clock("2025-01-01T08:00")
    app.write(load_reference, None)
    app.database.close()


def colleague(app: App, name: str) -> App:
    """The same database in other hands."""
    return App(app.database, name, app.clock)


# ---- what is in a database -------------------------------------------------------------------


def images(app: App) -> dict[str, dict[str, dict[str, Any]]]:
    """Every record of every record table by id, without its version."""
    with app.database.reading() as connection:
        return {
            table.name: {
                row["id"]: {key: value for key, value in row.items() if key != "row_version"}
                for row in connection.execute(select(table)).mappings()
            }
            for table in record_tables()
        }


def derived(app: App) -> tuple[list[Any], list[Any]]:
    """The derived rows, sorted: states of projects and approvals, and what the search has."""
    columns = (search_text.c.kind, search_text.c.record_id, search_text.c.words)
    with app.database.reading() as connection:
        states = sorted(map(tuple, connection.execute(select(project_state))))
        states += sorted(map(tuple, connection.execute(select(approval_state))))
        return states, sorted(map(tuple, connection.execute(select(*columns))))


def log_texts(app: App) -> str:
    """Everything that stands in the change log, as one text."""
    with app.database.reading() as connection:
        rows = [*connection.execute(select(change_set)), *connection.execute(select(change))]
        blocks = map(images_text, connection.scalars(select(change_block.c.images)))
        return "\n".join([*(str(tuple(row)) for row in rows), *blocks])


def raw(app: App, *statements: str) -> None:
    """Another program's SQL, past every door."""
    with app.database.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))


def heads(app: App) -> list[Any]:
    """The ChangeSets, oldest first."""
    with app.database.reading() as connection:
        return list(connection.execute(select(change_set).order_by(change_set.c.seq)))


# ---- a small bureau --------------------------------------------------------------------------


def put(work: Work, command: tuple[Table, Mapping[str, object]]) -> str:
    """A use case: one record as it is."""
    table, values = command
    work.name("target.set")
    return work.insert(table, **values)


def put_fact(work: Work, command: tuple[Table, Mapping[str, object]]) -> str:
    """A use case: one dated fact, recorded by hand now."""
    table, values = command
    work.name("project.edit", name="")
    return work.insert(table, **{**work.fact(source="hand"), **values})


def read_ledger(work: Work, command: tuple[date, list[dict[str, Any]]]) -> list[str]:
    """A use case: new projects from a source that speaks for a day; returns their ids."""
    cut_off, rows = command
    work.name("ledger.import", file="台账.xlsx", rows=len(rows))
    writer = ProjectWriter(work, source="ledger:test", cut_off=cut_off)
    ids = [writer.create(row) for row in rows]
    writer.flush()
    return ids


def void_fact(work: Work, command: tuple[Table, str]) -> None:
    """A use case: one fact no longer counts."""
    table, fact_id = command
    work.name("project.edit", name="")
    work.void(table, "wrong", fact_id)


class Bureau:
    """Short names for what a day at the bureau consists of."""

    def __init__(self, app: App) -> None:
        self.app = app

    def take_up(self, name: str = "甲", **values: Any) -> str:
        """A project by hand, today; dates may be given as text."""
        command = edit.CreateProject(_typed({"name": name, **values}))
        return str(self.app.write(edit.create_project, command).value)

    def ledger(self, cut_off: str, *rows: dict[str, Any]) -> list[str]:
        """Projects of a ledger with this cut-off, unnamed ones numbered."""
        named = [_typed({"name": f"项目{n}", **row}) for n, row in enumerate(rows, start=1)]
        found = self.app.write(read_ledger, (date.fromisoformat(cut_off), named)).value
        assert found is not None
        return found

    def edit(self, project_id: str, *, seen: Mapping[str, Any] | None = None, **values: Any) -> Any:
        """Change fields of a project by hand."""
        command = edit.EditProject(project_id, _typed(values), _typed(dict(seen or {})))
        return self.app.write(edit.edit_project, command)

    def side(self, project_id: str, state: SideState, on: str) -> Any:
        """A side state from a day, whatever the rules for people say of it."""
        return self.fact(side_state, project_id, state=state.value, effective_on=on)

    def fact(self, table: Table, project_id: str, **values: object) -> str:
        """One dated fact of a project."""
        row = {"project_id": project_id, **values}
        return str(self.app.write(put_fact, (table, row)).value)

    def agree(self, project_id: str, kind: AgreementType, on: str, amount: int = 0) -> str:
        """One more agreement."""
        day = when(on).latest_day(None)
        assert day is not None
        columns = {"contract_value": on, "contract_precision": when(on).precision}
        return self.fact(
            agreement,
            project_id,
            type=kind.value,
            amount=amount or None,
            contract_day=day.isoformat(),
            **columns,
        )

    def reach(self, project_id: str, kind: MilestoneKind, on: str, grade: int = 1) -> str:
        """One more milestone."""
        day = when(on).latest_day(None)
        assert day is not None
        columns = {"effective_value": on, "effective_precision": when(on).precision}
        return self.fact(
            milestone,
            project_id,
            kind=kind.value,
            grade=grade,
            effective_day=day.isoformat(),
            **columns,
        )

    def stated(self, project_id: str, on: str, amount: int, scope: str = "since_start") -> str:
        """A stated cumulative of money in place."""
        values = {"subject": "funds", "scope": scope, "amount": amount, "as_of": on}
        return self.fact(funds_statement, project_id, **values)

    def month(self, project_id: str, month: str, **amounts: int) -> str:
        """A monthly row."""
        return self.fact(monthly_report, project_id, month=month, **amounts)

    def void(self, table: Table, fact_id: str) -> None:
        """A fact no longer counts."""
        self.app.write(void_fact, (table, fact_id))

    def target(self, metric: str, year: int, **values: int) -> None:
        """An annual target of the county."""
        row = {"metric": metric, "year": year, "scope": "county", **values}
        self.app.write(put, (annual_target, row))

    def firm(self, name: str = "乙公司", **values: Any) -> str:
        """A firm by hand."""
        command = firms.EditFirm(None, {"name": name, **values})
        return str(self.app.write(firms.save_firm, command).value)

    def undo(self, change_set_id: str | None = None) -> Undone:
        """Undo the last or the named ChangeSet."""
        found = self.app.write(undo.undo, change_set_id).value
        assert found is not None
        return found

    def redo(self) -> Undone:
        """Redo what was undone last."""
        found = self.app.write(undo.redo, None).value
        assert found is not None
        return found

    def record(self, project_id: str) -> ProjectRecord:
        """A project whole."""
        found = self.app.read(load_one, project_id)
        assert found is not None
        return found

    def figures(
        self, as_of: str, start: str | None = None, end: str | None = None, **more: Any
    ) -> figures.Figures:
        """Every figure as of a day (asked on it, if it is still to come), over the projects
        signed from start to end.
        """
        first, last = (date.fromisoformat(day) if day else None for day in (start, end))
        question = figures.Question(date.fromisoformat(as_of), first, last, **more)
        asked_on = max(question.as_of, self.app.today)
        later = App(self.app.database, self.app.actor, Clock(f"{asked_on}T23:00"))
        return later.read(figures.figures, question)

    def value(self, metric: str, as_of: str, start: str | None = None, **more: Any) -> Any:
        """One figure; percentages as text."""
        found = self.figures(as_of, start, **more)[metric].value
        return found if found is None or isinstance(found, int) else str(found)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Dates given as text made partial dates."""
    is_date = partial(re.fullmatch, r"\d{4}(-.*)?|√")
    return {
        key: when(value)
        if key.endswith("_on") and isinstance(value, str) and is_date(value)
        else value
        for key, value in values.items()
    }


def all_rows(view: View, table: Table) -> list[Any]:
    """A query: the rows of a table."""
    return list(view.rows(select(table)))
