"""A demonstration ledger as counties really send them, written without a database.

Amounts in words and figures, dates in six spellings, ticks of all kinds, two people in a cell,
section rows, a filler row, a total, notes and an empty second sheet. What it says is invented and
says so; every value in it can be read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from invest_crm.domain.chain_seed import seed_chains
from invest_crm.domain.clock import day_of, now
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.errors import UserError
from invest_crm.exchange.writing import project_ledger
from invest_crm.exchange.writing.cells import Column
from invest_crm.exchange.writing.files import replacing
from invest_crm.exchange.writing.ledger_cells import money
from invest_crm.exchange.writing.ledger_sheet import Head, Ledger, Section, write_ledger
from invest_crm.exchange.writing.stream import Page, StreamBook
from invest_crm.services.demo import words
from invest_crm.services.demo.data import DemoChain, invent
from invest_crm.services.demo.dice import Dice
from invest_crm.services.demo.leaves import Leaf
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.exchange.writing.cells import Value
    from invest_crm.services.demo.stories import Story

_UNIT = "亿元"
_K = MilestoneKind
_YES, _NO = ("√", "√", "是", "已完成"), ("×", "否", None, "/")
_NONE = ("/", "未定", "—", None)
_SECTIONS = ("已投产项目", "在建项目", "签约未开工项目")
_NUMERALS = "一二三"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_EPOCH = date(1899, 12, 30)
_NOTES = (
    "填表说明：1.总投资以协议为准；2.本表为演示数据，项目、企业、人员均为虚构。",
    "审核人：　　　　　　　　　　填报人：",
)


def write_demo_ledger(path: str | Path, seed: int = 1, today: date | None = None) -> int:
    """Write the ledger of this year's signed projects; returns how many they are.

    ``today`` closes the ledger (default: the day at the bureau). Raises UserError for a name that
    does not end in .xlsx, and those of ``files.replacing``.
    """
    if not str(path).lower().endswith(".xlsx"):
        raise UserError(
            "export-suffix",
            _("A demonstration ledger is a spreadsheet."),
            safe=_("Nothing was written."),
            todo=_("Choose a file name that ends in {names}.").format(names=".xlsx"),
        )
    day = today or day_of(now())
    stories = _stories(seed, day)
    with replacing(path) as handle, StreamBook(handle) as book:
        write_ledger(book, _ledger(Dice(f"{seed}/ledger"), stories, day))
        with book.sheet("附件2", [Column("", 40)], Page(frozen_rows=0)) as sheet:
            sheet.row(["（此页空白）"])
    return len(stories)


def _stories(seed: int, today: date) -> list[Story]:
    chains = [
        DemoChain(item.id, item.name, tuple(Leaf(x.id, x.name, x.codes) for x in item.leaves))
        for item in seed_chains()
    ]
    data = invent(chains, seed=seed, today=today, projects=60, firms=120)
    merged = SideState.MERGED
    return [
        story
        for story in data.projects
        if story.signed
        and story.signed.year == today.year
        and all(state is not merged for state, *_rest in story.sides)
    ]


def _ledger(dice: Dice, stories: Sequence[Story], today: date) -> Ledger:
    columns = project_ledger.ledger_columns([], unit=_UNIT, reveal=True)
    heads = [
        Head(item.group, item.heading, item.width, item.text, money=bool(item.sum))
        for item in columns
    ]
    names = {chain.id: chain.name for chain in seed_chains()}
    groups: list[list[Story]] = [[], [], []]
    for story in stories:
        reached = {kind for kind, _day, _grade in story.milestones}
        groups[0 if _K.IN_PRODUCTION in reached else 1 if _K.STARTED in reached else 2].append(
            story
        )
    filled = [(title, group) for title, group in zip(_SECTIONS, groups, strict=True) if group]
    sections: list[Section[Sequence[Value]]] = [
        Section(
            f"{_NUMERALS[place]}、{title}（{len(group)}个）",
            [_row(dice, story, names[story.chain]) for story in group],
        )
        for place, (title, group) in enumerate(filled)
    ]
    sections.append(Section("", [[None] * len(columns)]))  # a filler row with its number preset
    sums = {
        "total_investment": sum(story.total or 0 for story in stories),
        "fixed_investment": sum(story.fixed or 0 for story in stories),
        "funds_in_place": sum(_arrived(story) for story in stories),
    }
    return Ledger(
        "签约项目台账",
        f"{words.COUNTY}{today.year}年招商引资签约项目台账"
        f"（截至{today.year}年{today.month}月{today.day}日）",
        project_ledger.caption("县投促局", _UNIT),
        _UNIT,
        heads,
        sections,
        [money(sums[item.sum], _UNIT) if item.sum else None for item in columns],
        total_word="合  计",
        notes=_NOTES,
    )


def _row(dice: Dice, story: Story, chain: str) -> list[Value]:
    reached = {kind: when for kind, when, _grade in story.milestones}
    started = reached.get(_K.STARTED)
    return [
        story.name.replace("项目（", "项目\n（"),
        story.investor,
        story.texts["content"],
        chain,
        _total(dice, story),
        money(story.fixed, _UNIT),
        money(_arrived(story), _UNIT),
        _day(dice, story.signed),
        _tick(dice, reached, _K.REGISTERED),
        _tick(dice, reached, _K.STARTED),
        _when(dice, started) if started else dice.pick(_NONE),
        _tick(dice, reached, _K.IN_STATS),
        _tick(dice, reached, _K.IN_PRODUCTION),
        story.texts["progress_text"],
        story.texts.get("problem_text") or dice.pick(("无", "/", None)),
        story.texts["leader"],
        story.texts["lead_unit"],
        "；".join(
            f"{person.name}（{person.post}）{person.phone}"
            if person.post
            else f"{person.name} {person.phone}"
            for person in story.contacts
        ),
        None,
    ]


def _total(dice: Dice, story: Story) -> Value:
    yi = money(story.total, _UNIT)
    fixed = money(story.fixed, _UNIT)
    spellings: tuple[Value, ...] = (
        yi, yi, yi, f"{yi}亿元", f"约{yi}亿", f"{yi}亿".translate(_WIDE),
        f"{yi}亿（其中固投{fixed}亿）",
    )  # fmt: skip
    return dice.pick(spellings)


def _day(dice: Dice, day: date | None) -> Value:
    if day is None:
        return None
    spellings: tuple[Value, ...] = (
        day, day, day, f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日",
        (day - _EPOCH).days,
    )  # fmt: skip
    return dice.pick(spellings)


def _when(dice: Dice, when: PartialDate) -> Value:
    if when.precision == "day" and when.value:
        return _day(dice, date.fromisoformat(when.value))
    return when.raw


def _tick(dice: Dice, reached: dict[MilestoneKind, Any], kind: MilestoneKind) -> Value:
    return dice.pick(_YES if kind in reached else _NO)


def _arrived(story: Story) -> int:
    return story.statements[-1][1] if story.statements else 0
