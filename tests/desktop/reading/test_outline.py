"""Trees written in one column."""

from desktop.reading.drafts import Draft
from desktop.reading.grid import Box
from desktop.reading.outline import outline
from scoring.table import NodeKind


def rows(*names: str, targets: str = "") -> list[Draft]:
    found = []
    for at, name in enumerate(names):
        draft = Draft(1)
        draft.put("name", name.strip(), Box((at, 0), at, 0, at, 0, name, name.strip()))
        if at < len(targets) and targets[at] == "x":
            draft.texts["target_text"] = "1"
        found.append(draft)
    return found


def levels(drafts: list[Draft]) -> list[tuple[int, bool]]:
    outline(drafts)
    return [(each.level, each.kind is NodeKind.GROUP) for each in drafts]


def test_indents_make_levels() -> None:
    assert levels(rows("管理", "履职", "　执行", "　绩效", "　　产出")) == [
        (1, False),
        (1, True),
        (2, False),
        (2, True),
        (3, False),
    ]


def test_numbering_makes_levels() -> None:
    assert levels(rows("一、产出", "（一）数量", "人数", "二、效益", "（一）社会", "比率")) == [
        (1, True),
        (2, True),
        (3, False),
        (1, True),
        (2, True),
        (3, False),
    ]


def test_usual_names_make_levels() -> None:
    drafts = rows("产出指标", "数量指标", "人数", "效益指标", "社会效益指标", "比率", targets="--x--x")
    assert levels(drafts) == [(1, True), (2, True), (3, False), (1, True), (2, True), (3, False)]


def test_a_flat_list_stays_flat() -> None:
    assert levels(rows("人数", "比率", targets="xx")) == [(1, False), (1, False)]
