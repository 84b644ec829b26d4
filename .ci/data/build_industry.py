"""GB/T 4754-2017: the classification of economic activities, 1,971 rows.

Given a CSV it is normalised (no mark, LF, sorted) and put in place; without one the table in place
is checked again. The facts asserted are those that tell the 2017 edition from the 2011 one.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from common import REFERENCE, write_csv, write_meta

TABLE = REFERENCE / "gbt4754-2017.csv"
HEADER = ("code", "name", "level", "parent", "section")
COUNTS = {"1": 20, "2": 97, "3": 473, "4": 1381}
# Names that circulating copies get wrong, and codes that the 2011 edition uses otherwise.
NAMES = {
    "0711": "陆地石油开采", "0712": "海洋石油开采", "1363": "鱼油提取及制品制造",
    "1439": "其他方便食品制造", "9291": "消防管理机构", "9299": "其他未列明国家机构",
    "0511": "种子种苗培育活动", "5193": "互联网批发", "5292": "互联网零售", "6130": "民宿服务",
    "7221": "园区管理服务", "9030": "休闲观光活动",
}  # fmt: skip


def check(rows: list[dict[str, str]]) -> None:
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == len(rows) == 1971
    assert Counter(row["level"] for row in rows) == COUNTS
    assert {code: by_code[code]["name"] for code in NAMES} == NAMES
    for row in rows:
        code, parent = row["code"], row["parent"]
        assert row["name"] == row["name"].strip() != "", code
        if row["level"] == "1":
            assert (parent, row["section"]) == ("", code)
            continue
        assert len(code) == int(row["level"])
        assert parent == (row["section"] if len(code) == 2 else code[:-1]), code
        assert by_code[parent]["section"] == row["section"], code


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    with source.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    check(rows)
    rows.sort(key=lambda row: (row["section"], "" if row["level"] == "1" else row["code"]))
    write_csv(TABLE, HEADER, ([row[name] for name in HEADER] for row in rows))
    write_meta(
        TABLE,
        title="国民经济行业分类 (classification of economic activities)",
        version="GB/T 4754-2017",
        source="GB/T 4754-2017, with 929 split into 9291 and 9299; code set as in the R package "
        "gbcrosswalk (MIT); names as compiled in the public repository wintterHub/"
        "GB-T4754-2017-Classification-of-National-Economic-Industries, six of them corrected",
        licence="codes and names of a national standard of the People's Republic of China; "
        "the compilation of names carries no licence file",
        rows=len(rows),
    )


if __name__ == "__main__":
    main()
