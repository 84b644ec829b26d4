"""Demonstration data: the same for the same seed, marked everywhere, and every state is there."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.figures import annual_target
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import agreement, milestone, project, side_state
from invest_crm.db.schema.requests import service_request
from invest_crm.db.schema.settings import setting
from invest_crm.domain import chain_state
from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.months import months_between
from invest_crm.domain.stages import SideState, Stage
from invest_crm.errors import UserError
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.understand import understand
from invest_crm.services import figures
from invest_crm.services.chains.atlas import chain_graph
from invest_crm.services.demo import words
from invest_crm.services.demo.data import DemoChain, invent
from invest_crm.services.demo.dice import credit_code
from invest_crm.services.demo.fill import FillDemo, fill, is_demo
from invest_crm.services.demo.leaves import Leaf
from invest_crm.services.demo.ledger import write_demo_ledger
from invest_crm.services.demo.remove import remove
from invest_crm.services.firms import list_firms
from invest_crm.services.lists import list_requests
from invest_crm.services.projects.edit import EditProject, edit_project
from invest_crm.services.projects.listing import list_projects
from invest_crm.services.reference import load_reference
from invest_crm.services.undo import undo
from tests.support.factories import all_rows, images

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.work import App
    from tests.support.factories import Bureau

CHAINS = (
    "mutton-sheep",
    "live-pigs",
    "fresh-corn",
    "electronics",
    "ecommerce-logistics",
    "study-tour",
)


@pytest.fixture
def demo(app: App) -> App:
    app.write(load_reference, None)
    app.write(fill, FillDemo())
    return app


def without_ids(shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in shape.items() if key != "id"} for shape in shapes]


def test_the_same_seed_gives_the_same_data(new_app: Callable[[], App]) -> None:
    found = []
    for seed in (7, 7, 8):
        app = new_app()
        app.write(load_reference, None)
        app.write(fill, FillDemo(seed, projects=20, firms=40))
        found.append(
            (
                without_ids(app.read(list_projects, reveal=True)),
                without_ids(app.read(list_firms, reveal=True)),
                without_ids(app.read(list_requests)),
            )
        )
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_it_refuses_a_database_that_holds_records(demo: App) -> None:
    before = demo.read(all_rows, project)
    with pytest.raises(UserError) as caught:
        demo.write(fill, FillDemo(seed=2))
    assert caught.value.code == "not-empty"
    assert demo.read(all_rows, project) == before


def test_undo_takes_everything_out_again(app: App) -> None:
    app.write(load_reference, None)
    done = app.write(fill, FillDemo(projects=20, firms=40))
    assert app.read(is_demo)
    app.write(undo, done.changes.change_set_id)
    tables = (project, firm, contact, monthly_report, service_request, annual_target, setting)
    assert [len(app.read(all_rows, table)) for table in tables] == [0] * len(tables)
    assert not app.read(is_demo)
    app.write(fill, FillDemo(projects=5, firms=5))


def test_every_record_says_that_it_is_invented(demo: App) -> None:
    assert demo.read(is_demo)
    settings = {row.id: json.loads(row.value) for row in demo.read(all_rows, setting)}
    assert settings == {"demo": True, "county.name": "演示县"}
    for table in (firm, project, service_request, monthly_report):
        extras = [json.loads(row.extra) for row in demo.read(all_rows, table)]
        assert extras
        assert all(extra == {words.MARK_KEY: words.MARK} for extra in extras)
    for table in (agreement, milestone, side_state, monthly_report):
        assert {row.source for row in demo.read(all_rows, table)} == {"demo"}
    assert {row.source for row in demo.read(all_rows, firm)} == {"demo"}
    tokens = [row.phone for row in demo.read(all_rows, contact)]
    phones = demo.read(lambda view: view.reveal(tokens))
    assert all(phone.startswith("1380000") for phone in phones.values())


def test_every_stage_and_side_state_is_there(demo: App) -> None:
    projects = demo.read(list_projects)
    assert {shape["stage"] for shape in projects} == set(Stage)
    states = {row.state for row in demo.read(all_rows, side_state)}
    assert states == set(SideState)


def test_the_maps_show_every_state_of_a_leaf_on_every_chain(demo: App) -> None:
    for key in CHAINS:
        graph = demo.read(chain_graph, key)
        states = Counter(leaf.state for leaf in graph.leaves())
        assert set(chain_state.STATES) - {chain_state.EXCLUDED} <= set(states), (key, states)


def test_growth_and_start_rate_are_plausible(demo: App) -> None:
    today = demo.read(lambda view: view.today)
    question = figures.Question(as_of=today, start=date(today.year, 1, 1))
    found = demo.read(figures.figures, question)
    assert 10 <= found["signed.yoy"].value <= 25
    assert 15 <= found["signed_amount.yoy"].value <= 20
    everything = demo.read(figures.figures, figures.Question(as_of=today))
    assert 38 <= everything["started.rate"].value <= 50


def test_signed_projects_that_wait_are_of_every_age_and_at_every_step(demo: App) -> None:
    today = demo.read(lambda view: view.today)
    facts: list[ProjectFacts] = demo.read(figures.snapshot, figures.Question(as_of=today))
    waiting = [fact for fact in facts if fact.signed_day and not fact.start_grade]
    ages = [months_between(date.fromisoformat(fact.signed_day or ""), today) for fact in waiting]
    buckets = Counter(sum(age >= bound for bound in (3, 6, 12)) for age in ages)
    assert set(buckets) == {0, 1, 2, 3}
    assert len({fact.reached for fact in waiting}) >= 4


def test_months_have_zeros_corrections_and_follow_one_another(demo: App) -> None:
    rows = demo.read(all_rows, monthly_report)
    live = [row for row in rows if row.voided_at is None]
    assert any(row.completed_month == 0 for row in live)
    assert all(row.completed_month >= 0 for row in live)
    taken = [row.completed or row.funds for row in demo.read(all_rows, month_correction)]
    assert taken
    assert max(taken) < 0
    assert any(row.voided_at for row in rows)
    months = Counter((row.project_id, row.month) for row in live)
    assert set(months.values()) == {1}
    assert max(Counter(row.project_id for row in live).values()) <= 18


def test_requests_are_open_overdue_and_closed(demo: App) -> None:
    today = demo.read(lambda view: view.today).isoformat()
    rows = demo.read(all_rows, service_request)
    kinds = {
        "closed" if row.closed else "overdue" if row.due_value < today else "open" for row in rows
    }
    assert kinds == {"closed", "overdue", "open"}


def test_codes_are_right_but_for_a_few(demo: App) -> None:
    codes = demo.read(lambda view: view.values(select(firm.c.credit_code)))
    wrong = [code for code in codes if not check_credit_code(code).valid]
    assert len(codes) == len(set(codes)) == 120
    assert len(wrong) == 3
    assert credit_code("91141082MA0TERT0") == "91141082MA0TERT08K"


def test_there_are_tasks_for_two_years(demo: App) -> None:
    rows = demo.read(all_rows, annual_target)
    today = demo.read(lambda view: view.today)
    metrics = ("signed.count", "signed.amount", "started.count")
    wanted = {(year, metric) for year in (today.year - 1, today.year) for metric in metrics}
    assert {(row.year, row.metric) for row in rows} == wanted
    assert all((row.amount is None) != (row.number is None) for row in rows)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 2, 28), date(2024, 2, 29)])
@pytest.mark.parametrize("count", [0, 1, 7, 60])
def test_nothing_lies_after_the_day_whatever_the_day(today: date, count: int) -> None:
    chains = [DemoChain("x", "链", tuple(Leaf(f"l{n}", f"环节{n}", ("1351",)) for n in range(30)))]
    data = invent(chains, seed=1, today=today, projects=count, firms=count)
    assert len(data.projects) == len(data.firms) == count
    assert len({story.name for story in data.projects}) == count
    for story in data.projects:
        days = [day for _kind, day, _amount in story.agreements]
        days += [when.first_day() or today for _kind, when, _grade in story.milestones]
        days += [day for _state, day, _until, _reason in story.sides]
        assert max(days, default=today) <= today
        assert story.total is None or story.total > 0


def test_a_demonstration_ledger_is_messy_and_can_be_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    written = write_demo_ledger(path, seed=3, today=date(2025, 11, 22))
    first = path.read_bytes()
    write_demo_ledger(path, seed=3, today=date(2025, 11, 22))
    reading = understand(read_workbook(path))
    assert reading.as_of == date(2025, 11, 22)
    assert (reading.kind, reading.unit, len(reading.rows)) == ("projects", "亿元", written)
    assert reading.totals
    assert all(total.agrees for total in reading.totals)
    assert reading.problems == ()
    assert {"approx", "fixed_in_cell"} <= {flag for row in reading.rows for flag in row.flags}
    assert "演示数据" in "".join(str(cell) for row in reading.sheet.rows for cell in row)
    assert len(first) > 5000


def test_a_demonstration_ledger_is_a_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_demo_ledger(tmp_path / "a.csv")
    assert caught.value.code == "export-suffix"


def test_a_removal_that_keeps_what_was_worked_on_is_taken_back_whole(office: Bureau) -> None:
    office.app.write(fill, FillDemo(seed=1, projects=6, firms=10))
    kept = office.app.read(lambda view: view.values(select(project.c.id))[0])
    office.app.write(edit_project, EditProject(kept, {"name": "改过的项目"}, {}))
    before = images(office.app)
    assert office.app.write(remove, None).value.kept
    assert office.app.read(is_demo), "the mark stays with what stays"
    done = office.undo()
    assert done.conflicts == ()
    assert images(office.app) == before


def test_a_second_removal_is_refused_where_all_that_is_left_was_worked_on(office: Bureau) -> None:
    office.app.write(fill, FillDemo(seed=1, projects=6, firms=10))
    kept = office.app.read(lambda view: view.values(select(project.c.id))[0])
    office.app.write(edit_project, EditProject(kept, {"name": "改过的项目"}, {}))
    office.app.write(remove, None)
    before = images(office.app)
    with pytest.raises(UserError) as refused:
        office.app.write(remove, None)
    assert refused.value.code == "demo-kept"
    assert images(office.app) == before
