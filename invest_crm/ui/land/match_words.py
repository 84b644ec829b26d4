"""The words of matching: what a project asks for, a place in a row, the parts of its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.land_match import area_words
from invest_crm.domain.parcel_fields import BY_KEY, measure_text
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow
from invest_crm.ui.kit.text import NOTHING
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.land_match import Fit, Need
    from invest_crm.services.land_matching import Matches, Overview, Pair
    from invest_crm.services.land_uses import UseLine

GOOD, FAIR = 80, 60
"""A score from which on a place is a good one, or a fair one."""


def need_words(need: Need) -> str:
    """Everything a project asks for, in one line."""
    parts = [
        need.kind.label,
        NOTHING if need.area is None else area_words(need.kind, need.area),
        need.use,
        *(_with(key) for key in need.utilities),
        *(
            f"{BY_KEY[key].label} ≥ {measure_text(BY_KEY[key], value)} {BY_KEY[key].unit}"
            for key in ("height", "load", "crane")
            if (value := getattr(need, key)) is not None
        ),
        _(", ").join(need.parks),
        _("by {day}").format(day=need.wanted_on.isoformat()) if need.wanted_on else "",
    ]
    return " · ".join(part for part in parts if part)


def _with(key: str) -> str:
    return BY_KEY[key].label


def project_columns() -> tuple[MiniColumn, ...]:
    """The projects that look for a place."""
    return (
        MiniColumn(_("Project"), 3, least=130),
        MiniColumn(_("Asks for"), 1, least=84, rank=2),
        MiniColumn(_("Has"), 0, least=86, rank=1),
    )


def project_rows(found: Overview) -> list[MiniRow]:
    """Those without a place first."""
    has: dict[str, UseLine] = {}
    for use in found.uses:
        has[use.project_id] = use
    lines = sorted(found.lines, key=lambda line: line.id in has)
    return [
        MiniRow(
            line.id,
            (
                line.name,
                area_words(line.need.kind, line.need.area)
                if line.need is not None and line.need.area is not None
                else NOTHING,
                MiniCell(has[line.id].state.label, "production")
                if line.id in has
                else MiniCell(_("none yet"), "talk"),
            ),
        )
        for line in lines
    ]


def place_columns() -> tuple[MiniColumn, ...]:
    """The places that suit a project."""
    return (
        MiniColumn(_("Place"), 3, least=130),
        MiniColumn(_("Free"), 1, right=True, least=84, rank=1),
        MiniColumn(_("Score"), 0, least=64),
    )


def place_rows(fits: Sequence[Fit]) -> list[MiniRow]:
    """The best first."""
    return [
        MiniRow(
            one.offer.id,
            (one.offer.name, _free(one), MiniCell(str(one.score), score_tone(one.score))),
        )
        for one in fits
    ]


def refused_columns() -> tuple[MiniColumn, ...]:
    """The places that do not suit."""
    return (MiniColumn(_("Place"), 2, least=120), MiniColumn(_("Why not"), 3, least=150))


def refused_rows(fits: Sequence[Fit]) -> list[MiniRow]:
    """Those nearest to suiting first."""
    return [MiniRow(one.offer.id, (one.offer.name, _("; ").join(one.refusals))) for one in fits]


def pair_columns() -> tuple[MiniColumn, ...]:
    """Projects with the places they get."""
    return (
        MiniColumn(_("Project"), 2, least=130),
        MiniColumn(_("Asks for"), 1, least=84, rank=1),
        MiniColumn(_("Place"), 3, least=120),
        MiniColumn(_("Score"), 0, least=64),
    )


def pair_rows(pairs: Sequence[Pair]) -> list[MiniRow]:
    """Those that get a place first; of the others what stands in the way at the nearest place."""
    ordered = sorted(
        pairs, key=lambda pair: (pair.fit is None, -(pair.fit.score if pair.fit else 0))
    )
    return [MiniRow(pair.line.id, _pair(pair)) for pair in ordered]


def score_tone(score: int) -> str:
    """Green, blue or amber."""
    return "production" if score >= GOOD else "signed" if score >= FAIR else "slow"


def summary(pairs: Sequence[Pair]) -> str:
    """How many get a place and how good the places are."""
    fits = [pair.fit for pair in pairs if pair.fit is not None]
    if not fits:
        return _("None of {total} projects gets a place.").format(total=len(pairs))
    mean = sum(one.score for one in fits) / len(fits)
    return _("{n} of {total} projects get a place, {mean:.0f} points on average.").format(
        n=len(fits), total=len(pairs), mean=mean
    )


def head_of(found: Matches) -> str:
    """How many places suit a project."""
    n = len(found.fits)
    return _("{n} places suit, {m} do not").format(n=n, m=len(found.refused))


def _pair(pair: Pair) -> tuple[MiniCell | str, ...]:
    need = pair.line.need
    asked = NOTHING
    if need is not None and need.area is not None:
        asked = area_words(need.kind, need.area)
    if pair.fit is not None:
        score = MiniCell(str(pair.fit.score), score_tone(pair.fit.score))
        return pair.line.name, asked, pair.fit.offer.name, score
    why = _("no place")
    if pair.nearest is not None and pair.nearest.refusals:
        why = _("none; nearest {name}: {why}").format(
            name=pair.nearest.offer.name, why=_("; ").join(pair.nearest.refusals)
        )
    return pair.line.name, asked, MiniCell(why, "talk", chip=False), NOTHING


def _free(one: Fit) -> str:
    return NOTHING if one.offer.free is None else area_words(one.offer.kind, one.offer.free)
