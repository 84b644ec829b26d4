# ruff: noqa: E501
"""Ledgers as county offices keep them, written for the tests: titles, merged headings, sections."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

Line = list[Any]


@dataclass
class Table:
    """A sheet in the making: lines top to bottom, merges as A1 ranges."""

    lines: list[Line]
    merges: list[str] = field(default_factory=list)
    name: str = "Sheet1"
    hidden_rows: list[int] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)


def write_xlsx(path: Path, *tables: Table) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        for row, line in enumerate(table.lines, 1):
            for column, value in enumerate(line, 1):
                if value is not None and value != "":
                    sheet.cell(row, column, value)
        for merge in table.merges:
            sheet.merge_cells(merge)
        for row in table.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for place, number_format in table.formats.items():
            sheet[place].number_format = number_format
    book.save(path)
    return path


def write_csv(path: Path, lines: list[Line], encoding: str = "gb18030", sep: str = ",") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sep, lineterminator="\r\n").writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


SIGNED = Table(
    name="签约项目台账",
    lines=[
        ["某某县2024年招商引资签约项目台账（截至2024年10月31日）"],
        ["填报单位：县投促局　　　　　　　单位：亿元"],
        ["序号", "项目名称", "投资方", "建设内容及规模", "所属产业链", "投资情况", "", "",
         "签约时间", "项目进展", "", "", "", "", "目前进展情况", "存在问题", "包联县领导",
         "责任单位", "责任人及电话", "备注"],
        ["", "", "", "", "", "总投资", "其中：固投", "已到位资金", "", "是否注册", "是否开工",
         "开工时间", "是否入库", "是否投产", "", "", "", "", "", ""],
        ["一、已投产项目（1个）"],
        [1, "大湾肉羊屠宰项目", "湖北大湾食品有限公司", "年屠宰20万只", "肉羊", "约3.5亿", 2.1, 0.77,
         "2024.2.14", "√", "是", "2024年3月", "已完成", "√", "已投产", "无",
         "县委常委、常务副县长", "县商务局", "赵文 13800007300", ""],
        [],
        ["二、在建项目（1个）"],
        [2, "远山传感器项目\n（一期）", "上海远山电子有限公司", "传感器", "电子信息",
         "5.2亿（其中固投4.16亿）", 3.64, 2.08, 45337, "是", "√", "2024.6", "×", "否", "主体施工",
         "资金未到位", "县委副书记", "县投促局、县工信局", "王新强（副局长）13900005831；秦振 13900003607", ""],
        [3],
        ["三、签约未开工项目（2个）"],
        [4, "清河冷链项目", "重庆清河物流有限公司", "冷库", "电商物流", "８０００万", 0.5, 0, "2024.10",
         "否", "×", "未定", "否", "×", "洽谈供地", "用地指标", "副县长", "柳林镇", "何国 13500003740", ""],
        [5, "白马研学营地", "北京白马文旅有限公司", "营地", "研学旅游", 1, "", "/", "2024.11.20",
         "", "", "2025.3", "", "", "签约", "", "副县长", "东河镇", "许文 13700003840", ""],
        ["", "合  计", "", "", "", 10.5, "=SUM(G6:G12)", 2.86],
        ["填表说明：1.总投资以协议为准。"],
        ["审核人：                 填报人："],
    ],
    merges=["A1:T1", "A2:T2", *(f"{c}3:{c}4" for c in "ABCDEIOPQRST"), "F3:H3", "J3:N3",
            "A5:T5", "A8:T8", "A11:T11", "A15:T15"],
)  # fmt: skip

TALKS = Table(
    name="在谈",
    lines=[
        ["某市某区在谈项目周调度表（2026年第10周）"],
        ["序号", "项目名称", "拟投资企业（所在地）", "拟投资额（亿元）", "主要建设内容", "对接人及联系方式",
         "本周进展", "下周计划", "需协调解决的问题", "牵头单位", "更新日期"],
        [1, "拟建新能模具项目", "上海新能光电有限公司（上海）", 0.08, "模具", "杨东立\n13500000931",
         "电话对接", "邀请考察", "/", "柳林镇", "3月6日"],
        [2, "拟建牧草项目", "河北牧草有限公司（河北邢台）", "2-2.5亿", "牧草", "孙平梅\n13900007796",
         "赴企业考察", "邀请考察", "/", "县工信局", "3月2日"],
        [3, "拟建秸秆项目", "湖南秸秆有限公司", "暂未确定", "秸秆", "秦燕\n13800000639", "对接", "", "", "", ""],
        [4, "拟建屠宰项目", "福建屠宰有限公司", 0, "屠宰", "朱新文 13800002749", "对接", "", "", "", ""],
    ],
    merges=["A1:K1"],
)  # fmt: skip

MONTHLY = Table(
    name="月报",
    lines=[
        ["某某县招商引资项目2026年3月份到位资金及固投完成情况表"],
        ["单位：万元"],
        ["序号", "项目名称", "行业", "总投资", "年度计划投资", "本月完成", "本年累计完成", "占年度计划%",
         "自开工累计完成", "本月到位", "本年累计到位", "形象进度", "入库时间", "统计项目编码"],
        [1, "大湾肉羊屠宰项目", "制造业", 35000, 12600, 293, 2820, 22.38, 9820, 146, 22750, "基础施工",
         "2025年06月", "646546518133997821"],
        [2, "远山传感器项目", "制造业", 20000, 9600, 690, 3169, 33.01, 3169, -345, 4400, "设备安装",
         "未入库", 640988058361946025],
        ["", "合计", "", "=SUM(D4:D5)", 22200, 983, 5989, "", 12989, -199, 27150],
    ],
    merges=["A1:N1"],
)  # fmt: skip

REQUESTS = Table(
    name="诉求",
    lines=[
        ["2026年市场主体包联走访问题诉求台账"],
        ["序号", "企业名称", "诉求类型", "诉求内容", "收集时间", "责任单位", "办结时限", "办理情况", "是否销号"],
        [1, "河北邢台博源有限公司", "用地", "希望协调供地", "2026.6.9", "县商务局", "2026-06-24", "已对接", "否"],
        [2, "广东东莞启诚有限公司", "融资", "希望协调贷款", "2026.3.4", "柳林镇", "2026-03-19", "已解决", "是"],
    ],
    merges=["A1:I1"],
)  # fmt: skip

FIRMS: list[Line] = [
    ["企业名称", "统一社会信用代码", "所在地", "主营业务", "注册资本(万元)", "所属产业链", "法定代表人",
     "联系电话", "是否上市", "备注"],
    [" 浙江嘉兴鼎达教育科技股份有限公司　", "91510703magb8be84w ", "浙江嘉兴", "研学", 8750, "研学旅游", "杨永",
     "13800008243", "否", ""],
    ["上海瑞泰食品有限公司", "91441900MAURRWR88A", "上海", "食品", 25000, "鲜食玉米", "褚梅", "0350-0009042",
     "否", "首行\n次行"],
]  # fmt: skip
