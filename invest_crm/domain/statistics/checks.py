"""Cross-checks between papers: what differs, between which, and what is to be done.

Domain rules 2.1 and 2.2: name, region and industry as in the filing and by the use after
completion, dates in their order, amounts that cannot be, photos after the start, profit table and
VAT return of the same period. A field that was not typed is not compared.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.industry import industry, section_of
from invest_crm.domain.money import show_amount
from invest_crm.domain.months import month_end
from invest_crm.domain.statistics import papers as p
from invest_crm.domain.text import firm_key, project_key
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from invest_crm.domain.statistics.papers import FirmFile, Paper, ProjectFile

_REGION_DIGITS = 12
_BUILDER = "E"


class Finding(Struct, frozen=True):
    """One thing that will be sent back. ``kinds``: the papers it lies between.

    ``blocks``: the papers cannot go out so; otherwise it wants an explanation.
    """

    code: str
    text: str
    todo: str
    kinds: tuple[str, ...] = ()
    blocks: bool = True


def check_project(file: ProjectFile) -> tuple[Finding, ...]:
    """Everything that does not fit in the papers of a project."""
    parts = (_names, _order, _amounts, _codes, _start)
    return tuple(finding for part in parts for finding in part(file))


def check_firm(file: FirmFile) -> tuple[Finding, ...]:
    """Everything that does not fit in the papers of a firm."""
    return tuple(finding for part in (_firm_names, _firm_codes, _periods) for finding in part(file))


def _names(file: ProjectFile) -> Iterator[Finding]:
    filing = file.papers.get(p.FILING)
    if filing is None or not filing.name:
        return
    todo = _("Correct the paper, or have the filing changed: the name must be that of the filing.")
    for kind in (p.FORM, p.WORKS_CONTRACT, p.EQUIPMENT_CONTRACT, p.PERMIT):
        paper = file.papers.get(kind)
        if paper and paper.name and project_key(paper.name) != project_key(filing.name):
            yield _differs("name", filing, paper, paper.name, filing.name, todo)
    if project_key(file.name) != project_key(filing.name):
        yield Finding(
            "name-here",
            _("Here the project is called “{here}”, in the filing “{filed}”.").format(
                here=file.name, filed=filing.name
            ),
            _("Apply under the name of the filing."),
            (p.FILING,),
            blocks=False,
        )


def _order(file: ProjectFile) -> Iterator[Finding]:
    todo = _("Check both dates; if they are right, explain in writing why it was so.")
    filing = file.papers.get(p.FILING)
    for kind in (p.WORKS_CONTRACT, p.EQUIPMENT_CONTRACT, p.PERMIT):
        paper = file.papers.get(kind)
        if filing and filing.on and paper and paper.on and paper.on < filing.on:
            yield _differs("order", filing, paper, str(paper.on), str(filing.on), todo)
    contract, permit = file.papers.get(p.WORKS_CONTRACT), file.papers.get(p.PERMIT)
    if contract and contract.on and permit and permit.on and permit.on < contract.on:
        yield _differs("order", contract, permit, str(permit.on), str(contract.on), todo)


def _amounts(file: ProjectFile) -> Iterator[Finding]:
    filing, form = file.papers.get(p.FILING), file.papers.get(p.FORM)
    planned = filing.amount if filing else None
    if planned is None:
        return
    if filing and form and form.amount not in (None, planned):
        todo = _("Correct the form: the planned total is that of the filing.")
        amounts = (show_amount(form.amount), show_amount(planned))
        yield _differs("amount", filing, form, *amounts, todo)
    for kind in (p.WORKS_CONTRACT, p.EQUIPMENT_CONTRACT):
        paper = file.papers.get(kind)
        if filing and paper and paper.amount is not None and paper.amount > planned:
            todo = _("Check both amounts: a contract cannot cost more than the whole project.")
            amounts = (show_amount(paper.amount), show_amount(planned))
            yield _differs("amount", filing, paper, *amounts, todo)
    if file.total is not None and file.total != planned:
        yield Finding(
            "amount-agreed",
            _("The agreed total is {agreed}, the filing says {planned}.").format(
                agreed=show_amount(file.total), planned=show_amount(planned)
            ),
            _("Nothing to correct: for the statistics the filing decides."),
            (p.FILING,),
            blocks=False,
        )
    yield from _paid(file)


def _paid(file: ProjectFile) -> Iterator[Finding]:
    contract, paid = file.papers.get(p.EQUIPMENT_CONTRACT), file.papers.get(p.PAYMENT)
    if contract and paid and contract.amount and paid.amount and paid.amount > contract.amount:
        todo = _("Check both amounts, or hand in the further contract.")
        amounts = (show_amount(paid.amount), show_amount(contract.amount))
        yield _differs("amount", contract, paid, *amounts, todo)


def _codes(file: ProjectFile) -> Iterator[Finding]:
    filing, form = file.papers.get(p.FILING), file.papers.get(p.FORM)
    for paper in filter(None, (filing, form)):
        yield from _region(paper, file.home)
        yield from _industry(paper)
    code = form.industry if form and form.industry else filing.industry if filing else ""
    if code and file.industry and code != file.industry and industry(code) is not None:
        yield Finding(
            "industry-here",
            _("Here the industry is {here}, on the paper {code}.").format(
                here=file.industry, code=code
            ),
            _("The code is that of the product or use after completion; make both the same."),
            (p.FORM if form and form.industry else p.FILING,),
            blocks=False,
        )


def _region(paper: Paper, home: str) -> Iterator[Finding]:
    if not paper.region:
        return
    label = evidence_label(paper.kind)
    if len(paper.region) != _REGION_DIGITS or not paper.region.isdigit():
        yield Finding(
            "region",
            _("{paper}: the region code {code} does not have 12 digits.").format(
                paper=label, code=paper.region
            ),
            _("Enter the 12-digit statistical code of the place where it is built."),
            (paper.kind,),
        )
    elif home and not paper.region.startswith(home):
        yield Finding(
            "region",
            _("{paper}: the region code {code} does not lie in this county ({home}).").format(
                paper=label, code=paper.region, home=home
            ),
            _("A project is entered where it stands: check the code."),
            (paper.kind,),
        )


def _industry(paper: Paper) -> Iterator[Finding]:
    if not paper.industry:
        return
    label = evidence_label(paper.kind)
    if industry(paper.industry) is None:
        yield Finding(
            "industry",
            _("{paper}: there is no industry {code} in GB/T 4754-2017.").format(
                paper=label, code=paper.industry
            ),
            _("Look the code up in the classification."),
            (paper.kind,),
        )
    elif section_of(paper.industry) == _BUILDER:
        yield Finding(
            "industry-builder",
            _("{paper}: {code} is the industry of a builder.").format(
                paper=label, code=paper.industry
            ),
            _("Take the code of the product or use after completion, not that of the builder."),
            (paper.kind,),
        )


def _start(file: ProjectFile) -> Iterator[Finding]:
    if file.started is None:
        return
    for kind in (p.PHOTO, p.EQUIPMENT_PHOTO):
        paper = file.papers.get(kind)
        if paper and paper.on and paper.on < file.started:
            yield Finding(
                "photo",
                _("{paper}: taken on {day}, before the start on {start}.").format(
                    paper=evidence_label(kind), day=paper.on, start=file.started
                ),
                _("Take a new photo that shows the main works."),
                (kind,),
            )
    if file.month and file.started > _last_day(file.month):
        yield Finding(
            "start",
            _("The start on {start} lies after the month of entry {month}.").format(
                start=file.started, month=file.month
            ),
            _("Check both: a project is entered only after its start."),
        )


def _firm_names(file: FirmFile) -> Iterator[Finding]:
    todo = _("Correct the paper, or have the change of name entered everywhere.")
    for kind in (p.LICENCE, p.UNIT_FORM):
        paper = file.papers.get(kind)
        if paper and paper.name and firm_key(paper.name) != firm_key(file.name):
            yield Finding(
                "name",
                _("{paper}: “{name}”, here the firm is called “{here}”.").format(
                    paper=evidence_label(kind), name=paper.name, here=file.name
                ),
                todo,
                (kind,),
            )


def _firm_codes(file: FirmFile) -> Iterator[Finding]:
    for kind in (p.LICENCE, p.UNIT_FORM):
        paper = file.papers.get(kind)
        if paper and paper.number and file.credit_code and paper.number != file.credit_code:
            yield Finding(
                "credit-code",
                _("{paper}: credit code {code}, here {here}.").format(
                    paper=evidence_label(kind), code=paper.number, here=file.credit_code
                ),
                _("Check both against the licence."),
                (kind,),
            )
    form = file.papers.get(p.UNIT_FORM)
    if form is not None:
        yield from _industry(form)


def _periods(file: FirmFile) -> Iterator[Finding]:
    profit, vat = file.papers.get(p.PROFIT), file.papers.get(p.VAT)
    if profit is None or vat is None:
        return
    todo = _("Hand in both of the same months.")
    if profit.first and vat.first and (profit.first, profit.last) != (vat.first, vat.last):
        yield _differs("period", profit, vat, _months(vat), _months(profit), todo)
    elif None not in (profit.revenue, vat.revenue) and profit.revenue != vat.revenue:
        yield Finding(
            "revenue",
            _("{first} and {second} show different revenue of the same months.").format(
                first=evidence_label(p.PROFIT), second=evidence_label(p.VAT)
            ),
            _("Attach the firm's explanation of the difference; change no figure."),
            (p.PROFIT, p.VAT),
        )


def _months(paper: Paper) -> str:
    return paper.first if paper.first == paper.last else f"{paper.first} – {paper.last}"


_WHAT: Mapping[str, Callable[[], str]] = {
    "name": lambda: pgettext("what differs", "name"),
    "order": lambda: pgettext("what differs", "date"),
    "amount": lambda: pgettext("what differs", "amount"),
    "period": lambda: pgettext("what differs", "months"),
}


def _differs(code: str, base: Paper, other: Paper, here: str, there: str, todo: str) -> Finding:
    """``other`` says ``here``, ``base`` says ``there``."""
    words = _("{what}: {paper} {here}, {base} {there}.").format(
        what=_WHAT[code](),
        paper=evidence_label(other.kind),
        here=f"“{here}”" if code == "name" else here,
        base=evidence_label(base.kind),
        there=f"“{there}”" if code == "name" else there,
    )
    return Finding(code, words, todo, (base.kind, other.kind))


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return month_end(year, number)
