"""One bound PDF of the papers of an application, in the order of its checklist."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from invest_crm.domain.evidence import evidence_label
from invest_crm.errors import UserError
from invest_crm.exchange.binding import BINDABLE, Leaf, bind, leaf
from invest_crm.reports.registry import Rendered, checked
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import content_of, files_of
from invest_crm.services.options import option
from invest_crm.services.statistics.acts import chosen
from invest_crm.services.statistics.documents import BUNDLE
from invest_crm.services.statistics.stored import FIRM, PROJECT
from invest_crm.words import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from invest_crm.reports.bundle import BundleBrief, BundleRow
    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.work import View

_WHY = {
    "kind": N_("not bound: only PDF, JPEG and PNG are"),
    "encrypted": N_("not bound: locked by a password"),
    "damaged": N_("not bound: the file cannot be read"),
    "pages": N_("not bound: too many pages"),
    "memory": N_("not bound: too large"),
    "lost": N_("not bound: the file is lost"),
}


def make_bundle(
    view: View, project: str | None, firm: str | None, path: Path, fingerprint: str
) -> Rendered:
    """Bind the papers of a project or a firm into a PDF at ``path``.

    UserErrors: ``record-missing`` (neither named), ``stat-gone``, ``bundle-failed``, and those of
    a target that cannot be written; ``cancelled`` where somebody watches.
    """
    from invest_crm.reports.bundle import front
    from invest_crm.reports.files import write_whole

    write_to = checked(BUNDLE, path)
    if not project and not firm:
        raise UserError(
            "record-missing",
            _("Say of which project or firm the papers are to be bound."),
            safe=_("Nothing was written."),
            todo=_("Add --project ID or --firm ID of a record that is there."),
        )
    about = Subject(PROJECT, project) if project else Subject(FIRM, firm or "")
    (line,) = chosen(view, about.kind, (about.id,))
    found = list(_leaves(view, about, line))
    brief = _brief(view, about, line, [row for row, _leaf in found], fingerprint)
    leaves = [one for _row, one in found if one.pages]
    made = front(brief, [turned for one in leaves for turned in one.turned])
    parts = [made.data, *(one.data for one in leaves)]
    data = bind(made.over, parts, made.outline, f"{brief.name} {brief.kind}", brief.unit)
    if data is None:
        raise UserError(
            "bundle-failed",
            _("The papers could not be bound."),
            safe=_("Nothing was written."),
            todo=_("Take the largest file out and try again; each file can be saved by itself."),
        )
    write_whole(write_to, data)
    return Rendered(path, made.pages + sum(one.pages for one in leaves))


def _leaves(view: View, about: Subject, line: Line) -> Iterator[tuple[BundleRow, Leaf]]:
    """Every file of the checklist in its order, then papers that are missing in their place."""
    from invest_crm.reports.bundle import BundleRow

    by_kind: defaultdict[str, list[AttachmentLine]] = defaultdict(list)
    seen: set[str] = set()
    for file in files_of(view, about):
        if not file.archived and file.kind and file.series not in seen:
            seen.add(file.series)
            by_kind[file.kind].append(file)
    for material in line.checklist.materials:
        kinds = [kind for kind in material.kinds if by_kind.get(kind)]
        files = [file for kind in kinds for file in sorted(by_kind[kind], key=lambda f: f.name)]
        if not files and material.required:
            why = _("required, missing")
            if material.code in line.answers:
                why = _("cannot be provided yet")
            yield BundleRow(material.label, why=why), Leaf()
        for file in view.looking(files):
            one = _leaf(view, file)
            why = _(_WHY[one.why]) if one.why else ""
            name = material.label if len(kinds) == 1 else evidence_label(file.kind)
            yield BundleRow(name, file.name, one.pages, why), one


def _leaf(view: View, file: AttachmentLine) -> Leaf:
    if not file.present:
        return Leaf(why="lost")
    if file.media_type not in BINDABLE:
        return Leaf(why="kind")
    _line, data = content_of(view, file.id)
    return leaf(data, file.media_type)


def _brief(
    view: View, about: Subject, line: Line, rows: list[BundleRow], fingerprint: str
) -> BundleBrief:
    from invest_crm.reports.bundle import BundleBrief

    filing = line.papers.get("FILING")
    name = filing.name if filing and filing.name else line.name
    kind = (
        _("Papers for the investment database")
        if about.kind == PROJECT
        else _("Papers for the statistics of units above size")
    )
    source = _("List of papers: {name} ({version}).").format(
        name=line.checklist.label, version=line.checklist.version
    )
    return BundleBrief(
        kind=kind,
        name=name,
        unit=option(view, "county.bureau"),
        as_of=view.today,
        rows=tuple(rows),
        notes=(source,),
        demo=bool(option(view, "demo")),
        fingerprint=fingerprint,
        language=language(),
    )
