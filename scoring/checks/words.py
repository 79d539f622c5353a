"""Words against figures: what the text says of the table, and what no form should hold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scoring.checks.case import Case, Found, at, check, score_field
from scoring.finding import Place, Severity
from scoring.number import canonical, round_half_up
from scoring.scored import ScoredNode
from scoring.signs import says_nothing
from scoring.table import Field, Narrative, NodeKind, RecordKind

GOALS, ACHIEVED, NOT_DONE = "goals", "goals_actual", "not_done_reason"


def _narrative(case: Case, key: str) -> Narrative | None:
    return next((each for each in case.scored.table.narratives if each.id == key), None)


def _text(narrative: Narrative) -> Place:
    return Place(RecordKind.NARRATIVE, narrative.id, "text")


RATE_IN_WORDS = re.compile(
    r"([\u4e00-\u9fff]{3,20}[率度])(?:已?(?:达到?|达成|为|约|实现|提高到|上升到))*\s*(\d+(?:\.\d+)?)\s*[%％]"
)
RATE_NAME = re.compile(r"[\u4e00-\u9fff]{4,20}[率度]")
OTHER_TIME = re.compile(r"上年|去年|上半年|季度|同期|目标|计划|[0-9一二三四五六七八九十]月")
MANY_BASES = re.compile(r"预算|资金|支出|执行|完成率")  # rates that every budget, fund and task has one of


@check("V23", Severity.WARNING)
def rates_in_words(case: Case) -> Iterator[Found]:
    """A rate named in the text differs from the row of the same name (天河: 75.16 % and 75.56 %)."""
    rows = [
        (row, name, row.actual.value, row.target.value if row.target is not None else None)
        for row in case.leaves
        if row.actual is not None and row.actual.value is not None and row.actual.unit == "%" and (name := _rate_name(row))
    ]
    for narrative in case.scored.table.narratives:
        if narrative.id.startswith(GOALS) and narrative.id != ACHIEVED:
            continue
        for said in RATE_IN_WORDS.finditer(narrative.text):
            if OTHER_TIME.search(narrative.text[max(0, said.start() - 8) : said.end(1)]):
                continue
            same = [(row, value, target) for row, name, value, target in rows if _same_rate(said[1], name)]
            stated = Decimal(said[2])
            if same and not any(_agrees(stated, value) or stated == target for _, value, target in same):
                row, value, _ = same[0]
                facts = {"name": row.node.name, "stated": f"{canonical(stated)}%", "computed": f"{canonical(value)}%"}
                yield _text(narrative), facts


def _rate_name(row: ScoredNode) -> str:
    found = RATE_NAME.search(row.node.name)
    return "" if found is None or MANY_BASES.search(found[0]) else found[0]


def _same_rate(said: str, name: str) -> bool:
    """Whether words that end in a rate name the rate of a row, one of them perhaps more fully than the other.

    劳动争议调解成功率 is the row 劳动争议案件调解成功率: it ends alike and leaves out words without changing any.
    """
    if said.endswith(name):
        return True
    if said[-4:] != name[-4:]:
        return False
    begin, left = said.find(name[:2]), iter(name)
    return begin >= 0 and all(each in left for each in said[begin:])


def _agrees(stated: Decimal, value: Decimal) -> bool:
    """Whether one is the other, or the other with fewer decimals."""
    places = [-int(each.as_tuple().exponent) for each in (stated, value)]
    return round_half_up(stated, max(0, min(places))) == round_half_up(value, max(0, min(places)))


@check("V24", Severity.WARNING, by_row=True)
def goals_copied(case: Case) -> Iterator[Found]:
    """The goal is worded as the result: a row whose target repeats its actual, goals that stand in the achievements."""
    for row in case.leaves:
        if not row.node.target_text or not row.node.actual_text:
            continue
        target, actual = _plain(row.node.target_text), _plain(row.node.actual_text)
        if len(target) > 12 and target == actual:
            yield at(row, Field.TARGET), {"text": row.node.target_text[:30]}
    goals, achieved = _narrative(case, GOALS), _narrative(case, ACHIEVED)
    if goals is not None and achieved is not None:
        copied = _copied(goals.text, achieved.text)
        if copied:
            yield _text(goals), {"text": copied}


def _copied(goals: str, achieved: str) -> str:
    """What of the goals stands in the achievements: a sentence with a figure, or several figures too odd to be planned."""
    reached = _plain(achieved)
    for sentence in re.split("[。；;\n]", goals):
        if len(sentence) > 15 and re.search(r"\d", sentence) and _plain(sentence) in reached:
            return sentence.strip()[:30]
    odd = [each[0] for each in ODD_FIGURE.finditer(_plain(goals)) if each[0] in reached]
    return "、".join(odd[:3]) if len(odd) > 1 else ""


ODD_FIGURE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d年)\d{2,}[1-9][\u4e00-\u9fff]{1,2}")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


COUNTED = re.compile(
    r"(?<!其中)(?<!除)(?<!有)(?P<before>\d+)\s*(?:个|项)\s*(?:三级|具体|绩效|产出|效益|考核|细化)*指标(?![^。；;，,]{0,6}(?:未|没|不|尚|低|超|偏))"
    r"|指标(?:一?共|共计|合计|总计|共?设置?)*\s*(?P<after>\d+)\s*个(?![^。；;，,]{0,6}(?:未|没|不|尚|低|超|偏))"
)


@check("V25", Severity.INFO)
def indicators_counted(case: Case) -> Iterator[Found]:
    """The text counts other indicators than the table holds, in all or in any of its branches."""
    said = [
        (each, found["before"] or found["after"])
        for each in case.scored.table.narratives
        for found in COUNTED.finditer(each.text)
    ]
    if not case.leaves or not said:
        return
    below: Counter[str] = Counter()
    for row in reversed(case.rows):
        below[row.parent_id] += 1 if row.node.leaf else below[row.node.id]
    counts = {len(case.leaves), *(below[each.node.id] for each in case.rows if not each.node.leaf)}
    counts |= set(Counter(each.node.section for each in case.leaves).values())
    counts |= {one + other for one in counts for other in counts}
    for narrative, stated in said:
        if int(stated) > 1 and int(stated) not in counts:
            yield _text(narrative), {"stated": stated, "computed": str(len(case.leaves))}


@check("V28", Severity.INFO, by_frame=True)
def kinds_missing(case: Case) -> Iterator[Found]:
    """A table in the Ministry's structure has no indicator of time or of satisfaction."""
    names = [each.node.name for each in case.rows if not each.node.leaf]
    if not any("数量" in each for each in names):
        return
    for wanted in ("时效", "满意度"):
        if not any(wanted in each for each in names) and not any(wanted in each.node.name for each in case.leaves):
            yield Place(), {"wanted": wanted}


LATE = re.compile(r"逾期|超期|超时|未按时|未按期|未及时|未在规定|未能及时|未能按时|滞后|延迟(?!退休)|超过规定")
NOT_LATE = re.compile(r"未发现|未出现|未发生|没有|并无|无|不存在|杜绝|避免|防止|防范|减少|降低|零|严禁|未曾|未|不")
NONE_LATE = re.compile(r"[^。；;，,0-9]{0,8}(?:0(?![.\d]*[1-9])|零)")


@check("V34", Severity.WARNING, by_row=True)
def late(case: Case) -> Iterator[Found]:
    """The text of a row speaks of something done late."""
    for row in case.leaves:
        if row.node.kind is NodeKind.BONUS or (row.given_score is not None and row.lost):
            continue  # the text of a bonus is the rule, which names what is punished; points taken already are no news
        for field in (Field.ACTUAL, Field.EVIDENCE, Field.REASON):
            word = _late_word(str(getattr(row.node, field.value)))
            if word:
                yield at(row, field), {"word": word}
                break


def _late_word(text: str) -> str:
    """The word that says something came late, empty where the text denies it (无逾期, 逾期0件)."""
    for found in LATE.finditer(text):
        before = re.split("[。；;，,]", text[: found.start()])[-1][-8:]
        if not NOT_LATE.search(before) and not NONE_LATE.match(text, found.end()):
            return found[0]
    return ""


@check("V35", Severity.INFO, by_row=True)
def control_characters(case: Case) -> Iterator[Found]:
    """A character that nobody sees and other systems refuse."""
    for row in case.rows:
        for field in (Field.NAME, Field.TARGET, Field.ACTUAL, Field.EVIDENCE, Field.REASON, Field.REMARK):
            text = str(getattr(row.node, field.value))
            for sign in "" if text.isprintable() else text:
                if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"} and sign not in "\n\r\t":
                    yield at(row, field), {"character": f"U+{ord(sign):04X}"}
                    break


NUMBERED = re.compile(r"(?:^|[\n。；;：:])\s*(\d{1,2})\s*([.．、])(?!\d)")


@check("V36", Severity.INFO)
def numbering(case: Case) -> Iterator[Found]:
    """Numbered items of a text that skip or repeat a number (1, 3, 3, 4)."""
    for narrative in case.scored.table.narratives:
        marks = [(int(each[1]), each[2].replace("．", ".")) for each in NUMBERED.finditer(narrative.text)]
        for mark in (".", "、"):
            numbers = [number for number, written in marks if written == mark]
            if numbers[:1] == [1] and not _counts(numbers):
                yield _text(narrative), {"numbers": "、".join(str(each) for each in numbers)}


def _counts(numbers: list[int]) -> bool:
    """Each number follows one of the lists that are open, or begins a list inside them."""
    last: list[int] = []
    for number in numbers:
        while last and last[-1] != number - 1 and number != 1:
            last.pop()
        if not last and number != 1:
            return False
        if number == 1:
            last.append(1)
        else:
            last[-1] = number
    return True


@check("V42", Severity.WARNING)
def no_cause_given(case: Case) -> Iterator[Found]:
    """未能完成原因 is empty or 无 although rows missed their targets."""
    narrative = _narrative(case, NOT_DONE)
    missed = case.missed
    if narrative is None or not missed or not says_nothing(narrative.text):
        return
    if narrative.text.strip() or not all(case.reason(each.node) for each in missed):
        yield _text(narrative), _named(missed)


def _named(missed: Sequence[ScoredNode]) -> dict[str, str]:
    """How many rows missed their targets, and the names of the first three."""
    return {"missed": str(len(missed)), "names": "、".join(each.node.name for each in missed[:3])}


ALL_MET = re.compile(
    r"(?:指标|目标|任务)[^。；;，,]{0,12}?(?<!未)(?<!基本)(?:均|全部|全面|都)[^。；;，,]{0,6}?(?:完成|达标|达到|实现)"
    r"|(?<!未)(?<!基本)(?:均|全部|全面)(?:按[^。；;，,]{0,8})?(?:完成|达标|达到|实现)[^。；;，,]{0,10}(?:指标|目标|任务|预期)"
)
NOT_ALL = re.compile(r"未|没有|并非|尚|除|以外|个别|部分|确保|力争|争取|推动")


@check("V43", Severity.WARNING)
def all_met_in_words(case: Case) -> Iterator[Found]:
    """The text, or a band's full score over rows without points, says that all was met; rows say otherwise."""
    for row in case.rows:
        score = row.given_score if row.given_score is not None else row.published_score
        if row.node.leaf or score is None or score != row.points:
            continue
        below = case.leaves_below(row.node.id)
        if any(each.points is not None for each in below):
            continue
        missed = [each for each in case.missed if each in below]
        if missed:
            yield at(row, score_field(row)), {"why": "score", "score": canonical(score)} | _named(missed)
    for narrative in case.scored.table.narratives:
        said = _all_met(narrative.text)
        if said and case.missed and narrative.id not in AHEAD:
            yield _text(narrative), {"why": "words", "text": said[0]} | _named(case.missed)


AHEAD = (GOALS, "measures")  # texts of what is planned


def _all_met(text: str) -> re.Match[str] | None:
    """The words that say that all was met, where the sentence makes no exception."""
    for sentence in re.split("[。；;\n]", text):
        said = ALL_MET.search(sentence)
        if said and not NOT_ALL.search(sentence):
            return said
    return None
