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
_STATES = ("已通", "在建", "未通")
_UTILITY = "从下拉列表中选；可照实写容量和时间，如：在建，10MVA，2026.12"
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
    "approvals": Template(
        "审批事项代办台账",
        (
            _NUMBER,
            Column("项目名称", 30, "text", "项目台账里的名称", "云岭生猪屠宰加工项目",
                   must=True),
            Column("项目代码", 26, "code", "在线审批监管平台代码，可不填；本列已设为文本", ""),
            Column("审批事项", 30, "text", "事项目录里的名称，通用简称也可以",
                   "环境影响报告表审批", must=True),
            Column("主管部门", 20, "text", "与事项目录相同的可不填", "市生态环境局县分局"),
            Column("受理时间", 13, "day", "写 2025-03-05；未受理的留空", "2025-03-05"),
            Column("承诺时限", 13, "text", "如 7个工作日；以事项目录为准，仅作核对", "7个工作日"),
            Column("办结时间", 13, "day", "写 2025-03-12；未办结的留空", ""),
            Column("状态", 13, "choice", "从下拉列表中选", "办理中",
                   choices=("未办理", "办理中", "容缺受理", "已办结", "不予许可", "已终止",
                            "不涉及")),
            Column("代办员", 12, "text", "盯办这一事项的人", "王敏"),
            Column("备注", 30, "long", "办到哪一步", "已现场踏勘"),
        ),
    ),
    "revenue": Template(
        "企业营业收入台账",
        (
            _NUMBER,
            Column("企业名称", 30, "text", "须是系统中已有的企业，名称一致", "云岭食品有限公司",
                   must=True),
            Column("统一社会信用代码", 24, "code", "18 位，填了的先按代码对应；本列已设为文本",
                   "91140000MA0000007K"),
            Column("所属期", 16, "month", "写 2025年6月；累计数写 2025年1-6月；全年写 2024年",
                   "2025年1-6月", must=True),
            replace(_money("营业收入（万元）", "工业企业为主营业务收入", "1250.5"), must=True),
            Column("数据来源", 16, "choice", "从下拉列表中选；不得填写统计部门的单个企业数据",
                   "企业上报", choices=("企业上报", "利润表", "增值税申报表")),
            Column("更正原因", 26, "long", "与已报数不同时写明原因；其余留空", ""),
        ),
    ),
    "parcels": Template(
        "土地厂房台账",
        (
            _NUMBER,
            Column("宗地名称", 28, "text", "地块或厂房的名称", "云岭开发区东区1号地块", must=True),
            Column("地块编号", 18, "code", "全县唯一，再次导入时按编号对应；本列已设为文本",
                   "JK-2026-01"),
            Column("类别", 10, "choice", "从下拉列表中选“地块”或“厂房”", "地块",
                   choices=("地块", "厂房")),
            Column("所在乡镇", 12, "text", "所在乡镇", "城关镇"),
            Column("所在园区", 16, "text", "不在园区的留空", "云岭经济开发区"),
            Column("位置", 24, "text", "四至或道路", "纬一路以南、经三路以东"),
            Column("面积（亩）", 11, "number", "土地面积，只写数字；厂房可不填", "86.5"),
            Column("建筑面积（㎡）", 14, "number", "厂房的建筑面积，只写数字；地块不填", ""),
            Column("用途", 14, "text", "土地用途或适合的产业", "工业用地"),
            Column("规划条件", 28, "long", "容积率、建筑系数等", "容积率≥1.2，建筑系数≥40%"),
            Column("权属", 24, "text", "受让人或权利人；未供的写储备单位", "县土地储备中心"),
            Column("状态", 13, "choice", "从下拉列表中选；厂房选后三项之一", "批而未供",
                   choices=("批而未供", "供而未用", "闲置", "低效", "已供在用", "空置",
                            "部分空置")),
            Column("批准文号", 22, "text", "用地批准文号", "省政土〔2025〕12号"),
            Column("批准日期", 13, "day", _DAY, "2025-06-18"),
            Column("供应日期", 13, "day", "出让合同或划拨决定书的日期；未供的留空", ""),
            Column("合同编号", 20, "code", "出让合同编号；本列已设为文本", ""),
            _money("出让价款（万元）", "合同价款，用来算闲置费", "1200"),
            Column("约定动工时间", 13, "day", "合同约定的日期，可以是将来", ""),
            Column("约定竣工时间", 13, "day", "合同约定的日期，可以是将来", ""),
            Column("实际动工时间", 13, "day", "经认定的动工日期；项目“开工”不能代替", ""),
            _ticked("是否政府原因", "因规划调整、未交净地等未动工的选“是”"),
            *(Column(heading, 14, "choice", _UTILITY, example, choices=_STATES)
              for heading, example in (
                  ("道路", "已通"), ("给水", "已通，DN300"), ("排水", "已通"),
                  ("电力", "在建，10MVA，2026.12"), ("通讯", "已通"), ("燃气", "未通"),
                  ("供热", "未通"), ("场地平整", "已通"))),
            Column("层高（米）", 10, "number", "厂房净高，只写数字", ""),
            Column("荷载（吨/㎡）", 12, "number", "楼面荷载，只写数字", ""),
            Column("行车（吨）", 10, "number", "最大起重量，只写数字", ""),
            Column("租金（元/㎡·月）", 15, "number", "参考租金，只写数字", ""),
            Column("可供时间", 13, "day", "可以供地或入驻的日期，可以是将来", "2026-03-01"),
            Column("意向项目", 22, "text", "已有意向的项目或企业", ""),
            Column("处置方式", 14, "text", "调剂、收回、协商盘活、追加投资、嫁接招商、腾笼换鸟",
                   "嫁接招商"),
            Column("责任单位", 18, "text", "牵头处置的单位", "县自然资源局"),
            Column("处置时限", 13, "day", "写 2026-07-10", "2026-07-10"),
            Column("进展情况", 32, "long", "办到哪一步", "已完成场地平整"),
            Column("备注", 20, "long", "其他说明", ""),
        ),
    ),
}  # fmt: skip
"""By kind of ledger. A heading is in the vocabulary of its kind (``lexicon``); a test imports
every one, filled in by the examples."""
