"""The columns of the blank workbooks: headings the import knows outright, and how to fill them.

The words are Chinese whatever language the window has: they are what offices write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.exchange.fields import Kind

Form = Literal["text", "long", "code", "number", "day", "month", "choice"]
YES_NO: Final = ("是", "否")
CHAINS: Final = "产业链"
"""Stands for the county's own chains, known when a template is written."""


class Column(Struct, frozen=True):
    """A column: heading, width in characters, what kind of cells, how it is filled, an example."""

    heading: str
    width: float
    form: Form
    how: str
    example: str
    must: bool = False
    choices: tuple[str, ...] = ()


class Template(Struct, frozen=True):
    """A blank workbook: the title of its table, its columns."""

    title: str
    columns: tuple[Column, ...]


_NUMBER = Column("序号", 6, "text", "可不填", "1")
_CHAIN = Column(
    "所属产业链", 14, "choice", "从下拉列表中选；没有的照实写", "生猪", choices=(CHAINS,)
)
_PHONE = Column("联系电话", 16, "code", "手机或座机，多个用顿号隔开；本列已设为文本", "13800000000")
_UNIT = Column("责任单位", 18, "text", "第一个为责任单位，其余为配合单位，用顿号隔开", "县投促局")
_STAT = Column("统计项目编码", 22, "code", "统计部门入库编码；本列已设为文本", "140000202600001")
_DAY = "写 2026-03-05；只知道月份写 2026年3月。将来的日期不作为已完成"


def _ticked(heading: str, what: str) -> Column:
    how = f"从下拉列表中选“是”或“否”；{what}"
    return Column(heading, 10, "choice", how, "是", choices=YES_NO)


def _money(heading: str, what: str, example: str) -> Column:
    how = f"只写数字，单位见表头；{what}。不知道的留空，不要写 0"
    return Column(heading, 16, "number", how, example)


TEMPLATES: Final[Mapping[Kind, Template]] = {
    "projects": Template(
        "招商引资签约项目台账",
        (
            _NUMBER,
            Column("项目名称", 30, "text", "与协议一致；同一项目每次都用同一个名称",
                   "云岭生猪屠宰加工项目", must=True),
            Column("投资方", 28, "text", "投资企业全称", "云岭食品有限公司"),
            Column("建设内容及规模", 36, "long", "主要建设内容、产能", "年屠宰生猪 50 万头"),
            _CHAIN,
            Column("协议类型", 12, "choice", "从下拉列表中选；意向、框架协议不计入新签约",
                   "投资协议",
                   choices=("投资协议", "正式合同", "框架协议", "意向书", "补充协议", "增资协议")),
            _money("总投资（亿元）", "协议总投资", "2.5"),
            _money("固定资产投资（亿元）", "其中固定资产部分", "2"),
            _money("已到位资金（亿元）", "自签约以来累计", "0.8"),
            Column("用地面积（亩）", 12, "number", "只写数字", "80"),
            Column("签约时间", 13, "day", _DAY, "2026-03-05"),
            _ticked("是否注册", "本地公司已注册"),
            _ticked("是否立项", "已备案或核准"),
            _ticked("是否供地", "用地或厂房已落实"),
            _ticked("是否开工", "已实质性开工，平场、奠基不算"),
            Column("开工时间", 13, "day", _DAY, "2026-06-18"),
            _ticked("是否入库", "已入固定资产投资库"),
            _ticked("是否投产", "已投产或运营，含试生产"),
            Column("投产时间", 13, "day", _DAY, ""),
            Column("项目代码", 26, "code", "投资项目在线平台代码；本列已设为文本",
                   "2603-140000-04-01-100001"),
            _STAT,
            Column("落户乡镇", 12, "text", "所在乡镇", "城关镇"),
            Column("所在园区", 16, "text", "不在园区的留空", "云岭经济开发区"),
            Column("目前进展情况", 32, "long", "写到截止日期为止的情况", "主体施工完成六成"),
            Column("存在问题", 30, "long", "需要协调的事项；没有的留空", "临时用电容量不足"),
            Column("包联县领导", 14, "text", "姓名，可写职务；几位用顿号隔开", "常务副县长王某"),
            _UNIT,
            Column("工作专班", 18, "text", "专班名称或成员", "生猪产业专班"),
            Column("责任人", 12, "text", "具体负责的人", "张某"),
            _PHONE,
            Column("备注", 20, "long", "其他说明", ""),
        ),
    ),
    "firms": Template(
        "企业名录",
        (
            _NUMBER,
            Column("企业名称", 30, "text", "营业执照上的全称", "云岭食品有限公司", must=True),
            Column("统一社会信用代码", 24, "code", "18 位；本列已设为文本", "91140000MA0000007K"),
            Column("所在地", 20, "text", "省市县，如 浙江省嘉兴市", "浙江省嘉兴市"),
            Column("主营业务", 30, "long", "主要产品或服务", "生猪屠宰、肉制品加工"),
            _money("注册资本（万元）", "营业执照上的数", "5000"),
            Column("法定代表人", 14, "text", "姓名", "李某"),
            _CHAIN,
            Column("联系人", 14, "text", "姓名，可写职务：张某（副总）", "张某（副总）"),
            _PHONE,
        ),
    ),
    "contacts": Template(
        "联系人名单",
        (
            _NUMBER,
            Column("姓名", 14, "text", "一行一人", "陈某", must=True),
            Column("职务", 16, "text", "所任职务", "副总经理"),
            Column("所在单位", 30, "text", "企业全称，与企业名录一致", "云岭食品有限公司"),
            replace(_PHONE, example="13900000000"),
            Column("对应项目", 30, "text", "与项目台账中的名称一致；没有的留空",
                   "云岭生猪屠宰加工项目"),
        ),
    ),
    "monthly": Template(
        "项目投资完成情况月报表",
        (
            _NUMBER,
            Column("项目名称", 30, "text", "须是系统中已有的项目，名称一致",
                   "云岭生猪屠宰加工项目", must=True),
            Column("月份", 12, "month", "写 2026年6月", "2026年6月", must=True),
            _money("本月完成投资（万元）", "当月数", "350"),
            _money("本年累计完成投资（万元）", "1 月至本月", "2100"),
            _money("开工以来累计完成投资（万元）", "自开工至今", "5200"),
            _money("本月到位资金（万元）", "当月数", "300"),
            _money("本年累计到位资金（万元）", "1 月至本月", "1800"),
            _STAT,
            Column("形象进度", 36, "long", "一两句话", "主体封顶，设备进场"),
        ),
    ),
    "requests": Template(
        "企业诉求台账",
        (
            _NUMBER,
            Column("企业名称", 30, "text", "提出诉求的企业", "云岭食品有限公司", must=True),
            Column("诉求类型", 14, "choice", "从下拉列表中选；没有的照实写", "水电气讯",
                   choices=("用地", "水电气讯", "融资", "用工", "审批", "政策", "其他")),
            Column("诉求内容", 40, "long", "要解决什么", "厂区双回路供电未接通", must=True),
            Column("收集时间", 13, "day", _DAY, "2026-06-10"),
            Column("办结时限", 13, "day", "写 2026-07-10", "2026-07-10"),
            _UNIT,
            Column("办理情况", 36, "long", "办到哪一步", "供电公司已现场勘查"),
            Column("是否销号", 10, "choice", "从下拉列表中选“是”或“否”", "否", choices=YES_NO),
        ),
    ),
}  # fmt: skip
"""By kind of ledger. A heading is in the vocabulary of its kind (``lexicon``); a test imports
every one, filled in by the examples."""
