"""Text as it stands in ledger cells: cleaning, folding, the words for nothing, yes and no.

Names are cleaned for storage (``clean``) and folded for comparison (``project_key``,
``firm_key``). It must not know fields, records or units.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from invest_crm.domain.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_WIDE |= {ord(char): ord(char) - 0xFEE0 for char in "％＆＋－．／＠＃＝＿"}
_GAP = pattern(r"\s+")
_SETTLED = pattern(r"(?:[!-~一-鿿]+(?: [!-~一-鿿]+)*)?")
"""Texts that folding leaves as they are: most names, found without looking at each character."""
_LATIN = pattern(r"[!-~]")
_ERROR = pattern(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE)
_HASH = pattern("[#＃﹟]")
_SCIENTIFIC = pattern(r"(?<![\w.])\d(?:\.\d+)?E\+\d{1,2}(?!\d)", re.IGNORECASE | re.ASCII)
_LONG_FLOAT = pattern(r"(?<![\w.])(\d{7,})\.0+(?!\d)", re.ASCII)

_PLACEHOLDER = pattern(r"[-‐-―－_/\\.·…?*~]+")
_NOT_YET = pattern(r"(?:暂|尚|还)?未[一-鿿]{0,6}")
_UNKNOWN = pattern(
    "无|没有|暂无|待定|未定|未知|不详|不明|待议|面议|暂缺|缺|空|保密|待确定|待明确|待洽谈|(?:暂|尚|暂时|目前)?(?:未|不)(?:能)?"
    "(?:确定|明确)|(?:正在)?洽谈中?|n/a|na|null|none|nil"
)
_YES = pattern("是|√|✓|✔|☑|对|有|已|完成|y|yes|true|t|v|1")
_NO = pattern("否|×|✗|✘|✕|✖|╳|☐|□|x|不是|n|no|false|f|0|(?:正在)?(?:办理|进行|推进)中?")
_EVENT = (
    "完成|完毕|开工|动工|开建|复工|进场|签约|签订|签署|签|注册|登记|成立|设立|入库|入统|入规|升规|上规|纳入|纳统|投产|投用|达产|试生产|试产"
    "|试运[行营]|运营|营业|开业|生产|竣工|完工|建成|验收|办理|办结|办好|办妥|办证|取得|领取|核发|获批|批复|批准|审批|核准|备案|立项|供地|用地|摘牌"
    "|拿地|出让|划拨|交地|成交|落实|落地|落户|入驻|入园|交付|租赁|销号|解决|化解|闭环|上市|兑现|通过"
)
_DONE = pattern(
    rf"(?:已|均已|全部|全部已)(?:经|全部|正式|实质性?|实际|顺利)?(?:{_EVENT})+"
    "(?:本地|新|项目|工商|营业)?(?:建设|施工|使用|手续|公司|企业|执照|合同|协议|土地|厂房|备案证|证书|证|统计库|固投库|库|统计|规上)*"
)

_MARKS = pattern(r"[《》〈〉“”‘’\"'「」『』()\[\]{}【】〔〕·•・\s]")
_YEAR_PREFIX = pattern(r"(?:19|20)\d\d年度?", re.ASCII)
_PLANNED_PREFIX = pattern(r"拟建(?!设)")
_ORDINAL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_PHASE = pattern(
    rf"(?P<first>首|第?(?:{_ORDINAL}))(?:期?[、和及,&-]第?(?P<last>{_ORDINAL}))?期(?:工程$)?"
)
_CHINESE_ONES = "〇一二三四五六七八九"
_FIRM_BRACKETS = str.maketrans("[]{}【】〔〕", "()()()()")
_FIRM_SUFFIXES = ("股份有限公司", "有限责任公司", "有限公司", "股份公司", "总公司", "公司", "集团")
"""Legal forms, none before one that it ends with."""
_HAN = pattern("[一-鿿]+")


def clean(text: str) -> str:
    """A name on one line: full-width letters and digits made half-width, layout removed.

    Zero-width, direction and control characters go; a lone surrogate becomes U+FFFD so that the
    loss is visible. Spaces and line breaks stay, as one space, only between two Latin characters;
    beside a Chinese one they are layout. Chinese punctuation is kept.

    >>> clean("　远达传感器与敏感元件项目\\n（一期） ")
    '远达传感器与敏感元件项目（一期）'
    >>> clean("ＡＢＣ　Co. Ltd")
    'ABC Co. Ltd'
    """
    return _close_gaps(_visible(text).translate(_WIDE).strip())


def clean_lines(text: str) -> str:
    """A longer text (progress, remark) with its line breaks, without invisible characters."""
    lines = (_visible(line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Remembering(dict[int, str]):
    """A translation table that works out each character once."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = changed = self._change(chr(code))
        return changed


def _visible(text: str) -> str:
    return text if _SETTLED.fullmatch(text) else text.translate(_VISIBLE)


def _visible_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category == "Cf":
        return ""
    if category == "Cc":
        return " " if char.isspace() else ""
    return char


_VISIBLE = _Remembering(_visible_char)


def _close_gaps(text: str) -> str:
    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1], text[match.end()]
        return " " if _LATIN.match(before) and _LATIN.match(after) else ""

    return _GAP.sub(gap, text)


def fold(text: str) -> str:
    """Every compatible form made plain (NFKC) for reading, whitespace runs as one space.

    Circled and superscript numbers are left alone: folding ② to 2 would invent an amount.
    """
    if _SETTLED.fullmatch(text):
        return text
    return _GAP.sub(" ", text.translate(_FOLDED)).strip()


def _folded_char(char: str) -> str:
    seen = _visible_char(char)
    if seen.isascii() or unicodedata.category(seen) == "No":
        return seen
    return unicodedata.normalize("NFKC", seen)


_FOLDED = _Remembering(_folded_char)


def squeeze(text: str) -> str:
    """``fold`` without any space.

    >>> squeeze("１．５ 亿 元")
    '1.5亿元'
    """
    return fold(text).replace(" ", "")


def cell_text(value: object) -> str:
    """What a person sees in a cell, as text; "" for an empty one or NaN.

    Repairs telephone numbers and codes that a spreadsheet turned into floats.

    >>> cell_text(13800138001.0), cell_text("1.38E+10"), cell_text(datetime(2025, 2, 14))
    ('13800138001', '13800000000', '2025-02-14')
    """
    if is_blank(value):
        return ""
    if isinstance(value, str):
        return _repaired(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _decimal_text(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, (date, time)):
        return _moment_text(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        return ""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _moment_text(value: date | time) -> str:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value.isoformat()


def _repaired(text: str) -> str:
    text = _SCIENTIFIC.sub(lambda match: _decimal_text(Decimal(match[0])), text)
    return _LONG_FLOAT.sub(r"\1", text)


def is_blank(value: object) -> bool:
    """True for None, empty or invisible text, NaN and pandas' NaT."""
    if isinstance(value, str):
        return not fold(value)
    if isinstance(value, Decimal):
        return value.is_nan()
    # NaN and NaT are the values that differ from themselves.
    return value is None or (isinstance(value, (float, datetime)) and value != value)


def is_error_cell(text: str) -> bool:
    """True for a spreadsheet error such as ``#REF!`` (domain rule: listed, never empty)."""
    return _HASH.search(text) is not None and _ERROR.fullmatch(squeeze(text)) is not None


def is_unknown(text: str) -> bool:
    """True for the words and strokes that say "not known": ``/``, ``—``, 待定, 暂未确定, 无."""
    word = squeeze(text).casefold()
    return bool(_UNKNOWN.fullmatch(word) or _PLACEHOLDER.fullmatch(word))


def flag_word(text: str) -> bool | None:
    """What a tick, cross or word says; None when it says neither yes nor no.

    >>> flag_word("√"), flag_word("已完成"), flag_word("×"), flag_word("暂未开工"), flag_word("?")
    (True, True, False, False, None)
    """
    word = squeeze(text).casefold()
    if _YES.fullmatch(word) or _DONE.fullmatch(word):
        return True
    if _NO.fullmatch(word) or _NOT_YET.fullmatch(word):
        return False
    return None


def project_key(name: str) -> str:
    """The form in which two spellings of one project's name are equal (``figures.md`` Identity).

    Folds width, spaces, line breaks, quotes, brackets, a year prefix and 拟建; a phase stays.

    >>> project_key("2025年度拟建《泽川 跨境电商项目》（首期）")
    '泽川跨境电商项目一期'
    """
    base, phase = split_phase(name)
    return base + (phase or "")


def split_phase(name: str) -> tuple[str, str | None]:
    """The key without its phase, and the phase as 一期, 二期, 一二期; None without one.

    >>> split_phase("坤谷产业园第2期工程")
    ('坤谷产业园', '二期')
    """
    body = _MARKS.sub("", fold(name)).casefold()
    for prefix in (_YEAR_PREFIX, _PLANNED_PREFIX, _YEAR_PREFIX):
        found = prefix.match(body)
        if found and found.end() < len(body):
            body = body[found.end() :]
    match = _PHASE.search(body)
    if match is None or match.end() - match.start() == len(body):
        return body, None
    last = match["last"]
    phase = _ordinal(match["first"]) + (_ordinal(last) if last else "") + "期"
    return body[: match.start()] + body[match.end() :], phase


def _ordinal(text: str) -> str:
    text = text.removeprefix("第")
    if text == "首":
        return "一"
    if not text.isdigit():
        return text
    tens, ones = divmod(int(text), 10)
    if not tens:
        return _CHINESE_ONES[ones]
    lead = _CHINESE_ONES[tens] if tens > 1 else ""
    return f"{lead}十{_CHINESE_ONES[ones] if ones else ''}"


@lru_cache(maxsize=1024)
def firm_key(name: str) -> str:
    """The form in which two spellings of one registered name are equal; suffixes are kept.

    >>> firm_key(" 景科食品（集团） 有限公司　") == firm_key("景科食品(集团)有限公司")
    True
    """
    if _HAN.fullmatch(name):
        return name
    return squeeze(name).translate(_FIRM_BRACKETS).casefold()


@lru_cache(maxsize=1024)
def firm_core(name: str) -> str:
    """``firm_key`` without brackets, 集团 and the legal form: equal cores may be one firm.

    >>> firm_core("浙江嘉兴景科食品（集团）有限公司")
    '浙江嘉兴景科食品'
    """
    core = firm_key(name)
    if "(" in core or ")" in core:
        core = core.replace("(集团)", "集团").replace("(", "").replace(")", "")
    while core.endswith(_FIRM_SUFFIXES) and core not in _FIRM_SUFFIXES:
        core = core.removesuffix(next(filter(core.endswith, _FIRM_SUFFIXES)))
    return core
