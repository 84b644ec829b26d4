"""The leader's figures as words, cards and bars. Pure: board in, parts of the kit out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.money import show_yi
from invest_crm.domain.not_started import bucket_labels
from invest_crm.domain.rates import MANY_TIMES, rounded
from invest_crm.ui.kit.charts import Bar, Segment
from invest_crm.ui.kit.figure_card import Figure
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from invest_crm.domain.metrics import Figure as Metric
    from invest_crm.services.board import LeaderBoard
    from invest_crm.services.figures import Group

BUCKET_TONES = ("talk", "signed", "signed", "bad")
_ROWS = 60


class CardContent(Struct, frozen=True):
    """What one figure card says."""

    title: str
    figures: tuple[Figure, ...]
    right: str = ""
    right_tone: str = ""
    sub: str = ""


def headline(board: LeaderBoard) -> list[CardContent]:
    """The five cards: signed, performed, started, in production, not in the database."""
    found = board.figures
    missing = len(board.should_be_in_stats)
    strong = found["started.g3.count"].value
    return [
        _signed(board),
        _rate(board, "performed", _ended(board)),
        _rate(board, "started", _("{n} with permit or contract").format(n=strong)),
        _rate(board, "in_production", _same_period(board, "in_production.rate")),
        CardContent(
            _("Missing in database"),
            (
                Figure(
                    str(missing),
                    _("projects"),
                    "should_be_in_stats",
                    found["in_stats.rate"].definition,
                    "bad" if missing else "",
                ),
            ),
            _("act now") if missing else "",
            "bad" if missing else "",
            _("started, 5 million yuan or more, not in the investment database"),
        ),
    ]


def said_of(
    board: LeaderBoard, metric: str, period: str, part: Group | str = ""
) -> dict[str, object]:
    """``reason`` and ``definition`` of a link to the rows of a figure, or of a part of it (a group
    or the words of an age); of an amount ``counted``, what its rows count together in 分.
    """
    titles = {
        "signed_not_started.count": _("Signed, not started"),
        **{
            figure.metric: card.title
            for card in headline(board)
            for figure in card.figures
            if figure.metric
        },
    }
    if part:
        titles |= {"started.count": _("Started"), "in_production.count": _("Producing")}
    own = "in_stats.rate" if metric == "should_be_in_stats" else metric
    label = part if isinstance(part, str) else part.label
    words = [label, titles[metric], period]
    said: dict[str, object] = {"definition": board.figures[own].definition}
    figures = board.figures.figures if isinstance(part, str) else part.figures
    figure = next(item for item in figures if item.metric == own)
    if figure.unit == "fen":
        said["counted"] = figure.value
        words.insert(0, counted(figure))
    return {"reason": " · ".join(word for word in words if word), **said}


def bucket_label(board: LeaderBoard, bucket: int) -> str:
    """How long the projects of a bar have waited."""
    return bucket_labels(board.figures.question.calibre)[bucket]


def group_bars(board: LeaderBoard) -> list[Bar]:
    """One bar a group: in production, started, not started; words at the right."""
    return [_group_bar(group) for group in board.figures.groups]


def bucket_bars(board: LeaderBoard) -> list[Bar]:
    """How long signed projects have waited, and at which steps."""
    bars = []
    for place, label in enumerate(bucket_labels(board.figures.question.calibre)):
        rows = [row for row in board.waiting if row.waiting.bucket == place]
        steps = Counter(row.waiting.step_label for row in rows).most_common()
        words, *shorter = [_steps(steps, told) for told in range(len(steps), -1, -1)]
        asked = str(place) if rows else ""
        count = _("1 project") if len(rows) == 1 else _("{n} projects").format(n=len(rows))
        tone = BUCKET_TONES[min(place, len(BUCKET_TONES) - 1)]
        segment = Segment(len(rows), count, tone, asked, str(len(rows)), words)
        bars.append(Bar(label, (segment,), words, asked, tuple(shorter)))
    return bars


def _steps(steps: Sequence[tuple[str, int]], told: int) -> str:
    """The first steps by name, the projects at the others as one number."""
    parts = [f"{step} {count}" for step, count in steps[:told]]
    if told < len(steps):
        rest = sum(count for _step, count in steps[told:])
        parts.append((_("{n} more") if told else _("{n} in all")).format(n=rest))
    return " · ".join(parts)


def waiting_title(board: LeaderBoard) -> str:
    """The head of the ages."""
    return _("{n} signed, not started: time waited").format(n=len(board.waiting))


def waiting_columns() -> list[MiniColumn]:
    """The columns of the table of what waits."""
    return [
        MiniColumn(_("Project"), 3, least=140),
        MiniColumn(_("Chain"), 1.2, least=70, rank=2),
        MiniColumn(_("Total (100 million yuan)"), 1, right=True, least=84, rank=4),
        MiniColumn(_("Months since signing"), 1, right=True, least=70, rank=3),
        MiniColumn(_("Present step"), 1.2, least=76),
        MiniColumn(_("Held by"), 1.8, least=100),
        MiniColumn(_("Days waiting"), 1, right=True, least=70),
        MiniColumn(_("County leader"), 1.8, least=90),
        MiniColumn(_("Responsible unit"), 1.4, least=100, rank=1),
    ]


def waiting_rows(board: LeaderBoard) -> list[MiniRow]:
    """The table of what waits, longest first."""
    return [
        MiniRow(
            row.id,
            (
                row.name,
                row.chain or "—",
                show_yi(row.total),
                str(row.waiting.months),
                MiniCell(row.waiting.step_label, "bad" if row.waiting.bucket > 1 else "signed"),
                row.waiting.holder,
                str(row.waiting.days),
                row.leader or "—",
                row.unit or "—",
            ),
        )
        for row in board.waiting[:_ROWS]
    ]


def note_of(board: LeaderBoard) -> str:
    """As-of day, and that every number opens."""
    return _("as of {day} · every number opens its list and definition").format(
        day=_("{d.year}-{d.month}-{d.day}").format(d=board.figures.question.as_of)
    )


def one_place(exact: Fraction | None) -> str:
    """A rate with one place, rounded from its exact value; a dash where undefined."""
    return "—" if exact is None else str(rounded(exact, 1))


def counted(figure: Metric) -> str:
    """What a list opened by an amount begins with: the amount, and the increases in it."""
    amount = _("counts {amount}").format(amount=show_yi(int(figure.value or 0)))
    if not figure.increases:
        return amount
    added = sum(fen for _project, fen in figure.increases)
    return ngettext(
        "{counted}, {n} increase of {added} in it",
        "{counted}, {n} increases of {added} in it",
        len(figure.increases),
    ).format(counted=amount, n=len(figure.increases), added=show_yi(added))


def _signed(board: LeaderBoard) -> CardContent:
    found = board.figures
    count, amount = found["signed.count"], found["signed.amount"]
    right, tone = _growth(board)
    return CardContent(
        _("Newly signed") if found.question.start else _("Signed in all"),
        (
            Figure(str(count.value), _("projects"), count.metric, count.definition),
            Figure(
                show_yi(int(amount.value or 0)),
                _("100 million yuan"),
                amount.metric,
                amount.definition,
            ),
        ),
        right,
        tone,
        _target(board),
    )


def _growth(board: LeaderBoard) -> tuple[str, str]:
    """同比 of the number and of the amount, each with its own; coloured where both go one way."""
    found = [board.figures.get(name) for name in ("signed.yoy", "signed_amount.yoy")]
    exact = [figure.exact for figure in found if figure is not None]
    known = [value for value in exact if value is not None]
    if not known:
        return (_("no base last year") if exact else ""), ""
    count, amount = (_change(value) for value in exact)
    tone = "started" if min(known) >= 0 else "bad" if max(known) < 0 else ""
    return _("YoY n {count}, ¥ {amount}").format(count=count, amount=amount), tone


def _change(exact: Fraction | None) -> str:
    """▲18.0%, ▼3.2%, and from a very small base ▲50.3 times."""
    if exact is None:
        return "—"
    arrow = "▲" if exact >= 0 else "▼"
    if exact > MANY_TIMES:
        return _("{arrow}{n}×").format(arrow=arrow, n=one_place(exact / 100))
    return f"{arrow}{one_place(abs(exact))}%"


def _target(board: LeaderBoard) -> str:
    rate = board.figures.get("targets.signed_amount.rate")
    pace = board.figures.get("targets.signed_amount.pace")
    if rate is not None and rate.exact is None:
        return _("the annual target is measured from 1 January of its year")
    if board.target is None or rate is None or pace is None or pace.exact is None:
        return _("no annual target set")
    words = _("target {n}: {done}% done").format(
        n=show_yi(board.target, 0), done=one_place(rate.exact)
    )
    side = _("{n} points ahead of pace") if pace.exact >= 0 else _("{n} points behind pace")
    return words + " · " + side.format(n=one_place(abs(pace.exact)))


def _rate(board: LeaderBoard, family: str, sub: str) -> CardContent:
    figure = board.figures[f"{family}.rate"]
    base = len(figure.base or ())
    titles = {
        "performed": _("Performance rate"),
        "started": _("Start rate"),
        "in_production": _("Production rate"),
    }
    return CardContent(
        titles[family],
        (Figure(one_place(figure.exact), "%" if figure.exact is not None else "",
                f"{family}.count", figure.definition),),
        f"{len(figure.projects)} / {base}",
        "",
        sub,
    )  # fmt: skip


def _ended(board: LeaderBoard) -> str:
    return _("{ended} terminated, {paused} paused").format(
        ended=board.terminated, paused=board.paused
    )


def _same_period(board: LeaderBoard, metric: str) -> str:
    """The rate of the same period of last year; nothing where the period has no beginning."""
    if board.last_year is None:
        return ""
    value = board.last_year.get(metric)
    if value is None:
        return _("no base last year")
    return _("same period last year {n}%").format(n=one_place(value))


def _group_bar(group: Group) -> Bar:
    by_id: dict[str, Metric] = {figure.metric: figure for figure in group.figures}
    producing = int(by_id["in_production.count"].value or 0)
    started = int(by_id["started.count"].value or 0) - producing
    waiting = int(by_id["signed_not_started.count"].value or 0)
    parts = (
        (producing, _("Producing"), "production", "in_production.count"),
        (started, _("Started"), "started", "started.count"),
        (waiting, _("Not started"), "signed", "signed_not_started.count"),
    )
    signed, amount = by_id["signed.count"], by_id["signed.amount"]
    return Bar(
        group.label,
        tuple(
            Segment(value, f"{word} {value}", tone, f"{group.key}|{metric}", str(value),
                    by_id[metric].definition)
            for value, word, tone, metric in parts
            if value
        ),
        _("{n} · {amount}").format(n=signed.value, amount=show_yi(int(amount.value or 0))),
        f"{group.key}|signed.amount",
    )  # fmt: skip
