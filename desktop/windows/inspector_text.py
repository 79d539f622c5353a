"""What the inspector says of the chosen cell: its words, how they are read, the score and how it came about. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from desktop.forms.number_text import format_number, format_rate
from desktop.kit.wording import MARKS, op_text
from desktop.kit.wording_findings import SEVERITIES, message_text
from desktop.kit.wording_steps import numbered_steps
from scoring.edit import Op
from scoring.finding import Finding
from scoring.rulebook import Rulebook
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import Field
from scoring.target import Actual, Direction, Doubt, Target, format_target

if TYPE_CHECKING:
    from db.edits import LogEntry

SHORT = 30
LONG = 200
READ, CORRECT, FILE = "read:", "correct:", "file:"  # what a link does: reads the target so, asks how, opens evidence
DIRECTIONS = {
    Direction.AT_LEAST: ("不少于", "多于"),
    Direction.AT_MOST: ("不超过", "少于"),
    Direction.EQUAL: ("等于", "等于"),
    Direction.RANGE: ("在区间", "在区间"),
    Direction.QUALITATIVE: ("定性", "定性"),
}
DOUBTS = {
    Doubt.EMPTY: "没有填写",
    Doubt.NO_NUMBER: "实际值里没有数字",
    Doubt.NUMBER_IN_WORDS: "用文字代替了数字",
    Doubt.VAGUE_ACTUAL: "实际值说法含糊",
    Doubt.SEVERAL_FIGURES: "有几个数字，不能确定是哪一个",
    Doubt.COMPOUND: "一格里有几个条件",
    Doubt.UNIT_MISMATCH: "实际值与指标值单位不同",
    Doubt.SCALE_MISMATCH: "“万”字可能漏写",
    Doubt.PERCENT_OF_PLAN: "填的是完成率，不是数量",
    Doubt.RATIO_WITHOUT_SIGN: "可能漏写百分号",
    Doubt.RELATIVE_TO_BASE: "要用表外的数字才能算",
    Doubt.NEAR_APPROXIMATE: "接近“约”数，是否达到请确认",
    Doubt.BOUND_ONLY: "实际值只写了界限",
    Doubt.PERCENT_IN_SENTENCE: "百分比在一句话里",
    Doubt.STATE_IN_WORDS: "状态用文字表示",
    Doubt.RANK: "是名次，不是数量",
    Doubt.PROPORTION: "是比例",
    Doubt.CONTRADICTORY_SIGNS: "前后符号矛盾",
    Doubt.TARGET_IN_NAME: "指标值写在指标名称里",
}


def target_reading(target: Target | None) -> str:
    """How a target is read, in words: 不少于 25000 人次."""
    if target is None:
        return ""
    if target.parts:
        return "；".join(target_reading(each) for each in target.parts)
    if target.value is None:
        return f"定性：{target.words}" if target.words else ""
    words = DIRECTIONS[target.direction][target.strict]
    value = format_number(target.value)
    if target.upper is not None:
        value += f" 至 {format_number(target.upper)}"
    about = "约 " if target.approximate else ""
    return f"{words} {about}{value} {target.unit}".strip()


def actual_reading(actual: Actual | None) -> str:
    """How an actual is read, in words."""
    if actual is None:
        return ""
    if actual.parts:
        return "；".join(actual_reading(each) for each in actual.parts)
    if actual.value is not None:
        about = "约 " if actual.approximate else ""
        return f"{about}{format_number(actual.value)} {actual.unit}".strip()
    if actual.plan_percent is not None:
        return f"完成计划的 {format_number(actual.plan_percent)}%"
    if actual.met_in_words is not None:
        return "文字说已达到" if actual.met_in_words else "文字说未达到"
    return ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen cell: the row it speaks of, the fact typed there, the words over it and in it."""

    node_id: str
    field: Field | None
    heading: str
    text: str


def inspector_html(
    scored: ScoredTable,
    chosen: Chosen,
    findings: Iterable[Finding],
    last_year: ScoredNode | None,
    history: Sequence["LogEntry"],
    *,
    editable: bool,
) -> str:
    """The inspector's words as simple HTML. Links lead to the manual, correct a reading, open the evidence of the row."""
    node_id, field, heading, text = chosen.node_id, chosen.field, chosen.heading, chosen.text
    row = scored.rows.get(node_id)
    parts: list[str] = []
    if row is not None:
        parts.append(_line(" › ".join(row.path), small=True))
    if heading:
        parts.append(f"<h4>{escape(heading)}</h4>")
    if text:
        parts.append(f"<p>{_words(text)}</p>")
    if row is not None and row.node.leaf:
        parts += _reading(row, field, editable=editable)
        parts += _score(row, scored.rulebook)
    elif row is not None and row.score is not None:
        total = f" / {format_number(row.points)}" if row.points is not None else ""
        parts.append(_line(f"小计 {format_number(row.score)}{total}"))
    told = [each for each in findings if each.place.id == node_id]
    if told:
        parts.append("<h4>检查</h4>")
        parts += [_finding(each) for each in told]
    if row is not None:
        parts += _explanation(row, field)
        parts += _evidence(row, field, scored)
    if last_year is not None:
        parts += _last_year(last_year)
    if history:
        parts.append(f"<h4>修改记录 {len(history)}</h4>")
        parts += [_line(_entry(each), small=True) for each in reversed(history[-8:])]
    return "".join(parts)


def _line(words: str, *, small: bool = False) -> str:
    return f"<p><small>{_words(words)}</small></p>" if small else f"<p>{_words(words)}</p>"


def _finding(finding: Finding) -> str:
    """The finding and the way to what the manual says of such ones."""
    words = _words(f"{SEVERITIES[finding.severity]}：{message_text(finding)}")
    return f'<p>{words} <a href="checks.md#{finding.code}">怎样改</a></p>'


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _explanation(row: ScoredNode, field: Field | None) -> list[str]:
    words = row.node.explanation
    return ["<h4>指标解释</h4>", _line(_short(words, LONG))] if words and field is not Field.EXPLANATION else []


def _evidence(row: ScoredNode, field: Field | None, scored: ScoredTable) -> list[str]:
    """What proves the figures of the row: words, and the files attached to it."""
    files = [each for each in scored.table.attachments if each.node_id == row.node.id]
    words = row.node.evidence_text if field is not Field.EVIDENCE else ""
    lines = [_line(_short(words, LONG))] if words else []
    lines += [f'<p><a href="{FILE}{escape(each.id)}">{escape(each.file_name)}</a></p>' for each in files]
    return ["<h4>佐证</h4>", *lines] if lines else []


def _corrections(row: ScoredNode, field: Field | None) -> str:
    """The other ways to read a target with a figure, each one click away, and the way to say it in words."""
    target = row.target
    links = [f'<a href="{CORRECT}">改正…</a>']
    if field is Field.TARGET and target is not None and target.value is not None and target.upper is None and not target.parts:
        for direction in (Direction.AT_LEAST, Direction.AT_MOST, Direction.EQUAL):
            if direction is not target.direction:
                read = replace(target, direction=direction, strict=False)
                words = f"{DIRECTIONS[direction][0]} {format_number(target.value)}"
                links.append(f'<a href="{READ}{quote(format_target(read))}">{escape(words)}</a>')
    return f"<p><small>不对？{' · '.join(links)}</small></p>"


def _reading(row: ScoredNode, field: Field | None, *, editable: bool) -> list[str]:
    """读作, and what is doubtful about it."""
    reading = ""
    doubts: tuple[Doubt, ...] = ()
    if field in (Field.TARGET, Field.COMPARATOR, Field.TARGET_UNIT):
        reading, doubts = target_reading(row.target), row.target.doubts if row.target else ()
    elif field is Field.ACTUAL:
        reading, doubts = actual_reading(row.actual), row.actual.doubts if row.actual else ()
    lines = [_line(f"读作：{reading}")] if reading else []
    if doubts and (row.node.target_text or row.node.actual_text):
        lines += [_line("待确认：" + "；".join(DOUBTS[each] for each in doubts))]
    if lines and editable:
        lines.append(_corrections(row, field))
    return lines


def _score(row: ScoredNode, rulebook: Rulebook) -> list[str]:
    sign, words = MARKS[row.mark]
    lines = [f"<h4>得分 {escape(format_number(row.score)) or '待评'}　<small>{sign} {words}</small></h4>"]
    if row.completion_rate is not None:
        lines.append(_line(f"完成率 {format_rate(row.completion_rate)}"))
    if row.given_score is not None and row.rule_score is not None and row.given_score != row.rule_score:
        lines.append(_line(f"人工给分 {format_number(row.given_score)}，按规则应为 {format_number(row.rule_score)}"))
    elif row.rule_score is not None:
        lines.append(_line(f"规则得分 {format_number(row.rule_score)}"))
    if row.node.verified_score_text:
        lines.append(_line(f"核查分数 {row.node.verified_score_text}"))
    if row.node.aside_score_text:
        lines.append(_line(f"原给分 {row.node.aside_score_text} 因修改已搁置，按 Ctrl+G 恢复"))
    if row.steps:
        lines.append("<h4>计算过程</h4>")
        lines += [_line(each) for each in numbered_steps(row.steps, rulebook)]
    if row.full_marks_at and row.lost:
        lines.append(_line(f"达到 {row.full_marks_at} 可得满分"))
    return lines


def _last_year(row: ScoredNode) -> list[str]:
    node = row.node
    facts = [
        words
        for words, value in (
            ("指标值", node.target_text),
            ("实际", node.actual_text),
            ("得分", format_number(row.score)),
            ("分值", format_number(row.points)),
        )
        if value
        for words in (f"{words} {value}",)
    ]
    return ["<h4>上年</h4>", *[_line(each) for each in facts]] if facts else []


def _short(words: str, most: int = SHORT) -> str:
    return (words if len(words) <= most else words[: most - 1] + "…") or "（空）"


def _entry(entry: "LogEntry") -> str:
    try:
        operation = op_text(Op(entry.operation))
    except ValueError:
        operation = entry.operation
    at = entry.at.replace("T", " ").rstrip("Z")[5:16]
    single = entry.place and not entry.place.endswith("/")
    change = f"{_short(entry.old)} → {_short(entry.new)}" if single else _short(entry.new)
    return f"{at} {entry.user} {operation} {change}".strip()
