"""The sentence of a finding: where it is as the form names it, what is wrong with which figures, what to do."""

from collections.abc import Callable, Mapping

from desktop.kit.wording import Known
from scoring.finding import Finding, Place, Severity
from scoring.scored import ScoredTable
from scoring.table import RecordKind

_LONGEST_NAME = 24
SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "提示"}

COLUMNS = {
    "name": "指标名称",
    "points_text": "分值",
    "explanation": "指标解释",
    "comparator_text": "指标性质",
    "target_text": "年度指标值",
    "target_unit_text": "度量单位",
    "target_read_as": "指标值的读法",
    "actual_text": "实际完成值",
    "actual_read_as": "完成值的读法",
    "given_score_text": "得分",
    "aside_score_text": "搁置的得分",
    "published_score_text": "得分",
    "published_rate_text": "完成率",
    "published_points_text": "分值",
    "published_grade_text": "等级",
    "verified_score_text": "核查分数",
    "evidence_text": "评分依据",
    "reason_text": "未完成原因",
    "remark_text": "备注",
    "money_text": "资金",
    "office_text": "责任科室",
    "method": "计分方法",
    "parameters_text": "计分参数",
    "not_applicable_text": "不适用",
    "initial_budget_text": "年初预算数",
    "adjusted_budget_text": "全年预算数",
    "executed_text": "全年执行数",
    "value_text": "数值",
    "text": "文字",
}

Facts = Mapping[str, str]


def _by(key: str, **patterns: str) -> Callable[[Facts], str]:
    """The pattern that one of the facts chooses."""

    def choose(facts: Facts) -> str:
        return patterns[facts.get(key, "")]

    return choose


MESSAGES: dict[str, str | Callable[[Facts], str]] = {
    "D01": "账套文件里这一格损坏了，现在读到“{text}”。请对照原件重新填写，或用“文件 > 恢复备份”。",
    "D02": "账套文件里这一行损坏或丢失了。请对照原件核对，或用“文件 > 恢复备份”找回。",
    "E01": "佐证材料“{name}”的文件不在账套旁边的文件夹里。请把原来的文件再拖进来，或移除这一条。",
    "E02": "佐证材料“{name}”的文件和当初存入时不一样了。请核对，把正确的文件再拖进来后移除这一条。",
    "E03": "文字里引用的数据“{names}”不存在或还没有填，印出时会照原样带着括号。请填好数据，或重新插入。",
    "I01": "工作表“{sheet}”的第 {rows} 行是隐藏的，已照常导入，请核对。",
    "I02": "工作表“{sheet}”的 {columns} 列是隐藏的，已照常导入，请核对。",
    "I03": "隐藏的工作表没有导入：{sheets}。需要时在导入窗口给它打勾，或在原文件中取消隐藏。",
    "I04": "工作表“{sheet}”的 {cell} 是错误值 {text}，按空白导入，请补填。",
    "I05": "工作表“{sheet}”的 {cell} 是公式，但文件里没有存结果。请用 Excel 或 WPS 打开后保存一次再导入。",
    "I06": "工作表“{sheet}”的 {cell} 显示的比存的位数少，按存的数 {text} 导入，请核对。",
    "I07": "工作表“{sheet}”有 {count} 个单元格没有找到位置：{cells}。请看是否有用，有用的请指明或自行填写。",
    "I08": "“{name}”没有印{what}，由上级的数推出为 {text}，请核对。",
    "I09": "工作表“{sheet}”是项目汇总表：{count} 个项目按资金的各行导入，没有为它们各建一张表。各项目的自评表请另外导入。",
    "S01": "定稿时是 {sealed}，本版本程序算得 {now}。以定稿为准，请核对。",
    "U01": "下属单位“{unit}”还没有这一年度的表，汇总数里没有它，请补收后重新汇总。",
    "U02": "各单位的指标值方向不同，没有汇总，请核对后填写：{texts}。",
    "U03": _by(
        "what",
        empty="“{unit}”没有填写，这一格没有汇总，请向该单位补要。",
        unread="“{unit}”写的是“{text}”，看不出是哪个数，这一格没有汇总。请核对后填写，或在该单位的表里确认读法。",
    ),
    "U04": "各单位的计量单位不同，没有汇总，请核对后填写：{texts}。",
    "U05": "各单位的指标值文字不同，按多数填写，请核对：{texts}。",
    "U06": "不知道各单位的资金数，比率不能按资金加权，没有汇总。请补填资金（{units}）或自行填写。",
    "U07": "各单位的分值不同（{values}），取 {taken}，请核对。",
    "U08": "各单位只有得分没有指标值和完成值（{units}）；得分不能平均，请按本级情况打分。",
    "U09": "这些单位没有这个指标或没有填写，汇总数里没有它们，请补要后重新汇总：{units}。",
    "U10": "这里是本单位自己填的“{text}”，各单位汇总为 {units}。要用汇总数，请清空这一格后重新汇总。",
    "V01": _by(
        "basis",
        children="下级分值合计 {computed}，与本级分值 {stated} 相差 {difference}。请核对各行分值或补上漏掉的行。",
        indicators="各三级指标分值合计 {computed}，与本级分值 {stated} 相差 {difference}。请逐个任务核对分值。",
    ),
    "V02": "一级指标分值合计 {computed}，应为 {stated}。请核对一级指标的分值。",
    "V03": "按各行相加得 {computed}，表上印的是 {stated}，相差 {difference}。请核对各行得分或更正合计。",
    "V04": "得分 {score} 超出允许范围（分值 {points}）。请更正得分。",
    "V05": _by(
        "why",
        missing="没有填分值，请补填。",
        zero="分值为 {points}，这一行不计分，请核对。",
        places="分值 {points} 超过两位小数，请核对。",
    ),
    "V06": "得分 {score} 低于分值 {points}，没有说明原因。请填写未达标原因和改进措施。",
    "V07": "未达到目标{with_rate}，却得满分 {score}。请核对数据或得分。",
    "V08": "已达到目标{with_rate}，得分 {score} 低于分值 {points}，没有说明原因。请按规则给分，或写明原因。",
    "V09": _by(
        "why",
        rule="给分 {score}，按规则应为 {rule_score}{with_rate}。请核对，或在原因栏说明。",
        at_most="给分 {score}，完成情况里的数全部相加，按规则也至多 {rule_score}。请核对，或在原因栏说明。",
    ),
    "V10": "完成率 {rate}%，达到 {limit}% 以上，请说明超额完成的原因。",
    "V11": "完成率 {rate}%，达到 {limit}% 以上，目标可能定得过低。请核对单位，写明原因。",
    "V12": "目标“{text}”没有量化，无法判断是否完成。建议写明数量、比率或时间。",
    "V13": _by(
        "why",
        words="目标是数值，完成情况只有文字，无法计算完成率。请填写实际数值。",
        bound="完成情况写的是界限而不是实际数值（如“95%以上”）。请填写实际数值。",
    ),
    "V14": "一格里有多个数字，无法自动判断，请核对读法。",
    "V15": lambda facts: (
        "工作表“{sheet}”的 {cell} 写着 {text}，而本表的金额单位是 {unit}。数值照写的导入，请核对。"
        if "cell" in facts
        else "目标写的是“{target}”，完成值是“{actual}”，可能漏了“万”或“亿”，请核对。"
        if facts.get("why") == "scale"
        else "目标与完成值的单位不一致，请核对。"
        if facts.get("target") == facts.get("actual") or not facts.get("target") or not facts.get("actual")
        else "目标单位是“{target}”，完成值单位是“{actual}”，两者不一致，请统一单位。"
    ),
    "V16": "完成值 {actual} 是负数，请核对。",
    "V17": lambda facts: (
        "“{label}”执行率 {rate}%，执行数大于预算数，请核对。" if facts.get("rate") else "“{label}”没有预算却有执行数，请核对。"
    ),
    "V18": _by(
        "why",
        splits="“{group}”合计 {stated}，与“{first}”合计 {computed} 不等。同一笔资金的几种划分应当相等，请核对。",
        total="合计行是 {stated}，各行相加是 {computed}。请核对。",
        total_missing="各行相加是 {computed}，合计行是空的，请补填。",
        parts_missing="合计行是 {stated}，各分项是空的，请补填。",
        part="其中一项是 {computed}，大于本行的 {stated}。请核对。",
    ),
    "V19": "“{label}”印出的比率是 {stated}%，按数据计算是 {computed}%。请核对。",
    "V20": _by(
        "why",
        low="{label} {rate}，低于 {limit}%，请说明原因。",
        high="{label} {rate}，超过 {limit}%，请说明原因。",
        adjusted="全年预算数比年初预算数变动 {rate}%，超过 {limit}%，请说明调整原因。",
    ),
    "V21": "“{label}”填了 {stated}，但分母为零，这个比率不存在。请改为“不适用”并说明。",
    "V22": "结转结余填 0，但还有 {unspent} 没有支出，请说明去向（如收回财政）。",
    "V23": "文字里“{name}”写的是 {stated}，表中是 {computed}，两处不一致，请改成一样。",
    "V24": "“{text}”与完成情况的文字相同，目标像是照结果写的。请核对是不是批复的文字。",
    "V25": "文字里说有 {stated} 个指标，表中共 {computed} 个，请核对。",
    "V26": "指标名称“{name}”出现了 {times} 次。请删去重复的，或在名称上加以区别。",
    "V27": "目标“{text}”带有“约”“左右”一类的字眼，少多少算完成不明确，建议写明确切的数。",
    "V28": "没有“{wanted}”方面的指标。表样要求的，请补上。",
    "V29": "等级填的是“{stated}”，总分 {total} 应为“{computed}”，请更正。",
    "V30": lambda facts: (
        "总分 {total} 为满分，但"
        + "、".join(
            (["有 {missed} 项指标未达到目标"] if facts.get("missed", "0") != "0" else [])
            + (["预算没有全部执行"] if facts.get("unspent") else [])
        )
        + "。请核对。"
    ),
    "V31": "得分率 {score_rate}% 明显高于预算执行率 {execution_rate}%（钱没花完，指标接近满分），请核对。",
    "V32": "加减分 {score} 没有佐证材料，请添加。",
    "V33": "“{name}”通常需要佐证材料，还没有添加，请在“佐证”页添加。",
    "V34": "文字中提到“{word}”，请核对是否应当扣分。",
    "V35": "含有看不见的控制字符（{character}），上传时可能被拒绝。请删去后重新输入。",
    "V36": "序号不连续：{numbers}。请核对是否漏了一条。",
    "V37": lambda facts: {
        "circle": "计分所依据的“{node}”又依据本行的得分，形成循环，无法计算。请改用别的计分方法，或填写得分。",
        "bad_parameters": "本行的计分方法“{method}”或其参数（{key}）写得不对，没有计算得分。请改正或清空。",
    }.get(facts.get("reason", ""), "得分 {score} 与按关联数据计算的 {rule_score} 不符。请核对。"),
    "V38": _by(
        "why",
        target="本年目标“{target}”比上年实际“{last}”还容易达到，请核对；属实的写明原因。",
        points="分值由上年的 {last} 变为 {points}，变动超过一半，请核对；属实的写明原因。",
    ),
    "V39": "按调整后预算执行率 {adjusted}，按年初预算是 {initial}，请说明采用的口径。",
    "V40": lambda facts: (
        "工作表“{sheet}”的 {cell} 应当是数字，写的是“{text}”，请核对后填写。"
        if "cell" in facts
        else "“{text}”不是数字。请填写数字。"
    ),
    "V41": "目标和完成值都是 0，按惯例算完成，请确认。",
    "V42": "有 {missed} 项指标未达到目标（如{names}），“未能完成原因”却没有说明，请写明。",
    "V43": _by(
        "why",
        score="这一组给了满分 {score}，但有 {missed} 项未达到目标（{names}）。请核对得分，或写明原因。",
        words="文字说“{text}”，但有 {missed} 项未达到目标（{names}）。请改文字，或核对得分。",
    ),
    "V44": lambda facts: (
        "工作表“{sheet}”的 {cell} 是比率，写的是 {text}，没有百分号，请核对。"
        if "cell" in facts
        else "“{text}”可能漏了百分号（{percent}%），请核对。"
    ),
}


LISTS = {"units": "、", "unit": "、", "texts": "；"}
FEW = 5


def _first_of(text: str, mark: str) -> str:
    """A long list of units as its beginning and how many there are: a bureau has a hundred of them."""
    parts = text.split(mark)
    return text if len(parts) <= FEW + 1 else f"{mark.join(parts[:FEW])}等 {len(parts)} 个单位"


def message_text(finding: Finding) -> str:
    """What is wrong and what to do, without the place."""
    pattern = MESSAGES[finding.code]
    rate = finding.facts.get("rate")
    listed = {name: _first_of(finding.facts[name], mark) for name, mark in LISTS.items() if name in finding.facts}
    facts = Known(finding.facts) | listed | {"with_rate": f"（完成率 {rate}%）" if rate else ""}
    return (pattern if isinstance(pattern, str) else pattern(finding.facts)).format_map(Known(facts))


def finding_text(finding: Finding, scored: ScoredTable) -> str:
    """The whole sentence: place as the form names it, then the message."""
    where = place_text(finding.place, scored)
    return f"{where}：{message_text(finding)}" if where else message_text(finding)


def _short(name: str) -> str:
    """A name in one line of a sentence; tables break theirs, and some are sentences themselves."""
    line = "".join(name.splitlines())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def place_text(place: Place, scored: ScoredTable) -> str:
    """Where a finding points, in the words of the form: 履职效能 / 任务2 / 分值."""
    column = COLUMNS.get(place.field, "")
    if place.kind is RecordKind.NODE and place.id in scored.rows:
        row = scored.rows[place.id]
        band = " / ".join(map(_short, row.path[-2:]))
        return f"{band} {column}".strip()
    if place.kind is RecordKind.FUND:
        line = next((each.line for each in scored.funds if each.line.id == place.id), None)
        return "资金" if line is None else f"资金 / {line.label} {column}".strip()
    if place.kind is RecordKind.BASE_FACT:
        fact = next((each.fact for each in scored.base_facts if each.fact.id == place.id), None)
        return "基础数据" if fact is None else f"基础数据 / {fact.label}"
    if place.kind is RecordKind.ATTACHMENT:
        owner = next((each.node_id for each in scored.table.attachments if each.id == place.id), "")
        return f"佐证材料 / {_short(scored.rows[owner].node.name)}" if owner in scored.rows else "佐证材料"
    if place.kind is RecordKind.NARRATIVE:
        text = next((each for each in scored.table.narratives if each.id == place.id), None)
        return "文字材料" if text is None else text.title
    return "总分" if place.id == "heading" else ""
