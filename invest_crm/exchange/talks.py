"""Whether a project ledger holds projects in talks or signed ones, by its title and columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm.exchange.captions import plain
from invest_crm.exchange.lexicon import SIGNED_TITLE, TALKS_TITLE

if TYPE_CHECKING:
    from invest_crm.exchange.headers import Layout
    from invest_crm.exchange.mapping import Mapping_

_TENTATIVE = re.compile(r"^(?:拟|意向|洽谈|对接)")


def is_talks(title: str, layout: Layout, mapping: Mapping_) -> bool:
    """A talks table: titled so, or untitled with tentative headings and no signing column."""
    words = plain(title)
    named = re.sub(TALKS_TITLE, "", words)
    if named != words and not re.search(SIGNED_TITLE, named):
        return True
    if re.search(SIGNED_TITLE, words) or mapping.of("signed_on"):
        return False
    tentative = sum(bool(_TENTATIVE.match(heading.leaf)) for heading in layout.headings)
    return tentative >= 2


def is_signed_title(title: str) -> bool:
    """Whether a title speaks of signed projects (and what follows signing)."""
    words = re.sub(r"(?:拟|未|待)签约", "", plain(title))
    return bool(re.search(SIGNED_TITLE, words))
