"""What questions answer: one document, every promised key, the promised types."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.ledgers import signed_ledger
from tests.exchange.ledgers import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

FAMILIES = (
    *("signed", "performed", "registered", "filed", "land", "started", "in_stats", "completed"),
    *("in_production", "in_size", "signed_not_started"),
)
RATED = [family for family in FAMILIES if family not in {"signed", "signed_not_started"}]
PROMISED_METRICS = {
    *(f"{family}.{part}" for family in FAMILIES for part in ("count", "amount")),
    *(f"{family}.{part}" for family in RATED for part in ("rate", "amount_rate")),
    "funds.amount", "funds.rate", "fixed_investment.amount", "signed.yoy", "signed_amount.yoy",
}  # fmt: skip


@pytest.fixture
def crm(june_crm: Crm) -> Crm:
    """The command line after the import of the signed ledger."""
    return june_crm


def _is_amount(value: object) -> bool:
    return isinstance(value, str) and Decimal(value).is_finite()


@pytest.mark.parametrize("by", ["chain", "leader", "unit", "township", "park", "tier"])
def test_figures_say_all_they_promise(crm: Crm, by: str) -> None:
    words = ("figures", "--from", "2026-01-01", "--to", "2026-06-30", "--as-of", "2026-07-31")
    found = crm.json(*words, "--by", by)
    assert (found["as_of"], found["known_at"], found["calibre"]) == (
        "2026-07-31", None, "default-2026",
    )  # fmt: skip
    assert found["cohort"] == {"from": "2026-01-01", "to": "2026-06-30"}
    assert {item["metric"] for item in found["figures"]} >= PROMISED_METRICS
    for item in found["figures"]:
        _check_figure(item)
    assert found["groups"]
    for group in found["groups"]:
        assert group.keys() == {"by", "key", "label", "figures"}
        assert (group["by"], bool(group["label"])) == (by, True)
        for item in group["figures"]:
            _check_figure(item)
    counts = [group["figures"][0]["value"] for group in found["groups"]]
    assert sum(counts) == found["figures"][0]["value"] == 6


def _check_figure(item: dict[str, Any]) -> None:
    assert {"metric", "value", "unit", "definition", "projects"} <= item.keys()
    assert isinstance(item["definition"], str)
    assert item["definition"]
    value, unit = item["value"], item["unit"]
    if unit == "个":
        assert type(value) is int
        assert value == len(item["projects"])
    elif unit == "万元":
        assert _is_amount(value)
    else:
        assert unit in {"%", "百分点"}
        assert value is None or re.fullmatch(r"-?\d+\.\d\d", value)
    if "numerator" in item:
        assert type(item["numerator"]) is type(item["denominator"]) is int
        assert item["numerator"] <= item["denominator"]


def test_known_at_leaves_out_what_was_recorded_later(crm: Crm) -> None:
    words = ("figures", "--as-of", "2026-07-31", "--known-at", "2020-01-01T00:00")
    found = crm.json(*words)
    assert found["figures"][0]["value"] == 0
    assert found["known_at"].startswith("20")


def test_projects_can_be_narrowed_and_looked_at_as_of_a_day(crm: Crm) -> None:

    def names(*words: str) -> list[str]:
        return [item["name"][:4] for item in crm.json("projects", *words)["projects"]]

    assert names("--where", "chain=live-pigs") == ["万头生猪"]
    assert names("--where", "stage=投产") == ["金穗肉羊"]
    assert names("--where", "lead_unit=县商务局", "--where", "stage=SIGNED") == []
    assert names("--where", "stage=STARTED", "--as-of", "2026-03-31") == ["金穗肉羊"]


def test_explain_says_all_it_promises(crm: Crm) -> None:
    found = crm.json("explain", "in_stats.rate", "--as-of", "2026-06-30")
    assert {"metric", "definition", "value", "numerator", "denominator", "excluded"} == set(found)
    for item in (*found["numerator"], *found["denominator"]):
        assert item.keys() == {"id", "name", "amount"}
        assert _is_amount(item["amount"])
    assert all(item.keys() == {"id", "reason"} for item in found["excluded"])
    inside = {item["id"] for item in found["denominator"]}
    assert {item["id"] for item in found["excluded"]}.isdisjoint(inside)
    assert len(inside) + len(found["excluded"]) == 6


def test_undo_of_a_named_change_says_what_stays(crm: Crm, tmp_path: Path) -> None:
    later = write_csv(
        tmp_path / "七月.csv",
        [["签约项目台账（截至2026年7月31日）"], ["项目名称", "投资方", "总投资（亿元）", "备注"],
         ["白露研学营地", "北京白露文旅有限公司", 2, "增加"]],
    )  # fmt: skip
    first = crm.json("import", later)["change_set"]
    assert first
    import_of_june = crm.json("undo", "--change-set", first)
    assert import_of_june.keys() >= {"undone", "conflicts", "kept"}
    assert (import_of_june["undone"], import_of_june["conflicts"]) == (first, [])
    stored = crm.json("projects", "--where", "name=白露研学营地")["projects"][0]
    assert (stored["total_investment"], stored["remark"]) == ("10000", "重点")


def test_another_persons_change_is_not_undone_without_its_name(crm: Crm) -> None:
    said = crm("undo", "--json", actor="li")
    assert (said.status, said.out) == (1, "")
    assert len(crm.json("projects")["projects"]) == 6


def test_backup_and_restore_bring_everything_back(crm: Crm, tmp_path: Path) -> None:
    before = crm.json("projects", "--reveal")
    made = crm.json("backup", "--to", tmp_path / "b")
    assert made["records"]["project"] == 6
    assert len(made["sha256"]) == 64
    crm.json("undo")
    assert crm.json("projects") == {"projects": []}
    kept = crm.json("restore", made["path"])["kept"]
    assert crm.json("projects", "--reveal") == before
    assert crm.bare("--db", kept, "projects", "--json").json() == {"projects": []}


def test_the_texts_for_people_say_the_same_numbers(crm: Crm, tmp_path: Path) -> None:
    said = crm("import", signed_ledger(tmp_path))
    assert "相同 6" in said.out
    assert "2026.9" in said.out
    figures = crm("figures", "--as-of", "2026-06-30", "--by", "chain").out
    assert re.search(r"started\.rate\s+50\.00\s+%", figures)
    assert "肉羊" in figures
    assert "金穗肉羊屠宰项目" in crm("explain", "started.count", "--as-of", "2026-06-30").out
    assert "白露研学营地" in crm("projects").out
    assert crm("check").out.count("正常") == 7


def test_a_setting_is_read_changed_and_taken_back(crm: Crm) -> None:
    assert crm.json("settings", "county.name") == {"settings": {"county.name": "××县"}}
    assert crm("settings", "county.name", "云岭县").status == 0
    assert crm.json("settings")["settings"]["county.name"] == "云岭县"
    assert crm("undo").status == 0
    assert crm.json("settings", "county.name") == {"settings": {"county.name": "××县"}}


@pytest.mark.parametrize(
    "when",
    [
        ("--from", "2026-06-30", "--to", "2026-01-01"),
        ("--from", "2026-06-30", "--as-of", "2026-01-01"),
    ],
)
def test_a_period_that_is_none_is_refused(crm: Crm, when: tuple[str, ...], tmp_path: Path) -> None:
    crm.refused("figures", *when)
    crm.refused("explain", "signed.count", *when)
    if "--to" not in when:
        paper = tmp_path / "x.pdf"
        crm.refused("report", "signed-started-bulletin", "--out", paper, *when)
        assert not paper.exists()


def test_figures_of_a_day_to_come_say_so_and_no_paper_is_made_of_them(
    crm: Crm, tmp_path: Path
) -> None:
    asked = crm("figures", "--as-of", "9999-01-01", "--json")
    assert asked.status == 0
    assert "9999-01-01" in asked.err
    paper = tmp_path / "x.pdf"
    crm.refused("report", "signed-started-bulletin", "--out", paper, "--as-of", "9999-01-01")
    assert not paper.exists()


def test_a_period_that_ends_later_is_told_as_of_today(crm: Crm) -> None:
    found = crm.json("figures", "--from", "2026-01-01", "--to", "9999-12-31")
    assert found["as_of"] == crm.json("figures")["as_of"]
