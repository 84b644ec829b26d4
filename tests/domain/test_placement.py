"""Where a record's own words put it on a chain, and when they say too little."""

from __future__ import annotations

from invest_crm.domain.placement import LeafWords, suggest, words_of_leaf

LEAVES = (
    LeafWords("pigs.cold", "pigs", words_of_leaf("冷库与猪肉储备", ["冷库"])),
    LeafWords("pigs.feed", "pigs", words_of_leaf("配合饲料生产", ["饲料", "配合料"])),
    LeafWords("sheep.cold", "sheep", words_of_leaf("冷库与产地低温仓储", ["冷库"])),
)


def test_the_longest_word_decides() -> None:
    assert suggest(LEAVES, "pigs", ["航兴冷库与猪肉储备项目"]) == "pigs.cold"


def test_a_keyword_is_enough_on_a_known_chain() -> None:
    assert suggest(LEAVES, "pigs", ["大型饲料项目"]) == "pigs.feed"


def test_without_a_chain_a_short_word_is_not_enough() -> None:
    assert suggest(LEAVES, None, ["冷库项目"]) is None
    assert suggest(LEAVES, None, ["甲冷库与猪肉储备项目"]) == "pigs.cold"


def test_two_leaves_that_fit_equally_well_are_left_to_a_person() -> None:
    assert suggest(LEAVES, "pigs", ["冷库、饲料项目"]) is None


def test_the_first_text_with_a_word_decides() -> None:
    assert suggest(LEAVES, "pigs", ["甲项目", "建设饲料厂", "建设冷库"]) == "pigs.feed"


def test_nothing_is_presumed_from_words_that_fit_everything() -> None:
    assert "加工" not in words_of_leaf("加工、分级与包装", [])
    assert suggest(LEAVES, "pigs", ["某生产加工项目"]) is None
