"""Words of ledgers for closed lists (agreement types, site modes) and places behind names."""

from __future__ import annotations

import re

from invest_crm.domain.regions import find_region
from invest_crm.domain.stages import AgreementType
from invest_crm.domain.text import squeeze

_AGREEMENTS = (
    (r"解除|终止", AgreementType.TERMINATION),
    (r"增资|扩产", AgreementType.INCREASE),
    (r"补充", AgreementType.SUPPLEMENT),
    (r"框架|战略合作|合作协议", AgreementType.FRAMEWORK),
    (r"意向|备忘录", AgreementType.LETTER),
    (r"合同", AgreementType.FORMAL),
    (r"协议|正式", AgreementType.INVESTMENT),
)
_SITES = (
    (r"划拨", "ALLOCATION"),
    (r"设施农|流转|一般农用地|设施用地", "FARM_LAND"),
    (r"技改|扩建|原厂|自有|存量土地", "EXPANSION"),
    (r"租|厂房|标房|盘活", "LEASED_PLANT"),
    (r"出让|新增|新建|招拍挂|摘牌|挂牌|净地|购地|征用|工业用地", "GRANT"),
    (r"运营|平台|不用地|无需用地|不涉及|轻资产", "OPERATION"),
)
_PLACE = re.compile(r"(.+?)[(（]([^()（）]{2,14})[)）]")
_PLACE_WORD = re.compile(r".+(?:省|市|县|区|自治州|特区)|香港|澳门|台湾|境外|国外")
_NOT_PLACE = re.compile(r"合伙|集团|公司|中国|控股|个人|独资|总部|筹|牵头|原|股|自然人")


def agreement_code(text: str) -> str | None:
    """The code of an agreement type, None when the words name none.

    >>> agreement_code("框架协议"), agreement_code("正式合同"), agreement_code("投资协议")
    ('FRAMEWORK', 'FORMAL', 'INVESTMENT')
    """
    return next(
        (code.value for pattern, code in _AGREEMENTS if re.search(pattern, squeeze(text))), None
    )


def site_code(text: str) -> str | None:
    """The code of a site mode, None when the words name none.

    >>> site_code("租赁标准厂房")
    'LEASED_PLANT'
    """
    return next((code for pattern, code in _SITES if re.search(pattern, squeeze(text))), None)


def find_place(name: object) -> tuple[str, str]:
    """A firm's name without the place in brackets behind it, and the place.

    >>> find_place("福建泉州禾信农牧有限公司（福建泉州）")
    ('福建泉州禾信农牧有限公司', '福建泉州')
    >>> find_place("天健会计师事务所（特殊普通合伙）")
    ('天健会计师事务所（特殊普通合伙）', '')
    """
    whole = str(name)
    found = _PLACE.fullmatch(whole)
    if found is None or _NOT_PLACE.search(found.group(2)):
        return whole, ""
    place = found.group(2)
    if _PLACE_WORD.fullmatch(place) or find_region(place) is not None:
        return found.group(1), place
    return whole, ""
