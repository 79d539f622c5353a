"""The tree of a table that has one column of names only: by indent, by numbering, or by the usual names of the levels."""

import re

from desktop.reading.drafts import Draft
from desktop.reading.words import bare, plain
from scoring.table import NodeKind

NUMBERINGS = (
    re.compile(r"^[一二三四五六七八九十]+[、.]"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^\d+[.、](?!\d)"),
    re.compile(r"^\(\d+\)"),
    re.compile(r"^[①-⑳]"),
)
CATEGORIES = frozenset(
    {
        "产出指标",
        "效益指标",
        "满意度指标",
        "成本指标",
        "履职效能",
        "管理效率",
        "管理效能",
        "产出",
        "效益",
        "满意度",
        "投入",
        "过程",
        "效果",
        "预算执行",
    }
)
SUBCATEGORIES = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|社会公众满意度)(?:指标)?$"
)
FACTS = ("target_text", "actual_text", "comparator_text")


def outline(drafts: list[Draft]) -> int:
    """Give the rows of a one-column tree their levels and kinds; how many levels there are."""
    depths = _depths(drafts)
    order = sorted(set(depths))
    for index, (draft, depth) in enumerate(zip(drafts, depths, strict=True)):
        draft.level = order.index(depth) + 1
        below = depths[index + 1] if index + 1 < len(depths) else depth
        if below > depth:
            draft.kind = NodeKind.GROUP
            score = draft.texts.pop("given_score_text", "")
            if score:
                draft.texts["published_score_text"] = score
                draft.boxes = [(box, "published_score_text" if name == "given_score_text" else name) for box, name in draft.boxes]
    return max(len(order), 1)


def _depths(drafts: list[Draft]) -> list[int]:
    raw = [next((box.text for box, name in draft.boxes if name == "name"), "") for draft in drafts]
    indents = [len(text) - len(text.lstrip(" \u3000\t\xa0")) for text in raw]
    if len(set(indents)) > 1:
        return indents
    numbered = [_numbering(plain(text)) for text in raw]
    if len({each for each in numbered if each >= 0}) > 1 or (-1 in numbered and max(numbered) >= 0):
        deepest = max(numbered) + 1
        return [each if each >= 0 else deepest for each in numbered]
    return [_category(draft) for draft in drafts]


def _numbering(word: str) -> int:
    for depth, pattern in enumerate(NUMBERINGS):
        if pattern.match(word):
            return depth
    return -1


def is_category(word: str) -> bool:
    """Whether a plain text is the usual name of a first or second level (产出指标, 数量指标)."""
    short = bare(word)
    return short in CATEGORIES or SUBCATEGORIES.match(short) is not None


def _category(draft: Draft) -> int:
    word = bare(plain(draft.name))
    if any(draft.texts.get(each) for each in FACTS):
        return 2
    if word in CATEGORIES:
        return 0
    return 1 if SUBCATEGORIES.match(word) else 2
