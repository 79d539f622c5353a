"""Finds the figures of a cell: number, scale, unit and the operator that belongs to it.

What only looks like a figure (years, ordinals, names in quotes, list marks, ages, bases of ratios) is taken out first.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring import frequency, signs
from scoring.chinese_number import NUMERAL, NUMERALS, parse_chinese_number, spell_out_percentages
from scoring.dates import DATE, LIMITS, UNTIL, read_deadline
from scoring.number import exact_decimal, times
from scoring.reading import Deadline
from scoring.terms import Direction

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,40})(?:\.[0-9]{1,40})?"
_SCALED = r"(?P<‹which›more>[余多])?(?P<‹which›scale>‹scale›)?(?P<‹which›more2>[余多])?(?P<‹which›unit>‹unit›)?"
_PARTS = {"number": _NUMBER, "scale": signs.SCALE, "unit": signs.UNIT, "op": signs.PREFIX.pattern}
_FIGURE = re.compile(
    signs.fill(
        r"(?P<minus>(?<![0-9A-Za-z%)])-|负)?(?<![0-9A-Za-z.])(?P<number>‹number›)‹first›(?:[-~至到](?P<upper>-?‹number›)‹second›)?",
        first=signs.fill(_SCALED, which="", **_PARTS),
        second=signs.fill(_SCALED, which="u", **_PARTS),
        **_PARTS,
    )
)
_PLAIN = re.compile(
    signs.fill(
        r"(?P<op>‹op›)?(?P<about>约)?(?P<number>-?‹number›)(?P<scale>‹scale›)?(?P<unit>‹unit›)?"
        r"(?P<suffix>以上|以下|以内|左右|内)?[。;,.]?",
        **_PARTS,
    )
)
_ZERO_OF = re.compile(
    r"^零$|[零0](?=(?:重特?大|特大|较大|一般)?(?:安全|责任)?(?:生产)?(?:投诉|事故|差错|失误|伤亡|死亡|发生|违规|违纪|上访|信访|案件|事件|逾期|返贫|舆情|泄露|泄密|污染|缺陷|风险|失信|欠薪))"
)
_COUNTED = (
    "个工作日|工作日|个月|个|家|项|次|场次|场|期|人次|人|名|份|件|篇|套|座|户|所|间|台|辆|张|类|种|小时|天|处|支|起|宗|元"
    r"|部(?![分门委署级])|册|盏|幅|枚|台套|栋|幢|艘|公里|平方米|亩|吨"
)
_LARGE = signs.fill("‹one›(?:‹one›|[万亿])+", one=NUMERAL)  # with any unit: no idiom begins so
_NEIGHBOURS = re.compile("[一二三四五六七八九]{2}")  # 三五个: a few
_CHINESE = re.compile(
    signs.fill(
        r"(?<![第之其每数几多初高大小统专唯万亿0-9一二三四五六七八九十百千])"
        r"(?:(?P<number>‹numeral›[万亿]?)(?P<unit>‹counted›)(?![性一式体])|(?P<large>‹large›)(?P<measure>‹unit›))",
        numeral=NUMERALS,
        counted=_COUNTED,
        large=_LARGE,
        unit=signs.UNIT,
    )
)
_IDIOM = re.compile(r"[一二三两多](?:元)|一(?:件|类|种|处|支|辆|张|间|所|天|小时|起)")
_YEAR_WORD = re.compile(r"[零〇一二三四五六七八九]{4}年")
_CHINESE_MONTH = re.compile(r"(?<![第个])(十[一二]?|[一二三四五六七八九])月(?=[底末初前份日]|[一二三十])")

_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」|\"[^\"]*\"|'[^']*'|【[^【】]*】")
_WRAPPED = re.compile("“([^”]+)”|【([^】]+)】")
_CURRENCY = re.compile(signs.fill(r"(?:人民币|RMB|CNY|¥)(?P<amount>‹number›(?:‹scale›)?)元?", **_PARTS))
_INCLUDED = re.compile(r"\(含[0-9.%‰]*\)|(?<=[,;])含[0-9.%‰]+$")
_DIGIT = re.compile("[0-9]")
_QUOTE = re.compile("[“《「\"'【]")
_MARGIN = re.compile(rf"(?<![0-9%])[≤<]?±({_NUMBER})")
_INTERVAL = re.compile(rf"^[\[(]({_NUMBER}%?),({_NUMBER}%?)[\])]$")
_LIST_MARK = re.compile(r"(?:^|(?<=[;,。:]))(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[、)]|\.(?![0-9])))|\([0-9]{1,2}\)(?=[^0-9%]|$)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EQUATION = re.compile(r"(?<![0-9.])[0-9(][^,;。:=]*[-+*/x÷][^,;。:=]*=(?=约?[0-9])")
_BASE = signs.fill(
    r"(?<=[由从])(?:‹number›)(?:‹scale›)?(?:‹unit›)?(?=[^0-9]*(?:至|到|为))", **_PARTS
)  # re keeps what it compiled
_NOISE = re.compile(
    r"(?=[0-9A-Za-z第每附清见])(?:第(?:[0-9]+(?:[-~至到、][0-9]+)*|[一二三四五六七八九十百]+)[^0-9,;。]?"
    r"|每(?:[0-9.]+(?![0-9.]|个?(?:[月年日天周季]|小时|分钟|星期))[十百千万亿]*|[百千万亿]+)(?:名|人|户|平方公里|平方米|亩|吨)?"
    r"|[0-9]+人(?:及?以[上下])(?=的|企业|单位|用人|公司|机构|事故|会议)|[0-9]+(?:[-~至到][0-9]+)?周?岁(?:及?以[上下])?"
    r"|[A-Za-z]+[-.]?[0-9]+(?:\.[0-9]+)?(?![0-9.]*[%万亿个家次人项])|[0-9]+(?:[GKASDCHP]|(?!KM)[A-Z]{2,})(?![A-Za-z])"
    r"|[0-9]+(?:个?(?:工作日|小时|月)|[天日年]|分钟)内?(?=[^0-9,;。、_]{1,8}率(?:[≥≤<>=为不达:]|[0-9]))"
    r"|24小时(?=值[班守]|服务|开放|在线|不间断|运行|受理|接听|监测|待命|备勤|营业|全天候)"
    r"|[0-9]+[x*][0-9]+(?=小时|天)|[0-9]+\+[A-Za-z0-9](?=[^0-9期场次个人项家.]|$)"
    r"|(?:附[件表录]|清单|见表|见图)[0-9]+|[0-9]+号(?:文|令|公告)?|(?<![0-9])[0-9]{3,5}(?=热线|平台|便民|政务|急救|报警|监督)"
    r"|(?:19|20)[0-9]{2}(?=[届级款版型])|[0-9]+(?:年|个月)(?=期的|期贷)|(?:19|20)[0-9]{2}/(?:19|20)[0-9]{2}(?=学年))"
)
_PROPORTION = re.compile(r"(?<![0-9:.])[0-9]+(?:\.[0-9]+)?:[0-9]+(?:\.[0-9]+)?(?![0-9:])")
_RANK = re.compile(r"(?:前|排名|排在|位列|居)(?:全[市省国县区])?第?(?:[0-9]+|[一二三四五六七八九十]+)(?:名|位|强)?$")
_BREAK = re.compile(r"[,;。、!?:]")
_NEAR_ONLY = re.compile(r"^(?:最|不足|不到|不满|早于|突破|逾|上限|下限)")
_FAR_SUFFIX = re.compile(r"[^,;。、0-9级岁]{1,4}?(?=(?:及|或)?以上)")
_UNKNOWN_UNIT = re.compile(r"(?!完成|合格|达标|覆盖|通过|合规|相关)[^\W\d_的了以及内前号月十百千万亿]{1,2}")

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its surroundings; ``value`` and ``upper`` are in base units.

    Attributes:
        before: the words of the clause in front of it.
        after: the words behind its unit, up to the next figure.
        per_year: how often it counts in a year, where a frequency is written.
    """

    value: Decimal
    unit: str = ""
    scale: Decimal = ONE
    upper: Decimal | None = None
    direction: Direction | None = None
    strict: bool = False
    contradictory: bool = False
    approximate: bool = False
    before: str = ""
    after: str = ""
    per_year: int | None = None
    sign: str = ""
    in_words: bool = False

    @property
    def strong(self) -> bool:
        """Whether a unit, scale, sign or 约 shows that a quantity is meant."""
        return bool(
            self.unit or self.upper is not None or self.direction or self.approximate or self.in_words or self.scale != ONE
        )


@dataclass(frozen=True, slots=True)
class Scan:
    """A cell taken apart: its figures, its dates, and the text they were found in."""

    text: str
    figures: tuple[Figure, ...] = ()
    dates: tuple[Deadline, ...] = ()
    limited: bool = False
    proportion: bool = False
    rank: bool = False


def scan(raw: str) -> Scan:
    """Take the text of a cell apart; never raises."""
    return scan_words(signs.normalise(raw))


def scan_words(text: str) -> Scan:
    """Take words apart that are normalised already."""
    if found := _PLAIN.fullmatch(text):
        return Scan(text, (_plain_figure(found),))
    return _scan_sentence(text)


def _plain_figure(found: re.Match[str]) -> Figure:
    sign, suffix = found["op"] or "", found["suffix"]
    behind = signs.SUFFIXES.get(suffix) if suffix else None
    direction, strict, contradictory = _join(sign, behind)
    scale = _scale(found["scale"])
    return Figure(
        times(_decimal(found["number"]), scale),
        _unit(found["unit"]),
        scale,
        direction=direction,
        strict=strict,
        contradictory=contradictory,
        approximate=bool(found["about"]) or suffix == "左右",
        sign=sign,
    )


def _scan_sentence(text: str) -> Scan:
    dates: list[Deadline] = []
    limited = False

    def take_date(found: re.Match[str]) -> str:
        nonlocal limited
        if deadline := read_deadline(found):
            dates.append(deadline)
            limited = limited or bool(LIMITS.match(found.string, found.end()) or UNTIL.search(found.string, 0, found.start()))
        return "_"

    wrapped = _WRAPPED.fullmatch(text)
    clean = wrapped[1] or wrapped[2] if wrapped else text
    if _CURRENCY.search(clean):
        clean = _CURRENCY.sub(r"\g<amount>元", clean)
    if "月" in clean:
        clean = _CHINESE_MONTH.sub(lambda found: str(parse_chinese_number(found[1])) + "月", clean)
    if _QUOTE.search(clean):
        clean = _QUOTED.sub("_", clean)
    if "分之" in clean or "成" in clean:
        clean = spell_out_percentages(clean)
    if "±" in clean or clean[:1] in ("[", "("):
        clean = _INTERVAL.sub(r"\1~\2", _MARGIN.sub(r"-\1~\1", clean))
    digits = _DIGIT.search(clean) is not None
    if digits:
        clean = _LIST_MARK.sub(";", clean)
    if "=" in clean:
        clean = _EQUATION.sub("", clean)
    if digits or "年" in clean or "季" in clean:
        clean = DATE.sub(take_date, clean)
    proportion = ":" in clean and _PROPORTION.search(clean) is not None
    if proportion:
        clean = _PROPORTION.sub("_", clean)
    if "由" in clean or "从" in clean:
        clean = re.sub(_BASE, "_", clean)
    rank = _RANK.search(clean.rstrip("。;")) is not None
    outside = clean
    while "(" in outside and (shorter := _BRACKETS.sub(_unwrap, outside)) != outside:
        outside = shorter
    figures = () if rank else _find(outside)
    if not figures and not rank and outside != clean:
        figures = _find(clean)
    if len(figures) == 1 and figures[0].strict and _INCLUDED.search(clean):
        figures = (replace(figures[0], strict=False),)
    return Scan(text, figures, tuple(dates), limited, proportion, rank)


def _unwrap(found: re.Match[str]) -> str:
    inside, whole = found[1], found[0]
    if whole in signs.SIGN_IN_BRACKETS:
        return "" if inside in ("含", "及") else "【" + inside + "】"
    scaled = re.fullmatch(signs.SCALED_UNIT, inside)
    if inside and scaled:
        before = found.string[: found.start()][-1:]
        if inside == "次" or before.isdecimal():
            return inside
    return ""


def _find(text: str) -> tuple[Figure, ...]:
    matches: list[re.Match[str]] = []
    if _DIGIT.search(text):
        text = _NOISE.sub("_", text)
        matches = list(_FIGURE.finditer(text))
    figures: list[Figure] = []
    end = 0
    for index, found in enumerate(matches):
        if index + 1 < len(matches) and found["unit"] and frequency.is_span(text[end : found.start()], found["unit"]):
            continue
        until = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        figures.append(_figure(found, text[end : found.start()], text[found.end() : until]))
        end = found.end()
    figures = [figure for figure in figures if not _names_a_year(figure)]
    if len(figures) == 1:
        figures = [_with_unknown_unit(figures[0])]
    strong = tuple(figure for figure in figures if figure.strong)
    if strong:
        return strong
    if ("零" in text or "0" in text) and (zero := _ZERO_OF.search(text)):
        return (Figure(Decimal(0), before=text[: zero.start()], after=text[zero.end() :], in_words=True),)
    if len(figures) == 1:
        figure = figures[0]
        if not _BREAK.sub("", figure.after):
            return () if _is_year(figure.value) and figure.before else (figure,)
    return tuple(figures) if len(figures) > 1 and not text.strip("0123456789.,;、/+-") else _find_chinese(text)


def _with_unknown_unit(figure: Figure) -> Figure:
    """Take the one or two characters that end a plain figure (40枝) for a unit we do not know."""
    tail = figure.after.rstrip("。;,")
    plain = figure.before == figure.sign and not figure.approximate and bool(figure.sign) == bool(figure.direction)
    if figure.unit or figure.value == 0 or not plain or not _UNKNOWN_UNIT.fullmatch(tail):
        return figure
    return replace(figure, unit=tail, after="")


def _figure(found: re.Match[str], gap: str, after: str) -> Figure:
    number, upper = _decimal(found["number"]), found["upper"]
    scale, unit = _scale(found["scale"]), _unit(found["unit"])
    top = None
    if upper:
        top_scale, top_number = _scale(found["uscale"]), _decimal(upper)
        top = times(top_number, top_scale)
        unit = unit or _unit(found["uunit"])
        if found["scale"] is None and found["unit"] is None and number <= top_number:
            scale = top_scale
    if found["minus"]:
        number = number.copy_negate()
    value = times(number, scale)
    before = _BREAK.split(gap)[-1]
    behind, after = _suffix(after, unit)
    sign = _prefix(before)
    direction, strict, contradictory = _join(sign, behind)
    approximate = bool(found["more"] or found["more2"] or found["umore"] or found["umore2"]) or _is_about(before)
    if about := signs.APPROXIMATE_AFTER.match(after):
        approximate, after = True, after[about.end() :]
    per_year = frequency.per_year(before, unit)
    if per_year:
        value = times(value, Decimal(per_year))
    return Figure(
        value, frequency.per_span(before, unit), scale, top, direction, strict, contradictory, approximate, before, after,
        per_year, sign,
    )  # fmt: skip


def trend_of(figure: Figure) -> int:
    """1 for a growth, -1 for a decline, 0 where a percentage is not a change."""
    if figure.unit not in ("%", "个百分点", "百分点"):
        return 0
    up, down = signs.GROWTH_UP.search(figure.before), signs.GROWTH_DOWN.search(figure.before)
    return 0 if bool(up) == bool(down) else 1 if up else -1


def _is_about(before: str) -> bool:
    return signs.APPROXIMATE_BEFORE.search(before) is not None


def _prefix(before: str) -> str:
    """The operator nearest to the number, empty when the clause has none."""
    last = ""
    for found in signs.PREFIX.finditer(before + "0" if before.endswith("超") else before):
        if len(before) - found.end() <= (2 if _NEAR_ONLY.match(found[0]) else 16):
            last = found[0]
    return last


def _join(sign: str, behind: signs.Operator | None) -> tuple[Direction | None, bool, bool]:
    """Direction and strictness of the signs before and behind a number, and whether they contradict."""
    front = signs.PREFIXES["超过" if sign == "超" else sign] if sign else None
    operator = front or behind or (None, False)
    return *operator, front is not None and behind is not None and front[0] is not behind[0]


def _suffix(after: str, unit: str) -> tuple[signs.Operator | None, str]:
    far = _FAR_SUFFIX.match(after)
    rest = after[far.end() :] if far else after
    if rest.startswith("【"):
        inside, _, behind = rest[1:].partition("】")
        if sign := signs.SUFFIXES.get(f"({inside})"):
            return sign, behind
    found = signs.SUFFIX.match(rest)
    if found is None or (found[0] == "内" and unit not in signs.MEASURES):
        return None, after
    return signs.SUFFIXES[found[0]], rest[found.end() :]


def _find_chinese(text: str) -> tuple[Figure, ...]:
    if whole := re.fullmatch(NUMERALS, text.rstrip("。;")):
        number = parse_chinese_number(whole[0])
        return () if number is None else (Figure(number, in_words=True),)
    figures = []
    for found in _CHINESE.finditer(_YEAR_WORD.sub("_", text)):
        number = parse_chinese_number(found["number"] or found["large"])
        if (
            number is None
            or _IDIOM.match(found[0])
            or _NEIGHBOURS.fullmatch(found["number"] or found["large"])
            or re.match(r"[一-龥]?一", text[found.end() : found.end() + 2])
        ):
            continue
        before = _BREAK.split(text[: found.start()])[-1]
        unit = _unit(found["unit"] or found["measure"])
        behind, after = _suffix(text[found.end() :], unit)
        sign = _prefix(before)
        direction, strict, _ = _join(sign, behind)
        per_year = frequency.per_year(before, unit)
        figures.append(
            Figure(
                times(number, Decimal(per_year or 1)),
                frequency.per_span(before, unit),
                direction=direction,
                strict=strict,
                before=before,
                after=after,
                approximate=_is_about(before),
                per_year=per_year,
                sign=sign,
                in_words=True,
            )
        )
    return tuple(figures)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _scale(text: str | None) -> Decimal:
    return exact_decimal(10 ** signs.POWER[text], 0) if text else ONE


def _unit(text: str | None) -> str:
    return signs.PLAIN_UNIT.get(text, text) if text else ""


def _names_a_year(figure: Figure) -> bool:
    return figure.unit.startswith("年") and _is_year(abs(figure.value if figure.upper is None else figure.upper))


def _is_year(value: Decimal) -> bool:
    return 1949 <= value <= 2099
