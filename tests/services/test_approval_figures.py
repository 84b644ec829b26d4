"""Who holds what, the indicators of approvals, and undo of whatever happened to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invest_crm.domain.approvals.state import StepKind
from invest_crm.errors import UserError
from invest_crm.services.approvals.acts import (
    HandOn,
    TakeBack,
    TakeStep,
    hand_on,
    take_back,
    take_step,
)
from invest_crm.services.approvals.cases import (
    EditCase,
    save_case,
)
from invest_crm.services.approvals.holding import due_approvals, holders, indicators
from invest_crm.services.approvals.papers import (
    ReceivePapers,
    receive_papers,
)
from invest_crm.services.approvals.reading import (
    approval_lines,
    one_approval,
)
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.undo import undo
from tests.support.approvals import MONDAY, at, day, gap, grant, line, path, take
from tests.support.factories import Bureau, images

if TYPE_CHECKING:
    from collections.abc import Callable


# ---- who holds what, indicators ----------------------------------------------------------------


def test_holders_are_counted_by_department_overdue_first(office: Bureau) -> None:
    project, other = path(office), path(office, "乙")
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    take(office, other, "PRE", StepKind.ACCEPTED, "09-10")
    at(office, "09-15")
    first, second = holders(office.app.read(approval_lines))
    assert (first.department, len(first.late), first.longest) == ("ecology", 1, 10)
    assert (second.department, len(second.late), second.soon) == ("resources", 0, ())
    one = line(office, project, "EIA-F").id
    office.app.write(hand_on, HandOn((one,), "permits", "陈静"))
    (due,) = office.app.read(due_approvals)
    assert (due.id, due.department, due.person) == (one, "permits", "陈静")


def test_the_indicators_count_exactly_their_rows(any_office: Bureau) -> None:
    office = any_office
    project, other = path(office), path(office, "乙")
    grant(office, project, "PLAN", "09-01", "09-05")
    grant(office, other, "PLAN", "09-08", "09-10")
    grant(office, project, "WORKP", "09-08", "09-10")
    take(office, other, "WORKP", StepKind.ACCEPTED, "09-10")
    grant(office, project, "ACC", "09-10", "09-17")
    found = office.app.read(indicators, day("09-01"), day("09-30"))
    assert (found.parallel.part, found.parallel.whole) == (0, 1)
    assert (found.joint.part, found.joint.whole) == (1, 1)
    assert found.joint.whole_ids == (line(office, project, "ACC").id,)
    # WORKP: 2 of 20 days, ACC: 5 of 15 (PLAN has no legal limit)
    assert (found.saved.whole, found.saved.part) == (35, 28)
    empty = office.app.read(indicators, day("01-01"), day("01-31"))
    assert (empty.parallel.value, empty.joint.value, empty.saved.value) == (None, None, None)


def test_four_certificates_are_measured_from_the_land_contract(office: Bureau) -> None:
    project, other = path(office), path(office, "乙")
    for one in (project, other):
        office.app.write(save_case, EditCase(one, {"deal_on": day("09-01")}))
    for code in ("LANDP", "TITLE", "WORKP", "CONP"):
        grant(office, project, code, "09-01", "09-04")
    grant(office, other, "LANDP", "09-04", "09-05")
    first, second = office.app.read(indicators, day("09-01"), day("09-30")).certs
    assert (first.project, first.days, first.met) == (project, 3, True)
    assert (second.days, second.met, len(second.missing)) == (None, False, 3)
    office.app.write(set_option, SetOption("approvals.four_days", "2"))
    found = office.app.read(indicators, day("09-01"), day("09-30")).certs
    assert [one.met for one in found] == [False, False]


# ---- undo --------------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undoing_any_sequence_backwards_restores_every_state(
    new_app: Callable[[], Any], data: st.DataObject
) -> None:
    office = Bureau(new_app())
    project = path(office)
    start = images(office.app)
    states = [start]
    today = MONDAY
    for _number in range(data.draw(st.integers(1, 8))):
        today += timedelta(days=data.draw(st.integers(0, 4)))
        at(office, today.strftime("%m-%d"))
        _anything(office, project, today, data)
        after = images(office.app)
        if after != states[-1]:
            states.append(after)
    for before in reversed(states[:-1]):
        office.app.write(undo, None)
        assert images(office.app) == before
    office.app.database.close()


def _anything(office: Bureau, project: str, today: date, data: st.DataObject) -> None:
    """One thing that may happen; what is refused changes nothing."""
    code = data.draw(st.sampled_from(("EIA-F", "PRE", "CONP")))
    one = line(office, project, code)
    what = data.draw(st.sampled_from((*StepKind, "back", "hand", "papers")))
    try:
        if what == "back":
            office.app.write(take_back, TakeBack(one.id))
        elif what == "hand":
            office.app.write(
                hand_on, HandOn((one.id,), "permits", data.draw(st.sampled_from("甲乙")))
            )
        elif what == "papers":
            papers = tuple(paper.id for paper in one.papers)
            office.app.write(receive_papers, ReceivePapers(one.id, papers, today))
        elif what is StepKind.GAP_ACCEPTED:
            promised = (today + timedelta(days=2)).strftime("%m-%d")
            gap(office, project, code, today.strftime("%m-%d"), promised)
        else:
            step = TakeStep(
                (one.id,), what, today, "experts", today + timedelta(days=30), note="说明"
            )
            office.app.write(take_step, step)
    except UserError:
        return
    assert office.app.read(one_approval, one.id) is not None


def test_what_presses_is_found_without_looking_through_all(any_office: Bureau) -> None:
    """The question in SQL leaves out nothing that a look through every approval finds."""
    office = any_office
    project = path(office)
    take(office, project, "REG", StepKind.ACCEPTED, "09-01")
    take(office, project, "PRE", StepKind.PROMISED, "09-01", due=day("09-16"))
    take(office, project, "PLAN", StepKind.ACCEPTED, "09-01")
    take(office, project, "PLAN", StepKind.REFUSED, "09-02", note="不符合规划条件")
    take(office, project, "PLAN", StepKind.ACCEPTED, "09-03")
    grant(office, project, "CONP", "09-01", "09-03")
    for moment in ("09-15", "12-20"):
        at(office, moment)
        every = [one.id for one in office.app.read(approval_lines) if one.due and one.due.presses]
        found = [one.id for one in office.app.read(due_approvals)]
        assert sorted(found) == sorted(every)
        assert found
