"""Tables made by chance, the same for the same number: few rows or hundreds, long cells, deep bands."""

import random
from collections.abc import Iterator

from scoring.table import BaseFact, FundLine, Heading, Narrative, Node, NodeKind, TableKey, YearTable

FORMS = ("guangzhou_district", "ministry_three_part", "tianhe_task", "huadu")
_WORDS = (
    "绩效目标", "完成情况", "≥95%", "预算执行率", "，", "。", "（2021）12号", "“三公”经费", "1,234.50万元",
    "服务对象满意度", "人力资源和社会保障局", "、", "；", "《管理办法》", "100%", "已完成", "www.example.gov.cn/a/b/c", "ABC-123",
    "不低于", "㎡", "①", "——", "……", "𠮷䶮", "金目长见车门马龙", "：", "\n", "　", " ",
)  # fmt: skip


def mark(number: int) -> str:
    """The word by which row ``number`` is found again."""
    return f"K{number:04d}Z"


def words(chance: random.Random, most: int) -> str:
    """A text of up to ``most`` characters."""
    text = ""
    length = chance.randint(0, most)
    while len(text) < length:
        text += chance.choice(_WORDS)
    return text[:length].strip()


def generated(seed: int, *, form: str = "", rows: int = 0) -> YearTable:
    """A table; form and number of rows are left to chance where they are not given."""
    chance = random.Random(seed)
    form = form or FORMS[seed % len(FORMS)]
    rows = rows or min(500, int(1.3 ** chance.uniform(0, 24)) + chance.randint(0, 2))
    longest = chance.choice((12, 60, 200, 900))
    facts = tuple(
        BaseFact(
            f"b{number}",
            mark(number) + words(chance, longest // 3),
            str(chance.randint(0, 10**6)),
            "万元",
            source_text=words(chance, 80),
        )
        for number in range(1, rows + 1)
    )
    return YearTable(
        TableKey("某市人力资源和社会保障局", 2024),
        Heading(form=form),
        narratives=(
            Narrative("goals", "目标", words(chance, longest * 3)),
            Narrative("goals_actual", "完成", words(chance, longest)),
        ),
        funds=(FundLine("f1", "按资金来源", "财政拨款", adjusted_budget_text="100.5", executed_text="99"),),
        base_facts=facts if form == "huadu" else (),
        nodes=() if form == "huadu" else tuple(_nodes(chance, form, rows, longest)),
        next_number=10_000,
    )


def _nodes(chance: random.Random, form: str, rows: int, longest: int) -> Iterator[Node]:
    section = chance.choice(("management", "duty")) if form == "guangzhou_district" else ""
    task = form == "tianhe_task"
    depth = 1 if task else 2
    group = 0
    for number in range(1, rows + 1):
        begun = number == 1
        for level in range(1, depth + 1):
            begun = begun or chance.random() < (0.03, 0.2)[level - 1]
            if begun:
                group += 1
                kind = NodeKind.TASK if task else NodeKind.GROUP
                expected = words(chance, longest) if task else ""
                name = f"第{group}类" + words(chance, min(longest, 40)).replace("\n", "")
                yield Node(
                    f"g{group}", level, name, kind, section=section, points_text=str(chance.randint(1, 50)), target_text=expected
                )
        yield Node(
            f"n{number}",
            depth + 1,
            words(chance, min(longest, 60)).replace("\n", "") or f"指标{number}",
            section=section,
            points_text=str(chance.choice((0.25, 0.5, 1, 2, 3))),
            explanation=(mark(number) if section == "management" else "") + words(chance, longest),
            target_text=words(chance, longest),
            actual_text=mark(number) + words(chance, longest),
            given_score_text=str(chance.choice((0.25, 0.5, 1))),
            evidence_text=words(chance, longest),
        )
