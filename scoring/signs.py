"""The alphabets: every way people write signs, operators, units and yes or no, as data to recognise.

A new spelling is one word in one of these tables and one line in ``tests/tables/targets``.
"""

import re
import unicodedata

from scoring.terms import Direction


def _set(words: str) -> frozenset[str]:
    """A set of words, written with blanks between them."""
    return frozenset(words.split())


def fill(template: str, **parts: str) -> str:
    """A pattern with its ‹named› parts put in, so that braces keep their meaning in regular expressions."""
    for name, part in parts.items():
        template = template.replace("‹" + name + "›", part)
    return template


# --- characters -------------------------------------------------------------------------------------------

_LOOK_ALIKES = {
    "≥": "≧⩾≮⪰≽≩",
    "≤": "≦⩽≯⪯≼≨",
    ">": "＞﹥〉›》",
    "<": "＜﹤〈‹《",
    "=": "＝﹦═〓",
    "%": "％﹪٪",
    "~": "～∼〜˜",
    "-": "‐‑‒–—―−﹣－ー",
    "/": "∕⁄÷",
    "x": "×✕",
    ",": "，﹐",
    ".": "．﹒",
    ":": "：﹕∶",
    ";": "；﹔",
    "(": "（﹙〔［",
    ")": "）﹚〕］",
    "·": "•・‧∙⋅●",
    "〇": "○◯",
}
_TITLES = "《》〈〉"  # book titles look like signs only where they stand alone before a number
_CHARACTERS: dict[int, str | None] = {ord(c): sign for sign, alike in _LOOK_ALIKES.items() for c in alike if c not in _TITLES}
_CHARACTERS |= {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if c not in _CHARACTERS}
_CHARACTERS |= dict.fromkeys(map(ord, "\u3000\xa0\u2007\u202f\t\r\v\f"), " ")
_CHARACTERS |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"), None)
# NFKC would turn ① into a figure and ² into a digit of the number before it.
_CHARACTERS |= dict.fromkeys(range(0x2460, 0x249C), ";")
_CHARACTERS |= {ord("²"): "^2", ord("³"): "^3", ord("㎡"): "m^2", ord("㎥"): "m^3", ord("㎢"): "km^2"}
_CHARACTERS |= {ord(c): f" {c} " for c in "½¼¾⅓⅔"}

_LIST_BREAK = re.compile(r"(?<=[0-9%个次项家人场期件份])[ ]*\n\s*(?=[0-9<>=≥≤(])")
_SPACE_IN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_FOOTNOTE_STAR = re.compile(r"\*(?![0-9(])|(?<![0-9)%])\*")
_SLANG_WAN = re.compile(r"(?<=[0-9万亿])w(?![A-Za-z0-9])")
_SPACE = re.compile(r"\s+")
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_LONE_BRACKET = re.compile(r"(?:(?<=^)|(?<=[率度数量额]))([〉》〈《])(?=[=0-9])")
_LONE = {"〉": ">", "》": ">", "〈": "<", "《": "<"}


def normalise(text: str) -> str:
    """Bring look-alike signs, widths and blanks to one form; numbers set apart stay apart."""
    if not text.isascii():
        text = text.translate(_CHARACTERS)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text).translate(_CHARACTERS)
        if ("》" in text) != ("《" in text) or ("〉" in text) != ("〈" in text):
            text = _LONE_BRACKET.sub(lambda found: _LONE[found[1]], text)
    elif text.isdigit():
        return text
    if "*" in text:
        text = _FOOTNOTE_STAR.sub("", text)
    if "\n" in text:
        text = _LIST_BREAK.sub(";", text)
    if _SPACE.search(text):
        text = _GROUPED.sub(lambda found: found[0].replace(" ", ""), text)
        text = _SPACE_IN_DIGITS.sub(";", text)
        text = _SPACE.sub("", text)
        if not unicodedata.is_normalized("NFKC", text):  # an accent met its letter when the blank went
            return normalise(text)
    if "w" in text:
        text = _SLANG_WAN.sub("万", text)
    return text


# --- operators --------------------------------------------------------------------------------------------

Operator = tuple[Direction, bool]  # direction, strict

_NOT = ("不", "不得", "不能", "不应", "不可", "不会", "未", "没有", "不要")
_MORE, _LESS = ("多于", "高于", "大于", "超过", "超出", "超", "突破", "长于", "晚于", "迟于", "逾", "宽于"), (
    "少于", "低于", "小于", "下于", "短于", "亚于", "劣于", "差于",
)  # fmt: skip


def _words(direction: Direction, strict: bool, *words: str) -> dict[str, Operator]:
    return dict.fromkeys(words, (direction, strict))


PREFIXES: dict[str, Operator] = {
    **_words(Direction.AT_LEAST, True, ">", "大于", "高于", "多于", "超过", "超出", "突破", "优于", "长于", "逾"),
    **_words(Direction.AT_MOST, True, "<", "小于", "低于", "少于", "不足", "不到", "不满", "短于", "早于", "未达", "未达到"),
    **_words(Direction.AT_LEAST, False, "≥", ">=", "=>", "≥=", "至少", "最少", "最低", "达到", "达至", "达", "下限"),
    **_words(Direction.AT_LEAST, False, "大于等于", "大于或等于", "大于且等于", "高于等于", "高于或等于", "多于等于"),
    **_words(Direction.AT_LEAST, False, "提高到", "提升到", "提高至", "提升至", "增长到", "增加到", "增加至", "增至"),
    **_words(Direction.AT_MOST, False, "≤", "<=", "=<", "≤=", "至多", "最多", "最高", "最大", "上限", "最长", "最迟"),
    **_words(Direction.AT_MOST, False, "小于等于", "小于或等于", "小于且等于", "低于等于", "低于或等于", "少于等于"),
    **_words(Direction.AT_MOST, False, "控制在", "控制到", "控制为", "控制于", "限制在", "压缩到", "压缩至", "压减至"),
    **_words(Direction.AT_MOST, False, "压减到", "降至", "降到", "下降到", "下降至", "降低到", "降低至", "减少到"),
    **_words(Direction.AT_MOST, False, "减少至", "缩短到", "缩短至", "减至", "压降至"),
    **_words(Direction.EQUAL, False, "=", "==", "等于"),
    **{no + word: (Direction.AT_MOST, False) for no in _NOT for word in _MORE},
    **{no + word: (Direction.AT_LEAST, False) for no in _NOT for word in _LESS},
}
_LONGEST_FIRST = sorted(PREFIXES, key=len, reverse=True)
_FIRST = "".join(sorted({word[0] for word in PREFIXES}))
PREFIX = re.compile(
    f"(?=[{_FIRST}])(?:"  # most places need no closer look
    + "|".join(re.escape(w) + ("(?![成标])" if w == "达" else "(?![年月])" if w == "不满" else "") for w in _LONGEST_FIRST)
    + "|(?P<over>超)(?=约?[0-9]))"
)

SUFFIXES: dict[str, Operator] = {
    **_words(Direction.AT_LEAST, False, "以上", "之上", "及以上", "或以上", "(含)以上", "以上(含)", "含以上", "及其以上"),
    **_words(Direction.AT_LEAST, False, "(及)以上", "起步", "或更多", "及更高"),
    **_words(Direction.AT_MOST, False, "以内", "之内", "内", "以下", "之下", "及以下", "或以下", "(含)以下", "(含)以内"),
    **_words(Direction.AT_MOST, False, "含以下", "及以内", "封顶", "为上限"),
    **_words(Direction.EQUAL, False, "(等于)", "(=)"),
    **_words(Direction.AT_LEAST, False, "(≥)", "(大于等于)", "(不低于)", "(不少于)", "(>=)", "为下限"),
    **_words(Direction.AT_MOST, False, "(≤)", "(小于等于)", "(不高于)", "(不超过)", "(<=)"),
    **_words(Direction.AT_LEAST, True, "(>)", "(大于)"),
    **_words(Direction.AT_MOST, True, "(<)", "(小于)"),
}
_SUFFIX_WORDS = "|".join(map(re.escape, sorted(SUFFIXES, key=len, reverse=True)))
SUFFIX = re.compile("(?:" + _SUFFIX_WORDS + ")(?![容部涵外控地设业])")
SIGN_IN_BRACKETS = frozenset(word for word in SUFFIXES if word.startswith("(")) | {"(含)", "(及)"}

APPROXIMATE_BEFORE = re.compile(r"(?:约|大约|大概|近|将近|接近|≈|~|预计)[达为有共]?$")
APPROXIMATE_AFTER = re.compile(r"左右|上下|余|多(?!于)")

# What stands in the comparator cell of three-column forms.
COMPARATORS: dict[str, Operator] = {
    **PREFIXES,
    **_words(Direction.AT_LEAST, False, "正向", "正向指标", "正", "≥号", "以上", "及以上", "+", "大于等于(≥)"),
    **_words(Direction.AT_MOST, False, "反向", "反向指标", "逆向", "逆向指标", "负向", "负向指标", "反", "以下", "以内", "-"),
    **_words(Direction.QUALITATIVE, False, "定性", "定性指标", "文字描述", "文字"),
}

# --- units ------------------------------------------------------------------------------------------------

# Units of one line mean the same thing; the first is the plain form.
_SAME_UNIT = (
    "人 名 位 员",
    "人次 人·次 人/次 人(次)",
    "件 宗 起 例",
    "场次 场 次 回",
    "家 间 所",
    "天 日",
    "平方米 平米 m2 m^2 ㎡",
    "立方米 立方 方 m3 m^3",
    "公里 千米 km KM",
    "平方公里 平方千米 km2 km^2",
    "公斤 千克 kg",
    "千瓦时 kWh KWh",
    "个百分点 百分点",
    "小时 个小时",
    "吨 t",
    "批次 批",
    "课时 学时 个课时 个学时 节",
    "车次 车",
    "季度 个季度",
    "台 台套 台(套)",
    "期 期次 班次",
    "元 人民币 元人民币 RMB",
)
PLAIN_UNIT = dict.fromkeys(("元人民币", "人民币", "元人民币", "RMB"), "元") | {"人·次": "人次", "人/次": "人次", "人(次)": "人次"}
PLAIN_UNIT |= {
    "m^2": "平方米",
    "m2": "平方米",
    "平米": "平方米",
    "m^3": "立方米",
    "m3": "立方米",
    "km^2": "平方公里",
    "km2": "平方公里",
}
CANONICAL_UNIT = {word: line.split()[0] for line in _SAME_UNIT for word in line.split()}

# A general counter that Chinese lets stand for the exact one (8个单位 for 8家).
GENERAL_UNITS = frozenset({"个", "项"})
EVENT_UNITS = _set("场次 次 期 批次 趟 轮 届 件 项 个 份 篇 条 人次 人 家 家次 户 节 课时")  # may be counted per month
TIME_UNITS = _set("个工作日 工作日 个自然日 自然日 天 日 个小时 小时 分钟 秒 个月 年 周 季度 个季度 h min")
MONEY_UNITS = _set("元 美元 欧元 港元 港币 日元")
SHORTER_THAN_A_YEAR = _set("月 季 季度 周 日 天 半年 个月 星期 工作日 小时 学期")
# Units that a general counter (个, 项) does not stand for.
NOT_COUNTED = frozenset({"人次", "家次", "户次"})  # and MEASURES below
ROUNDS = _set("期 期次 班次 轮 届 批次 趟 课时")
RIVALS: tuple[set[str], ...] = ({"人", "人次"}, {"家", "家次"}, {"户", "户次"}, {"台", "台次"})
MEASURES = TIME_UNITS | MONEY_UNITS | _set("% ‰ 分 倍 个百分点 吨 公斤 克 公里 米 平方米 平方公里 立方米 亩 公顷 千瓦时 度")

_COUNTERS = """
家次 户次 项次 件次 条次 台次 辆次 车次 架次 班次 期次 批次 场次 课次 幅次 份次 床日 人天 人日 人月 工日 个工日
个 家 户 间 所 项 份 张 本 册 篇 条 幅 块 株 棵 头 只 羽 匹 尾 箱 盒 瓶 袋 支 根 盏 门 类 种 款 期 届 轮 班 趟 站 处 点 组 队
枚 面 片 口 眼 孔 扇 道 段 层 床 杆 颗 粒 对 副 双 桶 罐 包 卷 盘 页 字 幕 集 部 首 台套 台(套) 台 套 座 栋 幢 辆 艘 架 村 社区
乡镇 镇 县 国 校 人份 剂次 剂 针次 针 例次 标段 宗地 图斑 街区 路段 桩 泵 井
企业 单位 学生 机构 师 生 亩次 万 窝 板 筐 捆 车 列 顶 床位 格 阶
"""
_MEASURED = """
个百分点 百分点 个工作日 工作日 个自然日 自然日 个月 个小时 个季度 个年度 个学时 个课时 学时 课时
小时 分钟 秒 天 日 年 周 季度 学期 节 h min
元人民币 人民币 元 美元 欧元 港元 港币 日元 RMB
平方公里 平方千米 平方米 平米 立方米 立方 公里 千米 厘米 毫米 米 公顷 亩 方 km^2 km2 km KM m^2 m2 m^3 m3 cm mm
吨标准煤 吨标煤 吨 公斤 千克 毫克 微克 克 毫升 升 kg mg g t mg/L mg/m^3 mg/m3 μg/m^3 μg/m3 ug/m3 微克/立方米 毫克/升 毫克/立方米
千瓦时 万千瓦 兆瓦 千瓦 kWh KWh kW MW GW 度 伏 kV 兆 TB GB MB PB T 分贝 dB °C 摄氏度 分 星 倍
"""
_DENOMINATORS = _set(
    "年度 半年 月 周 季 学年 标准煤 GDP 生产总值 学生 生 村 县 镇 床 次 人 户 日 天 年 岁 号 班级 班 标准人 名 位"
)

_UNIT_WORDS = sorted(
    {*_COUNTERS.split(), *_MEASURED.split(), *CANONICAL_UNIT, "户", "人", "次"} - {"车", "万"} | {"车次"}, key=len, reverse=True
)
_ONE_UNIT = "|".join(map(re.escape, _UNIT_WORDS))
_UNDER = "|".join(map(re.escape, sorted({*_UNIT_WORDS, *_DENOMINATORS}, key=len, reverse=True)))
UNIT = fill(
    r"(?:%|‰|/10*[百千万]+人?|(?:‹one›)"
    r"(?:(?=/)(?:(?:/(?:10*)?[百千万亿]*|[·.x])(?:‹under›))+|/10*[百千万]+|/[0-9]{1,3}(?:[年月周天]|学期|季度|工作日))?)",
    one=_ONE_UNIT,
    under=_UNDER,
)

POWER = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "万亿": 12}
_HUNDREDS_OF = r"元|人|户|余|多|美元|吨|[件个家次场项册份套株头只例张篇条名宗起台架辆艘亩]|[平立]方米|平方公里|公[里顷]"
SCALE = fill(r"(?:万亿|千万|百万|十万|百亿|十亿|万|亿|[千百](?=‹counted›))", counted=_HUNDREDS_OF)
SCALED_UNIT = rf"(?P<scale>{SCALE})?(?P<unit>{UNIT})?"  # a text: compiled for the first bracket that may hold one

UNIT_WORDS = {"百分比": "%", "百分率": "%", "百分数": "%", "％": "%", "千分比": "‰", "千分率": "‰", "无": "", "无量纲": ""}
UNIT_WORDS |= {"月": "个月"}

# --- the meaning of indicator names -----------------------------------------------------------------------

_HEAD = (
    r"(?:发生)?(?:的)?(?:总)?(?:数量|次数|件数|起数|例数|宗数|案件数|案件|事件数|事件|事故|人数|数|率|量|"
    r"比例|比率|占比|比重|情况|问题|总量|金额|额|次|水平|指标)*$"
)
LESS_IS_BETTER = re.compile(
    r"(?:投诉|信访|上访|事故|伤亡|死亡|重伤|轻伤|受伤|流失|受害|退学|辍学|失学|失业|错误|差错|失误|误差|出错|故障|损耗|损失|空置|闲置|"
    r"不良|逾期|违约|违规|违纪|违法|超支|超标|差异|偏差|偏离|调整|变动|结转|结余|负债|缺陷|返工|返贫|复发|发病|患病|感染|病死|"
    r"污染|扣分|舆情|诉讼败诉|败诉|纠错|改判|撤销|漏报|瞒报|迟报|漏水|漏损|漏失|劣[VI五]+类(?:水体|断面)?|延误|缺勤|旷工|脱贫人口返贫|火灾|案发|发案|泄密|泄露|中断|宕机|"
    r"超期|积压|拖欠|欠薪|退货|退保|退单|差评|不满意|不合格|废品|瑕疵|破损|丢失|挤占|挪用|截留)" + _HEAD
)
LESS_IS_COST = re.compile(
    r"(?:成本|费用|单价|价格|造价|三公经费|公用经费|经费|会议费|培训费|差旅费|接待费|招待费|办公费|运行费|维护费|运维费|印刷费|"
    r"租赁费|工程费|服务费|管理费|设计费|监理费|咨询费|劳务费|购置费|[^学收缴]费)(?:支出|开支)?(?:预算)?(?:控制)?(?:标准|定额)?"
    + _HEAD
)
LESS_IS_FASTER = re.compile(
    r"(?:时限|耗时|用时|工期|限期|历时|(?:办理|办结|响应|反应|抵达|审批|审核|处理|处置|到达|到场|等待|等候|排队|支付|拨付|出警|回复|答复|反馈|"
    r"发放|修复|恢复|故障排除|维修|完成|验收|交付|公示|受理|下达|平均|建设|结案|办案|接听|运维响应)(?:所需|现场|申请|事项|业务)?(?:的)?(?:时间|时长|周期|天数|日数|工作日|期限|速度|及时性|工作日数))"
    r"(?:指标|控制)?$"
)
LESS_IS_CONTROLLED = re.compile(
    r"(?:控制率|控制数|控制额|控制度|控制比例|控制情况|能耗(?:总量|强度|水平)?|平均住院(?:日|天数|床日)|药占比|药品占比|耗材占比|"
    r"(?:医疗费用|成本|能耗|债务|排放量?|发案|投诉量?)[^,]{0,4}(?:增长率|增幅|增速|增长幅度)|排放量|排放浓度|浓度|碳排放|耗水量|耗电量|等候时间)$"
)
# A bad thing dealt with, or money handed out, is a good thing: more is better.
DEALT_WITH = re.compile(
    r"处理|办理|受理|解决|化解|办结|结案|查处|查办|调解|整改|排查|处置|打击|回复|答复|响应|降低|减少|下降|压降|节约|节省|减轻|压减|削减|降幅|"
    r"征收|收缴|收取|发放|补贴|补助|资助|减免|拨付|到位|筹集|清收|清理|盘活|追回|挽回|调查|审结|执结|清零|防控|有效控制|病虫害|血压|血糖|疫|"
    r"治理|监测|覆盖|参保|保险|培训人|就业|再就业|知晓|满意|合格|完好|修复|回收|收回|报销|演练|救助|救治|接收|接听|接待群众|宣传|收入"
)
STRONGLY_LESS = re.compile(
    r"(?:差异率|偏差率|超支率|结余率|时间|时限|时长|天数|期限|周期|控制率|控制数|流失率|失业率|退学率|死亡率)$"
)
MONEY_NAME = re.compile(r"金额|资金|经费|成本|收入|支出|费用|投资|产值|税收|价款|总价|造价|拨款|[^免]费(?:$|\()")
NOT_MONEY_NAME = re.compile(r"率|比例|比重|占比|人数|数量|次数|人次|个数|件数|笔数|时间|时限|天数|满意|程度")
RATE_NAME = re.compile(r"(?<!死亡)(?<!发病)(?<!患病)(?<!出生)(?<!受害)(?:率|满意度|比例|比重|占比|知晓度|完好度)(?:指标|情况)?$")

# --- words ------------------------------------------------------------------------------------------------

RELATIVE = re.compile(
    r"(?:19|20)[0-9]{2}年度?的?(?:水平|同期|实际|决算|完成数|基数)|上年|去年|上一年|同期|往年|历年|前三年|近三年|基期|平均水平|(?:全[市省国县区]|行业)平均|原有|[年期]初(?:预算)?数?的|规划目标"
)
GROWTH_UP = re.compile(r"增长|提高|提升|上升|增加|增幅|增速|增收|净增|新增|扩大|增量")
TREND_NAME = re.compile(
    r"(?:(?P<up>增长率|增长幅度|增幅|增速|提高率|提升率|上升率)|(?P<down>下降率|下降幅度|降幅|降低率|减少率|压减率|削减率))[≥≤<>=:]*$"
)
GROWTH_DOWN = re.compile(r"下降|降低|减少|压减|降幅|缩减|压降|下调|缩短|节约|削减|减幅|负增长")
VAGUE = re.compile(
    r"[一二三四五六七八九]{2}[个次项家场名期]|[数几]十|[数几]百|[数几]千|若干|多[个次项家场名期]|部分|大部分|绝大多数|基本|较多|大量|[数几][个次项家场名期]"
)
NOT_DONE = re.compile(
    r"未(?!发现|发生|出现|收到|接到|产生|造成|超|突破|来|成年|婚|就业|有投诉|逾期|拖欠)|没有(?:完成|达到|实现|开展)|尚未|不达标|不合格|不符合|"
    r"(?:无|没有|未见)(?:明显|显著|较大)?(?:变化|提升|提高|改善|改变|效果|进展|成效|改观)|[^无](?:变化|成效|效果)不大|不显著|不明显|"
    r"未达|未能|不及时|不足(?!额)|部分(?:完成|达成|实现|达到)|无法|取消|终止|暂停|推迟|延期|滞后|不到位|较差|欠佳|不满意|不完善|不健全|不合规"
)
PARTLY_DONE = re.compile(
    r"较(?:显著|明显|高|大|好|强|为|健全|完善|稳定|规范|及时|合理|满意|到位|充分|完整|有效|快|良|优|多|成熟|顺利|平稳|全面|完备)|"
    r"基本(?=完成|达|实现|满意|符合|落实|到位|健全|完善|稳定|合格|合规)|部分|正在|进行中|推进中|有待|初步|预计|拟于|将于|将在"
)
DONE = re.compile(
    r"已|完成|达成|达标|达到|实现|合格|符合|落实|通过|建成|办好|做好|举办|开展|100%|合规|相关|全部|未发现|未发生|未出现|未收到|"
    r"优|良好|显著|明显|有效|提升|提高|改善|增强|促进|保障|满足|健全|完善|按时|及时|按期|如期|准时|正常|稳定|规范|到位|长期|持续|覆盖|验收"
)
ELSEWHERE = re.compile(r"见附|详见")  # says where it stands, and nothing of what stands there
CLEARED = re.compile(r"清零|归零|清仓")
ABSENCE = re.compile(r"^[≤<](?![0-9])|无|未|零|没有|不(?:发生|出现|超|增|突破|产生|存在|新增)|杜绝|避免|^0|^否$")
ABSENT = re.compile(r"^(?:均|全年|本年|年内|已)?(?:未(?!完成|达|能|实现|按|落实)|无|没有|不|零|0)")
# What says that the thing not to happen did: 发生1起, 投诉2次.
HAPPENED = re.compile(
    r"^(?:共|年内|全年|实际)?(?:发生|出现|存在|收到|接到|有)?(?:了)?(?:[^0-9,;未无没零]{0,6}(?:投诉|事故|案件|事件|问题|舆情|信访))?$"
)
NO_GROWTH = re.compile(r"只减不增|只降不[升增]|不增[长加]|零增长")
FALLING = re.compile(r"负增长|^(?:同比|逐年|较?上年|持续)?(?:有所)?(?:下降|降低|减少|压减)$")
PLACEHOLDER = re.compile(r"[-/_.\\\s—]+")
# A list of grades printed as the target (四川): the first is the best.
GRADE_LISTS = frozenset(
    {"优良中低差", "优良中差", "高中低", "好坏", "是否", "强弱", "好中差", "是/否", "优、良、中、低、差", "高、中、低"}
)
WORST = _set("差 坏 否 弱 低")
REACHED = re.compile(r"[到至达]$|控制[在为于]$|^限制在$|^封顶$")
GRADES = {"优": 4, "优秀": 4, "良": 3, "良好": 3, "中": 2, "合格": 2, "一般": 2, "及格": 2, "差": 1, "较差": 1, "不合格": 1}
YES = _set("是 有 √ 已完成 完成 达标 达成 已达标 已达成 完成目标 全部完成 达成预期指标 达成预期目标 达成年度指标 合格 Y y yes")
NO = _set("否 不是 未完成 未达标 未达成 × x 没有完成 不合格 N no")
NOTHING = _set("无 没有 未发生 无发生 零 未出现 未发现 没有发生")
EACH = re.compile(r"(?:各|分别)(?:举办|开展|组织|完成|慰问|进行|不少于|至少|≥|有|为)?$")  # 春节、八一各1次
# What was saved, is left or is missing is not what was reached.
BESIDE_IT = re.compile(
    r"节约|节省|节支|结余|剩余|余额|核减|缺口|差距|相差|[较比](?:目标|计划|任务|预期)|(?:未完成|(?<!减)少|缺|(?<![误偏温落])差)(?:了)?$"
)
PLANNED = re.compile(r"(?:计划|目标|任务|预期|年初|应)[^0-9,;。]{0,4}$")  # what an actual repeats of its target
TOTAL = re.compile(r"(?:合计|总计|共计|总共|一共|总数为?|总量为?|总人数为?)(?:[^0-9,;。、]{0,4})$")
ARISES = re.compile(r"新增|增量|增加|净增|新建|新设")
BREAKDOWN = re.compile(r"其中|包括|包含|分别为|分别是|主要为|具体为|具体是")
PERCENT_OF_PLAN = re.compile(r"完成率|完成度|完成比例|实现程度|达成率|完成进度|完成")


def claim(words: str) -> bool | None:
    """What words say about a target: done, not done, or nothing that settles it."""
    plain = words.strip("。;.!,")
    if plain in YES or plain in NO:
        return plain in YES
    missed, reached = NOT_DONE.search(plain), DONE.search(plain)
    if PARTLY_DONE.search(plain) or (missed and "已完成" in plain) or (not missed and ELSEWHERE.search(plain)):
        return None
    return False if missed else True if reached else None


# --- labels of base figures -------------------------------------------------------------------------------

# What varies from paper to paper in a label: blanks, quotation marks, 其中：, numbering, a colon behind, the year, the unit.
LABEL_NOISE = re.compile(r"[\s“”\"'‘’「」《》]|^其中[:：]?|(?<=.)[:：]$|^[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．]")
LABEL_YEAR = re.compile(r"^(?:19|20)[0-9]{2}年度?")
LABEL_UNIT = re.compile(r"[（(](?:单位[:：])?(?:万元|元|亿元|%|％)[)）]$")
COUNT_SCALES = {"万": 10**4, "亿": 10**8}  # before 元 and 人, which count as they are

# Typed where a reason or a number was asked, and saying nothing.
SAYS_NOTHING = re.compile(r"[-—–－/／\\]{0,4}|无|暂无|没有|不适用|无原因|无偏差|无(?:未完成|未达标|偏差)?(?:情况|原因|事项)")
# Typed where a reason was asked, and saying only that the thing was done (番禺: 已完成指标任务).
ONLY_DONE = re.compile(
    r"(?:本项|此项|均|已|都|全部|全面|按[时期]|如期|按计划|圆满|顺利|超额|基本)*(?:完成|达标|达到|实现)(?:了|全年|年度|年初|预期|指标|绩效|工作|目标|任务|计划|值)*"
)
# Words that give a cause: without one of them a text about money or a surplus explains nothing.
CAUSE = re.compile(r"因|由于|原因|主要是|导致|所致|造成|受.{1,12}(?:影响|限制)|鉴于|为了|源于")


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds only a mark for nothing (无。, /, —)."""
    return SAYS_NOTHING.fullmatch(text.strip().rstrip("。.；;")) is not None


def only_done(text: str) -> bool:
    """Whether a text tells that something was done and nothing else."""
    return ONLY_DONE.fullmatch(text.strip().rstrip("。.；;！!")) is not None
