"""Chains by the words ledgers use for them.

The six seed chains are built in; a county's own chains are passed in by name. A text that names
no chain, or several, gives None and stays with the record as text.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from invest_crm.domain.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEED = {
    "mutton-sheep": "肉羊 羊 羊产业 肉羊产业 羊肉 湖羊 滩羊 养羊 肉羊养殖 羊业 牛羊 草食畜牧",
    "live-pigs": "生猪 猪 猪产业 生猪产业 生猪养殖 猪肉 养猪",
    "fresh-corn": "鲜食玉米 甜糯玉米 玉米 糯玉米 甜玉米 鲜玉米 鲜食甜糯玉米",
    "electronics": "电子信息 电子 电子信息技术 电子信息制造 电子信息制造业 电子产业 电子制造"
    " 信息技术"
    " 新一代信息技术 电子元器件",
    "ecommerce-logistics": "电商物流 电商 电子商务 物流 电商与物流 商贸物流 电商快递物流 现代物流"
    " 电子商务物流 电商及物流 物流电商 快递物流",
    "study-tour": "研学旅游 研学 研学旅行 旅游 文旅 研学文旅 文旅研学 文化旅游 研学旅",
}
SEED_WORDS: Mapping[str, str] = MappingProxyType(
    {word: chain for chain, words in _SEED.items() for word in words.split()}
)
_TAIL = re.compile(r"(?:全|特色|重点|主导)?(?:产业集群|产业链条|产业链|产业|链条|链|行业|业)$")
_SERIAL = re.compile(r"^(?:\d+[.、]|[一二三四五六七八九十]+、)")


def find_chain(text: str, own: Mapping[str, str]) -> str | None:
    """The id of the chain a cell names; ``own`` maps the county's chain names to ids.

    >>> find_chain("肉羊产业链", {}), find_chain("氢能", {}), find_chain("氢能", {"氢能": "h2"})
    ('mutton-sheep', None, 'h2')
    """
    word = _SERIAL.sub("", squeeze(text))
    for spelled in (word, _TAIL.sub("", word), _TAIL.sub("", _TAIL.sub("", word))):
        if spelled in own:
            return own[spelled]
        if spelled in SEED_WORDS:
            return SEED_WORDS[spelled]
        if spelled in _SEED:
            return spelled
    inside = {chain for name, chain in own.items() if len(name) > 1 and name in word}
    inside |= {chain for name, chain in SEED_WORDS.items() if len(name) >= 3 and name in word}
    return inside.pop() if len(inside) == 1 else None
