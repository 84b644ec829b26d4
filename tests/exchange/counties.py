# ruff: noqa: E501, DTZ001
"""Ledgers of other counties: other words, order, units, years and layouts, with what they mean.

``expect`` gives for each row number the fields as ``import --json`` shows them (dates as their
value, ``?`` for a milestone of unknown date); ``kind``, ``as_of`` and other facts of the ledger.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.exchange.ledgers import Line, Table


@dataclass
class County:
    """One foreign ledger and its truth."""

    label: str
    lines: list[Line]
    kind: str
    expect: dict[int, dict[str, Any]]
    merges: list[str] = field(default_factory=list)
    as_of: str | None = None
    skipped: int | None = None
    talks: bool = False
    header_rows: tuple[int, ...] | None = None
    extra_keys: dict[int, set[str]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return Table(self.lines, self.merges)


COUNTIES = [
    County(
        "unit 万元 in the headings, cooperating firm last, no caption",
        [
            ["甲县2023年1-6月招商引资合同项目进展情况一览表"],
            ["No.", "招商引资项目名称", "协议总投资\n（万元）", "合同引资额（万元）", "累计到位资金（万元）", "签订时间",
             "开工日期", "竣工时间", "计划投产时间", "落户地", "用地面积（亩）", "引荐单位", "包抓县级领导", "联系人", "联系电话", "客商名称"],
            [1, "年产10万吨饲料项目", 12000, 11000, 3500, dt.datetime(2023, 1, 6), dt.datetime(2023, 3, 1), "",
             dt.datetime(2023, 12, 1), "城关镇", 120, "县畜牧局", "王建国", "李卫东", 13912345678, "山东某某饲料有限公司"],
            [2, "冷链物流园", "1.2亿元", 12000, "", "2023.5.9", "/", "", "2024年底", "河西镇", "约80亩", "河西镇", "李明", "张伟", "0355-3334444", "江苏某某物流有限公司"],
            ["", "合计", 24000, 23000, 3500],
        ],
        "projects",
        {
            3: {"name": "年产10万吨饲料项目", "total_investment": "12000", "external_funds": "11000",
                "funds_in_place": "3500", "signed_on": "2023-01-06", "started_on": "2023-03-01",
                "completed_on": None, "township": "城关镇", "land_mu": "120", "lead_unit": "县畜牧局",
                "leader": "王建国", "contacts": [{"name": "李卫东", "phone": "13912345678"}],
                "investor": "山东某某饲料有限公司", "agreement_type": "INVESTMENT"},
            4: {"total_investment": "12000", "signed_on": "2023-05-09", "started_on": None, "land_mu": "80",
                "contacts": [{"name": "张伟", "phone": "0355-3334444"}]},
        },
        as_of="2023-06-30",
        skipped=1,
        extra_keys={3: {"计划投产时间"}, 4: {"计划投产时间"}},
    ),
    County(
        "three heading rows, unit 万元 in the caption, sub-headings 是否 and 时间",
        [
            ["乙市丙区2022年签约项目履约台账"],
            ["填报日期：2022年11月30日", "", "", "", "", "", "", "单位：万元"],
            ["序号", "项目基本情况", "", "", "手续办理情况", "", "", "", "", "", "备注"],
            ["", "项目名称", "投资主体", "投资额", "开工", "", "入库", "", "投产", "", ""],
            ["", "", "", "", "是否", "时间", "是否", "时间", "是否", "时间", ""],
            [1, "新材料产业园", "深圳新材料股份公司", 50000, "是", "2022.3.15", "是", "2022年6月", "否", "", ""],
            [2, "光伏组件项目", "江西光伏有限公司", 80000, "√", "", "否", "", "", "", "重点"],
        ],
        "projects",
        {
            6: {"name": "新材料产业园", "investor": "深圳新材料股份公司", "total_investment": "50000",
                "started_on": "2022-03-15", "in_stats_on": "2022-06", "in_production_on": None},
            7: {"total_investment": "80000", "started_on": "?", "in_stats_on": None, "remark": "重点"},
        },
        merges=["A1:K1", "A3:A5", "B3:D3", "E3:J3", "K3:K5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:H4", "I4:J4"],
        as_of="2022-11-30",
        header_rows=(3, 4, 5),
    ),
    County(
        "total on top, units in brackets of the group, headings repeated on the next page",
        [
            ["丁县重点招商项目推进情况表（2024年9月20日）"],
            ["序号", "项目名称", "建设单位", "投资情况（亿元）", "", "签约时间", "形象进度", "责任单位", "分管领导"],
            ["", "", "", "计划总投资", "累计到位资金", "", "", "", ""],
            ["合计", "", "", 6.5, 1.2, "", "", "", ""],
            [1, "智能装备制造", "甲公司", 5, 1.2, "2024年1月", "主体封顶", "县工信局", "刘强"],
            ["序号", "项目名称", "建设单位", "投资情况（亿元）", "", "签约时间", "形象进度", "责任单位", "分管领导"],
            ["", "", "", "计划总投资", "累计到位资金", "", "", "", ""],
            [2, "绿色食品加工", "乙公司", 1.5, 0, "2024年4月", "土地平整", "县农业局", "陈东"],
        ],
        "projects",
        {
            5: {"name": "智能装备制造", "total_investment": "50000", "funds_in_place": "12000",
                "signed_on": "2024-01", "progress_text": "主体封顶", "leader": "刘强"},
            8: {"name": "绿色食品加工", "total_investment": "15000", "funds_in_place": "0"},
        },
        merges=["A1:I1", "D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "A4:C4"],
        as_of="2024-09-20",
        skipped=3,
    ),
    County(
        "plain yuan, leader merged over several projects, firm first",
        [
            ["戊县2025年上半年新签约项目清单"],
            ["单位：元"],
            ["企业名称", "项目名称", "投资总额", "固定资产投资", "签约日期", "工商注册时间", "包保领导", "牵头单位", "是否开工"],
            ["安徽甲有限公司", "标准厂房一期", 350000000, 280000000, "20250115", "2025年2月", "县委书记 张三", "经开区", "已开工"],
            ["江西乙有限公司", "标准厂房二期", "1.2亿元", "", "2025-06-01", "未注册", "", "", "未开工"],
            ["广东丙有限公司", "家具产业园", 90000000, 60000000, 45778, "正在办理", "副县长 李四", "县工信局", "否"],
        ],
        "projects",
        {
            4: {"name": "标准厂房一期", "investor": "安徽甲有限公司", "total_investment": "35000",
                "fixed_investment": "28000", "signed_on": "2025-01-15", "registered_on": "2025-02",
                "started_on": "?", "lead_unit": "经开区"},
            5: {"name": "标准厂房二期", "total_investment": "12000", "registered_on": None, "started_on": None,
                "leader": "县委书记张三", "lead_unit": "经开区"},
            6: {"total_investment": "9000", "signed_on": "2025-05-01", "leader": "副县长李四"},
        },
        merges=["G4:G5", "H4:H5"],
        as_of="2025-06-30",
    ),
    County(
        "talks named 意向, in 万元, contacts split in name and telephone under one group",
        [
            ["己县意向项目跟踪表"],
            ["截止时间：2026年3月13日"],
            ["序号", "意向项目", "洽谈客商", "意向投资额（万元）", "客商联系人", "", "洽谈进展", "存在的困难", "跟踪单位"],
            ["", "", "", "", "姓名", "电话", "", "", ""],
            ["1", "新能源汽车配件", "宁波某某汽车部件有限公司", "5000-8000", "郑海", "13800009772", "已来访两次", "无", "县工信局"],
            ["2", "预制菜中央厨房", "河南某某食品有限公司", "待定", "秦春", "13500007703", "电话联系", "用地", "县商务局"],
            ["3", "文创园", "个人投资", 0, "朱华", "", "", "", ""],
        ],
        "projects",
        {
            5: {"name": "新能源汽车配件", "total_investment": "5000", "flags": ["range"],
                "contacts": [{"name": "郑海", "phone": "13800009772"}], "lead_unit": "县工信局", "problem_text": "无"},
            6: {"total_investment": None, "flags": ["unknown"]},
            7: {"total_investment": None, "contacts": [{"name": "朱华"}]},
        },
        merges=["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4", "I3:I4"],
        as_of="2026-03-13",
        talks=True,
    ),
    County(
        "monthly with 8月 headings and two groups",
        [
            ["庚县2025年8月招商引资到位资金完成情况月报表"],
            ["金额单位：亿元"],
            ["序号", "项目名称", "到位资金", "", "完成固定资产投资", "", "", "项目进度", "统计代码"],
            ["", "", "8月", "1-8月累计", "当月", "本年累计", "自开工累计", "", ""],
            [1, "智能终端", 0.02, 0.31, 0.01, 0.2, 0.9, "在建", "A123456789"],
            [2, "纺织园", "", 0.5, 0, 0.4, 0.4, "在建", ""],
            ["合计", "", 0.02, 0.81, 0.01, 0.6, 1.3, "", ""],
        ],
        "monthly",
        {
            5: {"name": "智能终端", "month": "2025-08", "funds_month": "200", "funds_year": "3100",
                "completed_month": "100", "completed_year": "2000", "completed_total": "9000",
                "stat_code": "A123456789", "progress_text": "在建"},
            6: {"funds_month": None, "funds_year": "5000", "completed_month": "0"},
        },
        merges=["A1:I1", "C3:D3", "E3:G3", "A3:A4", "B3:B4", "H3:H4", "I3:I4"],
        as_of="2025-08-31",
        skipped=1,
    ),
    County(
        "requests with other words, closing told in words",
        [
            ["辛县企业反映问题办理销号台账"],
            ["数据截至2025年12月5日"],
            ["编号", "市场主体", "问题类别", "问题描述", "提出时间", "承办单位", "办理时限", "办理进展", "办结状态", "联系人"],
            ["QY001", "某某建材厂", "拖欠账款", "工程款未结清", "2025年11月3日", "县住建局、城投公司", "2025年11月30日前", "正在核实", "办理中", "赵六"],
            ["QY002", "某某超市", "执法检查", "检查频次高", "11月10日", "县市场监管局", "11月20日", "已答复", "已办结", ""],
        ],
        "requests",
        {
            4: {"firm": "某某建材厂", "kind": "拖欠账款", "content": "工程款未结清", "received_on": "2025-11-03",
                "due_on": "2025-11-30", "unit": "县住建局", "closed": False, "progress_text": "正在核实"},
            5: {"received_on": "2025-11-10", "due_on": "2025-11-20", "closed": True, "unit": "县市场监管局"},
        },
        as_of="2025-12-05",
    ),
    County(
        "firms with other words",
        [
            ["壬县招商目标企业库"],
            ["序号", "单位名称", "社会信用代码", "注册资金（万元）", "经营范围", "总部所在地", "法人代表", "法人电话", "对应产业链", "企业规模"],
            [1, "杭州某某科技有限公司", "91330402MA5PDPU84U", 5000, "电子元件", "浙江杭州", "王强", "13700002033", "电子信息产业链", "中型"],
            [2, "某某牧业有限公司", "", "1.2亿元", "肉羊养殖", "内蒙古", "", "", "羊产业", ""],
        ],
        "firms",
        {
            3: {"name": "杭州某某科技有限公司", "credit_code": "91330402MA5PDPU84U", "registered_capital": "5000",
                "business": "电子元件", "region": "浙江杭州", "legal_person": "王强", "chain": "electronics"},
            4: {"name": "某某牧业有限公司", "registered_capital": "12000", "chain": "mutton-sheep", "credit_code": None},
        },
        extra_keys={3: {"企业规模"}},
    ),
    County(
        "contacts",
        [
            ["癸县项目联络员通讯录"],
            ["序号", "单位名称", "姓名", "职务", "手机号码", "办公电话", "负责项目"],
            [1, "县商务局", "赵文", "股长", 13800007300, "0350-1234567", "冷链项目"],
            [2, "柳林镇", "何国", "副镇长", "13500003740", "", ""],
        ],
        "contacts",
        {
            3: {"name": "赵文", "post": "股长", "phone": "13800007300", "firm": "县商务局", "project": "冷链项目"},
            4: {"name": "何国", "post": "副镇长", "phone": "13500003740"},
        },
    ),
    County(
        "five-ones responsibility table: deadlines are fields, but no milestones",
        [
            ["子县重点项目“五个一”包联责任表"],
            ["截至2025年4月底"],
            ["序号", "项目名称", "总投资（万元）", "包联领导", "责任单位", "责任人", "工作专班成员", "专班联络员及电话", "开工时限", "竣工时限", "目前形象进度"],
            [1, "高端铝材", 150000, "县长 周杰", "县发改局\n县工信局", "吴芳", "甲、乙、丙", "冯海 13500008367", "2025年6月", "2026年12月", "办理手续"],
        ],
        "projects",
        {
            4: {"name": "高端铝材", "total_investment": "150000", "lead_unit": "县发改局", "task_force": "甲、乙、丙",
                "progress_text": "办理手续", "leader": "县长周杰", "start_by": "2025-06",
                "complete_by": "2026-12"},
        },
        as_of="2025-04-30",
    ),
    County(
        "numbered columns, text numbers, framework agreements, place column",
        [
            ["丑县2021年度招商引资项目库", "", "", "", "", "", "", "", ""],
            ["统计时间：2021年12月31日", "", "", "", "", "", "单位：万元、亩", "", ""],
            ["序号", "项目名称", "投资商", "来源地", "协议类型", "总投资", "其中：固定资产投资", "占地", "签约时间"],
            ["甲", "乙", "丙", "丁", "戊", "1", "2", "3", "4"],
            ["1", "“数谷”项目", "贵州某某", "贵州贵阳", "框架协议", "10,000", "8,000.50", "50", "2021.11"],
            ["2", "养老中心", "四川某某", "四川成都", "正式合同", "3000万美元", "", "", "2021年三季度"],
            ["", "", "", "", "", "", "", "", ""],
            ["注：1.本表按协议统计。", "", "", "", "", "", "", "", ""],
            ["2.固定资产投资含设备。", "", "", "", "", "", "", "", ""],
        ],
        "projects",
        {
            5: {"total_investment": "10000", "fixed_investment": "8000.5", "land_mu": "50", "agreement_type": "FRAMEWORK",
                "signed_on": "2021-11", "funds_origin": "贵州贵阳"},
            6: {"total_investment": None, "flags": ["currency"], "agreement_type": "FORMAL", "signed_on": "2021-Q3"},
        },
        as_of="2021-12-31",
        skipped=3,
    ),
    County(
        "no title at all, unit only inside the cells",
        [
            ["项目", "业主", "投资规模", "建设地点", "建设内容", "开工时间", "入统时间"],
            ["酒业技改", "某某酒业", "3.2亿元", "酒业园区", "扩产", "2025.6", ""],
            ["民宿集群", "某某文旅", "6500万元", "云台乡", "民宿20栋", "", ""],
        ],
        "projects",
        {
            2: {"name": "酒业技改", "total_investment": "32000", "township": "酒业园区", "started_on": "2025-06"},
            3: {"total_investment": "6500", "investor": "某某文旅"},
        },
    ),
]  # fmt: skip
