"""The six seed chains: from the YAML people edit to the JSON the program reads."""

from __future__ import annotations

import csv
from typing import Any

import yaml
from common import HERE, REFERENCE, write_json

LEAVES = {"mutton-sheep": 39, "live-pigs": 40, "fresh-corn": 38, "electronics": 43,
          "ecommerce-logistics": 39, "study-tour": 35}  # fmt: skip


def node(raw: dict[str, Any]) -> dict[str, Any]:
    """One node with every key present, so that the reader needs no defaults."""
    return {
        "id": raw["id"],
        "name": raw["name_zh"],
        "name_en": raw["name_en"],
        "codes": raw.get("codes", []),
        "keywords": raw.get("keywords_zh", []),
        "critical": raw.get("critical", False),
        "env_sensitive": raw.get("env_sensitive", False),
        "note": raw.get("note_zh", ""),
        "children": [node(child) for child in raw.get("children", [])],
    }


def chain(raw: dict[str, Any]) -> dict[str, Any]:
    segments = [{"tier": segment["tier"], **node(segment)} for segment in raw["segments"]]
    links = [link["id"] for segment in segments for link in segment["children"]]
    leaves = sum(len(link["children"]) for segment in segments for link in segment["children"])
    assert leaves == LEAVES[raw["id"]], raw["id"]
    assert all(end in links for flow in raw["flows"] for end in flow), raw["id"]
    return {
        "id": raw["id"],
        "name": raw["name_zh"],
        "name_en": raw["name_en"],
        "summary": raw["summary_zh"],
        "lead_department": raw["lead_department_zh"],
        "flows": raw["flows"],
        "segments": segments,
    }


def check_code_names(names: dict[str, str]) -> None:
    with (REFERENCE / "gbt4754-2017.csv").open(encoding="utf-8", newline="") as handle:
        official = {row["code"]: row["name"] for row in csv.DictReader(handle)}
    wrong = {code: name for code, name in names.items() if official.get(code) != name}
    assert not wrong, wrong


def main() -> None:
    raw = yaml.safe_load((HERE / "chains-2026.yaml").read_text("utf-8"))
    check_code_names(raw["code_names"])
    tiers = [{"id": t["id"], "name": t["name_zh"], "name_en": t["name_en"]} for t in raw["tiers"]]
    write_json(
        REFERENCE / "chains-2026.json",
        {
            "title": "产业链种子图谱 (seed trees of six county chains)",
            "version": "2026",
            "source": "drafted for this program from industry knowledge; a starting point that "
            "each county edits; codes from GB/T 4754-2017, checked name by name",
            "licence": "MIT, as the program",
            "classification": raw["classification"]["standard"],
            "code_semantics": raw["classification"]["code_semantics_zh"],
            "tiers": tiers,
            "chains": [chain(item) for item in raw["chains"]],
            "code_names": dict(sorted(raw["code_names"].items())),
        },
    )


if __name__ == "__main__":
    main()
