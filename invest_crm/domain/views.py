"""What a saved view of a list is: what it asks, in which order, and how it is shown.

Its stored form is a JSON object with a version. What a newer program (or another part of this
one) adds to it is kept as it is, so that saving a view never loses what was not understood.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.colour_rules import (
    ColourRule,
    rules_json,
    rules_of,
    without_lost_rules,
)
from invest_crm.domain.conditions import (
    EVERYTHING,
    Condition,
    Group,
    Op,
    from_json,
    to_json,
    without_unknown,
)
from invest_crm.domain.grouping import (
    UNGROUPED,
    Grouping,
    grouping_json,
    grouping_of,
    without_lost_levels,
)
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from invest_crm.domain.conditions import Field, Part

VERSION = 1


class Access(StrEnum):
    """Who sees a view and who may change it."""

    MINE = "mine"
    SHARED = "shared"
    LOCKED = "locked"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self])


_LABELS = {
    Access.MINE: N_("Mine"),
    Access.SHARED: N_("Shared"),
    Access.LOCKED: N_("Locked"),
}


class ViewForm(Struct, frozen=True):
    """What a view holds.

    ``filters``: (name, value) of the filters a list knows by name, ``reason`` what they stand for
    in words; ``sort``: (key, descending); ``columns``: their arrangement as the grid keeps it,
    None to leave them as the person has them; ``layout``: table or board, empty for the usual;
    ``grouping``: its groups and what of them is folded; ``colours``: its colour rules, in order;
    ``rest``: what else was stored.
    """

    text: str = ""
    filters: tuple[tuple[str, Any], ...] = ()
    where: Group = EVERYTHING
    sort: tuple[tuple[str, bool], ...] = ()
    columns: tuple[Mapping[str, Any], ...] | None = None
    layout: str = ""
    reason: str = ""
    grouping: Grouping = UNGROUPED
    colours: tuple[ColourRule, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)


def form_json(form: ViewForm) -> dict[str, Any]:
    """The stored form; ``form_of`` makes the same view of it."""
    shape: dict[str, Any] = {
        **form.rest,
        "version": max(VERSION, int(form.rest.get("version", VERSION))),
        "text": form.text,
        "filters": [list(pair) for pair in form.filters],
        "where": to_json(form.where),
        "sort": [list(key) for key in form.sort],
        "layout": form.layout,
        "reason": form.reason,
    }
    if form.columns is not None:
        shape["columns"] = [dict(column) for column in form.columns]
    if form.grouping != UNGROUPED:
        shape["group"] = grouping_json(form.grouping)
    if form.colours:
        shape["colours"] = rules_json(form.colours)
    return shape


def form_of(shape: Mapping[str, Any]) -> ViewForm:
    """The view that a stored form describes. ValueError if it cannot be read."""
    try:
        columns = shape.get("columns")
        return ViewForm(
            text=str(shape.get("text", "")),
            filters=tuple((str(name), value) for name, value in shape.get("filters", ())),
            where=from_json(shape.get("where") or to_json(EVERYTHING)),
            sort=tuple((str(key), bool(down)) for key, down in shape.get("sort", ())),
            columns=None if columns is None else tuple(dict(column) for column in columns),
            layout=str(shape.get("layout", "")),
            reason=str(shape.get("reason", "")),
            grouping=grouping_of(shape.get("group")),
            colours=rules_of(shape.get("colours")),
            rest={
                key: value
                for key, value in shape.items()
                if key not in _KNOWN and (key, value) != ("version", VERSION)
            },
        )
    except (AttributeError, TypeError) as error:
        raise ValueError("not a view") from error


_KNOWN = frozenset(
    {"text", "filters", "where", "sort", "columns", "layout", "reason", "group", "colours"}
)


def without_lost(
    form: ViewForm,
    fields: Mapping[str, Field],
    filters: Collection[str],
    sorts: Collection[str],
) -> tuple[ViewForm, tuple[str, ...]]:
    """The view without what its list no longer has, and the words for what was left out.

    ``fields`` with the choices of the database, ``filters`` and ``sorts`` the names the list
    knows. Columns are not looked at: the grid passes over those it does not have.
    """
    where, gone = without_unknown(form.where, fields)
    where, unchosen = _without_choices(where, fields)
    kept = [(name, value) for name, value in form.filters if _stands(name, value, fields, filters)]
    names = [name for name, _value in form.filters if name not in dict(kept)]
    sort = tuple(key for key in form.sort if key[0] in sorts)
    keys = [key for key, _down in form.sort if key not in sorts]
    grouping, ungrouped = without_lost_levels(form.grouping, fields)
    colours, uncoloured = without_lost_rules(form.colours, fields)
    lost = dict.fromkeys([*gone, *unchosen, *names, *keys, *ungrouped, *uncoloured])
    words = tuple(fields[key].label if key in fields else key for key in lost)
    shown = replace(form, where=where, filters=tuple(kept), sort=sort)
    return replace(shown, grouping=grouping, colours=colours), words


def _stands(name: str, value: Any, fields: Mapping[str, Field], filters: Collection[str]) -> bool:
    """Whether a named filter is known and what it names (a chain, a node) still exists."""
    choices = dict(fields[name].choices) if name in fields else {}
    return name in filters and (not choices or value in choices)


def _without_choices(group: Group, fields: Mapping[str, Field]) -> tuple[Group, tuple[str, ...]]:
    """The group without choices that are gone, and the fields in which there were some."""
    lost: list[str] = []
    kept: list[Part] = []
    for part in group.parts:
        if isinstance(part, Group):
            inner, gone = _without_choices(part, fields)
            lost += gone
            kept += [inner] if inner.parts else []
        else:
            left = _present(part, fields[part.field])
            lost += [part.field] if left != part else []
            kept += [left] if left is not None else []
    return replace(group, parts=tuple(kept)), tuple(lost)


def _present(part: Condition, about: Field) -> Condition | None:
    """The condition with the choices that still exist, None where that leaves nothing to ask."""
    if about.kind != "choice" or part.op not in (Op.ONE_OF, Op.NONE_OF):
        return part
    codes = dict(about.choices)
    values = tuple(value for value in part.values if value in codes)
    return replace(part, values=values) if values else None
