"""A filter as a sentence: 阶段 是 签约 且（开工日期 为空 或 开工日期 晚于 签约日期后 90 天）."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.periods import Period
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.conditions import Field, Part, Value

_MONTH = len("2025-08")
OPS = {
    Op.IS: N_("is"),
    Op.IS_NOT: N_("is not"),
    Op.CONTAINS: N_("contains"),
    Op.LACKS: N_("does not contain"),
    Op.BEGINS: N_("begins with"),
    Op.ONE_OF: N_("is one of"),
    Op.NONE_OF: N_("is none of"),
    Op.LESS: N_("is less than"),
    Op.AT_MOST: N_("is at most"),
    Op.MORE: N_("is more than"),
    Op.AT_LEAST: N_("is at least"),
    Op.BETWEEN: N_("is between"),
    Op.WITHIN: N_("falls in"),
    Op.IN_MONTHS: N_("is in the months"),
    Op.BEFORE_FIELD: N_("is earlier than"),
    Op.AFTER_FIELD: N_("is later than"),
    Op.EMPTY: N_("is empty"),
    Op.FILLED: N_("is filled"),
}
DAY_OPS = {
    Op.LESS: N_("is before"),
    Op.AT_MOST: N_("is not after"),
    Op.MORE: N_("is after"),
    Op.AT_LEAST: N_("is not before"),
}
PERIODS = {
    Period.TODAY: N_("today"),
    Period.THIS_WEEK: N_("this week"),
    Period.LAST_WEEK: N_("last week"),
    Period.THIS_MONTH: N_("this month"),
    Period.LAST_MONTH: N_("last month"),
    Period.THIS_QUARTER: N_("this quarter"),
    Period.THIS_YEAR: N_("this year"),
    Period.YEAR_SO_FAR: N_("the year so far"),
    Period.LAST_YEAR: N_("last year"),
    Period.LAST_DAYS: N_("the last {n} days"),
    Period.NEXT_DAYS: N_("the next {n} days"),
    Period.OLDER_DAYS: N_("more than {n} days ago"),
}


def op_word(op: Op, kind: str) -> str:
    """What a comparison is called for a kind of field."""
    of_days = DAY_OPS if kind == "date" else {}
    return _(of_days.get(op, OPS[op]))


def period_word(period: Period, days: int | str = 0) -> str:
    """What a period is called."""
    return _(PERIODS[period]).format(n=days)


def sentence(part: Part, fields: Mapping[str, Field]) -> str:
    """The whole filter in words; empty for a group without parts."""
    if isinstance(part, Condition):
        return _clause(part, fields)
    joint = _(" and ") if part.how == "all" else _(" or ")
    text = joint.join(_inner(item, fields, alone=len(part.parts) == 1) for item in part.parts)
    return text.replace(" （", "（").replace("） ", "）")  # full-width brackets bring their space


def _inner(part: Part, fields: Mapping[str, Field], *, alone: bool) -> str:
    text = sentence(part, fields)
    if isinstance(part, Group) and len(part.parts) > 1 and not alone:
        return _("({text})").format(text=text)
    return text


def _clause(part: Condition, fields: Mapping[str, Field]) -> str:
    field = fields[part.field]
    said = value_words(part, fields)
    older = part.op is Op.WITHIN and part.values[0] == Period.OLDER_DAYS
    words = [field.label, "" if older else op_word(part.op, field.kind), said]
    return " ".join(word for word in words if word)


def value_words(part: Condition, fields: Mapping[str, Field]) -> str:
    """What a condition compares with, in words; empty where it takes nothing."""
    field, values = fields[part.field], part.values
    if part.op is Op.WITHIN:
        return period_word(Period(str(values[0])), int(values[1]))
    if part.op in (Op.BEFORE_FIELD, Op.AFTER_FIELD):
        other, days = fields[str(values[0])].label, int(values[1])
        return _("{field} plus {n} days").format(field=other, n=days) if days else other
    shown = [_shown(value, field) for value in values]
    return _(" to ").join(shown) if part.op is Op.BETWEEN else _(", ").join(shown)


def value_word(value: Value, field: Field) -> str:
    """One value of a field in words: 5.20 亿元, 2025年8月, 签约."""
    known = dict(field.choices).get(str(value))
    if known is not None:
        return known
    if field.kind == "money":
        return show_amount(int(value))
    if field.kind == "area":
        return _("{n} mu").format(n=sqdm_to_mu_text(int(value)))
    if field.kind == "date" and len(str(value)) == _MONTH:
        return show(PartialDate(str(value), "month", str(value)))
    return str(value)


def _shown(value: Value, field: Field) -> str:
    word = value_word(value, field)
    return _("“{text}”").format(text=word) if field.kind == "text" else word
