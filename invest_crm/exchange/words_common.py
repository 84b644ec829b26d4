"""Words that several kinds of ledger share, and the shape of a row of vocabulary.

A row: key of the field, how its cells are read, weight for deciding the kind of ledger, whole
headings, telling parts, forbidding pattern. Headings are compared folded: no spaces, no brackets,
no unit, no leading 其中.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Row(NamedTuple):
    """One field's vocabulary; words are separated by blanks or line breaks."""

    key: str
    shape: str
    weight: float
    exact: str = ""
    inside: str = ""
    never: str = ""


RATE: Final = r"率|占比|比例|%|同比|环比|增幅|增速|增长|排名|得分|名次|序时|进度比"
PERIOD: Final = (
    r"本月|当月|上月|月份|本年|当年|今年|年度|全年|年初|去年|上年|20\d\d年|本周|季度|\d月"
)
NEVER_CONTACT: Final = r"单位$|部门$|领导|数$|人数|职务|职位|地址|邮箱|意见|建议|微信|QQ|qq|传真"

CONTACT_WORDS: Final = """
    联系人 项目联系人 联系人及电话 联系人及联系电话 联系人及联系方式 联系人电话 联系人联系方式
    责任人 责任人及电话 责任人及联系方式 责任人及联系电话 责任人电话 责任人联系方式 对接人
    对接人及联系方式 对接人及电话 对接人员 对接人电话 对接人联系方式 对接联系人 具体责任人
    直接责任人 专班联络员及电话 专班联络员 联络员 联络员及电话 联络员及联系方式 联络员电话
    企业联系人 企业联系人及电话 企业联系人及联系方式 企业联系方式 客商联系人 客商联系方式
    客商及联系方式 投资方联系人 投资方联系人及电话 投资方联系方式 负责人 项目负责人 企业负责人
    企业负责人及电话 负责人及电话 负责人及联系方式 负责人及联系电话 负责人电话 项目负责人及电话
    项目负责人及联系方式 包联责任人 经办人 经办人及电话 首席服务员 服务专员 服务人员 项目专员
    招商专员 代办员 帮办员 项目秘书 具体负责人 工作联系人 业务联系人 联系人员 牵头人 主要联系人
    项目责任人 项目责任人及电话 跟踪责任人 跟踪人 招商责任人 引荐人 信息提供人 项目对接人
    项目联络员 现场负责人 现场负责人及电话 专班联系人 联系人姓名 姓名及电话 姓名及联系方式 姓名
    联系人信息
"""

PHONE_WORDS: Final = """
    联系电话 联系方式 电话 手机 手机号 手机号码 电话号码 联系手机 移动电话 办公电话 固定电话
    座机 联系人手机 联系号码 责任人手机 联络电话 企业电话 咨询电话 联系人手机号 联系方法
"""

CHAIN_WORDS: Final = """
    所属产业链 产业链 所属链条 重点产业链 产业链名称 产业链条 所属重点产业链 链条 产业链类别
    链群 所属产业链条 对应产业链 所在产业链 归属产业链 链别 重点链条 所属链
"""

PROGRESS_WORDS: Final = """
    目前进展情况 进展情况 项目进展 目前进展 本周进展 形象进度 目前形象进度 工作进展 推进情况
    项目进度 建设进展 最新进展 进展 工作进展情况 项目推进情况 项目进展情况 建设进度 洽谈进展
    洽谈情况 对接情况 当前进展 工程进度 实施进度 目前进度 形象进展 项目建设进展 对接进展
    跟踪情况 目前状态 本月进展 当前进展情况 最新进展情况 本周工作进展 推进进展 进度 进度情况
    工程形象进度 项目形象进度 目前工作进展 目前推进情况 建设情况 项目建设情况 建设进展情况
    落实情况 洽谈进展情况 对接洽谈情况 本周进展情况 工程进展 工程进展情况 目前工程进度
    项目目前进展 项目目前进展情况 项目落实情况 项目建设进度 现阶段进展 截至目前进展 进展现状
    工作推进情况 履约情况 履约进展 项目履约情况 形象进度描述 进度说明 进展说明 情况说明 项目现状
    工作动态 目前所处阶段 办理进度 推进说明
"""
