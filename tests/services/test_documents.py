"""What a document says is what the figures say, as of its day, on every kind of database."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm import words
from invest_crm.domain.quick_entry import PROJECT, Subject
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.reports.brief import NoGrowth, Reach
from invest_crm.reports.registry import Rendered
from invest_crm.services import documents
from invest_crm.services.board import leader_board
from invest_crm.services.documents import MakeReport, make_report
from invest_crm.services.figures import Question
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.quick_entry import LogLine, log_line
from tests.support.factories import CANARY, person, yi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.factories import Bureau

DAY = date(2025, 8, 31)
BULLETIN, WAITING = "signed-started-bulletin", "signed-not-started"
FOLLOW_UP = "follow-up"
OF_ONE = {FOLLOW_UP, "project-card", "project-path", "review", "stat-bundle", "hand-over"}
"""Documents about one record; without it they are refused."""


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = words.language()
    words.use("zh_CN")
    yield
    words.use(before)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """The facts handed to the printer, without printing."""
    printed: list[Any] = []

    def keep(_name: str, facts: Any, path: Path) -> Rendered:
        printed.append(facts)
        return Rendered(path, pages=1)

    def make(office: Bureau, name: str = BULLETIN, **options: Any) -> Any:
        command = MakeReport(name, tmp_path / "x.pdf", **{"as_of": DAY, **options})
        office.app.read(make_report, command)
        return printed[-1]

    monkeypatch.setattr(documents, "render", keep)
    return make


def _fill(office: Bureau) -> list[str]:
    """Three months of a bureau: what was signed, started, ended, paid; and one of last year."""
    return office.ledger(
        "2025-08-31",
        {"signed_on": "2025-02-14", "total_investment": yi(5), "lead_unit": "县商务局",
         "chain": "mutton-sheep", "started_on": "2025-05-01", "in_stats_on": "2025-06-01",
         "external_funds": yi(4), "funds_in_place": yi(1), "contacts": (person("王"),)},
        {"signed_on": "2025-03-20", "total_investment": yi(2), "lead_unit": "县工信局",
         "chain": "electronics", "registered_on": "2025-04", "external_funds": yi(2),
         "problem_text": "用地指标", "contacts": (person("李"),)},
        {"signed_on": "2025-06", "total_investment": yi(2), "lead_unit": "柳林镇",
         "in_production_on": "2025-08-01", "chain": "mutton-sheep"},
        {"signed_on": "2025-08-31", "total_investment": yi(1)},
        {"signed_on": "2024-05-01", "total_investment": yi(8), "lead_unit": "县商务局"},
    )  # fmt: skip


def _percent(share: Fraction | None) -> str | None:
    if share is None:
        return None
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_the_bulletin_says_what_the_figures_say(
    any_office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(any_office)
    overall = brief(any_office).overall

    def value(metric: str) -> Any:
        return any_office.value(metric, "2025-08-31", "2025-01-01")

    assert (overall.signed_count, overall.signed_amount_fen) == (4, yi(10))
    assert overall.signed_count == value("signed.count")
    assert overall.signed_amount_fen == value("signed.amount")
    assert overall.funds_fen == value("funds.amount") == yi(1)
    assert _percent(overall.funds_rate) == value("funds.rate") == "16.67"
    told = {item.stage.value: (item.count, _percent(item.rate)) for item in overall.stages}
    assert told == {name: (value(f"{name}.count"), value(f"{name}.rate")) for name in told}
    assert told["performed"] == (3, "75.00")
    assert told["in_stats"] == (1, "50.00")
    grades = [item.count for item in overall.grades]
    assert sum(grades) == value("started.count") == 2
    assert grades[3] == value("started.g4.count") == 1


def test_growth_is_over_the_same_period_of_last_year(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(office)
    overall = brief(office).overall
    assert overall.count_change.share == Fraction(3, 1)
    assert overall.amount_change.share == Fraction(yi(10) - yi(8), yi(8))
    assert _percent(overall.count_change.share) == office.value(
        "signed.yoy", "2025-08-31", "2025-01-01"
    )
    before = brief(office, as_of=date(2024, 8, 31)).overall
    assert before.count_change.reason is NoGrowth.BASE_ZERO


def test_the_annual_target_is_completed_and_compared_with_the_calendar(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(office)
    assert brief(office).overall.target is None
    office.target("signed.amount", 2025, amount=yi(12))
    target = brief(office).overall.target
    assert (target.amount_fen, target.done) == (yi(12), Fraction(10, 12))
    assert target.ahead == Fraction(10, 12) - Fraction(8, 12)


def test_units_are_ranked_by_amount_and_no_unit_is_not_ranked(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(office)
    found = [(row.rank, row.unit, row.amount_fen, row.started) for row in brief(office).rankings]
    assert found[0] == (1, "县商务局", yi(5), 1)
    assert sorted(found[1:3]) == [(2, "县工信局", yi(2), 0), (2, "柳林镇", yi(2), 1)]
    assert found[3] == (None, "未填", yi(1), 0)


def test_chains_add_up_to_the_whole(office: Bureau, brief: Callable[..., Any]) -> None:
    _fill(office)
    told = brief(office)
    by_name = {row.chain: row for row in told.by_chain}
    assert (by_name["肉羊"].signed, by_name["肉羊"].started, by_name["肉羊"].in_production) == (
        2, 2, 1,
    )  # fmt: skip
    assert by_name["肉羊"].rate == Fraction(1)
    assert sum(row.amount_fen for row in told.by_chain) == told.overall.signed_amount_fen
    assert sum(row.signed for row in told.by_chain) == told.overall.signed_count


def test_the_annex_names_exactly_the_projects_of_its_figure(
    any_office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(any_office)
    annex = brief(any_office).annex
    assert [row.name for row in annex] == ["项目2", "项目4"]
    assert sum(row.amount_fen for row in annex) == any_office.value(
        "signed_not_started.amount", "2025-08-31", "2025-01-01"
    )
    first = annex[0]
    assert (first.signed_on, first.months, first.reason) == (date(2025, 3, 20), 5, "用地指标")
    assert (first.step, first.holding_unit, first.presumed) == ("立项", "县发改局", True)
    assert (first.lead_unit, first.person) == ("县工信局", "李")


def test_the_list_of_what_waits_reaches_back_before_the_period(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(office)
    rows = brief(office, WAITING).rows
    assert [row.name for row in rows] == ["项目5", "项目2", "项目4"]
    assert sum(row.amount_fen for row in rows) == office.value(
        "signed_not_started.amount", "2025-08-31"
    )


def test_ended_projects_wait_no_longer_and_stay_in_the_base(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    ids = _fill(office)
    office.side(ids[1], SideState.TERMINATED, "2025-08-30")
    office.side(ids[3], SideState.MERGED, "2025-08-30")
    told = brief(office)
    assert told.annex == ()
    assert told.overall.signed_count == 3


def test_the_largest_projects_are_told_in_order(office: Bureau, brief: Callable[..., Any]) -> None:
    _fill(office)
    told = [(item.name, item.amount_fen, item.stage) for item in brief(office).key_projects]
    assert told[0] == ("项目1", yi(5), "开工")
    assert sorted(told[1:3]) == [("项目2", yi(2), "注册"), ("项目3", yi(2), "投产")]
    assert told[3] == ("项目4", yi(1), "签约")


def test_a_document_of_a_past_day_says_what_held_then(
    any_office: Bureau, brief: Callable[..., Any]
) -> None:
    """Later amounts and steps are not told of an earlier day: text and figures agree."""
    ids = _fill(any_office)
    any_office.app.clock.set("2025-11-01T09:00")  # type: ignore[attr-defined]
    any_office.edit(ids[1], total_investment=yi(3), started_on="2025-10-01")
    told = brief(any_office)
    (second,) = [item for item in told.key_projects if item.name == "项目2"]
    assert (second.amount_fen, second.stage) == (yi(2), "注册")
    assert [row.amount_fen for row in told.annex] == [yi(2), yi(1)]
    assert told.overall.signed_amount_fen == yi(10)
    now = brief(any_office, as_of=date(2025, 11, 1))
    assert [row.name for row in now.annex] == ["项目4"]
    assert now.overall.signed_amount_fen == yi(11)


def test_a_period_can_begin_later_than_the_year(office: Bureau, brief: Callable[..., Any]) -> None:
    _fill(office)
    told = brief(office, start=date(2025, 6, 1))
    assert (told.overall.signed_count, told.period) == (2, "2025年6—8月份")
    assert brief(office).period == "2025年1—8月份"
    assert brief(office, as_of=date(2025, 8, 15)).period == "2025年1月1日至8月15日"
    assert brief(office, start=date(2025, 8, 1)).period == "2025年8月份"


def test_a_document_of_a_question_says_exactly_what_the_page_shows(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    _fill(office)
    every = brief(office, question=Question(DAY))
    assert (every.overall.signed_count, every.reach) == (5, Reach.WHOLE)
    assert every.period == "截至2025年8月31日"
    assert (every.overall.count_change, every.overall.target) == (None, None)
    ended = brief(office, question=Question(DAY, date(2025, 1, 1), date(2025, 6, 30)))
    assert (ended.overall.signed_count, ended.reach) == (3, Reach.ENDED)
    assert (ended.period, ended.as_of) == ("2025年1—6月份", DAY)
    rows = brief(office, WAITING, question=Question(DAY, date(2025, 1, 1))).rows
    assert [row.name for row in rows] == ["项目2", "项目4"]


def test_page_and_annex_name_what_waits_in_one_order(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    """The earliest signed first; of one day the larger amount."""
    office.ledger(
        "2025-08-31",
        {"signed_on": "2025-03-20", "total_investment": yi(1)},
        {"signed_on": "2025-03-05", "total_investment": yi(1)},
        {"signed_on": "2025-03-20", "total_investment": yi(9)},
        {"signed_on": "2025-08-05", "total_investment": yi(30)},
    )
    question = Question(DAY, date(2025, 1, 1))
    shown = [row.name for row in office.app.read(leader_board, question).waiting]
    assert shown == ["项目2", "项目3", "项目1", "项目4"]
    assert [row.name for row in brief(office, question=question).annex] == shown


@pytest.mark.parametrize(
    "when", [{"as_of": date(2030, 1, 1)}, {"as_of": date(2025, 1, 1), "start": date(2025, 12, 1)}]
)
def test_no_paper_is_made_of_a_period_that_is_none(
    office: Bureau, tmp_path: Path, when: dict[str, date]
) -> None:
    path = tmp_path / "x.pdf"
    with pytest.raises(UserError) as refused:
        office.app.read(make_report, MakeReport(BULLETIN, path, **when))
    assert refused.value.code in {"day-to-come", "period-reversed"}
    assert not path.exists()


@pytest.mark.parametrize("name", [BULLETIN, WAITING])
def test_a_county_without_a_name_is_the_whole_county(
    office: Bureau, brief: Callable[..., Any], name: str
) -> None:
    assert brief(office, name).county == "××县"
    office.app.write(set_option, SetOption("county.name", ""))
    assert brief(office, name).county == "全县"


def test_without_a_day_it_is_today_at_the_bureau(office: Bureau, brief: Callable[..., Any]) -> None:
    assert brief(office, as_of=None).as_of == date(2025, 9, 1)


def test_the_fingerprint_follows_every_change(office: Bureau, brief: Callable[..., Any]) -> None:
    first = brief(office).fingerprint
    assert brief(office).fingerprint == first
    office.take_up("甲")
    assert brief(office).fingerprint != first


def test_the_calibre_is_printed_with_the_figures(office: Bureau, brief: Callable[..., Any]) -> None:
    calibre = brief(office).calibre
    assert calibre.name == "默认口径2026"
    assert len(calibre.notes) == 4
    assert calibre.notes[1] == "开工：期内签约项目中，已实质性开工的；平场和奠基仪式不算开工。"


def test_the_language_of_the_window_is_that_of_the_document(
    office: Bureau, brief: Callable[..., Any]
) -> None:
    assert brief(office).language == "zh_CN"
    words.use("en")
    assert brief(office).language == "en"


def test_demonstration_data_are_marked(office: Bureau, brief: Callable[..., Any]) -> None:
    from invest_crm.services.demo.fill import FillDemo, fill

    assert brief(office).demo is False
    office.app.write(fill, FillDemo(1, 5, 5))
    assert brief(office).demo is True
    assert brief(office, WAITING).demo is True


def test_no_telephone_is_handed_to_the_printer(office: Bureau, brief: Callable[..., Any]) -> None:
    _fill(office)
    assert CANARY not in repr(brief(office)) + repr(brief(office, WAITING))


def test_an_empty_database_makes_empty_documents(office: Bureau, tmp_path: Path) -> None:
    for name, _title, formats in documents.report_names():
        for suffix in formats if name not in OF_ONE | {"schedule-wall"} else ():
            path = tmp_path / f"{name}.{suffix}"
            office.app.read(make_report, MakeReport(name, path, DAY))
            assert path.stat().st_size > 500


def test_a_wall_without_a_schedule_is_refused_and_leaves_no_file(
    office: Bureau, tmp_path: Path
) -> None:
    path = tmp_path / "挂图作战.pdf"
    with pytest.raises(UserError) as refused:
        office.app.read(make_report, MakeReport("schedule-wall", path))
    assert refused.value.code == "schedule-gone"
    assert not path.exists()


def test_a_picture_has_one_format(office: Bureau, tmp_path: Path) -> None:
    project = office.take_up("甲甲项目")
    with pytest.raises(UserError) as refused:
        office.app.read(
            make_report, MakeReport("project-path", tmp_path / "x.docx", project=project)
        )
    assert refused.value.code == "unknown-format"


def test_the_file_of_a_project_says_what_is_known_and_masks_telephones(
    office: Bureau, tmp_path: Path
) -> None:
    project = office.take_up(
        "甲甲项目",
        signed_on="2025-05-10",
        lead_unit="县商务局",
        contacts=(person("赵文", phone=CANARY),),
    )
    path = tmp_path / "档案.html"
    office.app.read(make_report, MakeReport("project-card", path, project=project))
    text = path.read_text(encoding="utf-8")
    assert all(words_ in text for words_ in ("甲甲项目", "县商务局", "赵文", "****"))
    assert CANARY not in text


def test_a_follow_up_record_is_of_one_record_and_ends_on_its_day(
    office: Bureau, tmp_path: Path
) -> None:
    project = office.take_up("甲甲项目")
    here = Subject(PROJECT, project, "甲甲项目")
    for line in ("8/20 电话谈用地 月底报材料", "8/30 来访谈用电"):
        office.app.write(log_line, LogLine(line, here))
    path = tmp_path / "跟踪记录.html"
    office.app.read(make_report, MakeReport(FOLLOW_UP, path, project=project))
    now = path.read_text(encoding="utf-8")
    assert all(words_ in now for words_ in ("谈用地", "谈用电", "报材料"))
    then = MakeReport(FOLLOW_UP, path, date(2025, 8, 25), project=project)
    office.app.read(make_report, then)
    before = path.read_text(encoding="utf-8")
    assert "谈用地" in before
    assert "谈用电" not in before
    assert "报材料" not in before
    for nobody in (MakeReport(FOLLOW_UP, path), MakeReport(FOLLOW_UP, path, firm="nobody")):
        with pytest.raises(UserError) as caught:
            office.app.read(make_report, nobody)
        assert caught.value.code == "record-missing"


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [
        ("weather", "x.pdf", "unknown-report"),
        (BULLETIN, "x.exe", "unknown-format"),
        (WAITING, "x", "unknown-format"),
    ],
)
def test_what_cannot_be_made_is_refused_and_the_file_stays(
    office: Bureau, tmp_path: Path, name: str, file: str, code: str
) -> None:
    (tmp_path / file).write_bytes(b"kept")
    with pytest.raises(UserError) as refused:
        office.app.read(make_report, MakeReport(name, tmp_path / file, DAY))
    assert refused.value.code == code
    assert (tmp_path / file).read_bytes() == b"kept"
