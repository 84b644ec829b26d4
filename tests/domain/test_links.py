"""Links into the program: what is one, what only looks like it."""

from __future__ import annotations

import pytest

from invest_crm.domain.links import Link, links_in, parse_link


@pytest.mark.parametrize("link", [
    Link("view", "projects.signed-waiting"), Link("projects", "0192f0c4-7a1b-7000-8000-01"),
    Link("firms", "a"),
])  # fmt: skip
def test_a_link_is_read_as_it_is_written(link: Link) -> None:
    assert parse_link(str(link)) == link
    assert links_in(f"（{link}），{link}.") == (link, link)


@pytest.mark.parametrize("text", [
    "", "crm://", "crm://view/", "crm://chains/a", "http://view/a", "crm://view/a b", "见crm://view/a",
    "crm://view/甲", "crm://view/.",
])  # fmt: skip
def test_anything_else_is_no_link(text: str) -> None:
    assert parse_link(text) is None
