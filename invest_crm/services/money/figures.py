"""三套数: the amounts that papers prove and statistics count, beside the monthly reports."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.money import money_figure
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import KEPT, Basis, Three, together
from invest_crm.services.gone import project_name, record_gone
from invest_crm.services.money.books import Owner, owners
from invest_crm.services.refusals import no_reason, unsaved
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from invest_crm.services.work import View, Work

DOCUMENTS: Mapping[tuple[Basis, Subject], tuple[str, ...]] = {
    (Basis.PAPERS, Subject.FUNDS): (N_("Bank receipt"), N_("Capital verification report")),
    (Basis.PAPERS, Subject.COMPLETED): (
        N_("Progress sheet signed by three parties"),
        N_("Payment voucher"),
        N_("Invoice"),
    ),
    (Basis.STATISTICS, Subject.FUNDS): (N_("Statistical return of the firm"),),
    (Basis.STATISTICS, Subject.COMPLETED): (N_("Statistical return of the firm"),),
}
"""The kinds of papers an amount may stand on (domain 1.9)."""


class AddFigure(Struct, frozen=True):
    """An amount (分) on a paper of a day. ``document``: a message id of ``DOCUMENTS``."""

    project_id: str
    basis: Basis
    subject: Subject
    on: date
    amount: int
    document: str
    note: str = ""


class VoidFigure(Struct, frozen=True):
    """An amount was a mistake; ``reason`` says why."""

    id: str
    reason: str


class FigureLine(Struct, frozen=True):
    """One amount of papers or statistics, as it stands."""

    id: str
    basis: Basis
    subject: Subject
    on: date
    amount: int
    document: str
    note: str
    by: str


class ProjectSets(Struct, frozen=True):
    """The three sets of a project by subject, and the amounts behind two of them."""

    id: str
    name: str
    unit: str
    sets: dict[Subject, Three]
    lines: tuple[FigureLine, ...]

    @property
    def differs(self) -> bool:
        """Whether anything that is known says something else than was reported."""
        return any(three.differs for three in self.sets.values())


class AllSets(Struct, frozen=True):
    """Every project that has a figure, and the sums over those that have both sides."""

    day: date
    projects: tuple[ProjectSets, ...]

    def sums(self, subject: Subject) -> dict[Basis, Three]:
        """The sums of a subject (``three_sets.together``)."""
        return together([one.sets[subject] for one in self.projects])

    def ids(self, subject: Subject, basis: Basis) -> list[str]:
        """The projects behind a sum."""
        return [
            one.id
            for one in self.projects
            if one.sets[subject].of(basis) is not None and one.sets[subject].reported is not None
        ]


def add_figure(work: Work, command: AddFigure) -> str:
    """Record what a paper proves or a return says; returns the id.

    UserErrors ``record-gone``, ``day-to-come``, ``amount-missing``, ``document-missing``.
    """
    name = project_name(work, command.project_id)
    if command.on > work.today:
        raise unsaved("day-to-come", _("This day is still to come."), _("Enter the paper's day."))
    if not command.amount:
        raise unsaved("amount-missing", _("The amount is missing."), _("Enter what it says."))
    if not command.document.strip():
        raise unsaved(
            "document-missing",
            _("A figure stands on a paper."),
            _("Choose which paper it is."),
        )
    work.name("money.figure", name=name, basis=command.basis.label)
    return work.insert(
        money_figure,
        project_id=command.project_id,
        basis=command.basis.value,
        subject=command.subject.value,
        happened_on=command.on.isoformat(),
        amount=command.amount,
        document=command.document.strip(),
        note=command.note.strip() or None,
        **work.fact(source="hand"),
    )


def void_figure(work: Work, command: VoidFigure) -> None:
    """Void an amount. UserErrors ``record-gone``, ``reason-missing``."""
    row = work.first(
        select(money_figure).where(
            money_figure.c.id == command.id, money_figure.c.voided_at.is_(None)
        )
    )
    if row is None:
        raise record_gone()
    if not command.reason.strip():
        raise no_reason()
    work.name(
        "money.figure.void", name=project_name(work, row.project_id), basis=Basis(row.basis).label
    )
    work.void(money_figure, command.reason.strip(), row.id)


def all_sets(view: View, day: date | None = None) -> AllSets:
    """The three sets of every project that has any figure, those that differ most first."""
    found = sets_of(view, owners(view), day)
    with_any = [
        one
        for one in found
        if any(three.of(basis) is not None for three in one.sets.values() for basis in Basis)
    ]
    return AllSets(day or view.today, tuple(sorted(with_any, key=_widest, reverse=True)))


def sets_of(view: View, found: Collection[Owner], day: date | None = None) -> list[ProjectSets]:
    """The three sets of some projects as of a day, today without one."""
    until = day or view.today
    only = [owner.id for owner in found] if len(found) == 1 else None
    kept = _kept(view, only, until)
    return [_sets(owner, kept.get(owner.id, ()), until) for owner in found]


def project_sets(view: View, project_id: str) -> ProjectSets | None:
    """The three sets of one project; None if it is gone."""
    found = sets_of(view, owners(view, [project_id]))
    return found[0] if found else None


def _sets(owner: Owner, lines: Collection[FigureLine], day: date) -> ProjectSets:
    sums: defaultdict[tuple[Subject, Basis], int | None] = defaultdict(lambda: None)
    for line in lines:
        sums[line.subject, line.basis] = (sums[line.subject, line.basis] or 0) + line.amount
    return ProjectSets(
        owner.id,
        owner.name,
        owner.unit,
        {
            subject: Three(
                owner.book.reach(subject, day),
                sums[subject, Basis.PAPERS],
                sums[subject, Basis.STATISTICS],
                owner.total,
            )
            for subject in Subject
        },
        tuple(lines),
    )


def _kept(view: View, ids: Collection[str] | None, day: date) -> Mapping[str, list[FigureLine]]:
    table = money_figure.c
    query = select(money_figure).where(
        table.voided_at.is_(None), table.happened_on <= day.isoformat()
    )
    if ids is not None:
        query = query.where(table.project_id.in_(list(ids)))
    found: defaultdict[str, list[FigureLine]] = defaultdict(list)
    for row in view.rows(query.order_by(table.happened_on, table.id)):
        found[row.project_id].append(
            FigureLine(
                row.id,
                Basis(row.basis),
                Subject(row.subject),
                date.fromisoformat(row.happened_on),
                row.amount or 0,
                row.document or "",
                row.note or "",
                row.recorded_by,
            )
        )
    return found


def _widest(one: ProjectSets) -> int:
    gaps = [three.gap(basis) or 0 for three in one.sets.values() for basis in KEPT]
    return max(map(abs, gaps))
