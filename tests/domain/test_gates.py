"""Gates: the data names known fields, and a need is met by any of its fields."""

from __future__ import annotations

import pytest

from invest_crm.domain.gates import gates, missing_for
from invest_crm.domain.project_fields import BY_KEY, SITE_MODES
from invest_crm.domain.stages import Stage


def _keys(
    values: dict[str, object], stage: Stage, *, required: bool = True
) -> set[tuple[str, ...]]:
    return {need.keys for need in missing_for(values, stage) if need.required is required}


@pytest.mark.parametrize("stage", gates())
def test_every_need_names_fields_and_site_modes_that_exist(stage: Stage) -> None:
    for need in gates()[stage]:
        assert set(need.keys) <= set(BY_KEY)
        assert need.modes <= set(SITE_MODES)


def test_every_stage_after_the_first_has_a_gate() -> None:
    assert set(gates()) == set(Stage) - {Stage.LEAD}


def test_one_of_several_fields_is_enough() -> None:
    assert ("investor", "contacts") in _keys({}, Stage.CONTACT)
    assert ("investor", "contacts") not in _keys({"contacts": ("王",)}, Stage.CONTACT)
    assert ("investor", "contacts") in _keys({"contacts": ()}, Stage.CONTACT)


def test_the_site_mode_decides_what_a_start_needs() -> None:
    assert ("permit_on",) in _keys({"site_mode": "GRANT"}, Stage.STARTED)
    assert ("permit_on",) not in _keys({"site_mode": "LEASED_PLANT"}, Stage.STARTED)
    assert ("permit_on",) not in _keys({}, Stage.STARTED)


def test_signing_asks_for_the_amount_and_the_five_ones() -> None:
    asked = _keys({}, Stage.SIGNED)
    assert {("total_investment",), ("leader",), ("lead_unit",), ("task_force",)} <= asked


def test_no_start_without_site_and_filing() -> None:
    assert {("filed_on",), ("land_on",)} <= _keys({}, Stage.STARTED)
