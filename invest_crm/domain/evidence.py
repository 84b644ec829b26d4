"""佐证 Evidence: the kinds of papers and photos, told by a file's name, and what a start is worth.

The kinds are data (``resources/reference/evidence.json``). Which stage asks for which of them is
said by the gates (``domain.gates``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_FILE = "evidence.json"
OTHER = "OTHER"
REPORTED, IN_STATS = 1, 4
GRADES = {
    1: N_("reported only"),
    2: N_("photo"),
    3: N_("contract or permit"),
    4: N_("in statistics"),
}
"""开工成色, what a recorded start is proved by (figures rule "Strength of a start")."""


class EvidenceKind(Struct, frozen=True):
    """One kind. ``hints``: what file names say, in small letters. ``grade``: what it makes of a
    recorded start (0: nothing), only for ``grade_modes`` where there are some.
    """

    code: str
    zh: str
    en: str
    hints: tuple[str, ...] = ()
    grade: int = 0
    grade_modes: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return self.zh if language() == "zh_CN" else self.en


@cache
def evidence_kinds() -> dict[str, EvidenceKind]:
    """Every kind by its code, in the order of the stages that ask for it."""
    return {
        entry["code"]: EvidenceKind(
            entry["code"],
            entry["zh"],
            entry["en"],
            tuple(entry["hints"]),
            entry.get("grade", 0),
            frozenset(entry.get("grade_modes", ())),
        )
        for entry in read_json(_FILE)["kinds"]
    }


def evidence_label(code: str | None) -> str:
    """The word for a kind: empty for none, the text itself where it is no known code."""
    found = evidence_kinds().get(code or "")
    return found.label if found else code or ""


def likeliest(name: str, wanted: Collection[str] = ()) -> str:
    """The kind a file's name tells, empty where it tells none; the longest word decides.

    ``wanted``: kinds that somebody is waiting for, preferred where their words occur at all.

    >>> likeliest("某公司施工许可证.pdf"), likeliest("IMG_2041.JPG"), likeliest("新建文本.txt")
    ('CONSTRUCTION_PERMIT', 'SITE_PHOTO', '')
    >>> likeliest("出让合同.pdf", ("CONTRACT",))
    'CONTRACT'
    """
    small = name.lower()
    found = [
        (kind.code in wanted, len(hint), kind.code)
        for kind in evidence_kinds().values()
        for hint in kind.hints
        if hint in small
    ]
    return max(found, key=lambda one: one[:2], default=(False, 0, ""))[2]


def start_grade(kinds: Iterable[str], site_mode: str | None) -> int:
    """The grade of a recorded start by the evidence there is (1 to 3; 4 comes from statistics)."""
    known = evidence_kinds()
    grades = [
        known[code].grade
        for code in kinds
        if code in known
        and (not known[code].grade_modes or (site_mode or "") in known[code].grade_modes)
    ]
    return max((REPORTED, *grades))


def grade_label(grade: int) -> str:
    """The words for the grade of a start, empty for none."""
    return _(GRADES[grade]) if grade in GRADES else ""
