"""From one heading to the fields it may mean, by words alone.

Exact headings first, then the rules for milestones (是否开工, 开工时间) and monthly figures
(本月完成, 1-8月累计到位), then telling parts, then likeness. Samples of the column are weighed
elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.exchange.fields import Match, allowed, exact_field, fields_of
from invest_crm.exchange.phrasing import (
    composed,
    is_post,
    is_sum_of,
    respellings,
    without_until,
)
from invest_crm.exchange.words_revenue import revenue_score

if TYPE_CHECKING:
    from invest_crm.exchange.fields import Field, Kind, Role
    from invest_crm.exchange.heading import Heading

_ROOTS = {
    "signed_on": "签约 签订 合同签订 协议签订 签约合同 签订合同 签订协议 签约协议 合同 签署"
    " 正式签约"
    " 项目签约 合同签约 合同签署 协议签署 协议签约 签约落地 签订合同协议 正式签订 投资协议签订"
    " 投资合同签订 签订投资协议 入园协议签订 协议",
    "registered_on": "注册 工商注册 企业注册 公司注册 注册登记 营业执照 工商登记 新公司注册"
    " 项目公司注册"
    " 注册公司 企业注册登记 办理营业执照 落地注册 工商注册登记 公司注册登记 注册企业 新注册公司"
    " 营业执照办理 公司设立 企业设立 市场主体注册 公司成立 企业成立 成立公司 新公司成立 设立公司"
    " 领取营业执照 落户注册 注册落户 本地公司注册 本地注册 在本县注册 落户",
    "filed_on": "备案 立项 项目备案 核准 立项备案 备案立项 审批核准备案 项目立项 备案核准"
    " 核准备案 立项批复"
    " 备案证办理 取得备案证 备案证"
    " 发改备案 可研批复 审批备案 立项核准 备案手续 立项手续 项目核准 发改立项 审批 投资备案",
    "land_on": "供地 用地落实 土地落实 土地摘牌 摘牌 拿地 取得土地 土地出让 用地保障 土地手续"
    " 用地手续"
    " 用地 土地 落实用地 供应土地 土地供应 土地招拍挂 挂牌 土地证 不动产权证 用地审批 用地批复 落地"
    " 取得土地使用权 落实土地 土地挂牌 净地交付 交地 土地划拨 建设用地批复 厂房落实 场地落实",
    "started_on": "开工 动工 开工建设 项目开工 动工建设 实质开工 正式开工 开工动工 实质性开工"
    " 开建 进场施工"
    " 破土动工 落地开工 进场 启动建设",
    "in_stats_on": "入库 纳统 固投入库 统计入库 纳统入库 入库纳统 项目入库 入库入统 入统入库"
    " 固定资产投资入库"
    " 投资入库 统计纳入库 项目纳统 固投纳统 五千万入库 500万入库 入统计库 纳入统计库 纳入统计"
    " 纳入固投库 入固投库 投资入统 纳入固定资产投资库",
    "completed_on": "竣工 建成 完工 竣工验收 项目竣工 项目建成 建成竣工 竣工建成 验收 主体完工",
    "in_production_on": "投产 投产运营 建成投产 运营 投运 竣工投产 试投产 开业 投用 投产达效"
    " 正式投产 试生产"
    " 投入使用 投入运营 投产营业 项目投产 投入生产 投产使用 投产投用 营业 投产见效",
    "in_size_on": "入规 入统 升规 上规 规上 小升规 升规纳统 规上入统 升规入统 入规入统 企业入规"
    " 企业入统"
    " 四上入统 四上 规上企业 升规升限 达规 纳规 上限入规 规模以上"
    " 纳入规上 纳入规上企业 规上企业入库",
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
_ACTUAL = re.compile(r"^实际(?:完成)?(?P<what>时间|日期|年月|情况)?$")
_PLANNED_GROUP = re.compile(
    r"计划|预计|预期|目标(?!企业|客商)|任务|约定|承诺|力争|倒排|要求|拟(?:开|动|竣|投产|定)"
)
_PLANNED_SIGNING = re.compile(r"计划|预计|拟签")
_DONE_GROUP = re.compile(r"实际|(?:完成|执行|落实|推进|进展)情况")
_MONEY_GROUP = re.compile(r"投资|资金|金额|引资")

_PERSON = frozenset(["姓名", "名字", "领导"])
_NAME = frozenset(["名称", "全称", "简称"])
_OF_PARENT = _PERSON | frozenset(["名称", "电话", "联系电话", "职务", "联系方式", "手机", "单位"])
_WEAK_ROOTS = frozenset(
    ["合同", "审批", "土地", "用地", "落地", "营业", "运营", "验收", "营业执照"]
)
_ASKED_ROOTS = frozenset(["协议", "落户", "进场", "备案证"])
"""Roots that are milestones only where the heading asks for a date or a yes: 协议日期."""
_AREAS = frozenset(["亩", "公顷", "平方米", "万平方米", "m2", "万m2", "平方公里"])
_SURE = 0.9

_FUNDS = re.compile(r"到位|到资|到账")
_DONE = re.compile(r"完成|固投|投资|入库|工作量|累计")
_MONTHLY_NEVER = re.compile(
    r"计划|目标|任务|占|比例|比重|%|率|同比|环比|(?<!新)增|序时|(?<!完成)总投资$|协议|合同|问题|说明|情况$|时间|差额"
    r"|上年|去年|上月|预计|内容|下月|营业收入|业务收入|主营收入|营收"
)
_SPAN = re.compile(r"(?:1|一)月?份?[-—–－~～至到](\d{1,2}|[一二三四五六七八九十]{1,2})月")
_TOTAL = re.compile(
    r"完成总投资|自?开工(?:以来|至今|起|后)?|项目累计|历年|总累计|建设以来|开建以来|自签约"
)
_YEAR = re.compile(r"本年|今年|当年|年度|年初|全年|年内|20\d\d年(?!\d{1,2}月)|年累计|截至|截止")
_MONTH = re.compile(
    r"本月|当月|(?<![-—–－~～至到\d])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!底)|月度|本期"
)

_EXACT, _JOINED, _RULE, _COMPOSED = 1.0, 0.97, 0.95, 0.93

_OUTLINE = re.compile(r"基本|情况|信息|概况|要素")
_ALTERNATIVES = re.compile(r"[/、]")
_LEADING = re.compile(r"领导|法人|法定|董事|责任")
_PHONE = re.compile(r"电话|手机|联系方式|号码|座机|联系号码")
_WITH_NAME = re.compile(r"[及和与、/]|姓名")
_SINCE_START = frozenset(["funds_in_place", "external_funds", "completed_total"])
_CALLED = frozenset(["name", "firm", "text", "units"])


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
    return _outright(kind, heading) or _telling(kind, heading) or _alike(kind, heading)


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
    if kind == "revenue":
        score = revenue_score(heading.scope + heading.hint)
        if score:
            return [Match("revenue", "", score)]
    if kind == "firms" and is_post(heading.leaf) and not _LEADING.search(heading.parent):
        return [Match("contacts", "post", _RULE)]
    found += _named(kind, heading)
    return found or _in_parts(kind, heading)


def _named(kind: Kind, heading: Heading) -> list[Match]:
    """Fields whose listed words, or whose parts, make up the heading."""
    found: list[Match] = []
    for word, score in _spellings(kind, heading):
        field = exact_field(kind, word)
        if field and _permitted(kind, field.key, heading):
            found.append(_role(field, heading, score))
    if found:
        return found
    for word in (heading.joined, heading.leaf + heading.parent, heading.leaf):
        for spelling in (word, *respellings(word)):
            key = composed(kind, spelling)
            if key and _permitted(kind, key, heading):
                return [_role(fields_of(kind)[key], heading, _COMPOSED)]
    return []


def _in_parts(kind: Kind, heading: Heading) -> list[Match]:
    """The fields of 诉求人/单位 taken part by part, the first part before the others."""
    parts = [part for part in _ALTERNATIVES.split(heading.leaf) if part]
    if len(parts) < 2:
        return []
    for part in parts:
        found = _named(kind, replace(heading, leaf=part))
        if found:
            return [
                _role(fields_of(kind)[match.key], heading, match.score - 0.05) for match in found
            ]
    return []


def _permitted(kind: Kind, key: str, heading: Heading) -> bool:
    """Whether neither the words nor, for a sum since the start, the brackets forbid a field."""
    words = without_until(heading.scope)
    if key in _SINCE_START:
        words += without_until(heading.hint)
    return allowed(kind, key, words)


def _spellings(kind: Kind, heading: Heading) -> list[tuple[str, float]]:
    """The words to look up: leaf, parent with leaf, the parent of a mere 姓名 or 名称."""
    parent, leaf = heading.parent, heading.leaf
    if parent and leaf in _OF_PARENT and re.search("领导|链长", parent):
        return [(parent, _EXACT)] if leaf in _PERSON else []
    of_parent = _field_of_parent(kind, heading)
    if of_parent:
        return [(of_parent, _EXACT)]
    tries = [(heading.joined, _JOINED), (leaf, _EXACT)]
    if parent:
        core = _OUTLINE.sub("", parent)
        tries += [(core + leaf, _RULE), (leaf + parent, _RULE)]
        if leaf in _OF_PARENT:
            tries.append((parent, _RULE))
    turned = [(other, _RULE) for word, _ in tries[:2] for other in respellings(word)]
    return tries + turned


def _field_of_parent(kind: Kind, heading: Heading) -> str | None:
    """The word of the group whose own column this is: 投资方/名称, 总投资/合计; else None."""
    for word in (_OUTLINE.sub("", heading.parent), heading.parent):
        field = exact_field(kind, word)
        if field is None or not _permitted(kind, field.key, heading):
            continue
        if heading.leaf in _NAME and field.shape in _CALLED and field.key != "content":
            return word
        if heading.leaf in _PERSON and field.key == "legal_person":
            return word
        if is_sum_of(heading.leaf) and field.shape == "money":
            return word
    return None


def _role(field: Field, heading: Heading, score: float) -> Match:
    if field.shape != "contacts":
        role: Role = ""
        if field.key == "closed" and _DATE_WORD.search(heading.leaf):
            role = "date"
        return Match(field.key, role, score)
    if _PHONE.search(heading.leaf):
        # 责任人电话 is a telephone; 责任人及电话 is a person with one.
        return Match(field.key, "" if _WITH_NAME.search(heading.leaf) else "phone", score)
    return Match(field.key, "name", score)


def _milestone(heading: Heading) -> list[Match]:
    """A milestone column: its root word, and whether it holds a flag, a date or either."""
    if heading.unit in _AREAS or (_PLAN.search(heading.hint) and "签" not in heading.hint):
        return []
    for word, score in _milestone_words(heading):
        found = _root(word)
        if found is None:
            continue
        root, role = found
        role = _milestone_role(heading, role)
        if root in _ASKED_ROOTS and not role:
            continue
        if _is_planned(heading, _ROOT_KEY[root]):
            continue
        weak = root in _WEAK_ROOTS and not role
        if weak and _MONEY_GROUP.search(heading.parent):
            continue
        return [Match(_ROOT_KEY[root], role, score - 0.25 if weak else score)]
    return []


def _is_planned(heading: Heading, key: str) -> bool:
    """Whether a group above speaks of a plan: 年度计划/开工时间. Nobody agrees on a signing day."""
    plan = _PLANNED_SIGNING if key == "signed_on" else _PLANNED_GROUP
    if _ACTUAL.match(heading.leaf):
        return False
    return any(plan.search(parent) and not _DONE_GROUP.search(parent) for parent in heading.parents)


def _milestone_words(heading: Heading) -> list[tuple[str, float]]:
    parent, leaf = heading.parent, heading.leaf
    tries = [(leaf, _EXACT)]
    if parent:
        actual = _ACTUAL.match(leaf)
        if actual:
            return [(parent + (actual["what"] or ""), _EXACT)]
        generic = leaf in _GENERIC
        tries.append((heading.joined, _EXACT if generic else _RULE))
        if generic or leaf.startswith("是否"):
            tries.insert(0, (parent + leaf, _EXACT))
    return tries + [(other, score) for word, score in tries for other in respellings(word)]


def _root(word: str) -> tuple[str, Role] | None:
    """The root of a milestone's heading and what the words around it ask for."""
    role: Role = ""
    for _ in range(5):
        if word in _ROOT_KEY:
            return word, role
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


def figure_named(heading: Heading) -> str:
    """The figure of a month that a heading names by itself (本月完成), empty for none."""
    found = _monthly(heading.scope + heading.hint)
    return found[0].key if found else ""


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


def _telling(kind: Kind, heading: Heading) -> list[Match]:
    """Fields whose telling part stands in the heading."""
    found = []
    for field in fields_of(kind).values():
        if not _permitted(kind, field.key, heading):
            continue
        parts = [part for part in field.inside if part in heading.leaf]
        if parts:
            share = max(map(len, parts)) / max(len(heading.leaf), 1)
            found.append(_role(field, heading, 0.55 + 0.35 * share))
    return found


def _alike(kind: Kind, heading: Heading) -> list[Match]:
    if len(heading.leaf) < 4:
        return []
    from rapidfuzz import fuzz, process

    words = [word for field in fields_of(kind).values() for word in field.exact if len(word) > 3]
    found: tuple[str, float, int] | None = process.extractOne(
        heading.leaf, words, scorer=fuzz.ratio, score_cutoff=80
    )
    field = exact_field(kind, found[0]) if found else None
    if found is None or field is None or not _permitted(kind, field.key, heading):
        return []
    return [_role(field, heading, 0.6 * found[1] / 100)]


@cache
def known_word(kind: Kind, heading: Heading) -> float:
    """How surely a heading belongs to a kind of ledger, without guessing by likeness."""
    if not heading.leaf:
        return 0.0
    found = _outright(kind, heading) or _telling(kind, heading)
    return max((match.score for match in found), default=0.0)
