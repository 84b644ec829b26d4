"""What the bulletin says, in both languages, for full, thin and contradictory facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from invest_crm import words
from invest_crm.reports import bulletin_sentences as say
from invest_crm.reports import not_started
from invest_crm.reports.blocks import Annex, Block, Document, Paragraph, Table, Title
from invest_crm.reports.brief import Change, NoGrowth, Problem, Reach, Target, UnitRow
from invest_crm.reports.bulletin_text import bulletin, not_started_list, ordinal
from invest_crm.reports.numbers import amount, fixed, percent, period, yi
from invest_crm.reports.plain import plain
from tests.reports.briefs import ROWS, YI, bulletin_brief, list_brief, overall, row

Golden = Callable[[str, str | bytes], None]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with words.using("zh_CN"):
        yield


def _table_text(table: Table) -> list[str]:
    rows = [tuple(c.header for c in table.columns), *table.rows, table.total]
    lines = [" | ".join(cell.replace("\n", "/") for cell in cells) for cells in rows if cells]
    return [table.caption, table.unit_note, *lines, *table.notes]


def _block_text(block: Block) -> list[str]:
    if isinstance(block, Title):
        return ["|".join(block.phrases)]
    if isinstance(block, Table):
        return _table_text(block)
    if isinstance(block, Annex):
        return [block.label, block.title, *_table_text(block.table)]
    if isinstance(block, Paragraph):
        return [block.lead + block.text]
    fields = [getattr(block, name) for name in block.__struct_fields__]
    return ["、".join(f) if isinstance(f, tuple) else f for f in fields if not isinstance(f, int)]


def _as_text(document: Document) -> str:
    lines = [line for block in document.blocks for line in [*_block_text(block), ""]]
    return "\n".join([document.title, document.mark, "", *lines])


def test_the_bulletin_in_chinese(golden: Golden) -> None:
    golden("reports/bulletin.zh_CN.txt", _as_text(bulletin(bulletin_brief())))


def test_the_bulletin_in_english(golden: Golden) -> None:
    with words.using("en"):
        golden("reports/bulletin.en.txt", _as_text(bulletin(bulletin_brief())))


def test_the_list_in_chinese(golden: Golden) -> None:
    golden("reports/not_started.zh_CN.txt", _as_text(not_started_list(list_brief())))


@pytest.mark.parametrize(
    ("change", "words_wanted"),
    [
        (Change(Fraction(18, 100)), "同比增长18.0%"),
        (Change(Fraction(-18, 100)), "同比下降18.0%"),
        (Change(Fraction(0)), "同比持平"),
        (Change(Fraction(1, 10_000)), "同比基本持平"),
        (Change(Fraction(2)), "同比增长200.0%"),
        (Change(None, NoGrowth.BASE_ZERO), "上年同期为0"),
        (Change(None, NoGrowth.NOT_COMPARABLE), "与上年同期不可比"),
        (Change(None), ""),
        (None, ""),
    ],
)
def test_growth_is_said_as_an_office_says_it(change: Change | None, words_wanted: str) -> None:
    assert say.growth(change) == words_wanted


@pytest.mark.parametrize(
    ("ahead", "words_wanted"),
    [
        (Fraction(4231, 10_000), "超序时进度42.3个百分点"),
        (Fraction(-1292, 10_000), "欠序时进度12.9个百分点"),
        (Fraction(0), "与序时进度持平"),
        (None, ""),
    ],
)
def test_pace_is_told_in_percentage_points(ahead: Fraction | None, words_wanted: str) -> None:
    assert say.pace(ahead) == words_wanted


def test_the_lead_sentence_is_that_of_the_seed() -> None:
    brief = bulletin_brief(overall=replace(overall(), count_change=None, target=None))
    assert say.overall_sentence(brief) == (
        "截至2025年8月31日，临川县新签约招商引资项目24个，协议总投资62.33亿元，同比增长18.0%。"
    )


def test_a_rate_without_denominator_is_left_unsaid() -> None:
    text = say.stage_sentence(overall().stages)
    assert text.endswith("尚无项目入库。")
    assert "入库率" not in text


def test_nothing_is_said_without_data() -> None:
    empty = bulletin_brief(
        overall=overall(stages=(), grades=(), funds_fen=None),
        rankings=(),
        by_chain=(),
        key_projects=(),
        annex=(),
        problems=(Problem("", "资料报送不及时"),),
        headline=(),
        next_steps=("按月调度",),
    )
    text = _as_text(bulletin(empty))
    assert "二、存在的问题" in text
    assert "三、下步工作要求" in text
    for absent in ("签约项目中", "已开工项目按", "到位资金", "排名", "附件", "未开工"):
        assert absent not in text


def test_one_annex_is_not_numbered() -> None:
    text = _as_text(bulletin(bulletin_brief(headline=())))
    assert "附件1" not in text
    assert "附件：\n签约未开工项目清单\n" in text
    assert "数据指纹：3f9a 71c2。" in text


def test_the_last_three_are_named_only_among_six_or_more() -> None:
    units = tuple(UnitRow(i, f"单位{i}", 1, YI, 1, Fraction(1)) for i in range(1, 7))
    assert "居后三位的是单位4、单位5、单位6" in say.ranking_sentence(bulletin_brief(rankings=units))
    assert "居后" not in say.ranking_sentence(bulletin_brief(rankings=units[:5]))


def test_a_tie_at_the_cut_names_no_one() -> None:
    def told(*ranks: int) -> str:
        units = tuple(UnitRow(n, f"单位{i}", 1, YI, 1, None) for i, n in enumerate(ranks))
        return say.ranking_sentence(bulletin_brief(rankings=units))

    assert told(1, 2, 3, 3, 5, 6) == "各单位签约与开工情况见下表。"
    assert told(1, 2, 2, 4, 4, 4, 4).endswith("居前三位的是单位0、单位1、单位2。")
    assert "居后三位的是单位4、单位5、单位6" in told(1, 2, 2, 4, 5, 5, 7)


def test_a_period_without_projects_is_said_in_one_sentence() -> None:
    brief = bulletin_brief(overall=overall(signed_count=0, signed_amount_fen=0, grades=()))
    text = _as_text(bulletin(brief))
    assert "截至2025年8月31日，临川县尚无新签约招商引资项目。" in text
    assert "签约项目中" not in text


def test_a_circular_names_no_person_and_the_list_does() -> None:
    assert "张三" not in _as_text(bulletin(bulletin_brief()))
    assert "责任人" not in _as_text(bulletin(bulletin_brief()))
    assert "张三" in _as_text(not_started_list(list_brief()))


def test_a_list_of_no_project_says_so() -> None:
    (line,) = not_started.table((), bulletin_brief().as_of).rows
    assert line[:2] == ("", "无")


def test_a_small_amount_is_never_nothing() -> None:
    assert [yi(fen) for fen in (40_000_000, 49_999_999, 50_000_000, 0)] == [
        "0.004",
        "0.005",
        "0.01",
        "0.00",
    ]
    assert amount(40_000_000) == "40万元"
    assert amount(12_345_678_000_000) == "1234.57亿元"
    with words.using("en"):
        assert amount(40_000_000) == "RMB 0.4 million"


def test_a_period_names_the_year_once() -> None:
    assert period(date(2025, 1, 1), date(2025, 8, 20)) == "2025年1月1日至8月20日"
    assert period(date(2024, 12, 1), date(2025, 8, 20)) == "2024年12月1日至2025年8月20日"
    with words.using("en"):
        assert period(date(2025, 1, 1), date(2025, 8, 20)) == "1 January to 20 August 2025"


def test_a_title_line_ends_within_a_long_name_only_after_a_province_or_a_city() -> None:
    name = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗"
    title = next(b for b in bulletin(bulletin_brief(county=name)).blocks if isinstance(b, Title))
    assert title.phrases[1:4] == ("内蒙古自治区", "呼伦贝尔市", "莫力达瓦达斡尔族自治旗")
    assert f"关于{name}2025年1—8月份" in title.text


def test_units_are_named_for_projects_signed_over_six_months_ago() -> None:
    late = say.overdue_by_unit(
        (row(months=6, age=1), row(months=9, name="乙"), row(months=6, name="甲"))
    )
    assert late == [("柳林镇", "“乙”“甲”签约超过6个月，至今未开工。")]
    many = say.overdue_by_unit(tuple(row(months=8, name=str(i)) for i in range(5)))
    assert many[0][1] == "“0”“1”“2”等5个项目签约超过6个月，至今未开工。"


def test_the_total_adds_raw_amounts_and_says_what_rounding_did() -> None:
    third = YI // 3
    rows = tuple(row(amount_fen=third) for _i in range(3))
    table = not_started.table(rows, bulletin_brief().as_of)
    assert [cells[3] for cells in table.rows] == ["0.33"] * 3
    assert table.total[3] == "1.00"
    assert "四舍五入" in table.notes[-1]


def test_an_unknown_amount_is_a_dash_and_is_counted_out_loud() -> None:
    table = not_started.table(ROWS, bulletin_brief().as_of)
    assert table.rows[0][3] == "—"
    assert any("1个项目总投资未填报" in note for note in table.notes)


def test_the_list_keeps_the_order_of_the_page() -> None:
    """Who gathers the facts decides the order, the document does not sort anew."""
    backwards = tuple(reversed(ROWS))
    names = [cells[1] for cells in not_started.table(backwards, bulletin_brief().as_of).rows]
    assert names == [row.name for row in backwards]


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(10), "同比增长1000.0%"),
        (Fraction(5029, 100), "同比增长50.3倍"),
        (Fraction(-1), "同比下降100.0%"),
    ],
)
def test_growth_from_a_very_small_base_is_said_in_times(share: Fraction, text: str) -> None:
    assert say.growth(Change(share)) == text


def test_a_bulletin_without_a_first_day_says_it_is_cumulative() -> None:
    brief = bulletin_brief(reach=Reach.WHOLE, period="截至2025年8月31日")
    assert say.overall_sentence(brief).startswith(
        "截至2025年8月31日，临川县累计签约招商引资项目24个"
    )
    title = next(b for b in bulletin(brief).blocks if isinstance(b, Title))
    assert "临川县截至2025年8月31日招商引资项目" in title.text


def test_a_period_that_has_ended_and_the_day_of_the_facts_are_both_named() -> None:
    brief = bulletin_brief(reach=Reach.ENDED, period="2025年1—6月份")
    assert say.overall_sentence(brief).startswith("2025年1—6月份，临川县新签约招商引资项目24个")
    texts = [b.text for b in bulletin(brief).blocks if isinstance(b, Paragraph)]
    assert any("截至2025年8月31日，签约项目中，" in text for text in texts)


def test_a_rate_of_the_whole_stands_below_the_parts_only_if_they_are_the_whole() -> None:
    def last(brief: object) -> tuple[str, ...]:
        tables = [b for b in bulletin(brief).blocks if isinstance(b, Table)]  # type: ignore[arg-type]
        return tables[0].total

    assert last(bulletin_brief())[-1] == "62.50"
    assert last(bulletin_brief(rankings=bulletin_brief().rankings[:1]))[-1] == "—"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(-4, 1000), 2, "0.00"),
        (Fraction(244, 247) * 100, 1, "98.8"),
        (Fraction(291, 292) * 100, 2, "99.66"),
        (Fraction(199, 218) * 100, 2, "91.28"),
    ],
)
def test_figures_are_rounded_half_up_once(value: Fraction, places: int, text: str) -> None:
    assert fixed(value, places) == text


def test_null_is_a_dash() -> None:
    assert (yi(None), percent(None, 2)) == ("—", "—")


def test_headings_count_in_chinese_beyond_ten() -> None:
    numbers = [ordinal(1, n) for n in (1, 10, 11, 20, 21)]
    assert numbers == ["一、", "十、", "十一、", "二十、", "二十一、"]
    assert ordinal(2, 12) == "（十二）"


def test_the_task_is_told_without_a_pace_when_there_is_none() -> None:
    assert say.target_clause(Target(YI, Fraction(1, 2))) == "完成全年任务1.00亿元的50.0%"


def test_control_and_direction_characters_never_reach_a_page() -> None:
    assert plain("甲\u202e乙\x00\u200b丙\r\n丁\ud800") == "甲乙丙 丁\ufffd"


def test_braces_in_data_are_not_placeholders() -> None:
    text = _as_text(bulletin(bulletin_brief(county="{n}{county.__class__}")))
    assert "{n}{county.__class__}新签约" in text
