"""What other subjects put into the page of projects: tabs of its panel, the way to the wall."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.ui.commands.command import Command
from invest_crm.ui.records.lazy_tab import LazyTab
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.ui.approvals.project_tab import ApprovalsTab
    from invest_crm.ui.context import Context
    from invest_crm.ui.land.project_land import LandTab
    from invest_crm.ui.money.money_tab import MoneyTab
    from invest_crm.ui.pacts.project_tab import PactsTab
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.schedules.tab import ScheduleTab
    from invest_crm.ui.statistics.tab import StatTab
    from invest_crm.ui.utilities.tab import UtilitiesTab

APPROVALS_TAB, SCHEDULE_TAB, LAND_TAB = "approvals", "schedule", "land"
MONEY_TAB, UTILITIES_TAB = "money", "utilities"
PACTS_TAB, STATISTICS_TAB = "pacts", "statistics"


def approvals_place(page: RecordsPage, context: Context) -> LazyTab[ApprovalsTab]:
    """Its approvals in stages."""

    def make() -> ApprovalsTab:
        from invest_crm.ui.approvals.project_tab import ApprovalsTab

        return ApprovalsTab(page, context)

    return LazyTab(page, APPROVALS_TAB, make)


def schedule_place(page: RecordsPage, context: Context) -> LazyTab[ScheduleTab]:
    """Its schedule: what comes next, and the way to the wall."""

    def make() -> ScheduleTab:
        from invest_crm.ui.schedules.tab import ScheduleTab

        made = ScheduleTab(context)
        made.wanted.connect(partial(page.open_page.emit, "schedules"))
        page.add_writing(made.make)
        return made

    return LazyTab(page, SCHEDULE_TAB, make)


def land_place(page: RecordsPage, context: Context) -> LazyTab[LandTab]:
    """Its way to the land, and the places it has."""

    def make() -> LandTab:
        from invest_crm.ui.land.land_occasions import LandOccasions
        from invest_crm.ui.land.project_land import LandTab

        made, occasions = LandTab(context), LandOccasions(page, context)
        made.step_asked.connect(occasions.reach)
        made.use_asked.connect(occasions.use)
        made.indicator_asked.connect(occasions.indicator)
        made.find_asked.connect(
            lambda project: page.open_page.emit("land_matching", {"project": project})
        )
        page.add_writing(made.find_place)
        return made

    return LazyTab(page, LAND_TAB, make)


def money_place(page: RecordsPage, context: Context) -> LazyTab[MoneyTab]:
    """Its months, the three sets of figures, its progress."""

    def make() -> MoneyTab:
        from invest_crm.ui.money.money_tab import MoneyTab

        return MoneyTab(page, context)

    return LazyTab(page, MONEY_TAB, make)


def utilities_place(page: RecordsPage, context: Context) -> LazyTab[UtilitiesTab]:
    """What it needs of utilities, and its applications."""

    def make() -> UtilitiesTab:
        from invest_crm.ui.utilities.tab import UtilitiesTab

        return UtilitiesTab(page, context)

    return LazyTab(page, UTILITIES_TAB, make)


def pacts_place(
    page: RecordsPage, context: Context, manage: Callable[[str], object]
) -> LazyTab[PactsTab]:
    """Its joint review and agreements; ``manage`` opens the form of its agreements."""

    def make() -> PactsTab:
        from invest_crm.ui.pacts.project_tab import PactsTab

        return PactsTab(page, context, manage)

    return LazyTab(page, PACTS_TAB, make)


def statistics_place(page: RecordsPage, context: Context, subject: str) -> LazyTab[StatTab]:
    """Its way into the statistics (also of a firm)."""

    def make() -> StatTab:
        from invest_crm.ui.statistics.tab import StatTab

        return StatTab(page, context, subject)

    return LazyTab(page, STATISTICS_TAB, make)


def wall_commands(page: RecordsPage, ids: Sequence[str]) -> list[Command]:
    """The whole path of the one chosen, its place on the wall; back-schedule those chosen."""
    one = ids[0] if len(ids) == 1 else ""

    def make() -> None:
        page.open_page.emit("schedules", {"make": list(ids), "project": ""})

    def show() -> None:
        page.open_page.emit("schedules", {"project": one})

    def path() -> None:
        page.open_page.emit("whole_path", {"project": one})

    keys = () if page.grid.groups.on() else ("Ctrl+Return",)
    return [
        Command("project.path", N_("Show the whole path"), path, "projects", keys,
                heard=True, count=int(bool(one)),
                enabled=lambda: "" if one else _("Select one record.")),
        Command("project.schedule", N_("Back-schedule…"), make, "date", heard=True,
                count=len(ids), writes=True,
                enabled=lambda: "" if ids else _("Select one record.")),
        Command("project.wall", N_("Show on the schedule wall"), show, "date", heard=True,
                count=int(bool(one)), enabled=lambda: "" if one else _("Select one record.")),
    ]  # fmt: skip
