"""三套数: what the unit reported, what papers prove, what statistics count. They never mix.

Product rule 2 calls them 调度数 (dispatch), 认定数 (recognised) and 统计数 (statistical).
Decided from domain 1.8, 1.9 and product S13:

- *Dispatch*: the cumulative of the monthly reports (``domain.funds``: stated cumulatives of ledgers
  and the months after them).
- *Recognised*: the sum of what papers prove, paper by paper: of funds bank receipts (银行转账凭证、
  进账单), of completed investment vouchers, invoices and progress sheets signed by three parties
  (支付凭证、发票、三方签章的形象进度单).
- *Statistical*: the sum of the amounts the firm itself filed with statistics for its project,
  copied from its own return with its consent; never from unit records of the statistics office
  (统计法).

Each counts up to the same day. Nothing here adjusts one by another. Differences are given in 万元
and, as the difference of the shares of the total investment, in 百分点.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from msgspec import Struct

from invest_crm.words import N_, _

_TWO = Decimal("0.01")


class Basis(StrEnum):
    """Where a figure comes from."""

    REPORTED = "reported"
    PAPERS = "papers"
    STATISTICS = "statistics"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_BASES[self])


_BASES = {
    Basis.REPORTED: N_("Reported by the unit"),
    Basis.PAPERS: N_("By papers"),
    Basis.STATISTICS: N_("By statistics"),
}
KEPT = (Basis.PAPERS, Basis.STATISTICS)
"""Those that are kept amount by amount; the first is the sum of the monthly reports."""


class Three(Struct, frozen=True):
    """The three of one subject, in 分; None where nothing is known. ``total``: the investment."""

    reported: int | None = None
    papers: int | None = None
    statistics: int | None = None
    total: int | None = None

    def of(self, basis: Basis) -> int | None:
        """One of them."""
        return {
            Basis.REPORTED: self.reported,
            Basis.PAPERS: self.papers,
            Basis.STATISTICS: self.statistics,
        }[basis]

    def gap(self, basis: Basis) -> int | None:
        """How much more than reported another one says; None where either is not known."""
        other = self.of(basis)
        return None if other is None or self.reported is None else other - self.reported

    def share(self, basis: Basis) -> Decimal | None:
        """What part of the total investment it is, in percent; None without a total."""
        value = self.of(basis)
        if value is None or not self.total:
            return None
        return (Decimal(value) * 100 / self.total).quantize(_TWO, ROUND_HALF_UP)

    def points(self, basis: Basis) -> Decimal | None:
        """The difference of the shares in 百分点, rounded once."""
        gap = self.gap(basis)
        if gap is None or not self.total:
            return None
        return (Decimal(gap) * 100 / self.total).quantize(_TWO, ROUND_HALF_UP)

    @property
    def differs(self) -> bool:
        """Whether one that is known says something else than was reported."""
        return any(self.gap(basis) for basis in KEPT)


def together(ones: list[Three]) -> dict[Basis, Three]:
    """The sums of many projects, each basis over the projects that have it *and* a report.

    Both sides of a difference are then of the same projects. ``REPORTED``: all that was reported.
    Shares need the total investment of every one of them.

    >>> found = together([Three(100, 90, None, 1000), Three(50, None, 60, 500)])
    >>> found[Basis.PAPERS].gap(Basis.PAPERS), found[Basis.STATISTICS].gap(Basis.STATISTICS)
    (-10, 10)
    """
    found = {}
    for basis in Basis:
        both = [one for one in ones if one.of(basis) is not None and one.reported is not None]
        totals = [one.total for one in both if one.total]
        sums: dict[str, int | None] = {
            "reported": sum(one.reported or 0 for one in both),
            basis.value: sum(one.of(basis) or 0 for one in both),
            "total": sum(totals) if len(totals) == len(both) else None,
        }
        found[basis] = Three(**sums) if both else Three()
    return found
