"""Departments by code, as catalogues and templates name who must act."""

from __future__ import annotations

from typing import Final

from invest_crm.words import N_, _

DEPARTMENTS: Final = {
    "market": N_("Market regulation bureau"),
    "reform": N_("Development and reform bureau"),
    "resources": N_("Natural resources bureau"),
    "housing": N_("Housing and construction bureau"),
    "ecology": N_("Ecology and environment bureau"),
    "water": N_("Water bureau"),
    "statistics": N_("Statistics bureau"),
    "power": N_("Power company"),
    "utilities": N_("Water and gas companies"),
    "registry": N_("Real estate registration centre"),
    "emergency": N_("Emergency management bureau"),
    "forestry": N_("Forestry bureau"),
    "heritage": N_("Culture and heritage bureau"),
    "weather": N_("Weather bureau"),
    "reviewers": N_("Drawing reviewers"),
    "permits": N_("Administrative approval bureau"),
    "industry": N_("Industry and information bureau"),
    "finance": N_("Finance bureau"),
    "tax": N_("Tax bureau"),
    "justice": N_("Justice bureau"),
    "trade": N_("Department of the trade"),
    "park": N_("Park"),
    "township": N_("Township"),
    "investor": N_("Investor"),
}


def department_label(code: str) -> str:
    """The name for people; a text that is no code stays itself."""
    return _(DEPARTMENTS[code]) if code in DEPARTMENTS else code
