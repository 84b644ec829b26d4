"""What a list of firms can be filtered by: fields with their words, and their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, case, literal

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import firm
from invest_crm.domain.conditions import Field
from invest_crm.services.firms import WORDS
from invest_crm.services.projects.filters import named
from invest_crm.services.sources import source_words
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import View

_FLAGS: Mapping[str, str] = {"local": N_("In this county"), "in_size": N_("Above-size firm")}
_KINDS: Mapping[str, Kind] = {
    "chain": "choice",
    "registered_capital": "money",
    **dict.fromkeys(_FLAGS, "choice"),
}
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    **{key: firm.c["chain_id" if key == "chain" else key] for key in WORDS if key != "contacts"},
    **{
        key: case((firm.c[key].is_(True), literal("yes", Text)), else_=literal("no", Text))
        for key in _FLAGS
    },
}
"""Columns of ``firm`` by field key."""


def filter_fields(view: View) -> dict[str, Field]:
    """The fields by key, with the choices of this database."""
    yes_or_no = (("yes", _("yes")), ("no", _("no")))
    choices = {
        **dict.fromkeys(_FLAGS, yes_or_no),
        "chain": tuple(named(view, chain)),
        "source": tuple(source_words(view).items()),
    }
    return {
        key: Field(
            key, _(_FLAGS.get(key) or WORDS[key]), _KINDS.get(key, "text"), choices.get(key, ())
        )
        for key in COLUMNS
    }
