"""Which kinds of evidence records have: files of their own, and of visits noted on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.interactions import interaction
from invest_crm.services.reviews.owned import passed_projects

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from invest_crm.services.work import View

REVIEW_OPINION = "REVIEW_OPINION"
"""The kind of evidence a passed joint review gives without a paper of its own."""

Kinds = dict[str, frozenset[str]]


def evidence_of(
    view: View, ids: Sequence[str] | None = None, kinds: Collection[str] = ()
) -> Mapping[str, frozenset[str]]:
    """The same as ``kept_kinds`` of projects; a joint review that was passed is its opinion."""
    found = kept_kinds(view, "project", ids, kinds)
    if not kinds or REVIEW_OPINION in kinds:
        for project_id in passed_projects(view, ids):
            found[project_id] = found.get(project_id, frozenset()) | {REVIEW_OPINION}
    return found


def kept_kinds(
    view: View,
    of: str,
    ids: Sequence[str] | None = None,
    kinds: Collection[str] = (),
) -> Kinds:
    """The kinds of evidence each project or firm (``of``) has; what is in the trash is none.

    ``ids`` None: of every record. ``kinds``: only these, all without. Records without evidence
    are absent.
    """
    whose = func.coalesce(attachment.c[f"{of}_id"], interaction.c[f"{of}_id"])
    query = (
        select(whose.label("whose"), attachment.c.kind)
        .distinct()
        .select_from(
            attachment.outerjoin(interaction, interaction.c.id == attachment.c.interaction_id)
        )
        .where(
            attachment.c.kind.is_not(None),
            attachment.c.archived_at.is_(None),
            interaction.c.voided_at.is_(None),
            whose.is_not(None),
        )
    )
    if kinds:
        query = query.where(attachment.c.kind.in_(kinds))
    parts = [query] if ids is None else [query.where(whose.in_(part)) for part in chunks(list(ids))]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        for row in view.rows(part):
            found[row.whose].add(row.kind)
    return {key: frozenset(codes) for key, codes in found.items()}
