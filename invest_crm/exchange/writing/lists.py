"""The other lists as tables: headings the import knows, widths, which columns are money.

Money is in 万元 and says so in the heading, so that a single row of headings is enough.
"""

from __future__ import annotations

from msgspec import Struct

from invest_crm.exchange.writing.cells import Column


class Table(Struct, frozen=True):
    """A list: name of its sheet and file, and its columns."""

    sheet: str
    columns: tuple[Column, ...]

    def with_extra(self, headings: tuple[str, ...]) -> Table:
        """The table with the columns that imported files had beyond ours."""
        return Table(self.sheet, (*self.columns, *(Column(heading, 16) for heading in headings)))

    @property
    def headings(self) -> list[str]:
        """The headings from left to right."""
        return [column.heading for column in self.columns]


FIRMS = Table(
    "企业名录",
    (
        Column("企业名称", 34),
        Column("统一社会信用代码", 22),
        Column("简称", 12),
        Column("曾用名", 16),
        Column("所在地", 14),
        Column("行政区划代码", 13),
        Column("主营业务", 28),
        Column("行业代码", 10),
        Column("注册资本（万元）", 16),
        Column("法定代表人", 11),
        Column("所属产业链", 12),
        Column("所处环节", 30),
        Column("标签", 14),
        Column("信息来源", 12),
        Column("是否本地", 9),
        Column("是否规上", 9),
        Column("联系人及电话", 30),
        Column("备注", 20),
    ),
)
MONTHLY = Table(
    "投资完成情况月报",
    (
        Column("项目名称", 34),
        Column("月份", 10),
        Column("本月完成（万元）", 16),
        Column("本年累计完成（万元）", 18),
        Column("自开工累计完成（万元）", 20),
        Column("本月到位（万元）", 16),
        Column("本年累计到位（万元）", 18),
        Column("自开工累计到位（万元）", 20),
        Column("形象进度", 22),
        Column("统计项目编码", 22),
    ),
)
REQUESTS = Table(
    "诉求台账",
    (
        Column("企业名称", 34),
        Column("诉求类型", 12),
        Column("诉求内容", 40),
        Column("收集时间", 12),
        Column("责任单位", 18),
        Column("办结时限", 12),
        Column("办理情况", 32),
        Column("是否销号", 9),
    ),
)
PARCELS = Table(
    "土地厂房台账",
    (
        Column("类别", 8),
        Column("地块编号", 16),
        Column("宗地名称", 28),
        Column("所在乡镇", 12),
        Column("所在园区", 16),
        Column("位置", 24),
        Column("面积（亩）", 11),
        Column("建筑面积（㎡）", 14),
        Column("用途", 14),
        Column("规划条件", 26),
        Column("权属", 26),
        Column("状态", 11),
        Column("批准文号", 20),
        Column("批准日期", 12),
        Column("已供面积（亩）", 13),
        Column("供应日期", 12),
        Column("未供原因", 22),
        Column("合同编号", 20),
        Column("出让价款（万元）", 15),
        Column("约定动工时间", 13),
        Column("约定竣工时间", 13),
        Column("实际动工时间", 13),
        Column("已建比例", 10),
        Column("已投资比例", 11),
        Column("停工时间", 12),
        Column("是否政府原因", 13),
        Column("闲置认定时间", 13),
        Column("认定依据", 20),
        Column("道路", 14),
        Column("给水", 14),
        Column("排水", 14),
        Column("电力", 18),
        Column("通讯", 14),
        Column("燃气", 14),
        Column("供热", 14),
        Column("场地平整", 14),
        Column("层高（米）", 10),
        Column("荷载（吨/㎡）", 12),
        Column("行车（吨）", 10),
        Column("租金（元/㎡·月）", 15),
        Column("可供时间", 12),
        Column("意向项目", 22),
        Column("处置方式", 14),
        Column("责任单位", 16),
        Column("处置时限", 12),
        Column("进展情况", 30),
        Column("备注", 20),
    ),
)
"""In the order of ``domain.parcel_fields.FIELDS``."""
APPROVALS = Table(
    "审批事项台账",
    (
        Column("项目名称", 34),
        Column("项目代码", 26),
        Column("审批事项", 30),
        Column("事项编码", 10),
        Column("主管部门", 22),
        Column("受理时间", 12),
        Column("承诺时限", 14),
        Column("到期时间", 12),
        Column("办结时间", 12),
        Column("状态", 12),
        Column("代办员", 12),
        Column("备注", 30),
    ),
)
REVENUE = Table(
    "企业营业收入台账",
    (
        Column("企业名称", 34),
        Column("统一社会信用代码", 24),
        Column("所属期", 16),
        Column("营业收入（万元）", 18),
        Column("数据来源", 26),
        Column("更正原因", 30),
    ),
)
CONTACTS = Table(
    "通讯录",
    (
        Column("姓名", 12),
        Column("职务", 14),
        Column("联系电话", 18),
        Column("企业名称", 34),
        Column("项目名称", 34),
    ),
)
YES, NO = "是", "否"
ROLES = {"existing": "现有", "target": "目标", "leader": "链主", "supporting": "配套"}
"""A firm's part on a node of a chain, by its code."""
