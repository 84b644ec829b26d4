"""What a row of a ledger of approvals says: which item, which state, which steps it means.

Words are those of county offices (代办台账); a state never comes without the day it needs.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.domain.approvals.state import State, Step, StepKind, fold
from invest_crm.domain.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.approvals.items import Item
    from invest_crm.domain.approvals.state import Course

ALIASES: Final[Mapping[str, str]] = {
    "REG": "企业开办 营业执照 公司注册 工商注册 设立登记 企业设立登记 注册登记 企业注册",
    "FILE": "项目备案 备案 立项 项目立项 备案证 企业投资项目备案证 立项备案 发改备案 项目备案证",
    "PRE": "用地预审 选址意见书 用地预审和选址 用地预审与规划选址 规划选址 项目选址 土地预审",
    "LANDP": "用地规划许可 用地规划许可证 建设用地规划许可",
    "TITLE": "不动产登记 不动产权证 土地证 不动产权证书 土地不动产权证 国有土地使用证",
    "GEO": "压覆矿产 地质灾害评估 地灾评估 压矿评估 地震安全性评价 压覆矿产资源评估",
    "CUL": "文物勘探 考古勘探 文物考古 文勘 文物调查勘探",
    "STAB": "稳评 稳定风险评估 社稳评估 社会稳定性风险评估",
    "FLO": "洪评 防洪评价 取水许可 洪水影响评价 水资源论证",
    "FOR": "林地审核 使用林地 林地手续 林草手续 使用林地审核同意书",
    "PLAN": "方案审查 设计方案 规划方案审查 总平审查 总平面图审查 修详规审查",
    "WORKP": "工程规划许可 工程规划许可证 建设工程规划许可 规划许可证",
    "DRAW": "图审 施工图图审 施工图设计文件审查 图纸审查",
    "FIRE-D": "消防设计审查 消防审查 消防设计",
    "AIR": "人防审查 人防手续 人防 防空地下室审批 易地建设费",
    "LIGHT": "防雷审核 防雷装置设计审核 防雷",
    "QS": "质安监 质量监督 安全监督 质量安全监督 质监安监",
    "CONP": "施工许可 施工许可证 开工许可 施工证 建设工程施工许可证",
    "EIA-B": "环评报告书 环境影响报告书 环评（报告书）",
    "EIA-F": "环评报告表 环境影响报告表 环评 环评批复 环境影响评价 环评审批 环评手续",
    "EIA-R": "环评登记表 环境影响登记表 环评备案",
    "ENE": "能评 节能报告 节能评估 节能报告审查 固定资产投资项目节能审查",
    "WAT-B": "水保报告书 水土保持报告书 水保方案报告书",
    "WAT-F": "水保报告表 水土保持报告表 水保 水保方案 水土保持方案 水土保持",
    "SAF": "安评 安全三同时 安全预评价 安全设施审查 安全设施设计审查 三同时",
    "ACC": "联合验收 竣工联合验收 竣工验收",
    "ACC-P": "规划核实 规划验收 规划条件核实",
    "ACC-F": "消防验收 消防备案 消防验收备案",
    "REC": "竣工备案 竣工验收备案",
    "DRAIN": "排水许可 排水许可证 污水排放许可 城镇污水排入排水管网许可",
    "POLL": "排污许可 排污许可证 排污登记 排污许可登记",
    "TRADE": "行业许可 食品生产许可 SC证 动物防疫条件合格证 食品生产许可证",
}
"""What offices call the shipped items, by code."""
STATES: Final[Mapping[State, str]] = {
    State.GRANTED: "已办结 办结 已完成 完成 已办理 已取得 已批复 已通过 通过 已发证 已领证 已办"
    " 已审批 已备案 准予许可 已核发 办理完成 是 已许可 办理完毕",
    State.ACCEPTED: "办理中 在办 正在办理 已受理 受理 审批中 审查中 正在审批 进行中 推进中 正办理"
    " 受理中 审核中 办理 正在推进 评审中",
    State.NOT_BEGUN: "未办理 未受理 未开始 待办 未申报 待申报 未启动 待受理 准备材料 未办 待办理"
    " 正在准备 材料准备中 资料准备中 筹备中 否 未申请",
    State.GAP: "容缺受理 容缺 已容缺受理 容缺办理",
    State.CORRECTING: "补正 材料补正 补正中 待补正 补件 补充材料 补正材料",
    State.STOPPED: "暂停计时 暂停 特别程序 中止 已中止 挂起 公示 公示中 专家评审 听证",
    State.REFUSED: "不予许可 不予受理 退件 退回 未通过 不予批准 已退件 已退回 不予备案",
    State.ENDED: "终止 已终止 撤回 撤销 已撤回 已撤销 终止办理 终结 程序终结",
    State.NOT_NEEDED: "不涉及 无需办理 不需要 无需 不需办理 免办 不用办理 豁免",
}
"""What offices call the states."""
PROMISED: Final = frozenset({"告知承诺", "已告知承诺", "承诺制", "告知承诺办结", "告知承诺制"})
"""Granted on promise: a grant without a check that is still due."""
_STATE_OF = {word: state for state, said in STATES.items() for word in said.split()}
_ALIAS_OF = {squeeze(word): code for code, said in ALIASES.items() for word in said.split()}
_BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
_TAIL = re.compile(r"(?:的?(?:审批|审查|审核|核发|核准|办理|手续|批复|许可证?|证书?))+$")
_DAYS = re.compile(r"(\d{1,3})\s*个?\s*(?:工作)?[日天]?")
_BEGIN = frozenset({StepKind.ACCEPTED, StepKind.GAP_ACCEPTED, StepKind.PROMISED})
_DECIDE = frozenset({StepKind.GRANTED, StepKind.REFUSED, StepKind.ENDED, StepKind.NOT_NEEDED})
_OUTCOMES = {
    State.REFUSED: StepKind.REFUSED,
    State.ENDED: StepKind.ENDED,
    State.NOT_NEEDED: StepKind.NOT_NEEDED,
}
_DONE = frozenset({State.GRANTED, State.REFUSED, State.ENDED, State.NOT_NEEDED})
_STANDING = frozenset({State.STOPPED, State.CORRECTING})


class Said(Struct, frozen=True):
    """What a row says of an approval. ``until``: the cut-off; ``promised``: granted on promise."""

    accepted: date | None = None
    decided: date | None = None
    state: State | None = None
    until: date = date.max
    promised: bool = False


class Meant(Struct, frozen=True):
    """What a row means: steps to add, ids of those they replace, and what cannot be taken over."""

    steps: tuple[Step, ...] = ()
    void: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def find_items(text: str, items: Mapping[str, Item]) -> list[str]:
    """The codes of the items a text may mean: by code, name, usual name, or the core of it.

    >>> from invest_crm.domain.approvals.items import shipped
    >>> find_items("环评报告表", shipped()), find_items("施工许可证（一期）", shipped())
    (['EIA-F'], ['CONP'])
    """
    said = squeeze(text)
    bare = _BRACKETS.sub("", said)
    for word in dict.fromkeys((said, bare)):
        found = _exactly(word, items)
        if found:
            return found
    core = _core(bare)
    same = [code for code, item in items.items() if core and _core(squeeze(item.zh)) == core]
    if same:
        return same
    return [code for code, item in items.items() if len(core) > 1 and core in squeeze(item.zh)]


def own_title(text: str, item: Item) -> str:
    """What a text says beyond the name of its item (二期, 厂房): the title of its own.

    >>> from invest_crm.domain.approvals.items import shipped
    >>> item = shipped()["CONP"]
    >>> own_title("施工许可证（二期）", item), own_title("施工许可证", item)
    ('施工许可证（二期）', '')
    """
    said = text.strip()
    more = _BRACKETS.search(squeeze(said)) and squeeze(said) not in _names(item)
    return said if more else ""


def state_said(text: str) -> tuple[State | None, bool]:
    """The state a word means, and whether it was granted on promise; None where it is unknown."""
    said = squeeze(_BRACKETS.sub("", text))
    if said in PROMISED:
        return State.GRANTED, True
    return _STATE_OF.get(said), False


def days_said(text: str) -> int | None:
    """How many days a limit has (7个工作日), None where it names none; at once is 0."""
    if "即" in text or "当场" in text:
        return 0
    found = _DAYS.search(text)
    return int(found[1]) if found else None


def meant(course: Course, steps: Sequence[Step], said: Said) -> Meant:
    """The steps that make an approval what a row says, as it stands after ``steps``.

    Nothing that happened is taken back: a row that says less than is stored is a ``reversal``.
    """
    made = _Made(course, list(steps), said)
    made.accept()
    made.decide()
    problems = tuple(made.problems)
    if not made.new or not made.fits():
        return Meant(problems=problems if not made.new else (*problems, "step-unfit"))
    return Meant(tuple(made.new), tuple(made.void), problems)


class _Made:
    """The history that comes of it, step by step."""

    def __init__(self, course: Course, steps: list[Step], said: Said) -> None:
        self._course, self._steps, self._said = course, steps, said
        self.new: list[Step] = []
        self.void: list[str] = []
        self.problems: list[str] = []

    def accept(self) -> None:
        """It was accepted on another day than is stored, or at all."""
        said, course = self._said, self._course
        if said.accepted is None or said.accepted == course.began:
            return
        again = course.state in (State.REFUSED, State.ENDED) and course.decided is not None
        if course.began is None or (again and said.accepted >= (course.decided or date.max)):
            self._add(self._way_in(), said.accepted)
            return
        begun = [step for step in self._steps if step.kind in _BEGIN and step.on == course.began]
        if begun:
            self.void.append(begun[-1].id)
        kind = begun[-1].kind if begun else StepKind.ACCEPTED
        self._add(kind, said.accepted)

    def decide(self) -> None:
        """It was decided on another day than is stored, or otherwise, or at all."""
        said, course = self._said, self._course
        if said.decided is None:
            self._undated()
            return
        wanted = said.state if said.state in _DONE and said.state is not None else State.GRANTED
        outcome = _OUTCOMES.get(wanted, StepKind.GRANTED)
        if any(step.kind is StepKind.PROMISED for step in self.new):
            return
        if course.decided is not None and not self._begins_again():
            if course.decided == said.decided and course.state is wanted:
                return
            last = [one for one in self._steps if one.kind in _DECIDE and one.on == course.decided]
            self.void += [last[-1].id] if last else []
        if course.state in _STANDING and outcome is StepKind.GRANTED:
            self._add(StepKind.RESUMED, said.decided)
        untouched = course.began is None and not self.new
        promise = said.promised and untouched and outcome is StepKind.GRANTED
        self._add(StepKind.PROMISED if promise else outcome, said.decided)

    def fits(self) -> bool:
        """Whether the history then says what the row says."""
        said = self._said
        kept = [step for step in self._steps if step.id not in self.void]
        course = fold(sorted((*kept, *self.new), key=lambda step: step.on))
        began = said.accepted is None or course.began == said.accepted
        return began and (said.decided is None or course.decided == said.decided)

    def _undated(self) -> None:
        """A state without the day it needs."""
        said, course = self._said, self._course
        if said.state is State.NOT_NEEDED and course.state is State.NOT_BEGUN and not self.new:
            self._add(StepKind.NOT_NEEDED, said.until)
        elif said.state in _DONE and course.state is not said.state:
            self.problems.append("decided-day-missing")
        elif said.state in _STANDING and course.state is not said.state:
            self.problems.append("stop-day-missing")
        elif said.state is not None and said.state not in _DONE and course.decided is not None:
            self.problems += [] if self._begins_again() else ["reversal"]

    def _begins_again(self) -> bool:
        ended = self._course.state in (State.REFUSED, State.ENDED)
        return ended and any(step.kind in _BEGIN for step in self.new)

    def _way_in(self) -> StepKind:
        if self._said.promised and self._said.decided in (None, self._said.accepted):
            return StepKind.PROMISED
        return StepKind.GAP_ACCEPTED if self._said.state is State.GAP else StepKind.ACCEPTED

    def _add(self, kind: StepKind, day: date) -> None:
        self.new.append(Step(kind, day))


def _exactly(word: str, items: Mapping[str, Item]) -> list[str]:
    if word.upper() in items:
        return [word.upper()]
    named = [code for code, item in items.items() if word in _names(item)]
    known = _ALIAS_OF.get(word)
    return named or ([known] if known in items and known is not None else [])


def _names(item: Item) -> tuple[str, ...]:
    return squeeze(item.zh), _BRACKETS.sub("", squeeze(item.zh)), squeeze(item.en)


def _core(word: str) -> str:
    return _TAIL.sub("", _BRACKETS.sub("", word))
