"""The list of firms that this program wrote itself, taken up again: nothing of it is news.

Columns that other counties' ledgers only bring as text (简称, 标签, 备注 …) are fields in a file
whose first columns are those of our own export, so that they can be corrected there. Where a firm
stands on the chains (所处环节) is not changed by a list; it stays text if it says something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from invest_crm.exchange.writing.lists import FIRMS, NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.exchange.reading import LedgerReading, RowReading
    from invest_crm.services.firms import FirmRecord

PLACES = "所处环节"
TEXTS = {
    "简称": "short_name",
    "曾用名": "former_names",
    "行政区划代码": "region_code",
    "行业代码": "industry",
    "标签": "tags",
    "信息来源": "source",
    "备注": "remark",
}
TICKS = {"是否本地": "local", "是否规上": "in_size"}


def is_own(reading: LedgerReading) -> bool:
    """Whether the columns begin with those of our own list of firms."""
    headings = FIRMS.headings
    return [column.path for column in reading.mapping.columns[: len(headings)]] == headings


def with_own_fields(row: RowReading) -> RowReading:
    """The row with our own columns as fields instead of texts."""
    extra = dict(row.fields.get("extra") or {})  # type: ignore[arg-type]  # extra is a mapping
    found: dict[str, Any] = {
        key: extra.pop(heading) for heading, key in TEXTS.items() if heading in extra
    }
    for heading, key in TICKS.items():
        if extra.get(heading) in {YES, NO}:
            found[key] = extra.pop(heading) == YES
    return replace(row, fields={**row.fields, **found, "extra": extra})


def news(wanted: Mapping[str, Any], stored: FirmRecord, place: str | None) -> dict[str, Any]:
    """What a row says beyond what the export shows of the stored firm.

    ``place`` is what it shows under 所处环节. Where a field is empty it shows what an imported
    ledger said under that heading.
    """
    said = stored["extra"]
    left = dict(wanted)
    for heading, key in {**TEXTS, **TICKS}.items():
        shown = _shown(wanted.get(key))
        if shown is not None and not stored[key] and said.get(heading) == shown:
            del left[key]
    extra = dict(wanted.get("extra") or {})
    if place is not None and extra.get(PLACES) == place:
        del extra[PLACES]
    return {**left, "extra": extra}


def _shown(value: str | bool | None) -> str | None:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, bool):
        return YES if value else NO
    return value
