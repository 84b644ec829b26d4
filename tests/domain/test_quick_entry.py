"""One line about a visit: what is read from it, and that nothing else is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.due_words import due_at
from invest_crm.domain.interactions import InteractionKind, Urgency, urgency
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.quick_entry import Entry, level, read_entry
from invest_crm.domain.workdays import load_calendar

TODAY = date(2026, 5, 13)  # a Wednesday
CALENDAR = load_calendar()


def read(line: str, *without: str, today: date = TODAY) -> Entry:
    return read_entry(line, today, CALENDAR, frozenset(without))


# ---- the day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("5/12 拜访", "2026-05-12"),
        ("5.12拜访", "2026-05-12"),
        ("5-12 拜访", "2026-05-12"),
        ("５／１２　拜访", "2026-05-12"),
        ("5月12日拜访", "2026-05-12"),
        ("五月十二日 拜访", "2026-05-12"),
        ("2026年5月9日 拜访", "2026-05-09"),
        ("2025-11-30 拜访", "2025-11-30"),
        ("12日 拜访", "2026-05-12"),
        ("12号拜访", "2026-05-12"),
        ("今天拜访", "2026-05-13"),
        ("昨天下午拜访", "2026-05-12"),
        ("前天 拜访", "2026-05-11"),
        ("大前天 拜访", "2026-05-10"),
        ("3天前 拜访", "2026-05-10"),
        ("两周前 拜访", "2026-04-29"),
        ("上周五 拜访", "2026-05-08"),
        ("周一 拜访", "2026-05-11"),
        ("星期三 拜访", "2026-05-13"),
        ("本周二 拜访", "2026-05-12"),
        ("周日 拜访", "2026-05-10"),
        ("12/28 拜访", "2025-12-28"),
        ("4月 赴宁波考察", "2026-04"),
        ("上月 拜访", "2026-04"),
        ("11月 拜访", "2025-11"),
        ("  5/12 拜访", "2026-05-12"),
    ],
)
def test_the_day_stands_first(line: str, held: str) -> None:
    found = read(line)
    assert found.held is not None
    assert found.held.value == held
    assert found.text.endswith(("拜访", "考察"))
    assert not found.has_next


@pytest.mark.parametrize(
    ("today", "held"),
    [
        (date(2026, 11, 22), "2026-05-12"),
        (date(2026, 5, 12), "2026-05-12"),
        (date(2026, 1, 5), "2025-05-12"),
        (date(2026, 4, 1), None),
    ],
)
def test_a_day_without_a_year_is_the_last_one_unless_it_comes_soon(
    today: date, held: str | None
) -> None:
    found = read("5/12 拜访", today=today)
    assert (found.held.value if found.held else None) == held


@pytest.mark.parametrize(
    "line",
    [
        "拜访甲公司",
        "1.5亿项目洽谈",
        "3.2万吨",
        "12号楼看现场",
        "2月30日",
        "总投资5.12亿",
        "13/5 拜访",
        "",
    ],
)
def test_a_line_without_a_day_has_none(line: str) -> None:
    assert read(line).held is None


# ---- the next step ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("明天", "2026-05-14"),
        ("后天", "2026-05-15"),
        ("大后天", "2026-05-16"),
        ("3天后", "2026-05-16"),
        ("三天后", "2026-05-16"),
        ("十天内", "2026-05-23"),
        ("两周后", "2026-05-27"),
        ("1个月后", "2026-06-13"),
        ("半个月后", "2026-05-28"),
        ("下周", "2026-05-22"),
        ("下周三", "2026-05-20"),
        ("下星期一", "2026-05-18"),
        ("下周日", "2026-05-24"),
        ("下下周三", "2026-05-27"),
        ("本周", "2026-05-15"),
        ("周末", None),
        ("本周末", "2026-05-16"),
        ("周三", "2026-05-20"),
        ("周五", "2026-05-15"),
        ("月底", "2026-05-31"),
        ("月底前", "2026-05-31"),
        ("下月底", "2026-06-30"),
        ("下月初", "2026-06-10"),
        ("下个月20日", "2026-06-20"),
        ("6月中旬", "2026-06-20"),
        ("2月底", "2027-02-28"),
        ("年底", "2026-12-31"),
        ("5月20日", "2026-05-20"),
        ("5月20日前", "2026-05-20"),
        ("5/20", "2026-05-20"),
        ("五月二十日", "2026-05-20"),
        ("2026-06-01", "2026-06-01"),
        ("20日", "2026-05-20"),
        ("10号", "2026-06-10"),
        ("+7", "2026-05-20"),
        ("＋７", "2026-05-20"),
        ("+2周", "2026-05-27"),
        ("3个工作日内", "2026-05-18"),
        ("+5工作日", "2026-05-20"),
        ("五个工作日后", "2026-05-20"),
        ("5月1日", None),
        ("1.5亿", None),
        ("400天后", "2027-06-17"),
    ],
)
def test_a_due_day_is_read_as_people_say_it(words: str, due: str | None) -> None:
    found = due_at(level(words), 0, TODAY, CALENDAR)
    assert (found and found[1].isoformat()) == due
    if due is not None:
        line = read(f"昨天拜访甲公司 {words}回访")
        assert (line.due, line.next_text) == (date.fromisoformat(due), "回访")


def test_working_days_leap_over_a_festival_only_where_the_word_says_so() -> None:
    eve = date(2026, 4, 30)
    assert read("今天拜访 +3 回访", today=eve).due == date(2026, 5, 3)
    due = read("今天拜访 3个工作日内回访", today=eve).due
    assert due == CALENDAR.add_workdays(eve, 3).day
    assert due > date(2026, 5, 5)


@pytest.mark.parametrize(
    ("line", "text", "next_text", "due", "assignee"),
    [
        ("5/12 赴宁波拜访 甲公司 @张三 下周回访", "赴宁波拜访 甲公司", "回访", "2026-05-22", ""),
        (
            "昨天来访，谈了用地，下周三送样品 @李四",
            "来访，谈了用地",
            "送样品",
            "2026-05-20",
            "李四",
        ),
        ("昨天微信 回访 +7", "微信", "回访", "2026-05-20", ""),
        ("拜访甲公司，下一步：报县长，5月20日", "拜访甲公司", "报县长", "2026-05-20", ""),
        ("拜访甲公司，下一步：报县长", "拜访甲公司", "报县长", None, ""),
        ("来访@张三下周回访", "来访", "回访", "2026-05-22", ""),
        ("5/12 拜访，5月20日开工，下周回访", "拜访，5月20日开工", "回访", "2026-05-22", ""),
        ("昨天拜访 下周", "", "拜访", "2026-05-22", ""),
        ("昨天谈了下周来考察的事", "谈了下周来考察的事", "", None, ""),
    ],
)
def test_the_next_step_is_the_last_phrase_that_begins_with_a_time(
    line: str, text: str, next_text: str, due: str | None, assignee: str
) -> None:
    found = read(line)
    assert (found.text, found.next_text, found.assignee) == (text, next_text, assignee)
    assert found.due == (None if due is None else date.fromisoformat(due))


def test_a_line_that_begins_with_a_day_to_come_is_a_task_alone() -> None:
    for line in ("下周三回访甲公司 @李四", "5月20日 回访甲公司 @李四"):
        found = read(line)
        assert found.only_task
        assert (found.held, found.next_text, found.assignee) == (None, "回访甲公司", "李四")
        assert found.due == date(2026, 5, 20)


# ---- people and kind -------------------------------------------------------------------------


def test_people_follow_an_at_sign_each_once() -> None:
    assert read("昨天拜访 @张三、＠李四 @张三").people == ("张三", "李四")
    assert read("昨天来访@欧阳小明下周回访").people == ("欧阳小明",)
    assert read("写信给 a@").people == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("赴宁波拜访甲公司", InteractionKind.VISIT),
        ("走访企业", InteractionKind.VISIT),
        ("客商来县考察", InteractionKind.RECEIVED),
        ("接待客商", InteractionKind.RECEIVED),
        ("电话联系王总", InteractionKind.CALL),
        ("微信发资料", InteractionKind.WECHAT),
        ("召开座谈会", InteractionKind.MEETING),
        ("赴宁波招商", InteractionKind.OUTBOUND),
        ("外出招商三天", InteractionKind.OUTBOUND),
        ("发函一份", None),
    ],
)
def test_the_kind_is_the_word_that_comes_first(line: str, kind: InteractionKind | None) -> None:
    assert read(line).kind is kind


# ---- taking parts away -----------------------------------------------------------------------


def test_what_is_not_to_be_recognised_stays_in_the_text() -> None:
    line = "5/12 拜访 @张三 下周回访"
    assert read(line, "held").text == "5/12 拜访"
    assert read(line, "next").text == "拜访 下周回访"
    assert read(line, "person:张三").text == "拜访 @张三"
    assert read(line, "kind").kind is None


def test_every_part_tells_where_it_stands() -> None:
    line = "5/12 拜访 @张三 下周回访"
    words = {part.what: line[part.start : part.end] for part in read(line).parts}
    assert words == {"held": "5/12", "kind": "拜访", "person": "@张三", "next": "下周回访"}


# ---- for any line ----------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *("5/12", "昨天", "下周三", "+7", "月底", "@张三", "＠", "甲公司", "拜访", "谈了，"),
        *("1.5亿", " ", "　", "下一步：", "3个工作日内", "2月30日", "（", "\t", "𠮷"),
        "13912345678",
    ]
)
LINES = st.one_of(st.lists(_PIECES, max_size=9).map("".join), st.text(max_size=40))


@given(line=LINES, back=st.integers(0, 800))
def test_any_line_is_read_and_its_parts_lie_inside_it(line: str, back: int) -> None:
    today = TODAY - timedelta(days=back)
    found = read(line, today=today)
    assert all(0 <= part.start <= part.end <= len(line) for part in found.parts)
    if found.held is not None:
        first = found.held.first_day()
        assert first is not None
        assert first <= today
    if found.due is not None:
        assert found.due >= today


@given(line=LINES)
def test_no_word_is_invented_and_all_can_be_taken_back(line: str) -> None:
    found = read(line)
    said = f"{found.text} {found.next_text} {' '.join(found.people)} {found.assignee}"
    for word in said.split():
        assert word in " ".join(line.split()), word
    left = read(line, "held", "kind", "next", *(f"person:{name}" for name in _all_names(line)))
    assert not left.parts


def _all_names(line: str) -> list[str]:
    names: list[str] = []
    while True:
        taken = {f"person:{name}" for name in names}
        found = read(line, "held", "next", *taken)
        if not found.people:
            return names
        names += found.people


@given(line=LINES)
def test_full_width_signs_mean_the_same(line: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in line)
    one, other = read(line), read(wide)
    assert (one.kind, one.due, one.only_task) == (other.kind, other.due, other.only_task)
    assert (one.held and one.held.value) == (other.held and other.held.value)


# ---- beside it -------------------------------------------------------------------------------


def test_a_task_is_overdue_from_the_day_after() -> None:
    day = timedelta(days=1)
    assert urgency(TODAY - day, None, TODAY) is Urgency.OVERDUE
    assert urgency(TODAY, None, TODAY) is Urgency.SOON
    assert urgency(TODAY + 7 * day, None, TODAY) is Urgency.SOON
    assert urgency(TODAY + 8 * day, None, TODAY) is Urgency.LATER
    assert urgency(None, None, TODAY) is Urgency.LATER


def test_a_task_put_aside_wakes_on_its_day_late_or_not() -> None:
    day = timedelta(days=1)
    assert urgency(TODAY - day, TODAY + day, TODAY) is Urgency.SNOOZED
    assert urgency(TODAY - day, TODAY, TODAY) is Urgency.OVERDUE


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("王总13912345678，约5月20日", "王总139****5678，约5月20日"),
        ("座机0574-87654321", "座机0574-****4321"),
        ("投资139123456789元", "投资139123456789元"),
        ("身份证330102199001011234", "身份证330***********1234"),
        ("统一代码91330102MA27XYZ123", "统一代码91330102MA27XYZ123"),
    ],
)
def test_numbers_in_a_sentence_are_masked_and_amounts_are_not(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked
    assert mask_numbers(masked) == masked


@pytest.mark.parametrize(
    ("line", "text", "step", "due"),
    [
        ("拜访谈供电 回访12-2", "拜访谈供电", "回访", date(2026, 12, 2)),
        ("谈妥用地，答复6月3日", "谈妥用地", "答复", date(2026, 6, 3)),
        ("电话 跟进下周三", "电话", "跟进", date(2026, 5, 20)),
    ],
)
def test_a_day_to_come_right_behind_what_is_to_be_done_ends_the_line(
    line: str, text: str, step: str, due: date
) -> None:
    found = read(line)
    assert (found.text, found.next_text, found.due) == (text, step, due)


@pytest.mark.parametrize(
    "line", ["拜访谈厂房12-2号楼", "回访5/10", "谈了二期3-5亩", "签约12-2号地块"]
)
def test_numbers_that_are_no_day_to_come_make_no_next_step(line: str) -> None:
    assert not read(line).has_next


@pytest.mark.parametrize("line", ["12-2回访", "回访12-2", "回访 12-2"])
def test_a_line_that_only_says_what_is_to_be_done_is_a_task(line: str) -> None:
    found = read(line, today=date(2026, 11, 23))
    assert (found.only_task, found.next_text, found.due) == (True, "回访", date(2026, 12, 2))
