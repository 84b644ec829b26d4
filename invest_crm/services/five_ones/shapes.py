"""Who is in charge as other programs see it (JSON), and what projects lack of the five."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.five_ones import Kind
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.services.five_ones.handing import handed_over
from invest_crm.services.five_ones.load import Holdings
from invest_crm.services.five_ones.records import WORDS, load_all

if TYPE_CHECKING:
    from invest_crm.services.five_ones.handing import HandedOver
    from invest_crm.services.work import View


def list_responsible(view: View, kind: Kind | None = None) -> list[dict[str, object]]:
    """Every record with its load; money in 万元."""
    held = Holdings(view)
    found: list[dict[str, object]] = []
    for record in load_all(view, kind):
        load = held.load(record)
        found.append(
            {
                "id": record.id,
                **{key: record[key] for key in WORDS},
                "kind_label": Kind(record["kind"]).label,
                "active": record.active(view.today.isoformat()),
                "projects": len(load.ids),
                "investment": fen_to_wan_text(load.total),
                "late": len(load.late),
                "project_ids": list(load.ids),
                "late_ids": list(load.late),
                "other_project_ids": list(load.others),
            }
        )
    return found


def list_lacking(view: View) -> list[dict[str, object]]:
    """The projects that lack one of the five, with what they lack."""
    held = Holdings(view)
    return [
        {"id": one, "name": held.rows[one].name, "lacks": list(lacks)}
        for one, lacks in held.lacking(view).items()
    ]


def list_handed_over(view: View) -> list[dict[str, object]]:
    """Every hand-over with its roles, the latest first."""
    return [_over(one) for one in handed_over(view)]


def _over(over: HandedOver) -> dict[str, object]:
    return {
        "id": over.id,
        "from": over.from_name,
        "to": over.to_name,
        "on": over.on.isoformat(),
        "reason": over.reason or None,
        "recorded_by": over.recorded_by,
        "roles": [
            {
                "role": role.role.value,
                "role_label": role.role.label,
                "project": role.project_id or None,
                "subject": role.subject,
                "before": role.before,
                "after": role.after,
            }
            for role in over.roles
        ],
    }
