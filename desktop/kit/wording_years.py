"""The words of the comparison of years: how rows stand, why a total moved, what only several years show."""

from collections.abc import Mapping

from scoring.align import Match
from scoring.year_findings import YearCode, YearFinding

MATCHES: Mapping[Match, str] = {
    Match.SAME: "沿用",
    Match.RENAMED: "改名",
    Match.MOVED: "移位",
    Match.SPLIT: "拆分",
    Match.MERGED: "合并",
    Match.NEW: "新增",
    Match.DROPPED: "取消",
}

# The parts of a change of score, in the order in which they are told.
PARTS: Mapping[str, str] = {
    "result": "完成情况",
    "weight": "分值调整",
    "new": "新增指标",
    "dropped": "取消指标",
    "bonus": "加减分",
    "rounding": "四舍五入",
}

BETTER, WORSE, LEVEL = "▲", "▼", "—"
BETTER_WORD, WORSE_WORD = "变好", "变差"

YEAR_FINDINGS: Mapping[YearCode, str] = {
    YearCode.TARGET_BELOW_ACTUAL: "“{name}”{after}年的目标“{target}”低于{before}年已达到的“{actual}”，目标可能偏低。",
    YearCode.POINTS_MOVED: "“{name}”的分值由{before}年的 {old} 调为{after}年的 {new}，变动一半以上。",
    YearCode.SAME_TARGET: "“{name}”的目标“{target}”连续 {count} 年未变（{before}—{after}年），且年年超过。",
    YearCode.JUMP: "“{name}”的实际完成值由{before}年的“{old}”变为{after}年的“{new}”，变化过大，请核实口径。",
    YearCode.UNIT_CHANGED: "“{name}”的度量单位由{before}年的“{unit_before}”改为{after}年的“{unit_after}”，数值不能直接比较。",
    YearCode.RULEBOOKS_DIFFER: "各年的评分办法不同（{rulebooks}），得分变化中包含办法变化的影响。",
    YearCode.FORMS_DIFFER: "各年的表样不同，只在共有的层级上比较。",
    YearCode.PENDING: "{year}年还有 {count} 行没有得分，按未计分比较。",
    YearCode.YEAR_MISSING: "账套中没有选取{year}年的数据，图上留空。",
}


def year_finding_text(finding: YearFinding, name: str = "") -> str:
    """The sentence of a finding; ``name`` of the row it speaks of."""
    return YEAR_FINDINGS[finding.code].format_map({**finding.facts, "name": name})


def match_text(match: Match, *, confirmed: bool) -> str:
    """How a row stands; a likeness nobody has confirmed carries a question mark."""
    return MATCHES[match] if confirmed else f"{MATCHES[match]}？"
