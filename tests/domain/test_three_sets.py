"""Three sets of figures stand side by side; none is ever made of another."""

from __future__ import annotations

from decimal import Decimal

from invest_crm.domain.three_sets import Basis, Three, together


def test_differences_are_measured_from_what_was_reported() -> None:
    three = Three(reported=10_000, papers=7_000, statistics=12_000, total=30_000)
    assert (three.gap(Basis.PAPERS), three.gap(Basis.STATISTICS)) == (-3_000, 2_000)
    assert (three.points(Basis.PAPERS), three.points(Basis.STATISTICS)) == (
        Decimal("-10.00"), Decimal("6.67"),
    )  # fmt: skip
    assert three.share(Basis.REPORTED) == Decimal("33.33")
    assert three.differs


def test_what_is_not_known_differs_from_nothing() -> None:
    three = Three(reported=10_000)
    assert three.gap(Basis.PAPERS) is None
    assert three.points(Basis.PAPERS) is None
    assert three.share(Basis.REPORTED) is None
    assert not three.differs
    assert not Three(5, 5, 5, 10).differs
    assert Three(None, 5).gap(Basis.PAPERS) is None


def test_a_difference_of_sums_is_of_the_same_projects() -> None:
    ones = [Three(100, 90, None, 1_000), Three(50, None, 60, 500), Three(None, 7, 7, 10)]
    found = together(ones)
    assert (found[Basis.PAPERS].reported, found[Basis.PAPERS].papers) == (100, 90)
    assert (found[Basis.STATISTICS].reported, found[Basis.STATISTICS].statistics) == (50, 60)
    assert found[Basis.REPORTED].reported == 150
    assert found[Basis.PAPERS].points(Basis.PAPERS) == Decimal("-1.00")


def test_without_every_total_there_are_no_shares() -> None:
    found = together([Three(100, 90, None, 1_000), Three(50, 50)])
    assert found[Basis.PAPERS].gap(Basis.PAPERS) == -10
    assert found[Basis.PAPERS].points(Basis.PAPERS) is None
