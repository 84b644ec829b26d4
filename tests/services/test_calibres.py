"""口径 in versions: figures follow the one in force and say which it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.calibre_words import typed, with_typed
from invest_crm.domain.money import FEN_PER_YI
from invest_crm.domain.stages import AgreementType, SideState
from invest_crm.errors import UserError
from invest_crm.services.board import leader_board
from invest_crm.services.calibres import NewCalibre, add_calibre, calibre_in_force, list_calibres
from invest_crm.services.figures import Question, figures
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.projects.facts import SetSideState, set_side_state
from invest_crm.services.undo import undo
from tests.support.factories import when, yi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.work import App

rising = st.lists(st.integers(1, 500), min_size=1, max_size=5, unique=True).map(sorted).map(tuple)
calibres = st.builds(
    Calibre,
    counted_agreements=st.frozensets(st.sampled_from(AgreementType), min_size=1),
    keep_terminated=st.booleans(),
    production_over_started=st.booleans(),
    started_grade=st.integers(1, 4),
    tiers=rising.map(lambda bounds: tuple(bound * FEN_PER_YI for bound in bounds)),
    buckets=rising,
)


@given(calibres)
def test_a_calibre_comes_back_from_its_texts(calibre: Calibre) -> None:
    assert with_typed(DEFAULT_CALIBRE, typed(calibre)) == calibre


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("tiers", "5,1"), ("tiers", ""), ("tiers", "0,5"), ("tiers", "1,1"), ("tiers", "1.5"),
        ("buckets", "x"), ("started_grade", "5"), ("started_grade", "0"),
        ("keep_terminated", "maybe"), ("counted_agreements", ""), ("counted_agreements", "TALK"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(app: App, key: str, text: str) -> None:
    with pytest.raises(UserError) as refused:
        app.write(add_calibre, NewCalibre("甲", 2025, {key: text}))
    assert refused.value.code == "calibre-unread"
    assert [version.calibre.id for version in app.read(list_calibres)] == [DEFAULT_CALIBRE.id]


@pytest.fixture
def bureau(app: App) -> App:
    """Two signed projects, one of them terminated, and a framework agreement."""
    made = {}
    for name, kind in (("甲", "FORMAL"), ("乙", "INVESTMENT"), ("丙", "FRAMEWORK")):
        values = {
            "name": name, "signed_on": when("2025-03-01"), "agreement_type": kind,
            "total_investment": yi(3),
        }  # fmt: skip
        made[name] = app.write(create_project, CreateProject(values)).value or ""
    ended = SetSideState(
        made["乙"], SideState.TERMINATED, date(2025, 8, 1), "解除", reasons=("MARKET",)
    )
    app.write(set_side_state, ended)
    return app


def counted(app: App) -> Mapping[str, object]:
    found = app.read(figures, Question(date(2025, 9, 1), by="tier"))
    return {
        "calibre": found.question.calibre.name,
        "signed": found["signed.count"].value,
        "base": len(found["started.rate"].base or ()),
        "tiers": [group.key for group in found.groups],
    }


def test_figures_follow_the_calibre_in_force_and_name_it(bureau: App) -> None:
    shipped = {"calibre": DEFAULT_CALIBRE.name, "signed": 2, "base": 2, "tiers": ["1-5"]}
    assert counted(bureau) == shipped
    texts = {
        "counted_agreements": "FRAMEWORK,INVESTMENT,FORMAL", "keep_terminated": "no",
        "tiers": "2,4",
    }  # fmt: skip
    bureau.write(add_calibre, NewCalibre("市考核口径", 2025, texts))
    own = {"calibre": "市考核口径", "signed": 3, "base": 2, "tiers": ["2-4"]}
    assert counted(bureau) == own
    board = bureau.read(leader_board, Question(date(2025, 9, 1)))
    assert board.figures.question.calibre.name == "市考核口径"
    assert board.figures["signed.count"].value == 3
    bureau.write(set_option, SetOption("calibre", DEFAULT_CALIBRE.id))
    assert counted(bureau) == shipped
    bureau.write(undo, None)
    assert counted(bureau) == own


def test_a_version_is_undone_whole(bureau: App) -> None:
    bureau.write(add_calibre, NewCalibre("市考核口径", 2025, {"started_grade": "2"}))
    assert bureau.read(calibre_in_force).started_grade == 2
    bureau.write(undo, None)
    assert [version.in_force for version in bureau.read(list_calibres)] == [True]
    assert bureau.read(calibre_in_force) == DEFAULT_CALIBRE


def test_a_question_may_name_another_calibre(bureau: App) -> None:
    bureau.write(add_calibre, NewCalibre("宽口径", 2025, {"counted_agreements": "FRAMEWORK"}))
    asked = Question(date(2025, 9, 1), calibre=DEFAULT_CALIBRE)
    assert bureau.read(figures, asked)["signed.count"].value == 2


@pytest.mark.parametrize("name", ["", "  ", "Default calibre 2026", "市考核口径"])
def test_a_version_needs_a_name_of_its_own(app: App, name: str) -> None:
    app.write(add_calibre, NewCalibre("市考核口径", 2025, {}))
    with pytest.raises(UserError) as refused:
        app.write(add_calibre, NewCalibre(name, 2025, {}))
    assert refused.value.code == "calibre-name"


def test_a_calibre_that_is_not_there_cannot_be_put_in_force(app: App) -> None:
    with pytest.raises(UserError) as refused:
        app.write(set_option, SetOption("calibre", "nope"))
    assert refused.value.code == "calibre-unknown"
