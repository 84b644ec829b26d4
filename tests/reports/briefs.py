"""Small briefs for the tests of the documents: a county that does not exist."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from invest_crm.reports.blocks import Block, Column, Document
from invest_crm.reports.brief import (
    BulletinBrief,
    Calibre,
    ChainRow,
    Change,
    Disposal,
    FigureCell,
    GradeCount,
    KeyProject,
    NotStartedBrief,
    NotStartedRow,
    Overall,
    Problem,
    Stage,
    StageFigure,
    Target,
    UnitRow,
)
from invest_crm.reports.follow_up import FollowUpBrief, FollowUpRow
from invest_crm.reports.record_card import CardBrief, CardColumn, CardSection
from invest_crm.reports.review import ReviewBrief, ReviewConditionRow, ReviewOpinionRow
from invest_crm.reports.stat_lists import StatColumn, StatListBrief
from invest_crm.reports.tables import TableBrief

YI = 10_000_000_000


def row(**changes: Any) -> NotStartedRow:
    base = NotStartedRow(
        name="肉羊屠宰及冷链加工项目",
        investor="山西某某牧业股份有限公司",
        amount_fen=YI,
        signed_on=date(2025, 1, 14),
        months=7,
        age=2,
        site_mode="供地",
        step="供地",
        step_days=27,
        reason="用地指标尚未落实",
        holding_unit="县自然资源局",
        leader="县委副书记",
        lead_unit="柳林镇",
        person="张三",
        next_step="9月底前完成土地挂牌出让",
        disposal=Disposal.PUSH,
    )
    return replace(base, **changes)


ROWS = (
    row(
        name="商贸物流园项目",
        amount_fen=None,
        months=13,
        age=3,
        signed_on="2024年7月",
        presumed=True,
    ),
    row(),
    row(name="5GWh储能电池PACK项目", amount_fen=5 * YI + 12_345_678, months=2, age=0, step="环评"),
)


def overall(**changes: Any) -> Overall:
    base = Overall(
        signed_count=24,
        signed_amount_fen=623_300_000_000,
        count_change=Change(Fraction(1, 11)),
        amount_change=Change(Fraction(18, 100)),
        target=Target(100 * YI, Fraction(6233, 10_000), Fraction(6233, 10_000) - Fraction(8, 12)),
        stages=(
            StageFigure(Stage.PERFORMED, 22, Fraction(22, 24)),
            StageFigure(Stage.STARTED, 15, Fraction(15, 24)),
            StageFigure(Stage.IN_STATS, 0, None),
        ),
        grades=(GradeCount(1, 3), GradeCount(2, 0), GradeCount(3, 12)),
        funds_fen=214_000_000_000,
        funds_rate=Fraction(344, 1000),
    )
    return replace(base, **changes)


def bulletin_brief(**changes: Any) -> BulletinBrief:
    base = BulletinBrief(
        county="临川县",
        period="2025年1—8月份",
        as_of=date(2025, 8, 31),
        issued_on=date(2025, 9, 5),
        unit="临川县投资促进局",
        addressee="各乡镇人民政府，县政府各部门",
        overall=overall(),
        calibre=Calibre("default-2026", ("框架协议、意向书不计。",)),
        headline=(
            FigureCell("started.rate", "开工率", "62.50", "%", "开工项目数÷签约项目数。", 15, 24),
            FigureCell("in_stats.rate", "入库率", "", "%", "入库项目数÷开工项目数。"),
        ),
        ranking_basis="开工率",
        rankings=(
            UnitRow(1, "柳林镇", 14, 400_000_000_000, 9, Fraction(9, 14)),
            UnitRow(2, "县工信局", 10, 223_300_000_000, 6, Fraction(6, 10)),
            UnitRow(None, "高新区管委会", 0, 0, 0, None),
        ),
        by_chain=(ChainRow("肉羊", 24, 623_300_000_000, 15, 5, Fraction(15, 24)),),
        key_projects=(KeyProject("冷库项目", "航兴饲料", 3 * YI, "在建", "主体封顶"),),
        problems=(Problem("县文广旅局", "本年签约4个项目，至今未有项目开工"),),
        next_steps=("紧盯签约未开工项目，逐一制定开工计划",),
        annex=ROWS,
        demo=True,
        fingerprint="3f9a 71c2",
    )
    return replace(base, **changes)


def stat_brief(**changes: Any) -> StatListBrief:
    base = StatListBrief(
        title="应入未入投资项目清单",
        county="泰和县",
        unit="泰和县投促局",
        as_of=date(2025, 8, 31),
        columns=(
            StatColumn("序号", 10),
            StatColumn("项目名称", 60),
            StatColumn("计划总投资（万元）", 24, number=True),
        ),
        rows=(("1", "甲项目", "64000"), ("2", "=乙", "6500（协议）")),
        notes=("单个企业收入资料依统计法保密。",),
        fingerprint="12-3fa9c1d2",
    )
    return replace(base, **changes)


def follow_up_brief(**changes: Any) -> FollowUpBrief:
    base = FollowUpBrief(
        name="肉羊屠宰及冷链加工项目",
        as_of=date(2025, 8, 31),
        unit="某县招商局",
        rows=(
            FollowUpRow("2025年8月30日", "拜访", "赴宁波拜访，谈了用地和用电", "张三、王总"),
            FollowUpRow("2025年5月", "签约", "投资协议", "李四"),
        ),
        tasks=(FollowUpRow("2025-09-10", "待办", "报送地块资料", "李四"),),
        fingerprint="12-0a1b2c3d",
    )
    return replace(base, **changes)


def list_brief(**changes: Any) -> NotStartedBrief:
    base = NotStartedBrief(
        county="临川县",
        as_of=date(2025, 8, 31),
        unit="临川县投资促进局",
        rows=ROWS,
        calibre=Calibre("default-2026"),
        fingerprint="3f9a 71c2",
    )
    return replace(base, **changes)


def card_brief(**changes: Any) -> CardBrief:
    facts = (CardColumn("事项", 36), CardColumn("内容", 120))
    months = (CardColumn("月份", 60), CardColumn("当月完成", 40, number=True))
    base = CardBrief(
        name="肉羊屠宰及冷链加工项目",
        lead="项目处于“开工建设”时段。",
        as_of=date(2025, 8, 31),
        unit="临川县投资促进局",
        sections=(
            CardSection("基本情况", facts, (("投资方", "=临川牧业"), ("总投资", "3.5 亿元"))),
            CardSection("月报", months, (("2025-08", "1,200"),), "单位：万元"),
            CardSection("证据目录", facts, ()),
        ),
        demo=True,
        fingerprint="3f9a 71c2",
    )
    return replace(base, **changes)


def table_brief(**changes: Any) -> TableBrief:
    base = TableBrief(
        title="“五个一”包联责任表",
        unit="临川县投资促进局",
        as_of=date(2025, 8, 31),
        columns=(Column("序号", 8), Column("项目名称", 40), Column("总投资（万元）", 20)),
        rows=((1, "=冷库项目", 35000), (2, "肉羊屠宰项目", 12000.5), (3, "待定项目", None)),
        total=("", "合计", 47000.5),
        unit_note="截至2025年8月31日",
        notes=("“五个一”不全的项目1个。",),
        demo=True,
        fingerprint="3f9a 71c2",
    )
    return replace(base, **changes)


def review_brief(**changes: Any) -> ReviewBrief:
    base = ReviewBrief(
        project="肉羊屠宰及冷链加工项目",
        number=2,
        unit="临川县投资促进局",
        as_of=date(2025, 8, 31),
        facts=(("投资方", "临川牧业"), ("总投资", "3.5 亿元")),
        outcome="有条件通过",
        opinions=(
            ReviewOpinionRow("县发改局", "产业政策与准入", "同意", "", "吴芳 2025年8月20日"),
            ReviewOpinionRow("县林业局", "选址", "有条件同意", "避让林地", "赵文 2025年8月21日"),
        ),
        conditions=(ReviewConditionRow("县林业局", "避让林地", "张三", "2025年9月20日", "待办"),),
        note="会议纪要另附",
        fingerprint="3f9a 71c2",
    )
    return replace(base, **changes)


def document(*blocks: Block, mark: str = "") -> Document:
    return Document("题目", "单位", "主题", date(2025, 9, 5), "zh_CN", blocks, mark)
