"""The frozen facts a report is made of: whoever builds them has asked the database already.

A brief holds values, not formatting: money in whole 分, shares as exact fractions (1 = 100 %),
dates as dates. None means "not known" and is printed as "—" or left unsaid; it is never zero.
Briefs know nothing of pages, fonts or the database.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


class NoGrowth(StrEnum):
    """Why a growth rate cannot be given (domain brief 1.6)."""

    BASE_ZERO = "base-zero"
    NOT_COMPARABLE = "not-comparable"


class Reach(StrEnum):
    """How the signing period lies to the as-of day: up to it, ended before it, or unbounded."""

    RUNNING = "running"
    ENDED = "ended"
    WHOLE = "whole"


class Stage(StrEnum):
    """The stages whose rates a bulletin reports, in the order of the ladder."""

    PERFORMED = "performed"
    REGISTERED = "registered"
    STARTED = "started"
    IN_PRODUCTION = "in_production"
    IN_STATS = "in_stats"


class Disposal(StrEnum):
    """What is proposed for a project that has not started (拟处置)."""

    PUSH = "push"
    PAUSE = "pause"
    TERMINATE = "terminate"


class FigureCell(Struct, frozen=True):
    """One named metric with its value as printed and what it means.

    ``numerator`` and ``denominator`` are counts, or None where the metric is not a ratio.
    """

    metric: str
    label: str
    value: str
    unit: str
    definition: str
    numerator: int | None = None
    denominator: int | None = None


class Change(Struct, frozen=True):
    """Growth over the same period of last year: a share, or the reason why there is none."""

    share: Fraction | None
    reason: NoGrowth | None = None


class Target(Struct, frozen=True):
    """Completion of the annual task; ``ahead`` = completion − calendar pace (1 = 100 points)."""

    amount_fen: int
    done: Fraction
    ahead: Fraction | None = None


class StageFigure(Struct, frozen=True):
    """How many signed projects reached a stage, and the rate by the calibre's definition."""

    stage: Stage
    count: int
    rate: Fraction | None


class GradeCount(Struct, frozen=True):
    """Started projects by strength of evidence, grade 1 (reported) to 4 (in statistics)."""

    grade: int
    count: int


class Overall(Struct, frozen=True):
    """The figures of the overall paragraph; whatever is None is not mentioned."""

    signed_count: int
    signed_amount_fen: int
    count_change: Change | None = None
    amount_change: Change | None = None
    target: Target | None = None
    stages: tuple[StageFigure, ...] = ()
    grades: tuple[GradeCount, ...] = ()
    funds_fen: int | None = None
    funds_rate: Fraction | None = None


class UnitRow(Struct, frozen=True):
    """One unit (township, department) in the ranking; ``rank`` None = not ranked."""

    rank: int | None
    unit: str
    signed: int
    amount_fen: int
    started: int
    rate: Fraction | None


class ChainRow(Struct, frozen=True):
    """One industry chain: its signed, started and producing projects."""

    chain: str
    signed: int
    amount_fen: int
    started: int
    in_production: int
    rate: Fraction | None


class KeyProject(Struct, frozen=True):
    """A project reported by name: who invests, how much, and how far it is, as written."""

    name: str
    investor: str
    amount_fen: int | None
    stage: str
    progress: str


class Problem(Struct, frozen=True):
    """A named problem: the unit that must answer for it and what is wrong, as written."""

    unit: str
    text: str


class NotStartedRow(Struct, frozen=True):
    """One signed project that has not started (columns of the domain brief 1.7).

    ``signed_on`` and ``planned_start`` are dates when known to the day, otherwise the office's
    own words ("2025年9月"). ``months`` are full months since signing, ``age`` the index of the
    age bucket (counted to the day, so 6 months and a day are over 6). ``presumed`` marks a holding
    step that was inferred (推定).
    """

    name: str
    investor: str
    amount_fen: int | None
    signed_on: date | str
    months: int | None
    age: int | None = None
    site_mode: str = ""
    step: str = ""
    step_days: int | None = None
    presumed: bool = False
    reason: str = ""
    holding_unit: str = ""
    to_coordinate: str = ""
    planned_start: date | str = ""
    leader: str = ""
    lead_unit: str = ""
    person: str = ""
    next_step: str = ""
    disposal: Disposal | None = None


class Calibre(Struct, frozen=True):
    """The counting rules in force: a name and the sentences printed with the figures."""

    name: str
    notes: tuple[str, ...] = ()


class NotStartedBrief(Struct, frozen=True):
    """Everything the list of signed-not-started projects prints."""

    county: str
    as_of: date
    unit: str
    rows: tuple[NotStartedRow, ...]
    calibre: Calibre
    definition: str = ""
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


class BulletinBrief(Struct, frozen=True):
    """Everything the circular on signed and started projects prints.

    ``period`` is the office's wording (2025年1—8月份, 截至2025年8月31日), ``reach`` how it lies to
    the as-of day. ``unit`` signs, ``addressee`` receives (主送, without the colon),
    ``doc_number`` is printed only if given: this is an internal report, not a red-head document.
    ``fingerprint`` is the short head of the change log.
    """

    county: str
    period: str
    as_of: date
    issued_on: date
    unit: str
    overall: Overall
    calibre: Calibre
    reach: Reach = Reach.RUNNING
    addressee: str = ""
    doc_number: str = ""
    headline: tuple[FigureCell, ...] = ()
    ranking_basis: str = ""
    rankings: tuple[UnitRow, ...] = ()
    by_chain: tuple[ChainRow, ...] = ()
    key_projects: tuple[KeyProject, ...] = ()
    problems: tuple[Problem, ...] = ()
    next_steps: tuple[str, ...] = ()
    annex: tuple[NotStartedRow, ...] = ()
    footnotes: tuple[str, ...] = ()
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"
