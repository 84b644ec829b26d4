"""Yes-or-no columns of ledgers (是否开工, 是否入库, 是否销号), which may hold a date instead.

Domain rule: 是 √ 已完成 Y 1 mean reached; 否 × / — N 0 and blank mean nothing recorded. A word
that names a milestone (在建, 试生产, 已核准) answers the column of that milestone and of those it
implies (figures rule "Facts"); in any other column it says neither yes nor no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.partial_date import PartialDate, parse_date
from invest_crm.domain.patterns import pattern
from invest_crm.domain.stages import MilestoneKind, with_implied
from invest_crm.domain.text import flag_word, squeeze

if TYPE_CHECKING:
    import datetime as dt

_SIGNING: Final = pattern("(?:正式)?(?:签约|签订|签署|签)(?:合同|协议)*")
_NAMED: Final = {
    MilestoneKind.REGISTERED: pattern(
        "(?:工商)?(?:注册|登记|成立|设立)(?:公司|企业|登记)*|(?:领取|取得|办理|核发)?营业执照"
    ),
    MilestoneKind.FILED: pattern("(?:项目)?(?:备案|核准|立项)(?:批复)?|批复|获批"),
    MilestoneKind.LAND: pattern("(?:土地)?(?:供地|摘牌|拿地|出让|划拨|交地)"),
    MilestoneKind.STARTED: pattern(
        "在建|续建|(?:正在|主体|基础|全面)(?:施工|建设)中?|(?:施工|建设)中"
        "|(?:正式|实质性?)?(?:开工|动工|开建|复工)(?:建设)?|进场(?:施工)?"
    ),
    MilestoneKind.IN_STATS: pattern("入库|纳统|入统"),
    MilestoneKind.COMPLETED: pattern("(?:全部|主体)?(?:竣工|完工|建成)(?:验收)?"),
    MilestoneKind.IN_PRODUCTION: pattern(
        "(?:部分|局部|一期|首期|正式|建成|竣工)?"
        "(?:投产|投用|投运|运营|营业|开业|试生产|试产|试运行|试运营)+"
    ),
    MilestoneKind.IN_SIZE: pattern("入规|入统|升规|上规|纳统|规上"),
}
_ALREADY: Final = pattern("^(?:均|全部)?已(?:经|全部|正式|实质性?|实际|顺利)?")
_TICK_AND_DATE: Final = pattern(r"([^\d，,;；、:：\s]+)[，,;；、:：\s]+(于?\d.*)")


class FlagReading(Struct, frozen=True):
    """``value`` is None when the words say neither yes nor no (``problem`` flag-unreadable).

    A date in the cell means yes and stands in ``date``; one that cannot be placed still means yes
    and leaves its ``problem`` (date-ambiguous, date-impossible, year-missing).
    """

    value: bool | None = None
    date: PartialDate | None = None
    problem: str | None = None


def parse_flag(
    cell: object,
    *,
    year: int | None = None,
    cut_off: dt.date | None = None,
    asked: str | None = None,
) -> FlagReading:
    """Read a flag cell; ``year`` and ``cut_off`` complete a date as in ``parse_date``.

    ``asked`` is the field the column stands for (``started_on``), where it is a milestone.

    >>> parse_flag("√").value, parse_flag("/").value, parse_flag("2025.3").date.value
    (True, False, '2025-03')
    >>> parse_flag("在建", asked="started_on").value, parse_flag("在建").value
    (True, None)
    """
    if isinstance(cell, str):
        answer = _named(squeeze(cell), asked) if asked else None
        if answer is not None:
            return answer
        whole = _TICK_AND_DATE.fullmatch(cell.strip())
        if whole and flag_word(whole[1]):
            return _as_written(
                parse_flag(f"{whole[1]}（{whole[2]}）", year=year, cut_off=cut_off), cell
            )
    reading = parse_date(cell, year=year, cut_off=cut_off)
    known = reading.date if reading.date is not None and reading.date.value else None
    if reading.flag is not None:
        return FlagReading(reading.flag, known, reading.problem)
    if "text" in reading.notes or "planned" in reading.notes:
        return FlagReading(problem="flag-unreadable")
    if reading.problem in ("date-ambiguous", "date-impossible", "year-missing"):
        return FlagReading(value=True, problem=reading.problem)
    if reading.problem is not None:
        readable = reading.problem == "error-cell"
        return FlagReading(problem="error-cell" if readable else "flag-unreadable")
    return FlagReading(known is not None, known)


def _as_written(reading: FlagReading, cell: str) -> FlagReading:
    return replace(reading, date=replace(reading.date, raw=cell.strip()) if reading.date else None)


def _named(word: str, asked: str) -> FlagReading | None:
    """What a word that names milestones says to a column; None for a word that names none."""
    event = _ALREADY.sub("", word)
    named = [kind for kind, words in _NAMED.items() if words.fullmatch(event)]
    if any(kind.field == asked for kind in with_implied(named)):
        return FlagReading(value=True)
    signing = _SIGNING.fullmatch(event) is not None
    if signing and asked == "signed_on":
        return FlagReading(value=True)
    elsewhere = bool(named) and asked != "signed_on"
    return FlagReading(problem="flag-unreadable") if elsewhere or signing else None
