"""The views every list begins with: the questions a county asks of its ledger every week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.periods import Period
from invest_crm.domain.stages import Stage
from invest_crm.domain.views import ViewForm
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG_DAYS = 90
"""A signed project that has not begun for so many days is asked about (figures: 3 months)."""

_EVERYTHING = ViewForm()
_OPEN = (("open", True),)


class ReadyView(Struct, frozen=True):
    """One of them: ``id`` is ``<list>.<key>``; nobody can change it."""

    id: str
    label_id: str
    form: ViewForm = _EVERYTHING

    @property
    def label(self) -> str:
        """The name for people, in the language in force."""
        return _(self.label_id)


def _all_of(*parts: Condition) -> Group:
    return Group("all", parts)


def _within(field: str, period: Period, days: int = 0) -> Condition:
    return Condition(field, Op.WITHIN, (period.value, days))


def _empty(field: str) -> Condition:
    return Condition(field, Op.EMPTY)


def _of_status(*codes: str) -> ViewForm:
    return ViewForm(where=_all_of(Condition("status", Op.ONE_OF, codes)))


def _only(only: str) -> ViewForm:
    return ViewForm(filters=(("only", only),))


_STOPPED = ("stopped", "correcting")
_CLOCK_STOPPED = ViewForm(where=_all_of(Condition("state", Op.ONE_OF, _STOPPED)))
_STARTED = tuple(stage for stage in Stage if stage.rank >= Stage.STARTED.rank)
_LANDING = tuple(stage for stage in Stage if Stage.SIGNED.rank <= stage.rank < Stage.STARTED.rank)
# What entered the statistics has begun, whether or not a ledger says when (figures, "Facts").
_WAITING = _all_of(
    _within("signed_on", Period.OLDER_DAYS, LONG_DAYS),
    Condition("stage", Op.ONE_OF, tuple(stage.value for stage in _LANDING)),
    _empty("in_stats_on"),
)
_OUTSIDE = _all_of(
    Condition("stage", Op.ONE_OF, tuple(stage.value for stage in _STARTED)), _empty("in_stats_on")
)
_INCOMPLETE = Group("any", tuple(map(_empty, ("leader", "lead_unit", "task_force"))))

READY: Mapping[str, tuple[ReadyView, ...]] = {
    "projects": (
        ReadyView("projects.all", N_("All projects")),
        ReadyView(
            "projects.signed-waiting",
            N_("Signed over 90 days ago, not started"),
            ViewForm(filters=_OPEN, where=_WAITING, sort=(("signed_on", False),)),
        ),
        ReadyView(
            "projects.signed-this-month",
            N_("Signed this month"),
            ViewForm(where=_all_of(_within("signed_on", Period.THIS_MONTH))),
        ),
        ReadyView(
            "projects.started-this-year",
            N_("Started this year"),
            ViewForm(where=_all_of(_within("started_on", Period.THIS_YEAR))),
        ),
        ReadyView(
            "projects.not-in-stats",
            N_("Started, not in the investment database"),
            ViewForm(filters=_OPEN, where=_OUTSIDE),
        ),
        ReadyView(
            "projects.no-leader",
            N_("No county leader"),
            ViewForm(filters=_OPEN, where=_all_of(_empty("leader"))),
        ),
        ReadyView(
            "projects.five-ones",
            N_("Five Ones incomplete"),
            ViewForm(filters=_OPEN, where=Group("all", (_INCOMPLETE,))),
        ),
        ReadyView(
            "projects.silent",
            N_("Nothing heard for over 30 days"),
            ViewForm(filters=(("silent", True),)),
        ),
    ),
    "firms": (
        ReadyView("firms.all", N_("All firms")),
        ReadyView("firms.targets", N_("Target firms"), ViewForm(filters=(("role", "target"),))),
        ReadyView("firms.leading", N_("Leading firms"), ViewForm(filters=(("role", "leader"),))),
        ReadyView(
            "firms.no-contact", N_("No contact person"), ViewForm(filters=(("no_contact", True),))
        ),
        ReadyView("firms.no-chain", N_("On no chain"), ViewForm(where=_all_of(_empty("chain")))),
        ReadyView(
            "firms.no-code", N_("No credit code"), ViewForm(where=_all_of(_empty("credit_code")))
        ),
    ),
    "requests": (
        ReadyView("requests.all", N_("All requests")),
        ReadyView("requests.open", N_("Requests not settled"), ViewForm(filters=_OPEN)),
        ReadyView("requests.overdue", N_("Overdue"), ViewForm(filters=(("due", "overdue"),))),
        ReadyView("requests.soon", N_("Due within 7 days"), ViewForm(filters=(("due", "soon"),))),
        ReadyView(
            "requests.no-due-day",
            N_("Not settled, no due day"),
            ViewForm(filters=_OPEN, where=_all_of(_empty("due_on"))),
        ),
    ),
    "parcels": (
        ReadyView("parcels.all", N_("All land and plants")),
        ReadyView("parcels.alarm", N_("Land alarms"), ViewForm(filters=(("alarm", True),))),
        ReadyView("parcels.unsupplied", N_("Approved, not supplied"), _of_status("UNSUPPLIED")),
        ReadyView("parcels.unused", N_("Supplied, not used"), _of_status("UNUSED")),
        ReadyView("parcels.idle", N_("Idle and inefficient"), ViewForm(filters=(("idle", True),))),
        ReadyView("parcels.vacant", N_("Vacant plants"), _of_status("VACANT", "PARTLY_USED")),
        ReadyView(
            "parcels.due",
            N_("Deadline within 30 days"),
            ViewForm(where=_all_of(_within("due_on", Period.NEXT_DAYS, 30))),
        ),
    ),
    "months": (
        ReadyView("months.all", N_("Reports owed")),
        ReadyView("months.lacking", N_("Not reported"), ViewForm(filters=(("lacking", True),))),
        ReadyView("months.warned", N_("With warnings"), ViewForm(filters=(("warned", True),))),
        ReadyView(
            "months.problems",
            N_("With problems"),
            ViewForm(where=_all_of(Condition("problem_text", Op.FILLED))),
        ),
    ),
    "commitments": (
        ReadyView("commitments.all", N_("All promises")),
        ReadyView(
            "commitments.government",
            N_("Promised by the government"),
            ViewForm(filters=(("open", True), ("side", "GOVERNMENT"))),
        ),
        ReadyView(
            "commitments.firm",
            N_("Promised by firms"),
            ViewForm(filters=(("open", True), ("side", "FIRM"))),
        ),
        ReadyView("commitments.overdue", N_("Overdue"), ViewForm(filters=(("due", "overdue"),))),
        ReadyView(
            "commitments.warned",
            N_("To be reviewed for fair competition"),
            ViewForm(filters=(("warned", True),)),
        ),
    ),
    "five_ones": (
        ReadyView("five_ones.all", N_("Everybody in charge")),
        ReadyView(
            "five_ones.people", N_("County leaders"), ViewForm(filters=(("kind", "PERSON"),))
        ),
        ReadyView("five_ones.units", N_("Units"), ViewForm(filters=(("kind", "UNIT"),))),
        ReadyView("five_ones.late", N_("With late projects"), ViewForm(filters=(("late", True),))),
    ),
    "approvals": (
        ReadyView("approvals.all", N_("All approvals")),
        ReadyView("approvals.running", N_("In hand"), _only("running")),
        ReadyView("approvals.late", N_("Overdue"), _only("late")),
        ReadyView("approvals.soon", N_("Due within 3 days"), _only("soon")),
        ReadyView("approvals.gap", N_("Accepted with gaps"), _only("gap")),
        ReadyView("approvals.ready", N_("May begin"), _only("ready")),
        ReadyView("approvals.stopped", N_("Clock stopped"), _CLOCK_STOPPED),
        ReadyView("approvals.mine", N_("Mine as agent"), ViewForm(filters=(("mine", True),))),
    ),
    "statistics": (
        ReadyView("statistics.all", N_("All started projects")),
        ReadyView("statistics.due", N_("Should be in the database"), _only("due")),
        ReadyView("statistics.late", N_("Papers late"), _only("late")),
        ReadyView("statistics.returned", N_("Returned"), _only("returned")),
        ReadyView("statistics.handed", N_("With the statistics bureau"), _only("handed")),
        ReadyView("statistics.in", N_("In the database"), _only("in")),
    ),
    "stat_firms": (
        ReadyView("stat_firms.all", N_("All firms of the county")),
        ReadyView("stat_firms.should", N_("Should be in the statistics"), _only("should")),
        ReadyView("stat_firms.watch", N_("Near the threshold"), _only("watch")),
        ReadyView("stat_firms.handed", N_("With the statistics bureau"), _only("handed")),
        ReadyView("stat_firms.unreported", N_("No revenue reported"), _only("unreported")),
        ReadyView("stat_firms.registered", N_("In above-size statistics"), _only("registered")),
    ),
}
"""By list; the first shows everything."""

BY_ID = {ready.id: ready for group in READY.values() for ready in group}


def everything(list_name: str) -> ReadyView:
    """The view of a list that leaves nothing out. KeyError for a list without views."""
    return READY[list_name][0]
