"""How the cells of a list are typed: the fields of its form, amounts in the unit of the column.

A text of a cell is what a person would type there: the words of a choice, an amount to its last
digit, a date in full. ``read_text`` makes the value of it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.money import FEN_PER_WAN, FEN_PER_YI, fen_to_text
from invest_crm.ui.kit.grid.cells import Head
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.records.editor import Stored

MoneyUnit = Literal["亿元", "万元"]
_MOST_WORDS = 8
_FEN: Mapping[str, int] = {"亿元": FEN_PER_YI, "万元": FEN_PER_WAN}


class CellForm(Struct, frozen=True):
    """How a subject's cells are typed.

    ``kind``: the ledgers whose headings are known; ``fields`` makes the fields of what the form
    offers; ``texts`` what stands in the form for a record; ``why_not`` where a column that is not
    typed is changed; ``ready`` the values as the service stores them; ``heads`` the keys of those
    fields that are called otherwise in ledgers.
    """

    fields: Callable[[Any], Sequence[Field]]
    texts: Callable[[Any], Mapping[str, str]]
    kind: Literal["projects", "firms", "requests", "parcels", "monthly", "contacts", "approvals"]
    unit: MoneyUnit
    why_not: Callable[[str], str]
    ready: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    heads: Mapping[str, str] = field(default_factory=dict)


class Typed:
    """The fields of the cells, with what the form offers at present."""

    def __init__(self, form: CellForm, offered: Any) -> None:
        self._form = form
        self._fields = {field.key: _in_cell(field, form.unit) for field in form.fields(offered)}

    def holds(self, key: str) -> bool:
        """Whether a column is typed in its cells."""
        return key in self._fields

    def field(self, key: str) -> Field:
        """How a column is typed. KeyError if it is not."""
        return self._fields[key]

    def fields(self) -> list[Field]:
        """All of them, in the order of the form."""
        return list(self._fields.values())

    def texts(self, record: Stored) -> dict[str, str]:
        """The texts of all cells of a record."""
        found = {}
        for key, text in self._form.texts(record).items():
            field = self._fields.get(key)
            if field is None:
                continue
            if field.kind == "money":
                found[key] = fen_to_text(record[key], _FEN[self._form.unit])
            elif field.kind == "choice":
                found[key] = dict(field.choices).get(text, text) if text else ""
            else:
                found[key] = text
        return found

    def in_form(self, key: str, text: str) -> str:
        """The text of a cell as it stands in the form: the id of a choice, the unit written out."""
        field = self._fields[key]
        if field.kind == "choice":
            return next((choice for choice, words in field.choices if words == text), "")
        bare = field.kind == "money" and text.strip()[-1:].isdigit()
        return f"{text}{self._form.unit}" if bare else text

    def headings(self, texts: Sequence[str]) -> list[Head | None]:
        """The cells that headings of a ledger of this kind name."""
        from invest_crm.services.ledger.headings import fields_of_headings

        heads = self._form.heads
        found = fields_of_headings(self._form.kind, texts)
        named = [(heads.get(key, key), unit) for key, unit in found]
        return [Head(key, unit) if key in self._fields else None for key, unit in named]

    def why_not(self, key: str) -> str:
        """Why a column is not typed in its cells."""
        return self._form.why_not(key)

    def ready(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Values as the service stores them."""
        return self._form.ready(values)


def read_text(field: Field, text: str, record: Stored | None) -> tuple[Any, str]:
    """The value of a text and what is wrong with it. ``record``: the one it is written to."""
    text = text.strip()
    if field.key == "contacts":
        return checks.people(record["contacts"] if record is not None else ())(text)
    if field.kind == "choice":
        return _chosen(field, text)
    if not text:
        return None, _("Please fill in") if field.required else ""
    return field.check(text) if field.check else (text, "")


def _chosen(field: Field, text: str) -> tuple[Any, str]:
    if not text:
        return field.check("") if field.check else (None, "")
    for choice, words in field.choices:
        if choice and text in (choice, words):
            return field.check(choice) if field.check else (choice, "")
    if field.key == "chain" and (chain := _chain(field, text)):
        return chain, ""
    offered = [word for choice, word in field.choices if choice]
    told = _(", ").join(offered[:_MOST_WORDS]) + ("…" if len(offered) > _MOST_WORDS else "")
    return None, _("Choose one of: {words}").format(words=told)


def _chain(field: Field, text: str) -> str:
    """The chain that a ledger's words mean (羊产业, 肉羊全产业链), if the list offers it."""
    from invest_crm.services.ledger.headings import chain_named

    own = {words: choice for choice, words in field.choices if choice}
    found = chain_named(text, own)
    return found if found is not None and found in own.values() else ""


def _in_cell(field: Field, unit: MoneyUnit) -> Field:
    if field.kind != "money":
        return field
    large = unit == "亿元"
    return replace(
        field,
        hint=_("e.g. 1.2, 3000万") if large else _("e.g. 8000, 1.2亿"),
        unit=_("100 million yuan") if large else _("10,000 yuan"),
        check=checks.money_in(unit) if field.check is checks.money else field.check,
        note=checks.money_note_in(unit),
    )
