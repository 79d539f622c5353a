"""Cells merged over several indicators: points and scores of a band, words that hold for each."""

from collections.abc import Mapping

from desktop.reading.drafts import Draft
from desktop.reading.grid import Box
from scoring.table import NodeKind

SHARED_UP = {"points_text": "points_text", "given_score_text": "published_score_text"}


def settle_shared(shared: Mapping[tuple[Box, str], list[Draft]], all_drafts: list[Draft]) -> None:
    """Points and scores merged over several indicators belong to the group that holds exactly these, not to each."""
    for (box, attribute), drafts in shared.items():
        if len(drafts) < 2 or attribute not in SHARED_UP:
            continue
        group = _group_of(all_drafts, drafts)
        keep = drafts[0] if group is None else None
        for draft in drafts:
            if draft is not keep:
                draft.texts.pop(attribute, None)
                draft.boxes = [(b, a) for b, a in draft.boxes if (b, a) != (box, attribute)]
        if group is not None and not group.put(SHARED_UP[attribute], box.text.strip(), box):
            group.boxes.append((box, SHARED_UP[attribute]))


def _group_of(all_drafts: list[Draft], drafts: list[Draft]) -> Draft | None:
    place = {id(draft): index for index, draft in enumerate(all_drafts)}
    first, last = place[id(drafts[0])], place[id(drafts[-1])]
    best: Draft | None = None
    for index in range(first - 1, -1, -1):
        each = all_drafts[index]
        if each.kind is NodeKind.INDICATOR or each.level >= drafts[0].level:
            continue
        end = index + 1
        while end < len(all_drafts) and all_drafts[end].level > each.level:
            end += 1
        if end > last:
            best = each
            break
    return best
