"""Any ledger: a figure is the aggregate of its own list, groups add up, a plain count agrees.

The second opinion at the bottom computes from what was entered, without SQL, bits or caches.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.rates import percent
from invest_crm.domain.stages import AgreementType, SideState
from invest_crm.services import figures
from invest_crm.services.figures import Question
from tests.support.factories import Bureau, bounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App

_DAYS = st.sampled_from(
    [
        "2024-03",
        "2024-12-31",
        "2025-01-01",
        "2025-02",
        "2025-02-28",
        "2025-04-15",
        "2025-Q2",
        "2025",
    ]
)
_MAYBE_DAY = st.none() | _DAYS | st.just("√")
_MILESTONES = ("registered_on", "filed_on", "land_on", "started_on", "in_stats_on", "completed_on",
               "in_production_on", "in_size_on")  # fmt: skip
_ROWS = st.fixed_dictionaries(
    {
        "signed_on": st.none() | _DAYS,
        "total_investment": st.none() | st.integers(0, 20).map(lambda n: n * 10_000_000_000),
        "external_funds": st.none() | st.integers(0, 9),
        "funds_in_place": st.none() | st.integers(0, 9),
        "chain": st.sampled_from([None, "mutton-sheep", "live-pigs"]),
        "leader": st.sampled_from([None, "张三、李四", "李四"]),
        "township": st.sampled_from([None, "城关镇"]),
    },
    optional=dict.fromkeys(_MILESTONES, _MAYBE_DAY)
    | {"agreement_type": st.sampled_from(["INVESTMENT", "FORMAL", "FRAMEWORK"])},
)
_PROJECTS = st.lists(
    st.tuples(_ROWS, st.sampled_from([None, *SideState]), st.none() | _DAYS), min_size=1, max_size=7
)
CUT_OFF = "2025-05-20"


@bounded
@given(
    _PROJECTS,
    st.sampled_from(["2025-02-28", "2025-03-31", "2025-05-20"]),
    st.sampled_from([None, "2024-01-01", "2025-01-01", "2025-02-28"]),
)
def test_figures_of_any_ledger(
    new_app: Callable[[], App], projects: list[Any], as_of: str, start: str | None
) -> None:
    office = Bureau(new_app())
    rows = [{**row, "name": f"项目{n}"} for n, (row, _side, _more) in enumerate(projects)]
    ids = office.ledger(CUT_OFF, *rows)
    for project_id, (_row, side, increase) in zip(ids, projects, strict=True):
        if side:
            office.side(project_id, side, "2025-03-15")
        if increase:
            office.agree(project_id, AgreementType.INCREASE, increase, 7)
    first = date.fromisoformat(start) if start else None
    question = Question(date.fromisoformat(as_of), first)
    found = office.app.read(figures.figures, question)
    told = [
        _Told(key, row, side, increase)
        for key, row, (_row, side, increase) in zip(ids, rows, projects, strict=True)
    ]
    _agree_with_their_lists(office, question, found)
    _agree_with_a_plain_count(told, as_of, start, found)
    _groups_add_up(office, question, found)


def _agree_with_their_lists(office: Bureau, question: Question, found: figures.Figures) -> None:
    facts = {fact.id: fact for fact in office.app.read(figures.snapshot, question)}
    for figure in found.figures:
        totals = [facts[item].total or 0 for item in figure.projects]
        if figure.metric.endswith(".count"):
            assert figure.value == len(figure.projects)
        elif figure.metric == "funds.amount":
            assert figure.value == sum(facts[item].funds or 0 for item in figure.projects)
        elif figure.metric.endswith(".amount") and figure.metric.split(".")[0] not in (
            "signed",
            "fixed_investment",
        ):
            assert figure.value == sum(totals)
        elif figure.base is not None and figure.is_share and figure.metric != "funds.rate":
            assert set(figure.projects) <= set(figure.base)
            if figure.metric.endswith(".rate"):
                assert figure.exact == percent(len(figure.projects), len(figure.base))


def _groups_add_up(office: Bureau, question: Question, found: figures.Figures) -> None:
    for by in figures.GROUPS:
        asked = Question(question.as_of, question.start, by=by)
        groups = office.app.read(figures.figures, asked).groups
        assert len({group.key for group in groups}) == len(groups)
        for figure in found.figures:
            if figure.metric.endswith((".count", ".amount")):
                parts = [item.value for group in groups for item in group.figures
                         if item.metric == figure.metric]  # fmt: skip
                assert sum(int(part or 0) for part in parts) == figure.value, (by, figure.metric)


# ---- the second opinion ----------------------------------------------------------------------

_IMPLIED = {
    "registered_on": ("started_on", "completed_on", "in_production_on", "in_stats_on",
                      "in_size_on"),
    "filed_on": ("started_on", "completed_on", "in_production_on", "in_stats_on", "in_size_on"),
    "land_on": ("started_on", "completed_on", "in_production_on", "in_stats_on", "in_size_on"),
    "started_on": ("completed_on", "in_production_on", "in_stats_on", "in_size_on"),
    "in_production_on": ("in_size_on",),
}  # fmt: skip


@dataclass(frozen=True)
class _Told:
    """What one row of the ledger says."""

    id: str
    row: dict[str, Any]
    side: SideState | None
    increase: str | None

    def day(self, field: str) -> str | None:
        written = self.row.get(field)
        if field == "signed_on" and written is None and self.row.get("agreement_type"):
            written = "√"
        return None if written is None else min(_last(written), CUT_OFF)

    def reached(self, field: str, as_of: str) -> bool:
        days = [self.day(name) for name in (field, *_IMPLIED.get(field, ()))]
        return any(day is not None and day <= as_of for day in days)

    def state(self, as_of: str) -> SideState | None:
        return self.side if as_of >= "2025-03-15" else None

    def signed(self, as_of: str, start: str | None) -> bool:
        day = self.day("signed_on")
        counted = self.row.get("agreement_type", "INVESTMENT") != "FRAMEWORK"
        merged = self.state(as_of) is SideState.MERGED
        return bool(day and counted and not merged and (start or "") <= day <= as_of)


def _last(written: str) -> str:
    if len(written) == 10:
        return written
    if written == "√":
        return "9999"
    if len(written) == 4:
        return f"{written}-12-31"
    month = 3 * int(written[-1]) if "Q" in written else int(written[5:])
    return f"{written[:4]}-{month:02d}-{monthrange(int(written[:4]), month)[1]}"


def _agree_with_a_plain_count(
    told: list[_Told], as_of: str, start: str | None, found: figures.Figures
) -> None:
    signed = [item for item in told if item.signed(as_of, start)]
    assert set(found["signed.count"].projects) == {item.id for item in signed}
    for field in _MILESTONES:
        metric = f"{field[:-3]}.count"
        reached = {item.id for item in signed if item.reached(field, as_of)}
        assert set(found[metric].projects) == reached, metric
    waiting = {
        item.id
        for item in signed
        if not item.reached("started_on", as_of) and item.state(as_of) is not SideState.TERMINATED
    }
    assert set(found["signed_not_started.count"].projects) == waiting
    increased = 7 * sum(
        item.increase is not None
        and (start or "") <= _last(item.increase) <= as_of
        and item.state(as_of) is not SideState.MERGED
        for item in told
    )
    totals = sum(item.row["total_investment"] or 0 for item in signed)
    assert found["signed.amount"].value == totals + increased
