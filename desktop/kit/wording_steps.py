"""The steps of a calculation in plain Chinese, one sentence per code."""

import re
from collections.abc import Callable, Iterable, Mapping

from scoring.rulebook import Rulebook, figure_names
from scoring.steps import Step, StepCode

_NO_NAMES: Mapping[str, str] = {}
_NAME = re.compile(r"[^\W\d]\w*")
_SIGNS = str.maketrans("*/-", "×÷−")
_PLACES = 4  # of figures whose digits go on
_BANDS = {"met": "达成", "partly": "部分达成", "not_met": "未达成"}
_COUNTING = {"continuous": "按比例", "floor": "不足一步不计", "ceiling": "不足一步按一步"}
_UNITS = {"day": "天", "month": "个月"}
_TOGETHER = {"least": "取最低", "mean": "取平均", "all": "全部达到才得分"}
_TROUBLES = {
    "toml": "参数写法不对",
    "unknown_key": "有不认识的参数",
    "missing": "缺少参数",
    "wrong_type": "参数类型不对",
    "wrong_value": "参数的值不允许",
    "unknown_method": "没有这种计分方法",
    "formula": "公式写法不对",
}
METHOD_NAMES = {
    "proportional": "按完成比例",
    "equal": "等于目标",
    "inverse_linear": "反向（超出部分按比例扣）",
    "inverse_ratio": "反向（目标÷实际）",
    "interval": "区间",
    "approximate": "约数",
    "zero_target": "零目标",
    "yes_no": "是否",
    "deadline": "期限",
    "judged": "定性三档",
    "compound": "多个条件",
    "given": "人工给分",
    "full_marks": "得满分",
    "checklist": "要点累加",
    "deduct_per_case": "按次扣分",
    "deduct_per_step": "每超一步扣分",
    "tiers": "分档",
    "linear_window": "区间内直线计分",
    "rate_times_points": "比率×分值",
    "average_execution": "年度平均执行率",
    "control_rate": "控制率",
    "ratio_gate": "比值达标",
    "derived": "由其他得分推算",
    "bonus": "加减分",
    "alternative": "二选一",
    "not_applicable": "不适用",
}


def step_text(step: Step, figures: Mapping[str, str] = _NO_NAMES) -> str:
    """One step as a sentence a clerk can check with a calculator.

    Args:
        step: of a row, a rate or an adjustment.
        figures: what the base figures of the rulebook are called (``scoring.rulebook.figure_names``).
    """
    sentence = _SENTENCES[StepCode(step.code)]
    facts = {key: _short(value) for key, value in step.facts.items()}
    if "key" in facts:
        facts["key"] = figures.get(facts["key"], facts["key"])
    if "formula" in facts:
        facts["formula"] = _formula(facts["formula"], figures)
    return sentence(facts) if callable(sentence) else sentence.format_map(facts)


def _formula(text: str, figures: Mapping[str, str]) -> str:
    """A formula in the words and signs of a clerk."""
    named = _NAME.sub(lambda found: figures.get(found[0], found[0]), text)
    return named.translate(_SIGNS)


def method_name(key: str) -> str:
    """A scoring method as it is called on the screen; a method of later programs keeps its key."""
    return METHOD_NAMES.get(key, key)


def _short(value: str) -> str:
    """A figure whose digits go on, cut to four places; everything else as it stands."""
    whole, point, digits = value.partition(".")
    if not point or not digits.endswith("…") or not digits[:-1].isdigit():
        return value
    return f"{whole}.{digits[:_PLACES]}…"


def _bands(facts: Mapping[str, str]) -> str:
    return f"定性分档：{_BANDS[facts['band']]}，应在 {facts['low']} 至 {facts['high']} 分之间"


def _late(facts: Mapping[str, str]) -> str:
    return (
        f"期限 {facts['deadline']}，完成于 {facts['done']}，迟 {facts['late']} {_UNITS[facts['unit']]}，"
        f"每{_UNITS[facts['unit']].removeprefix('个')}扣 {facts['each']} 分，得 {facts['exact']} 分"
    )


def _stepped(facts: Mapping[str, str]) -> str:
    return (
        f"{facts['value']} 与界限 {facts['limit']} 相差 {facts['over']}，每 {facts['step']} 扣 {facts['each']} 分"
        f"（{_COUNTING[facts['counting']]}，计 {facts['steps']} 步），得 {facts['exact']} 分"
    )


def _given(facts: Mapping[str, str]) -> str:
    rule = facts["rule"]
    return f"以填写的得分 {facts['given']} 为准" + (f"（按规则为 {rule}）" if rule else "（规则不能判断）")


def _not_applicable(facts: Mapping[str, str]) -> str:
    return f"不适用（{facts['reason']}），得满分" if facts["reason"] else "此类指标按满分计"


def _external(facts: Mapping[str, str]) -> str:
    return f"得分由{facts['provider']}提供"


def _cap(facts: Mapping[str, str]) -> str:
    return (
        f"执行率 {facts['text']} 低于 {facts['below']}%，总分不超过 {facts['at_most']} 分：{facts['before']} → {facts['after']}"
    )


def _veto(facts: Mapping[str, str]) -> str:
    return f"一票否决（{facts['reason']}，{facts['count']} 起）：{facts['before']} → {facts['after']}"


def _worked(facts: Mapping[str, str]) -> str:
    return f"{facts['text'].lstrip('=＝')} = {facts['value']}"


def _together(facts: Mapping[str, str]) -> str:
    return f"{facts['parts']} 个条件{_TOGETHER[facts['how']]}，得 {facts['exact']} 分"


def _chosen(facts: Mapping[str, str]) -> str:
    return f"采用“{method_name(facts['method'])}”的结果：{facts['exact']} 分"


def _bad_parameters(facts: Mapping[str, str]) -> str:
    return f"本行的计分方法“{method_name(facts['method'])}”不能用：{_TROUBLES[facts['code']]}（{facts['key']}）"


def _ticked(facts: Mapping[str, str]) -> str:
    return f"{facts['items']} 个要点中符合第 {facts['ticked'] or '0'} 项，得 {facts['exact']} 分"


_Sentence = str | Callable[[Mapping[str, str]], str]
_SENTENCES: dict[StepCode, _Sentence] = {
    StepCode.WORKED_OUT: _worked,
    StepCode.COMPLETION: "{actual} ÷ {target} = {text}",
    StepCode.KEPT: "反向指标：目标 {target}，实际 {actual}，完成率 {text}",
    StepCode.MET: "达到目标，得满分",
    StepCode.BELOW: "低于目标，按完成比例计分：{points} × {text} = {exact}",
    StepCode.OVER_RATIO: "超过上限：{points} × {target} ÷ {actual} = {exact}",
    StepCode.OVER_LINEAR: "超过上限，超出部分占 {share}：{points} ×（1 − {share}）= {exact}",
    StepCode.OFF_EQUAL: "与目标 {target} 不等，实际 {actual}：{points} × {share} = {exact}",
    StepCode.IN_INTERVAL: "{actual} 在 {low} 至 {high} 之内，得满分",
    StepCode.OUT_OF_INTERVAL: "{actual} 在 {low} 至 {high} 之外：{points} × {share} = {exact}",
    StepCode.NEAR: "目标为约数 {target}，允许低 {tolerance}%（{bound}），实际 {actual}，视为达到",
    StepCode.ZERO_KEPT: "目标为 0，实际 {actual}，得满分",
    StepCode.ZERO_BROKEN: "目标为 0，实际 {actual}，不得分",
    StepCode.YES: "“{words}”：达到，得满分",
    StepCode.NO: "“{words}”：未达到，不得分",
    StepCode.IN_TIME: "期限 {deadline}，完成于 {done}，按期，得满分",
    StepCode.LATE: _late,
    StepCode.BANDS: _bands,
    StepCode.BANDS_OPEN: "定性分档：达成 {met_low} 至 {points} 分，部分达成 {partly_low} 至 {met_low} 分（不含），未达成低于 {partly_low} 分",
    StepCode.TICKED: _ticked,
    StepCode.CASES: "{count} 次，每次扣 {each} 分，共扣 {deduction} 分：得 {exact} 分",
    StepCode.STEPPED: _stepped,
    StepCode.WITHIN: "{value} 没有越过界限 {limit}，得满分",
    StepCode.TIER: "{value} 所在的档得 {exact} 分",
    StepCode.WINDOW: "{low}% 得 0 分、{high}% 得满分，{value}% 在其间占 {share}：{points} × {share} = {exact}",
    StepCode.RATED: "{points} × {text} = {exact}",
    StepCode.CAPPED_RATE: "{text} 超过 100%，按 100% 计",
    StepCode.GATE: "比值 {text}，不低于 100%，得满分",
    StepCode.MONTH: "{month}：执行率 {actual}%，序时进度 {progress}%，按 {counted}% 计",
    StepCode.AVERAGE: "{count} 个值平均为 {text}",
    StepCode.FORMULA: "{formula} = {text}",
    StepCode.FIGURE: "{key} = {value}",
    StepCode.TYPED_RATE: "按填写的 {value}% 计",
    StepCode.DERIVED: "{node}得分 {score} ÷ {of}，{points} × {share} = {exact}",
    StepCode.EXTERNAL: _external,
    StepCode.BY_HAND: "由人判断给分",
    StepCode.BONUS: "{count} 次 × {each} 分，限 ±{cap} 分：{exact}",
    StepCode.TOGETHER: _together,
    StepCode.CHOSEN: _chosen,
    StepCode.NOT_APPLICABLE: _not_applicable,
    StepCode.LEFT_OUT: "不适用（{reason}），分值由同一部分的其他指标分摊",
    StepCode.OVER_ACHIEVED: "完成率 {text}，目标偏低，扣分值的 {share}%：余 {exact} 分",
    StepCode.OVER_MINUS: "完成率 {text}，偏离目标，扣 {minus} 分：余 {exact} 分",
    StepCode.CLAMPED: "{exact} 不在 0 与分值之间，按 {to} 计",
    StepCode.ROUNDED: "四舍五入到 {places} 位：{score}",
    StepCode.UNROUNDED: "本行不取整：{exact}",
    StepCode.GIVEN: _given,
    StepCode.LOST: "扣 {lost} 分",
    StepCode.FULL_MARKS_AT: "得满分需要：{actual}",
    StepCode.PENDING: "待定：还没有得分",
    StepCode.NO_POINTS: "没有分值，不计分",
    StepCode.NO_TARGET: "没有能读懂的目标值",
    StepCode.NO_ACTUAL: "没有能读懂的实际完成值",
    StepCode.MISSING_FIGURE: "缺少基础数据：{key}",
    StepCode.ZERO_DIVISOR: "除数为 0，没有比率：{formula}",
    StepCode.CIRCLE: "计分规则绕回到自己：{node}",
    StepCode.NO_NODE: "找不到有分值的“{node}”",
    StepCode.BAD_PARAMETERS: _bad_parameters,
    StepCode.SUM: "下级得分合计 {sum}",
    StepCode.OWN_SCORE: "下级没有分值，以所列得分 {score} 为准",
    StepCode.RESCALED: "{band}：{points} 分中 {left_out} 分不适用，其余按比例放大：{before} → {after}",
    StepCode.CAP: _cap,
    StepCode.NO_CAP: "执行率 {text}，总分不受限",
    StepCode.VETO: _veto,
}


def numbered_steps(steps: Iterable[Step], rulebook: Rulebook) -> list[str]:
    """The sentences of a calculation, numbered, with the figures named as the form names them."""
    figures = figure_names(rulebook)
    return [f"{number}. {step_text(each, figures)}" for number, each in enumerate(steps, 1)]
