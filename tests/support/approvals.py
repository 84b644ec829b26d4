"""A day at the bureau with approvals: short names for what happens to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.approvals.gaps import Paper
from invest_crm.domain.approvals.items import MaterialKind
from invest_crm.domain.approvals.state import State, StepKind
from invest_crm.errors import UserError
from invest_crm.services.approvals.acts import TakeStep, take_step
from invest_crm.services.approvals.cases import open_case
from invest_crm.services.approvals.papers import AcceptGap, accept_gap
from invest_crm.services.approvals.reading import project_approvals
from tests.support.factories import images

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.approvals.reading import ApprovalLine
    from tests.support.factories import Bureau

MONDAY = date(2025, 9, 1)
"""The day of the tests; a Monday."""


def day(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


def at(office: Bureau, text: str) -> None:
    office.app.clock.set(f"2025-{text}T09:00")  # type: ignore[attr-defined]


def path(office: Bureau, name: str = "甲", **values: Any) -> str:
    """A project on granted land with its approvals set up."""
    project = office.take_up(name, **{"site_mode": "GRANT", "industry": "1310", **values})
    office.app.write(open_case, project)
    return project


def line(office: Bureau, project: str, code: str) -> ApprovalLine:
    found = office.app.read(project_approvals, project)
    return next(one for one in found if one.item.code == code)


def take(office: Bureau, project: str, code: str, kind: StepKind, on: str, **more: Any) -> None:
    """Let a step happen, on its own day."""
    if day(on) > office.app.today:
        at(office, on)
    one = line(office, project, code).id
    office.app.write(take_step, TakeStep((one,), kind, day(on), **more))


def grant(office: Bureau, project: str, code: str, began: str, granted: str) -> None:
    take(office, project, code, StepKind.ACCEPTED, began)
    take(office, project, code, StepKind.GRANTED, granted, note="先行办理")


def gap(office: Bureau, project: str, code: str, on: str, promised: str) -> None:
    """Accepted with one secondary paper to come."""
    if day(on) > office.app.today:
        at(office, on)
    one = line(office, project, code)
    main = Paper("申请表", MaterialKind.MAIN, day(on))
    later = Paper("授权委托书", MaterialKind.SECONDARY, None, day(promised))
    office.app.write(accept_gap, AcceptGap(one.id, day(on), (main, later)))


def refused(do: Callable[[], Any], office: Bureau) -> str:
    """The code of a refusal that changed nothing."""
    before = images(office.app)
    with pytest.raises(UserError) as caught:
        do()
    assert images(office.app) == before
    return caught.value.code


def ids(lines: list[ApprovalLine], state: State) -> set[str]:
    return {one.item.code for one in lines if one.state is state}
