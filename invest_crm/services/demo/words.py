"""The invented words demonstration data are made of. No firm, person or place here is a real one.

Brands are rare pairs of characters, leaders are posts without names, telephones lie in one block
(138 0000 xxxx). Only the regions investors come from exist.
"""

from __future__ import annotations

COUNTY = "演示县"
SOURCE = "demo"
MARK_KEY, MARK = "数据性质", "演示数据"
REMARK = "演示数据，非真实企业"
CORRECTIONS = (
    "设备款重复填报，予以冲减",
    "流动资金误计入固投，予以冲减",
    "履约保证金退回，予以冲减",
)
"""Why an invented month takes something back."""

FIRST = "沅岚翊砚棠槿昀霁澜笙芃蘅溯珩琅璟屿桁沁湉荻菀旻炜煊熠"
SECOND = "穗桐峤泓衍芷棣沣洛淇笃筠翎骞曦泠榕栎岫崤渌渲屹峻畅歆"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜"
GIVEN = "明华伟敏静磊洁勇婷强杰娟涛萍超兰波燕辉玲"
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司")

REGIONS = (
    "浙江嘉兴", "浙江湖州", "江苏盐城", "江苏徐州", "广东东莞", "广东佛山", "福建泉州", "福建漳州",
    "山东济宁", "山东临沂", "山东潍坊", "河南周口", "河南漯河", "河北邢台", "河北保定", "安徽阜阳",
    "安徽亳州", "四川绵阳", "四川眉山", "陕西渭南", "湖南岳阳", "湖北襄阳", "江西赣州", "上海",
    "北京", "天津", "重庆",
)  # fmt: skip

TRADES = {
    "mutton-sheep": ("牧业", "肉类食品", "农牧", "草业科技", "畜牧科技"),
    "live-pigs": ("农牧", "饲料", "肉食品", "生物科技", "牧业"),
    "fresh-corn": ("食品", "种业", "农业发展", "冷链食品", "生态农业"),
    "electronics": ("电子科技", "光电", "智能科技", "精密制造", "半导体材料"),
    "ecommerce-logistics": ("供应链管理", "电子商务", "物流", "网络科技", "仓储"),
    "study-tour": ("文化旅游", "研学服务", "教育科技", "文旅发展", "户外运动"),
}
OTHER_TRADES = ("实业", "科技", "发展")

LEADERS = (
    "县委副书记、县长", "县委副书记", "县委常委、常务副县长", "县委常委、统战部部长",
    "县委常委、副县长", "县人大常委会副主任", "副县长", "县政协副主席",
)  # fmt: skip
CHAIN_LEADERS = {
    "mutton-sheep": "县委副书记",
    "live-pigs": "县人大常委会副主任",
    "fresh-corn": "县委常委、统战部部长",
    "electronics": "县委常委、常务副县长",
    "ecommerce-logistics": "副县长",
    "study-tour": "县政协副主席",
}
UNITS = (
    "县投促局", "县工信局", "县农业农村局", "县商务局", "县文旅局", "县发改局", "县经开区管委会",
    "县交通运输局",
)  # fmt: skip
TOWNSHIPS = ("城关镇", "柳林镇", "东河镇", "石桥乡", "北坡乡", "清泉镇")
PARKS = ("演示经济开发区", "农产品加工园", "电商物流园")
POSTS = ("总经理", "副总经理", "项目经理", "办公室主任", "副局长", "科长")

REVIEWS = ("电话对接", "赴企业考察", "客商来县考察", "洽谈选址", "商谈投资协议", "准备联审材料")
PROGRESS = {
    "SIGNED": "正在办理公司注册",
    "REGISTERED": "已注册，正在办理备案",
    "FILED": "已备案，正在落实用地",
    "LAND": "用地已落实，正在办理施工许可",
    "STARTED": "主体施工",
    "COMPLETED": "已竣工，设备调试",
    "IN_PRODUCTION": "已投产运营",
    "AT_CAPACITY": "满负荷生产",
}
PROBLEMS = (
    "用地指标未落实", "环评手续办理中", "供电容量不足", "征拆未完成", "投资方资金未到位",
    "设计方案待审", "投资方内部调整", "融资未到位",
)  # fmt: skip
NEXT_STEPS = (
    "县自然资源局协调用地指标",
    "召开专题会议研究",
    "督促投资方按期注资",
    "并联办理前期手续",
)
LOST_REASONS = ("要素成本高，客商选择外地", "市场变化，客商放弃投资")
TERMINATED_REASONS = ("投资方资金链断裂，协商解约", "超过约定期限未开工，依约退出")
PAUSED_REASONS = ("等待规划调整，双方书面同意暂缓", "市场行情下行，暂缓半年")
STALLED_REASONS = ("连续三个月无实质进展",)
HOLD_UPS = {
    LOST_REASONS[0]: ("RIVAL", "SUPPORT"),
    LOST_REASONS[1]: ("MARKET",),
    TERMINATED_REASONS[0]: ("FUNDS",),
    TERMINATED_REASONS[1]: ("INVESTOR",),
    PAUSED_REASONS[0]: ("PLANNING",),
    PAUSED_REASONS[1]: ("MARKET",),
    STALLED_REASONS[0]: ("INVESTOR",),
}
"""The reasons of the list (``domain.hold_ups``) behind the words."""

REQUESTS = {
    "用地": "二期用地指标不足，希望尽快落实",
    "审批": "施工许可办理周期长，希望并联审批",
    "水电气热网": "园区变压器容量不足，希望增容",
    "融资": "流动资金紧张，希望对接银行",
    "用工": "生产旺季缺工，希望组织招聘",
    "政策兑现": "技改奖补资金尚未拨付",
    "物流": "冷链车辆进城通行时段受限",
    "环保": "污水排放接管手续需要协调",
}
ANSWERS = ("已现场对接，正在协调", "已转责任单位办理", "已形成初步方案", "正在与上级部门沟通")
CLOSED_ANSWERS = ("已解决，企业确认满意", "已办结并回访", "已答复，企业认可")

VISITS = {
    "VISIT": (
        "走访企业，了解生产经营和扩建打算",
        "到企业看现场，商谈用地面积",
        "上门对接，企业提出用电需求",
    ),
    "RECEIVED": (
        "客商来县考察，实地看了园区和标准厂房",
        "来访洽谈，介绍县里政策，客商索要地价资料",
    ),
    "CALL": ("电话联系，企业正在内部上会", "电话催问，资料本周寄出", "电话沟通投资协议条款"),
    "WECHAT": ("微信发送了政策汇编和园区照片", "微信确认下次考察时间"),
    "MEETING": ("召开专题会，研究要素保障", "座谈会上企业反映融资需求"),
    "OUTBOUND": ("赴企业所在地考察，参观总部和样板工厂", "外出招商拜访，对方有意转移产能"),
}
FOLLOW_UPS = (
    "回访，确认考察时间", "报送地块资料", "与县自然资源局核对用地指标", "起草投资协议",
    "催办公司注册", "报县领导专题研究", "协调供电公司勘查", "收集环评所需资料", "邀请来县考察",
)  # fmt: skip
RESULTS = ("已完成，企业满意", "已报送", "已协调到位", "对方同意，时间另定")
STAFF = ("张敏", "李强", "王磊")
