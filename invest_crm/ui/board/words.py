"""The leader's figures as words, cards and bars. Pure: board in, parts of the kit out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import show_yi
from invest_crm.domain.not_started import bucket_labels
from invest_crm.ui.kit.charts import Bar, Segment
from invest_crm.ui.kit.figure_card import Figure
from invest_crm.ui.kit.table_mini import MiniCell, MiniRow
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.metrics import Figure as Metric
    from invest_crm.services.board import LeaderBoard
    from invest_crm.services.figures import Group

BUCKET_TONES = ("talk", "signed", "signed", "bad")
_ROWS = 60


@dataclass(frozen=True, slots=True)
class CardContent:
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


def group_bars(board: LeaderBoard) -> list[Bar]:
    """One bar a group: in production, started, not started; words at the right."""
    return [_group_bar(group) for group in board.figures.groups]


def bucket_bars(board: LeaderBoard) -> list[Bar]:
    """How long signed projects have waited, and at which steps."""
    bars = []
    for place, label in enumerate(bucket_labels(board.figures.question.calibre)):
        rows = [row for row in board.waiting if row.waiting.bucket == place]
        steps = Counter(row.waiting.step_label for row in rows).most_common(3)
        bars.append(
            Bar(
                label,
                (Segment(len(rows), _("{n} projects").format(n=len(rows)),
                         BUCKET_TONES[min(place, 3)], str(place), str(len(rows))),)
                if rows else (),
                " · ".join(f"{step} {count}" for step, count in steps),
            )
        )  # fmt: skip
    return bars


def waiting_title(board: LeaderBoard) -> str:
    """The head of the ages."""
    return _("{n} signed, not started: time waited").format(n=len(board.waiting))


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


def one_place(value: Decimal | int | None) -> str:
    """A rate with one place, a dash where undefined."""
    if value is None:
        return "—"
    return str(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _signed(board: LeaderBoard) -> CardContent:
    found = board.figures
    count, amount = found["signed.count"], found["signed.amount"]
    growth = _maybe(board, "signed_amount.yoy")
    right, tone = "", ""
    if growth is not None and growth.value is not None:
        up = Decimal(growth.value) >= 0
        right = _("{arrow} {n}% on last year").format(
            arrow="▲" if up else "▼", n=one_place(abs(Decimal(growth.value)))
        )
        tone = "started" if up else "bad"
    elif growth is not None:
        right = _("no base last year")
    return CardContent(
        _("Newly signed"),
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


def _target(board: LeaderBoard) -> str:
    rate = _maybe(board, "targets.signed_amount.rate")
    pace = _maybe(board, "targets.signed_amount.pace")
    if board.target is None or rate is None or rate.value is None:
        return _("no annual target set")
    words = _("target {n}: {done}% done").format(
        n=show_yi(board.target, 0), done=one_place(rate.value)
    )
    if pace is None or pace.value is None:
        return words
    ahead = Decimal(pace.value)
    side = _("{n} points ahead of pace") if ahead >= 0 else _("{n} points behind pace")
    return words + " · " + side.format(n=one_place(abs(ahead)))


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
        (Figure(one_place(figure.value), "%" if figure.value is not None else "",
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
        f"{group.key}|signed.count",
    )  # fmt: skip


def _maybe(board: LeaderBoard, metric: str) -> Metric | None:
    return next((item for item in board.figures.figures if item.metric == metric), None)
