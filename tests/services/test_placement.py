"""Presumed places: the quick look for any word of a chain hides no leaf from the careful one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.placement import suggest
from invest_crm.services.placement import Placer

if TYPE_CHECKING:
    from invest_crm.services.work import App


def test_every_word_of_every_leaf_is_presumed_as_the_leaves_themselves_say(app: App) -> None:
    placer = app.read(Placer.load)
    texts = {f"建设{word}（一期）" for leaf in placer.leaves for word in leaf.words}
    chains = [None, *dict.fromkeys(leaf.chain for leaf in placer.leaves)]
    presumed = {(chain, text): placer.place(chain, text) for chain in chains for text in texts}
    wanted = {(chain, text): suggest(placer.leaves, chain, [text]) for chain, text in presumed}
    assert presumed == wanted
    assert sum(place is not None for place in presumed.values()) > len(placer.leaves)


def test_a_name_without_any_such_word_has_no_place(app: App) -> None:
    placer = app.read(Placer.load)
    chain = placer.leaves[0].chain
    assert placer.place(chain, "太原兴兴有限责任公司", None, "") is None
    assert placer.place("no-such-chain", placer.leaves[0].words[0]) is None
