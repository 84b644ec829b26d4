"""The circular with a table of 1,000 signed, not started projects as a PDF."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.paths import resource
from invest_crm.reports.brief import (
    BulletinBrief,
    Calibre,
    Change,
    Disposal,
    NotStartedRow,
    Overall,
    Stage,
    StageFigure,
)
from invest_crm.reports.registry import render
from tests.bench.baselines import bare_reportlab_table
from tests.bench.data import firm_name

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.bench.board import Race

_ROWS = 1000
_YI = 10_000_000_000
_WRAPPED = 0


def test_bulletin_of_1_000_rows(race: Race, chance: random.Random, tmp_path: Path) -> None:
    brief = _brief(chance)
    rows = [
        ["项目", "投资方", "总投资", "签约", "月数", "环节", "天数", "责任单位", "领导", "下一步"]
    ]
    rows += [
        [
            row.name, row.investor, f"{(row.amount_fen or 0) / _YI:.2f}亿元", str(row.signed_on),
            str(row.months), row.step, str(row.step_days), row.holding_unit, row.leader,
            row.next_step,
        ]
        for row in brief.annex
    ]  # fmt: skip
    font = resource("fonts/NotoSansSC-Regular.ttf")
    ours, bare = tmp_path / "ours.pdf", tmp_path / "bare.pdf"
    race.run(
        "bulletin PDF of 1,000 rows ÷ bare reportlab table",
        lambda: render("signed-started-bulletin", brief, ours, system_fonts=False),
        lambda: bare_reportlab_table(font, rows, _WRAPPED, bare),
        bar=1.5,
        rounds=5,
    )
    assert ours.stat().st_size > 50_000
    assert bare.stat().st_size > 50_000


def _brief(chance: random.Random) -> BulletinBrief:
    base = NotStartedRow(
        name="", investor="", amount_fen=_YI, signed_on=date(2025, 1, 14), months=7, age=2,
        site_mode="供地", step="供地", step_days=27, reason="用地指标尚未落实",
        holding_unit="县自然资源局", leader="县委副书记", lead_unit="柳林镇", person="张三",
        next_step="9月底前完成土地挂牌出让", disposal=Disposal.PUSH,
    )  # fmt: skip
    annex = tuple(
        replace(
            base,
            name=f"年产{number}万吨肉羊屠宰及冷链加工项目",
            investor=firm_name(chance),
            amount_fen=chance.randint(20, 4000) * _YI // 100,
        )
        for number in range(1, _ROWS + 1)
    )
    return BulletinBrief(
        county="演示县", period="2025年1—8月份", as_of=date(2025, 8, 31),
        issued_on=date(2025, 9, 5),
        unit="演示县投资促进局", addressee="各乡镇人民政府，县政府各部门",
        overall=Overall(
            signed_count=_ROWS, signed_amount_fen=_ROWS * _YI, count_change=Change(None),
            amount_change=Change(None), target=None,
            stages=(StageFigure(Stage.STARTED, 0, None),), grades=(), funds_fen=0, funds_rate=None,
        ),
        calibre=Calibre("default-2026", ()), ranking_basis="总投资", rankings=(), by_chain=(),
        annex=annex, demo=True, fingerprint="1-00000000",
    )  # fmt: skip
