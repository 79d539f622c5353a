"""The texts of a form and of its report: which there are, under which words, and what stands in them. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.forms.blocks import Filling
from desktop.forms.form import BlockKind, FormLayout
from scoring.scored import ScoredTable
from scoring.table import Narrative

# What reports of departments say in words, where the form itself has no place for it.
USUAL: Mapping[str, str] = {
    "goals": "年度总体目标",
    "goals_actual": "目标完成情况",
    "conclusion": "自评结论",
    "performance": "履职效能分析",
    "efficiency": "管理效率分析",
    "problems": "存在的主要问题",
    "measures": "改进措施",
}


@dataclass(frozen=True, slots=True)
class TextItem:
    """One text; ``printed`` on the form itself, else a part of the report. ``usual`` is printed while nothing is written."""

    key: str
    title: str
    text: str
    printed: bool
    usual: str = ""

    @property
    def record(self) -> Narrative:
        return Narrative(self.key, self.title)


def text_items(form: FormLayout, scored: ScoredTable) -> tuple[TextItem, ...]:
    """The texts of the form in its order, then those the table carries besides, then what a report usually has."""
    filling = Filling(form, scored)
    there = {each.id: each for each in scored.table.narratives}
    found: list[TextItem] = []
    for block in form.blocks_of(BlockKind.NARRATIVE, BlockKind.NOTES):
        for item in block.items:
            own = there.pop(item.key, None)
            label = " ".join(filling.words(item.label).split()) or (own.title if own is not None else "") or "表下注释"
            title = label.replace(" ", "")
            found.append(TextItem(item.key, title, own.text if own is not None else "", True, filling.words(item.text)))
    found += [TextItem(each.id, each.title or each.id, each.text, False) for each in there.values()]
    known = {each.key for each in found}
    roots = {each.key.partition(".")[0] for each in found}
    found += [TextItem(key, words, "", False) for key, words in USUAL.items() if key not in known and key not in roots]
    return tuple(found)
