"""The form of an item of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from invest_crm.domain.approvals.items import Item, ItemStage, Limit, Material, MaterialKind
from invest_crm.domain.approvals.rules import CONDITION_WORDS
from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import DEPARTMENTS, department_label
from invest_crm.domain.project_fields import SITE_MODES
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.approvals.ticks import Ticks
from invest_crm.ui.kit.form import Field
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BLANK = Item("", "", "", "permits", ItemStage.SITE)


class ItemForm(ActForm):
    """``accepted(item)``: an item as it is to be; ``seen``: as it was read, None for a new one."""

    def __init__(self, item: Item | None, codes: Sequence[str]) -> None:
        self.seen = item
        self._item = item or _BLANK
        title = _("New item") if item is None else _("Edit item")
        about = _("Codes in use: {codes}").format(codes=" ".join(codes))
        super().__init__(title, _("Save"), self._item.name, _fields(new=item is None))
        self.hint(about)
        self.form.set_texts(_texts(self._item, new=item is None))
        modes = {key: _(words) for key, words in SITE_MODES.items()}
        when = {key: _(words) for key, words in CONDITION_WORDS.items()}
        self.modes = Ticks(_("Site modes (none: all)"), modes, self._item.modes)
        self.when = Ticks(_("Only where"), when, self._item.when)
        self.body.addWidget(self.modes)
        self.body.addWidget(self.when)
        self.body.addStretch(1)

    def values(self) -> Any:
        """The item."""
        found = self.form.values()
        code = str(found["code"]).strip().upper() if "code" in found else self._item.code
        return replace(
            self._item,
            code=code,
            zh=str(found["zh"]),
            en=str(found["en"] or ""),
            department=str(found["department"]),
            stage=ItemStage(found["stage"]),
            legal=_limit(found["legal"], found["legal_unit"]),
            promise=_limit(found["promise"], found["promise_unit"]),
            needs=_codes(found["needs"]),
            modes=self.modes.checked(),
            when=self.when.checked(),
            materials=_materials(found, self._item),
        )


def _fields(*, new: bool) -> list[Field]:
    units = (
        (Unit.WORK.value, _("in working days")),
        (Unit.CALENDAR.value, _("in calendar days")),
    )
    departments = tuple((code, department_label(code)) for code in DEPARTMENTS)
    stages = tuple((stage.value, stage.label) for stage in ItemStage)
    one_a_line = _("one a line")
    code = [Field("code", _("Code"), required=True, hint=_("e.g. WORKP"), check=checks.plain)]
    return [
        *(code if new else ()),
        Field("zh", _("Name of the item"), required=True, check=checks.plain),
        Field("en", _("Name in English"), check=checks.plain),
        Field("department", _("Department"), "choice", required=True, choices=departments),
        Field("stage", _("Stage"), "choice", required=True, choices=stages),
        Field("legal", _("Legal limit"), hint=_("empty: none; 0: at once"), check=_days),
        Field("legal_unit", _("counted in"), "choice", choices=units),
        Field("promise", _("Promised limit"), hint=_("empty: none; 0: at once"), check=_days),
        Field("promise_unit", _("counted in"), "choice", choices=units),
        Field("needs", _("Needs first"), hint=_("codes, e.g. FILE LANDP"), check=checks.plain),
        Field("main", _("Main materials"), "multiline", hint=one_a_line, check=checks.plain),
        Field("secondary", _("Secondary materials"), "multiline", hint=one_a_line,
              check=checks.plain),
    ]  # fmt: skip


def _texts(item: Item, *, new: bool) -> dict[str, str]:
    texts = {
        "zh": item.zh,
        "en": item.en,
        "department": item.department,
        "stage": item.stage.value,
        "legal": "" if item.legal is None else str(item.legal.days),
        "legal_unit": (item.legal or Limit(0)).unit.value,
        "promise": "" if item.promise is None else str(item.promise.days),
        "promise_unit": (item.promise or Limit(0)).unit.value,
        "needs": " ".join(item.needs),
        **{kind.value: _lines(item, kind) for kind in MaterialKind},
    }
    return texts if not new else {"code": "", **texts}


def _lines(item: Item, kind: MaterialKind) -> str:
    return "\n".join(one.zh for one in item.materials if one.kind is kind)


def _days(text: str) -> tuple[Any, str]:
    bare = text.strip()
    if bare.isdigit():
        return int(bare), ""
    return None, _("Not a number of days.")


def _limit(days: int | None, unit: str | None) -> Limit | None:
    return None if days is None else Limit(days, Unit(unit or Unit.WORK))


def _codes(text: str | None) -> tuple[str, ...]:
    words = (text or "").upper().replace("、", " ").replace("，", " ").replace(",", " ").split()
    return tuple(dict.fromkeys(words))


def _materials(found: Mapping[str, Any], item: Item) -> tuple[Material, ...]:
    """The lines of both fields; a material that keeps its name keeps its English one."""
    english = {one.zh: one.en for one in item.materials}
    return tuple(
        Material(kind, name, english.get(name, ""))
        for kind in MaterialKind
        for name in filter(None, map(str.strip, str(found[kind.value] or "").splitlines()))
    )
