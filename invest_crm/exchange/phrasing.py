"""How offices build headings: one meaning in many spellings, and words put together from parts.

``respellings`` takes off what adds no meaning (截至8月底, 目前, 项目), turns what offices swap
(签定, 与否, 日期) and names a year 年度. ``composed`` recognises headings built from parts, such as
a deed and its unit (牵头解决单位) or an origin and a firm (拟引进企业名称). Knows no scores.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm.exchange.heading import LONGEST_HEADING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.exchange.fields import Kind

_UNTIL = re.compile(r"(?:统计)?截[至止]?到?(?:目前|当前|今|[\d年月今当本]+[日号底末]?)(?!$)")
_SINCE = re.compile(r"自?(?:签约|开工|建设|引进|落地)(?:以来|至今)(?:累计)?|历年(?:累计)?")
_YEAR = re.compile(r"^(?:20)?\d\d年度?(?!\d)|^(?:本|今|当|全)年度?(?=[^年])")
_SWAPS = (
    ("签定", "签订"),
    ("合约", "合同"),
    ("联络人", "联系人"),
    ("投资总量", "投资总额"),
    ("额度", "额"),
    ("种类", "类型"),
    ("日期", "时间"),
    ("新增到位", "到位"),
)
_WHETHER = re.compile(r"^([一-鿿]{2,6})与否$")
_EMPTY_LEAD = re.compile(r"^(?:项目|主要|具体|招商(?:引资)?)+(?!公司)(?=[一-鿿]{2})")
_TOTALS = frozenset(
    ["合计", "总计", "小计", "总额", "金额", "数额", "总数", "协议", "合同", "规模"]
)

_DEED = (
    "责任|牵头|主办|承办|主管|主责|主抓|帮办|代办|帮扶|帮包|包联|包抓|包保|挂钩|挂联|挂包|联挂|服务|跟踪|跟进|推进|推荐|引荐|引进|引资"
    "|招商|招引|对接|承接|落实|落地|首报|首谈|首接|上报|申报|报送|填报|提报|协调|解决|办理|处办|交办|转办|处理|整改|负责|归口"
)
_OF_WHOM = "项目|行业|县直|县级|市级|区级|镇级|第一|具体|属地|问题|诉求"
_UNIT = re.compile(rf"(?:{_OF_WHOM}|{_DEED})*(?:{_DEED})(?:单位|部门|科室|科局|机关)(?:名称)?")
_REPORTER = "填报|报送|上报|申报|提报|引荐|推荐|招商|招引|引进|引资"
_HANDLER = re.compile(rf"(?!.*(?:{_REPORTER})){_UNIT.pattern}")
_HELPER = re.compile(
    r"(?:项目|责任|主要|具体)*(?:配合|协办|协助|协同|协作|参与)(?:单位|部门)(?:名称)?"
)

_FIRM = (
    "(?:(?:项目|拟|主要|外来|外方|外地|县外|实际|新|招商|引资)*"
    "(?:(?:投资|出资|来资|承建|建设)(?:方|商|人|者|主体|企业|公司|集团|客商|单位|法人|机构)"
    "|(?:入园|入驻|签约|注册|合作|引进|招引|落户|落地|对接|洽谈|来访|迁入|意向)"
    "(?:方|商|主体|企业|公司|集团|客商|法人|对象)|业主(?:单位)?|客商|乙方(?:企业|单位|公司)?)"
    "|项目(?:法人|业主)(?:单位)?|承担单位|母公司)(?:名称|全称|简称|名)?"
)
_INVESTOR = re.compile(rf"{_FIRM}(?:及(?:出资|投资|股权)?(?:比例|占比))?")
_ORIGIN = re.compile(
    rf"{_FIRM}(?:企业)?(?:总部)?(?:所在地区?|所在省市?|所在省份|注册地址?|来源地?|属地|地址|籍贯)"
)
_PROJECT = re.compile(
    "(?:招商|引资|签约|投资|合同|合作|洽谈|在谈|推进|储备|谋划|落户|落地|引进|招引|建设|拟|新|意向|重点|重大|工业|农业|产业|企业)*"
    "(?:项目|线索)(?:名称|简称|全称|标题|名字|名)?"
)
_PROGRESS = re.compile(
    r"(?:项目|洽谈|对接|建设|推进|目前|当前|最新|现|工程|形象|签约|落地|工作|办理|本[周月]|\d{1,2}月份?)*"
    "(?:进展|进度|现状|状况|动态)(?:情况|概述|说明|描述)?"
)
_PERSON = re.compile(
    "(?:项目|服务|企业|招商|具体|业务|现场|包联|投资方|客商|专班)*"
    "(?:联系人员?|联络员|负责人|责任人|对接人员?|经办人员?|专员|秘书|管家|项目经理|客户经理|帮办员|代办员|帮代办员|专干)(?:姓名)?"
)
_LAND = re.compile(
    "(?:项目|拟|计划|需|规划|总|实际|约)*(?:用地|占地|征地|供地|土地)(?:面积|规模|需求|亩数|量|数)?"
)
_YEAR_PLAN = re.compile(
    "年度?(?:投资|固投|固定资产投资)?(?:计划|目标|任务)(?:完成)?(?:投资|固投|固定资产投资)?(?:额|金额)?"
)
_IN_PLACE = re.compile(
    "(?:项目)?(?:累计|实际|已)+(?:(?:利用|引进|使用|到位)(?:县外|市外|省外|区外|境外|域外|外来|国内)?"
    "(?:资金|内资|外资)|到位)(?:总?额)?"
)
_FIRM_NAME = re.compile(
    "(?:目标|重点|龙头|链主|链上|骨干|规上|知名|意向|拟?招引|拟?招商|拟?对接|拟?拜访|会员|商会|入园|签约|主要)*"
    "(?:企业|公司|厂家|厂商|客商|主体|单位全|企业单位)(?:名称|全称|称|名)?"
)
_REQUESTING = re.compile(
    "(?:诉求|反映|提出|走访|涉及|来源|问题)+(?:企业|单位|主体|公司|方)(?:名称|全称)?"
)
_SORT = re.compile("(?:所属|涉及|问题|诉求|事项|反映|困难)*(?:领域|类型|类别|分类|性质|门类)")
_WORRY = "(?:困难|问题|诉求|难点|堵点|卡点)"
_CONTENT = re.compile(
    f"(?:企业|反映|提出|存在|主要|具体|当前|目前|亟?待|亟?需要?|协调|解决|的)*{_WORRY}(?:[及和与、或]?{_WORRY})?(?:内容|描述|详情)?"
    "|具体(?:事项|情况)"
)
_DUE = re.compile(
    "(?:计划|预计|拟|要求|承诺|规定|应)(?:办结|完成|解决|办理|整改|销号|化解)(?:时间|时限|期限|时点|节点)"
)
_STATE = re.compile("(?:办理|办结|完成|处理|解决|目前|当前|诉求|问题|进度|销号)*状态")
_POST = re.compile("(?:担任|现任)?(?:职务|职位|岗位)")

_COMPOSED: dict[Kind, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "projects": (
        ("funds_in_place", _IN_PLACE),
        ("year_plan", _YEAR_PLAN),
        ("contact_unit", _HELPER),
        ("lead_unit", _UNIT),
        ("funds_origin", _ORIGIN),
        ("investor", _INVESTOR),
        ("name", _PROJECT),
        ("progress_text", _PROGRESS),
        ("contacts", _PERSON),
        ("land_mu", _LAND),
        ("problem_text", _CONTENT),
    ),
    "firms": (("name", _FIRM_NAME), ("contacts", _PERSON)),
    "contacts": (("firm", _INVESTOR), ("contacts", _PERSON), ("project", _PROJECT)),
    "monthly": (("name", _PROJECT), ("progress_text", _PROGRESS)),
    "requests": (
        ("due_on", _DUE),
        ("unit", _HANDLER),
        ("firm", _REQUESTING),
        ("kind", _SORT),
        ("content", _CONTENT),
        ("closed", _STATE),
        ("progress_text", _PROGRESS),
    ),
    "parcels": (("progress_text", _PROGRESS),),
    "approvals": (("due_on", _DUE), ("department", _HANDLER), ("name", _PROJECT)),
    "revenue": (("name", _FIRM_NAME),),
}


def respellings(word: str) -> Iterator[str]:
    """Other spellings of a heading, the nearest first.

    >>> list(respellings("合同签定日期"))
    ['合同签订时间']
    """
    if len(word) > LONGEST_HEADING:
        return
    seen = {word}
    for spelling in _turned(word):
        if spelling not in seen:
            seen.add(spelling)
            yield spelling


def _turned(word: str) -> Iterator[str]:
    plain = _SINCE.sub("累计", _UNTIL.sub("", word)).replace("累计累计", "累计")
    for old, new in _SWAPS:
        plain = plain.replace(old, new)
    yield plain
    yield _WHETHER.sub(r"是否\1", plain)
    yield _YEAR.sub("年度", plain)
    yield _EMPTY_LEAD.sub("", plain)


def composed(kind: Kind, word: str) -> str | None:
    """The field of a kind whose parts a heading is built from.

    >>> composed("requests", "牵头解决单位"), composed("projects", "入园企业全称")
    ('unit', 'investor')
    """
    if len(word) > LONGEST_HEADING:
        return None
    return next((key for key, parts in _COMPOSED[kind] if parts.fullmatch(word)), None)


def is_sum_of(leaf: str) -> bool:
    """Whether a heading only says which sum of the group above it is meant: 合计, 协议."""
    return leaf in _TOTALS


def is_post(leaf: str) -> bool:
    """Whether a heading asks for somebody's post."""
    return _POST.fullmatch(leaf) is not None


def without_until(words: str) -> str:
    """The words without a cut-off, which names no period: 截至8月底累计到位."""
    return _UNTIL.sub("", words)
