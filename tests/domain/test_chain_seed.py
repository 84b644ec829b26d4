"""The seed chains: complete, consistent, and their codes real."""

from __future__ import annotations

from invest_crm.domain.chain_seed import seed_chain, seed_chains, seed_code_names, seed_tiers
from invest_crm.domain.industry import industry


def test_there_are_six_chains_with_their_leaves() -> None:
    assert {chain.id: len(chain.leaves) for chain in seed_chains()} == {
        "mutton-sheep": 39,
        "live-pigs": 40,
        "fresh-corn": 38,
        "electronics": 43,
        "ecommerce-logistics": 39,
        "study-tour": 35,
    }
    assert sum(len(chain.leaves) for chain in seed_chains()) == 234


def test_each_chain_has_all_tiers_in_order() -> None:
    order = [tier.id for tier in seed_tiers()]
    assert order == ["upstream", "midstream", "downstream", "supporting"]
    for chain in seed_chains():
        assert [segment.tier for segment in chain.segments] == order


def test_links_and_critical_leaves_are_as_many_as_designed() -> None:
    for chain in seed_chains():
        assert 9 <= len(chain.links) <= 13
        assert 8 <= sum(leaf.critical for leaf in chain.leaves) <= 11
        assert all(not leaf.children for leaf in chain.leaves)


def test_ids_are_unique_and_begin_with_their_parent() -> None:
    ids = [node.id for chain in seed_chains() for node in chain.nodes]
    assert len(ids) == len(set(ids))
    for chain in seed_chains():
        for link in chain.links:
            assert link.id.startswith(f"{chain.id}.")
            assert all(leaf.id.startswith(f"{link.id}.") for leaf in link.children)


def test_flows_join_links_of_their_own_chain() -> None:
    for chain in seed_chains():
        links = {link.id for link in chain.links}
        assert chain.flows
        assert all({flow.source, flow.target} <= links for flow in chain.flows)


def test_every_code_is_in_the_standard_under_its_name() -> None:
    used = {code for chain in seed_chains() for node in chain.nodes for code in node.codes}
    names = seed_code_names()
    assert used == set(names)
    assert len(used) == 229
    for code in used:
        found = industry(code)
        assert found is not None, code
        assert found.name == names[code]


def test_every_leaf_can_be_suggested_by_a_word() -> None:
    assert all(leaf.keywords for chain in seed_chains() for leaf in chain.leaves)


def test_a_chain_is_found_by_its_id() -> None:
    chain = seed_chain("live-pigs")
    assert chain is not None
    assert chain.name == "生猪"
    assert seed_chain("none") is None
