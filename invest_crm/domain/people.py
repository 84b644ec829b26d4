"""People and units as ledgers write them: contacts with phones, leaders with posts, lists of units.

Domain rules: in a leader cell 、 splits only before another person, because 县委常委、常务副县长 is
one post; of several units the first leads. Whether a word is a name is decided by its surname.
Knows no records.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import cell_text, clean, fold, is_error_cell, is_unknown, squeeze

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵"
    "冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东"
    "欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖付代覃佘原苑初佟岳"
    "刀揭佴缑亢况郝仝母伦兰栗兀冼候楚晋商牟佘佴伯赏墨哈谯笪年爱阳言福归海晓操青邸敬漆线战苟税辜"
)
_COMPOUND = frozenset(
    re.findall(
        "..",
        "万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容"
        "鲜于闾丘司徒司空亓官司寇子车颛孙端木巫马公西漆雕乐正壤驷公良拓跋夹谷宰父谷梁段干百里东郭南门呼延羊舌微生梁丘左丘"
        "东门西门南宫第五纳兰完颜",
    )
)
# Words that begin with a surname's character but never begin a name.
_NOT_NAMES = frozenset(
    re.findall(
        "..",
        "常务常委党委党组党政纪委纪检宣传经济经开经信高新农业农村农办文旅文广文化商务水利公安公司安监安全应急金融司法国土国资国网"
        "广电林业房管计生项目车间能源单位相关时任包联居委管委团委全县向阳万元方案白云花园东城",
    )
)
_TITLE = (
    "书记|[县区市镇乡州省村局部院所站处科股厅司校行会厂场队组班店链]长|主任|主席|常委|委员|秘书长?|董事长?|理事长?|监事|总经理|经理"
    "|总裁|总监|总工程师|总工|工程师|主管|专员|专干|科员|调研员|巡视员|助理|代表|负责人|联系人|法人|干部|领导|会计|副?总"
)
_TITLED = pattern(rf".*(?:{_TITLE})")
_POST_AFTER_NAME = pattern(rf"(?:(?:常务|党|总|第一|首席|行政|执行|副|董|理)\S*)?(?:{_TITLE})")
_NAME_AFTER_POST = pattern(rf"(.*(?:{_TITLE}))(.+)")
_BARE_POST = pattern(rf"副?(?:{_TITLE})")
_HAN = "㐀-鿿𠀀-𳎯"
_NAME = pattern(rf"[{_HAN}]{{2,4}}")
_DOTTED_NAME = pattern(rf"[{_HAN}]{{1,12}}(?:[·•・][{_HAN}]{{1,12}})+")
_UNIT_END = pattern(
    "(?:[局委办镇乡部院处科室站区县市村厅]|委会|商会|协会|公司|中心|集团|政府|银行|专班)$"
)
_SPACED_NAME = pattern(rf"(?<![{_HAN}])([{_HAN}]{{1,2}}) ([{_HAN}]{{1,2}})(?![{_HAN}])")

_D = "[0-9xX*]"
_MOBILE = rf"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?{_D}{{4}}){{2}}(?!{_D})"
_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = rf"\(?{_AREA}\)?[- ]?{_D}{{7,8}}(?:(?: ?- ?|转|ext\.?)[0-9]{{1,6}})?(?![0-9])"
_SERVICE = r"[48]00[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}(?![0-9])"
_FOREIGN = r"\+[0-9]{1,3}[- ]?[0-9][0-9 -]{5,13}[0-9]"
_ANY_NUMBER = "[0-9][0-9-]{4,}[0-9]"
_PHONE = pattern(
    rf"(?<![0-9])(?:{_MOBILE}|{_LANDLINE}|{_SERVICE}|{_FOREIGN}|{_ANY_NUMBER})", re.IGNORECASE
)
_WITH_AREA = pattern(rf"({_AREA})-?({_D}{{7,8}})(?:(?:-|转|ext\.?)([0-9]+))?", re.IGNORECASE)
_ELEVEN = pattern(rf"1{_D}{{10}}")
_LABEL = pattern(
    "(?:联系人|责任人|负责人|对接人|联络员)[:及]|(?:及|和)?(?:联系|办公)?(?:电话|方式)|手机(?:号码?)?|座机|传真|微信同号|(?:tel|mobile)\\b"
    "|:",
    re.IGNORECASE,
)
_BETWEEN = pattern(r"(?:[;、,/|]|(?<![A-Za-z]) | (?![A-Za-z]))+(?![^()]*\))")
_IN_BRACKETS = pattern(r"\(([^()]+)\)")
_ASIDE = pattern(r"(.+?)\(([^()]*)\)")
_BALANCED = pattern(r"\(([^()]*[^() ][^()]*)\)")

_LEADER_BREAK = pattern(r"[;；,，\n\r]+(?![^()（）]*[)）])")
_AND = pattern(r"、(?![^()（）]*[)）])")
_UNIT_BREAK = pattern(r"[、，,；;/／\n\r]+(?![^()（）]*[)）])")
_UNIT_LABEL = pattern("(?:牵头|责任|配合|主办|协办|承办|成员)(?:单位|部门)[:：]")
_LEADS = pattern("[(（](?:牵头|主办|负责)(?:单位)?[)）]")
_HELPS = pattern("[(（](?:配合|协办|协助)(?:单位)?[)）]")


class ContactReading(Struct, frozen=True):
    """One person of a contact cell; "" where the cell does not say."""

    name: str = ""
    post: str = ""
    phone: str = ""


class LeaderReading(Struct, frozen=True):
    """One leader: by name, by title, or both; ``text`` is what the cell says."""

    name: str | None
    title: str | None
    text: str


def is_person_name(text: str) -> bool:
    """True for a Chinese personal name: a known surname with one or two characters.

    >>> is_person_name("王新强"), is_person_name("欧阳振华"), is_person_name("常委")
    (True, True, False)
    """
    if _DOTTED_NAME.fullmatch(text):
        return True
    if not _NAME.fullmatch(text) or text[:2] in _NOT_NAMES or _TITLED.fullmatch(text):
        return False
    if len(text) > 2 and _UNIT_END.search(text):
        return False
    if text[:2] in _COMPOUND and len(text) > 2:
        return True
    return text[0] in _SURNAMES and len(text) < 4


def parse_contacts(cell: object) -> tuple[ContactReading, ...]:
    """The people of a contact cell in order; a second phone repeats the name.

    A phone belongs to the name before it; where the cell begins with a phone, to the name after.

    >>> [c.phone for c in parse_contacts("张三 13800001111；李四（副总）0350-1234567")]
    ['13800001111', '0350-1234567']
    """
    text = fold(cell_text(cell))
    if is_unknown(text) or is_error_cell(text):
        return ()
    phones = [_plain_phone(found) for found in _PHONE.findall(text)]
    pieces = [_people(piece) for piece in _PHONE.split(text)]
    if phones and not pieces[0] and pieces[-1]:
        backwards = [people[::-1] for people in pieces[::-1]]
        return tuple(_paired(backwards, phones[::-1])[::-1])
    return tuple(_paired(pieces, phones))


def split_leaders(cell: object) -> tuple[LeaderReading, ...]:
    """The leaders of a cell; a title without a name is a leader known by post.

    >>> [leader.title for leader in split_leaders("县委常委、常务副县长")]
    ['县委常委、常务副县长']
    >>> [leader.name for leader in split_leaders("张三、李四")]
    ['张三', '李四']
    """
    text = cell_text(cell)
    if is_unknown(text) or is_error_cell(text):
        return ()
    parts = (part for line in _LEADER_BREAK.split(text) for part in _persons_apart(line))
    return tuple(_leader(part) for part in map(clean, parts) if part)


@lru_cache(maxsize=4096)
def first_leader(text: str | None) -> str | None:
    """The first leader named in a leader field: groups by leader then add up to the whole.

    Decision 5: who is named first is responsible (一名县级领导).

    >>> first_leader("张三、李四"), first_leader("待定")
    ('张三', None)
    """
    leaders = split_leaders(text) if text else ()
    return leaders[0].text if leaders else None


def split_units(cell: object) -> tuple[str, ...]:
    """The units of a cell without repetition; the first leads, the others support.

    A unit marked （牵头） is moved to the front. Blanks divide only whole names of units.

    >>> split_units("县投促局、县农业农村局")
    ('县投促局', '县农业农村局')
    """
    text = cell_text(cell)
    if is_unknown(text) or is_error_cell(text):
        return ()
    listed = (_UNIT_LABEL.sub("", part) for part in _UNIT_BREAK.split(text))
    parts = [clean(unit) for part in listed for unit in _units_apart(part)]
    parts.sort(key=lambda part: _LEADS.search(part) is None)
    plain = (_HELPS.sub("", _LEADS.sub("", part)) for part in parts)
    return tuple(dict.fromkeys(unit for unit in plain if unit))


def _units_apart(part: str) -> list[str]:
    """Units with only a blank between them; a blank inside one name divides nothing."""
    words = part.split()
    units = [_HELPS.sub("", _LEADS.sub("", word)) for word in words]
    return words if all(len(unit) > 2 and _UNIT_END.search(unit) for unit in units) else [part]


def _paired(pieces: list[list[ContactReading]], phones: list[str]) -> list[ContactReading]:
    """Give each phone to the last person named before it."""
    found: list[ContactReading] = []
    for people, phone in zip(pieces, [*phones, ""], strict=True):
        last = found[-1] if found else ContactReading()
        if len(people) == 1 and not people[0].name and last.name and not last.post:
            found[-1] = last = replace(last, post=people[0].post)
        elif people:
            found += [*people[:-1], replace(people[-1], phone=phone)]
            continue
        if phone:
            found.append(replace(last, phone=phone))
    return found


def _people(piece: str) -> list[ContactReading]:
    """The people named between two phones; a post stands before or after its person."""
    text = _BALANCED.sub("\x01\\1\x02", piece)
    text = re.sub("[()]", " ", text).replace("\x01", "(").replace("\x02", ")")
    text = _SPACED_NAME.sub(_joined_name, _LABEL.sub(" ", text))
    people: list[ContactReading] = []
    waiting = ""
    for item in filter(None, _BETWEEN.split(text)):
        person = _person(item)
        if person.name:
            if people and _is_office_of(people[-1], person):
                waiting = people.pop().name
            people.append(replace(person, post=person.post or waiting))
            waiting = ""
        elif people and not people[-1].post:
            people[-1] = replace(people[-1], post=person.post)
        else:
            waiting = f"{waiting}、{person.post}" if waiting else person.post
    return [*people, ContactReading(post=waiting)] if waiting else people


def _is_office_of(before: ContactReading, person: ContactReading) -> bool:
    """县工信局 张三: a unit before a person is where the person serves, not a second person."""
    unit = not before.post and len(before.name) > 2 and _UNIT_END.search(before.name)
    return bool(unit) and not is_person_name(before.name) and is_person_name(person.name)


def _joined_name(match: re.Match[str]) -> str:
    """A surname and a given name written apart, 林 志玲; 张三 李四 and 王 经理 stay as they are."""
    surname, given = match.groups()
    known = surname in _SURNAMES or surname in _COMPOUND
    titled = len(given) > 1 and _TITLED.fullmatch(given)
    return match[0] if titled or not known else surname + given


def _person(item: str) -> ContactReading:
    alone = _IN_BRACKETS.fullmatch(item)
    item = alone[1] if alone else item
    aside = _ASIDE.fullmatch(item)
    if aside is None:
        name, post = _named(item)
        return ContactReading(name or ("" if post else item), post)
    name, post = _named(aside[1])
    if not name and is_person_name(aside[2]):
        return ContactReading(aside[2], aside[1])
    return ContactReading(name or aside[1], post or aside[2])


def _named(body: str) -> tuple[str, str]:
    """(name, post) of one item; both empty when it holds neither."""
    if is_person_name(body) or _is_surname_with_post(body):
        return body, ""
    after = _NAME_AFTER_POST.fullmatch(body)
    if after is not None and (is_person_name(after[2]) or _is_surname_with_post(after[2])):
        return after[2], after[1]
    for size in (4, 3, 2):
        name, post = body[:size], body[size:].lstrip("、")
        if _POST_AFTER_NAME.fullmatch(post) and is_person_name(name) and name[-1] not in "副总常党":
            return name, post
    return "", body if _TITLED.fullmatch(body) else ""


def _is_surname_with_post(text: str) -> bool:
    """王总, 李副县长: a person known by surname only."""
    if text[:1] not in _SURNAMES or text[:2] in _NOT_NAMES:
        return False
    return _BARE_POST.fullmatch(text[1:]) is not None


def _plain_phone(found: str) -> str:
    """Mobile numbers as eleven digits, landlines as area-number-extension, others as written."""
    compact = re.sub(r"[ ()]", "", found)
    mobile = re.sub(r"^\+?86(?=1)|-", "", compact)
    if _ELEVEN.fullmatch(mobile):
        return mobile
    landline = _WITH_AREA.fullmatch(compact)
    if landline is not None:
        return "-".join(part for part in landline.groups() if part)
    return compact


def _persons_apart(line: str) -> list[str]:
    """Split at 、 only where the next part is another person, else it is one title."""
    parts: list[str] = []
    for part in _AND.split(line):
        name = _leader(clean(part)).name
        if parts and not _begins_person(parts[-1], clean(part), name):
            parts[-1] = f"{parts[-1]}、{part}"
        else:
            parts.append(part)
    return parts


def _begins_person(before: str, part: str, name: str | None) -> bool:
    if name is None:
        return False
    return is_person_name(squeeze(part)) or _leader(clean(before)).name is not None


def _leader(text: str) -> LeaderReading:
    body = squeeze(text).replace(":", "")
    aside = _ASIDE.fullmatch(body)
    if aside is None:
        name, title = _named(body)
    elif is_person_name(aside[2]):
        name, title = aside[2], aside[1]
    else:
        name, title = _named(aside[1])
        title = title or aside[2]
    return LeaderReading(name or None, title or None, text)
