"""The words of a firm: its fields, its parts on a chain, what is doubtful about its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.above_size import CLASSES, never_eligible, size_class
from invest_crm.domain.credit_code import LENGTH, check_credit_code
from invest_crm.domain.money import show_amount
from invest_crm.domain.regions import find_region
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.services.firm_panel import Twin

LABELS = {
    "name": N_("Firm"),
    "chain": N_("Industry chain"),
    "nodes": N_("Parts on the chains"),
    "region": N_("Region"),
    "business": N_("Main business"),
    "registered_capital": N_("Registered capital"),
    "credit_code": N_("Unified credit code"),
    "legal_person": N_("Legal person"),
    "contacts": N_("Contacts"),
    "tags": N_("Tags"),
    "source": N_("Source"),
    "industry": N_("Industry"),
    "short_name": N_("Short name"),
    "former_names": N_("Former names"),
    "local": N_("In this county"),
    "in_size": N_("Above-size firm"),
    "remark": N_("Remarks"),
}
ROLES = {
    "existing": N_("existing"),
    "target": N_("target"),
    "leader": N_("leading"),
    "supporting": N_("supporting"),
}
"""现有、目标、链主、配套: a firm's part on a node."""

_STRONGEST = ("leader", "existing", "supporting", "target")
_GUESSES = 3


def title_of(key: str) -> str:
    """The word for a field."""
    return _(LABELS[key])


def role_word(role: str) -> str:
    """The word for a part on a node."""
    word = _(ROLES[role]) if role in ROLES else role
    return word[:1].upper() + word[1:]


def role_tone(role: str) -> str:
    """Firms that are here stand out from those that are only wanted."""
    return "talk" if role == "target" else "production"


def main_role(roles: list[str]) -> str:
    """The most telling part of several, empty for none."""
    return next((role for role in _STRONGEST if role in roles), "")


def size_words(code: str | None) -> str:
    """Which units above size a firm of an industry belongs to, empty where no code tells it."""
    if never_eligible(code):
        return _("Never: agriculture, finance and offices are not counted")
    kind = size_class(code)
    if kind is None:
        return ""
    word = _(CLASSES[kind.id])
    if kind.threshold is None:
        return word
    return _("{kind}, from {amount} a year").format(kind=word, amount=show_amount(kind.threshold))


def code_fault(code: str) -> str:
    """What is wrong with a credit code, empty if both check characters hold (GB 32100-2015)."""
    checked = check_credit_code(code)
    if checked.valid:
        return ""
    words = {
        "length": _("The code has {n} characters, it should have {right}.").format(
            n=len(checked.code), right=LENGTH
        ),
        "alphabet": _("The code holds a character that does not occur in codes."),
        "check-digit": _("The last check character does not fit; please compare."),
        "inner-check-digit": _("The check character of the organisation code does not fit."),
    }[checked.reason or "length"]
    hint = _(" Perhaps {code}?").format(code=checked.hint) if checked.hint else ""
    return words + hint


def code_note(text: str) -> tuple[str, bool]:
    """Below the field: the fault, or that the code is right."""
    fault = code_fault(text)
    return (fault, True) if fault else (_("The check characters fit."), False)


def region_note(text: str) -> tuple[str, bool]:
    """Below the field: the division it means (GB/T 2260)."""
    found = find_region(text)
    if found is None:
        return _("No such division; kept as written."), True
    return f"{found.full_name} {found.code}", False


def twin_words(twin: Twin) -> str:
    """A possible duplicate and why it may be one."""
    why = {
        "code": _("same credit code"),
        "name": _("same name"),
        "core": _("same name without its legal form"),
    }[twin.why]
    return _("{name} ({why})").format(name=twin.name, why=why)
