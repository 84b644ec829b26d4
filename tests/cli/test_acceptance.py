"""A bureau's ledgers through the command line alone, against figures worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.ledgers import monthly_ledger, signed_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm, June

JUNE = ("figures", "--from", "2026-01-01", "--as-of", "2026-06-30")
JULY = ("figures", "--from", "2026-01-01", "--as-of", "2026-07-31")
NAMES = [
    "金穗肉羊屠宰项目", "远川传感器项目（一期）", "清源冷链物流园",
    "白露研学营地", "丰登鲜食玉米项目", "万头生猪养殖项目",
]  # fmt: skip

FIGURES = {
    "signed.count": 6, "signed.amount": "115400",
    "performed.count": 4, "performed.amount": "95400",
    "performed.rate": "66.67", "performed.amount_rate": "82.67",
    "registered.count": 4, "registered.rate": "66.67",
    "filed.count": 3, "filed.rate": "50.00",
    "land.count": 3, "land.rate": "50.00",
    "started.count": 3, "started.amount": "95000",
    "started.rate": "50.00", "started.amount_rate": "82.32",
    "started.g2.count": 1, "started.g3.count": 1, "started.g4.count": 1,
    "started.g4.rate": "16.67",
    "in_stats.count": 1, "in_stats.rate": "33.33", "in_stats.amount_rate": "36.84",
    "completed.count": 0, "completed.rate": "0.00",
    "in_production.count": 1, "in_production.rate": "16.67",
    "in_size.count": 0, "in_size.rate": None,
    "signed_not_started.count": 3, "signed_not_started.amount": "20400",
    "funds.amount": "28500", "funds.rate": None,
    "signed.yoy": None,
}  # fmt: skip


@pytest.fixture
def taken(june: June) -> dict[str, Any]:
    """What importing the signed ledger said."""
    return june.report


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after that import."""
    return june_crm


def _values(document: dict[str, Any]) -> dict[str, Any]:
    return {item["metric"]: item["value"] for item in document["figures"]}


def _fields(crm: Crm, key: str) -> list[Any]:
    return [item[key] for item in crm.json("projects", "--reveal")["projects"]]


def test_every_row_of_the_ledger_is_understood(taken: dict[str, Any]) -> None:
    counts = {key: taken[key] for key in ("new", "changed", "same", "suspicious", "rejected")}
    assert counts == {"new": 6, "changed": 0, "same": 0, "suspicious": 0, "rejected": 0}
    assert (taken["kind"], taken["as_of"], taken["unit"]) == ("projects", "2026-06-30", "亿元")
    assert (taken["header_rows"], taken["data_rows"], taken["skipped"]) == ([3, 4], 6, 7)
    assert [row["row"] for row in taken["rows"]] == [6, 9, 10, 12, 13, 14]


def test_the_totals_of_the_ledger_are_checked(taken: dict[str, Any]) -> None:
    assert all(total["agrees"] for total in taken["totals"])
    assert [(total["row"], total["computed"]) for total in taken["totals"]] == [
        (7, "3.5"), (7, "2.1"), (7, "0.77"), (15, "11.54"), (15, "6.24"), (15, "2.85"),
    ]  # fmt: skip


def test_a_start_after_the_cut_off_is_a_plan(taken: dict[str, Any]) -> None:
    assert [
        (problem["row"], problem["column"], problem["value"], problem["code"])
        for problem in taken["problems"]
    ] == [(13, "项目进展/开工时间", "2026.9", "date-after-cut-off")]


def test_amounts_written_in_four_ways_are_the_same_money(crm: Crm) -> None:
    assert _fields(crm, "name") == NAMES
    assert _fields(crm, "total_investment") == [
        "35000", "52000", "8000", "10000", "400", "10000",
    ]  # fmt: skip
    assert _fields(crm, "fixed_investment") == ["21000", "36400", "5000", None, None, None]
    assert _fields(crm, "funds_in_place") == ["7700", "20800", "0", None, "0", None]
    assert _fields(crm, "flags") == [[], ["approx"], [], [], ["suspicious"], ["range"]]


def test_dates_written_in_five_ways_are_dates(crm: Crm) -> None:
    assert [(when["value"], when["precision"]) for when in _fields(crm, "signed_on")] == [
        ("2026-01-14", "day"), ("2026-02-15", "day"), ("2026-02", "month"),
        ("2026-03-20", "day"), ("2026-05-15", "day"), ("2026-06-30", "day"),
    ]  # fmt: skip
    started = _fields(crm, "started_on")
    assert [when and when["value"] for when in started] == [
        "2026-03", "2026-04", None, None, None, None,
    ]  # fmt: skip
    assert started[2] == {
        "value": None, "precision": "unknown", "raw": "是", "not_after": "2026-06-30",
    }  # fmt: skip


def test_stages_people_and_chains_follow_the_ledger(crm: Crm) -> None:
    assert _fields(crm, "stage") == [
        "IN_PRODUCTION", "STARTED", "STARTED", "SIGNED", "REGISTERED", "SIGNED",
    ]  # fmt: skip
    assert _fields(crm, "chain") == [
        "mutton-sheep", "electronics", "ecommerce-logistics", "study-tour", "fresh-corn",
        "live-pigs",
    ]  # fmt: skip
    assert _fields(crm, "contacts")[1] == [
        {"name": "王新强", "post": "副局长", "phone": "13900005831"},
        {"name": "秦振", "phone": "13900003607"},
    ]
    assert (_fields(crm, "lead_unit")[1], _fields(crm, "contact_unit")[1]) == (
        "县投促局",
        "县工信局",
    )
    assert _fields(crm, "leader")[0] == "县委常委、常务副县长"
    assert set(_fields(crm, "agreement_type")) == {"INVESTMENT"}


def test_the_figures_are_those_worked_out_by_hand(crm: Crm) -> None:
    values = _values(crm.json(*JUNE))
    assert {metric: values[metric] for metric in FIGURES} == FIGURES


def test_figures_by_tier_and_chain_add_up_to_the_whole(crm: Crm) -> None:
    tiers = {group["key"]: _values(group) for group in crm.json(*JUNE, "--by", "tier")["groups"]}
    assert {
        key: (found["signed.count"], found["signed.amount"], found["started.count"])
        for key, found in tiers.items()
    } == {"lt1": (2, "8400", 1), "1-5": (3, "55000", 1), "5-10": (1, "52000", 1)}
    leaders = {
        group["label"]: _values(group) for group in crm.json(*JUNE, "--by", "leader")["groups"]
    }
    assert leaders["副县长"]["signed_not_started.count"] == 2


def test_explain_names_the_projects_of_a_rate(crm: Crm) -> None:
    found = crm.json("explain", "started.rate", *JUNE[1:])
    assert [(item["name"], item["amount"]) for item in found["numerator"]] == list(
        zip(NAMES[:3], ("35000", "52000", "8000"), strict=True)
    )
    assert [item["name"] for item in found["denominator"]] == NAMES


def test_a_month_of_money_adds_to_what_the_ledger_stated(crm: Crm, tmp_path: Path) -> None:
    month = crm.json("import", monthly_ledger(tmp_path))
    assert (month["kind"], month["new"], month["as_of"]) == ("monthly", 2, "2026-07-31")
    values = _values(crm.json(*JULY))
    assert values["funds.amount"] == "29300"
    assert values["fixed_investment.amount"] == "12989"
    assert values["signed.amount"] == "115400"
    assert _values(crm.json(*JUNE))["funds.amount"] == "28500"


def test_the_same_files_again_change_nothing(crm: Crm, tmp_path: Path) -> None:
    crm.json("import", monthly_ledger(tmp_path))
    asked = (("projects", "--reveal"), ("list", "monthly"), (*JULY, "--by", "chain"))
    before = [crm.json(*words) for words in asked]
    again = crm.json("import", signed_ledger(tmp_path))
    month = crm.json("import", monthly_ledger(tmp_path))
    for report, rows in ((again, 6), (month, 2)):
        assert (report["same"], report["new"], report["changed"]) == (rows, 0, 0)
        assert report["change_set"] is None
    assert [crm.json(*words) for words in asked] == before
    assert crm.json("check")["ok"] is True


def test_undo_takes_the_last_import_back_and_then_the_one_before(
    crm: Crm, taken: dict[str, Any], tmp_path: Path
) -> None:
    month = crm.json("import", monthly_ledger(tmp_path))
    assert crm.json("undo")["undone"] == month["change_set"]
    assert crm.json("list", "monthly") == {"monthly": []}
    assert len(crm.json("projects")["projects"]) == 6
    assert crm.json("undo")["undone"] == taken["change_set"]
    assert crm.json("projects") == {"projects": []}
    assert crm.json("list", "contacts") == {"contacts": []}
    crm.refused("undo")


def test_what_was_imported_goes_out_again_as_a_ledger_and_comes_back_the_same(
    crm: Crm, tmp_path: Path
) -> None:
    out = tmp_path / "台账.xlsx"
    assert crm("export", "projects", "--out", out, "--reveal").status == 0
    assert crm.json("import", out, "--kind", "projects")["same"] == 6
