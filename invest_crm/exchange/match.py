"""From one heading to the fields it may mean, by words alone.

Exact headings first, then the rules for milestones (是否开工, 开工时间) and monthly figures
(本月完成, 1-8月累计到位), then telling parts, then likeness. Samples of the column are weighed
elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from invest_crm.exchange.fields import Match, allowed, exact_field, fields_of

if TYPE_CHECKING:
    from invest_crm.exchange.fields import Field, Kind, Role
    from invest_crm.exchange.heading import Heading

_ROOTS = {
    "signed_on": "签约 签订 合同签订 协议签订 签约合同 签订合同 签订协议 签约协议 合同 签署"
    " 签定 正式签约"
    " 项目签约 合同签约 合同签署 协议签署 协议签约 签约落地 签订合同协议 正式签订 投资协议签订"
    " 投资合同签订 签订投资协议",
    "registered_on": "注册 工商注册 企业注册 公司注册 注册登记 营业执照 工商登记 新公司注册"
    " 项目公司注册"
    " 注册公司 企业注册登记 办理营业执照 落地注册 工商注册登记 公司注册登记 注册企业 新注册公司"
    " 营业执照办理 公司设立 企业设立 市场主体注册",
    "filed_on": "备案 立项 项目备案 核准 立项备案 备案立项 审批核准备案 项目立项 备案核准"
    " 核准备案 立项批复"
    " 发改备案 可研批复 审批备案 立项核准 备案手续 立项手续 项目核准 发改立项 审批 投资备案",
    "land_on": "供地 用地落实 土地落实 土地摘牌 摘牌 拿地 取得土地 土地出让 用地保障 土地手续"
    " 用地手续"
    " 用地 土地 落实用地 供应土地 土地供应 土地招拍挂 挂牌 土地证 不动产权证 用地审批 用地批复 落地"
    " 取得土地使用权 落实土地 土地挂牌 净地交付 交地 土地划拨 建设用地批复 厂房落实 场地落实",
    "started_on": "开工 动工 开工建设 项目开工 动工建设 实质开工 正式开工 开工动工 实质性开工"
    " 开建 进场施工"
    " 破土动工 落地开工",
    "in_stats_on": "入库 纳统 固投入库 统计入库 纳统入库 入库纳统 项目入库 入库入统 入统入库"
    " 固定资产投资入库"
    " 投资入库 统计纳入库 项目纳统 固投纳统 五千万入库 500万入库 入统计库",
    "completed_on": "竣工 建成 完工 竣工验收 项目竣工 项目建成 建成竣工 竣工建成 验收 主体完工",
    "in_production_on": "投产 投产运营 建成投产 运营 投运 竣工投产 试投产 开业 投用 投产达效"
    " 正式投产 试生产"
    " 投入使用 投入运营 投产营业 项目投产 投入生产 投产使用 投产投用 营业 投产见效",
    "in_size_on": "入规 入统 升规 上规 规上 小升规 升规纳统 规上入统 升规入统 入规入统 企业入规"
    " 企业入统"
    " 四上入统 四上 规上企业 升规升限 达规 纳规 上限入规 规模以上",
}
_ROOT_KEY = {root: key for key, roots in _ROOTS.items() for root in roots.split()}
_PLAN = re.compile(
    r"计划|拟|预计|预期|目标|时限|应|要求|承诺|约定|未|原因|力争|限期|期限|截止|倒排|节点|资本|资金|地址"
    r"|商标|编号|代码|编码|金额|额|率|数|面积|规模|类型|内容|方式|单位|人|问题|阶段|名称|周期|仪式|许可"
)
_DATE_WORD = re.compile(r"(?:具体)?(?:完成)?(?:时间|日期|年月|年月日|时点|日)$")
_FLAG_WORD = re.compile(
    r"(?:是否|情况|与否|状态|进展|完成|手续|落实|完成情况|办理情况|进展情况|手续办理)+$"
)
_LEAD_WORD = re.compile(
    r"^(?:是否|是不是|有无|已经|已|实际|项目|企业|公司|实现|完成|办理|取得|达到)+"
)
_GENERIC = frozenset(
    [
        "是否",
        "时间",
        "日期",
        "情况",
        "状态",
        "完成情况",
        "完成时间",
        "进展情况",
        "进展",
        "年月",
        "办理情况",
        "是否完成",
        "办结时间",
        "具体时间",
    ]
)

_PERSON = frozenset(["姓名", "名字", "领导"])
_OF_PARENT = _PERSON | frozenset(["名称", "电话", "联系电话", "职务", "联系方式", "手机", "单位"])
_WEAK_ROOTS = frozenset(
    ["合同", "审批", "土地", "用地", "落地", "营业", "运营", "验收", "营业执照"]
)
_SURE = 0.9

_FUNDS = re.compile(r"到位|到资|到账")
_DONE = re.compile(r"完成|固投|投资|入库|工作量|累计")
_MONTHLY_NEVER = re.compile(
    r"计划|目标|任务|占|比例|比重|%|率|同比|环比|增|序时|总投资$|协议|合同|问题|说明|情况$|时间|差额"
    r"|上年|去年|上月|预计|内容|下月"
)
_SPAN = re.compile(r"(?:1|一)月?份?[-—–－~～至到](\d{1,2}|[一二三四五六七八九十]{1,2})月")
_TOTAL = re.compile(r"自?开工(?:以来|至今|起|后)?|项目累计|历年|总累计|建设以来|开建以来|自签约")
_YEAR = re.compile(r"本年|今年|当年|年度|年初|全年|年内|20\d\d年(?!\d{1,2}月)|年累计|截至|截止")
_MONTH = re.compile(
    r"本月|当月|(?<![-—–－~～至到\d])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!底)|月度|本期"
)

_EXACT, _JOINED, _RULE = 1.0, 0.97, 0.95


def matches(kind: Kind, heading: Heading) -> list[Match]:
    """The fields of a kind a heading may mean, best first."""
    found: dict[tuple[str, Role], float] = {}
    for match in _candidates(kind, heading):
        slot = (match.key, match.role)
        found[slot] = max(found.get(slot, 0.0), match.score)
    ranked = [Match(key, role, score) for (key, role), score in found.items()]
    return sorted(ranked, key=lambda match: -match.score)


def _candidates(kind: Kind, heading: Heading) -> list[Match]:
    if not heading.leaf:
        return []
    whole = heading.scope
    return (
        _outright(kind, heading) or _telling(kind, heading, whole) or _alike(kind, heading, whole)
    )


def _outright(kind: Kind, heading: Heading) -> list[Match]:
    """Fields the heading names by rule or by list."""
    found: list[Match] = []
    if kind == "projects":
        found += _milestone(heading)
        if found and found[0].score > _SURE:
            return found
    if kind == "monthly":
        figures = _monthly(heading.scope + heading.hint)
        if figures:
            return figures
    for word, score in _spellings(heading):
        field = exact_field(kind, word)
        if field and allowed(kind, field.key, heading.scope):
            found.append(_role(field, heading, score))
    return found


def _spellings(heading: Heading) -> list[tuple[str, float]]:
    """The words to look up: leaf, parent with leaf, the parent of a mere 姓名 or 名称."""
    tries = [(heading.joined, _JOINED), (heading.leaf, _EXACT)]
    if heading.parent and heading.leaf in _OF_PARENT:
        if re.search("领导|链长", heading.parent):
            return [(heading.parent, _EXACT)] if heading.leaf in _PERSON else []
        tries.append((heading.parent, _RULE))
    return tries


def _role(field: Field, heading: Heading, score: float) -> Match:
    if field.shape != "contacts":
        role: Role = ""
        if field.key == "closed" and _DATE_WORD.search(heading.leaf):
            role = "date"
        return Match(field.key, role, score)
    leaf, both = heading.leaf, heading.joined + heading.hint
    phone = re.search(r"电话|手机|联系方式|号码|座机|联系号码", leaf)
    person = re.search(r"人|员|姓名|专员|书|客商", both if not phone else leaf)
    if phone and not person:
        inner = re.search(r"及|和|与|、", heading.leaf)
        return Match(field.key, "" if inner else "phone", score)
    return Match(field.key, "" if phone else "name", score)


def _milestone(heading: Heading) -> list[Match]:
    """A milestone column: its root word, and whether it holds a flag, a date or either."""
    tries = [(heading.leaf, _EXACT)]
    if heading.parent:
        generic = heading.leaf in _GENERIC
        tries.append((heading.joined, _EXACT if generic else _RULE))
        if generic or heading.leaf.startswith("是否"):
            tries.insert(0, (heading.parent + heading.leaf, _EXACT))
    if _PLAN.search(heading.hint) and "签" not in heading.hint:
        return []
    for word, score in tries:
        found = _root(word)
        if found:
            sure = score - 0.25 if word in _WEAK_ROOTS else score
            return [Match(found[0], _milestone_role(heading, found[1]), sure)]
    return []


def _root(word: str) -> tuple[str, Role] | None:
    role: Role = ""
    for _ in range(4):
        if word in _ROOT_KEY:
            return _ROOT_KEY[word], role
        if _DATE_WORD.search(word):
            word, role = _DATE_WORD.sub("", word), "date"
        elif _FLAG_WORD.search(word):
            word, role = _FLAG_WORD.sub("", word), role or "flag"
        elif _LEAD_WORD.search(word):
            role = role or ("flag" if "是否" in word or word.startswith("已") else "")
            word = _LEAD_WORD.sub("", word)
        else:
            return None
    return None


def _milestone_role(heading: Heading, role: Role) -> Role:
    if not role and re.search(r"是.?否|√|Y.?N", heading.hint):
        return "flag"
    return role


def _monthly(text: str) -> list[Match]:
    """A figure of the month, the year so far or since the start: funds or investment done."""
    funds, done = _FUNDS.search(text), _DONE.search(text)
    if _MONTHLY_NEVER.search(text) or not (funds or done):
        return []
    scope = _scope(text)
    what = "funds" if funds else "completed"
    if scope == "any":  # 累计 alone: of the year, unless another column says so
        since_start = [Match("completed_total", "", 0.75)] if what == "completed" else []
        return [Match(f"{what}_year", "", 0.8), *since_start]
    if scope is None or (what == "funds" and scope == "total"):
        return []
    if what == "completed" and scope == "year" and not re.search("完成|固投|累计", text):
        return []
    sure = funds or re.search("完成|固投", text)
    return [Match(f"{what}_{scope}", "", _RULE if sure else _RULE - 0.1)]


def _scope(text: str) -> str | None:
    if _TOTAL.search(text):
        return "total"
    if _SPAN.search(text) or _YEAR.search(text):
        return "year"
    month = _MONTH.search(text)
    if month:
        return "year" if "累计" in text and "本月" not in text and "当月" not in text else "month"
    return "any" if "累计" in text else None


def _telling(kind: Kind, heading: Heading, whole: str) -> list[Match]:
    """Fields whose telling part stands in the heading."""
    found = []
    for field in fields_of(kind).values():
        if not allowed(kind, field.key, whole):
            continue
        parts = [part for part in field.inside if part in heading.leaf]
        if parts:
            share = max(map(len, parts)) / max(len(heading.leaf), 1)
            found.append(_role(field, heading, 0.55 + 0.35 * share))
    return found


def _alike(kind: Kind, heading: Heading, whole: str) -> list[Match]:
    if len(heading.leaf) < 4:
        return []
    from rapidfuzz import fuzz, process

    words = [word for field in fields_of(kind).values() for word in field.exact]
    found: tuple[str, float, int] | None = process.extractOne(
        heading.leaf, words, scorer=fuzz.ratio, score_cutoff=80
    )
    field = exact_field(kind, found[0]) if found else None
    if found is None or field is None or not allowed(kind, field.key, whole):
        return []
    return [_role(field, heading, 0.6 * found[1] / 100)]


@cache
def known_word(kind: Kind, heading: Heading) -> float:
    """How surely a heading belongs to a kind of ledger, without guessing by likeness."""
    if not heading.leaf:
        return 0.0
    found = _outright(kind, heading) or _telling(kind, heading, heading.scope)
    return max((match.score for match in found), default=0.0)
