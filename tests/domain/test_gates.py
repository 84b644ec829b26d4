"""Gates: the data names known fields, and a need is met by any of its fields."""

from __future__ import annotations

import pytest

from invest_crm.domain.evidence import evidence_kinds, likeliest, start_grade
from invest_crm.domain.gates import confirmed_stages, gates, missing_for, needed_at
from invest_crm.domain.project_fields import BY_KEY, SITE_MODES
from invest_crm.domain.stages import Stage


def _keys(
    values: dict[str, object], stage: Stage, *, required: bool = True
) -> set[tuple[str, ...]]:
    return {need.keys for need in missing_for(values, stage) if need.required is required}


@pytest.mark.parametrize("stage", gates())
def test_every_need_names_fields_papers_and_site_modes_that_exist(stage: Stage) -> None:
    for need in gates()[stage]:
        assert bool(need.keys) != bool(need.papers)
        assert set(need.keys) <= set(BY_KEY)
        assert set(need.papers) <= set(evidence_kinds())
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


def _papers(stage: Stage, **values: object) -> set[str]:
    missing = missing_for(values, stage)
    return {code for need in missing if need.required for code in need.papers}


def test_the_site_mode_decides_which_papers_secure_a_site() -> None:
    assert _papers(Stage.LAND, site_mode="GRANT") == {"LAND_CONFIRMATION", "LAND_CONTRACT"}
    assert _papers(Stage.LAND, site_mode="LEASED_PLANT") == {"LEASE"}
    assert _papers(Stage.LAND, site_mode="EXPANSION") == {"LAND_TITLE"}
    farm = {"FARM_AGREEMENT", "TOWNSHIP_FILING", "FARM_MAPPED"}
    assert _papers(Stage.LAND, site_mode="FARM_LAND") == farm


def test_a_paper_that_is_there_meets_its_need() -> None:
    before = missing_for({}, Stage.REGISTERED)
    after = missing_for({}, Stage.REGISTERED, {"LICENCE"})
    assert {need.papers for need in before} - {need.papers for need in after} == {("LICENCE",)}


def test_signing_registration_start_and_production_are_confirmed() -> None:
    starred = {Stage.SIGNED, Stage.REGISTERED, Stage.STARTED, Stage.IN_PRODUCTION}
    assert confirmed_stages() == starred


def test_a_field_is_required_next_or_free_for_the_stage() -> None:
    assert needed_at("leader", Stage.SIGNED, {}) == "required"
    assert needed_at("leader", Stage.REVIEW, {}) == "next"
    assert needed_at("leader", Stage.CONTACT, {}) == ""
    assert needed_at("township", Stage.INTENT, {}) == "required"
    assert needed_at("township", Stage.INTENT, {"park": "经开区"}) == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("甲公司营业执照.jpg", "LICENCE"),
        ("国有建设用地使用权出让合同.pdf", "LAND_CONTRACT"),
        ("投资协议（盖章）.pdf", "CONTRACT"),
        ("建筑工程施工许可证.pdf", "CONSTRUCTION_PERMIT"),
        ("建设工程规划许可证.pdf", "WORKS_PERMIT"),
        ("建设用地规划许可证.pdf", "LAND_PERMIT"),
        ("厂房租赁合同.pdf", "LEASE"),
        ("施工合同.docx", "CONSTRUCTION_CONTRACT"),
        ("微信图片_20250801.jpg", "SITE_PHOTO"),
        ("竣工验收备案表.pdf", "ACCEPTANCE"),
        ("企业投资项目备案证明.pdf", "FILING"),
        ("新建 文本文档.txt", ""),
    ],
)
def test_a_name_tells_the_kind_of_evidence(name: str, kind: str) -> None:
    assert likeliest(name) == kind


def test_what_somebody_waits_for_is_preferred_where_the_name_allows_it() -> None:
    assert likeliest("合同扫描件.pdf", ("LEASE",)) == "CONTRACT"
    assert likeliest("租赁合同.pdf", ("CONTRACT",)) == "CONTRACT"


def test_a_start_is_worth_what_proves_it() -> None:
    assert start_grade([], "GRANT") == 1
    assert start_grade(["SITE_PHOTO", "LICENCE"], "GRANT") == 2
    assert start_grade(["SITE_PHOTO", "CONSTRUCTION_PERMIT"], "GRANT") == 3
    assert start_grade(["EQUIPMENT_CONTRACT"], "GRANT") == 1
    assert start_grade(["EQUIPMENT_CONTRACT"], "EXPANSION") == 3
