"""Any sequence of work, undone to the end, is as if nothing had happened; redone, as if all had."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from invest_crm.db import bulk, derive, recorder
from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.firms import contact, firm
from invest_crm.domain.stages import SideState, Stage
from invest_crm.errors import UserError
from invest_crm.services import firms, undo, upkeep
from invest_crm.services.projects import edit
from invest_crm.services.projects.moving import MoveProject, move_project
from tests.support.factories import Bureau, bounded, derived, images, person, when

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App, View, Work

DAY = "2025-08-01"
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["甲", "新能源（一期）", "ab项目"]),
    "park": st.sampled_from([None, "东园", "西园"]),
    "total_investment": st.sampled_from([5, 7]),
    "signed_on": st.sampled_from([None, when("2025-03"), when("2025-04-01")]),
    "started_on": st.sampled_from([None, when("√"), when("2025-05")]),
    "agreement_type": st.sampled_from([None, "FORMAL", "FRAMEWORK"]),
    "funds_in_place": st.sampled_from([10, 20]),
}
_VALUES = st.fixed_dictionaries({}, optional=_FIELDS)
_PICK = st.integers(0, 3)
_PEOPLE = st.lists(st.sampled_from("张李王").map(person), max_size=2, unique=True).map(tuple)
_STEPS = st.one_of(
    st.tuples(st.just("create"), _VALUES),
    st.tuples(st.just("edit"), _PICK, _VALUES),
    st.tuples(st.just("archive"), _PICK),
    st.tuples(st.just("restore"), _PICK),
    st.tuples(st.just("side"), _PICK, st.sampled_from(SideState)),
    st.tuples(st.just("move"), _PICK, st.sampled_from([Stage.SIGNED, Stage.LAND, Stage.CONTACT])),
    st.tuples(st.just("firm"), _PICK, _PEOPLE),
    st.tuples(st.just("place"), _PICK, st.sampled_from([None, "existing", "target"])),
    st.tuples(st.just("crowd"), st.integers(1, 5)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


class Day:
    """Applies steps to a database; a step that has no object or is refused does nothing."""

    def __init__(self, app: App) -> None:
        self.office = Bureau(app)
        self.node = app.read(_leaf)

    def do(self, step: tuple[Any, ...]) -> None:
        with suppress(UserError):
            getattr(self, step[0])(*step[1:])

    def create(self, values: dict[str, Any]) -> None:
        self.office.take_up(**{"name": "甲", **values})

    def edit(self, pick: int, values: dict[str, Any]) -> None:
        for project_id in self._pick("project", pick):
            self.office.edit(project_id, **values)

    def archive(self, pick: int) -> None:
        self.office.app.write(edit.archive_projects, tuple(self._pick("project", pick)))

    def restore(self, pick: int) -> None:
        self.office.app.write(edit.restore_projects, tuple(self._pick("project", pick)))

    def side(self, pick: int, state: SideState) -> None:
        for project_id in self._pick("project", pick):
            self.office.side(project_id, state, DAY)

    def move(self, pick: int, stage: Stage) -> None:
        for project_id in self._pick("project", pick):
            day = self.office.app.clock().date()
            command = MoveProject(project_id, stage, day, reason="先行推进")
            self.office.app.write(move_project, command)

    def firm(self, pick: int, people: tuple[Any, ...]) -> None:
        found = self._pick("firm", pick)
        command = firms.EditFirm(found[0] if found else None, {"name": "乙", "contacts": people})
        self.office.app.write(firms.save_firm, command)

    def crowd(self, count: int) -> None:
        """Firms and their people together, as a ledger brings them; two are many here."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(recorder, "MANY", 2)
            patch.setattr(bulk, "AT_ONCE", 2)
            self.office.app.write(_crowd, count)

    def place(self, pick: int, role: str | None) -> None:
        for firm_id in self._pick("firm", pick):
            self.office.app.write(firms.place_firm, firms.PlaceFirm(firm_id, self.node, role))

    def undo(self) -> None:
        self.office.undo()

    def redo(self) -> None:
        self.office.redo()

    def _pick(self, table: str, place: int) -> list[str]:
        ids = sorted(images(self.office.app)[table])
        return ids[place : place + 1]


def _crowd(work: Work, count: int) -> None:
    work.name("ledger.import", file="", rows=count)
    new = [{"name": "丙", "name_key": "丙", "name_core": "丙", "in_size": True}] * count
    ids = work.insert_many(firm, new)
    work.insert_many(
        contact, ({"firm_id": key, "phone": f"{place}"} for place, key in enumerate(ids))
    )


def _leaf(view: View) -> str:
    return str(view.values(select(chain_node.c.id).where(chain_node.c.level == "leaf"))[0])


def _rebuilt(app: App) -> tuple[list[Any], list[Any]]:
    with app.database.writing() as connection:
        derive.rebuild(connection)
    return derived(app)


@bounded
@given(st.lists(_STEPS, min_size=1, max_size=9))
def test_undoing_everything_is_as_if_nothing_had_happened(
    new_app: Callable[[], App], steps: list[tuple[Any, ...]]
) -> None:
    app = new_app()
    day, office, start = Day(app), Bureau(app), images(app)
    for step in steps:
        day.do(step)
    end = images(app)
    assert _rebuilt(app) == derived(app)
    undone = 0
    while app.read(undo.next_undo, "wang") is not None:
        office.undo()
        undone += 1
    assert images(app) == start
    assert derived(app) == _rebuilt(app)
    # What was undone by a step and never redone stays undone; everything else comes back.
    for _ in range(undone):
        office.redo()
    assert images(app) == end
    assert derived(app) == _rebuilt(app)
    assert all(finding.ok for finding in app.read(upkeep.check))
