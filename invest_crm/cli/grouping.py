"""``--group-by``: a list in groups with subtotals, in place of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import emit, say, table
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.conditions import Field
    from invest_crm.domain.grouping import Grouping, Level, Tally
    from invest_crm.services.grouping import Grouped
    from invest_crm.services.work import App

_SHOWN = ("total_investment", "funds_in_place", "registered_capital", "land_mu")
"""What the table shows; everything else is in ``--json``."""


def group_option(parser: argparse.ArgumentParser) -> None:
    """``--group-by``: fields, days with their span (``signed_on:quarter``)."""
    parser.add_argument(
        "--group-by",
        metavar="FIELDS",
        help=_("subtotals by up to three fields, for example chain,signed_on:quarter"),
    )


def tell_groups(
    app: App, list_name: str, found: Sequence[Mapping[str, object]], text: str, *, json: bool
) -> None:
    """Print records in groups. UserError for a field that cannot make groups."""
    from invest_crm.services.grouping import grouped
    from invest_crm.services.listing import ListQuery
    from invest_crm.services.views import listing_of

    listing = app.read(listing_of, list_name)
    grouping = _grouping(text, app.read(listing.fields))
    query = ListQuery(filters={"ids": [str(item["id"]) for item in found]})
    answer = app.read(grouped, listing, query, grouping)
    if json:
        emit(_shape(answer))
    else:
        _print(answer)


def _grouping(text: str, fields: Mapping[str, Field]) -> Grouping:
    from invest_crm.domain.grouping import MAX_LEVELS, Grouping

    levels = tuple(_level(part.strip(), fields) for part in text.split(","))
    if len(levels) > MAX_LEVELS or len({level.field for level in levels}) < len(levels):
        raise UserError(
            "group-levels",
            _("A list is grouped by up to three different fields."),
            todo=_("Name fewer fields."),
        )
    return Grouping(levels)


def _level(text: str, fields: Mapping[str, Field]) -> Level:
    from invest_crm.domain.grouping import Level, ways

    key, _colon, span = text.partition(":")
    offered = ways(fields[key]) if key in fields else ()
    by = next((way for way in offered if way.value == span or not span), None)
    if by is None:
        known = [name for name, field in fields.items() if ways(field)]
        raise UserError(
            "group-field-unknown",
            _("The list cannot be grouped by “{name}”.").format(name=text),
            todo=_("Fields: {names}; days with :month, :quarter or :year.").format(
                names=", ".join(known)
            ),
        )
    return Level(key, by)


def _shape(answer: Grouped) -> dict[str, Any]:
    levels = [f"{level.field}:{level.by}" for level in answer.grouping.levels]
    groups = [
        {
            "key": list(node.path),
            "label": node.label,
            "count": node.count,
            "figures": _figures(node.tallies, answer),
            "ids": list(answer.ids[node.first : node.first + node.count]),
        }
        for node in answer.nodes
    ]
    whole = {"count": len(answer.ids), "figures": _figures(answer.whole, answer)}
    return {"group_by": levels, "groups": groups, "total": whole}


def _figures(tallies: Mapping[str, Tally], answer: Grouped) -> dict[str, Any]:
    return {key: _text(key, tallies[key], answer) for key in answer.figures}


def _text(key: str, tally: Tally, answer: Grouped) -> str | None:
    from invest_crm.domain.area import sqdm_to_mu_text
    from invest_crm.domain.money import fen_to_wan_text

    value = tally.value(answer.figures[key])
    if value is None:
        return None
    return sqdm_to_mu_text(value) if answer.fields[key].kind == "area" else fen_to_wan_text(value)


def _print(answer: Grouped) -> None:
    keys = [key for key in _SHOWN if key in answer.figures]
    if any(answer.fields[key].kind == "money" for key in keys):
        say(_("Amounts in 10,000 yuan"))
    head = [_("Group"), _("Number"), *(_heading(answer.fields[key]) for key in keys)]
    rows = [
        [
            "· " * (len(node.path) - 1) + node.label,
            f"{node.count:,}",
            *(_text(key, node.tallies[key], answer) or "—" for key in keys),
        ]
        for node in answer.nodes
    ]
    total = [_("Total"), f"{len(answer.ids):,}"]
    total += [_text(key, answer.whole[key], answer) or "—" for key in keys]
    table([head, *rows, total], right=frozenset(range(1, len(head))))


def _heading(field: Field) -> str:
    return _("{field} (mu)").format(field=field.label) if field.kind == "area" else field.label
