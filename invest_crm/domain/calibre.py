"""口径 Calibre: the choices behind the figures that differ by province, city and year.

National rules are not here. Every choice the design of the figures marks as a setting is one
field, stored with the calibre and printed with the figure.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from invest_crm.domain.stages import COUNTED_AGREEMENTS, AgreementType
from invest_crm.words import N_, _

_YI = 10_000_000_000


class Calibre(Struct, frozen=True):
    """One set of definitions. Money in 分, ages in months.

    ``tiers`` are lower bounds of size tiers ([1亿, 5亿), …); ``buckets`` upper bounds of the ages
    of signed-not-started; ``stats_threshold`` the planned total from which a started project must
    be in the investment database. ``confirmed_only``: steps entered by hand count once a second
    person has confirmed them.
    """

    id: str = "default-2026"
    name: str = N_("Default calibre 2026")
    counted_agreements: frozenset[AgreementType] = COUNTED_AGREEMENTS
    keep_terminated: bool = True
    production_over_started: bool = False
    started_grade: int = 1
    confirmed_only: bool = False
    stats_threshold: int = 500 * 1_000_000
    tiers: tuple[int, ...] = (_YI, 5 * _YI, 10 * _YI)
    buckets: tuple[int, ...] = (3, 6, 12)

    @property
    def label(self) -> str:
        """The name for people."""
        return _(self.name)


DEFAULT_CALIBRE = Calibre()
IN_FORCE = Calibre(id="")
"""Stands in a question for the calibre in force, until a database says which one that is."""


def tier_key(total: int | None, calibre: Calibre) -> str:
    """The size tier of an agreed total: ``lt1``, ``1-5``, ``5-10``, ``ge10`` (亿元)."""
    if total is None:
        return "unknown"
    return tier_keys(calibre)[sum(total >= bound for bound in calibre.tiers)]


def tier_keys(calibre: Calibre) -> list[str]:
    """The tiers from small to large."""
    bounds = [bound // _YI for bound in calibre.tiers]
    between = [f"{low}-{high}" for low, high in pairwise(bounds)]
    return [f"lt{bounds[0]}", *between, f"ge{bounds[-1]}"]


def tier_label(key: str) -> str:
    """The words for a tier key."""
    if key == "unknown":
        return _("Amount unknown")
    if key.startswith("lt"):
        return _("Below {n}00 million yuan").format(n=key[2:])
    if key.startswith("ge"):
        return _("{n}00 million yuan and above").format(n=key[2:])
    low, high = key.split("-")
    return _("{low}00 to {high}00 million yuan").format(low=low, high=high)
