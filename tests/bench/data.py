"""Large invented data: ledgers of 100,000 rows and a database of 50,000 projects.

Everything comes from fixed seeds. Ledgers are written by the bare writer of ``baselines``; the
projects go straight into their tables in bulk, because only reading them is timed.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from invest_crm.db import derive
from invest_crm.db.bulk import insert_rows
from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
)
from invest_crm.domain.ids import new_id
from invest_crm.services.opening import open_app
from invest_crm.services.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection, Table

FIRMS = 100_000
PROJECTS = 50_000
START, DAY = "2023-01-01", "2025-08-31"

_PLACES = (
    "北京",
    "上海",
    "太原",
    "郑州",
    "西安",
    "济南",
    "合肥",
    "杭州",
    "南京",
    "成都",
    "武汉",
    "呼和浩特",
)
_STEMS = "华中新蒙恒泰鑫源天隆永康德信宏远金瑞绿野晨光海丰大同盛达青禾北纬兴安博远润泽"
_TRADES = (
    *(
        "储能科技",
        "新能源",
        "农牧业",
        "食品加工",
        "装备制造",
        "现代物流",
        "生物医药",
        "建材",
        "数据科技",
    ),
    *(
        "冷链",
        "环保",
        "文旅",
        "纺织",
        "电子",
        "光伏",
        "酒业",
        "化工",
        "矿业",
        "建设",
        "贸易",
        "传媒",
    ),
    *("教育", "种业", "乳业", "橡胶"),
)
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
_GIVEN = "建国志强秀英海燕晓东丽华文斌永刚春梅雪峰"
_BUSINESS = (
    "牛羊屠宰及肉制品加工",
    "电化学储能电池制造",
    "光伏组件生产销售",
    "冷链仓储与配送",
    "饲料加工及销售",
)
_CHAINS = ("肉羊", "新能源", "文旅")

FIRM_HEADINGS = (
    "序号", "企业名称", "统一社会信用代码", "所在地", "主营业务", "注册资本（万元）", "法定代表人",
    "产业链", "联系人", "联系电话", "员工人数", "成立日期", "年产值", "纳税额", "企业规模", "资质",
    "邮编", "网站", "更新日期", "备注",
)  # fmt: skip
PROJECT_HEADINGS = (
    "序号", "项目名称", "投资方", "总投资（亿元）", "固定资产投资（亿元）", "已到位资金（亿元）",
    "签约时间", "是否注册", "是否开工", "开工时间", "是否投产", "产业链", "包联县领导", "责任单位",
    "项目代码", "用地面积（亩）", "建设内容", "目前进展情况", "存在问题", "备注",
)  # fmt: skip


def firm_name(chance: random.Random) -> str:
    """A Chinese firm name of 9 to 18 characters."""
    stem = "".join(chance.choices(_STEMS, k=chance.choice((2, 2, 3))))
    return chance.choice(_PLACES) + stem + chance.choice(_TRADES) + chance.choice(_FORMS)


def firm_rows(count: int = FIRMS) -> Iterator[list[Any]]:
    """Headings and firms, 20 columns, every firm with a different name and a right credit code."""
    chance = random.Random(11)
    yield list(FIRM_HEADINGS)
    seen: set[str] = set()
    for number in range(1, count + 1):
        name = firm_name(chance)
        while name in seen:
            name = name[:2] + chance.choice(_STEMS) + name[2:]
        seen.add(name)
        yield [
            number, name, _credit_code(chance), chance.choice(_PLACES) + "市",
            chance.choice(_BUSINESS), chance.randint(1, 900) * 100, _person(chance),
            chance.choice(_CHAINS), _person(chance),
            f"1{chance.randint(3_000_000_000, 9_999_999_999)}", chance.randint(3, 5000),
            _day(chance), chance.randint(10, 90_000) / 4, chance.randint(10, 9_000),
            chance.choice(("大型", "中型", "小型", "微型")),
            "高新技术企业" if number % 9 == 0 else "", f"0{chance.randint(10_000, 99_999)}",
            f"www.firm{number}.cn", _day(chance), "" if number % 5 else "老客商介绍",
        ]  # fmt: skip


def project_rows(count: int = FIRMS) -> Iterator[list[Any]]:
    """Title, caption, headings and projects of a county ledger, 20 columns."""
    chance = random.Random(12)
    yield ["全县签约项目台账"]
    yield ["单位：亿元", "", "截止2025年8月31日"]
    yield list(PROJECT_HEADINGS)
    for number in range(1, count + 1):
        total = chance.randint(20, 4000) / 100
        started = chance.random() < 0.5
        yield [
            number, f"{_project(chance)}{number}号项目", firm_name(chance), total,
            round(total * 0.8, 2), round(total * 0.2, 2), _day(chance), "是",
            "是" if started else "否", "2025-06-18" if started and number % 2 else "", "否",
            chance.choice(_CHAINS), chance.choice(("县委书记", "县长", "常务副县长", "副县长")),
            f"乡镇{number % 17 + 1}",
            f"25{number % 10:02d}-140931-04-01-{number:06d}", chance.randint(10, 400),
            "建设标准化厂房及配套设施", "正在办理前期手续",
            "" if number % 3 else "用地指标不足", "",
        ]  # fmt: skip


def make_project_database(path: Path, count: int = PROJECTS) -> None:
    """A database with so many signed projects, their agreements, milestones, amounts and money."""
    app = open_app(str(path), actor="bench", create=True)
    app.write(load_reference, None)
    with app.database.writing() as connection:
        chains = list(connection.exec_driver_sql(f"SELECT id FROM {chain.name}").scalars())
        _fill(connection, random.Random(13), chains, count)
        derive.rebuild(connection)
    app.database.close()


def _fill(connection: Connection, chance: random.Random, chains: list[str], count: int) -> None:
    rows: dict[Table, list[dict[str, object]]] = {
        table: []
        for table in (
            project,
            agreement,
            milestone,
            project_amount,
            funds_statement,
            monthly_report,
        )
    }
    for number in range(count):
        own: dict[str, object] = {"project_id": new_id(), **_FACT}
        total = chance.randint(20, 4000) * 100_000_000
        signed = date(2023, 1, 1) + timedelta(days=chance.randint(0, 970))
        rows[project].append(_project_row(own["project_id"], chance, chains, number, total))
        rows[agreement].append(
            {**own, "id": new_id(), "type": "INVESTMENT", "contract_day": signed.isoformat()}
        )
        for kind, share in (("total_investment", 1.0), ("external_funds", 0.7)):
            amount = {"kind": kind, "amount": round(total * share), "effective_on": "2023-01-01"}
            rows[project_amount].append({**own, "id": new_id(), **amount})
        rows[milestone].extend(_milestones(chance, own, signed))
        if number % 2:
            stated = {"scope": "since_start", "as_of": "2025-06-30", "amount": total // 5}
            for subject in ("funds", "fixed"):
                rows[funds_statement].append({**own, "id": new_id(), "subject": subject, **stated})
        if number % 4 == 1:
            month = {"month": "2025-07", "funds_month": total // 50, "completed_month": total // 40}
            rows[monthly_report].append({**own, "id": new_id(), **month})
    for table, found in rows.items():
        columns = [column.name for column in table.columns]
        keys = [name for name in columns if name in found[0]]
        insert_rows(connection, table, [{key: row[key] for key in keys} for row in found])


_FACT: Mapping[str, object] = {
    "source": "bench",
    "cut_off": DAY,
    "recorded_at": "2025-09-01T00:00:00.000000Z",
    "recorded_by": "bench",
    "row_version": 1,
}


def _project_row(
    key: object, chance: random.Random, chains: list[str], number: int, total: int
) -> dict[str, object]:
    name = f"{_project(chance)}{number}号项目"
    return {
        "id": key,
        "name": name,
        "name_key": name,
        "name_base": name,
        "investor": firm_name(chance),
        "chain_id": chance.choice(chains),
        "entry_stage": "SIGNED",
        "total_investment": total,
        "leader": chance.choice(("县委书记", "县长", "常务副县长")),
        "lead_unit": f"乡镇{number % 17 + 1}",
        "row_version": 1,
    }


def _milestones(
    chance: random.Random, own: dict[str, object], signed: date
) -> Iterator[dict[str, object]]:
    day = signed
    for kind in ("REGISTERED", "FILED", "LAND", "STARTED", "IN_STATS", "IN_PRODUCTION"):
        if chance.random() > 0.75:
            return
        day += timedelta(days=chance.randint(5, 90))
        yield {
            **own,
            "id": new_id(),
            "kind": kind,
            "effective_value": day.isoformat(),
            "effective_precision": "day",
            "effective_day": day.isoformat(),
            "grade": chance.randint(1, 3),
        }


def _project(chance: random.Random) -> str:
    return f"年产{chance.randint(1, 90)}万{chance.choice('吨套台只')}{chance.choice(_TRADES)}"


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2))))


def _day(chance: random.Random) -> str:
    return (date(2015, 1, 1) + timedelta(days=chance.randint(0, 3800))).isoformat()


_DIGITS = "0123456789"
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)


def _credit_code(chance: random.Random) -> str:
    body = "".join(chance.choices(_DIGITS, k=8))
    inner = sum(int(sign) * weight for sign, weight in zip(body, _INNER, strict=True))
    code = "91140931" + body + "0123456789X"[-inner % 11]
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=True))
    return code + _SIGNS[-total % 31]
