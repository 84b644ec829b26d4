"""The metric registry: rates, their bases, growth and pace, and every published figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm import words
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.facts import Cohort, ProjectFacts, closed_mask, cohort_of, mask
from invest_crm.domain.metrics import BY_ID, METRICS, Figure, evaluate
from invest_crm.domain.rates import ahead_of_pace, growth, pace, percent, rounded
from invest_crm.domain.stages import MilestoneKind, SideState

K = MilestoneKind
YEAR = Cohort(date(2025, 1, 1), date(2025, 12, 31))
WAN, YI = 1_000_000, 10_000_000_000


def _fact(name: str = "p", *kinds: MilestoneKind, **more: object) -> ProjectFacts:
    values: dict[str, object] = {
        "id": name,
        "name": name,
        "signed_day": "2025-05-01",
        "reached": closed_mask(mask(kinds)),
        "start_grade": 4 if K.IN_STATS in kinds else 1,
        **more,
    }
    return ProjectFacts(**values)  # type: ignore[arg-type]


def _many(count: int, *kinds: MilestoneKind, **more: object) -> list[ProjectFacts]:
    tag = "-".join(kinds) + str(sorted(more.items()))
    return [_fact(f"{tag}{n}", *kinds, **more) for n in range(count)]


def _figures(
    facts: list[ProjectFacts], calibre: Calibre = DEFAULT_CALIBRE, cohort: Cohort = YEAR
) -> dict[str, Figure]:
    return {figure.metric: figure for figure in evaluate(facts, cohort, calibre)}


def _value(facts: list[ProjectFacts], metric: str, calibre: Calibre = DEFAULT_CALIBRE) -> str:
    return str(_figures(facts, calibre)[metric].value)


# ---- published figures -----------------------------------------------------------------------


def test_xuchang_2017_january_to_october() -> None:
    facts = [
        *_many(222, K.STARTED),
        *_many(22, K.REGISTERED),
        *_many(3),
        *_many(1, signed_day="2024-12-31"),
    ]
    assert _value(facts, "performed.rate") == "98.79"
    assert _value(facts, "started.rate") == "89.88"
    assert round(Decimal(_value(facts, "performed.rate")), 1) == Decimal("98.8")
    assert round(Decimal(_value(facts, "started.rate")), 1) == Decimal("89.9")


def test_xuchang_2017_money_in_place() -> None:
    facts = [_fact("a", external=1000 * YI, funds=370 * YI), _fact("b", external=77 * YI)]
    assert _value(facts, "funds.rate") == "34.35"


def test_weinan_2010() -> None:
    facts = [
        *_many(18, K.COMPLETED),
        *_many(180, K.STARTED),
        *_many(93, K.FILED),
        *_many(1, K.LAND, side=SideState.TERMINATED),
    ]
    assert _value(facts, "started.rate") == "67.81"
    assert _value(facts, "performed.rate") == "99.66"  # they truncated to 99.65


def test_anqing_2018() -> None:
    facts = [*_many(118, K.IN_PRODUCTION), *_many(81, K.STARTED), *_many(19)]
    assert _value(facts, "started.rate") == "91.28"
    assert _value(facts, "in_production.rate") == "54.13"


def test_aba_2016() -> None:
    assert _value([_fact(external=2104 * YI, funds=326 * YI)], "funds.rate") == "15.49"


def test_jinping_2011() -> None:
    assert _value([*_many(36, K.STARTED), *_many(40)], "started.rate") == "47.37"


def test_a_county_january_to_april_2012() -> None:
    facts = [*_many(5, K.IN_PRODUCTION), *_many(21, K.STARTED), *_many(6, K.REGISTERED)]
    over_started = Calibre(production_over_started=True)
    assert _value(facts, "signed.count") == "32"
    assert _value(facts, "performed.rate") == "100.00"
    assert _value(facts, "started.rate") == "81.25"
    assert _value(facts, "in_production.rate", over_started) == "19.23"
    assert _value(facts, "in_production.rate") == "15.63"


@pytest.mark.parametrize(
    ("done", "target", "month", "points"),
    [
        (1_005_136, 800_000, 10, "42.31"),
        (16507, 10000, 10, "81.74"),
        (7041, 10000, 10, "-12.92"),
        (2993, 3200, 9, "18.53"),
        (100, 100, 12, "0.00"),
        (0, 100, 1, "-8.33"),
    ],
)
def test_ahead_or_behind_the_calendar(done: int, target: int, month: int, points: str) -> None:
    assert str(rounded(ahead_of_pace(done, target, month), 2)) == points


def test_a_city_january_to_october_2006() -> None:
    assert str(rounded(percent(1_005_136, 800_000), 2)) == "125.64"
    assert str(rounded(pace(10), 2)) == "83.33"
    assert pace(9) == 75
    assert pace(12) == 100


# ---- arithmetic ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (1, 8, "12.50"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),
        (3, 800, "0.38"),
        (5, 100_000, "0.01"),
        (4, 100_000, "0.00"),
        (-1, 800, "-0.13"),
        (7, 7, "100.00"),
    ],
)
def test_rates_round_half_up_once(part: int, whole: int, rate: str) -> None:
    assert str(rounded(percent(part, whole), 2)) == rate


def test_one_place_comes_from_the_exact_rate_and_not_from_two_places() -> None:
    """91 of 106 is 85.849…: 85.85 in a table, 85.8 in a text."""
    share = percent(91, 106)
    assert [str(rounded(share, places)) for places in (2, 1)] == ["85.85", "85.8"]


def test_no_base_no_rate() -> None:
    assert percent(0, 0) is None
    assert percent(5, 0) is None
    assert growth(5, 0) is None
    assert ahead_of_pace(5, 0, 3) is None


def test_growth_is_over_last_year() -> None:
    assert str(rounded(growth(118, 100), 2)) == "18.00"
    assert str(rounded(growth(50, 200), 2)) == "-75.00"
    assert str(rounded(growth(300, 100), 2)) == "200.00"
    assert str(rounded(growth(0, 3), 2)) == "-100.00"


def test_an_empty_ledger_has_counts_of_zero_and_no_rates() -> None:
    found = _figures([])
    for figure in found.values():
        assert figure.value == (None if figure.unit == "percent" else 0), figure.metric
        assert figure.projects == ()


# ---- what each metric counts -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "counts"),
    [
        ({}, False),
        ({"reached": mask([K.REGISTERED])}, True),
        ({"reached": mask([K.FILED])}, True),
        ({"reached": mask([K.LAND])}, True),
        ({"reached": mask([K.PERMIT])}, False),
        ({"funds": 1}, True),
        ({"funds": 0}, False),
        ({"reached": mask([K.LAND]), "side": SideState.TERMINATED}, False),
        ({"reached": mask([K.LAND]), "side": SideState.STALLED}, True),
    ],
)
def test_performed_is_any_evidence_and_not_terminated(
    evidence: dict[str, object], counts: bool
) -> None:
    found = _figures([_fact(**evidence)])
    assert found["performed.count"].value == int(counts)
    assert found["performed.rate"].value == Decimal(100 * counts)


def test_a_terminated_project_stays_in_the_denominator_unless_the_calibre_drops_it() -> None:
    facts = [
        *_many(3, K.STARTED),
        *_many(1, side=SideState.TERMINATED),
        *_many(1, K.STARTED, side=SideState.TERMINATED),
    ]
    assert _value(facts, "started.rate") == "80.00"
    dropping = Calibre(keep_terminated=False)
    assert _value(facts, "started.rate", dropping) == "100.00"
    assert _figures(facts, dropping)["started.rate"].base == tuple(fact.id for fact in facts[:3])


def test_a_merged_project_is_in_no_figure() -> None:
    facts = [_fact("a"), _fact("b", K.STARTED, side=SideState.MERGED, total=5, funds=7)]
    facts[1] = replace(facts[1], increases=(("2025-06-01", 9),))
    for figure in _figures(facts).values():
        assert "b" not in figure.projects
        assert "b" not in (figure.base or ())
    assert _figures(facts)["signed.amount"].value == 0


def test_signed_not_started_leaves_out_the_terminated() -> None:
    facts = [_fact("a"), _fact("b", K.STARTED), _fact("c", side=SideState.TERMINATED)]
    found = _figures(facts)
    assert found["signed_not_started.count"].projects == ("a",)
    assert "signed_not_started.rate" not in found


def test_grades_stand_beside_the_start() -> None:
    facts = [_fact(str(grade), K.STARTED, start_grade=grade) for grade in (1, 2, 3, 4)]
    found = _figures(facts)
    counts = [found[f"{name}.count"].value for name in ("started", "started.g2", "started.g3")]
    assert [*counts, found["started.g4.count"].value] == [4, 3, 2, 1]
    assert str(found["started.g3.rate"].value) == "50.00"
    strict = _figures(facts, Calibre(started_grade=3))
    assert strict["started.count"].value == 2
    assert strict["signed_not_started.count"].value == 2


def test_a_grade_without_a_start_is_no_start() -> None:
    assert _value([_fact(start_grade=4)], "started.count") == "0"


def test_in_statistics_is_measured_over_started_projects_of_5_million_or_more() -> None:
    facts = [
        _fact("in", K.IN_STATS, total=500 * WAN),
        _fact("out", K.STARTED, total=500 * WAN),
        _fact("filed", K.STARTED, total=100 * WAN, filed_total=900 * WAN),
        _fact("small", K.STARTED, total=500 * WAN - 1),
        _fact("small in", K.IN_STATS, total=9 * WAN),
        _fact("shrunk", K.IN_STATS, total=900 * WAN, filed_total=100 * WAN),
        _fact("unknown", K.IN_STATS),
        _fact("waiting", total=900 * WAN),
    ]
    found = _figures(facts)
    assert found["in_stats.count"].value == 4
    assert found["in_stats.rate"].projects == ("in",)
    assert found["in_stats.rate"].base == ("in", "out", "filed")
    assert str(found["in_stats.rate"].value) == "33.33"


def test_above_size_is_measured_over_eligible_firms_in_production() -> None:
    producing = {"section": "C", "above_threshold": True}
    facts = [
        _fact("in", K.IN_SIZE, **producing),
        _fact("out", K.IN_PRODUCTION, **producing),
        _fact("farm", K.IN_SIZE, section="A", above_threshold=True),
        _fact("below", K.IN_PRODUCTION, section="C", above_threshold=False),
        _fact("unknown", K.IN_PRODUCTION, section="C"),
        _fact("not yet", K.STARTED, **producing),
        _fact("gone", K.IN_SIZE, side=SideState.TERMINATED, **producing),
    ]
    found = _figures(facts, Calibre(keep_terminated=False))
    assert found["in_size.rate"].base == ("in", "out")
    assert str(found["in_size.rate"].value) == "50.00"
    assert found["in_size.count"].value == 2


def test_money_in_place_is_over_projects_with_agreed_external_funds() -> None:
    facts = [
        _fact("a", external=100, funds=40),
        _fact("b", external=100),
        _fact("c", funds=900, total=900),
    ]
    found = _figures(facts)
    assert found["funds.amount"].value == 940
    assert str(found["funds.rate"].value) == "20.00"
    assert found["funds.rate"].base == ("a", "b")
    assert found["funds.rate"].projects == ("a",)
    assert "1" in found["funds.rate"].note
    assert _figures(facts[:2])["funds.rate"].note == ""


def test_no_agreed_external_funds_means_no_rate_whatever_the_total() -> None:
    found = _figures([_fact(total=100, funds=50)])
    assert found["funds.rate"].value is None


def test_fixed_investment_completed_is_summed() -> None:
    found = _figures([_fact("a", completed=30), _fact("b", completed=0), _fact("c")])
    assert found["fixed_investment.amount"].value == 30
    assert found["fixed_investment.amount"].projects == ("a", "b")


def test_rates_by_amount_use_the_agreed_totals() -> None:
    facts = [_fact("a", K.STARTED, total=30), _fact("b", total=10), _fact("c", K.STARTED)]
    found = _figures(facts)
    assert str(found["started.rate"].value) == "66.67"
    assert str(found["started.amount_rate"].value) == "75.00"
    assert found["started.amount"].value == 30


def test_an_increase_adds_its_increment_and_no_project() -> None:
    facts = [
        _fact("old", signed_day="2023-01-01", total=100, increases=(("2025-03-01", 7),)),
        _fact("new", total=50, increases=(("2025-06-01", 5), ("2026-01-01", 900))),
        _fact("talks", signed_day=None, increases=(("2025-12-31", 1),)),
    ]
    found = _figures(facts)
    assert found["signed.count"].value == 1
    assert found["signed.amount"].value == 50 + 7 + 5 + 1
    assert found["signed.amount"].increases == (("old", 7), ("new", 5), ("talks", 1))
    assert dict(zip(("new", "old", "talks"), found["signed.amount"].amounts, strict=True)) == {
        "new": 55, "old": 7, "talks": 1,
    }  # fmt: skip
    assert found["started.amount"].value == 0


def test_sums_are_taken_in_fen_before_any_conversion() -> None:
    facts = _many(3, K.STARTED, total=3_333_333_333)
    assert _figures(facts)["signed.amount"].value == 9_999_999_999


# ---- laws for any ledger ---------------------------------------------------------------------

_FACTS = st.builds(
    _fact,
    st.uuids().map(str),
    signed_day=st.sampled_from([None, "2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"]),
    reached=st.sets(st.sampled_from(MilestoneKind)).map(lambda kinds: closed_mask(mask(kinds))),
    start_grade=st.integers(0, 4),
    side=st.sampled_from([None, *SideState]),
    total=st.none() | st.integers(0, 10**12),
    filed_total=st.none() | st.integers(0, 10**12),
    external=st.none() | st.integers(0, 10**12),
    funds=st.none() | st.integers(0, 10**12),
    section=st.sampled_from([None, "A", "C"]),
    above_threshold=st.sampled_from([None, True, False]),
)
_CALIBRES = st.builds(
    Calibre,
    keep_terminated=st.booleans(),
    production_over_started=st.booleans(),
    started_grade=st.integers(1, 4),
)


@given(st.lists(_FACTS, max_size=12), _CALIBRES)
def test_a_numerator_is_part_of_its_denominator_and_a_value_is_its_list(
    facts: list[ProjectFacts], calibre: Calibre
) -> None:
    totals = {fact.id: fact.total or 0 for fact in facts}
    found = _figures(facts, calibre)
    members = {fact.id for fact in cohort_of(facts, YEAR)}
    for figure in found.values():
        assert set(figure.projects) <= members
        assert len(set(figure.projects)) == len(figure.projects)
        if figure.metric.endswith(".count"):
            assert figure.value == len(figure.projects)
        if figure.base is None:
            continue
        assert set(figure.projects) <= set(figure.base) <= members
        if figure.metric.endswith(".amount_rate"):
            sums = [sum(totals[item] for item in ids) for ids in (figure.projects, figure.base)]
            assert figure.exact == percent(*sums)
        elif figure.metric != "funds.rate":
            assert figure.exact == percent(len(figure.projects), len(figure.base))
            assert figure.value is None or 0 <= figure.value <= 100


@given(st.lists(_FACTS, max_size=12), _CALIBRES)
def test_started_and_not_started_share_out_the_signed(
    facts: list[ProjectFacts], calibre: Calibre
) -> None:
    found = _figures(facts, calibre)
    gone = {fact.id for fact in facts if fact.side is SideState.TERMINATED}
    started = set(found["started.count"].projects) - gone
    waiting = set(found["signed_not_started.count"].projects)
    assert not started & waiting
    assert started | waiting == set(found["signed.count"].projects) - gone


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_metric_has_a_name_and_a_definition_of_its_own(language: str) -> None:
    with words.using(language):
        labels = [words._(metric.label) for metric in METRICS]
        found = _figures([])
    assert len(set(labels)) == len(METRICS) == len(BY_ID)
    assert all(figure.definition for figure in found.values())
    if language == "zh_CN":
        assert not [text for text in labels if text.isascii()]
        assert not [item.metric for item in found.values() if item.definition.isascii()]


def test_the_registry_holds_every_metric_of_the_public_interface() -> None:
    with_rate = "performed registered filed land started in_stats completed in_production in_size"
    expected = {f"{name}.{part}" for name in ("signed", "signed_not_started")
                for part in ("count", "amount")}  # fmt: skip
    expected |= {
        f"{name}.{part}"
        for name in [*with_rate.split(), "started.g2", "started.g3", "started.g4"]
        for part in ("count", "amount", "rate", "amount_rate")
    }
    expected |= {"funds.amount", "funds.rate", "fixed_investment.amount"}
    assert set(_figures([])) == expected
