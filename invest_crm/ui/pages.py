"""The pages of the window, declared once. A factory imports its page when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.navigation import PageSpec
from invest_crm.words import N_

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page

_ATTRACT, _FOLLOW = N_("Attraction"), N_("Projects")


def page_specs(context: Context) -> list[PageSpec]:
    """Every page, in the order of the rail."""

    def today() -> Page:
        from invest_crm.ui.today.page import TodayPage

        return TodayPage(context)

    def board() -> Page:
        from invest_crm.ui.board.page import BoardPage

        return BoardPage(context)

    def chain_map() -> Page:
        from invest_crm.ui.chain_map.page import ChainMapPage

        return ChainMapPage(context)

    def firms() -> Page:
        from invest_crm.ui.firms.page import FirmsPage

        return FirmsPage(context)

    def requests() -> Page:
        from invest_crm.ui.requests.page import RequestsPage

        return RequestsPage(context)

    def projects() -> Page:
        from invest_crm.ui.projects.page import ProjectsPage

        return ProjectsPage(context)

    def ledger() -> Page:
        from invest_crm.ui.ledger.page import LedgerPage

        return LedgerPage(context)

    def preferences() -> Page:
        from invest_crm.ui.preferences.page import PreferencesPage

        return PreferencesPage(context)

    return [
        PageSpec("today", N_("Today"), "today", today),
        PageSpec("board", N_("Signed, started"), "board", board),
        PageSpec("chain_map", N_("Chain maps"), "chain_map", chain_map, _ATTRACT),
        PageSpec("firms", N_("Firms"), "firms", firms, _ATTRACT),
        PageSpec("requests", N_("Requests"), "inbox", requests, _ATTRACT),
        PageSpec("projects", N_("Projects"), "projects", projects, _FOLLOW),
        *_after_signing(context),
        PageSpec("ledger", N_("Import ledger"), "import", ledger, foot=True, writes=True),
        _trash(context),
        PageSpec("preferences", N_("Settings"), "settings", preferences, foot=True),
        _backups(context),
        _approval_items(context),
        _welcome(context),
        _diagnostics(context),
    ]


def _after_signing(context: Context) -> list[PageSpec]:
    makers = (_schedules, _approvals, _five_ones, _commitments, _parcels, _land_matching,
              _whole_path, _months, _utilities, _statistics, _stat_firms)  # fmt: skip
    return [make(context) for make in makers]


def _five_ones(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.five_ones.page import FiveOnesPage

        return FiveOnesPage(context)

    return PageSpec("five_ones", N_("Five ones"), "people", make, _FOLLOW)


def _commitments(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.commitments.page import CommitmentsPage

        return CommitmentsPage(context)

    return PageSpec("commitments", N_("Promises"), "document", make, _FOLLOW)


def _parcels(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.land.page import LandPage

        return LandPage(context)

    return PageSpec("parcels", N_("Sites"), "place", make, _FOLLOW)


def _land_matching(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.land.match_page import LandMatchPage

        return LandMatchPage(context)

    return PageSpec("land_matching", N_("Match land"), "targets", make, _FOLLOW, hidden=True)


def _months(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.money.page import MonthsPage

        return MonthsPage(context)

    return PageSpec("months", N_("Monthly reports"), "spreadsheet", make, _FOLLOW)


def _utilities(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.utilities.page import UtilitiesPage

        return UtilitiesPage(context)

    return PageSpec("utilities", N_("Utility supply"), "industry", make, _FOLLOW)


def _welcome(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.welcome.page import WelcomePage

        return WelcomePage(context)

    return PageSpec("welcome", N_("Welcome"), "today", make, hidden=True)


def _schedules(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.schedules.page import SchedulesPage

        return SchedulesPage(context)

    return PageSpec("schedules", N_("Schedule wall"), "date", make, _FOLLOW)


def _whole_path(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.whole_path.page import WholePathPage

        return WholePathPage(context)

    return PageSpec("whole_path", N_("Whole path"), "projects", make, _FOLLOW, hidden=True)


def _approvals(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.approvals.page import ApprovalsPage

        return ApprovalsPage(context)

    return PageSpec("approvals", N_("Approvals"), "approvals", make, _FOLLOW)


def _statistics(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.statistics.page import StatProjectsPage

        return StatProjectsPage(context)

    return PageSpec("statistics", N_("Statistics"), "reports", make, _FOLLOW)


def _stat_firms(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.statistics.page import StatFirmsPage

        return StatFirmsPage(context)

    title = N_("Firms into the statistics")
    return PageSpec("stat_firms", title, "reports", make, _FOLLOW, hidden=True, beside="statistics")


def _approval_items(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.approvals.catalogue_page import CataloguePage

        return CataloguePage(context)

    title = N_("Approval items")
    return PageSpec("approval_items", title, "approvals", make, hidden=True)


def _trash(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.trash.page import TrashPage

        return TrashPage(context)

    return PageSpec("trash", N_("Trash"), "delete", make, foot=True)


def _backups(context: Context) -> PageSpec:
    def make() -> Page:
        from invest_crm.ui.backups.page import BackupsPage

        return BackupsPage(context)

    return PageSpec("backups", N_("Backups"), "safe", make, hidden=True)


def _diagnostics(context: Context) -> PageSpec:
    def page() -> Page:
        from invest_crm.ui.diagnostics.page import DiagnosticsPage

        return DiagnosticsPage(context)

    return PageSpec("diagnostics", N_("Diagnostic bundle"), "safe", page, hidden=True)
