"""The follow-up record as blocks: the tasks first, then the stream."""

from __future__ import annotations

from invest_crm import words
from invest_crm.reports.blocks import Document, Heading, Paragraph, Table
from invest_crm.reports.follow_up import follow_up
from tests.reports.briefs import follow_up_brief


def made(**changes: object) -> Document:
    with words.using("zh_CN"):
        return follow_up(follow_up_brief(**changes))


def test_tasks_come_before_what_happened_each_under_its_number() -> None:
    document = made()
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert heads == ["一、待办事项", "二、跟踪情况"]
    tasks, stream = [block for block in document.blocks if isinstance(block, Table)]
    assert tasks.rows == (("2025-09-10", "待办", "报送地块资料", "李四"),)
    assert [row[0] for row in stream.rows] == ["2025年8月30日", "2025年5月"]
    assert document.title == "肉羊屠宰及冷链加工项目跟踪记录"


def test_without_tasks_the_stream_is_the_first_section() -> None:
    heads = [block.text for block in made(tasks=()).blocks if isinstance(block, Heading)]
    assert heads == ["一、跟踪情况"]


def test_a_record_of_which_nothing_was_noted_says_so() -> None:
    document = made(tasks=(), rows=(), fingerprint="")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "还没有记录。"
    ]


def test_invented_data_are_marked_on_every_page() -> None:
    assert made(demo=True).mark == "演示数据"
    assert made().mark == ""
