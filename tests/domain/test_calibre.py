"""The choices behind the figures: what the default calibre says, and its size tiers."""

from __future__ import annotations

import pytest

from invest_crm import words
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre, tier_key, tier_label
from invest_crm.domain.stages import AgreementType

YI = 10_000_000_000


def test_the_default_is_the_law_of_the_figures_page() -> None:
    calibre = DEFAULT_CALIBRE
    assert calibre.id == "default-2026"
    assert calibre.counted_agreements == {AgreementType.INVESTMENT, AgreementType.FORMAL}
    assert calibre.keep_terminated
    assert not calibre.production_over_started
    assert calibre.started_grade == 1
    assert calibre.stats_threshold == 500 * 1_000_000
    assert calibre.buckets == (3, 6, 12)
    assert calibre.tiers == (YI, 5 * YI, 10 * YI)


@pytest.mark.parametrize(
    ("total", "key"),
    [
        (None, "unknown"),
        (0, "lt1"),
        (YI - 1, "lt1"),
        (YI, "1-5"),
        (5 * YI - 1, "1-5"),
        (5 * YI, "5-10"),
        (10 * YI - 1, "5-10"),
        (10 * YI, "ge10"),
    ],
)
def test_a_tier_includes_its_lower_bound(total: int | None, key: str) -> None:
    assert tier_key(total, DEFAULT_CALIBRE) == key


def test_a_city_with_other_tiers() -> None:
    city = Calibre(tiers=(3 * YI, 10 * YI, 20 * YI))
    totals = (YI, 3 * YI, 10 * YI, 20 * YI)
    assert [tier_key(total, city) for total in totals] == ["lt3", "3-10", "10-20", "ge20"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_each_tier_has_its_own_words(language: str) -> None:
    keys = ("unknown", "lt1", "1-5", "5-10", "ge10")
    with words.using(language):
        labels = [tier_label(key) for key in keys]
        assert len(set(labels)) == 5
        assert all(labels)
        assert DEFAULT_CALIBRE.label
    if language == "zh_CN":
        assert "亿元" in labels[1]
