"""The vocabulary of ledgers by kind, and the words of their titles."""

from __future__ import annotations

from typing import Final

from invest_crm.exchange.words_approvals import APPROVALS
from invest_crm.exchange.words_land import PARCELS
from invest_crm.exchange.words_others import CONTACTS, FIRMS, MONTHLY, REQUESTS
from invest_crm.exchange.words_projects import PROJECTS
from invest_crm.exchange.words_revenue import REVENUE
from invest_crm.exchange.words_revenue import TITLE as REVENUE_TITLE

TABLES: Final = {
    "projects": PROJECTS,
    "firms": FIRMS,
    "contacts": CONTACTS,
    "monthly": MONTHLY,
    "requests": REQUESTS,
    "parcels": PARCELS,
    "approvals": APPROVALS,
    "revenue": REVENUE,
}
TITLES: Final = {
    "revenue": REVENUE_TITLE,
    "approvals": r"审批(?:事项|手续)?(?:办理)?(?:台账|清单|进展|进度|一览|情况|跟踪)|代办|帮办"
    r"|手续办理|许可(?:事项)?(?:办理)?(?:台账|清单)|前期手续",
    "parcels": r"地块|宗地|批而未供|供而未用|闲置.{0,4}(?:土地|用地|厂房)"
    r"|低效.{0,4}(?:土地|用地)|标准地|净地|储备土地|(?:土地|用地)(?:底数|资源|台账|清单|一览)|厂房(?:资源|台账|清单|一览|底数|情况)",
    "requests": r"诉求|问题台账|问题清单|走访问题|困难问题|销号台账|诉求台账",
    "monthly": r"月报|到位资金.{0,8}完成|固投.{0,6}完成|投资完成情况|完成情况表|资金到位情况",
    "contacts": r"通讯录|花名册|联络表|联系方式"
    r"|(?:联络员|联系人|联络人|人员|干部|专员|成员)(?:名单|名册|一览表|表|信息)",
    "firms": r"企业(?:名录|名册|库|清单|名单|信息|基本情况|一览|目录)|目标企业|客商(?:名录|库|信息)"
    r"|市场主体(?:名录|名单)|链主企业|招商图谱|target_firms",
    "projects": r"项目",
}
TALKS_TITLE: Final = r"在谈|洽谈|意向|线索|拟签约|对接项目|跟踪项目|储备项目|谋划项目|跟进项目"
SIGNED_TITLE: Final = r"签约|履约|开工|投产|在建|落地"
