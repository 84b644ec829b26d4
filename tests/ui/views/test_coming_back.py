"""Views others change, views that lost something, and coming back to one; how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from invest_crm import words
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.views import Access, ViewForm, form_json
from invest_crm.services import views
from invest_crm.services.views import PinView, find_view, open_view, views_of
from invest_crm.settings import user
from invest_crm.ui.firms.page import FirmsPage
from invest_crm.ui.views.places import place_of, state_of_view
from invest_crm.ui.views.places import views_of as offered
from tests.support.factories import colleague
from tests.ui.pages import settled
from tests.ui.projects.conftest import bureau, page, show
from tests.ui.views.hands import (
    chips,
    drop_down,
    filter_signed,
    notices,
    open_view_of,
    rows,
    save,
)
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from invest_crm.ui.projects.page import ProjectsPage

__all__ = ["bureau", "page"]


# ---- what others do meanwhile, what is gone ----------------------------------------------------


def test_what_a_colleague_changed_in_a_shared_view_is_followed(
    page: ProjectsPage, context: Context, bureau
) -> None:
    view_id = save(context, "共用", access=Access.SHARED)
    open_view_of(page, view_id)
    li = colleague(context.app, "li")
    version = li.read(find_view, view_id).version
    form = ViewForm(filters=(("signed", True),))
    li.write(views.change_view, views.ChangeView(view_id, form, version))
    page.views.load()
    assert settled()
    assert bureau["talk"] not in rows(page)
    assert not page.views.is_changed()


def test_a_change_of_ones_own_does_not_write_over_a_colleagues(
    page: ProjectsPage, context: Context
) -> None:
    view_id = save(context, "共用", access=Access.SHARED)
    open_view_of(page, view_id)
    filter_signed(page)
    li = colleague(context.app, "li")
    form = ViewForm(text="园")
    li.write(views.change_view, views.ChangeView(view_id, form, 1))
    page.views.load()
    assert settled()
    page.views.save()
    assert settled()
    assert "视图“共用”刚被别人改过" in notices(page)
    assert context.app.read(open_view, view_id).form == form


def test_a_view_of_which_something_is_gone_opens_and_says_so(
    page: ProjectsPage, context: Context
) -> None:
    where = Group("all", (Condition("hat", Op.FILLED), Condition("chain", Op.ONE_OF, ("gone",))))
    columns = ({"key": "hat", "width": 90, "hidden": False}, *page.grid.columns.save())
    view_id = save(context, "旧的", ViewForm(where=where, columns=columns))
    open_view_of(page, view_id)
    assert len(rows(page)) == 5
    assert "已略去：hat、产业链" in notices(page)
    assert page.views.is_changed()
    page.views.save()
    assert settled()
    assert context.app.read(open_view, view_id).lost == ()


def test_a_view_that_was_deleted_is_left_with_its_rows_as_they_are(
    page: ProjectsPage, context: Context
) -> None:
    view_id = save(context, "签", ViewForm(filters=(("signed", True),)))
    open_view_of(page, view_id)
    context.app.write(views.delete_view, view_id)
    assert settled()
    assert page.views.switch.name() == "全部项目"
    assert page.views.is_changed()
    assert len(rows(page)) == 4


# ---- from one start to the next, back and forward ----------------------------------------------


def test_the_view_shown_last_is_there_after_a_restart(
    qtbot: QtBot, context: Context, page: ProjectsPage, bureau
) -> None:
    open_view_of(page, save(context, "签", ViewForm(filters=(("signed", True),))))
    again = show(qtbot, context)
    again.entered()
    assert settled()
    assert again.views.switch.name() == "签"
    assert bureau["talk"] not in rows(again)
    assert not again.views.is_changed()


UNREADABLE = (
    None,
    7,
    {"id": "x"},
    {"id": "firms.all", "name": "", "form": {}},
    {"id": "x", "name": "x", "form": {"where": 3}},
)


@pytest.mark.parametrize("stored", UNREADABLE)
def test_a_remembered_view_nobody_can_read_means_all_of_it(
    qtbot: QtBot, context: Context, bureau, stored: Any
) -> None:
    user.write_state("projects.view", stored)
    made = show(qtbot, context)
    made.entered()
    assert settled()
    assert made.views.switch.name() == "全部项目"
    assert len(rows(made)) == 5


def test_a_view_of_another_database_is_forgotten_with_its_filter(
    qtbot: QtBot, context: Context, bureau
) -> None:
    form = form_json(ViewForm(filters=(("signed", True),)))
    user.write_state("projects.view", {"id": "0192-elsewhere", "name": "别处", "form": form})
    made = show(qtbot, context)
    made.entered()
    assert settled()
    assert made.views.switch.name() == "全部项目"
    assert not made.views.is_changed()
    assert len(rows(made)) == 5


def test_back_brings_a_view_back_with_its_changes(page: ProjectsPage, context: Context) -> None:
    first, second = save(context, "甲"), save(context, "乙", ViewForm(text="园"))
    open_view_of(page, first)
    filter_signed(page)
    page.grid.columns.set_hidden(3, hidden=True)
    left, shown = page.state(), rows(page)
    open_view_of(page, second)
    page.restore(left)
    assert settled()
    assert (page.views.id(), rows(page)) == (first, shown)
    assert page.views.is_changed()


def test_a_link_to_a_view_opens_it_and_a_link_elsewhere_leaves_it(
    page: ProjectsPage, context: Context, bureau
) -> None:
    view_id = save(context, "签", ViewForm(filters=(("signed", True),)))
    page.restore(state_of_view(view_id))
    assert settled()
    assert (page.views.id(), len(rows(page))) == (view_id, 4)
    page.restore({"ids": [bureau["talk"]], "reason": "在谈"})
    assert settled()
    assert (page.views.switch.name(), rows(page)) == ("全部项目", [bureau["talk"]])


def test_links_to_records_are_copied_one_a_line(page: ProjectsPage, context: Context) -> None:
    page.views.copy_links(["a", "b"])
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied == ["crm://projects/a", "crm://projects/b"]
    assert place_of(context.app, copied[1]) == ("projects", {"open": "b"})


def test_columns_of_ones_own_are_kept_apart_from_those_of_a_view(
    qtbot: QtBot, context: Context, page: ProjectsPage
) -> None:
    usual = page.grid.columns.save()
    page.views.list._named("", "窄的", "mine")
    assert settled()
    page.grid.columns.set_hidden(4, hidden=True)
    page.views.save()
    assert settled()
    open_view_of(page, "projects.all")
    assert page.grid.columns.save() == usual


def test_what_the_search_is_offered(context: Context, bureau) -> None:
    view_id = save(context, "签")
    context.app.write(views.pin_view, PinView(view_id))
    found = offered(context.app)
    assert found[0] == (view_id, "签", "projects")
    assert ("firms.targets", "目标企业", "firms") in found
    assert len(found) == len(context.app.read(views_of))
    assert place_of(context.app, f"crm://firms/{view_id}") == ("firms", {"open": view_id})
    assert place_of(context.app, "sxny") is None


# ---- how it looks ------------------------------------------------------------------------------


def test_firms_have_views_too(qtbot: QtBot, context: Context) -> None:
    made = FirmsPage(context)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    open_view_of(made, "firms.no-contact")
    assert made.views.switch.name() == "无联系人"
    assert "无联系人" in chips(made)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1190, 690), (820, 520)])
def test_nothing_is_clipped_or_nameless(
    qtbot: QtBot, context: Context, bureau, language: str, size: tuple[int, int]
) -> None:
    words.use(language)
    view_id = save(context, "一个名字很长很长的视图，长得标题旁边根本放不下", access=Access.LOCKED)
    for item in (view_id, "projects.five-ones", "projects.not-in-stats"):
        context.app.write(views.pin_view, PinView(item))
    made = show(qtbot, context)
    made.resize(*size)
    open_view_of(made, view_id)
    filter_signed(made)
    popup = drop_down(qtbot, made)
    for foot in (popup.begin, popup.ask_name):
        foot()
        assert settled()
        assert find_clipped(popup) == []
        assert find_nameless(popup) == []
    popup.close()
    assert find_clipped(made) == []
    assert find_nameless(made) == []
